//! Interface endpoints for `execute-api`: create, describe, delete (api D). Changes are in `vpc_endpoint_change`.
//!
//! An endpoint has one interface in each of its subnets, at most one subnet a zone (api D10), with an address that the
//! caller may choose (api D7). Without groups it takes the VPC's default one, without a policy it allows everything
//! (api D2). Private DNS is on unless refused and needs both DNS attributes of the VPC; a VPC has room for one endpoint
//! with it (api D13). An endpoint is answered `pending` and is available at once; other types and services, and
//! IPv6, are refused.

use adit_model::World;
use adit_model::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcEndpointId};
use adit_model::network_interface::NetworkInterface;
use adit_model::security_group::SecurityGroup;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use adit_policy::{ENDPOINT_POLICY_CHARS, Policy, PolicyKind};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::network_interface::MAX_GROUPS;
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::vpc_endpoint_service::{execute_api, private_names};
use crate::ec2::vpc_endpoint_subnet::{self, SubnetConfiguration};
use crate::ec2::{client_token, vpc_endpoint_dns};

view! {
    pub struct CreateVpcEndpoint: "ec2"."CreateVpcEndpoint" {
        endpoint_type: Option<String> = "VpcEndpointType",
        vpc: String = "VpcId",
        service: Option<String> = "ServiceName",
        service_region: Option<String> = "ServiceRegion",
        policy: Option<String> = "PolicyDocument",
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

/// The document of an endpoint without one of its own (api A30).
const FULL_ACCESS: &str = r#"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
/// Interface endpoints that a VPC may have (api D12).
const MAX_ENDPOINTS: usize = 50;

pub fn create(cx: &mut Cx<'_>, input: CreateVpcEndpoint) -> Result<Record, ApiError> {
    let client_token = client_token::of(input.client_token.as_deref(), &input);
    if let Some(made) = client_token::replay::<VpcEndpoint>(cx, client_token.as_ref())? {
        return Ok(
            record! { "VpcEndpoint" => shown(cx.world(), &made), "ClientToken" => input.client_token },
        );
    }
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let service = service(cx, input.service, input.service_region.as_deref())?;
    match input.endpoint_type.as_deref().unwrap_or("Gateway") {
        "Interface" => {}
        other => return Err(errors::ec2::vpc_endpoint_type(service, other)),
    }
    check_addressing(input.ip_address_type.as_deref(), input.dns_options.as_ref())?;
    let policy = input.policy.map(policy).transpose()?;
    let groups = match input.groups.as_slice() {
        [] => vec![vpc.default_group.clone()],
        groups => self::groups(cx, &vpc, groups)?,
    };
    let private_dns = input.private_dns.unwrap_or(true);
    if private_dns {
        check_private_dns(cx, &vpc, None)?;
    }
    if owned::<VpcEndpoint>(cx)
        .filter(|endpoint| endpoint.vpc == vpc.id)
        .count()
        >= MAX_ENDPOINTS
    {
        return Err(errors::ec2::vpc_endpoint_limit());
    }
    let tags = tag::on_create(&input.tag_specifications, "vpc-endpoint")?;
    let mut endpoint = VpcEndpoint {
        id: mint(cx, VpcEndpointId::PREFIX, VpcEndpointId::parse)?,
        owner: cx.owner(),
        vpc: vpc.id.clone(),
        service,
        state: EndpointState::Available,
        subnets: Vec::new(),
        interfaces: Vec::new(),
        groups,
        policy,
        private_dns,
        dns_suffix: cx.minter.lower(8),
        created: cx.now,
        client_token,
        tags,
    };
    vpc_endpoint_subnet::add(cx, &mut endpoint, &input.subnets, &input.configurations)?;
    cx.put(endpoint.clone());
    let shown = shown(cx.world(), &endpoint).with("State", "pending");
    Ok(record! { "VpcEndpoint" => shown, "ClientToken" => input.client_token })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcEndpoints) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<VpcEndpoint>(cx, FACTS)?;
    Ok(record! {
        "VpcEndpoints" => page.shown(|endpoint| shown(cx.world(), endpoint)),
        "NextToken" => page.next_token,
    })
}

/// What cannot be deleted is told in the answer, and the rest is deleted (api D9).
pub fn delete(cx: &mut Cx<'_>, input: DeleteVpcEndpoints) -> Result<Record, ApiError> {
    let mut unsuccessful = Vec::new();
    for id in &input.ids {
        match named::<VpcEndpoint>(cx, id) {
            Ok(endpoint) => {
                for interface in &endpoint.interfaces {
                    cx.delete::<NetworkInterface>(interface);
                }
                cx.delete::<VpcEndpoint>(&endpoint.id);
            }
            Err(error) => unsuccessful.push(record! {
                "ResourceId" => id,
                "Error" => record! { "Code" => error.code, "Message" => error.message },
            }),
        }
    }
    Ok(record! { "Unsuccessful" => unsuccessful })
}

/// Groups of the endpoint's VPC, as many as an interface may have.
pub fn groups(cx: &Cx<'_>, vpc: &Vpc, ids: &[String]) -> Result<Vec<SecurityGroupId>, ApiError> {
    let mut groups = Vec::new();
    for id in ids {
        let group = named::<SecurityGroup>(cx, id)?;
        if group.vpc != vpc.id {
            return Err(errors::ec2::security_group_in_vpc_not_found(id, &vpc.id));
        }
        if !groups.contains(&group.id) {
            groups.push(group.id.clone());
        }
    }
    if groups.len() > MAX_GROUPS {
        Err(errors::ec2::security_groups_per_interface())
    } else {
        Ok(groups)
    }
}

/// An endpoint policy, kept as it was written.
pub fn policy(text: String) -> Result<String, ApiError> {
    match Policy::parse(&text, PolicyKind::Endpoint, ENDPOINT_POLICY_CHARS) {
        Ok(_) => Ok(text),
        Err(error) => Err(errors::ec2::policy_malformed(error)),
    }
}

/// Whether an endpoint of the VPC may have private DNS; `endpoint` is the one that asks, when it exists.
pub fn check_private_dns(cx: &Cx<'_>, vpc: &Vpc, endpoint: Option<&VpcEndpointId>) -> Result<(), ApiError> {
    if !vpc.dns_support || !vpc.dns_hostnames {
        return Err(errors::ec2::vpc_endpoint_dns_attributes(&vpc.id));
    }
    let mut others = owned::<VpcEndpoint>(cx).filter(|other| other.vpc == vpc.id && other.private_dns);
    if others.any(|other| Some(&other.id) != endpoint) {
        let [name, _] = private_names(&cx.region);
        return Err(errors::ec2::vpc_endpoint_dns_conflict(name, &vpc.id));
    }
    Ok(())
}

/// Endpoints here have IPv4 addresses and A records only.
pub fn check_addressing(ip_address_type: Option<&str>, dns: Option<&DnsOptions>) -> Result<(), ApiError> {
    match ip_address_type {
        None | Some("ipv4") => {}
        Some(other) => return Err(unsupported("IpAddressType", other)),
    }
    match dns.and_then(|dns| dns.record_type.as_deref()) {
        None | Some("ipv4") => {}
        Some(other) => return Err(unsupported("DnsOptions.DnsRecordIpType", other)),
    }
    match dns.and_then(|dns| dns.inbound_resolver_only) {
        Some(true) => Err(unsupported(
            "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint",
            "true",
        )),
        None | Some(false) => Ok(()),
    }
}

fn service(cx: &Cx<'_>, name: Option<String>, region: Option<&str>) -> Result<String, ApiError> {
    let name = name.ok_or_else(|| errors::ec2::missing_parameter("ServiceName"))?;
    match region {
        Some(region) if region != cx.region.as_str() => return Err(unsupported("ServiceRegion", region)),
        _ => {}
    }
    if name == execute_api(&cx.region) {
        Ok(name)
    } else {
        Err(errors::ec2::vpc_endpoint_service_not_found(name))
    }
}

const FACTS: Facts<VpcEndpoint> = &[
    ("ip-address-type", |_, _| vec!["ipv4".to_owned()]),
    ("service-name", |_, endpoint| vec![endpoint.service.clone()]),
    ("service-region", |_, endpoint| {
        vec![endpoint.owner.region.to_string()]
    }),
    ("vpc-endpoint-id", |_, endpoint| vec![endpoint.id.to_string()]),
    ("vpc-endpoint-state", |_, endpoint| {
        vec![state(endpoint.state).to_owned()]
    }),
    ("vpc-endpoint-type", |_, _| vec!["Interface".to_owned()]),
    ("vpc-id", |_, endpoint| vec![endpoint.vpc.to_string()]),
];

/// On the wire in lower case (api D3).
fn state(state: EndpointState) -> &'static str {
    match state {
        EndpointState::Pending => "pending",
        EndpointState::Available => "available",
        EndpointState::Deleting => "deleting",
    }
}

fn shown(world: &World, endpoint: &VpcEndpoint) -> Record {
    let groups = endpoint.groups.iter().map(|id| {
        let name = world.security_groups.get(id).map(|group| group.name.clone());
        record! { "GroupId" => id.as_str(), "GroupName" => name }
    });
    record! {
        "VpcEndpointId" => endpoint.id.as_str(),
        "VpcEndpointType" => "Interface",
        "VpcId" => endpoint.vpc.as_str(),
        "ServiceName" => &endpoint.service,
        "ServiceRegion" => endpoint.owner.region.as_str(),
        "State" => state(endpoint.state),
        "PolicyDocument" => endpoint.policy.as_deref().unwrap_or(FULL_ACCESS),
        "RouteTableIds" => Vec::<&str>::new(),
        "SubnetIds" => endpoint.subnets.iter().map(SubnetId::as_str).collect::<Vec<_>>(),
        "Groups" => groups.collect::<Vec<_>>(),
        "IpAddressType" => "ipv4",
        "DnsOptions" => record! { "DnsRecordIpType" => "ipv4" },
        "PrivateDnsEnabled" => endpoint.private_dns,
        "RequesterManaged" => false,
        "NetworkInterfaceIds" => endpoint.interfaces.iter().map(NetworkInterfaceId::as_str).collect::<Vec<_>>(),
        "DnsEntries" => vpc_endpoint_dns::entries(world, endpoint),
        "CreationTimestamp" => endpoint.created,
        "OwnerId" => endpoint.owner.account.as_str(),
        "Tags" => tag::shown(&endpoint.tags),
    }
}
