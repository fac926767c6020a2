//! The seam between hops, which decide, and `proxy`, which acts.
//!
//! ```text
//!            enter                    resume(answer)
//!   head ───────────▶ ( deciding ) ◀──────────────── ( asked )
//!                         │  │ └── Ask ──────────────────▲
//!                         │  └──── Cross ──▶ ( waiting ) ── back(inbound) ──▶ ( deciding )
//!                         └─────── Respond | Fault
//! ```
//!
//! State outside Plan and Facts reaches a hop only as the [`Answer`] to an [`Ask`].

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use adit_model::id::{
    DnsName, LoadBalancerArn, NetworkInterfaceId, RestApiId, TargetGroupArn, VpcEndpointId, VpcId,
    VpcOriginId,
};
use adit_vnet::Permit;

use crate::edge::cache_key::CacheKey;
use crate::facts::Facts;
use crate::head::{Head, ResponseHead, Scheme, Tail};
use crate::header_op::HeaderOp;
use crate::plan::Plan;
use crate::trace::Trail;

/// What a hop may read, and the trail that it writes.
pub struct Cx<'a> {
    pub plan: &'a Plan,
    pub facts: &'a Facts,
    pub trail: &'a mut Trail,
}

/// One box of the path.
pub trait Hop: Sized {
    /// What crosses into it.
    type Entry;

    fn enter(cx: &mut Cx<'_>, entry: Self::Entry) -> Step<Self>;
    /// The answer to its last [`Step::Ask`].
    fn resume(self, cx: &mut Cx<'_>, answer: Answer) -> Step<Self>;
    /// What came back from where its last [`Step::Cross`] led.
    fn back(self, cx: &mut Cx<'_>, inbound: Inbound) -> Step<Self>;
}

#[derive(Debug)]
pub enum Step<S> {
    Ask(S, Ask),
    Cross(S, Outbound),
    Respond(ResponseHead, Tail),
    /// The hop gives no HTTP answer: the one before it sees its connection fail so.
    Fault(Fault),
}

impl<S> Step<S> {
    pub fn map<T>(self, f: impl FnOnce(S) -> T) -> Step<T> {
        match self {
            Self::Ask(state, ask) => Step::Ask(f(state), ask),
            Self::Cross(state, outbound) => Step::Cross(f(state), outbound),
            Self::Respond(head, tail) => Step::Respond(head, tail),
            Self::Fault(fault) => Step::Fault(fault),
        }
    }
}

/// What only the world outside can tell or do. Closed.
#[derive(Debug)]
pub enum Ask {
    /// Is there an answer under this key?
    Cache(CacheKey),
    /// Health and requests in flight of a group's targets.
    Loads(TargetGroupArn),
    /// One attempt at a real server.
    Send(Box<Send>),
    /// A packet was dropped: wait as long as a client of AWS would.
    Silence(Duration),
}

#[derive(Debug)]
pub enum Answer {
    Cache(CacheAnswer),
    /// One entry a target, in the order of the group's targets in the Plan.
    Loads(Vec<TargetLoad>),
    Sent(Inbound),
    Waited,
}

#[derive(Debug)]
pub enum CacheAnswer {
    Fresh {
        head: ResponseHead,
        body: bytes::Bytes,
        age: Duration,
    },
    /// Past its freshness, usable when the origin fails.
    Stale {
        head: ResponseHead,
        body: bytes::Bytes,
        age: Duration,
    },
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetLoad {
    pub health: Health,
    pub in_flight: u32,
}

/// As DescribeTargetHealth's states (api E32), as far as routing cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Initial,
    Healthy,
    Unhealthy,
}

/// A request to a server outside Adit, at an address that a binding names.
#[derive(Debug)]
pub struct Send {
    pub head: Head,
    pub to: SocketAddr,
    /// `None`: plain HTTP.
    pub tls: Option<SendTls>,
    pub limits: Limits,
    /// A body of unknown length is read to its end first and sent with its length (api C25).
    pub whole: bool,
}

/// How the server is checked.
#[derive(Clone, Debug)]
pub struct SendTls {
    pub sni: DnsName,
    /// The certificate must carry one of these; empty: not verified.
    pub names: Vec<Arc<str>>,
}

/// How long an attempt may take (cf A7).
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connect: Duration,
    pub first_byte: Duration,
    pub between_bytes: Duration,
    /// Attempts to connect before giving up.
    pub attempts: u32,
}

/// A request on its way into the next hop. Owns its data, so that it may later cross between machines.
#[derive(Debug)]
pub enum Outbound {
    VpcOrigin(Box<ToVpcOrigin>),
    Balancer(Box<ToBalancer>),
    Endpoint(Box<ToEndpoint>),
    Gateway(Box<ToGateway>),
}

#[derive(Debug)]
pub struct ToVpcOrigin {
    pub origin: VpcOriginId,
    pub head: Head,
    /// The origin's DomainName: what its certificate may carry beside the Host sent (cf A3).
    pub domain: DnsName,
    /// Of the viewer's request, for `match-viewer`.
    pub viewer_scheme: Scheme,
    pub limits: Limits,
}

#[derive(Debug)]
pub struct ToBalancer {
    pub balancer: LoadBalancerArn,
    pub port: u16,
    pub head: Head,
    /// The TCP peer that the balancer sees.
    pub source: IpAddr,
    /// Made by vnet; without it nothing reaches a balancer.
    pub permit: Permit,
}

#[derive(Debug)]
pub struct ToEndpoint {
    pub interface: NetworkInterfaceId,
    pub port: u16,
    /// Plain HTTP on 443 is answered with a reset: only TLS is served (api A25).
    pub head: Head,
    /// The TCP peer that the endpoint sees: a balancer's node, or a client in the VPC.
    pub source: IpAddr,
    pub permit: Permit,
}

#[derive(Debug)]
pub struct ToGateway {
    pub api: RestApiId,
    pub via: Via,
    pub head: Head,
}

/// How a request came to API Gateway.
#[derive(Clone, Debug)]
pub enum Via {
    Public {
        source: IpAddr,
    },
    Private {
        endpoint: VpcEndpointId,
        vpc: VpcId,
        source: IpAddr,
        /// What the endpoint adds for a backend to see (api A42). Applied once one is sent to.
        adds: Arc<[HeaderOp]>,
    },
}

/// What came back.
#[derive(Debug)]
pub enum Inbound {
    Answer(ResponseHead, Tail),
    Fault(Fault),
}

/// How a connection fails, as the client of it sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer to the connection attempts, or to the request.
    TimedOut,
    /// Connected, and then silence past the read timeout.
    ReadTimedOut,
    Refused,
    Reset,
    /// The name leads nowhere from here.
    Unresolved,
    /// The handshake or the certificate was not accepted.
    Tls,
}
