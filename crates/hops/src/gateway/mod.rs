//! API Gateway's data plane for REST APIs: from the API's name to its integration's answer (api C).
//!
//! ```text
//!   enter ─▶ decide ORDER ─▶ Integration: MOCK ──────────────▶ IntegrationResponse ─▶ answer
//!                │                  └ HTTP ─▶ Sent ─resume─▶ IntegrationResponse ─▶ answer
//!                └── refused: the exact answer of api A.4
//! ```
//!
//! A private API has passed its endpoint before; a public one is entered from the edge. Built: authorization NONE, HTTP
//! and MOCK integrations, templates without VTL. What is configured and not built yet (authorizers, signatures, API keys,
//! request validators, VTL, mappings out of bodies, VPC links, AWS services) refuses, and says so in the trail. Left out:
//! WAF, throttling and quotas, caches, canaries, custom gateway responses.

pub mod answer;
pub mod api_key;
pub mod authorization;
pub mod backend;
pub mod context;
pub mod endpoint_type;
pub mod header_table;
pub mod integration;
pub mod integration_response;
pub mod invoke;
pub mod lenient_json;
pub mod mapping;
pub mod method;
pub mod passthrough;
pub mod plan;
pub mod policy;
pub mod request_size;
pub mod request_template;
pub mod request_validator;
pub mod resource_method;
pub mod resource_policy;
pub mod route_index;
pub mod stage;
pub mod target;

#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::Arc;

use adit_rules::{Point, Value};
use http::HeaderValue;
use http::header::USER_AGENT;

use crate::dim::{Dim, RequestPoint};
use crate::gateway::answer::Answered;
use crate::gateway::method::Method;
use crate::gateway::plan::Api;
use crate::gateway::request_template::Body;
use crate::gateway::stage::Stage;
use crate::gateway::target::Target;
use crate::head::{Head, ResponseHead, Tail};
use crate::step::{Answer, Ask, Cx, Hop, Inbound, Send, Step, ToGateway, Via};
use crate::trace::{By, Decision};

/// The order of the gateway's decisions, for one request and for the proof (api C1; in parts inferred).
pub const ORDER: &[Decision] = &[
    Decision::RequestSize,
    Decision::EndpointType,
    Decision::Stage,
    Decision::ResourceMethod,
    Decision::Authorization,
    Decision::ResourcePolicy,
    Decision::ApiKey,
    Decision::RequestValidator,
    Decision::Passthrough,
    Decision::RequestTemplate,
    Decision::Integration,
    Decision::IntegrationResponse,
];

/// The gateway's states between steps.
#[derive(Debug)]
pub enum Gateway {
    /// The backend has the request.
    Sent(Box<Request>),
}

/// A request while it is decided upon, and what is remembered of it while the backend has its headers.
#[derive(Debug)]
pub struct Request {
    api: Arc<Api>,
    via: Via,
    head: Head,
    user_agent: Option<HeaderValue>,
    stage: Option<Arc<Stage>>,
    method: Option<Arc<Method>>,
    /// What the integration gets as its body.
    body: Body,
    /// What the integration answered: a status, and for HTTP the rest.
    status: Option<u16>,
    reply: Option<(ResponseHead, Tail)>,
}

/// How one decision came out.
pub enum Taken {
    Passed,
    Answered(Answered),
    Respond(ResponseHead, Tail),
    Send(Box<Send>),
}

/// A request as the gateway's lists see it.
pub struct GatewayPoint<'a> {
    request: RequestPoint<'a>,
    via: &'static str,
    /// Where the path below the stage and the meant method count, not the sent ones.
    target: Option<Target<'a>>,
}

impl Point<Dim> for GatewayPoint<'_> {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match (dim, &self.target) {
            (Dim::Via, _) => Value::Text(self.via),
            (Dim::Path, Some(target)) => Value::Text(target.path),
            (Dim::Method, Some(target)) => Value::Text(target.method),
            _ => self.request.value(dim),
        }
    }
}

impl Request {
    fn target(&self) -> Target<'_> {
        Target::of(&self.head)
    }

    fn source(&self) -> IpAddr {
        match self.via {
            Via::Public { source } | Via::Private { source, .. } => source,
        }
    }

    fn point<'a>(&'a self, cx: &Cx<'a>) -> GatewayPoint<'a> {
        let via = match self.via {
            Via::Public { .. } => "public",
            Via::Private { .. } => "private",
        };
        let request = RequestPoint {
            source: self.source(),
            ..RequestPoint::new(&self.head, cx.facts)
        };
        GatewayPoint {
            request,
            via,
            target: None,
        }
    }

    /// As [`Request::point`], below the stage.
    fn point_below<'a>(&'a self, cx: &Cx<'a>) -> GatewayPoint<'a> {
        GatewayPoint {
            target: Some(self.target()),
            ..self.point(cx)
        }
    }
}

impl Hop for Gateway {
    type Entry = ToGateway;

    fn enter(cx: &mut Cx<'_>, entry: ToGateway) -> Step<Self> {
        let ToGateway { api, via, head } = entry;
        let Some(api) = cx.plan.private.apis.get(&api).cloned() else {
            let cause = format!("{api} does not exist any more");
            cx.trail.refuse(
                Decision::EndpointType,
                "API_NOT_NAMED",
                By::object(api.text()),
                cause,
                None,
            );
            return answer::forbidden().respond(cx.facts);
        };
        let request = Request {
            api,
            via,
            user_agent: head.headers.get(USER_AGENT).cloned(),
            head,
            stage: None,
            method: None,
            body: Body::AsSent,
            status: None,
            reply: None,
        };
        decide(cx, Box::new(request), ORDER)
    }

    fn resume(self, cx: &mut Cx<'_>, answer: Answer) -> Step<Self> {
        let Self::Sent(mut request) = self;
        match answer {
            Answer::Sent(Inbound::Answer(head, tail)) => {
                request.status = Some(head.status.as_u16());
                request.reply = Some((head, tail));
                decide(cx, request, after(Decision::Integration))
            }
            Answer::Sent(Inbound::Fault(fault)) => integration::failed(cx, &request, fault).respond(cx.facts),
            // No other answer follows from what this hop asks.
            Answer::Cache(_) | Answer::Loads(_) | Answer::Waited => {
                answer::internal_error().respond(cx.facts)
            }
        }
    }

    /// It never crosses.
    fn back(self, cx: &mut Cx<'_>, _: Inbound) -> Step<Self> {
        answer::internal_error().respond(cx.facts)
    }
}

/// Takes the decisions of `order` until one ends or suspends the request; the last of ORDER always ends it.
fn decide(cx: &mut Cx<'_>, mut request: Box<Request>, order: &[Decision]) -> Step<Gateway> {
    for decision in order {
        let taken = match decision {
            Decision::RequestSize => request_size::take(cx, &request),
            Decision::EndpointType => endpoint_type::take(cx, &request),
            Decision::Stage => stage::take(cx, &mut request),
            Decision::ResourceMethod => resource_method::take(cx, &mut request),
            Decision::Authorization => authorization::take(cx, &request),
            Decision::ResourcePolicy => resource_policy::take(cx, &request),
            Decision::ApiKey => api_key::take(cx, &request),
            Decision::RequestValidator => request_validator::take(cx, &request),
            Decision::Passthrough => passthrough::take(cx, &mut request),
            Decision::RequestTemplate => request_template::take(cx, &mut request),
            Decision::Integration => integration::take(cx, &mut request),
            Decision::IntegrationResponse => integration_response::take(cx, &mut request),
            _ => Taken::Passed,
        };
        match taken {
            Taken::Passed => {}
            Taken::Answered(answer) => return answer.respond(cx.facts),
            Taken::Respond(head, tail) => return Step::Respond(head, tail),
            Taken::Send(send) => return Step::Ask(Gateway::Sent(request), Ask::Send(send)),
        }
    }
    answer::internal_error().respond(cx.facts)
}

/// The rest of ORDER behind `decision`.
fn after(decision: Decision) -> &'static [Decision] {
    let at = ORDER
        .iter()
        .position(|d| *d == decision)
        .map_or(ORDER.len(), |at| at + 1);
    ORDER.get(at..).unwrap_or_default()
}
