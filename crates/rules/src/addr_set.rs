//! Sets of IP addresses: intervals over IPv4 and IPv6, kept apart, with a flag for "no address".
//!
//! The two families never mix: an IPv4-mapped IPv6 address is an IPv6 address here. Whoever stamps a request's
//! address makes it canonical first.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::interval::Intervals;
use crate::{OwnedValue, Value};

/// Intervals of addresses that serve as samples of an edge; more would only slow the property test down.
const EDGES: usize = 8;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AddrSet {
    v4: Intervals<u32>,
    v6: Intervals<u128>,
    absent: bool,
}

impl AddrSet {
    /// No address and not `Absent` either.
    pub fn empty() -> Self {
        AddrSet {
            v4: Intervals::none(),
            v6: Intervals::none(),
            absent: false,
        }
    }

    /// Only `Absent`.
    pub fn absent() -> Self {
        Self::empty().with_absent(true)
    }

    /// Every address, without `Absent`.
    pub fn present() -> Self {
        AddrSet {
            v4: Intervals::all(),
            v6: Intervals::all(),
            absent: false,
        }
    }

    /// Every address and `Absent`.
    pub fn full() -> Self {
        Self::present().with_absent(true)
    }

    /// Every IPv4 address (`0.0.0.0/0` says nothing about IPv6).
    pub fn v4() -> Self {
        AddrSet {
            v4: Intervals::all(),
            ..Self::empty()
        }
    }

    /// Every IPv6 address.
    pub fn v6() -> Self {
        AddrSet {
            v6: Intervals::all(),
            ..Self::empty()
        }
    }

    /// The union of prefixes. Host bits are dropped and a length past the family's end is a single address.
    pub fn from_prefixes(prefixes: impl IntoIterator<Item = (IpAddr, u8)>) -> Self {
        Self::from_ranges(prefixes.into_iter().map(|(addr, len)| match addr {
            IpAddr::V4(addr) => {
                let (lo, hi) = v4_bounds(addr, len);
                (IpAddr::V4(lo), IpAddr::V4(hi))
            }
            IpAddr::V6(addr) => {
                let (lo, hi) = v6_bounds(addr, len);
                (IpAddr::V6(lo), IpAddr::V6(hi))
            }
        }))
    }

    /// The union of closed ranges. A range with ends of two families is empty.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (IpAddr, IpAddr)>) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for range in ranges {
            match range {
                (IpAddr::V4(lo), IpAddr::V4(hi)) => v4.push((lo.to_bits(), hi.to_bits())),
                (IpAddr::V6(lo), IpAddr::V6(hi)) => v6.push((lo.to_bits(), hi.to_bits())),
                _ => {}
            }
        }
        AddrSet {
            v4: Intervals::from_ranges(v4),
            v6: Intervals::from_ranges(v6),
            absent: false,
        }
    }

    pub fn single(addr: IpAddr) -> Self {
        Self::from_ranges([(addr, addr)])
    }

    pub fn with_absent(self, absent: bool) -> Self {
        AddrSet { absent, ..self }
    }

    pub fn contains(&self, value: Value<'_>) -> bool {
        match value {
            Value::Absent => self.absent,
            Value::Addr(IpAddr::V4(addr)) => self.v4.contains(addr.to_bits()),
            Value::Addr(IpAddr::V6(addr)) => self.v6.contains(addr.to_bits()),
            Value::Num(_) | Value::Text(_) => false,
        }
    }

    pub fn union(&self, other: &Self) -> Self {
        AddrSet {
            v4: self.v4.union(&other.v4),
            v6: self.v6.union(&other.v6),
            absent: self.absent || other.absent,
        }
    }

    pub fn intersect(&self, other: &Self) -> Self {
        AddrSet {
            v4: self.v4.intersect(&other.v4),
            v6: self.v6.intersect(&other.v6),
            absent: self.absent && other.absent,
        }
    }

    pub fn complement(&self) -> Self {
        AddrSet {
            v4: self.v4.complement(),
            v6: self.v6.complement(),
            absent: !self.absent,
        }
    }

    pub fn subtract(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty() && !self.absent
    }

    pub fn includes_absent(&self) -> bool {
        self.absent
    }

    /// A member: an address if there is one, IPv4 first.
    pub fn sample(&self) -> Option<OwnedValue> {
        let v4 = self.v4.first().map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)));
        let v6 = self.v6.first().map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)));
        v4.or(v6)
            .map(OwnedValue::Addr)
            .or_else(|| self.absent.then_some(OwnedValue::Absent))
    }

    /// Members and near-members at the edges.
    pub fn boundary(&self) -> Vec<OwnedValue> {
        let v4 = self
            .v4
            .edges(EDGES)
            .into_iter()
            .map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)));
        let v6 = self
            .v6
            .edges(EDGES)
            .into_iter()
            .map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)));
        v4.chain(v6)
            .map(OwnedValue::Addr)
            .chain([OwnedValue::Absent])
            .collect()
    }

    /// The closed ranges of the set, IPv4 first, in order.
    pub fn ranges(&self) -> impl Iterator<Item = (IpAddr, IpAddr)> + '_ {
        let v4 = self.v4.ranges().iter().map(|(lo, hi)| {
            (
                IpAddr::V4(Ipv4Addr::from_bits(*lo)),
                IpAddr::V4(Ipv4Addr::from_bits(*hi)),
            )
        });
        let v6 = self.v6.ranges().iter().map(|(lo, hi)| {
            (
                IpAddr::V6(Ipv6Addr::from_bits(*lo)),
                IpAddr::V6(Ipv6Addr::from_bits(*hi)),
            )
        });
        v4.chain(v6)
    }
}

fn v4_bounds(addr: Ipv4Addr, len: u8) -> (Ipv4Addr, Ipv4Addr) {
    let host = u32::MAX.checked_shr(u32::from(len)).unwrap_or(0);
    (
        Ipv4Addr::from_bits(addr.to_bits() & !host),
        Ipv4Addr::from_bits(addr.to_bits() | host),
    )
}

fn v6_bounds(addr: Ipv6Addr, len: u8) -> (Ipv6Addr, Ipv6Addr) {
    let host = u128::MAX.checked_shr(u32::from(len)).unwrap_or(0);
    (
        Ipv6Addr::from_bits(addr.to_bits() & !host),
        Ipv6Addr::from_bits(addr.to_bits() | host),
    )
}
