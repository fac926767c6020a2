//! CreateNetworkInterface and DeleteNetworkInterface: interfaces of users.
//!
//! Without groups it has the VPC's default one. Addresses are the caller's or the lowest free ones; secondary and IPv6
//! addresses are stored. Prefixes, operators and IPv6-only interfaces are refused by name.

use std::net::{Ipv4Addr, Ipv6Addr};

use adit_model::network_interface::{ConnectionTracking, InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface::{self, NewInterface};
use crate::ec2::network_interface_shown::{service, shown};
use crate::ec2::private_address::{self, Ipv6};
use crate::ec2::resource::{named, unsupported};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::{address, client_token, vpc_endpoint_rule};

view! {
    pub struct PrivateAddress: "ec2"/"PrivateIpAddressSpecification" {
        primary: Option<bool> = "Primary",
        address: Option<String> = "PrivateIpAddress",
    }
}

view! {
    pub struct InstanceIpv6Address: "ec2"/"InstanceIpv6Address" {
        address: Option<String> = "Ipv6Address",
        primary: Option<bool> = "IsPrimaryIpv6",
    }
}

view! {
    pub struct ConnectionTrackingRequest: "ec2"/"ConnectionTrackingSpecificationRequest" {
        tcp_established: Option<u32> = "TcpEstablishedTimeout",
        udp_stream: Option<u32> = "UdpStreamTimeout",
        udp: Option<u32> = "UdpTimeout",
    }
}

view! {
    pub struct CreateNetworkInterface: "ec2"."CreateNetworkInterface" {
        subnet: String = "SubnetId",
        description: Option<String> = "Description",
        groups: Vec<String> = "Groups",
        private_ip: Option<String> = "PrivateIpAddress",
        private_ips: Vec<PrivateAddress> = "PrivateIpAddresses",
        secondary_count: Option<u32> = "SecondaryPrivateIpAddressCount",
        ipv6: Vec<InstanceIpv6Address> = "Ipv6Addresses",
        ipv6_count: Option<u32> = "Ipv6AddressCount",
        primary_ipv6: Option<bool> = "EnablePrimaryIpv6",
        interface_type: Option<String> = "InterfaceType",
        tracking: Option<ConnectionTrackingRequest> = "ConnectionTrackingSpecification",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DeleteNetworkInterface: "ec2"."DeleteNetworkInterface" { interface: String = "NetworkInterfaceId" }
}

pub fn create(cx: &mut Cx<'_>, input: CreateNetworkInterface) -> Result<Record, ApiError> {
    let subnet = named::<Subnet>(cx, &input.subnet)?;
    let tags = tag::on_create(&input.tag_specifications, "network-interface")?;
    let token = client_token::of(input.client_token.as_deref(), &input);
    if let Some(made) = client_token::replay::<NetworkInterface>(cx, token.as_ref())? {
        return Ok(answer(cx, &made, input.client_token));
    }
    let vpc = named::<Vpc>(cx, subnet.vpc.as_str())?;
    let groups = match input.groups.as_slice() {
        [] => vec![vpc.default_group.clone()],
        ids => vpc_endpoint_rule::groups(cx, &vpc, ids)?,
    };
    let (primary, secondary) = private(&input)?;
    let kind = kind(input.interface_type.as_deref())?;
    let tracking = input.tracking.as_ref().map(tracking).transpose()?;
    let mut eni = network_interface::create(
        cx,
        &subnet,
        NewInterface {
            kind,
            address: primary,
            public_address: None,
            groups,
            description: input.description.clone().unwrap_or_default(),
            requester: None,
            tags,
        },
    )?;
    private_address::assign(
        cx,
        &mut eni,
        &subnet,
        &secondary,
        input.secondary_count.unwrap_or(0),
    )?;
    let ipv6 = ipv6(&input, &subnet)?;
    private_address::assign_ipv6(cx, &mut eni, &subnet, &ipv6)?;
    eni.more.primary_ipv6 =
        input.primary_ipv6 == Some(true) || input.ipv6.iter().any(|given| given.primary == Some(true));
    eni.more.tracking = tracking;
    eni.more.client_token = token;
    cx.put(eni.clone());
    let made = answer(cx, &eni, input.client_token);
    Ok(made)
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteNetworkInterface) -> Result<Record, ApiError> {
    let eni = named::<NetworkInterface>(cx, &input.interface)?;
    if eni.more.attachment.is_some() || service(&eni).is_some() {
        return Err(errors::ec2::network_interface_in_use(&eni.id));
    }
    remove(cx, &eni);
    Ok(record! {})
}

/// Deletes an interface; its elastic IP addresses stay with the account.
pub fn remove(cx: &mut Cx<'_>, eni: &NetworkInterface) {
    for elastic in &eni.more.elastic {
        address::forget(cx, &elastic.allocation);
    }
    cx.delete::<NetworkInterface>(&eni.id);
}

pub fn tracking(request: &ConnectionTrackingRequest) -> Result<ConnectionTracking, ApiError> {
    let within = |value: Option<u32>, name: &str, least: u32, most: u32| match value {
        Some(seconds) if !(least..=most).contains(&seconds) => Err(errors::ec2::invalid_value(
            seconds,
            name,
            format!("It must be between {least} and {most}."),
        )),
        value => Ok(value),
    };
    Ok(ConnectionTracking {
        tcp_established: within(request.tcp_established, "tcpEstablishedTimeout", 60, 432_000)?,
        udp_stream: within(request.udp_stream, "udpStreamTimeout", 60, 180)?,
        udp: within(request.udp, "udpTimeout", 30, 60)?,
    })
}

fn answer(cx: &Cx<'_>, eni: &NetworkInterface, token: Option<String>) -> Record {
    let interface = shown(cx.world(), eni).with("Status", "pending");
    record! { "NetworkInterface" => interface, "ClientToken" => token }
}

/// The primary address and the others that the caller chose.
fn private(input: &CreateNetworkInterface) -> Result<(Option<Ipv4Addr>, Vec<Ipv4Addr>), ApiError> {
    let mut primary = input
        .private_ip
        .as_deref()
        .map(private_address::parse)
        .transpose()?;
    let mut secondary = Vec::new();
    for given in &input.private_ips {
        let text = given.address.as_deref();
        let address =
            private_address::parse(text.ok_or_else(|| errors::ec2::missing_parameter("privateIpAddress"))?)?;
        match (given.primary, primary) {
            (Some(true), Some(known)) if known != address => {
                return Err(errors::ec2::invalid_combination(
                    "Only one primary private IP address can be specified.",
                ));
            }
            (Some(true), _) => primary = Some(address),
            _ => secondary.push(address),
        }
    }
    if !secondary.is_empty() && input.secondary_count.is_some() {
        return Err(errors::ec2::exclusive_parameters(
            "secondaryPrivateIpAddressCount",
            "privateIpAddresses",
        ));
    }
    Ok((primary, secondary))
}

fn ipv6(input: &CreateNetworkInterface, subnet: &Subnet) -> Result<Ipv6, ApiError> {
    let chosen = input.ipv6.iter().filter_map(|given| given.address.as_deref());
    let chosen = chosen
        .map(private_address::parse_ipv6)
        .collect::<Result<Vec<Ipv6Addr>, _>>()?;
    let unasked = u32::from(subnet.more.assign_ipv6_on_creation && chosen.is_empty());
    match input.ipv6_count {
        Some(_) if !chosen.is_empty() => Err(errors::ec2::exclusive_parameters(
            "ipv6AddressCount",
            "ipv6Addresses",
        )),
        count => Ok(Ipv6 {
            chosen,
            count: count.unwrap_or(unasked),
        }),
    }
}

fn kind(text: Option<&str>) -> Result<InterfaceKind, ApiError> {
    match text {
        None | Some("interface") => Ok(InterfaceKind::Interface),
        Some("efa") => Ok(InterfaceKind::Efa),
        Some("efa-only") => Ok(InterfaceKind::EfaOnly),
        Some("branch") => Ok(InterfaceKind::Branch),
        Some("trunk") => Ok(InterfaceKind::Trunk),
        Some(other) => Err(unsupported("InterfaceType", other)),
    }
}
