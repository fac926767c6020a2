//! The execute-api VPC endpoint: which API a request is for, and whether the endpoint's policy lets it through.
//!
//! ```text
//!   enter ─▶ decide ORDER ─▶ Away ─▶ back: what API Gateway said
//!                └── refused: API Gateway's front door answers 403, or the connection fails
//! ```
//!
//! The answers are API Gateway's own: to a client the endpoint is API Gateway. Left out: private custom domain names
//! (api A.6), the strict access mode (api A10).

pub mod api_name;
pub mod endpoint_policy;
pub mod endpoint_port;
pub mod header;
pub mod plan;

#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::Arc;

use adit_model::id::NetworkInterfaceId;

use crate::dim::RequestPoint;
use crate::gateway::answer::Answered;
use crate::gateway::plan::Api;
use crate::head::Head;
use crate::step::{Answer, Cx, Fault, Hop, Inbound, Outbound, Step, ToEndpoint, ToGateway, Via};
use crate::trace::{By, Decision};

/// The order of the endpoint's decisions, for one request and for the proof.
pub const ORDER: &[Decision] = &[
    Decision::EndpointPort,
    Decision::ApiName,
    Decision::EndpointPolicy,
];

/// The endpoint's states between steps.
#[derive(Debug)]
pub enum Endpoint {
    /// API Gateway has the request.
    Away,
}

/// A request while it is decided upon.
#[derive(Debug)]
pub struct Request {
    endpoint: Arc<plan::Endpoint>,
    port: u16,
    head: Head,
    source: IpAddr,
    api: Option<Arc<Api>>,
}

/// How one decision came out.
pub enum Taken {
    Passed,
    Answered(Answered),
    Failed(Fault),
}

impl Request {
    fn point<'a>(&'a self, cx: &Cx<'a>) -> RequestPoint<'a> {
        RequestPoint {
            source: self.source,
            port: self.port,
            ..RequestPoint::new(&self.head, cx.facts)
        }
    }

    /// How API Gateway sees that the request came.
    fn via(&self) -> Via {
        Via::Private {
            endpoint: self.endpoint.id.clone(),
            vpc: self.endpoint.vpc.clone(),
            source: self.source,
            adds: self.endpoint.headers.clone(),
        }
    }
}

impl Hop for Endpoint {
    type Entry = ToEndpoint;

    fn enter(cx: &mut Cx<'_>, entry: ToEndpoint) -> Step<Self> {
        let ToEndpoint {
            interface,
            port,
            head,
            source,
            permit: _,
        } = entry;
        match cx.plan.private.endpoints.get(&interface).cloned() {
            Some(endpoint) => decide(
                cx,
                Request {
                    endpoint,
                    port,
                    head,
                    source,
                    api: None,
                },
            ),
            None => nobody(cx, &interface),
        }
    }

    /// It asks for nothing.
    fn resume(self, _: &mut Cx<'_>, _: Answer) -> Step<Self> {
        Step::Fault(Fault::Reset)
    }

    fn back(self, _: &mut Cx<'_>, inbound: Inbound) -> Step<Self> {
        match inbound {
            Inbound::Answer(head, tail) => Step::Respond(head, tail),
            Inbound::Fault(fault) => Step::Fault(fault),
        }
    }
}

fn nobody(cx: &mut Cx<'_>, interface: &NetworkInterfaceId) -> Step<Endpoint> {
    let cause = format!("no available execute-api endpoint answers at {interface}");
    cx.trail.refuse(
        Decision::EndpointPort,
        "NO_ENDPOINT",
        By::object(interface.text()),
        cause,
        None,
    );
    Step::Fault(Fault::TimedOut)
}

/// Takes the decisions of ORDER; behind them the request leaves for API Gateway.
fn decide(cx: &mut Cx<'_>, mut request: Request) -> Step<Endpoint> {
    for decision in ORDER {
        let taken = match decision {
            Decision::EndpointPort => endpoint_port::take(cx, &request),
            Decision::ApiName => api_name::take(cx, &mut request),
            Decision::EndpointPolicy => endpoint_policy::take(cx, &request),
            _ => Taken::Passed,
        };
        match taken {
            Taken::Passed => {}
            Taken::Answered(answer) => return answer.respond(cx.facts),
            Taken::Failed(fault) => return Step::Fault(fault),
        }
    }
    leave(request)
}

fn leave(request: Request) -> Step<Endpoint> {
    let via = request.via();
    let Request { head, api, .. } = request;
    let Some(api) = api else {
        return Step::Fault(Fault::Reset);
    };
    let to = ToGateway {
        api: api.id.clone(),
        via,
        head,
    };
    Step::Cross(Endpoint::Away, Outbound::Gateway(Box::new(to)))
}
