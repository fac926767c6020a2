//! The dimensions of a flow, and a flow as a point of them.
//!
//! A flow is seen from one object: `Peer` is the other end's address (the source for inbound rules, the destination for
//! outbound rules and routes), `Port` the destination port.

use std::net::IpAddr;
use std::sync::Arc;

use adit_model::security_group::{IpProtocol, PortRange};
use adit_rules::{AddrSet, Guard, NumSet, Point, RuleList, Value};
use ipnet::{IpNet, Ipv4Net};

/// What rules of the network may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowDim {
    /// The other end's address.
    Peer,
    /// The security group that the other end carries without an interface of the World: a VPC origin (whose packets
    /// come from an address of the edge) or a vantage. `Absent` for interfaces, whose addresses groups resolve to
    /// (api F2).
    PeerGroup,
    /// The IANA number.
    Protocol,
    /// The destination port of TCP and UDP.
    Port,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Allow,
    Deny,
}

/// A rule list over flows; what decided is written out, ready for a trace.
pub type FlowRules<O = Outcome> = RuleList<FlowDim, O, Arc<str>>;

/// One TCP flow, as one object sees it.
#[derive(Clone, Copy, Debug)]
pub struct Flow<'a> {
    pub peer: IpAddr,
    pub peer_group: Option<&'a str>,
    pub port: u16,
}

pub(crate) const TCP: u64 = 6;
const UDP: u64 = 17;

impl Point<FlowDim> for Flow<'_> {
    fn value(&self, dim: &FlowDim) -> Value<'_> {
        match dim {
            FlowDim::Peer => Value::Addr(self.peer),
            FlowDim::PeerGroup => self.peer_group.map_or(Value::Absent, Value::Text),
            FlowDim::Protocol => Value::Num(TCP),
            FlowDim::Port => Value::Num(self.port.into()),
        }
    }
}

/// Protocol and ports as EC2's rules give them. Only TCP and UDP have ports: for the rest the numbers mean ICMP types,
/// which no flow here has, or nothing.
pub(crate) fn traffic(protocol: IpProtocol, ports: Option<PortRange>) -> Guard<FlowDim> {
    let IpProtocol::Number(number) = protocol else {
        return Guard::any();
    };
    let number = u64::from(number);
    let guard = Guard::any().with(FlowDim::Protocol, NumSet::single(number));
    match ports {
        Some(ports) if matches!(number, TCP | UDP) => {
            let (Ok(from), Ok(to)) = (u64::try_from(ports.from), u64::try_from(ports.to)) else {
                return guard;
            };
            guard.with(FlowDim::Port, NumSet::from_ranges([(from, to)]))
        }
        _ => guard,
    }
}

pub(crate) fn block(net: &IpNet) -> AddrSet {
    AddrSet::from_prefixes([(net.network(), net.prefix_len())])
}

pub(crate) fn blocks<'a>(nets: impl IntoIterator<Item = &'a Ipv4Net>) -> AddrSet {
    AddrSet::from_prefixes(
        nets.into_iter()
            .map(|n| (IpAddr::V4(n.network()), n.prefix_len())),
    )
}

/// A port guard for the proof.
pub fn tcp(port: u16) -> Guard<FlowDim> {
    Guard::any()
        .with(FlowDim::Protocol, NumSet::single(TCP))
        .with(FlowDim::Port, NumSet::single(port.into()))
}
