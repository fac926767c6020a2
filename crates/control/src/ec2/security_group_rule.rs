//! Security group rules: what one is, how it is shown and described, how many a group may have. They are given and
//! taken in `authorization`, changed in `security_group_rule_change`.
//!
//! A direction of a group has room for 60 rules of each IP family; a rule with a group counts in both, one with the
//! origin-facing prefix list counts 55 (api F4).

use std::sync::Arc;

use adit_model::arn;
use adit_model::id::SecurityGroupRuleId;
use adit_model::security_group::{Direction, IpProtocol, RulePeer, SecurityGroup, SecurityGroupRule};
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::IpNet;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::permission::Spec;
use crate::ec2::prefix_list;
use crate::ec2::resource::{mint, owned};
use crate::ec2::tag;

view! {
    pub struct DescribeSecurityGroupRules: "ec2"."DescribeSecurityGroupRules" {
        ids: Vec<String> = "SecurityGroupRuleIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

/// Rules of one direction and IP family that a group may have (api F4).
const MAX_RULES: u32 = 60;

pub fn describe(cx: &mut Cx<'_>, input: DescribeSecurityGroupRules) -> Result<Record, ApiError> {
    type Line = (Arc<SecurityGroup>, SecurityGroupRule);
    let facts: Facts<Line> = &[
        ("group-id", |_, (group, _)| vec![group.id.to_string()]),
        ("security-group-rule-id", |_, (_, rule)| vec![rule.id.to_string()]),
    ];
    let wanted = input
        .ids
        .iter()
        .map(|id| parse_id(id))
        .collect::<Result<Vec<_>, _>>()?;
    let mut lines: Vec<Line> = Vec::new();
    for group in owned::<SecurityGroup>(cx) {
        let rules = group
            .rules
            .iter()
            .filter(|rule| wanted.is_empty() || wanted.contains(&rule.id));
        lines.extend(rules.map(|rule| (group.clone(), rule.clone())));
    }
    if let Some(missing) = wanted
        .iter()
        .find(|id| !lines.iter().any(|(_, rule)| rule.id == **id))
    {
        return Err(errors::ec2::security_group_rule_not_found(missing));
    }
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(
        cx,
        lines,
        facts,
        |(_, rule)| rule.id.to_string(),
        Some(|(_, rule)| &rule.tags),
    )?;
    Ok(record! {
        "SecurityGroupRules" => page.shown(|(group, rule)| shown(group, rule)),
        "NextToken" => page.next_token,
    })
}

/// A rule for every protocol, as default and new groups have it.
pub fn all_traffic(
    cx: &mut Cx<'_>,
    direction: Direction,
    peer: RulePeer,
) -> Result<SecurityGroupRule, ApiError> {
    let spec = Spec {
        protocol: IpProtocol::All,
        ports: None,
        peer,
        description: None,
    };
    rule(cx, direction, spec, Tags::new())
}

/// Refuses a group that has more rules than it may.
pub fn check_limit(group: &SecurityGroup, direction: Direction) -> Result<(), ApiError> {
    let rules = || group.rules.iter().filter(|rule| rule.direction == direction);
    let v4 = rules().map(|rule| match &rule.peer {
        RulePeer::Cidr(IpNet::V6(_)) => 0,
        RulePeer::Cidr(IpNet::V4(_)) | RulePeer::Group { .. } => 1,
        RulePeer::PrefixList(list) => prefix_list::weight(list, &group.owner.region),
    });
    let v6 =
        rules().filter(|rule| matches!(rule.peer, RulePeer::Cidr(IpNet::V6(_)) | RulePeer::Group { .. }));
    let over = v4.sum::<u32>() > MAX_RULES || u32::try_from(v6.count()).is_ok_and(|v6| v6 > MAX_RULES);
    if over {
        Err(errors::ec2::permission_limit())
    } else {
        Ok(())
    }
}

pub fn duplicate(spec: &Spec) -> ApiError {
    let peer = match &spec.peer {
        RulePeer::Cidr(block) => block.to_string(),
        RulePeer::Group { id, .. } => id.to_string(),
        RulePeer::PrefixList(list) => list.to_string(),
    };
    match spec.ports {
        Some(ports) => {
            let protocol = spec.protocol.name().to_ascii_uppercase();
            errors::ec2::permission_duplicate(peer, protocol, ports.from, ports.to)
        }
        None => errors::ec2::permission_duplicate_all(peer),
    }
}

pub fn parse_id(text: &str) -> Result<SecurityGroupRuleId, ApiError> {
    SecurityGroupRuleId::parse(text).ok_or_else(|| errors::ec2::malformed_id(text, "sgr"))
}

pub fn rule(
    cx: &mut Cx<'_>,
    direction: Direction,
    spec: Spec,
    tags: Tags,
) -> Result<SecurityGroupRule, ApiError> {
    Ok(SecurityGroupRule {
        id: mint(cx, SecurityGroupRuleId::PREFIX, SecurityGroupRuleId::parse)?,
        direction,
        protocol: spec.protocol,
        ports: spec.ports,
        peer: spec.peer,
        description: spec.description,
        tags,
    })
}

pub fn shown(group: &SecurityGroup, rule: &SecurityGroupRule) -> Record {
    let referenced = match &rule.peer {
        RulePeer::Group { id, account } => {
            Some(record! { "GroupId" => id.as_str(), "UserId" => account.as_str() })
        }
        _ => None,
    };
    common(group, rule)
        .with("GroupOwnerId", group.owner.account.as_str())
        .with("ReferencedGroupInfo", referenced)
        .with("Tags", tag::shown(&rule.tags))
        .with(
            "SecurityGroupRuleArn",
            arn::ec2(&group.owner, "security-group-rule", rule.id.as_str()),
        )
}

pub fn revoked(group: &SecurityGroup, rule: &SecurityGroupRule) -> Record {
    let referenced = match &rule.peer {
        RulePeer::Group { id, .. } => Some(id.as_str()),
        _ => None,
    };
    common(group, rule).with("ReferencedGroupId", referenced)
}

fn common(group: &SecurityGroup, rule: &SecurityGroupRule) -> Record {
    let (v4, v6, list) = match &rule.peer {
        RulePeer::Cidr(IpNet::V4(block)) => (Some(block.to_string()), None, None),
        RulePeer::Cidr(IpNet::V6(block)) => (None, Some(block.to_string()), None),
        RulePeer::PrefixList(list) => (None, None, Some(list.as_str())),
        RulePeer::Group { .. } => (None, None, None),
    };
    record! {
        "SecurityGroupRuleId" => rule.id.as_str(),
        "GroupId" => group.id.as_str(),
        "IsEgress" => rule.direction == Direction::Egress,
        "IpProtocol" => rule.protocol.name(),
        "FromPort" => rule.ports.map_or(-1, |ports| ports.from),
        "ToPort" => rule.ports.map_or(-1, |ports| ports.to),
        "CidrIpv4" => v4,
        "CidrIpv6" => v6,
        "PrefixListId" => list,
        "Description" => rule.description.as_deref(),
    }
}
