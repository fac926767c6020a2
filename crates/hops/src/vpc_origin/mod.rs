//! CloudFront's way into the VPC: from the edge to the balancer's address, and what TLS between them comes to.
//!
//! ```text
//!   enter ─▶ decide ORDER ─▶ refused by the network: Silence ─waited─▶ TimedOut
//!                │         └▶ refused by port or TLS: Refused | Tls
//!                └─▶ Crossed ─▶ back: what the balancer said
//! ```
//!
//! What the balancer sees as its peer is decided here once: an origin-facing address of CloudFront's, so that the
//! prefix list or the service group admits it and a rule for the VPC's block does not (cf A5, api A47b).

pub mod certificate;
pub mod network;
pub mod origin_protocol;
pub mod origin_state;
pub mod plan;

use std::net::IpAddr;
use std::sync::Arc;

use adit_model::prefix_list::EDGE_SOURCE;

use crate::head::{Head, Scheme};
use crate::step::{Answer, Ask, Cx, Fault, Hop, Inbound, Limits, Outbound, Step, ToBalancer, ToVpcOrigin};
use crate::trace::{By, Decision};
use crate::vpc_origin::plan::VpcOrigin;

/// The order of decisions on the way to the balancer. The network's own order is `adit_vnet`'s.
pub const ORDER: &[Decision] = &[
    Decision::OriginState,
    Decision::OriginProtocol,
    Decision::Route,
    Decision::IngressGroup,
    Decision::NetworkAclReturn,
    Decision::ListenerPort,
    Decision::TlsOverlap,
    Decision::CertificateChain,
    Decision::CertificateName,
    Decision::CertificateDates,
];

#[derive(Debug)]
pub enum VpcOriginHop {
    /// The network drops the packets; CloudFront tries its connection attempts out.
    Dropped,
    /// The balancer has the request.
    Away,
}

impl Hop for VpcOriginHop {
    type Entry = ToVpcOrigin;

    fn enter(cx: &mut Cx<'_>, entry: ToVpcOrigin) -> Step<Self> {
        let ToVpcOrigin {
            origin,
            mut head,
            domain,
            viewer_scheme,
            limits,
        } = entry;
        let Some(origin) = cx.plan.private.vpc_origins.get(&origin).cloned() else {
            let cause = format!("VPC origin {origin} does not exist");
            cx.trail.refuse(
                Decision::OriginState,
                "UNKNOWN_RESOURCE",
                By::object(origin.text()),
                cause,
                None,
            );
            return Step::Fault(Fault::Unresolved);
        };
        if let Err(fault) = origin_state::take(cx, &origin, &head) {
            return Step::Fault(fault);
        }
        let (scheme, port) = origin_protocol::take(cx, &origin, &head, viewer_scheme);
        head.scheme = scheme;
        let Some(permit) = network::connect(cx, &origin, port) else {
            return Step::Ask(Self::Dropped, Ask::Silence(patience(cx, limits)));
        };
        if let Err(fault) = listener_and_tls(cx, &origin, &head, domain.as_str(), port) {
            return Step::Fault(fault);
        }
        let to = ToBalancer {
            balancer: origin.target.clone(),
            port,
            head,
            source: IpAddr::V4(EDGE_SOURCE),
            permit,
        };
        Step::Cross(Self::Away, Outbound::Balancer(Box::new(to)))
    }

    fn resume(self, _: &mut Cx<'_>, _: Answer) -> Step<Self> {
        Step::Fault(Fault::TimedOut)
    }

    fn back(self, _: &mut Cx<'_>, inbound: Inbound) -> Step<Self> {
        match inbound {
            Inbound::Answer(head, tail) => Step::Respond(head, tail),
            Inbound::Fault(fault) => Step::Fault(fault),
        }
    }
}

/// Attempts times timeout (cf A7).
fn patience(cx: &Cx<'_>, limits: Limits) -> std::time::Duration {
    limits.connect * limits.attempts / cx.plan.settings.haste.max(1)
}

/// What stands at the port, and whether its TLS is acceptable.
fn listener_and_tls(
    cx: &mut Cx<'_>,
    origin: &Arc<VpcOrigin>,
    head: &Head,
    domain: &str,
    port: u16,
) -> Result<(), Fault> {
    let balancers = &cx.plan.private.balancers;
    let listener = balancers.get(&origin.target).and_then(|b| b.listener(port));
    let Some(listener) = listener else {
        let cause = format!(
            "{} has no listener on port {port}, which {} connects to",
            origin.target, origin.id
        );
        let cure = format!(
            "aws elbv2 create-listener --load-balancer-arn {} --port {port} --protocol PROTOCOL --default-actions ACTIONS",
            origin.target
        );
        cx.trail.refuse(
            Decision::ListenerPort,
            "ELBV2_LISTENER_PORT_RESTRICTION",
            By::object(origin.target.text()),
            cause,
            Some(cure),
        );
        return Err(Fault::Refused);
    };
    cx.trail.allow(Decision::ListenerPort, &listener.by);
    let Some(rules) = origin.certificates.get(&listener.id) else {
        return Err(Fault::Refused);
    };
    origin_protocol::understood(cx, origin, listener, rules, head)?;
    match head.scheme {
        Scheme::Https => certificate::take(cx, origin, listener, rules, head, domain),
        Scheme::Http => Ok(()),
    }
}
