//! Egress-only internet gateways: create, describe, delete. IPv6 is configuration only, so nothing leaves through one.
//!
//! A gateway belongs to one VPC from its birth. Routes through a deleted one are black holes.

use std::sync::Arc;

use adit_model::egress_only_internet_gateway::EgressOnlyInternetGateway;
use adit_model::id::EgressOnlyInternetGatewayId;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::ec2::client_token;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateEgressOnlyInternetGateway: "ec2"."CreateEgressOnlyInternetGateway" {
        vpc: String = "VpcId",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeEgressOnlyInternetGateways: "ec2"."DescribeEgressOnlyInternetGateways" {
        ids: Vec<String> = "EgressOnlyInternetGatewayIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteEgressOnlyInternetGateway: "ec2"."DeleteEgressOnlyInternetGateway" {
        gateway: String = "EgressOnlyInternetGatewayId",
    }
}

pub fn create(cx: &mut Cx<'_>, input: CreateEgressOnlyInternetGateway) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let tags = tag::on_create(&input.tag_specifications, "egress-only-internet-gateway")?;
    let token = client_token::of(input.client_token.as_deref(), &input);
    let gateway: Arc<EgressOnlyInternetGateway> = match client_token::replay(cx, token.as_ref())? {
        Some(made) => made,
        None => {
            let made = EgressOnlyInternetGateway {
                id: mint(
                    cx,
                    EgressOnlyInternetGatewayId::PREFIX,
                    EgressOnlyInternetGatewayId::parse,
                )?,
                owner: cx.owner(),
                vpc: vpc.id.clone(),
                client_token: token,
                tags,
            };
            cx.put(made.clone());
            made.into()
        }
    };
    Ok(record! { "EgressOnlyInternetGateway" => shown(&gateway), "ClientToken" => input.client_token })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeEgressOnlyInternetGateways) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<EgressOnlyInternetGateway>(cx, FACTS)?;
    Ok(record! {
        "EgressOnlyInternetGateways" => page.shown(|gateway| shown(gateway)),
        "NextToken" => page.next_token,
    })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteEgressOnlyInternetGateway) -> Result<Record, ApiError> {
    let gateway = named::<EgressOnlyInternetGateway>(cx, &input.gateway)?;
    cx.delete::<EgressOnlyInternetGateway>(&gateway.id);
    Ok(record! { "ReturnCode" => true })
}

const FACTS: Facts<EgressOnlyInternetGateway> = &[
    ("attachment.state", |_, _| vec!["attached".to_owned()]),
    ("attachment.vpc-id", |_, gateway| vec![gateway.vpc.to_string()]),
    ("egress-only-internet-gateway-id", |_, gateway| {
        vec![gateway.id.to_string()]
    }),
];

fn shown(gateway: &EgressOnlyInternetGateway) -> Record {
    record! {
        "EgressOnlyInternetGatewayId" => gateway.id.as_str(),
        "Attachments" => vec![record! { "State" => "attached", "VpcId" => gateway.vpc.as_str() }],
        "Tags" => tag::shown(&gateway.tags),
    }
}
