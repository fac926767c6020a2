//! A request's way through the hops: each is entered, waits while the next one decides, and has its say on the way back.
//!
//! Pure: the same Plan, Facts, arrival and answers give the same acts. Inside one process a request crosses hops as a
//! value, so nothing listens between them.

use adit_model::id::{LoadBalancerArn, NetworkInterfaceId};
use adit_vnet::Permit;
use smallvec::SmallVec;
use std::net::IpAddr;

use crate::balancer::Balancer;
use crate::edge::Edge;
use crate::endpoint::Endpoint;
use crate::front;
use crate::gateway::Gateway;
use crate::head::{Head, ResponseHead, Tail};
use crate::step::{Answer, Ask, Cx, Hop, Inbound, Outbound, Step, ToBalancer, ToEndpoint};
use crate::trace::HopKind;
use crate::vpc_origin::VpcOriginHop;

/// Where a request came in.
#[derive(Debug)]
pub enum Arrival {
    /// A public address: the edge's listeners, or a vantage on the internet.
    Public,
    /// A connection from inside a VPC to a balancer's node.
    Balancer {
        balancer: LoadBalancerArn,
        port: u16,
        source: IpAddr,
        permit: Permit,
    },
    /// A connection from inside a VPC to an endpoint's interface.
    Endpoint {
        interface: NetworkInterfaceId,
        port: u16,
        source: IpAddr,
        permit: Permit,
    },
}

/// What `proxy` is to do next.
#[derive(Debug)]
pub enum Act {
    /// Do this, then [`Journey::resume`].
    Ask(Ask),
    Answer(ResponseHead, Tail),
    /// Close the connection without a word.
    Silence,
}

/// The hops that wait, outermost first.
#[derive(Debug, Default)]
pub struct Journey {
    waiting: SmallVec<[State; 5]>,
}

#[derive(Debug)]
enum State {
    Edge(Edge),
    VpcOrigin(VpcOriginHop),
    Balancer(Balancer),
    Endpoint(Endpoint),
    Gateway(Gateway),
}

impl Journey {
    pub fn begin(cx: &mut Cx<'_>, arrival: Arrival, head: Head) -> (Self, Act) {
        let mut journey = Self::default();
        let act = match arrival {
            Arrival::Public => {
                cx.trail.enter(HopKind::Front);
                match front::enter(cx, head) {
                    front::Lead::Edge(entry) => {
                        cx.trail.enter(HopKind::Edge);
                        let step = Edge::enter(cx, entry).map(State::Edge);
                        journey.run(cx, step)
                    }
                    front::Lead::Cross(outbound) => {
                        let step = enter(cx, outbound);
                        journey.run(cx, step)
                    }
                    front::Lead::Answer(head, tail) => Act::Answer(head, tail),
                    front::Lead::Wait(duration) => Act::Ask(Ask::Silence(duration)),
                    front::Lead::Silence => Act::Silence,
                }
            }
            Arrival::Balancer {
                balancer,
                port,
                source,
                permit,
            } => {
                let to = ToBalancer {
                    balancer,
                    port,
                    head,
                    source,
                    permit,
                };
                let step = enter(cx, Outbound::Balancer(Box::new(to)));
                journey.run(cx, step)
            }
            Arrival::Endpoint {
                interface,
                port,
                source,
                permit,
            } => {
                let to = ToEndpoint {
                    interface,
                    port,
                    head,
                    source,
                    permit,
                };
                let step = enter(cx, Outbound::Endpoint(Box::new(to)));
                journey.run(cx, step)
            }
        };
        (journey, act)
    }

    /// Goes on with the answer to the last [`Act::Ask`].
    pub fn resume(&mut self, cx: &mut Cx<'_>, answer: Answer) -> Act {
        // Nobody waits when the front itself asked for silence.
        let Some(state) = self.waiting.pop() else {
            return Act::Silence;
        };
        cx.trail.enter(state.kind());
        let step = match state {
            State::Edge(hop) => hop.resume(cx, answer).map(State::Edge),
            State::VpcOrigin(hop) => hop.resume(cx, answer).map(State::VpcOrigin),
            State::Balancer(hop) => hop.resume(cx, answer).map(State::Balancer),
            State::Endpoint(hop) => hop.resume(cx, answer).map(State::Endpoint),
            State::Gateway(hop) => hop.resume(cx, answer).map(State::Gateway),
        };
        self.run(cx, step)
    }

    fn run(&mut self, cx: &mut Cx<'_>, mut step: Step<State>) -> Act {
        loop {
            let inbound = match step {
                Step::Ask(state, ask) => {
                    self.waiting.push(state);
                    return Act::Ask(ask);
                }
                Step::Cross(state, outbound) => {
                    self.waiting.push(state);
                    step = enter(cx, outbound);
                    continue;
                }
                Step::Respond(head, tail) => Inbound::Answer(head, tail),
                Step::Fault(fault) => Inbound::Fault(fault),
            };
            let Some(state) = self.waiting.pop() else {
                return match inbound {
                    Inbound::Answer(head, tail) => Act::Answer(head, tail),
                    Inbound::Fault(_) => Act::Silence,
                };
            };
            cx.trail.enter(state.kind());
            step = match state {
                State::Edge(hop) => hop.back(cx, inbound).map(State::Edge),
                State::VpcOrigin(hop) => hop.back(cx, inbound).map(State::VpcOrigin),
                State::Balancer(hop) => hop.back(cx, inbound).map(State::Balancer),
                State::Endpoint(hop) => hop.back(cx, inbound).map(State::Endpoint),
                State::Gateway(hop) => hop.back(cx, inbound).map(State::Gateway),
            };
        }
    }
}

impl State {
    fn kind(&self) -> HopKind {
        match self {
            Self::Edge(_) => HopKind::Edge,
            Self::VpcOrigin(_) => HopKind::VpcOrigin,
            Self::Balancer(_) => HopKind::Balancer,
            Self::Endpoint(_) => HopKind::Endpoint,
            Self::Gateway(_) => HopKind::Gateway,
        }
    }
}

fn enter(cx: &mut Cx<'_>, outbound: Outbound) -> Step<State> {
    match outbound {
        Outbound::VpcOrigin(to) => {
            cx.trail.enter(HopKind::VpcOrigin);
            VpcOriginHop::enter(cx, *to).map(State::VpcOrigin)
        }
        Outbound::Balancer(to) => {
            cx.trail.enter(HopKind::Balancer);
            Balancer::enter(cx, *to).map(State::Balancer)
        }
        Outbound::Endpoint(to) => {
            cx.trail.enter(HopKind::Endpoint);
            Endpoint::enter(cx, *to).map(State::Endpoint)
        }
        Outbound::Gateway(to) => {
            cx.trail.enter(HopKind::Gateway);
            Gateway::enter(cx, *to).map(State::Gateway)
        }
    }
}
