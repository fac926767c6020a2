//! DescribeAddresses and DescribeAddressesAttribute.
//!
//! Reverse DNS records cannot be set here, so an address's attributes are its names only.

use std::sync::Arc;

use adit_model::World;
use adit_model::address::Address;
use adit_model::network_interface::NetworkInterface;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::address::{POOL, by_public};
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::named;
use crate::ec2::tag;

view! {
    pub struct DescribeAddresses: "ec2"."DescribeAddresses" {
        allocations: Vec<String> = "AllocationIds",
        public_ips: Vec<String> = "PublicIps",
        filters: Vec<Filter> = "Filters",
    }
}

view! {
    pub struct DescribeAddressesAttribute: "ec2"."DescribeAddressesAttribute" {
        allocations: Vec<String> = "AllocationIds",
        attribute: Option<String> = "Attribute",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeAddresses) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.allocations,
        filters: &input.filters,
        max_results: None,
        next_token: None,
    };
    let mut items: Vec<Arc<Address>> = match input.public_ips.as_slice() {
        [] => query.chosen(cx)?,
        public => {
            let mut items = public
                .iter()
                .map(|text| by_public(cx, text))
                .collect::<Result<Vec<_>, _>>()?;
            for id in &input.allocations {
                items.push(named::<Address>(cx, id)?);
            }
            items
        }
    };
    items.sort_by(|a, b| a.id.cmp(&b.id));
    items.dedup_by(|a, b| a.id == b.id);
    let page = query.items(
        cx,
        items,
        FACTS,
        |address| address.id.to_string(),
        Some(|address| &address.tags),
    )?;
    Ok(record! { "Addresses" => page.shown(|address| shown(cx.world(), address)) })
}

pub fn describe_attribute(cx: &mut Cx<'_>, input: DescribeAddressesAttribute) -> Result<Record, ApiError> {
    if let Some(other) = input
        .attribute
        .as_deref()
        .filter(|attribute| *attribute != "domain-name")
    {
        return Err(errors::ec2::invalid_value(
            other,
            "attribute",
            "Unknown attribute.",
        ));
    }
    let query = Query {
        ids: &input.allocations,
        filters: &[],
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<Address>(cx, &[])?;
    Ok(record! {
        "Addresses" => page.shown(|address| record! {
            "PublicIp" => address.public.to_string(),
            "AllocationId" => address.id.as_str(),
        }),
        "NextToken" => page.next_token,
    })
}

/// The interface that an address is associated with.
pub fn mapped<'w>(world: &'w World, address: &Address) -> Option<&'w NetworkInterface> {
    let association = address.association.as_ref()?;
    world
        .network_interfaces
        .get(&association.interface)
        .map(AsRef::as_ref)
}

const FACTS: Facts<Arc<Address>> = &[
    ("allocation-id", |_, address| vec![address.id.to_string()]),
    ("association-id", |_, address| {
        address.association.iter().map(|known| known.id.clone()).collect()
    }),
    ("domain", |_, _| vec!["vpc".to_owned()]),
    ("instance-id", |world, address| {
        member(world, address, "InstanceId")
    }),
    ("network-border-group", |_, address| {
        vec![address.network_border_group.clone()]
    }),
    ("network-interface-id", |world, address| {
        member(world, address, "NetworkInterfaceId")
    }),
    ("network-interface-owner-id", |world, address| {
        member(world, address, "NetworkInterfaceOwnerId")
    }),
    ("private-ip-address", |world, address| {
        member(world, address, "PrivateIpAddress")
    }),
    ("public-ip", |_, address| vec![address.public.to_string()]),
];

fn member(world: &World, address: &Address, name: &str) -> Vec<String> {
    let shown = shown(world, address);
    shown.text(name).map(str::to_owned).into_iter().collect()
}

fn shown(world: &World, address: &Address) -> Record {
    let eni = mapped(world, address);
    let instance = eni
        .and_then(|eni| eni.more.attachment.as_ref())
        .map(|known| known.instance.as_str());
    let association = address.association.as_ref();
    record! {
        "AllocationId" => address.id.as_str(),
        "PublicIp" => address.public.to_string(),
        "PublicIpv4Pool" => POOL,
        "NetworkBorderGroup" => &address.network_border_group,
        "Domain" => "vpc",
        "AssociationId" => association.map(|known| known.id.as_str()),
        "NetworkInterfaceId" => association.map(|known| known.interface.as_str()),
        "NetworkInterfaceOwnerId" => eni.map(|eni| eni.owner.account.as_str()),
        "PrivateIpAddress" => association.map(|known| known.private.to_string()),
        "InstanceId" => instance,
        "Tags" => tag::shown(&address.tags),
    }
}
