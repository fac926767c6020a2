//! CloudFront's edge: from the viewer's request to the origin and back (cf B, C).
//!
//! ```text
//!   enter ─▶ decide ORDER ─▶ Cache? ─asked─▶ fresh: answer
//!                │                └────────▶ Origin ─▶ Crossed / Sent ─▶ back: answer | stale | page
//!                └── refused: page                                          │
//!                      └────────────── custom error page: ORDER again ◀─────┘
//! ```
//!
//! The relative order of the checks between alias lookup and cache is AWS's only in part (geo restriction precedes
//! the WAF and the behavior's checks); docs/semantics.md says which steps are our choice. Left out until their
//! issues: compression, ranges, failover in origin groups; and inspecting web ACLs, running functions and verifying
//! signed URLs, whose requests are refused.

pub mod allowed_methods;
pub mod behavior;
pub mod cache;
pub mod cache_key;
pub mod certificate_match;
pub mod distribution;
pub mod edge_function;
pub mod error_page;
pub mod forward;
pub mod geo_restriction;
pub mod origin;
pub mod page;
pub mod plan;
pub mod request_body;
pub mod request_size;
pub mod response;
pub mod response_headers;
pub mod signed_request;
pub mod viewer_protocol;
pub mod web_acl;

use std::sync::Arc;

use http::HeaderValue;

use crate::edge::cache::Stored;
use crate::edge::cache_key::CacheKey;
use crate::edge::page::Page;
use crate::edge::plan::{Behavior, Distribution};
use crate::head::{Head, ResponseHead, Scheme, Tail};
use crate::request_id;
use crate::step::{Answer, Ask, CacheAnswer, Cx, Fault, Hop, Inbound, Outbound, Send, Step};
use crate::trace::{By, Decision};

/// The order of the edge's decisions, for one request and for the proof.
pub const ORDER: &[Decision] = &[
    Decision::Distribution,
    Decision::CertificateMatch,
    Decision::RequestSize,
    Decision::GeoRestriction,
    Decision::WebAcl,
    Decision::Behavior,
    Decision::ResponseHeaders,
    Decision::ViewerProtocol,
    Decision::AllowedMethods,
    Decision::RequestBody,
    Decision::SignedRequest,
    Decision::EdgeFunction,
    Decision::Cache,
    Decision::Origin,
];

/// A request for a distribution.
#[derive(Debug)]
pub struct ToEdge {
    pub distribution: Arc<Distribution>,
    pub head: Head,
}

/// The edge's states between steps.
#[derive(Debug)]
pub enum Edge {
    /// Asked the cache.
    Asked(Box<Request>),
    /// The origin has the request.
    Away(Box<Request>),
}

/// What the edge remembers of a request while others have its head.
#[derive(Debug)]
pub struct Request {
    pub distribution: Arc<Distribution>,
    /// `None` once the head has left for the origin.
    head: Option<Head>,
    /// Of the viewer's request.
    scheme: Scheme,
    /// `X-Amz-Cf-Id` (cf C10).
    id: HeaderValue,
    /// A place in the distribution's behaviors, once one is chosen.
    behavior: Option<usize>,
    /// The behavior whose response headers policy the answer gets, and what CORS will say. A custom error page, which
    /// another behavior may serve, leaves it as it is.
    response_headers: Option<(usize, Option<response_headers::Grant>)>,
    key: Option<CacheKey>,
    stale: Option<Stored>,
    /// Set while the page of a custom error response is fetched.
    error: Option<error_page::Pending>,
}

impl Request {
    fn behavior(&self) -> Option<&Behavior> {
        self.distribution.behaviors.get(self.behavior?)
    }
}

/// How one decision came out.
pub enum Taken {
    Passed,
    Answered(Page),
    Ask(Ask),
    Cross(Outbound),
    Send(Box<Send>),
    Failed(Fault),
}

impl Hop for Edge {
    type Entry = ToEdge;

    fn enter(cx: &mut Cx<'_>, entry: ToEdge) -> Step<Self> {
        let request = Request {
            distribution: entry.distribution,
            scheme: entry.head.scheme,
            head: Some(entry.head),
            id: request_id::header(&request_id::cloudfront(cx.facts.draw)),
            behavior: None,
            response_headers: None,
            key: None,
            stale: None,
            error: None,
        };
        decide(cx, Box::new(request), ORDER)
    }

    fn resume(self, cx: &mut Cx<'_>, answer: Answer) -> Step<Self> {
        match (self, answer) {
            (Self::Asked(mut request), Answer::Cache(found)) => match found {
                CacheAnswer::Fresh { head, body, age } => {
                    cx.trail.choose(Decision::Cache, By::Aws("hit"));
                    let stored = Stored { head, body, age };
                    let (head, tail) = response::from_cache(&request, stored);
                    finish(cx, request, head, tail)
                }
                CacheAnswer::Stale { head, body, age } => {
                    cx.trail.choose(Decision::Cache, By::Aws("stale"));
                    request.stale = Some(Stored { head, body, age });
                    decide(cx, request, after(Decision::Cache))
                }
                CacheAnswer::Missing => {
                    cx.trail.choose(Decision::Cache, By::Aws("miss"));
                    decide(cx, request, after(Decision::Cache))
                }
            },
            (Self::Away(request), Answer::Sent(inbound)) => came_back(cx, request, inbound),
            // No other answer follows from what this hop asks.
            (Self::Asked(request) | Self::Away(request), _) => failed(cx, request, Fault::Reset),
        }
    }

    fn back(self, cx: &mut Cx<'_>, inbound: Inbound) -> Step<Self> {
        let (Self::Asked(request) | Self::Away(request)) = self;
        came_back(cx, request, inbound)
    }
}

/// Takes the decisions of `order` until one ends or suspends the request.
fn decide(cx: &mut Cx<'_>, mut request: Box<Request>, order: &[Decision]) -> Step<Edge> {
    for decision in order {
        let taken = match decision {
            Decision::Distribution => distribution::take(cx, &request),
            Decision::CertificateMatch => certificate_match::take(cx, &request),
            Decision::RequestSize => request_size::take(cx, &request),
            Decision::GeoRestriction => geo_restriction::take(cx, &request),
            Decision::WebAcl => web_acl::take(cx, &request),
            Decision::Behavior => behavior::take(cx, &mut request),
            Decision::ResponseHeaders => response_headers::take(cx, &mut request),
            Decision::ViewerProtocol => viewer_protocol::take(cx, &request),
            Decision::AllowedMethods => allowed_methods::take(cx, &request),
            Decision::RequestBody => request_body::take(cx, &request),
            Decision::SignedRequest => signed_request::take(cx, &request),
            Decision::EdgeFunction => edge_function::take(cx, &request),
            Decision::Cache => cache::take(cx, &mut request),
            Decision::Origin => origin::take(cx, &mut request),
            _ => Taken::Passed,
        };
        match taken {
            Taken::Passed => {}
            Taken::Answered(page) => return answered(cx, request, &page),
            Taken::Ask(ask) => return Step::Ask(Edge::Asked(request), ask),
            Taken::Cross(outbound) => return Step::Cross(Edge::Away(request), outbound),
            Taken::Send(send) => return Step::Ask(Edge::Away(request), Ask::Send(send)),
            Taken::Failed(fault) => return failed(cx, request, fault),
        }
    }
    failed(cx, request, Fault::Reset)
}

/// The rest of ORDER behind `decision`.
fn after(decision: Decision) -> &'static [Decision] {
    let at = ORDER
        .iter()
        .position(|d| *d == decision)
        .map_or(ORDER.len(), |at| at + 1);
    ORDER.get(at..).unwrap_or_default()
}

fn came_back(cx: &mut Cx<'_>, mut request: Box<Request>, inbound: Inbound) -> Step<Edge> {
    match inbound {
        Inbound::Answer(head, tail) => {
            if head.status.is_server_error()
                && let Some(stale) = request.stale.take()
            {
                let (head, tail) = response::from_cache(&request, stale);
                return finish(cx, request, head, tail);
            }
            let (head, tail) = response::from_origin(cx, &request, head, tail);
            finish(cx, request, head, tail)
        }
        Inbound::Fault(fault) => failed(cx, request, fault),
    }
}

/// The origin gave no answer: the stale object, else the page for the fault (cf F3).
fn failed(cx: &mut Cx<'_>, mut request: Box<Request>, fault: Fault) -> Step<Edge> {
    if let Some(stale) = request.stale.take() {
        let (head, tail) = response::from_cache(&request, stale);
        return finish(cx, request, head, tail);
    }
    if cx.trail.refusal.is_none() {
        origin::unreached(cx, &request, fault);
    }
    answered(cx, request, &page::of_fault(fault))
}

/// An answer that CloudFront makes itself.
fn answered(cx: &mut Cx<'_>, request: Box<Request>, page: &Page) -> Step<Edge> {
    let (head, tail) = page.render(cx.facts, &request.distribution, &request.id);
    if page.is_final() {
        return respond(cx, &request, head, tail);
    }
    let (head, tail) = cache::keep_error(&request, head, tail);
    finish(cx, request, head, tail)
}

/// The last word: a custom error page in place of an error, or the answer as it is.
fn finish(cx: &mut Cx<'_>, mut request: Box<Request>, head: ResponseHead, tail: Tail) -> Step<Edge> {
    if let Some(pending) = request.error.take() {
        let (head, tail) = pending.settle(head, tail);
        return respond(cx, &request, head, tail);
    }
    match error_page::begin(cx, &mut request, head.status) {
        Some(order) => decide(cx, request, order),
        None => respond(cx, &request, head, tail),
    }
}

/// The answer leaves, with what the behavior's response headers policy makes of its headers.
fn respond(cx: &mut Cx<'_>, request: &Request, mut head: ResponseHead, tail: Tail) -> Step<Edge> {
    if let Some((at, grant)) = &request.response_headers
        && let Some(policy) = request
            .distribution
            .behavior(*at)
            .and_then(|b| b.response_headers.as_ref())
    {
        policy.apply(&mut head.headers, grant.as_ref(), cx.facts);
    }
    Step::Respond(head, tail)
}
