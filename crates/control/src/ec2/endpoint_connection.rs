//! Connections of endpoints to an account's services: DescribeVpcEndpointConnections, and Accept and Reject.
//!
//! A connection is the endpoint itself, seen from the service's side. What was rejected can be accepted later; an
//! endpoint that was deleted is no connection any more.

use std::sync::Arc;

use adit_model::World;
use adit_model::endpoint_service::EndpointService;
use adit_model::id::{LoadBalancerArn, VpcEndpointId};
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::endpoint_service::unsuccessful;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{Ec2Resource, named};
use crate::ec2::{vpc_endpoint, vpc_endpoint_dns};

view! {
    pub struct DescribeVpcEndpointConnections: "ec2"."DescribeVpcEndpointConnections" {
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct AcceptVpcEndpointConnections: "ec2"."AcceptVpcEndpointConnections" {
        service: String = "ServiceId",
        endpoints: Vec<String> = "VpcEndpointIds",
    }
}

view! {
    pub struct RejectVpcEndpointConnections: "ec2"."RejectVpcEndpointConnections" {
        service: String = "ServiceId",
        endpoints: Vec<String> = "VpcEndpointIds",
    }
}

/// An endpoint, the service that it connects to, and the state that it shows.
struct Connection {
    endpoint: Arc<VpcEndpoint>,
    service: Arc<EndpointService>,
    state: &'static str,
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcEndpointConnections) -> Result<Record, ApiError> {
    let connections = cx.table::<VpcEndpoint>().iter().filter_map(|endpoint| {
        let service = cx
            .table::<EndpointService>()
            .get(endpoint.more.provider.as_ref()?)?;
        cx.owns(&service.owner).then(|| Connection {
            endpoint: endpoint.clone(),
            service: service.clone(),
            state: vpc_endpoint::state(cx, endpoint),
        })
    });
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(
        cx,
        connections.collect(),
        FACTS,
        |known| known.endpoint.id.to_string(),
        None,
    )?;
    Ok(record! {
        "VpcEndpointConnections" => page.shown(|known| shown(cx.world(), known)),
        "NextToken" => page.next_token,
    })
}

pub fn accept(cx: &mut Cx<'_>, input: AcceptVpcEndpointConnections) -> Result<Record, ApiError> {
    answer(cx, &input.service, &input.endpoints, EndpointState::Available)
}

pub fn reject(cx: &mut Cx<'_>, input: RejectVpcEndpointConnections) -> Result<Record, ApiError> {
    answer(cx, &input.service, &input.endpoints, EndpointState::Rejected)
}

/// What cannot be changed is told in the answer, and the rest is changed.
fn answer(cx: &mut Cx<'_>, service: &str, ids: &[String], to: EndpointState) -> Result<Record, ApiError> {
    let service = named::<EndpointService>(cx, service)?;
    let mut failed = Vec::new();
    for id in ids {
        let found = VpcEndpointId::parse(id).and_then(|id| cx.get::<VpcEndpoint>(&id));
        let found = found.filter(|endpoint| endpoint.more.provider.as_ref() == Some(&service.id));
        match found {
            None => failed.push(unsuccessful(id, &VpcEndpoint::not_found(id))),
            Some(endpoint) if endpoint.state == to => {
                let state = vpc_endpoint::state(cx, &endpoint);
                failed.push(unsuccessful(id, &errors::ec2::vpc_endpoint_state(id, state)));
            }
            Some(mut endpoint) => {
                endpoint.state = to;
                endpoint.more.answered = Some(cx.now);
                cx.put(endpoint);
            }
        }
    }
    Ok(record! { "Unsuccessful" => failed })
}

const FACTS: Facts<Connection> = &[
    ("ip-address-type", |_, _| vec!["ipv4".to_owned()]),
    ("service-id", |_, known| vec![known.service.id.to_string()]),
    ("vpc-endpoint-id", |_, known| vec![known.endpoint.id.to_string()]),
    ("vpc-endpoint-owner", |_, known| {
        vec![known.endpoint.owner.account.to_string()]
    }),
    ("vpc-endpoint-region", |_, known| {
        vec![known.endpoint.owner.region.to_string()]
    }),
    ("vpc-endpoint-state", |_, known| vec![known.state.to_owned()]),
];

fn shown(world: &World, known: &Connection) -> Record {
    let endpoint = &known.endpoint;
    let stem = endpoint.id.as_str().trim_start_matches(VpcEndpointId::PREFIX);
    let balancers = known.service.balancers.iter().map(LoadBalancerArn::as_str);
    record! {
        "ServiceId" => known.service.id.as_str(),
        "VpcEndpointId" => endpoint.id.as_str(),
        "VpcEndpointOwner" => endpoint.owner.account.as_str(),
        "VpcEndpointState" => known.state,
        "CreationTimestamp" => endpoint.created,
        "DnsEntries" => vpc_endpoint_dns::entries(world, endpoint),
        "NetworkLoadBalancerArns" => balancers.collect::<Vec<_>>(),
        "IpAddressType" => "ipv4",
        "VpcEndpointConnectionId" => format!("vpce-con-{stem}"),
        "VpcEndpointRegion" => endpoint.owner.region.as_str(),
        "Tags" => Vec::<Record>::new(),
    }
}
