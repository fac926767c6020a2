//! Services that an account offers to endpoints: CreateVpcEndpointServiceConfiguration, and its Modify, Describe, Delete.
//!
//! A service stands on Network Load Balancers of its account, in whose zones endpoints may be. It is IPv4 and of its
//! own region; gateway load balancers, IPv6 and other regions are refused. A private DNS name waits for its
//! verification for ever, since nobody reads the record. A service with connections cannot be deleted.

use std::collections::BTreeSet;

use adit_model::endpoint_service::{EndpointService, ServiceDomain};
use adit_model::id::{EndpointServiceId, LoadBalancerArn};
use adit_model::load_balancer::LoadBalancer;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use adit_model::{AccountId, ZoneName};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::client_token;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{Ec2Resource, mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateVpcEndpointServiceConfiguration: "ec2"."CreateVpcEndpointServiceConfiguration" {
        acceptance_required: Option<bool> = "AcceptanceRequired",
        private_dns_name: Option<String> = "PrivateDnsName",
        balancers: Vec<String> = "NetworkLoadBalancerArns",
        ip_address_types: Vec<String> = "SupportedIpAddressTypes",
        regions: Vec<String> = "SupportedRegions",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct ModifyVpcEndpointServiceConfiguration: "ec2"."ModifyVpcEndpointServiceConfiguration" {
        service: String = "ServiceId",
        acceptance_required: Option<bool> = "AcceptanceRequired",
        private_dns_name: Option<String> = "PrivateDnsName",
        remove_private_dns_name: Option<bool> = "RemovePrivateDnsName",
        add_balancers: Vec<String> = "AddNetworkLoadBalancerArns",
        remove_balancers: Vec<String> = "RemoveNetworkLoadBalancerArns",
        add_ip_address_types: Vec<String> = "AddSupportedIpAddressTypes",
        remove_ip_address_types: Vec<String> = "RemoveSupportedIpAddressTypes",
        add_regions: Vec<String> = "AddSupportedRegions",
        remove_regions: Vec<String> = "RemoveSupportedRegions",
    }
}

view! {
    pub struct DescribeVpcEndpointServiceConfigurations: "ec2"."DescribeVpcEndpointServiceConfigurations" {
        ids: Vec<String> = "ServiceIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteVpcEndpointServiceConfigurations: "ec2"."DeleteVpcEndpointServiceConfigurations" {
        ids: Vec<String> = "ServiceIds",
    }
}

pub fn create(cx: &mut Cx<'_>, input: CreateVpcEndpointServiceConfiguration) -> Result<Record, ApiError> {
    let client_token = client_token::of(input.client_token.as_deref(), &input);
    if let Some(made) = client_token::replay::<EndpointService>(cx, client_token.as_ref())? {
        return Ok(
            record! { "ServiceConfiguration" => shown(cx, &made), "ClientToken" => input.client_token },
        );
    }
    check_scope(cx, &input.ip_address_types, &input.regions)?;
    let balancers = balancers(cx, &input.balancers)?;
    if balancers.is_empty() {
        return Err(errors::ec2::endpoint_service_balancer_missing());
    }
    let tags = tag::on_create(&input.tag_specifications, EndpointService::TYPE)?;
    let service = EndpointService {
        id: mint(cx, EndpointServiceId::PREFIX, EndpointServiceId::parse)?,
        owner: cx.owner(),
        acceptance_required: input.acceptance_required.unwrap_or(true),
        balancers,
        private_dns: input.private_dns_name.map(|name| domain(cx, name)),
        principals: Vec::new(),
        created: cx.now,
        client_token,
        tags,
    };
    cx.put(service.clone());
    Ok(record! { "ServiceConfiguration" => shown(cx, &service), "ClientToken" => input.client_token })
}

pub fn modify(cx: &mut Cx<'_>, input: ModifyVpcEndpointServiceConfiguration) -> Result<Record, ApiError> {
    let mut service = (*named::<EndpointService>(cx, &input.service)?).clone();
    check_scope(cx, &input.add_ip_address_types, &input.add_regions)?;
    if input.remove_ip_address_types.iter().any(|kind| kind == "ipv4") {
        return Err(errors::ec2::endpoint_service_parameter(
            "A service must support at least one IP address type.",
        ));
    }
    if input
        .remove_regions
        .iter()
        .any(|region| region == cx.region.as_str())
    {
        return Err(errors::ec2::endpoint_service_parameter(
            "The service's own Region cannot be removed.",
        ));
    }
    for added in balancers(cx, &input.add_balancers)? {
        if !service.balancers.contains(&added) {
            service.balancers.push(added);
        }
    }
    for gone in &input.remove_balancers {
        if !service.balancers.iter().any(|known| known.as_str() == gone) {
            return Err(errors::ec2::endpoint_service_balancer(gone));
        }
    }
    service
        .balancers
        .retain(|known| !input.remove_balancers.iter().any(|gone| known.as_str() == gone));
    if service.balancers.is_empty() {
        return Err(errors::ec2::endpoint_service_balancer_missing());
    }
    match (input.remove_private_dns_name, input.private_dns_name) {
        (Some(true), Some(_)) => {
            return Err(errors::ec2::exclusive_parameters(
                "removePrivateDnsName",
                "privateDnsName",
            ));
        }
        (Some(true), None) => service.private_dns = None,
        (_, Some(name)) => service.private_dns = Some(domain(cx, name)),
        (_, None) => {}
    }
    service.acceptance_required = input.acceptance_required.unwrap_or(service.acceptance_required);
    cx.put(service);
    Ok(record! { "Return" => true })
}

pub fn describe(
    cx: &mut Cx<'_>,
    input: DescribeVpcEndpointServiceConfigurations,
) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<EndpointService>(cx, FACTS)?;
    Ok(record! {
        "ServiceConfigurations" => page.shown(|service| shown(cx, service)),
        "NextToken" => page.next_token,
    })
}

/// What cannot be deleted is told in the answer, and the rest is deleted.
pub fn delete(cx: &mut Cx<'_>, input: DeleteVpcEndpointServiceConfigurations) -> Result<Record, ApiError> {
    let live =
        |endpoint: &VpcEndpoint| !matches!(endpoint.state, EndpointState::Rejected | EndpointState::Deleting);
    let used: BTreeSet<EndpointServiceId> = cx
        .table::<VpcEndpoint>()
        .iter()
        .filter(|endpoint| live(endpoint))
        .filter_map(|endpoint| endpoint.more.provider.clone())
        .collect();
    let mut failed = Vec::new();
    for id in &input.ids {
        let found = named::<EndpointService>(cx, id).and_then(|service| match used.contains(&service.id) {
            true => Err(errors::ec2::endpoint_service_in_use(id)),
            false => Ok(service),
        });
        match found {
            Ok(service) => cx.delete::<EndpointService>(&service.id),
            Err(error) => failed.push(unsuccessful(id, &error)),
        }
    }
    Ok(record! { "Unsuccessful" => failed })
}

/// An item of `Unsuccessful`.
pub fn unsuccessful(id: &str, error: &ApiError) -> Record {
    record! {
        "ResourceId" => id,
        "Error" => record! { "Code" => error.code.clone(), "Message" => error.message.clone() },
    }
}

/// Whether an account's endpoints may connect: its own, and those that the permissions name.
pub fn permits(service: &EndpointService, account: &AccountId) -> bool {
    let names = |principal: &str| principal == "*" || principal.split(':').nth(4) == Some(account.as_str());
    service.owner.account == *account || service.principals.iter().any(|known| names(&known.principal))
}

/// The zones in which its balancers stand.
pub fn zones(cx: &Cx<'_>, service: &EndpointService) -> Vec<ZoneName> {
    let balancers = service
        .balancers
        .iter()
        .filter_map(|arn| cx.table::<LoadBalancer>().get(arn));
    let zones: BTreeSet<ZoneName> = balancers
        .flat_map(|balancer| balancer.zones.iter().map(|zone| zone.zone.clone()))
        .collect();
    zones.into_iter().collect()
}

/// `{id}.{region}.vpce.amazonaws.com`.
pub fn base_name(service: &EndpointService) -> String {
    format!("{}.{}.vpce.amazonaws.com", service.id, service.owner.region)
}

/// Whether a service stands on a balancer, which then cannot be deleted.
pub fn stands_on(cx: &Cx<'_>, balancer: &LoadBalancerArn) -> bool {
    owned::<EndpointService>(cx).any(|service| service.balancers.contains(balancer))
}

fn check_scope(cx: &Cx<'_>, kinds: &[String], regions: &[String]) -> Result<(), ApiError> {
    if let Some(other) = kinds.iter().find(|kind| *kind != "ipv4") {
        return Err(unsupported("SupportedIpAddressTypes", other));
    }
    match regions.iter().find(|region| *region != cx.region.as_str()) {
        Some(other) => Err(unsupported("SupportedRegions", other)),
        None => Ok(()),
    }
}

fn balancers(cx: &Cx<'_>, arns: &[String]) -> Result<Vec<LoadBalancerArn>, ApiError> {
    let mut found = Vec::new();
    for arn in arns {
        let balancer = LoadBalancerArn::parse(arn)
            .and_then(|id| cx.table::<LoadBalancer>().get(&id))
            .filter(|balancer| cx.owns(&balancer.owner));
        let balancer = balancer.ok_or_else(|| errors::ec2::endpoint_service_balancer(arn))?;
        if balancer.network.is_none() {
            return Err(errors::ec2::endpoint_service_balancer_type(arn));
        }
        if !found.contains(&balancer.id) {
            found.push(balancer.id.clone());
        }
    }
    Ok(found)
}

fn domain(cx: &mut Cx<'_>, name: String) -> ServiceDomain {
    ServiceDomain {
        name,
        record: format!("_{}", cx.minter.lower(20)),
        value: format!("vpce:{}", cx.minter.mixed(20)),
    }
}

const FACTS: Facts<EndpointService> = &[
    ("service-id", |_, service| vec![service.id.to_string()]),
    ("service-name", |_, service| vec![service.name()]),
    ("service-state", |_, _| vec!["Available".to_owned()]),
    ("supported-ip-address-types", |_, _| vec!["ipv4".to_owned()]),
];

fn shown(cx: &Cx<'_>, service: &EndpointService) -> Record {
    let zones = zones(cx, service);
    let state = if cx.settled(service.created) {
        "Available"
    } else {
        "Pending"
    };
    let domain = service.private_dns.as_ref();
    record! {
        "ServiceId" => service.id.as_str(),
        "ServiceName" => service.name(),
        "ServiceType" => vec![record! { "ServiceType" => "Interface" }],
        "ServiceState" => state,
        "AvailabilityZoneIds" => zones.iter().map(ZoneName::id).collect::<Vec<_>>(),
        "AvailabilityZones" => zones.iter().map(ZoneName::as_str).collect::<Vec<_>>(),
        "AcceptanceRequired" => service.acceptance_required,
        "ManagesVpcEndpoints" => false,
        "NetworkLoadBalancerArns" => service.balancers.iter().map(LoadBalancerArn::as_str).collect::<Vec<_>>(),
        "SupportedIpAddressTypes" => vec!["ipv4"],
        "BaseEndpointDnsNames" => vec![base_name(service)],
        "PrivateDnsName" => domain.map(|domain| domain.name.as_str()),
        "PrivateDnsNameConfiguration" => domain.map(|domain| record! {
            "State" => "pendingVerification",
            "Type" => "TXT",
            "Value" => &domain.value,
            "Name" => &domain.record,
        }),
        "SupportedRegions" => vec![record! {
            "Region" => service.owner.region.as_str(),
            "ServiceState" => state,
        }],
        "RemoteAccessEnabled" => false,
        "Tags" => tag::shown(&service.tags),
    }
}
