//! The security groups of a balancer and of its interfaces; the VPC's default group where none is named.

use adit_model::id::{SecurityGroupId, VpcId};
use adit_model::network_interface::NetworkInterface;
use adit_model::security_group::SecurityGroup;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface::MAX_GROUPS;
use crate::elbv2::load_balancer;

view! {
    pub struct SetSecurityGroups: "elbv2"."SetSecurityGroups" {
        load_balancer: String = "LoadBalancerArn",
        groups: Vec<String> = "SecurityGroups",
        enforce: Option<String> = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    }
}

pub fn set(cx: &mut Cx<'_>, asked: SetSecurityGroups) -> Result<Record, ApiError> {
    let mut balancer = load_balancer::find(cx, &asked.load_balancer)?;
    match (&mut balancer.network, asked.enforce) {
        (None, Some(_)) => return Err(errors::elbv2::enforce_of_application()),
        (None, None) => {}
        // A balancer without groups keeps having none.
        (Some(_), _) if balancer.groups.is_empty() || asked.groups.is_empty() => {
            return Err(errors::elbv2::groups_of_network());
        }
        (Some(network), Some(enforce)) => network.enforce_on_private_link = Some(enforce == "on"),
        (Some(_), None) => {}
    }
    balancer.groups = choose(cx, &balancer.vpc, &asked.groups)?;
    for id in load_balancer::interfaces(&balancer) {
        if let Some(mut interface) = cx.get::<NetworkInterface>(id) {
            interface.groups.clone_from(&balancer.groups);
            cx.put(interface);
        }
    }
    let ids: Vec<&str> = balancer.groups.iter().map(SecurityGroupId::as_str).collect();
    let enforced = balancer
        .network
        .as_ref()
        .and_then(|network| network.enforce_on_private_link);
    let answer = record! {
        "SecurityGroupIds" => ids,
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic" => enforced.map(|on| if on { "on" } else { "off" }),
    };
    cx.put(balancer);
    Ok(answer)
}

/// The groups that a request names, each once.
pub fn choose(cx: &Cx<'_>, vpc: &VpcId, ids: &[String]) -> Result<Vec<SecurityGroupId>, ApiError> {
    let mut groups: Vec<SecurityGroupId> = Vec::new();
    for text in ids {
        let found = SecurityGroupId::parse(text).and_then(|id| cx.get::<SecurityGroup>(&id));
        let Some(group) = found.filter(|group| cx.owns(&group.owner)) else {
            return Err(errors::elbv2::security_group_not_found(text));
        };
        if group.vpc != *vpc {
            return Err(errors::elbv2::security_group_vpc());
        }
        if !groups.contains(&group.id) {
            groups.push(group.id);
        }
    }
    if groups.len() > MAX_GROUPS {
        return Err(errors::elbv2::security_group_count(MAX_GROUPS));
    }
    if groups.is_empty() {
        groups.extend(cx.get::<Vpc>(vpc).map(|vpc| vpc.default_group));
    }
    Ok(groups)
}
