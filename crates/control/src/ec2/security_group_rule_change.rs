//! Changes of existing rules: ModifySecurityGroupRules, and the descriptions.
//!
//! A rule keeps its id and tags. It may become neither the twin of another nor too heavy for its group. What the new
//! rule does not give is as in a new rule: an absent description is none.

use adit_model::security_group::{Direction, SecurityGroup};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::permission::{self, IpPermission, Spec};
use crate::ec2::prefix_list;
use crate::ec2::resource::named;
use crate::ec2::security_group_rule::{check_limit, duplicate, parse_id};
use adit_model::security_group::RulePeer;

view! {
    pub struct ModifySecurityGroupRules: "ec2"."ModifySecurityGroupRules" {
        group: String = "GroupId",
        updates: Vec<SecurityGroupRuleUpdate> = "SecurityGroupRules",
    }
}

view! {
    pub struct SecurityGroupRuleUpdate: "ec2"/"SecurityGroupRuleUpdate" {
        id: String = "SecurityGroupRuleId",
        rule: SecurityGroupRuleRequest = "SecurityGroupRule",
    }
}

view! {
    pub struct SecurityGroupRuleRequest: "ec2"/"SecurityGroupRuleRequest" {
        protocol: Option<String> = "IpProtocol",
        from: Option<i32> = "FromPort",
        to: Option<i32> = "ToPort",
        ipv4: Option<String> = "CidrIpv4",
        ipv6: Option<String> = "CidrIpv6",
        prefix_list: Option<String> = "PrefixListId",
        group: Option<String> = "ReferencedGroupId",
        description: Option<String> = "Description",
    }
}

view! {
    pub struct SecurityGroupRuleDescription: "ec2"/"SecurityGroupRuleDescription" {
        id: String = "SecurityGroupRuleId",
        description: Option<String> = "Description",
    }
}

view! {
    pub struct UpdateIngress: "ec2"."UpdateSecurityGroupRuleDescriptionsIngress" {
        group: Option<String> = "GroupId",
        permissions: Vec<IpPermission> = "IpPermissions",
        descriptions: Vec<SecurityGroupRuleDescription> = "SecurityGroupRuleDescriptions",
    }
}

view! {
    pub struct UpdateEgress: "ec2"."UpdateSecurityGroupRuleDescriptionsEgress" {
        group: Option<String> = "GroupId",
        permissions: Vec<IpPermission> = "IpPermissions",
        descriptions: Vec<SecurityGroupRuleDescription> = "SecurityGroupRuleDescriptions",
    }
}

pub fn modify(cx: &mut Cx<'_>, input: ModifySecurityGroupRules) -> Result<Record, ApiError> {
    let mut group = (*named::<SecurityGroup>(cx, &input.group)?).clone();
    for update in &input.updates {
        let id = parse_id(&update.id)?;
        let spec = spec(cx, &group, &update.rule)?;
        let direction = group
            .rules
            .iter()
            .find(|rule| rule.id == id)
            .map(|rule| rule.direction);
        let direction = direction.ok_or_else(|| errors::ec2::security_group_rule_not_found(&update.id))?;
        let twin = group
            .rules
            .iter()
            .any(|rule| rule.id != id && rule.direction == direction && spec.is(rule));
        if twin {
            return Err(duplicate(&spec));
        }
        for rule in group.rules.iter_mut().filter(|rule| rule.id == id) {
            rule.protocol = spec.protocol;
            rule.ports = spec.ports;
            rule.peer = spec.peer.clone();
            rule.description = spec.description.clone();
        }
        check_limit(&group, direction)?;
    }
    cx.put(group);
    Ok(record! { "Return" => true })
}

pub fn describe_ingress(cx: &mut Cx<'_>, input: UpdateIngress) -> Result<Record, ApiError> {
    descriptions(
        cx,
        Direction::Ingress,
        input.group,
        &input.permissions,
        input.descriptions,
    )
}

pub fn describe_egress(cx: &mut Cx<'_>, input: UpdateEgress) -> Result<Record, ApiError> {
    descriptions(
        cx,
        Direction::Egress,
        input.group,
        &input.permissions,
        input.descriptions,
    )
}

fn descriptions(
    cx: &mut Cx<'_>,
    direction: Direction,
    group: Option<String>,
    permissions: &[IpPermission],
    descriptions: Vec<SecurityGroupRuleDescription>,
) -> Result<Record, ApiError> {
    let group = group.ok_or_else(|| errors::ec2::missing_parameter("groupName or groupId"))?;
    let mut group = (*named::<SecurityGroup>(cx, &group)?).clone();
    match (permissions, descriptions.is_empty()) {
        ([], true) => {
            return Err(errors::ec2::missing_parameter(
                "ipPermissions or securityGroupRuleDescriptions",
            ));
        }
        ([_, ..], false) => {
            return Err(errors::ec2::exclusive_parameters(
                "ipPermissions",
                "securityGroupRuleDescriptions",
            ));
        }
        _ => {}
    }
    for spec in permission::specs(cx, &group, permissions)? {
        let rule = group
            .rules
            .iter_mut()
            .find(|rule| rule.direction == direction && spec.is(rule));
        rule.ok_or_else(errors::ec2::permission_not_found)?.description = spec.description;
    }
    for given in descriptions {
        permission::check_description(given.description.as_deref())?;
        let id = parse_id(&given.id)?;
        let rule = group
            .rules
            .iter_mut()
            .find(|rule| rule.direction == direction && rule.id == id);
        rule.ok_or_else(|| errors::ec2::security_group_rule_not_found(&given.id))?
            .description = given.description;
    }
    cx.put(group);
    Ok(record! { "Return" => true })
}

fn spec(cx: &Cx<'_>, group: &SecurityGroup, request: &SecurityGroupRuleRequest) -> Result<Spec, ApiError> {
    let protocol = permission::protocol(request.protocol.as_deref())?;
    let ports = permission::ports(protocol, request.from, request.to)?;
    permission::check_description(request.description.as_deref())?;
    let peer = match (&request.ipv4, &request.ipv6, &request.prefix_list, &request.group) {
        (Some(block), None, None, None) => permission::ipv4_peer(block)?,
        (None, Some(block), None, None) => permission::ipv6_peer(block)?,
        (None, None, Some(list), None) => RulePeer::PrefixList(prefix_list::named(cx, list)?),
        (None, None, None, Some(id)) => permission::group_peer(cx, group, id, None)?,
        (None, None, None, None) => return Err(errors::ec2::permission_source_missing()),
        _ => {
            return Err(errors::ec2::invalid_combination(
                "Only one source or destination may be given for a rule.",
            ));
        }
    };
    Ok(Spec {
        protocol,
        ports,
        peer,
        description: request.description.clone(),
    })
}
