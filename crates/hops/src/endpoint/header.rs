//! What the endpoint adds to a request for the backend to see (api A42, A46).
//!
//! The client's own headers of these names are replaced (api I10 leaves open whether AWS drops them).

use adit_model::vpc_endpoint::VpcEndpoint;
use http::HeaderName;

use crate::header_op::{Fill, HeaderOp};

pub fn compile(endpoint: &VpcEndpoint) -> Vec<HeaderOp> {
    let fixed = [
        ("x-amzn-cipher-suite", "ECDHE-RSA-AES128-GCM-SHA256"),
        ("x-amzn-tls-version", "TLSv1.2"),
        ("x-amzn-vpc-id", endpoint.vpc.as_str()),
        ("x-amzn-vpce-id", endpoint.id.as_str()),
        ("x-amzn-vpce-config", "1"),
    ];
    let sets = fixed
        .into_iter()
        .filter_map(|(name, value)| Some(HeaderOp::Set(HeaderName::from_static(name), Fill::text(value)?)));
    sets.chain([HeaderOp::Append(
        HeaderName::from_static("x-forwarded-for"),
        Fill::Peer,
    )])
    .collect()
}
