//! Security groups: create, describe, delete. Rules have files of their own.
//!
//! A new group lets nothing in and everything out (api F1). A name is unique in its VPC; `default`, names like ids and
//! names that begin as CloudFront's service group are refused (cf A5). A group that an interface has, or that another
//! group's rule names, cannot be deleted; neither can a default one. There is no default VPC, so groups are named by
//! id only.

use adit_model::arn;
use adit_model::id::SecurityGroupId;
use adit_model::network_interface::NetworkInterface;
use adit_model::security_group::{
    Direction, RulePeer, SecurityGroup, SecurityGroupRule, VPC_ORIGIN_SERVICE_GROUP,
};
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::{IpNet, Ipv4Net};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::permission;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::security_group_rule::all_traffic;
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateSecurityGroup: "ec2"."CreateSecurityGroup" {
        name: String = "GroupName",
        description: String = "Description",
        vpc: Option<String> = "VpcId",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeSecurityGroups: "ec2"."DescribeSecurityGroups" {
        ids: Vec<String> = "GroupIds",
        names: Vec<String> = "GroupNames",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteSecurityGroup: "ec2"."DeleteSecurityGroup" {
        group: Option<String> = "GroupId",
        name: Option<String> = "GroupName",
    }
}

const MAX_TEXT: usize = 255;
/// Groups that an account may have in a region (api F4).
const MAX_GROUPS: usize = 2_500;

pub fn create(cx: &mut Cx<'_>, input: CreateSecurityGroup) -> Result<Record, ApiError> {
    let vpc = input.vpc.as_deref().ok_or_else(errors::ec2::no_default_vpc)?;
    let vpc = named::<Vpc>(cx, vpc)?;
    check_name(&input.name)?;
    if !is_plain(&input.description) {
        return Err(errors::ec2::security_group_text(
            &input.description,
            "GroupDescription",
        ));
    }
    if owned::<SecurityGroup>(cx).any(|group| group.vpc == vpc.id && group.name == input.name) {
        return Err(errors::ec2::security_group_duplicate(&input.name, &vpc.id));
    }
    if owned::<SecurityGroup>(cx).count() >= MAX_GROUPS {
        return Err(errors::ec2::security_group_limit());
    }
    let tags = tag::on_create(&input.tag_specifications, "security-group")?;
    let anywhere = RulePeer::Cidr(IpNet::V4(Ipv4Net::default()));
    let group = SecurityGroup {
        id: mint(cx, SecurityGroupId::PREFIX, SecurityGroupId::parse)?,
        owner: cx.owner(),
        vpc: vpc.id.clone(),
        name: input.name,
        description: input.description,
        rules: vec![all_traffic(cx, Direction::Egress, anywhere)?],
        tags,
    };
    let answer = record! {
        "GroupId" => group.id.as_str(),
        "SecurityGroupArn" => arn::ec2(&group.owner, "security-group", group.id.as_str()),
        "Tags" => tag::shown(&group.tags),
    };
    cx.put(group);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeSecurityGroups) -> Result<Record, ApiError> {
    if !input.names.is_empty() {
        return Err(errors::ec2::no_default_vpc());
    }
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<SecurityGroup>(cx, FACTS)?;
    Ok(record! { "SecurityGroups" => page.shown(|group| shown(group)), "NextToken" => page.next_token })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteSecurityGroup) -> Result<Record, ApiError> {
    if input.name.is_some() {
        return Err(errors::ec2::no_default_vpc());
    }
    let text = input
        .group
        .ok_or_else(|| errors::ec2::missing_parameter("groupName or groupId"))?;
    let group = named::<SecurityGroup>(cx, &text)?;
    if group.name == "default" {
        return Err(errors::ec2::security_group_default(&group.id));
    }
    let names =
        |rule: &SecurityGroupRule| matches!(&rule.peer, RulePeer::Group { id, .. } if *id == group.id);
    let in_use = owned::<NetworkInterface>(cx).any(|interface| interface.groups.contains(&group.id))
        || owned::<VpcEndpoint>(cx).any(|endpoint| endpoint.groups.contains(&group.id))
        || owned::<SecurityGroup>(cx).any(|other| other.id != group.id && other.rules.iter().any(names));
    if in_use {
        return Err(errors::ec2::security_group_in_use(&group.id));
    }
    cx.delete::<SecurityGroup>(&group.id);
    Ok(record! { "Return" => true, "GroupId" => group.id.as_str() })
}

/// Whether every character may stand in a group's name or in a description.
pub fn is_plain(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(letter);
    text.chars().count() <= MAX_TEXT && text.chars().all(fits)
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name == "default" {
        return Err(errors::ec2::security_group_reserved_name());
    }
    if name.starts_with(SecurityGroupId::PREFIX) {
        return Err(errors::ec2::security_group_name_like_id(name));
    }
    if name.starts_with(VPC_ORIGIN_SERVICE_GROUP) {
        return Err(errors::ec2::security_group_service_name(name));
    }
    if name.is_empty() || !is_plain(name) {
        return Err(errors::ec2::security_group_text(name, "GroupName"));
    }
    Ok(())
}

const FACTS: Facts<SecurityGroup> = &[
    ("description", |_, group| vec![group.description.clone()]),
    ("group-id", |_, group| vec![group.id.to_string()]),
    ("group-name", |_, group| vec![group.name.clone()]),
    ("owner-id", |_, group| vec![group.owner.account.to_string()]),
    ("vpc-id", |_, group| vec![group.vpc.to_string()]),
    ("ip-permission.cidr", |_, group| {
        told(group, Direction::Ingress, cidr_v4)
    }),
    ("ip-permission.from-port", |_, group| {
        told(group, Direction::Ingress, from_port)
    }),
    ("ip-permission.group-id", |_, group| {
        told(group, Direction::Ingress, peer_group)
    }),
    ("ip-permission.group-name", |world, group| {
        peer_names(world, group, Direction::Ingress)
    }),
    ("ip-permission.ipv6-cidr", |_, group| {
        told(group, Direction::Ingress, cidr_v6)
    }),
    ("ip-permission.prefix-list-id", |_, group| {
        told(group, Direction::Ingress, peer_list)
    }),
    ("ip-permission.protocol", |_, group| {
        told(group, Direction::Ingress, protocol)
    }),
    ("ip-permission.to-port", |_, group| {
        told(group, Direction::Ingress, to_port)
    }),
    ("ip-permission.user-id", |_, group| {
        told(group, Direction::Ingress, peer_account)
    }),
    ("egress.ip-permission.cidr", |_, group| {
        told(group, Direction::Egress, cidr_v4)
    }),
    ("egress.ip-permission.from-port", |_, group| {
        told(group, Direction::Egress, from_port)
    }),
    ("egress.ip-permission.group-id", |_, group| {
        told(group, Direction::Egress, peer_group)
    }),
    ("egress.ip-permission.group-name", |world, group| {
        peer_names(world, group, Direction::Egress)
    }),
    ("egress.ip-permission.ipv6-cidr", |_, group| {
        told(group, Direction::Egress, cidr_v6)
    }),
    ("egress.ip-permission.prefix-list-id", |_, group| {
        told(group, Direction::Egress, peer_list)
    }),
    ("egress.ip-permission.protocol", |_, group| {
        told(group, Direction::Egress, protocol)
    }),
    ("egress.ip-permission.to-port", |_, group| {
        told(group, Direction::Egress, to_port)
    }),
    ("egress.ip-permission.user-id", |_, group| {
        told(group, Direction::Egress, peer_account)
    }),
];

/// What the rules of one direction say under one filter name.
fn told(
    group: &SecurityGroup,
    direction: Direction,
    tell: fn(&SecurityGroupRule) -> Option<String>,
) -> Vec<String> {
    group
        .rules
        .iter()
        .filter(|rule| rule.direction == direction)
        .filter_map(tell)
        .collect()
}

fn cidr_v4(rule: &SecurityGroupRule) -> Option<String> {
    match &rule.peer {
        RulePeer::Cidr(IpNet::V4(block)) => Some(block.to_string()),
        _ => None,
    }
}

fn cidr_v6(rule: &SecurityGroupRule) -> Option<String> {
    match &rule.peer {
        RulePeer::Cidr(IpNet::V6(block)) => Some(block.to_string()),
        _ => None,
    }
}

fn peer_group(rule: &SecurityGroupRule) -> Option<String> {
    match &rule.peer {
        RulePeer::Group { id, .. } => Some(id.to_string()),
        _ => None,
    }
}

fn peer_account(rule: &SecurityGroupRule) -> Option<String> {
    match &rule.peer {
        RulePeer::Group { account, .. } => Some(account.to_string()),
        _ => None,
    }
}

fn peer_list(rule: &SecurityGroupRule) -> Option<String> {
    match &rule.peer {
        RulePeer::PrefixList(list) => Some(list.to_string()),
        _ => None,
    }
}

fn peer_names(world: &adit_model::World, group: &SecurityGroup, direction: Direction) -> Vec<String> {
    let ids = told(group, direction, peer_group)
        .into_iter()
        .filter_map(|id| SecurityGroupId::parse(&id));
    ids.filter_map(|id| Some(world.security_groups.get(&id)?.name.clone()))
        .collect()
}

fn protocol(rule: &SecurityGroupRule) -> Option<String> {
    Some(rule.protocol.name())
}

fn from_port(rule: &SecurityGroupRule) -> Option<String> {
    rule.ports.map(|ports| ports.from.to_string())
}

fn to_port(rule: &SecurityGroupRule) -> Option<String> {
    rule.ports.map(|ports| ports.to.to_string())
}

fn shown(group: &SecurityGroup) -> Record {
    record! {
        "GroupId" => group.id.as_str(),
        "GroupName" => &group.name,
        "Description" => &group.description,
        "OwnerId" => group.owner.account.as_str(),
        "VpcId" => group.vpc.as_str(),
        "SecurityGroupArn" => arn::ec2(&group.owner, "security-group", group.id.as_str()),
        "IpPermissions" => permission::shown(&group.rules, Direction::Ingress),
        "IpPermissionsEgress" => permission::shown(&group.rules, Direction::Egress),
        "Tags" => tag::shown(&group.tags),
    }
}
