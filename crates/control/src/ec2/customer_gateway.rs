//! Customer gateways: the far end of a VPN, as its owner tells it. Create, describe, delete.
//!
//! Asking for what exists gives what exists, as on AWS. A deleted one is shown as `deleted` for an hour.

use std::net::IpAddr;
use std::sync::Arc;

use adit_model::id::CustomerGatewayId;
use adit_model::vpn_gateway::CustomerGateway;
use adit_wire::{ApiError, Record, errors, record, view};
use time::Duration;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::vpn_gateway::IPSEC;

view! {
    pub struct CreateCustomerGateway: "ec2"."CreateCustomerGateway" {
        kind: String = "Type",
        bgp_asn: Option<i64> = "BgpAsn",
        bgp_asn_extended: Option<i64> = "BgpAsnExtended",
        public_ip: Option<String> = "PublicIp",
        ip_address: Option<String> = "IpAddress",
        certificate: Option<String> = "CertificateArn",
        device_name: Option<String> = "DeviceName",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeCustomerGateways: "ec2"."DescribeCustomerGateways" {
        ids: Vec<String> = "CustomerGatewayIds",
        filters: Vec<Filter> = "Filters",
    }
}

view! {
    pub struct DeleteCustomerGateway: "ec2"."DeleteCustomerGateway" { gateway: String = "CustomerGatewayId" }
}

const DEFAULT_ASN: i64 = 65_000;
const VISIBLE: Duration = Duration::hours(1);
/// The largest number that `BgpAsn` takes; greater ones are `BgpAsnExtended`.
const MAX_ASN: u64 = 2_147_483_647;

pub fn create(cx: &mut Cx<'_>, input: CreateCustomerGateway) -> Result<Record, ApiError> {
    if input.kind != IPSEC {
        return Err(errors::ec2::invalid_value(&input.kind, "type", ""));
    }
    let bgp_asn = match (input.bgp_asn, input.bgp_asn_extended) {
        (Some(_), Some(_)) => return Err(errors::ec2::exclusive_parameters("bgpAsn", "bgpAsnExtended")),
        (asn, extended) => asn.or(extended).unwrap_or(DEFAULT_ASN),
    };
    let fits = u64::try_from(bgp_asn)
        .ok()
        .filter(|asn| (1..=4_294_967_295).contains(asn));
    let bgp_asn = fits.ok_or_else(|| errors::ec2::invalid_value(bgp_asn, "bgpAsn", ""))?;
    let ip_address = input.ip_address.or(input.public_ip);
    if let Some(text) = ip_address
        .as_deref()
        .filter(|text| text.parse::<IpAddr>().is_err())
    {
        return Err(errors::ec2::invalid_value(
            text,
            "ipAddress",
            "It is no IP address.",
        ));
    }
    if ip_address.is_none() && input.certificate.is_none() {
        return Err(errors::ec2::customer_gateway_address());
    }
    let tags = tag::on_create(&input.tag_specifications, "customer-gateway")?;
    let same = |known: &CustomerGateway| {
        known.deleted.is_none()
            && known.bgp_asn == bgp_asn
            && known.ip_address == ip_address
            && known.certificate == input.certificate
            && known.device_name == input.device_name
    };
    if let Some(known) = owned::<CustomerGateway>(cx).find(|known| same(known)) {
        return Ok(record! { "CustomerGateway" => Seen::of(cx, known.clone()).shown() });
    }
    forget_old(cx);
    let gateway = CustomerGateway {
        id: mint(cx, CustomerGatewayId::PREFIX, CustomerGatewayId::parse)?,
        owner: cx.owner(),
        bgp_asn,
        ip_address,
        certificate: input.certificate,
        device_name: input.device_name,
        created: cx.now,
        deleted: None,
        tags,
    };
    cx.put(gateway.clone());
    Ok(record! { "CustomerGateway" => Seen::of(cx, gateway.into()).shown() })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeCustomerGateways) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: None,
        next_token: None,
    };
    let mut seen = Vec::new();
    for gateway in query.chosen::<CustomerGateway>(cx)? {
        if visible(cx, &gateway) {
            seen.push(Seen::of(cx, gateway));
        } else if !input.ids.is_empty() {
            return Err(errors::ec2::customer_gateway_not_found(&gateway.id));
        }
    }
    let page = query.items(
        cx,
        seen,
        FACTS,
        |seen| seen.gateway.id.to_string(),
        Some(|seen| &seen.gateway.tags),
    )?;
    Ok(record! { "CustomerGateways" => page.shown(Seen::shown) })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteCustomerGateway) -> Result<Record, ApiError> {
    let mut gateway = (*named::<CustomerGateway>(cx, &input.gateway)?).clone();
    if !visible(cx, &gateway) {
        return Err(errors::ec2::customer_gateway_not_found(&gateway.id));
    }
    gateway.deleted = gateway.deleted.or(Some(cx.now));
    cx.put(gateway);
    Ok(record! {})
}

fn visible(cx: &Cx<'_>, gateway: &CustomerGateway) -> bool {
    gateway.deleted.is_none_or(|deleted| cx.now < deleted + VISIBLE)
}

fn forget_old(cx: &mut Cx<'_>) {
    let old = owned::<CustomerGateway>(cx).filter(|gateway| !visible(cx, gateway));
    let old: Vec<CustomerGatewayId> = old.map(|gateway| gateway.id.clone()).collect();
    for id in old {
        cx.delete::<CustomerGateway>(&id);
    }
}

struct Seen {
    gateway: Arc<CustomerGateway>,
    state: &'static str,
}

impl Seen {
    fn of(cx: &Cx<'_>, gateway: Arc<CustomerGateway>) -> Self {
        let state = match gateway.deleted {
            Some(deleted) if cx.settled(deleted) => "deleted",
            Some(_) => "deleting",
            None if cx.settled(gateway.created) => "available",
            None => "pending",
        };
        Self { gateway, state }
    }

    fn shown(&self) -> Record {
        let gateway = &self.gateway;
        let asn = gateway.bgp_asn.to_string();
        let (plain, extended) = if gateway.bgp_asn > MAX_ASN {
            (None, Some(asn))
        } else {
            (Some(asn), None)
        };
        record! {
            "CustomerGatewayId" => gateway.id.as_str(),
            "State" => self.state,
            "Type" => IPSEC,
            "BgpAsn" => plain,
            "BgpAsnExtended" => extended,
            "IpAddress" => gateway.ip_address.as_deref(),
            "CertificateArn" => gateway.certificate.as_deref(),
            "DeviceName" => gateway.device_name.as_deref(),
            "Tags" => tag::shown(&gateway.tags),
        }
    }
}

const FACTS: Facts<Seen> = &[
    ("bgp-asn", |_, seen| vec![seen.gateway.bgp_asn.to_string()]),
    ("customer-gateway-id", |_, seen| vec![seen.gateway.id.to_string()]),
    ("ip-address", |_, seen| {
        seen.gateway.ip_address.iter().cloned().collect()
    }),
    ("state", |_, seen| vec![seen.state.to_owned()]),
    ("type", |_, _| vec![IPSEC.to_owned()]),
];
