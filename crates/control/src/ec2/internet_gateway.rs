//! Internet gateways: create, attach to one VPC, detach, describe, delete.
//!
//! An attachment's state is `available`, a word that EC2 answers though its model does not list it. A gateway cannot
//! be detached while the VPC has public addresses; routes through a detached or deleted one are black holes.

use adit_model::id::{InternetGatewayId, VpcId};
use adit_model::internet_gateway::InternetGateway;
use adit_model::network_interface::NetworkInterface;
use adit_model::route_table::{RouteTable, RouteTarget};
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateInternetGateway: "ec2"."CreateInternetGateway" {
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct AttachInternetGateway: "ec2"."AttachInternetGateway" {
        gateway: String = "InternetGatewayId",
        vpc: String = "VpcId",
    }
}

view! {
    pub struct DetachInternetGateway: "ec2"."DetachInternetGateway" {
        gateway: String = "InternetGatewayId",
        vpc: String = "VpcId",
    }
}

view! {
    pub struct DescribeInternetGateways: "ec2"."DescribeInternetGateways" {
        ids: Vec<String> = "InternetGatewayIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteInternetGateway: "ec2"."DeleteInternetGateway" { gateway: String = "InternetGatewayId" }
}

pub fn create(cx: &mut Cx<'_>, input: CreateInternetGateway) -> Result<Record, ApiError> {
    let tags = tag::on_create(&input.tag_specifications, "internet-gateway")?;
    let id = mint(cx, InternetGatewayId::PREFIX, InternetGatewayId::parse)?;
    let gateway = InternetGateway {
        id,
        owner: cx.owner(),
        vpc: None,
        tags,
    };
    cx.put(gateway.clone());
    Ok(record! { "InternetGateway" => shown(&gateway) })
}

pub fn attach(cx: &mut Cx<'_>, input: AttachInternetGateway) -> Result<Record, ApiError> {
    let mut gateway = (*named::<InternetGateway>(cx, &input.gateway)?).clone();
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    if let Some(attached) = &gateway.vpc {
        return Err(errors::ec2::internet_gateway_attached(&gateway.id, attached));
    }
    if of_vpc(cx, &vpc.id).is_some() {
        return Err(errors::ec2::vpc_has_internet_gateway(&vpc.id));
    }
    gateway.vpc = Some(vpc.id.clone());
    cx.put(gateway);
    Ok(record! {})
}

pub fn detach(cx: &mut Cx<'_>, input: DetachInternetGateway) -> Result<Record, ApiError> {
    let mut gateway = (*named::<InternetGateway>(cx, &input.gateway)?).clone();
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    if gateway.vpc.as_ref() != Some(&vpc.id) {
        return Err(errors::ec2::internet_gateway_not_attached(&gateway.id, &vpc.id));
    }
    let public = |interface: &NetworkInterface| {
        let mapped = interface.public_address.is_some() || !interface.more.elastic.is_empty();
        interface.vpc == vpc.id && mapped
    };
    if owned::<NetworkInterface>(cx).any(|interface| public(interface)) {
        return Err(errors::ec2::internet_gateway_has_addresses(&vpc.id));
    }
    gateway.vpc = None;
    cx.put(gateway);
    Ok(record! {})
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeInternetGateways) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<InternetGateway>(cx, FACTS)?;
    Ok(record! { "InternetGateways" => page.shown(|gateway| shown(gateway)), "NextToken" => page.next_token })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteInternetGateway) -> Result<Record, ApiError> {
    let gateway = named::<InternetGateway>(cx, &input.gateway)?;
    if gateway.vpc.is_some() {
        return Err(errors::ec2::internet_gateway_in_use(&gateway.id));
    }
    let through = RouteTarget::InternetGateway(gateway.id.clone());
    let tables: Vec<RouteTable> = owned::<RouteTable>(cx)
        .filter(|table| table.routes.iter().any(|route| route.target == through))
        .map(|table| (**table).clone())
        .collect();
    for mut table in tables {
        for route in table.routes.iter_mut().filter(|route| route.target == through) {
            route.target = RouteTarget::Blackhole(gateway.id.to_string());
        }
        cx.put(table);
    }
    cx.delete::<InternetGateway>(&gateway.id);
    Ok(record! {})
}

/// The gateway that is attached to a VPC.
pub fn of_vpc(cx: &Cx<'_>, vpc: &VpcId) -> Option<InternetGatewayId> {
    owned::<InternetGateway>(cx)
        .find(|gateway| gateway.vpc.as_ref() == Some(vpc))
        .map(|gateway| gateway.id.clone())
}

const FACTS: Facts<InternetGateway> = &[
    ("attachment.state", |_, gateway| {
        gateway.vpc.iter().map(|_| "available".to_owned()).collect()
    }),
    ("attachment.vpc-id", |_, gateway| {
        gateway.vpc.iter().map(ToString::to_string).collect()
    }),
    ("internet-gateway-id", |_, gateway| vec![gateway.id.to_string()]),
    ("owner-id", |_, gateway| vec![gateway.owner.account.to_string()]),
];

fn shown(gateway: &InternetGateway) -> Record {
    let attachments = gateway
        .vpc
        .iter()
        .map(|vpc| record! { "State" => "available", "VpcId" => vpc.as_str() });
    record! {
        "InternetGatewayId" => gateway.id.as_str(),
        "OwnerId" => gateway.owner.account.as_str(),
        "Attachments" => attachments.collect::<Vec<_>>(),
        "Tags" => tag::shown(&gateway.tags),
    }
}
