//! Scheme and port towards the balancer: the VPC origin's protocol policy and ports (cf A1, A2).

use adit_model::listener::ListenerProtocol;
use adit_model::origin::OriginProtocolPolicy;
use adit_model::vpc_origin::VpcOrigin as Model;
use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::balancer::plan::Listener;
use crate::dim::{Dim, RequestPoint, Rules};
use crate::head::{Head, Scheme};
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};
use crate::vpc_origin::plan::VpcOrigin;

/// Over the viewer's scheme.
pub fn compile(origin: &Model) -> Rules<(Scheme, u16)> {
    let by = By::object(format!(
        "protocol policy {} of {}",
        origin.protocol.name(),
        origin.id
    ));
    let (http, https) = (
        (Scheme::Http, origin.http_port),
        (Scheme::Https, origin.https_port),
    );
    match origin.protocol {
        OriginProtocolPolicy::HttpOnly => RuleList::new([], http, by),
        OriginProtocolPolicy::HttpsOnly => RuleList::new([], https, by),
        OriginProtocolPolicy::MatchViewer => {
            let plain = Guard::any().with(Dim::Scheme, TextSet::literals(["http"]));
            RuleList::new([Rule::new(plain, http, by.clone())], https, by)
        }
    }
}

pub fn take(cx: &mut Cx<'_>, origin: &VpcOrigin, head: &Head, viewer: Scheme) -> (Scheme, u16) {
    let point = ViewerScheme {
        inner: RequestPoint::new(head, cx.facts),
        viewer,
    };
    let decided = origin.protocol.eval(&point);
    cx.trail.choose(Decision::OriginProtocol, decided.by.clone());
    *decided.outcome
}

/// Plain HTTP is understood by an HTTP listener; an HTTPS listener drops a connection that opens without a handshake.
pub fn plain(cx: &mut Cx<'_>, origin: &VpcOrigin, listener: &Listener) -> Result<(), Fault> {
    match listener.protocol {
        ListenerProtocol::Http => Ok(()),
        ListenerProtocol::Https => {
            let cause = format!("{} speaks HTTP to {}, which expects TLS", origin.id, listener.by);
            let cure = format!(
                "aws cloudfront update-vpc-origin --id {} --if-match ETAG --vpc-origin-endpoint-config CONFIG (with OriginProtocolPolicy https-only)",
                origin.id
            );
            cx.trail.refuse(
                Decision::OriginProtocol,
                "PROTOCOL_RESTRICTION",
                listener.by.clone(),
                cause,
                Some(cure),
            );
            Err(Fault::Reset)
        }
    }
}

/// The request with the viewer's scheme, whatever the head says of the current connection.
struct ViewerScheme<'a> {
    inner: RequestPoint<'a>,
    viewer: Scheme,
}

impl adit_rules::Point<Dim> for ViewerScheme<'_> {
    fn value(&self, dim: &Dim) -> adit_rules::Value<'_> {
        match dim {
            Dim::Scheme => adit_rules::Value::Text(self.viewer.name()),
            dim => self.inner.value(dim),
        }
    }
}
