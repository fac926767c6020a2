//! Scheme and port towards the balancer: the VPC origin's protocol policy and ports (cf A1, A2).

use adit_model::origin::OriginProtocolPolicy;
use adit_model::vpc_origin::VpcOrigin as Model;
use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::balancer::plan::Listener;
use crate::dim::{Dim, RequestPoint, Rules};
use crate::head::{Head, Scheme};
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};
use crate::vpc_origin::certificate::CertificateRules;
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

/// Whether the listener understands what is spoken to it.
pub fn understood(
    cx: &mut Cx<'_>,
    origin: &VpcOrigin,
    listener: &Listener,
    rules: &CertificateRules,
    head: &Head,
) -> Result<(), Fault> {
    if *rules.speaks.eval(&RequestPoint::new(head, cx.facts)).outcome {
        return Ok(());
    }
    let (decision, fault, spoken, policy) = match head.scheme {
        Scheme::Https => (Decision::TlsOverlap, Fault::Tls, "opens TLS to", "http-only"),
        Scheme::Http => (
            Decision::OriginProtocol,
            Fault::Reset,
            "speaks plain HTTP to",
            "https-only",
        ),
    };
    let cause = format!(
        "{} {spoken} {}, which speaks {}",
        origin.id,
        listener.by,
        listener.protocol.name()
    );
    let cure = format!(
        "aws cloudfront update-vpc-origin --id {} --if-match ETAG --vpc-origin-endpoint-config CONFIG (with OriginProtocolPolicy {policy})",
        origin.id
    );
    cx.trail.refuse(
        decision,
        "PROTOCOL_RESTRICTION",
        listener.by.clone(),
        cause,
        Some(cure),
    );
    Err(fault)
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
