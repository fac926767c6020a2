//! May this flow start? The way from inside a VPC: outbound groups, route, ACL out, ACL in, inbound groups, and the ACLs
//! again for the answers. ACLs are asked only when the subnet's edge is crossed (api F7).

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use adit_model::id::{InternetGatewayId, SecurityGroupId, SubnetId};
use adit_model::security_group::Direction;
use smallvec::SmallVec;

use crate::cure;
use crate::interface::{Interface, Peer, Who, answers, first_packet, groups_admit};
use crate::internet::routed_out;
use crate::net::Net;
use crate::route_table::NextHop;
use crate::security_group::SecurityGroup;
use crate::source::{Destination, Source};
use crate::subnet::Subnet;
use crate::verdict::{Check, Permit, Reason, Refusal};

/// The public address of a vantage in a subnet that gives new hosts one; of a documentation block (RFC 5737).
pub(crate) const VANTAGE_PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 254);

/// A host inside a VPC that opens a connection.
pub(crate) struct Start<'a> {
    pub(crate) subnet: &'a Subnet,
    pub(crate) peer: Peer<'a>,
    pub(crate) public: Option<Ipv4Addr>,
    pub(crate) groups: SmallVec<[&'a SecurityGroup; 5]>,
}

impl Net {
    /// Whether `source` may open a TCP connection to `to` at `port`.
    pub fn admit(&self, source: &Source, to: &Destination, port: u16) -> Result<Permit, Refusal> {
        match source {
            Source::Internet(address) => self.through_gateway(*address, to, port),
            Source::VpcOrigin(origin) => self.through_vpc_origin(origin, to, port),
            Source::Interface(id) => {
                let Some(interface) = self.interface(id) else {
                    return Err(gone(id.text(), format!("there is no interface {id}")));
                };
                let start = Start {
                    subnet: &interface.subnet,
                    peer: interface.as_peer(),
                    public: interface.model.public_address,
                    groups: interface.groups.iter().map(|g| &**g).collect(),
                };
                self.inside(&start, to, port)
            }
            Source::Subnet {
                subnet,
                address,
                groups,
            } => {
                let start = self.vantage(subnet, *address, groups)?;
                self.inside(&start, to, port)
            }
        }
    }

    fn inside(&self, start: &Start<'_>, to: &Destination, port: u16) -> Result<Permit, Refusal> {
        let vpc = &start.subnet.vpc;
        let private = match &to.vpc {
            Some(id) => *id == vpc.id,
            None => vpc.cidr.contains(&to.address),
        };
        if private {
            return match self.interface_at(&vpc.id, to.address) {
                Some(target) => within(start, target, port),
                None => Err(nothing_at(vpc.id.text(), to.address)),
            };
        }
        if let Some(other) = &to.vpc {
            let table = &start.subnet.routes;
            return Err(Refusal {
                check: Check::Route,
                reason: Reason::NoRouteToDestination,
                by: table.id.text(),
                cause: format!("{} has no route to {} in {other}", table.id, to.address),
                cure: None,
            });
        }
        self.to_internet(start, to.address, port)
    }

    /// A host that stands in a subnet without an interface of the World.
    fn vantage<'a>(
        &'a self,
        subnet: &'a SubnetId,
        address: Ipv4Addr,
        groups: &'a [SecurityGroupId],
    ) -> Result<Start<'a>, Refusal> {
        let Some(place) = self.subnet(subnet) else {
            return Err(gone(subnet.text(), format!("there is no subnet {subnet}")));
        };
        let restricted = |cause| Refusal {
            check: Check::NoSuchAddress,
            reason: Reason::EniAddressRestriction,
            by: subnet.text(),
            cause,
            cure: None,
        };
        if !place.cidr.contains(&address) {
            return Err(restricted(format!("{address} is no address of {subnet}")));
        }
        if let Some(owner) = self.interface_at(&place.vpc.id, address) {
            let cause = format!("{address} belongs to {}", owner.model.id);
            return Err(restricted(cause));
        }
        let mut known: SmallVec<[&SecurityGroup; 5]> = SmallVec::new();
        for id in groups {
            match self.security_group(id) {
                Some(group) => known.push(group),
                None => return Err(gone(id.text(), format!("there is no security group {id}"))),
            }
        }
        if groups.is_empty() {
            known.extend(self.security_group(&place.vpc.default_group));
        }
        Ok(Start {
            subnet: place,
            peer: Peer {
                address: address.into(),
                who: Who::Vantage(&place.id),
                carried: known.iter().map(|g| &g.id).collect(),
                reference: known.first().map(|g| &g.id),
            },
            public: place.public.then_some(VANTAGE_PUBLIC),
            groups: known,
        })
    }
}

fn within(start: &Start<'_>, target: &Interface, port: u16) -> Result<Permit, Refusal> {
    let mut permit = Permit::new(target.address(), port);
    let there = target.as_peer();
    let Start { subnet, peer, .. } = start;
    groups_admit(
        &start.groups,
        subnet,
        Direction::Egress,
        &there,
        port,
        &mut permit,
    )?;
    local_route(subnet, there.address, Some(&mut permit))?;
    let crosses = subnet.id != target.subnet.id;
    if crosses {
        first_packet(subnet, Direction::Egress, &there, port, &mut permit)?;
        target.acl_in(peer, port, &mut permit)?;
    }
    target.ingress(peer, port, &mut permit)?;
    local_route(&target.subnet, peer.address, None)?;
    if crosses {
        target.answers(peer, &mut permit)?;
        answers(subnet, Direction::Ingress, &there, &mut permit)?;
    }
    Ok(permit)
}

/// A route inside the VPC; a longer prefix than the local route's may lead astray.
fn local_route(subnet: &Subnet, to: IpAddr, permit: Option<&mut Permit>) -> Result<(), Refusal> {
    let found = subnet.routes.lookup(to);
    if *found.hop == NextHop::Local {
        if let Some(permit) = permit {
            permit.pass(Check::Route, found.by);
        }
        return Ok(());
    }
    let region = &subnet.vpc.owner.region;
    Err(Refusal {
        check: Check::Route,
        reason: match found.hop {
            NextHop::Nowhere => Reason::NoRouteToDestination,
            NextHop::Blackhole => Reason::BadStateRoute,
            _ => Reason::CannotRoute,
        },
        by: found.by.clone(),
        cause: format!(
            "route {} takes packets for {to} out of {} instead of leaving them local",
            found.by, subnet.vpc.id
        ),
        cure: found
            .destination
            .map(|block| cure::delete_route(&subnet.routes.id, block, region)),
    })
}

impl Net {
    /// Out of the VPC: routed to an attached internet gateway, with a public address.
    fn to_internet(&self, start: &Start<'_>, to: Ipv4Addr, port: u16) -> Result<Permit, Refusal> {
        let mut permit = Permit::new(to, port);
        let Start { subnet, .. } = start;
        let there = Peer {
            address: to.into(),
            who: Who::Internet,
            carried: SmallVec::new(),
            reference: None,
        };
        groups_admit(
            &start.groups,
            subnet,
            Direction::Egress,
            &there,
            port,
            &mut permit,
        )?;
        routed_out(self, subnet, there.address, &mut permit)?;
        let Some(public) = start.public else {
            return Err(Refusal {
                check: Check::NoPublicAddress,
                reason: Reason::IgwPublicIpAssociationForEgress,
                by: subnet
                    .vpc
                    .gateway
                    .as_ref()
                    .map_or_else(|| subnet.vpc.id.text(), InternetGatewayId::text),
                cause: format!(
                    "{} has no public address, so the internet gateway drops it",
                    start.peer
                ),
                cure: None,
            });
        };
        first_packet(subnet, Direction::Egress, &there, port, &mut permit)?;
        if let Some(target) = self.interface_at_public(to) {
            let seen = Peer {
                address: public.into(),
                who: Who::Internet,
                carried: SmallVec::new(),
                reference: None,
            };
            self.arrive(&seen, target, port, &mut permit)?;
        }
        answers(subnet, Direction::Ingress, &there, &mut permit)?;
        Ok(permit)
    }
}

#[cold]
pub(crate) fn nothing_at(by: Arc<str>, address: Ipv4Addr) -> Refusal {
    Refusal {
        check: Check::NoSuchAddress,
        reason: Reason::NoPossibleDestination,
        cause: format!("nothing has the address {address} in {by}"),
        by,
        cure: None,
    }
}

#[cold]
pub(crate) fn gone(by: Arc<str>, cause: String) -> Refusal {
    Refusal {
        check: Check::NoSuchAddress,
        reason: Reason::NoPossibleDestination,
        by,
        cause,
        cure: None,
    }
}
