//! NAT gateways: create, delete, describe. They are configuration: nothing is sent through one.
//!
//! A gateway stands in one subnet with an interface of its own; a public one takes an elastic IP address and needs an
//! internet gateway in its VPC. What AWS finds out later is found at once and shown as AWS shows it, a gateway in state
//! `failed` with the documented code. Deleted and failed ones stay visible for an hour. Regional gateways are refused.

use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::address::Address;
use adit_model::id::{AllocationId, NatGatewayId};
use adit_model::nat_gateway::{Connectivity, NatGateway, NatGatewayAddress};
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};
use time::Duration;

use crate::cx::Cx;
use crate::ec2::filter::Filter;
use crate::ec2::nat_gateway_shown::{FACTS, Seen, shown};
use crate::ec2::network_interface::{self, NewInterface};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::{address, client_token, internet_gateway, network_interface_create, private_address};

view! {
    pub struct CreateNatGateway: "ec2"."CreateNatGateway" {
        subnet: Option<String> = "SubnetId",
        allocation: Option<String> = "AllocationId",
        connectivity: Option<String> = "ConnectivityType",
        availability_mode: Option<String> = "AvailabilityMode",
        private_ip: Option<String> = "PrivateIpAddress",
        secondary_allocations: Vec<String> = "SecondaryAllocationIds",
        secondary_ips: Vec<String> = "SecondaryPrivateIpAddresses",
        secondary_count: Option<u32> = "SecondaryPrivateIpAddressCount",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DeleteNatGateway: "ec2"."DeleteNatGateway" { gateway: String = "NatGatewayId" }
}

view! {
    pub struct DescribeNatGateways: "ec2"."DescribeNatGateways" {
        ids: Vec<String> = "NatGatewayIds",
        filters: Vec<Filter> = "Filter",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

/// How long one that is no more is shown.
const VISIBLE: Duration = Duration::hours(1);

pub fn create(cx: &mut Cx<'_>, input: CreateNatGateway) -> Result<Record, ApiError> {
    if let Some(mode) = input.availability_mode.as_deref().filter(|mode| *mode != "zonal") {
        return Err(unsupported("AvailabilityMode", mode));
    }
    let text = input
        .subnet
        .as_deref()
        .ok_or_else(|| errors::ec2::missing_parameter("subnetId"))?;
    let subnet = named::<Subnet>(cx, text)?;
    let tags = tag::on_create(&input.tag_specifications, "natgateway")?;
    let token = client_token::of(input.client_token.as_deref(), &input);
    forget_old(cx);
    if let Some(made) = client_token::replay::<NatGateway>(cx, token.as_ref())? {
        return Ok(answer(cx, &made, input.client_token));
    }
    let connectivity = match input.connectivity.as_deref() {
        None => Connectivity::Public,
        Some(text) => Connectivity::parse(text)
            .ok_or_else(|| errors::ec2::invalid_value(text, "connectivityType", ""))?,
    };
    let allocations = allocations(cx, &input, connectivity)?;
    let wanted = private_ips(&input)?;
    let mut gateway = NatGateway {
        id: mint(cx, NatGatewayId::PREFIX, NatGatewayId::parse)?,
        owner: cx.owner(),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        connectivity,
        addresses: Vec::new(),
        failure: failure(cx, &subnet, &allocations),
        created: cx.now,
        deleted: None,
        client_token: token,
        tags,
    };
    if gateway.failure.is_none() {
        gateway.addresses = stand(cx, &gateway.id, &subnet, &allocations, &wanted)?;
    }
    cx.put(gateway.clone());
    Ok(answer(cx, &gateway.into(), input.client_token))
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteNatGateway) -> Result<Record, ApiError> {
    let mut gateway = (*named::<NatGateway>(cx, &input.gateway)?).clone();
    if !visible(cx, &gateway) {
        return Err(errors::ec2::nat_gateway_not_found(&gateway.id));
    }
    let answer = record! { "NatGatewayId" => gateway.id.as_str() };
    if gateway.deleted.is_some() {
        return Ok(answer);
    }
    for id in gateway.addresses.iter().map(|address| address.interface.clone()) {
        if let Some(eni) = cx.get::<NetworkInterface>(&id) {
            network_interface_create::remove(cx, &eni);
        }
    }
    gateway.deleted = Some(cx.now);
    cx.put(gateway);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeNatGateways) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let mut seen = Vec::new();
    for gateway in query.chosen::<NatGateway>(cx)? {
        match visible(cx, &gateway) {
            true => seen.push(Seen::of(cx, &gateway)),
            false if input.ids.is_empty() => {}
            false => return Err(errors::ec2::nat_gateway_not_found(&gateway.id)),
        }
    }
    let page = query.items(
        cx,
        seen,
        FACTS,
        |seen| seen.gateway.id.to_string(),
        Some(|seen| &seen.gateway.tags),
    )?;
    Ok(record! { "NatGateways" => page.shown(shown), "NextToken" => page.next_token })
}

/// Whether it stands, so that routes may lead to it and its VPC may not go.
pub fn stands(gateway: &NatGateway) -> bool {
    gateway.deleted.is_none() && gateway.failure.is_none()
}

fn answer(cx: &Cx<'_>, gateway: &Arc<NatGateway>, token: Option<String>) -> Record {
    let seen = Seen::of(cx, gateway);
    record! { "NatGateway" => shown(&seen).with("State", "pending"), "ClientToken" => token }
}

fn visible(cx: &Cx<'_>, gateway: &NatGateway) -> bool {
    let failed = gateway.failure.as_ref().map(|_| gateway.created);
    gateway
        .deleted
        .or(failed)
        .is_none_or(|end| cx.now < end + VISIBLE)
}

fn forget_old(cx: &mut Cx<'_>) {
    let old: Vec<NatGatewayId> = owned::<NatGateway>(cx)
        .filter(|gateway| !visible(cx, gateway))
        .map(|gateway| gateway.id.clone())
        .collect();
    for id in old {
        cx.delete::<NatGateway>(&id);
    }
}

fn allocations(
    cx: &Cx<'_>,
    input: &CreateNatGateway,
    connectivity: Connectivity,
) -> Result<Vec<AllocationId>, ApiError> {
    match (connectivity, &input.allocation) {
        (Connectivity::Public, None) => Err(errors::ec2::nat_gateway_allocation_missing()),
        (Connectivity::Private, None) if input.secondary_allocations.is_empty() => Ok(Vec::new()),
        (Connectivity::Private, _) => Err(errors::ec2::nat_gateway_allocation_private()),
        (Connectivity::Public, Some(first)) => std::iter::once(first)
            .chain(&input.secondary_allocations)
            .map(|id| Ok(named::<Address>(cx, id)?.id.clone()))
            .collect(),
    }
}

/// The private addresses that the caller chose, the primary first; `None` for any.
fn private_ips(input: &CreateNatGateway) -> Result<Vec<Option<Ipv4Addr>>, ApiError> {
    let mut wanted = vec![
        input
            .private_ip
            .as_deref()
            .map(private_address::parse)
            .transpose()?,
    ];
    for text in &input.secondary_ips {
        wanted.push(Some(private_address::parse(text)?));
    }
    if input.secondary_count.is_some() && !input.secondary_ips.is_empty() {
        return Err(errors::ec2::exclusive_parameters(
            "secondaryPrivateIpAddressCount",
            "secondaryPrivateIpAddresses",
        ));
    }
    wanted.extend((0..input.secondary_count.unwrap_or(0)).map(|_| None));
    // Every secondary elastic address stands on a private one of its own.
    while wanted.len() <= input.secondary_allocations.len() {
        wanted.push(None);
    }
    Ok(wanted)
}

/// What AWS finds out while it makes the gateway.
fn failure(cx: &Cx<'_>, subnet: &Subnet, allocations: &[AllocationId]) -> Option<(String, String)> {
    let failed = |code: &str, text: String| Some((code.to_owned(), text));
    let taken = allocations.iter().find(|id| {
        let address = cx.table::<Address>().get(id);
        address.is_some_and(|address| address.association.is_some())
    });
    if let Some(id) = taken {
        return failed(
            "Resource.AlreadyAssociated",
            format!("Elastic IP address {id} is already associated"),
        );
    }
    if !allocations.is_empty() && internet_gateway::of_vpc(cx, &subnet.vpc).is_none() {
        let text = format!("Network {} has no Internet gateway attached", subnet.vpc);
        return failed("Gateway.NotAttached", text);
    }
    if network_interface::available(cx, subnet) == 0 {
        let text = "Subnet has insufficient free addresses to create this NAT gateway";
        return failed("InsufficientFreeAddressesInSubnet", text.to_owned());
    }
    None
}

/// The interface, with its addresses.
fn stand(
    cx: &mut Cx<'_>,
    id: &NatGatewayId,
    subnet: &Subnet,
    allocations: &[AllocationId],
    wanted: &[Option<Ipv4Addr>],
) -> Result<Vec<NatGatewayAddress>, ApiError> {
    let mut eni = network_interface::create(
        cx,
        subnet,
        NewInterface {
            kind: InterfaceKind::NatGateway,
            address: wanted.first().copied().flatten(),
            public_address: None,
            groups: Vec::new(),
            description: format!("Interface for NAT Gateway {id}"),
            requester: Some(cx.account.to_string()),
            tags: Tags::new(),
        },
    )?;
    eni.source_dest_check = false;
    cx.put(eni.clone());
    let others: Vec<Ipv4Addr> = wanted.iter().skip(1).copied().flatten().collect();
    let any = wanted.iter().skip(1).filter(|wanted| wanted.is_none()).count();
    private_address::assign(cx, &mut eni, subnet, &others, u32::try_from(any).unwrap_or(0))?;
    let private: Vec<Ipv4Addr> = std::iter::once(eni.address)
        .chain(eni.more.secondary.iter().copied())
        .collect();
    let mut addresses = Vec::new();
    for (at, private) in private.into_iter().enumerate() {
        let elastic = match allocations.get(at) {
            Some(allocation) => {
                let association = address::connect(cx, allocation, &eni, private)?;
                let public = cx.get::<Address>(allocation).map(|address| address.public);
                public.map(|public| (allocation.clone(), association, public))
            }
            None => None,
        };
        addresses.push(NatGatewayAddress {
            interface: eni.id.clone(),
            private,
            elastic,
        });
    }
    Ok(addresses)
}
