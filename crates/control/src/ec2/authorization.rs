//! Giving and taking security group rules: authorize and revoke, both ways.
//!
//! A call applies whole or not at all. A rule that is there already is refused, and so is one that its group has no
//! room for. Revoking by permissions asks for rules that are there; descriptions do not count.

use adit_model::security_group::{Direction, SecurityGroup};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::permission::{self, IpPermission, IpRange};
use crate::ec2::resource::named;
use crate::ec2::security_group_rule::{check_limit, duplicate, parse_id, revoked, rule, shown};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct AuthorizeSecurityGroupIngress: "ec2"."AuthorizeSecurityGroupIngress" {
        group: Option<String> = "GroupId",
        permissions: Vec<IpPermission> = "IpPermissions",
        protocol: Option<String> = "IpProtocol",
        from: Option<i32> = "FromPort",
        to: Option<i32> = "ToPort",
        cidr: Option<String> = "CidrIp",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct AuthorizeSecurityGroupEgress: "ec2"."AuthorizeSecurityGroupEgress" {
        group: String = "GroupId",
        permissions: Vec<IpPermission> = "IpPermissions",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct RevokeSecurityGroupIngress: "ec2"."RevokeSecurityGroupIngress" {
        group: Option<String> = "GroupId",
        rules: Vec<String> = "SecurityGroupRuleIds",
        permissions: Vec<IpPermission> = "IpPermissions",
        protocol: Option<String> = "IpProtocol",
        from: Option<i32> = "FromPort",
        to: Option<i32> = "ToPort",
        cidr: Option<String> = "CidrIp",
    }
}

view! {
    pub struct RevokeSecurityGroupEgress: "ec2"."RevokeSecurityGroupEgress" {
        group: String = "GroupId",
        rules: Vec<String> = "SecurityGroupRuleIds",
        permissions: Vec<IpPermission> = "IpPermissions",
    }
}

pub fn authorize_ingress(cx: &mut Cx<'_>, input: AuthorizeSecurityGroupIngress) -> Result<Record, ApiError> {
    let group = input
        .group
        .ok_or_else(|| errors::ec2::missing_parameter("groupName or groupId"))?;
    let permissions = with_flat(
        input.permissions,
        input.protocol,
        (input.from, input.to),
        input.cidr,
    )?;
    authorize(
        cx,
        Direction::Ingress,
        &group,
        &permissions,
        &input.tag_specifications,
    )
}

pub fn authorize_egress(cx: &mut Cx<'_>, input: AuthorizeSecurityGroupEgress) -> Result<Record, ApiError> {
    authorize(
        cx,
        Direction::Egress,
        &input.group,
        &input.permissions,
        &input.tag_specifications,
    )
}

pub fn revoke_ingress(cx: &mut Cx<'_>, input: RevokeSecurityGroupIngress) -> Result<Record, ApiError> {
    let group = input
        .group
        .ok_or_else(|| errors::ec2::missing_parameter("groupName or groupId"))?;
    let permissions = with_flat(
        input.permissions,
        input.protocol,
        (input.from, input.to),
        input.cidr,
    )?;
    revoke(cx, Direction::Ingress, &group, &input.rules, &permissions)
}

pub fn revoke_egress(cx: &mut Cx<'_>, input: RevokeSecurityGroupEgress) -> Result<Record, ApiError> {
    revoke(
        cx,
        Direction::Egress,
        &input.group,
        &input.rules,
        &input.permissions,
    )
}

fn authorize(
    cx: &mut Cx<'_>,
    direction: Direction,
    group: &str,
    permissions: &[IpPermission],
    tags: &[TagSpecification],
) -> Result<Record, ApiError> {
    let mut group = (*named::<SecurityGroup>(cx, group)?).clone();
    if permissions.is_empty() {
        return Err(errors::ec2::missing_parameter("ipPermissions"));
    }
    let tags = tag::on_create(tags, "security-group-rule")?;
    let mut answered = Vec::new();
    for spec in permission::specs(cx, &group, permissions)? {
        if group
            .rules
            .iter()
            .any(|rule| rule.direction == direction && spec.is(rule))
        {
            return Err(duplicate(&spec));
        }
        let rule = rule(cx, direction, spec, tags.clone())?;
        answered.push(shown(&group, &rule));
        group.rules.push(rule);
    }
    check_limit(&group, direction)?;
    cx.put(group);
    Ok(record! { "Return" => true, "SecurityGroupRules" => answered })
}

fn revoke(
    cx: &mut Cx<'_>,
    direction: Direction,
    group: &str,
    ids: &[String],
    permissions: &[IpPermission],
) -> Result<Record, ApiError> {
    let mut group = (*named::<SecurityGroup>(cx, group)?).clone();
    let mut doomed = Vec::new();
    match (ids, permissions) {
        ([], []) => {
            return Err(errors::ec2::missing_parameter(
                "ipPermissions or securityGroupRuleIds",
            ));
        }
        (ids, []) => {
            for id in ids {
                let wanted = parse_id(id)?;
                let known = group
                    .rules
                    .iter()
                    .any(|rule| rule.direction == direction && rule.id == wanted);
                if !known {
                    return Err(errors::ec2::security_group_rule_not_found(id));
                }
                doomed.push(wanted);
            }
        }
        ([], permissions) => {
            for spec in permission::specs(cx, &group, permissions)? {
                let rule = group
                    .rules
                    .iter()
                    .find(|rule| rule.direction == direction && spec.is(rule));
                doomed.push(rule.ok_or_else(errors::ec2::permission_not_found)?.id.clone());
            }
        }
        _ => {
            return Err(errors::ec2::exclusive_parameters(
                "securityGroupRuleIds",
                "ipPermissions",
            ));
        }
    }
    let (gone, kept) = group
        .rules
        .into_iter()
        .partition(|rule| doomed.contains(&rule.id));
    group.rules = kept;
    let revoked = gone.iter().map(|rule| revoked(&group, rule)).collect::<Vec<_>>();
    cx.put(group);
    Ok(record! { "Return" => true, "RevokedSecurityGroupRules" => revoked })
}

/// The permissions of a call that may also give one as parameters of its own.
fn with_flat(
    permissions: Vec<IpPermission>,
    protocol: Option<String>,
    (from, to): (Option<i32>, Option<i32>),
    cidr: Option<String>,
) -> Result<Vec<IpPermission>, ApiError> {
    if protocol.is_none() && from.is_none() && to.is_none() && cidr.is_none() {
        return Ok(permissions);
    }
    if !permissions.is_empty() {
        return Err(errors::ec2::exclusive_parameters("ipPermissions", "ipProtocol"));
    }
    let ranges = cidr
        .map(|cidr| IpRange {
            cidr,
            description: None,
        })
        .into_iter()
        .collect();
    let (ipv6_ranges, prefix_lists, groups) = (Vec::new(), Vec::new(), Vec::new());
    Ok(vec![IpPermission {
        protocol,
        from,
        to,
        ranges,
        ipv6_ranges,
        prefix_lists,
        groups,
    }])
}
