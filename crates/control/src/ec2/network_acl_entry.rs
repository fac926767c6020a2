//! Entries of network ACLs: create, replace, delete.
//!
//! An entry is named by its number, 1 to 32766, and its direction; a direction has room for 20 (api F7). TCP and UDP
//! need ports, ICMP its type and code. An entry has one block, kept in canonical form.

use adit_model::network_acl::{NetworkAcl, NetworkAclEntry};
use adit_model::security_group::{Direction, IpProtocol, PortRange};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::cidr;
use crate::ec2::resource::named;

view! {
    pub struct PortRangeView: "ec2"/"PortRange" {
        from: Option<i32> = "From",
        to: Option<i32> = "To",
    }
}

view! {
    pub struct IcmpTypeCode: "ec2"/"IcmpTypeCode" {
        kind: Option<i32> = "Type",
        code: Option<i32> = "Code",
    }
}

view! {
    pub struct CreateNetworkAclEntry: "ec2"."CreateNetworkAclEntry" {
        acl: String = "NetworkAclId",
        number: i32 = "RuleNumber",
        egress: bool = "Egress",
        protocol: String = "Protocol",
        action: String = "RuleAction",
        cidr: Option<String> = "CidrBlock",
        ipv6_cidr: Option<String> = "Ipv6CidrBlock",
        ports: Option<PortRangeView> = "PortRange",
        icmp: Option<IcmpTypeCode> = "IcmpTypeCode",
    }
}

view! {
    pub struct ReplaceNetworkAclEntry: "ec2"."ReplaceNetworkAclEntry" {
        acl: String = "NetworkAclId",
        number: i32 = "RuleNumber",
        egress: bool = "Egress",
        protocol: String = "Protocol",
        action: String = "RuleAction",
        cidr: Option<String> = "CidrBlock",
        ipv6_cidr: Option<String> = "Ipv6CidrBlock",
        ports: Option<PortRangeView> = "PortRange",
        icmp: Option<IcmpTypeCode> = "IcmpTypeCode",
    }
}

view! {
    pub struct DeleteNetworkAclEntry: "ec2"."DeleteNetworkAclEntry" {
        acl: String = "NetworkAclId",
        number: i32 = "RuleNumber",
        egress: bool = "Egress",
    }
}

/// Entries of one direction that an ACL may have (api F7).
const MAX_ENTRIES: usize = 20;

pub fn create(cx: &mut Cx<'_>, input: CreateNetworkAclEntry) -> Result<Record, ApiError> {
    let mut acl = (*named::<NetworkAcl>(cx, &input.acl)?).clone();
    let entry = entry(input)?;
    let of_direction = acl
        .entries
        .iter()
        .filter(|known| known.direction == entry.direction);
    if of_direction.clone().any(|known| known.number == entry.number) {
        return Err(errors::ec2::network_acl_entry_exists(entry.number));
    }
    if of_direction.count() >= MAX_ENTRIES {
        return Err(errors::ec2::network_acl_entry_limit());
    }
    acl.entries.push(entry);
    acl.entries.sort_by_key(|entry| (entry.direction, entry.number));
    cx.put(acl);
    Ok(record! {})
}

pub fn replace(cx: &mut Cx<'_>, input: ReplaceNetworkAclEntry) -> Result<Record, ApiError> {
    let mut acl = (*named::<NetworkAcl>(cx, &input.acl)?).clone();
    let ReplaceNetworkAclEntry {
        acl: id,
        number,
        egress,
        protocol,
        action,
        cidr,
        ipv6_cidr,
        ports,
        icmp,
    } = input;
    let new = entry(CreateNetworkAclEntry {
        acl: id,
        number,
        egress,
        protocol,
        action,
        cidr,
        ipv6_cidr,
        ports,
        icmp,
    })?;
    let known = find(&mut acl, number, new.direction)?;
    *known = new;
    cx.put(acl);
    Ok(record! {})
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteNetworkAclEntry) -> Result<Record, ApiError> {
    let mut acl = (*named::<NetworkAcl>(cx, &input.acl)?).clone();
    number(input.number)?;
    let gone = find(&mut acl, input.number, direction(input.egress))?.clone();
    acl.entries.retain(|entry| *entry != gone);
    cx.put(acl);
    Ok(record! {})
}

fn find(acl: &mut NetworkAcl, number: i32, direction: Direction) -> Result<&mut NetworkAclEntry, ApiError> {
    let known = acl
        .entries
        .iter_mut()
        .find(|entry| i32::from(entry.number) == number && entry.direction == direction);
    known.ok_or_else(|| errors::ec2::network_acl_entry_not_found(number))
}

fn entry(input: CreateNetworkAclEntry) -> Result<NetworkAclEntry, ApiError> {
    let protocol = IpProtocol::parse(&input.protocol);
    let protocol = protocol
        .ok_or_else(|| errors::ec2::invalid_value(&input.protocol, "protocol", "Unknown protocol."))?;
    let block = cidr::either(input.cidr.as_deref(), input.ipv6_cidr.as_deref())?;
    Ok(NetworkAclEntry {
        number: number(input.number)?,
        direction: direction(input.egress),
        protocol,
        ports: ports(protocol, input.ports)?,
        icmp: icmp(protocol, input.icmp)?,
        cidr: block.ok_or_else(|| errors::ec2::missing_parameter("cidrBlock"))?,
        allow: input.action == "allow",
    })
}

/// Protocols other than TCP and UDP have no ports, whatever the caller gives.
fn ports(protocol: IpProtocol, ports: Option<PortRangeView>) -> Result<Option<PortRange>, ApiError> {
    if !matches!(protocol, IpProtocol::TCP | IpProtocol::UDP) {
        return Ok(None);
    }
    let (Some(from), Some(to)) = ports.map_or((None, None), |ports| (ports.from, ports.to)) else {
        return Err(errors::ec2::missing_parameter("portRange"));
    };
    if from > to || !(0..=65_535).contains(&from) || !(0..=65_535).contains(&to) {
        return Err(errors::ec2::permission_port_range(from, to));
    }
    Ok(Some(PortRange { from, to }))
}

fn icmp(protocol: IpProtocol, icmp: Option<IcmpTypeCode>) -> Result<Option<(i32, i32)>, ApiError> {
    if !matches!(protocol, IpProtocol::ICMP | IpProtocol::ICMPV6) {
        return Ok(None);
    }
    let (Some(kind), Some(code)) = icmp.map_or((None, None), |icmp| (icmp.kind, icmp.code)) else {
        return Err(errors::ec2::missing_parameter("icmpTypeCode"));
    };
    if !(-1..=255).contains(&kind) || !(-1..=255).contains(&code) {
        return Err(errors::ec2::permission_icmp(kind, code));
    }
    Ok(Some((kind, code)))
}

fn number(number: i32) -> Result<u16, ApiError> {
    u16::try_from(number)
        .ok()
        .filter(|number| (1..=32_766).contains(number))
        .ok_or_else(|| errors::ec2::network_acl_rule_number(number))
}

fn direction(egress: bool) -> Direction {
    if egress {
        Direction::Egress
    } else {
        Direction::Ingress
    }
}
