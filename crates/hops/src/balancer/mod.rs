//! The Application Load Balancer: from a listener to a target and back (api E).
//!
//! ```text
//!   enter ─▶ decide ORDER ─▶ Target: Asked(loads) ─▶ rest of ORDER ─▶ Away ─▶ back: the answer, or 502 / 504
//!                │                                        └ dropped ─▶ Waiting ─▶ 504
//!                └── fixed response, redirect, refusal: the balancer's own page
//! ```
//!
//! Cross-zone load balancing is on (api E20), so any node may send to any target and the node is drawn. Left out:
//! authentication actions, cookies for stickiness, slow start, transforms of rules (api E10), mutual TLS, WAF.

pub mod draw;
pub mod fixed_response;
pub mod forwarded_for;
pub mod forwarding;
pub mod group;
pub mod listener_rule;
pub mod network;
pub mod page;
pub mod plan;
pub mod redirect;
pub mod request_syntax;
pub mod response_size;
pub mod target;
pub mod target_group;
pub mod target_protocol;
pub mod trace_id;

#[cfg(test)]
pub(crate) mod scene;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use adit_model::id::{NetworkInterfaceId, TargetGroupArn};
use adit_vnet::Permit;

use crate::balancer::group::Group;
use crate::balancer::listener_rule::Forward;
use crate::balancer::page::Page;
use crate::dim::RequestPoint;
use crate::head::Head;
use crate::step::{Answer, Ask, Cx, Fault, Hop, Inbound, Outbound, Step, ToBalancer, ToEndpoint};
use crate::trace::{By, Decision};

/// The order of the balancer's decisions, for one request and for the proof. Those from EgressGroup to
/// NetworkAclReturn are vnet's, taken in one call.
pub const ORDER: &[Decision] = &[
    Decision::ListenerPort,
    Decision::RequestSyntax,
    Decision::ForwardedFor,
    Decision::ListenerRule,
    Decision::TargetGroup,
    Decision::Target,
    Decision::TargetProtocol,
    Decision::EgressGroup,
    Decision::Route,
    Decision::NetworkAclOut,
    Decision::NetworkAclIn,
    Decision::IngressGroup,
    Decision::NetworkAclReturn,
];

/// How long a balancer tries to connect to a target (api E7).
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The balancer's states between steps.
#[derive(Debug)]
pub enum Balancer {
    /// Asked how the group's targets are.
    Asked(Box<Request>),
    /// What was sent to the target was dropped.
    Waiting,
    /// The target has the request.
    Away(Arc<plan::Balancer>),
}

/// A request while it is decided upon.
#[derive(Debug)]
pub struct Request {
    balancer: Arc<plan::Balancer>,
    port: u16,
    head: Head,
    source: IpAddr,
    forward: Option<Arc<Forward>>,
    group: Option<Arc<Group>>,
    target: usize,
    way: Option<Way>,
}

/// Where the request leaves to, once the network admits it.
#[derive(Debug)]
struct Way {
    interface: NetworkInterfaceId,
    node: IpAddr,
    permit: Permit,
}

/// How one decision came out.
pub enum Taken {
    Passed,
    Answered(Page),
    Loads(TargetGroupArn),
    /// Dropped on the way to the target.
    Dropped,
    Failed(Fault),
}

impl Request {
    fn listener(&self) -> Option<&plan::Listener> {
        self.balancer.listener(self.port)
    }

    fn point<'a>(&'a self, cx: &Cx<'a>) -> RequestPoint<'a> {
        RequestPoint {
            source: self.source,
            port: self.port,
            ..RequestPoint::new(&self.head, cx.facts)
        }
    }
}

impl Hop for Balancer {
    type Entry = ToBalancer;

    fn enter(cx: &mut Cx<'_>, entry: ToBalancer) -> Step<Self> {
        let ToBalancer {
            balancer,
            port,
            head,
            source,
            permit: _,
        } = entry;
        let Some(balancer) = cx.plan.private.balancers.get(&balancer).cloned() else {
            let cause = format!("{balancer} does not exist any more");
            cx.trail.refuse(
                Decision::ListenerPort,
                "NO_LISTENER",
                By::object(balancer.text()),
                cause,
                None,
            );
            return Step::Fault(Fault::TimedOut);
        };
        let request = Request {
            balancer,
            port,
            head,
            source,
            forward: None,
            group: None,
            target: 0,
            way: None,
        };
        decide(cx, Box::new(request), ORDER)
    }

    fn resume(self, cx: &mut Cx<'_>, answer: Answer) -> Step<Self> {
        match (self, answer) {
            (Self::Asked(mut request), Answer::Loads(loads)) => {
                match target::choose(cx, &mut request, &loads) {
                    Taken::Passed => decide(cx, request, after(Decision::Target)),
                    taken => end(cx, request, taken),
                }
            }
            (Self::Waiting, _) => Page::of(504).respond(cx.facts),
            // No other answer follows from what this hop asks.
            (Self::Asked(_) | Self::Away(_), _) => Page::of(500).respond(cx.facts),
        }
    }

    fn back(self, cx: &mut Cx<'_>, inbound: Inbound) -> Step<Self> {
        match inbound {
            Inbound::Answer(head, tail) => {
                if let Self::Away(balancer) = &self
                    && let Taken::Answered(page) = response_size::take(cx, &head, &balancer.response_size)
                {
                    return page.respond(cx.facts);
                }
                Step::Respond(head, tail)
            }
            // A target in the VPC answers in this process, so nobody has waited yet.
            Inbound::Fault(Fault::TimedOut | Fault::ReadTimedOut) => wait(cx),
            Inbound::Fault(Fault::Refused | Fault::Reset | Fault::Tls | Fault::Unresolved) => {
                Page::of(502).respond(cx.facts)
            }
        }
    }
}

/// Takes the decisions of `order` until one ends or suspends the request; behind them the request leaves.
fn decide(cx: &mut Cx<'_>, mut request: Box<Request>, order: &[Decision]) -> Step<Balancer> {
    for decision in order {
        let taken = match decision {
            Decision::ListenerPort => listener_rule::port(cx, &request),
            Decision::RequestSyntax => request_syntax::take(cx, &request),
            Decision::ForwardedFor => forwarded_for::take(cx, &request),
            Decision::ListenerRule => listener_rule::take(cx, &mut request),
            Decision::TargetGroup => target_group::take(cx, &mut request),
            Decision::Target => target::take(cx, &request),
            Decision::TargetProtocol => target_protocol::take(cx, &request),
            Decision::EgressGroup => network::take(cx, &mut request),
            // Judged and recorded with the egress group.
            _ => Taken::Passed,
        };
        if !matches!(taken, Taken::Passed) {
            return end(cx, request, taken);
        }
    }
    leave(cx, request)
}

fn end(cx: &mut Cx<'_>, request: Box<Request>, taken: Taken) -> Step<Balancer> {
    match taken {
        Taken::Answered(page) => page.respond(cx.facts),
        Taken::Loads(group) => Step::Ask(Balancer::Asked(request), Ask::Loads(group)),
        Taken::Dropped => wait(cx),
        Taken::Failed(fault) => Step::Fault(fault),
        // Nothing ends here.
        Taken::Passed => Page::of(500).respond(cx.facts),
    }
}

/// The rest of ORDER behind `decision`.
fn after(decision: Decision) -> &'static [Decision] {
    let at = ORDER
        .iter()
        .position(|d| *d == decision)
        .map_or(ORDER.len(), |at| at + 1);
    ORDER.get(at..).unwrap_or_default()
}

fn wait(cx: &Cx<'_>) -> Step<Balancer> {
    Step::Ask(
        Balancer::Waiting,
        Ask::Silence(CONNECT_TIMEOUT / cx.plan.settings.haste.max(1)),
    )
}

/// Rewrites the head as a balancer forwards it and crosses to the target.
fn leave(cx: &mut Cx<'_>, request: Box<Request>) -> Step<Balancer> {
    let Request {
        balancer,
        port,
        mut head,
        source,
        group,
        target,
        way,
        ..
    } = *request;
    let (Some(listener), Some(group), Some(way)) = (balancer.listener(port), group, way) else {
        return Page::of(500).respond(cx.facts);
    };
    listener.forwarding.apply(&mut head, &group, source, cx.facts);
    let Some(target) = group.targets.get(target) else {
        return Page::of(503).respond(cx.facts);
    };
    let to = Box::new(ToEndpoint {
        interface: way.interface,
        port: target.port,
        head,
        source: way.node,
        permit: way.permit,
    });
    Step::Cross(Balancer::Away(balancer), Outbound::Endpoint(to))
}
