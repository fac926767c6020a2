//! The way from the internet: a public address, an attached internet gateway, a route to it in the subnet, then ACL and
//! groups. The gateway translates the public address, so what decides behind it sees the sender's own address (api F2).

use std::net::{IpAddr, Ipv4Addr};

use adit_model::id::{InternetGatewayId, VpcId};
use ipnet::IpNet;
use smallvec::SmallVec;

use crate::admit::nothing_at;
use crate::cure;
use crate::interface::{Interface, Peer, Who};
use crate::net::Net;
use crate::route_table::NextHop;
use crate::source::Destination;
use crate::subnet::{Subnet, Vpc};
use crate::verdict::{Check, Permit, Reason, Refusal};

impl Net {
    pub(crate) fn through_gateway(
        &self,
        from: IpAddr,
        to: &Destination,
        port: u16,
    ) -> Result<Permit, Refusal> {
        if let Some(vpc) = &to.vpc {
            return Err(self.private(to.address, vpc));
        }
        let Some(target) = self.interface_at_public(to.address) else {
            return Err(nothing_at("the internet".into(), to.address));
        };
        let peer = Peer {
            address: from,
            who: Who::Internet,
            carried: SmallVec::new(),
            reference: None,
        };
        let mut permit = Permit::new(to.address, port);
        self.arrive(&peer, target, port, &mut permit)?;
        Ok(permit)
    }

    /// From a peer outside the VPC to a public address that `target` has.
    pub(crate) fn arrive(
        &self,
        peer: &Peer<'_>,
        target: &Interface,
        port: u16,
        permit: &mut Permit,
    ) -> Result<(), Refusal> {
        let subnet = &target.subnet;
        spoofed(peer.address, &subnet.vpc)?;
        attached(self, &subnet.vpc)?;
        routed_out(self, subnet, peer.address, permit)?;
        target.acl_in(peer, port, permit)?;
        target.ingress(peer, port, permit)?;
        target.answers(peer, permit)
    }

    #[cold]
    fn private(&self, address: Ipv4Addr, vpc: &VpcId) -> Refusal {
        let what = self
            .interface_at(vpc, address)
            .map_or_else(|| vpc.text(), |interface| interface.model.id.text());
        Refusal {
            check: Check::NoPublicAddress,
            reason: Reason::IgwPrivateIpAssociationForIngress,
            cause: format!("{address} is a private address of {vpc}: the internet has no way to it"),
            by: what,
            cure: None,
        }
    }
}

/// That the VPC has an internet gateway.
pub(crate) fn attached(net: &Net, vpc: &Vpc) -> Result<(), Refusal> {
    if vpc.gateway.is_some() {
        return Ok(());
    }
    let spare = net.spare_gateways.get(&vpc.owner).and_then(|spare| spare.first());
    Err(Refusal {
        check: Check::NoGateway,
        reason: Reason::BadStateAttachment,
        by: vpc.id.text(),
        cause: format!("{} has no internet gateway attached", vpc.id),
        cure: spare.map(|gateway| cure::attach_gateway(gateway, &vpc.id, &vpc.owner.region)),
    })
}

/// That `subnet` sends packets for `to` through the VPC's internet gateway.
pub(crate) fn routed_out(net: &Net, subnet: &Subnet, to: IpAddr, permit: &mut Permit) -> Result<(), Refusal> {
    let found = subnet.routes.lookup(to);
    if let NextHop::InternetGateway(_) = found.hop {
        permit.pass(Check::Route, found.by);
        return Ok(());
    }
    if *found.hop == NextHop::Blackhole {
        attached(net, &subnet.vpc)?;
    }
    let table = &subnet.routes.id;
    let region = &subnet.vpc.owner.region;
    let gateway = subnet.vpc.gateway.as_ref();
    let (reason, cause) = match found.hop {
        NextHop::Nowhere => (
            Reason::NoRouteToDestination,
            format!("{table}, the route table of {}, has no route to {to}", subnet.id),
        ),
        NextHop::Blackhole => (
            Reason::BadStateRoute,
            format!(
                "route {} is a blackhole: its gateway is gone or not attached",
                found.by
            ),
        ),
        NextHop::Local | NextHop::Interface | NextHop::InternetGateway(_) => (
            Reason::CannotRoute,
            format!("route {} does not lead to an internet gateway", found.by),
        ),
    };
    let cure = gateway.and_then(|gateway| match (found.hop, found.destination) {
        (NextHop::Nowhere, _) => Some(cure::create_route(table, &IpNet::from(to), gateway, region)),
        (NextHop::Blackhole, Some(block)) => Some(cure::replace_route(table, block, gateway, region)),
        _ => None,
    });
    Err(Refusal {
        check: Check::Route,
        reason,
        by: found.by.clone(),
        cause,
        cure,
    })
}

/// An internet gateway takes nothing from private addresses (api G4), and interfaces here have IPv4 addresses only.
fn spoofed(from: IpAddr, vpc: &Vpc) -> Result<(), Refusal> {
    let refused = |reason, cause| {
        Err(Refusal {
            check: Check::Route,
            reason,
            by: vpc
                .gateway
                .as_ref()
                .map_or_else(|| vpc.id.text(), InternetGatewayId::text),
            cause,
            cure: None,
        })
    };
    match from {
        IpAddr::V4(v4) if v4.is_private() => refused(
            Reason::IgwSourceAddressNotInRfc1918Ingress,
            format!("{v4} is a private address, which does not come from the internet"),
        ),
        IpAddr::V4(v4) if matches!(v4.octets(), [100, 64..=127, ..]) => refused(
            Reason::IgwSourceAddressNotInRfc6598Ingress,
            format!("{v4} is a shared address, which does not come from the internet"),
        ),
        IpAddr::V4(_) => Ok(()),
        IpAddr::V6(v6) => refused(
            Reason::NoRouteToDestination,
            format!("{v6} cannot reach an IPv4 address"),
        ),
    }
}
