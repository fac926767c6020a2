//! Secondary private addresses and IPv6 addresses of interfaces: AssignPrivateIpAddresses, AssignIpv6Addresses and their
//! opposites.
//!
//! Addresses are stored and shown; traffic goes to primary IPv4 addresses only. IPv6 addresses are the lowest free ones
//! of the subnet's block; AWS's are random. Prefixes are refused by name.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use adit_model::network_interface::NetworkInterface;
use adit_model::relation::Relation;
use adit_model::subnet::Subnet;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface::allocate;
use crate::ec2::network_interface_shown::service;
use crate::ec2::resource::named;

view! {
    pub struct AssignPrivateIpAddresses: "ec2"."AssignPrivateIpAddresses" {
        interface: String = "NetworkInterfaceId",
        addresses: Vec<String> = "PrivateIpAddresses",
        count: Option<u32> = "SecondaryPrivateIpAddressCount",
        reassign: Option<bool> = "AllowReassignment",
    }
}

view! {
    pub struct UnassignPrivateIpAddresses: "ec2"."UnassignPrivateIpAddresses" {
        interface: String = "NetworkInterfaceId",
        addresses: Vec<String> = "PrivateIpAddresses",
    }
}

view! {
    pub struct AssignIpv6Addresses: "ec2"."AssignIpv6Addresses" {
        interface: String = "NetworkInterfaceId",
        addresses: Vec<String> = "Ipv6Addresses",
        count: Option<u32> = "Ipv6AddressCount",
    }
}

view! {
    pub struct UnassignIpv6Addresses: "ec2"."UnassignIpv6Addresses" {
        interface: String = "NetworkInterfaceId",
        addresses: Vec<String> = "Ipv6Addresses",
    }
}

/// IPv6 addresses that a caller wants.
#[derive(Debug, Default)]
pub struct Ipv6 {
    pub chosen: Vec<Ipv6Addr>,
    /// As many besides.
    pub count: u32,
}

/// The first addresses of an IPv6 subnet are AWS's, as those of an IPv4 one.
const FIRST_IPV6: u128 = 4;

pub fn assign_private(cx: &mut Cx<'_>, input: AssignPrivateIpAddresses) -> Result<Record, ApiError> {
    let (mut eni, subnet) = users(cx, &input.interface)?;
    let chosen = input
        .addresses
        .iter()
        .map(|text| parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    match (chosen.is_empty(), input.count) {
        (true, None) => return Err(errors::ec2::missing_parameter("secondaryPrivateIpAddressCount")),
        (false, Some(_)) => {
            return Err(errors::ec2::exclusive_parameters(
                "secondaryPrivateIpAddressCount",
                "privateIpAddresses",
            ));
        }
        _ => {}
    }
    if input.reassign == Some(true) {
        take_from_others(cx, &eni, &chosen);
    }
    let before = eni.more.secondary.len();
    assign(cx, &mut eni, &subnet, &chosen, input.count.unwrap_or(0))?;
    let new = eni.more.secondary.iter().skip(before);
    let new: Vec<Record> = new
        .map(|address| record! { "PrivateIpAddress" => address.to_string() })
        .collect();
    let answer = record! { "NetworkInterfaceId" => eni.id.as_str(), "AssignedPrivateIpAddresses" => new };
    cx.put(eni);
    Ok(answer)
}

pub fn unassign_private(cx: &mut Cx<'_>, input: UnassignPrivateIpAddresses) -> Result<Record, ApiError> {
    let (mut eni, _) = users(cx, &input.interface)?;
    for text in &input.addresses {
        let address = parse(text)?;
        if address == eni.address {
            return Err(errors::ec2::address_primary(address));
        }
        if !eni.more.secondary.contains(&address) {
            return Err(errors::ec2::private_address_absent(address, &eni.id));
        }
        eni.more.secondary.retain(|known| *known != address);
        let (gone, kept) = eni.more.elastic.into_iter().partition(|e| e.private == address);
        eni.more.elastic = kept;
        let gone: Vec<adit_model::network_interface::ElasticAddress> = gone;
        for elastic in gone {
            crate::ec2::address::forget(cx, &elastic.allocation);
        }
    }
    cx.put(eni);
    Ok(record! {})
}

pub fn assign_v6(cx: &mut Cx<'_>, input: AssignIpv6Addresses) -> Result<Record, ApiError> {
    let (mut eni, subnet) = users(cx, &input.interface)?;
    let chosen = input
        .addresses
        .iter()
        .map(|text| parse_ipv6(text))
        .collect::<Result<Vec<_>, _>>()?;
    if chosen.is_empty() == input.count.is_none() {
        return Err(errors::ec2::exclusive_parameters(
            "ipv6AddressCount",
            "ipv6Addresses",
        ));
    }
    let before = eni.more.ipv6.len();
    let count = input.count.unwrap_or(0);
    assign_ipv6(cx, &mut eni, &subnet, &Ipv6 { chosen, count })?;
    let new: Vec<String> = eni
        .more
        .ipv6
        .iter()
        .skip(before)
        .map(ToString::to_string)
        .collect();
    let answer = record! { "NetworkInterfaceId" => eni.id.as_str(), "AssignedIpv6Addresses" => new };
    cx.put(eni);
    Ok(answer)
}

pub fn unassign_v6(cx: &mut Cx<'_>, input: UnassignIpv6Addresses) -> Result<Record, ApiError> {
    let (mut eni, _) = users(cx, &input.interface)?;
    for text in &input.addresses {
        let address = parse_ipv6(text)?;
        if !eni.more.ipv6.contains(&address) {
            return Err(errors::ec2::private_address_absent(address, &eni.id));
        }
        eni.more.ipv6.retain(|known| *known != address);
    }
    let answer =
        record! { "NetworkInterfaceId" => eni.id.as_str(), "UnassignedIpv6Addresses" => input.addresses };
    cx.put(eni);
    Ok(answer)
}

/// Gives `eni`, which the caller puts back, the chosen secondary addresses and `count` free ones.
pub fn assign(
    cx: &mut Cx<'_>,
    eni: &mut NetworkInterface,
    subnet: &Subnet,
    chosen: &[Ipv4Addr],
    count: u32,
) -> Result<(), ApiError> {
    let free = (0..count).map(|_| None);
    for wanted in chosen.iter().copied().map(Some).chain(free) {
        let address = allocate(cx, subnet, wanted)?;
        eni.more.secondary.push(address);
        cx.put(eni.clone());
    }
    Ok(())
}

pub fn assign_ipv6(
    cx: &mut Cx<'_>,
    eni: &mut NetworkInterface,
    subnet: &Subnet,
    wanted: &Ipv6,
) -> Result<(), ApiError> {
    if wanted.chosen.is_empty() && wanted.count == 0 {
        return Ok(());
    }
    let block = subnet.more.ipv6.first().map(|ipv6| ipv6.block);
    let block = block.ok_or_else(|| errors::ec2::subnet_ipv6_missing(&subnet.id))?;
    let others = cx
        .world()
        .related::<NetworkInterface>(&Relation::InterfacesIn(subnet.id.clone()));
    let mut used: BTreeSet<Ipv6Addr> = others.flat_map(|other| other.more.ipv6.iter().copied()).collect();
    for address in &wanted.chosen {
        if !block.contains(address) {
            return Err(errors::ec2::address_out_of_subnet());
        }
        if !used.insert(*address) {
            return Err(errors::ec2::address_in_use(address));
        }
        eni.more.ipv6.push(*address);
    }
    let first = u128::from(block.network()).saturating_add(FIRST_IPV6);
    for _ in 0..wanted.count {
        let mut free = (first..=u128::from(block.broadcast())).map(Ipv6Addr::from);
        let address = free.find(|address| !used.contains(address));
        let address = address.ok_or_else(|| errors::ec2::subnet_full(&subnet.id))?;
        used.insert(address);
        eni.more.ipv6.push(address);
    }
    Ok(())
}

pub fn parse(text: &str) -> Result<Ipv4Addr, ApiError> {
    text.parse()
        .map_err(|_| errors::ec2::invalid_value(text, "privateIpAddress", "It is no IPv4 address."))
}

pub fn parse_ipv6(text: &str) -> Result<Ipv6Addr, ApiError> {
    text.parse()
        .map_err(|_| errors::ec2::invalid_value(text, "ipv6Address", "It is no IPv6 address."))
}

/// An interface of the caller's that no service manages, with its subnet.
pub fn users(cx: &Cx<'_>, id: &str) -> Result<(NetworkInterface, Subnet), ApiError> {
    let eni = (*named::<NetworkInterface>(cx, id)?).clone();
    if service(&eni).is_some() {
        return Err(errors::ec2::network_interface_managed());
    }
    let subnet = (*named::<Subnet>(cx, eni.subnet.as_str())?).clone();
    Ok((eni, subnet))
}

fn take_from_others(cx: &mut Cx<'_>, eni: &NetworkInterface, addresses: &[Ipv4Addr]) {
    let others = cx
        .world()
        .related::<NetworkInterface>(&Relation::InterfacesIn(eni.subnet.clone()));
    let losers: Vec<NetworkInterface> = others
        .filter(|other| other.id != eni.id && other.more.secondary.iter().any(|a| addresses.contains(a)))
        .map(|other| (**other).clone())
        .collect();
    for mut other in losers {
        other
            .more
            .secondary
            .retain(|address| !addresses.contains(address));
        cx.put(other);
    }
}
