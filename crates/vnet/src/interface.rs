//! An interface of the World, and what it asks of a peer that opens a connection to it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use adit_model::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcOriginId};
use adit_model::network_interface::NetworkInterface as Model;
use adit_model::prefix_list::origin_facing_id;
use adit_model::security_group::Direction;
use ipnet::{IpNet, Ipv4Net};
use smallvec::SmallVec;

use crate::cure::{self, Whom};
use crate::flow::Flow;
use crate::network_acl::{Denial, EPHEMERAL, NetworkAcl};
use crate::security_group::SecurityGroup;
use crate::subnet::Subnet;
use crate::verdict::{Check, Permit, Reason, Refusal};

#[derive(Debug)]
pub struct Interface {
    pub model: Arc<Model>,
    pub subnet: Arc<Subnet>,
    pub groups: Vec<Arc<SecurityGroup>>,
}

/// The other end of a flow, as an interface sees it.
#[derive(Clone, Debug)]
pub(crate) struct Peer<'a> {
    pub(crate) address: IpAddr,
    pub(crate) who: Who<'a>,
    /// Groups that it carries without an interface of the World.
    pub(crate) carried: SmallVec<[&'a SecurityGroupId; 5]>,
    /// The group by which a rule of the same VPC would name it.
    pub(crate) reference: Option<&'a SecurityGroupId>,
}

/// What a peer is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who<'a> {
    Internet,
    Interface(&'a NetworkInterfaceId),
    Vantage(&'a SubnetId),
    VpcOrigin(&'a VpcOriginId),
}

impl Interface {
    pub fn address(&self) -> Ipv4Addr {
        self.model.address
    }

    pub(crate) fn as_peer(&self) -> Peer<'_> {
        Peer {
            address: self.model.address.into(),
            who: Who::Interface(&self.model.id),
            carried: SmallVec::new(),
            reference: self.groups.first().map(|group| &group.id),
        }
    }

    /// The ACL of its subnet, for a packet from another subnet.
    pub(crate) fn acl_in(&self, peer: &Peer<'_>, port: u16, permit: &mut Permit) -> Result<(), Refusal> {
        first_packet(&self.subnet, Direction::Ingress, peer, port, permit)
    }

    /// Its groups.
    pub(crate) fn ingress(&self, peer: &Peer<'_>, port: u16, permit: &mut Permit) -> Result<(), Refusal> {
        let groups: SmallVec<[&SecurityGroup; 5]> = self.groups.iter().map(|g| &**g).collect();
        groups_admit(&groups, &self.subnet, Direction::Ingress, peer, port, permit)
    }

    /// The ACL of its subnet, for what it answers.
    pub(crate) fn answers(&self, peer: &Peer<'_>, permit: &mut Permit) -> Result<(), Refusal> {
        answers(&self.subnet, Direction::Egress, peer, permit)
    }
}

impl Peer<'_> {
    /// By what a rule of a group in `subnet` would admit exactly this peer, or as little more as can be.
    fn whom(&self, subnet: &Subnet) -> Whom {
        match (self.reference, self.who) {
            (Some(group), _) => Whom::Group(group.clone()),
            (None, Who::VpcOrigin(_)) => origin_facing_id(&subnet.vpc.owner.region)
                .map_or_else(|| Whom::Block(self.block()), Whom::PrefixList),
            (None, _) => Whom::Block(self.block()),
        }
    }

    /// The block by which an ACL names this peer. CloudFront's addresses are many and ACLs take no prefix lists, so AWS's
    /// own advice is every address (cf A4).
    fn block(&self) -> IpNet {
        match self.who {
            Who::VpcOrigin(_) => IpNet::V4(Ipv4Net::default()),
            _ => IpNet::from(self.address),
        }
    }
}

impl fmt::Display for Peer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.address;
        match self.who {
            Who::Internet => write!(f, "{address} on the internet"),
            Who::Interface(id) => write!(f, "{address} ({id})"),
            Who::Vantage(subnet) => write!(f, "{address} (a host in {subnet})"),
            Who::VpcOrigin(id) => write!(f, "CloudFront's address {address} (VPC origin {id})"),
        }
    }
}

/// The union of `groups`, which stand in `subnet`.
pub(crate) fn groups_admit(
    groups: &[&SecurityGroup],
    subnet: &Subnet,
    direction: Direction,
    peer: &Peer<'_>,
    port: u16,
    permit: &mut Permit,
) -> Result<(), Refusal> {
    let check = match direction {
        Direction::Ingress => Check::IngressGroup,
        Direction::Egress => Check::EgressGroup,
    };
    let mut flow = Flow {
        peer: peer.address,
        peer_group: None,
        port,
    };
    let mut admitted = |flow: &Flow<'_>| match groups.iter().find_map(|g| g.admits(direction, flow)) {
        Some(by) => {
            permit.pass(check, by);
            true
        }
        None => false,
    };
    if admitted(&flow) {
        return Ok(());
    }
    for group in &peer.carried {
        flow.peer_group = Some(group.as_str());
        if admitted(&flow) {
            return Ok(());
        }
    }
    Err(no_rule(check, groups, subnet, direction, peer, port))
}

/// The ACL of `subnet`, for the packet that opens the connection.
pub(crate) fn first_packet(
    subnet: &Subnet,
    direction: Direction,
    peer: &Peer<'_>,
    port: u16,
    permit: &mut Permit,
) -> Result<(), Refusal> {
    let check = match direction {
        Direction::Ingress => Check::NetworkAclIn,
        Direction::Egress => Check::NetworkAclOut,
    };
    let flow = Flow {
        peer: peer.address,
        peer_group: None,
        port,
    };
    match subnet.acl.side(direction).first(&flow) {
        Ok(by) => permit.pass(check, by),
        Err(denial) => return Err(denied(check, subnet, direction, peer, (port, port), &denial)),
    }
    Ok(())
}

/// The ACL of `subnet`, for the answers that leave it (`Egress`) or come back into it (`Ingress`).
pub(crate) fn answers(
    subnet: &Subnet,
    direction: Direction,
    peer: &Peer<'_>,
    permit: &mut Permit,
) -> Result<(), Refusal> {
    let flow = Flow {
        peer: peer.address,
        peer_group: None,
        port: 0,
    };
    let check = Check::NetworkAclReturn;
    match subnet.acl.side(direction).answers(&flow) {
        Ok(by) => permit.pass(check, by),
        Err(denial) => return Err(denied(check, subnet, direction, peer, EPHEMERAL, &denial)),
    }
    Ok(())
}

#[cold]
fn no_rule(
    check: Check,
    groups: &[&SecurityGroup],
    subnet: &Subnet,
    direction: Direction,
    peer: &Peer<'_>,
    port: u16,
) -> Refusal {
    let names: Vec<&str> = groups.iter().map(|g| g.id.as_str()).collect();
    let names = match names.is_empty() {
        true => "no security group".to_owned(),
        false => names.join(", "),
    };
    let (word, preposition) = match direction {
        Direction::Ingress => ("inbound", "from"),
        Direction::Egress => ("outbound", "to"),
    };
    let bare = groups.iter().all(|g| g.side(direction).rules().is_empty());
    let mut cause = match bare {
        true => format!("{names} has no {word} rules, so not TCP {port} {preposition} {peer}"),
        false => format!("no {word} rule of {names} admits TCP {port} {preposition} {peer}"),
    };
    if matches!(peer.who, Who::VpcOrigin(_)) {
        cause.push_str("; rules for the VPC's own addresses do not admit VPC origins");
    }
    Refusal {
        check,
        reason: match bare {
            true => Reason::SgHasNoRules,
            false => Reason::EniSgRulesMismatch,
        },
        by: names.into(),
        cause,
        cure: groups.first().map(|group| {
            cure::authorize(
                direction,
                &group.id,
                port,
                &peer.whom(subnet),
                &subnet.vpc.owner.region,
            )
        }),
    }
}

#[cold]
fn denied(
    check: Check,
    subnet: &Subnet,
    direction: Direction,
    peer: &Peer<'_>,
    ports: (u16, u16),
    denial: &Denial<'_>,
) -> Refusal {
    let acl: &NetworkAcl = &subnet.acl;
    let preposition = match direction {
        Direction::Ingress => "from",
        Direction::Egress => "to",
    };
    let what = match check {
        Check::NetworkAclReturn => "answers, which go to any port from 1024 to 65535: TCP",
        _ => "TCP",
    };
    let port = denial.port;
    let number = acl.side(direction).number_before(denial);
    let region = &subnet.vpc.owner.region;
    Refusal {
        check,
        reason: Reason::SubnetAclRestriction,
        by: denial.by.clone(),
        cause: format!(
            "{} of {} denies {what} {port} {preposition} {peer}",
            denial.by, subnet.id
        ),
        cure: number.map(|n| cure::acl_entry(&acl.id, direction, n, ports, &peer.block(), region)),
    }
}
