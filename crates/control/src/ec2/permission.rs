//! `IpPermissions`: a protocol, ports and any number of peers, read into one [`Spec`] a peer and shown again.
//!
//! TCP and UDP need both ports, ICMP both type and code; other protocols have none. Blocks are kept in canonical
//! form. A peer group stands in the same VPC, since there is no peering. Answers join the rules of one
//! protocol and port range into one permission, in the order of their first rule.

use adit_model::AccountId;
use adit_model::security_group::{
    Direction, IpProtocol, PortRange, RulePeer, SecurityGroup, SecurityGroupRule,
};
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::cx::Cx;
use crate::ec2::prefix_list;
use crate::ec2::resource::named;
use crate::ec2::security_group::is_plain;

view! {
    pub struct IpPermission: "ec2"/"IpPermission" {
        protocol: Option<String> = "IpProtocol",
        from: Option<i32> = "FromPort",
        to: Option<i32> = "ToPort",
        ranges: Vec<IpRange> = "IpRanges",
        ipv6_ranges: Vec<Ipv6Range> = "Ipv6Ranges",
        prefix_lists: Vec<PrefixListId> = "PrefixListIds",
        groups: Vec<UserIdGroupPair> = "UserIdGroupPairs",
    }
}

view! {
    pub struct IpRange: "ec2"/"IpRange" {
        cidr: String = "CidrIp",
        description: Option<String> = "Description",
    }
}

view! {
    pub struct Ipv6Range: "ec2"/"Ipv6Range" {
        cidr: String = "CidrIpv6",
        description: Option<String> = "Description",
    }
}

view! {
    pub struct PrefixListId: "ec2"/"PrefixListId" {
        id: String = "PrefixListId",
        description: Option<String> = "Description",
    }
}

view! {
    pub struct UserIdGroupPair: "ec2"/"UserIdGroupPair" {
        group: Option<String> = "GroupId",
        account: Option<String> = "UserId",
        vpc: Option<String> = "VpcId",
        description: Option<String> = "Description",
    }
}

/// What one rule admits, before it has an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub protocol: IpProtocol,
    pub ports: Option<PortRange>,
    pub peer: RulePeer,
    pub description: Option<String>,
}

impl Spec {
    /// Whether a rule admits exactly this; descriptions do not count.
    pub fn is(&self, rule: &SecurityGroupRule) -> bool {
        rule.protocol == self.protocol && rule.ports == self.ports && rule.peer == self.peer
    }

    pub fn same(&self, other: &Self) -> bool {
        other.protocol == self.protocol && other.ports == self.ports && other.peer == self.peer
    }
}

/// The rules that a request asks of `group`, one a peer.
pub fn specs(
    cx: &Cx<'_>,
    group: &SecurityGroup,
    permissions: &[IpPermission],
) -> Result<Vec<Spec>, ApiError> {
    let mut specs = Vec::new();
    for permission in permissions {
        let protocol = protocol(permission.protocol.as_deref())?;
        let ports = ports(protocol, permission.from, permission.to)?;
        let before = specs.len();
        let mut add = |peer, description: &Option<String>| {
            check_description(description.as_deref())?;
            specs.push(Spec {
                protocol,
                ports,
                peer,
                description: description.clone(),
            });
            Ok::<_, ApiError>(())
        };
        for range in &permission.ranges {
            add(ipv4_peer(&range.cidr)?, &range.description)?;
        }
        for range in &permission.ipv6_ranges {
            add(ipv6_peer(&range.cidr)?, &range.description)?;
        }
        for list in &permission.prefix_lists {
            add(
                RulePeer::PrefixList(prefix_list::named(cx, &list.id)?),
                &list.description,
            )?;
        }
        for pair in &permission.groups {
            let id = pair
                .group
                .as_deref()
                .ok_or_else(|| errors::ec2::missing_parameter("groupId"))?;
            let peer = group_peer(cx, group, id, pair.account.as_deref())?;
            if pair
                .vpc
                .as_ref()
                .is_some_and(|vpc| vpc.as_str() != group.vpc.as_str())
            {
                return Err(errors::ec2::security_group_networks());
            }
            add(peer, &pair.description)?;
        }
        if specs.len() == before {
            return Err(errors::ec2::permission_source_missing());
        }
    }
    let twice = |(at, spec): (usize, &Spec)| specs.iter().take(at).any(|earlier| earlier.same(spec));
    if specs.iter().enumerate().any(twice) {
        return Err(errors::ec2::permission_repeated());
    }
    Ok(specs)
}

pub fn protocol(text: Option<&str>) -> Result<IpProtocol, ApiError> {
    let text = text.ok_or_else(errors::ec2::permission_protocol_missing)?;
    IpProtocol::parse(text).ok_or_else(|| errors::ec2::permission_protocol(text))
}

/// Ports, or type and code, as the protocol has them.
pub fn ports(
    protocol: IpProtocol,
    from: Option<i32>,
    to: Option<i32>,
) -> Result<Option<PortRange>, ApiError> {
    match (protocol, from, to) {
        (IpProtocol::TCP | IpProtocol::UDP, Some(from), Some(to)) => {
            for port in [from, to] {
                if !(0..=65_535).contains(&port) {
                    return Err(errors::ec2::permission_port(port));
                }
            }
            if from > to {
                Err(errors::ec2::permission_port_range(from, to))
            } else {
                Ok(Some(PortRange { from, to }))
            }
        }
        (IpProtocol::TCP | IpProtocol::UDP, ..) => Err(errors::ec2::permission_ports_missing()),
        (IpProtocol::ICMP | IpProtocol::ICMPV6, Some(from), Some(to)) => {
            let fits = |value: i32| (-1..=255).contains(&value);
            if !fits(from) || !fits(to) || (from == -1 && to != -1) {
                return Err(errors::ec2::permission_icmp(from, to));
            }
            Ok(Some(PortRange { from, to }))
        }
        (IpProtocol::ICMPV6, None, None) => Ok(Some(PortRange { from: -1, to: -1 })),
        (IpProtocol::ICMP | IpProtocol::ICMPV6, ..) => Err(errors::ec2::permission_icmp_missing()),
        _ => Ok(None),
    }
}

pub fn ipv4_peer(text: &str) -> Result<RulePeer, ApiError> {
    let block = text
        .parse::<Ipv4Net>()
        .map_err(|_| errors::ec2::permission_cidr(text))?;
    Ok(RulePeer::Cidr(IpNet::V4(block.trunc())))
}

pub fn ipv6_peer(text: &str) -> Result<RulePeer, ApiError> {
    let block = text
        .parse::<Ipv6Net>()
        .map_err(|_| errors::ec2::permission_cidr(text))?;
    Ok(RulePeer::Cidr(IpNet::V6(block.trunc())))
}

/// A group of the same VPC; `account` may only be the caller's.
pub fn group_peer(
    cx: &Cx<'_>,
    group: &SecurityGroup,
    text: &str,
    account: Option<&str>,
) -> Result<RulePeer, ApiError> {
    let peer = named::<SecurityGroup>(cx, text)?;
    if account.is_some_and(|account| AccountId::parse(account).as_ref() != Some(&cx.account)) {
        return Err(errors::ec2::security_group_not_found(text));
    }
    if peer.vpc != group.vpc {
        return Err(errors::ec2::security_group_networks());
    }
    Ok(RulePeer::Group {
        id: peer.id.clone(),
        account: cx.account.clone(),
    })
}

pub fn check_description(description: Option<&str>) -> Result<(), ApiError> {
    match description {
        Some(text) if !is_plain(text) => Err(errors::ec2::permission_description()),
        _ => Ok(()),
    }
}

/// The rules of one direction as `IpPermissions`.
pub fn shown(rules: &[SecurityGroupRule], direction: Direction) -> Vec<Record> {
    let mut joined: Vec<(IpProtocol, Option<PortRange>, Vec<&SecurityGroupRule>)> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.direction == direction) {
        match joined
            .iter_mut()
            .find(|(protocol, ports, _)| *protocol == rule.protocol && *ports == rule.ports)
        {
            Some((.., peers)) => peers.push(rule),
            None => joined.push((rule.protocol, rule.ports, vec![rule])),
        }
    }
    joined
        .iter()
        .map(|(protocol, ports, rules)| permission(*protocol, *ports, rules))
        .collect()
}

fn permission(protocol: IpProtocol, ports: Option<PortRange>, rules: &[&SecurityGroupRule]) -> Record {
    let (mut ranges, mut ipv6_ranges, mut lists, mut groups) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for rule in rules {
        let description = rule.description.as_deref();
        match &rule.peer {
            RulePeer::Cidr(IpNet::V4(block)) => {
                ranges.push(record! { "CidrIp" => block.to_string(), "Description" => description });
            }
            RulePeer::Cidr(IpNet::V6(block)) => {
                ipv6_ranges.push(record! { "CidrIpv6" => block.to_string(), "Description" => description });
            }
            RulePeer::PrefixList(list) => {
                lists.push(record! { "PrefixListId" => list.as_str(), "Description" => description });
            }
            RulePeer::Group { id, account } => groups.push(record! {
                "GroupId" => id.as_str(),
                "UserId" => account.as_str(),
                "Description" => description,
            }),
        }
    }
    record! {
        "IpProtocol" => protocol.name(),
        "FromPort" => ports.map(|ports| i64::from(ports.from)),
        "ToPort" => ports.map(|ports| i64::from(ports.to)),
        "IpRanges" => ranges,
        "Ipv6Ranges" => ipv6_ranges,
        "PrefixListIds" => lists,
        "UserIdGroupPairs" => groups,
    }
}
