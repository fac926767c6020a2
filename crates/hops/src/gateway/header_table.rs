//! What becomes of headers between client and HTTP backend (api C24, C25): the table as rewrites.

use adit_model::id::RestApiId;
use http::HeaderName;

use crate::header_op::{Fill, HeaderOp};

const DROPPED_FROM_REQUEST: &[&str] = &[
    "accept",
    "content-encoding",
    "content-md5",
    "expect",
    "max-forwards",
    "proxy-authenticate",
    "te",
    "trailer",
    "upgrade",
    "server",
    "transfer-encoding",
    "via",
    "www-authenticate",
    "x-http-method-override",
];

/// Renamed to `x-amzn-Remapped-{name}`.
const REMAPPED_IN_RESPONSE: &[(&str, &str)] = &[
    ("authorization", "x-amzn-remapped-authorization"),
    ("connection", "x-amzn-remapped-connection"),
    ("content-md5", "x-amzn-remapped-content-md5"),
    ("date", "x-amzn-remapped-date"),
    ("max-forwards", "x-amzn-remapped-max-forwards"),
    ("server", "x-amzn-remapped-server"),
    ("user-agent", "x-amzn-remapped-user-agent"),
    ("www-authenticate", "x-amzn-remapped-www-authenticate"),
];

const DROPPED_FROM_RESPONSE: &[&str] = &[
    "expect",
    "host",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// For HTTP_PROXY: everything passes but what the table drops.
pub fn proxy_request(api: &RestApiId) -> Vec<HeaderOp> {
    let name = HeaderName::from_static;
    let mut ops: Vec<HeaderOp> = DROPPED_FROM_REQUEST
        .iter()
        .copied()
        .map(|n| HeaderOp::Remove(name(n)))
        .collect();
    ops.push(HeaderOp::RemoveIf(name("authorization"), "AWS4-HMAC-SHA256"));
    ops.extend(added(api));
    ops
}

/// For HTTP: nothing passes but what is mapped; these come on top.
pub fn added(api: &RestApiId) -> Vec<HeaderOp> {
    let name = HeaderName::from_static;
    let agent = Fill::text(&format!("AmazonAPIGateway_{api}"))
        .map(|fill| HeaderOp::SetIfAbsent(name("user-agent"), fill));
    let id = Fill::text(api.as_str()).map(|fill| HeaderOp::Set(name("x-amzn-apigateway-api-id"), fill));
    let trace = HeaderOp::SetIfAbsent(name("x-amzn-trace-id"), Fill::TraceRoot);
    agent.into_iter().chain(id).chain([trace]).collect()
}

/// For HTTP_PROXY's answer.
pub fn proxy_response() -> Vec<HeaderOp> {
    let name = HeaderName::from_static;
    let renamed = REMAPPED_IN_RESPONSE
        .iter()
        .map(|(from, to)| HeaderOp::Rename(name(from), name(to)));
    renamed
        .chain(
            DROPPED_FROM_RESPONSE
                .iter()
                .map(|dropped| HeaderOp::Remove(name(dropped))),
        )
        .collect()
}
