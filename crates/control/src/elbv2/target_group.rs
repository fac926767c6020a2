//! Target groups of addresses: create, describe, modify, delete (api E.5, E.6).
//!
//! Instances, functions and balancers as targets are refused, `instance` being AWS's default; nothing here would run
//! them.

use std::collections::{BTreeMap, BTreeSet};

use adit_model::id::{LoadBalancerArn, TargetGroupArn, VpcId};
use adit_model::listener::{Action, Listener, ListenerProtocol};
use adit_model::listener_rule::ListenerRule;
use adit_model::target_group::TargetGroup;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::health_check::{self, Matcher};
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{limit, load_balancer, page};

view! {
    pub struct CreateTargetGroup: "elbv2"."CreateTargetGroup" {
        name: String = "Name",
        protocol: Option<String> = "Protocol",
        protocol_version: Option<String> = "ProtocolVersion",
        port: Option<u16> = "Port",
        vpc: Option<String> = "VpcId",
        check_protocol: Option<String> = "HealthCheckProtocol",
        check_port: Option<String> = "HealthCheckPort",
        check_enabled: Option<bool> = "HealthCheckEnabled",
        check_path: Option<String> = "HealthCheckPath",
        interval: Option<u32> = "HealthCheckIntervalSeconds",
        timeout: Option<u32> = "HealthCheckTimeoutSeconds",
        healthy: Option<u32> = "HealthyThresholdCount",
        unhealthy: Option<u32> = "UnhealthyThresholdCount",
        matcher: Option<Matcher> = "Matcher",
        target_type: Option<String> = "TargetType",
        tags: Vec<Tag> = "Tags",
        ip_address_type: Option<String> = "IpAddressType",
    }
}
view! {
    pub struct DescribeTargetGroups: "elbv2"."DescribeTargetGroups" {
        load_balancer: Option<String> = "LoadBalancerArn",
        arns: Vec<String> = "TargetGroupArns",
        names: Vec<String> = "Names",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}
view! {
    pub struct ModifyTargetGroup: "elbv2"."ModifyTargetGroup" {
        group: String = "TargetGroupArn",
        check_protocol: Option<String> = "HealthCheckProtocol",
        check_port: Option<String> = "HealthCheckPort",
        check_enabled: Option<bool> = "HealthCheckEnabled",
        check_path: Option<String> = "HealthCheckPath",
        interval: Option<u32> = "HealthCheckIntervalSeconds",
        timeout: Option<u32> = "HealthCheckTimeoutSeconds",
        healthy: Option<u32> = "HealthyThresholdCount",
        unhealthy: Option<u32> = "UnhealthyThresholdCount",
        matcher: Option<Matcher> = "Matcher",
    }
}
view! {
    pub struct DeleteTargetGroup: "elbv2"."DeleteTargetGroup" { group: String = "TargetGroupArn" }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateTargetGroup) -> Result<Record, ApiError> {
    check_name(&asked.name)?;
    match asked.target_type.as_deref().unwrap_or("instance") {
        "ip" => {}
        other => {
            return Err(errors::unsupported_value(
                &Path::root(Service::Elbv2).member("TargetType"),
                other,
            ));
        }
    }
    let protocol = asked.protocol.ok_or_else(errors::elbv2::target_group_protocol)?;
    let protocol =
        ListenerProtocol::parse(&protocol).ok_or_else(|| errors::elbv2::unsupported_protocol(&protocol))?;
    let port = asked.port.ok_or_else(errors::elbv2::target_group_port)?;
    let version = asked.protocol_version.unwrap_or_else(|| "HTTP1".to_owned());
    if !matches!(version.as_str(), "HTTP1" | "HTTP2" | "GRPC") {
        return Err(errors::elbv2::target_group_protocol_version(version));
    }
    if asked.ip_address_type.is_some_and(|kind| kind != "ipv4") {
        return Err(errors::elbv2::target_group_ipv6());
    }
    let vpc = asked.vpc.ok_or_else(errors::elbv2::target_group_vpc)?;
    let found = VpcId::parse(&vpc)
        .and_then(|id| cx.get::<Vpc>(&id))
        .filter(|vpc| cx.owns(&vpc.owner));
    let vpc = found.ok_or_else(|| errors::elbv2::vpc_not_found(&vpc))?.id;
    let check = health_check::Asked {
        protocol: asked.check_protocol,
        port: asked.check_port,
        enabled: asked.check_enabled,
        path: asked.check_path,
        interval: asked.interval,
        timeout: asked.timeout,
        healthy: asked.healthy,
        unhealthy: asked.unhealthy,
        matcher: asked.matcher,
    };
    let health_check = health_check::change(health_check::default(&version), check, &version)?;
    let tags = tag::read(asked.tags)?;
    let id = arn::mint(cx, &format!("targetgroup/{}", asked.name), TargetGroupArn::parse)?;
    let group = TargetGroup {
        id,
        owner: cx.owner(),
        name: asked.name,
        vpc,
        protocol,
        port,
        protocol_version: version,
        health_check,
        targets: Vec::new(),
        attributes: BTreeMap::new(),
        tags,
    };
    if let Some(existing) = owned(cx).find(|existing| existing.name == group.name) {
        return match same(existing, &group) {
            true => Ok(record! { "TargetGroups" => vec![show(cx, existing)] }),
            false => Err(errors::elbv2::duplicate_target_group_name(group.name)),
        };
    }
    if owned(cx).count() >= limit::TARGET_GROUPS {
        return Err(errors::elbv2::too_many_target_groups());
    }
    let answer = record! { "TargetGroups" => vec![show(cx, &group)] };
    cx.put(group);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeTargetGroups) -> Result<Record, ApiError> {
    let given = [
        asked.load_balancer.is_some(),
        !asked.arns.is_empty(),
        !asked.names.is_empty(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(errors::elbv2::validation(
            "Only one of load balancer ARN, target group ARNs and target group names can be specified",
        ));
    }
    let balancer = asked
        .load_balancer
        .as_deref()
        .map(|arn| load_balancer::find(cx, arn))
        .transpose()?;
    let ids = asked
        .arns
        .iter()
        .map(|arn| ArnKind::TargetGroup.read(arn, TargetGroupArn::parse));
    let ids: Vec<TargetGroupArn> = ids.collect::<Result<_, _>>()?;
    let all: Vec<&TargetGroup> = owned(cx).collect();
    let known = |id: &TargetGroupArn| all.iter().any(|group| group.id == *id);
    let named = |name: &String| all.iter().any(|group| group.name == *name);
    if !ids.iter().all(known) || !asked.names.iter().all(named) {
        return Err(errors::elbv2::target_groups_not_found());
    }
    let wanted = |group: &&&TargetGroup| {
        (ids.is_empty() || ids.contains(&group.id))
            && (asked.names.is_empty() || asked.names.contains(&group.name))
            && balancer
                .as_ref()
                .is_none_or(|balancer| balancers(cx, &group.id).contains(&balancer.id))
    };
    let found = all
        .iter()
        .filter(wanted)
        .map(|group| (group.id.to_string(), show(cx, group)));
    let page = page::cut(found.collect(), asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "TargetGroups" => page.items, "NextMarker" => page.next })
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyTargetGroup) -> Result<Record, ApiError> {
    let mut group = find(cx, &asked.group)?;
    let check = health_check::Asked {
        protocol: asked.check_protocol,
        port: asked.check_port,
        enabled: asked.check_enabled,
        path: asked.check_path,
        interval: asked.interval,
        timeout: asked.timeout,
        healthy: asked.healthy,
        unhealthy: asked.unhealthy,
        matcher: asked.matcher,
    };
    group.health_check = health_check::change(group.health_check, check, &group.protocol_version)?;
    let answer = record! { "TargetGroups" => vec![show(cx, &group)] };
    cx.put(group);
    Ok(answer)
}

/// Succeeds where nothing is left to delete.
pub fn delete(cx: &mut Cx<'_>, asked: DeleteTargetGroup) -> Result<Record, ApiError> {
    let id = ArnKind::TargetGroup.read(&asked.group, TargetGroupArn::parse)?;
    if cx
        .get::<TargetGroup>(&id)
        .is_none_or(|group| !cx.owns(&group.owner))
    {
        return Ok(Record::new());
    }
    if !balancers(cx, &id).is_empty() {
        return Err(errors::elbv2::target_group_in_use(id));
    }
    cx.delete::<TargetGroup>(&id);
    Ok(Record::new())
}

/// The caller's group with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<TargetGroup, ApiError> {
    let id = ArnKind::TargetGroup.read(text, TargetGroupArn::parse)?;
    let found = cx.get::<TargetGroup>(&id).filter(|group| cx.owns(&group.owner));
    found.ok_or_else(errors::elbv2::target_groups_not_found)
}

/// The balancers of which a listener or a rule forwards to the group; AWS allows one (api E1).
pub fn balancers(cx: &Cx<'_>, id: &TargetGroupArn) -> BTreeSet<LoadBalancerArn> {
    let names = |actions: &[Action]| {
        actions
            .iter()
            .any(|action| groups_of(action).any(|group| group == id))
    };
    let listeners = cx.table::<Listener>();
    let by_rule = cx
        .table::<ListenerRule>()
        .iter()
        .filter(|rule| names(&rule.actions));
    let by_rule = by_rule.filter_map(|rule| listeners.get(&rule.listener));
    let by_default = listeners
        .iter()
        .filter(|listener| names(&listener.default_actions));
    by_rule
        .chain(by_default)
        .map(|listener| listener.balancer.clone())
        .collect()
}

/// The groups that an action forwards to.
pub fn groups_of(action: &Action) -> impl Iterator<Item = &TargetGroupArn> {
    let groups = match action {
        Action::Forward { groups, .. } => groups.as_slice(),
        Action::Redirect(_) | Action::FixedResponse { .. } => &[],
    };
    groups.iter().map(|weighted| &weighted.group)
}

fn show(cx: &Cx<'_>, group: &TargetGroup) -> Record {
    let mut record = record! {
        "TargetGroupArn" => group.id.as_str(),
        "TargetGroupName" => &group.name,
        "Protocol" => group.protocol.name(),
        "Port" => group.port,
        "VpcId" => group.vpc.as_str(),
    };
    health_check::show(&group.health_check, &group.protocol_version, &mut record);
    let balancers: Vec<String> = balancers(cx, &group.id).iter().map(ToString::to_string).collect();
    record
        .with("LoadBalancerArns", balancers)
        .with("TargetType", "ip")
        .with("ProtocolVersion", &group.protocol_version)
        .with("IpAddressType", "ipv4")
}

fn owned<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c TargetGroup> {
    cx.table::<TargetGroup>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|group| cx.owns(&group.owner))
}

/// Whether a second creation asks for what is there already.
fn same(existing: &TargetGroup, asked: &TargetGroup) -> bool {
    existing.vpc == asked.vpc
        && existing.protocol == asked.protocol
        && existing.port == asked.port
        && existing.protocol_version == asked.protocol_version
        && existing.health_check == asked.health_check
        && existing.tags == asked.tags
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.len() > 32 {
        Err(errors::elbv2::target_group_name_length(name))
    } else if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        Err(errors::elbv2::target_group_name(name))
    } else if name.starts_with('-') || name.ends_with('-') {
        Err(errors::elbv2::target_group_name_hyphen(name))
    } else {
        Ok(())
    }
}
