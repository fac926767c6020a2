//! How a NAT gateway is shown, and what it can be filtered by.

use std::sync::Arc;

use adit_model::nat_gateway::{NatGateway, NatGatewayAddress};
use adit_wire::{Record, record};

use crate::cx::Cx;
use crate::ec2::filter::Facts;
use crate::ec2::tag;

/// A gateway, with the state that it has by now.
pub struct Seen {
    pub gateway: Arc<NatGateway>,
    pub state: &'static str,
}

impl Seen {
    pub fn of(cx: &Cx<'_>, gateway: &Arc<NatGateway>) -> Self {
        let state = match (gateway.deleted, &gateway.failure) {
            (Some(deleted), _) if cx.settled(deleted) => "deleted",
            (Some(_), _) => "deleting",
            (None, _) if !cx.settled(gateway.created) => "pending",
            (None, Some(_)) => "failed",
            (None, None) => "available",
        };
        Self {
            gateway: gateway.clone(),
            state,
        }
    }
}

pub const FACTS: Facts<Seen> = &[
    ("connectivity-type", |_, seen| {
        vec![seen.gateway.connectivity.name().to_owned()]
    }),
    ("availability-mode", |_, _| vec!["zonal".to_owned()]),
    ("nat-gateway-id", |_, seen| vec![seen.gateway.id.to_string()]),
    ("state", |_, seen| vec![seen.state.to_owned()]),
    ("subnet-id", |_, seen| vec![seen.gateway.subnet.to_string()]),
    ("vpc-id", |_, seen| vec![seen.gateway.vpc.to_string()]),
];

pub fn shown(seen: &Seen) -> Record {
    let gateway = &seen.gateway;
    let addresses = gateway
        .addresses
        .iter()
        .enumerate()
        .map(|(at, address)| address_shown(at, address));
    let failure = gateway.failure.as_ref();
    record! {
        "NatGatewayId" => gateway.id.as_str(),
        "VpcId" => gateway.vpc.as_str(),
        "SubnetId" => gateway.subnet.as_str(),
        "State" => seen.state,
        "ConnectivityType" => gateway.connectivity.name(),
        "AvailabilityMode" => "zonal",
        "NatGatewayAddresses" => addresses.collect::<Vec<_>>(),
        "FailureCode" => failure.map(|(code, _)| code),
        "FailureMessage" => failure.map(|(_, text)| text),
        "CreateTime" => gateway.created,
        "DeleteTime" => gateway.deleted,
        "Tags" => tag::shown(&gateway.tags),
    }
}

fn address_shown(at: usize, address: &NatGatewayAddress) -> Record {
    let elastic = address.elastic.as_ref();
    record! {
        "AllocationId" => elastic.map(|(allocation, ..)| allocation.as_str()),
        "AssociationId" => elastic.map(|(_, association, _)| association),
        "PublicIp" => elastic.map(|(.., public)| public.to_string()),
        "NetworkInterfaceId" => address.interface.as_str(),
        "PrivateIp" => address.private.to_string(),
        "IsPrimary" => at == 0,
        "Status" => "succeeded",
    }
}
