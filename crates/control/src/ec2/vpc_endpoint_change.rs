//! ModifyVpcEndpoint: policy, subnets, groups, private DNS, route tables (api D7, D8).
//!
//! Subnets are taken away before others are added, so that a zone's subnet can be exchanged in one call. Interfaces
//! follow the endpoint's groups, of which at least one remains. AWS documents `ResetPolicy` for gateway endpoints;
//! here it gives an interface endpoint the default policy, since clients send it for both.

use adit_model::endpoint_service::EndpointService;
use adit_model::network_interface::NetworkInterface;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::{EndpointKind, VpcEndpoint};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface::MAX_GROUPS;
use crate::ec2::resource::named;
use crate::ec2::vpc_endpoint::DnsOptions;
use crate::ec2::vpc_endpoint_rule::{addressing, check_private_dns, check_zones, groups, policy};
use crate::ec2::vpc_endpoint_subnet::{self, SubnetConfiguration};
use crate::ec2::{endpoint_service, vpc_endpoint_route};

view! {
    pub struct ModifyVpcEndpoint: "ec2"."ModifyVpcEndpoint" {
        endpoint: String = "VpcEndpointId",
        reset_policy: Option<bool> = "ResetPolicy",
        policy: Option<String> = "PolicyDocument",
        add_route_tables: Vec<String> = "AddRouteTableIds",
        remove_route_tables: Vec<String> = "RemoveRouteTableIds",
        add_subnets: Vec<String> = "AddSubnetIds",
        remove_subnets: Vec<String> = "RemoveSubnetIds",
        configurations: Vec<SubnetConfiguration> = "SubnetConfigurations",
        add_groups: Vec<String> = "AddSecurityGroupIds",
        remove_groups: Vec<String> = "RemoveSecurityGroupIds",
        ip_address_type: Option<String> = "IpAddressType",
        dns_options: Option<DnsOptions> = "DnsOptions",
        private_dns: Option<bool> = "PrivateDnsEnabled",
    }
}

pub fn modify(cx: &mut Cx<'_>, input: ModifyVpcEndpoint) -> Result<Record, ApiError> {
    let mut endpoint = (*named::<VpcEndpoint>(cx, &input.endpoint)?).clone();
    let vpc = cx
        .get::<Vpc>(&endpoint.vpc)
        .ok_or_else(|| errors::ec2::vpc_not_found(&endpoint.vpc))?;
    check_kind(&input, endpoint.more.kind)?;
    let asked = addressing(
        &endpoint.service,
        endpoint.more.kind,
        input.ip_address_type.as_deref(),
        input.dns_options.as_ref(),
    )?;
    endpoint.more.dns_record_type = asked.dns_record_type.or(endpoint.more.dns_record_type);
    endpoint.more.inbound_resolver_only = asked
        .inbound_resolver_only
        .or(endpoint.more.inbound_resolver_only);
    match (input.reset_policy, input.policy) {
        (Some(true), Some(_)) => {
            return Err(errors::ec2::exclusive_parameters("resetPolicy", "policyDocument"));
        }
        (Some(true), None) => endpoint.policy = None,
        (_, Some(text)) => endpoint.policy = Some(policy(text, &endpoint.service)?),
        (_, None) => {}
    }
    change_groups(cx, &vpc, &mut endpoint, &input.add_groups, &input.remove_groups)?;
    vpc_endpoint_subnet::remove(cx, &mut endpoint, &input.remove_subnets)?;
    let known = |configuration: &SubnetConfiguration| {
        let id = configuration.subnet.as_deref().unwrap_or_default();
        input.add_subnets.iter().any(|added| added == id)
            || endpoint.subnets.iter().any(|subnet| subnet.as_str() == id)
    };
    if let Some(stray) = input
        .configurations
        .iter()
        .find(|configuration| !known(configuration))
    {
        let id = stray.subnet.clone().unwrap_or_default();
        return Err(errors::ec2::vpc_endpoint_subnet_absent(id, &endpoint.id));
    }
    vpc_endpoint_subnet::add(cx, &mut endpoint, &input.add_subnets, &input.configurations)?;
    let provider = endpoint
        .more
        .provider
        .as_ref()
        .and_then(|id| cx.get::<EndpointService>(id));
    if let Some(service) = provider {
        check_zones(cx, &endpoint, &endpoint_service::zones(cx, &service))?;
    }
    vpc_endpoint_route::remove(cx, &mut endpoint, &input.remove_route_tables)?;
    vpc_endpoint_route::add(cx, &mut endpoint, &input.add_route_tables)?;
    if let Some(private_dns) = input.private_dns {
        if private_dns {
            check_private_dns(cx, &vpc, &endpoint.service, Some(&endpoint.id))?;
        }
        endpoint.private_dns = private_dns;
    }
    cx.put(endpoint);
    Ok(record! { "Return" => true })
}

/// Refuses what endpoints of the other type have.
fn check_kind(input: &ModifyVpcEndpoint, kind: EndpointKind) -> Result<(), ApiError> {
    let any = |lists: &[&Vec<String>]| lists.iter().any(|list| !list.is_empty());
    let given = match kind {
        EndpointKind::Interface => [
            (
                any(&[&input.add_route_tables, &input.remove_route_tables]),
                "Route table IDs",
            ),
            (false, ""),
            (false, ""),
        ],
        EndpointKind::Gateway => [
            (
                any(&[&input.add_subnets, &input.remove_subnets]) || !input.configurations.is_empty(),
                "Subnets",
            ),
            (any(&[&input.add_groups, &input.remove_groups]), "Security groups"),
            (input.private_dns == Some(true), "Private DNS names"),
        ],
    };
    match given.into_iter().find(|(is, _)| *is) {
        Some((_, what)) => Err(errors::ec2::vpc_endpoint_kind(what, kind.name())),
        None => Ok(()),
    }
}

fn change_groups(
    cx: &mut Cx<'_>,
    vpc: &Vpc,
    endpoint: &mut VpcEndpoint,
    add: &[String],
    remove: &[String],
) -> Result<(), ApiError> {
    if add.is_empty() && remove.is_empty() {
        return Ok(());
    }
    for group in groups(cx, vpc, add)? {
        if !endpoint.groups.contains(&group) {
            endpoint.groups.push(group);
        }
    }
    for id in remove {
        if !endpoint.groups.iter().any(|group| group.as_str() == id) {
            return Err(errors::ec2::security_group_not_found(id));
        }
    }
    endpoint
        .groups
        .retain(|group| !remove.iter().any(|id| group.as_str() == id));
    if endpoint.groups.is_empty() {
        return Err(errors::ec2::vpc_endpoint_groups_empty());
    }
    if endpoint.groups.len() > MAX_GROUPS {
        return Err(errors::ec2::security_groups_per_interface());
    }
    for id in &endpoint.interfaces {
        if let Some(mut interface) = cx.get::<NetworkInterface>(id) {
            interface.groups.clone_from(&endpoint.groups);
            cx.put(interface);
        }
    }
    Ok(())
}
