//! VPC endpoints: create, describe, delete (api D). Changes are in `vpc_endpoint_change`.
//!
//! An interface endpoint has one interface in each of its subnets, at most one subnet a zone (api D10), with an address
//! that the caller may choose (api D7). Without groups it takes the VPC's default one, without a policy it allows
//! everything (api D2). Private DNS is on unless refused and needs both DNS attributes of the VPC; a VPC has room for
//! one endpoint of a service with it (api D13). A gateway endpoint puts a route into each of its tables. An endpoint is
//! answered `pending` and is available at once, or when the service's owner has accepted it. Other types and IPv6 are
//! refused, as every service here is IPv4.

use std::sync::Arc;

use adit_model::World;
use adit_model::id::{NetworkInterfaceId, RouteTableId, SubnetId, VpcEndpointId};
use adit_model::network_interface::NetworkInterface;
use adit_model::relation::Relation;
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::{EndpointKind, EndpointState, MoreOfEndpoint, VpcEndpoint};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::endpoint_service::{unsuccessful, zones};
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};
pub use crate::ec2::vpc_endpoint_rule::groups;
use crate::ec2::vpc_endpoint_rule::{addressing, check_kind, check_private_dns, check_zones, policy};
use crate::ec2::vpc_endpoint_service::{self, Offered};
use crate::ec2::vpc_endpoint_subnet::{self, SubnetConfiguration};
use crate::ec2::{client_token, vpc_endpoint_dns, vpc_endpoint_route};

view! {
    pub struct CreateVpcEndpoint: "ec2"."CreateVpcEndpoint" {
        endpoint_type: Option<String> = "VpcEndpointType",
        vpc: String = "VpcId",
        service: Option<String> = "ServiceName",
        service_region: Option<String> = "ServiceRegion",
        policy: Option<String> = "PolicyDocument",
        route_tables: Vec<String> = "RouteTableIds",
        subnets: Vec<String> = "SubnetIds",
        configurations: Vec<SubnetConfiguration> = "SubnetConfigurations",
        groups: Vec<String> = "SecurityGroupIds",
        ip_address_type: Option<String> = "IpAddressType",
        dns_options: Option<DnsOptions> = "DnsOptions",
        private_dns: Option<bool> = "PrivateDnsEnabled",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DnsOptions: "ec2"/"DnsOptionsSpecification" {
        record_type: Option<String> = "DnsRecordIpType",
        inbound_resolver_only: Option<bool> = "PrivateDnsOnlyForInboundResolverEndpoint",
    }
}

view! {
    pub struct DescribeVpcEndpoints: "ec2"."DescribeVpcEndpoints" {
        ids: Vec<String> = "VpcEndpointIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteVpcEndpoints: "ec2"."DeleteVpcEndpoints" { ids: Vec<String> = "VpcEndpointIds" }
}

/// The document of an interface endpoint without one of its own (api A30).
const FULL_ACCESS: &str = r#"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
/// The same of a gateway endpoint.
const GATEWAY_ACCESS: &str = r#"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;
/// Interface endpoints that a VPC may have (api D12), and gateway endpoints that a region may.
const MAX_INTERFACE: usize = 50;
const MAX_GATEWAY: usize = 20;

pub fn create(cx: &mut Cx<'_>, input: CreateVpcEndpoint) -> Result<Record, ApiError> {
    let client_token = client_token::of(input.client_token.as_deref(), &input);
    if let Some(made) = client_token::replay::<VpcEndpoint>(cx, client_token.as_ref())? {
        return Ok(record! { "VpcEndpoint" => shown(cx, &made), "ClientToken" => input.client_token });
    }
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let service = input
        .service
        .clone()
        .ok_or_else(|| errors::ec2::missing_parameter("ServiceName"))?;
    if let Some(region) = input
        .service_region
        .as_deref()
        .filter(|region| *region != cx.region.as_str())
    {
        return Err(unsupported("ServiceRegion", region));
    }
    let offered =
        vpc_endpoint_service::find(cx, &service, input.endpoint_type.as_deref().unwrap_or("Gateway"))?;
    let kind = offered.kind();
    check_kind(&input, kind)?;
    let more = MoreOfEndpoint {
        kind,
        ..addressing(
            &service,
            kind,
            input.ip_address_type.as_deref(),
            input.dns_options.as_ref(),
        )?
    };
    let (provider, allowed_zones, waits) = match &offered {
        Offered::Account(service) => (
            Some(service.id.clone()),
            Some(zones(cx, service)),
            service.acceptance_required,
        ),
        Offered::Aws(..) => (None, None, false),
    };
    let policy = input
        .policy
        .clone()
        .map(|text| policy(text, &service))
        .transpose()?;
    let groups = match (kind, input.groups.as_slice()) {
        (EndpointKind::Gateway, _) => Vec::new(),
        (EndpointKind::Interface, []) => vec![vpc.default_group.clone()],
        (EndpointKind::Interface, ids) => groups(cx, &vpc, ids)?,
    };
    let private_dns = kind == EndpointKind::Interface && input.private_dns.unwrap_or(provider.is_none());
    if private_dns {
        check_private_dns(cx, &vpc, &service, None)?;
    }
    check_room(cx, &vpc, kind)?;
    let tags = tag::on_create(&input.tag_specifications, "vpc-endpoint")?;
    let mut endpoint = VpcEndpoint {
        id: mint(cx, VpcEndpointId::PREFIX, VpcEndpointId::parse)?,
        owner: cx.owner(),
        vpc: vpc.id.clone(),
        service,
        state: if waits {
            EndpointState::PendingAcceptance
        } else {
            EndpointState::Available
        },
        subnets: Vec::new(),
        interfaces: Vec::new(),
        groups,
        policy,
        private_dns,
        dns_suffix: cx.minter.lower(8),
        created: cx.now,
        more: MoreOfEndpoint { provider, ..more },
        client_token,
        tags,
    };
    vpc_endpoint_subnet::add(cx, &mut endpoint, &input.subnets, &input.configurations)?;
    if let Some(allowed) = allowed_zones {
        check_zones(cx, &endpoint, &allowed)?;
    }
    vpc_endpoint_route::add(cx, &mut endpoint, &input.route_tables)?;
    cx.put(endpoint.clone());
    let state = match endpoint.state {
        EndpointState::PendingAcceptance => "pendingAcceptance",
        // A gateway endpoint is there when the answer is.
        _ if kind == EndpointKind::Gateway => state(cx, &endpoint),
        _ => "pending",
    };
    let shown = shown(cx, &endpoint).with("State", state);
    Ok(record! { "VpcEndpoint" => shown, "ClientToken" => input.client_token })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcEndpoints) -> Result<Record, ApiError> {
    let mut endpoints: Vec<Arc<VpcEndpoint>> = match input.ids.as_slice() {
        [] => owned::<VpcEndpoint>(cx).cloned().collect(),
        ids => ids
            .iter()
            .map(|id| named::<VpcEndpoint>(cx, id))
            .collect::<Result<_, _>>()?,
    };
    endpoints.sort_by(|a, b| a.id.cmp(&b.id));
    endpoints.dedup_by(|a, b| a.id == b.id);
    let seen = endpoints
        .into_iter()
        .map(|endpoint| (state(cx, &endpoint), endpoint));
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let key = |(_, endpoint): &Seen| endpoint.id.to_string();
    let tags: fn(&Seen) -> &Tags = |(_, endpoint)| &endpoint.tags;
    let page = query.items(cx, seen.collect(), FACTS, key, Some(tags))?;
    Ok(record! {
        "VpcEndpoints" => page.shown(|(_, endpoint)| shown(cx, endpoint)),
        "NextToken" => page.next_token,
    })
}

/// What cannot be deleted is told in the answer, and the rest is deleted (api D9).
pub fn delete(cx: &mut Cx<'_>, input: DeleteVpcEndpoints) -> Result<Record, ApiError> {
    let mut failed = Vec::new();
    for id in &input.ids {
        match named::<VpcEndpoint>(cx, id) {
            Ok(endpoint) => {
                for interface in &endpoint.interfaces {
                    cx.delete::<NetworkInterface>(interface);
                }
                vpc_endpoint_route::clear(cx, &endpoint);
                cx.delete::<VpcEndpoint>(&endpoint.id);
            }
            Err(error) => failed.push(unsuccessful(id, &error)),
        }
    }
    Ok(record! { "Unsuccessful" => failed })
}

/// On the wire in lower case (api D3).
pub fn state(cx: &Cx<'_>, endpoint: &VpcEndpoint) -> &'static str {
    match endpoint.state {
        EndpointState::Available if !cx.settled(endpoint.more.answered.unwrap_or(endpoint.created)) => {
            "pending"
        }
        EndpointState::Pending => "pending",
        EndpointState::Available => "available",
        EndpointState::Deleting => "deleting",
        EndpointState::PendingAcceptance => "pendingAcceptance",
        EndpointState::Rejected => "rejected",
    }
}

fn check_room(cx: &Cx<'_>, vpc: &Vpc, kind: EndpointKind) -> Result<(), ApiError> {
    let same = |endpoint: &&Arc<VpcEndpoint>| endpoint.more.kind == kind;
    let full = match kind {
        EndpointKind::Interface => {
            let here = cx
                .world()
                .related::<VpcEndpoint>(&Relation::EndpointsIn(vpc.id.clone()));
            here.filter(same).count() >= MAX_INTERFACE
        }
        EndpointKind::Gateway => owned::<VpcEndpoint>(cx).filter(same).count() >= MAX_GATEWAY,
    };
    if full {
        Err(errors::ec2::vpc_endpoint_limit())
    } else {
        Ok(())
    }
}

/// An endpoint with the state that it shows.
type Seen = (&'static str, Arc<VpcEndpoint>);

const FACTS: Facts<Seen> = &[
    ("ip-address-type", |_, _| vec!["ipv4".to_owned()]),
    ("service-name", |_, (_, endpoint)| vec![endpoint.service.clone()]),
    ("service-region", |_, (_, endpoint)| {
        vec![endpoint.owner.region.to_string()]
    }),
    ("vpc-endpoint-id", |_, (_, endpoint)| {
        vec![endpoint.id.to_string()]
    }),
    ("vpc-endpoint-state", |_, (state, _)| vec![(*state).to_owned()]),
    ("vpc-endpoint-type", |_, (_, endpoint)| {
        vec![endpoint.more.kind.name().to_owned()]
    }),
    ("vpc-id", |_, (_, endpoint)| vec![endpoint.vpc.to_string()]),
];

fn shown(cx: &Cx<'_>, endpoint: &VpcEndpoint) -> Record {
    let world: &World = cx.world();
    let groups = endpoint.groups.iter().map(|id| {
        let name = world.security_groups.get(id).map(|group| group.name.clone());
        record! { "GroupId" => id.as_str(), "GroupName" => name }
    });
    let (full, records) = match endpoint.more.kind {
        EndpointKind::Interface => (FULL_ACCESS, "ipv4"),
        EndpointKind::Gateway => (GATEWAY_ACCESS, "service-defined"),
    };
    // A table may have been deleted since.
    let tables = endpoint
        .more
        .route_tables
        .iter()
        .filter(|id| world.route_tables.contains(id))
        .map(RouteTableId::as_str);
    record! {
        "VpcEndpointId" => endpoint.id.as_str(),
        "VpcEndpointType" => endpoint.more.kind.name(),
        "VpcId" => endpoint.vpc.as_str(),
        "ServiceName" => &endpoint.service,
        "ServiceRegion" => endpoint.owner.region.as_str(),
        "State" => state(cx, endpoint),
        "PolicyDocument" => endpoint.policy.as_deref().unwrap_or(full),
        "RouteTableIds" => tables.collect::<Vec<_>>(),
        "SubnetIds" => endpoint.subnets.iter().map(SubnetId::as_str).collect::<Vec<_>>(),
        "Groups" => groups.collect::<Vec<_>>(),
        "IpAddressType" => "ipv4",
        "DnsOptions" => record! {
            "DnsRecordIpType" => endpoint.more.dns_record_type.as_deref().unwrap_or(records),
            "PrivateDnsOnlyForInboundResolverEndpoint" => endpoint.more.inbound_resolver_only,
        },
        "PrivateDnsEnabled" => endpoint.private_dns,
        "RequesterManaged" => false,
        "NetworkInterfaceIds" => endpoint.interfaces.iter().map(NetworkInterfaceId::as_str).collect::<Vec<_>>(),
        "DnsEntries" => vpc_endpoint_dns::entries(world, endpoint),
        "CreationTimestamp" => endpoint.created,
        "OwnerId" => endpoint.owner.account.as_str(),
        "Tags" => tag::shown(&endpoint.tags),
    }
}
