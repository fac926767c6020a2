//! Virtual private gateways: create, attach to a VPC, detach, describe, delete. Configuration: no VPN is dialled.
//!
//! A gateway is attached to one VPC and a VPC has one. Without a number of its own its side of BGP is AS 64512.

use std::sync::Arc;

use adit_model::ZoneName;
use adit_model::id::VpnGatewayId;
use adit_model::vpc::Vpc;
use adit_model::vpn_gateway::VpnGateway;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateVpnGateway: "ec2"."CreateVpnGateway" {
        kind: String = "Type",
        zone: Option<String> = "AvailabilityZone",
        amazon_side_asn: Option<i64> = "AmazonSideAsn",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct AttachVpnGateway: "ec2"."AttachVpnGateway" { vpc: String = "VpcId", gateway: String = "VpnGatewayId" }
}

view! {
    pub struct DetachVpnGateway: "ec2"."DetachVpnGateway" { vpc: String = "VpcId", gateway: String = "VpnGatewayId" }
}

view! {
    pub struct DescribeVpnGateways: "ec2"."DescribeVpnGateways" {
        ids: Vec<String> = "VpnGatewayIds",
        filters: Vec<Filter> = "Filters",
    }
}

view! {
    pub struct DeleteVpnGateway: "ec2"."DeleteVpnGateway" { gateway: String = "VpnGatewayId" }
}

/// The only type that there is.
pub const IPSEC: &str = "ipsec.1";
const DEFAULT_ASN: i64 = 64_512;

pub fn create(cx: &mut Cx<'_>, input: CreateVpnGateway) -> Result<Record, ApiError> {
    if input.kind != IPSEC {
        return Err(errors::ec2::invalid_value(&input.kind, "type", ""));
    }
    let asn = input.amazon_side_asn.unwrap_or(DEFAULT_ASN);
    if !(64_512..=65_534).contains(&asn) && !(4_200_000_000..=4_294_967_294).contains(&asn) {
        return Err(errors::ec2::vpn_gateway_asn(asn));
    }
    // Empty is how the OpenTofu provider says none.
    let zone = match input.zone.as_deref().filter(|zone| !zone.is_empty()) {
        Some(text) => {
            Some(ZoneName::parse(text, &cx.region).ok_or_else(|| errors::ec2::zone_not_found(text))?)
        }
        None => None,
    };
    let tags = tag::on_create(&input.tag_specifications, "vpn-gateway")?;
    let gateway = VpnGateway {
        id: mint(cx, VpnGatewayId::PREFIX, VpnGatewayId::parse)?,
        owner: cx.owner(),
        zone,
        amazon_side_asn: asn.unsigned_abs(),
        vpc: None,
        changed: cx.now,
        tags,
    };
    cx.put(gateway.clone());
    let seen = Seen::of(cx, gateway.into());
    Ok(record! { "VpnGateway" => seen.shown() })
}

pub fn attach(cx: &mut Cx<'_>, input: AttachVpnGateway) -> Result<Record, ApiError> {
    let mut gateway = (*named::<VpnGateway>(cx, &input.gateway)?).clone();
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    if let Some(attached) = gateway.vpc.as_ref().filter(|attached| **attached != vpc.id) {
        return Err(errors::ec2::vpn_gateway_attached(&gateway.id, attached));
    }
    if owned::<VpnGateway>(cx).any(|other| other.id != gateway.id && other.vpc.as_ref() == Some(&vpc.id)) {
        return Err(errors::ec2::vpc_has_vpn_gateway(&vpc.id));
    }
    gateway.vpc = Some(vpc.id.clone());
    gateway.changed = cx.now;
    cx.put(gateway);
    Ok(record! { "VpcAttachment" => record! { "VpcId" => vpc.id.as_str(), "State" => "attaching" } })
}

pub fn detach(cx: &mut Cx<'_>, input: DetachVpnGateway) -> Result<Record, ApiError> {
    let mut gateway = (*named::<VpnGateway>(cx, &input.gateway)?).clone();
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    if gateway.vpc.as_ref() != Some(&vpc.id) {
        return Err(errors::ec2::vpn_gateway_not_attached(&gateway.id, &vpc.id));
    }
    gateway.vpc = None;
    gateway.changed = cx.now;
    cx.put(gateway);
    Ok(record! {})
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpnGateways) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: None,
        next_token: None,
    };
    let seen = query
        .chosen::<VpnGateway>(cx)?
        .into_iter()
        .map(|gateway| Seen::of(cx, gateway))
        .collect();
    let page = query.items(
        cx,
        seen,
        FACTS,
        |seen| seen.gateway.id.to_string(),
        Some(|seen| &seen.gateway.tags),
    )?;
    Ok(record! { "VpnGateways" => page.shown(Seen::shown) })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteVpnGateway) -> Result<Record, ApiError> {
    let gateway = named::<VpnGateway>(cx, &input.gateway)?;
    if gateway.vpc.is_some() {
        return Err(errors::ec2::vpn_gateway_in_use(&gateway.id));
    }
    cx.delete::<VpnGateway>(&gateway.id);
    Ok(record! {})
}

/// A gateway, and whether what was done to it last has come to rest.
struct Seen {
    gateway: Arc<VpnGateway>,
    settled: bool,
}

impl Seen {
    fn of(cx: &Cx<'_>, gateway: Arc<VpnGateway>) -> Self {
        let settled = cx.settled(gateway.changed);
        Self { gateway, settled }
    }

    fn attachment(&self) -> &'static str {
        if self.settled { "attached" } else { "attaching" }
    }

    /// An attached gateway has been available before.
    fn state(&self) -> &'static str {
        if self.settled || self.gateway.vpc.is_some() {
            "available"
        } else {
            "pending"
        }
    }

    fn shown(&self) -> Record {
        let gateway = &self.gateway;
        let attachments = gateway
            .vpc
            .iter()
            .map(|vpc| record! { "VpcId" => vpc.as_str(), "State" => self.attachment() });
        record! {
            "VpnGatewayId" => gateway.id.as_str(),
            "State" => self.state(),
            "Type" => IPSEC,
            "AmazonSideAsn" => gateway.amazon_side_asn,
            "AvailabilityZone" => gateway.zone.as_ref().map(ZoneName::as_str),
            "VpcAttachments" => attachments.collect::<Vec<_>>(),
            "Tags" => tag::shown(&gateway.tags),
        }
    }
}

const FACTS: Facts<Seen> = &[
    ("amazon-side-asn", |_, seen| {
        vec![seen.gateway.amazon_side_asn.to_string()]
    }),
    ("attachment.state", |_, seen| {
        seen.gateway
            .vpc
            .iter()
            .map(|_| seen.attachment().to_owned())
            .collect()
    }),
    ("attachment.vpc-id", |_, seen| {
        seen.gateway.vpc.iter().map(ToString::to_string).collect()
    }),
    ("availability-zone", |_, seen| {
        seen.gateway.zone.iter().map(ToString::to_string).collect()
    }),
    ("state", |_, seen| vec![seen.state().to_owned()]),
    ("type", |_, _| vec![IPSEC.to_owned()]),
    ("vpn-gateway-id", |_, seen| vec![seen.gateway.id.to_string()]),
];
