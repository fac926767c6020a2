//! ModifyVpcEndpoint: policy, subnets, groups, private DNS (api D7, D8).
//!
//! Subnets are taken away before others are added, so that a zone's subnet can be exchanged in one call. Interfaces
//! follow the endpoint's groups, of which at least one remains. AWS documents `ResetPolicy` for gateway endpoints;
//! here it gives an interface endpoint the default policy, since clients send it for both.

use adit_model::network_interface::NetworkInterface;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface::MAX_GROUPS;
use crate::ec2::resource::named;
use crate::ec2::vpc_endpoint::{self, DnsOptions};
use crate::ec2::vpc_endpoint_subnet::{self, SubnetConfiguration};

view! {
    pub struct ModifyVpcEndpoint: "ec2"."ModifyVpcEndpoint" {
        endpoint: String = "VpcEndpointId",
        reset_policy: Option<bool> = "ResetPolicy",
        policy: Option<String> = "PolicyDocument",
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
    vpc_endpoint::check_addressing(input.ip_address_type.as_deref(), input.dns_options.as_ref())?;
    match (input.reset_policy, input.policy) {
        (Some(true), Some(_)) => {
            return Err(errors::ec2::exclusive_parameters("resetPolicy", "policyDocument"));
        }
        (Some(true), None) => endpoint.policy = None,
        (_, Some(text)) => endpoint.policy = Some(vpc_endpoint::policy(text)?),
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
    if let Some(private_dns) = input.private_dns {
        if private_dns {
            vpc_endpoint::check_private_dns(cx, &vpc, Some(&endpoint.id))?;
        }
        endpoint.private_dns = private_dns;
    }
    cx.put(endpoint);
    Ok(record! { "Return" => true })
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
    for group in vpc_endpoint::groups(cx, vpc, add)? {
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
