//! Target groups: create, describe, modify, delete (api E.5, E.6).
//!
//! Groups of addresses with HTTP or HTTPS are served. Groups of instances and of balancers, and those with protocols of
//! Network Load Balancers, are kept and described, and no traffic reaches their targets. Functions as targets are refused.

use std::collections::{BTreeMap, BTreeSet};

use adit_model::id::{LoadBalancerArn, TargetGroupArn, VpcId};
use adit_model::listener::{ListenerProtocol, TransportProtocol};
use adit_model::listener_rule::ListenerRule;
use adit_model::target_group::{TargetGroup, TargetType, UnservedGroup};
use adit_model::vpc::Vpc;
use adit_model::{Key, Relation};
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::health_check::{self, Matcher};
use crate::elbv2::protocol::Protocol;
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{limit, listener_store, load_balancer, page};

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
    let target_type = match asked.target_type.as_deref().unwrap_or("instance") {
        "ip" => TargetType::Ip,
        "instance" => TargetType::Instance,
        "alb" => TargetType::Alb,
        other => {
            return Err(errors::unsupported_value(
                &Path::root(Service::Elbv2).member("TargetType"),
                other,
            ));
        }
    };
    let protocol = asked.protocol.ok_or_else(errors::elbv2::target_group_protocol)?;
    let protocol =
        Protocol::parse(&protocol).ok_or_else(|| errors::elbv2::unsupported_protocol(&protocol))?;
    if target_type == TargetType::Alb && protocol != Protocol::Network(TransportProtocol::Tcp) {
        return Err(errors::elbv2::target_group_alb_protocol(protocol.name()));
    }
    let (application, transport) = match protocol {
        Protocol::Application(application) => (application, None),
        Protocol::Network(transport) => (ListenerProtocol::Http, Some(transport)),
    };
    let port = asked.port.ok_or_else(errors::elbv2::target_group_port)?;
    // The OpenTofu provider sends an empty version where none is configured.
    let asked_version = asked.protocol_version.filter(|version| !version.is_empty());
    if transport.is_some() && asked_version.is_some() {
        return Err(errors::elbv2::target_group_version_of_network());
    }
    let version = asked_version.unwrap_or_else(|| "HTTP1".to_owned());
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
    let kind = health_check::Kind {
        version: &version,
        network: transport.is_some(),
        target_type,
    };
    let checked = health_check::change(health_check::default(kind, &check), check, kind)?;
    let tags = tag::read(asked.tags)?;
    let id = arn::mint(cx, &format!("targetgroup/{}", asked.name), TargetGroupArn::parse)?;
    let served = target_type == TargetType::Ip && transport.is_none();
    let group = TargetGroup {
        id,
        owner: cx.owner(),
        name: asked.name,
        vpc,
        protocol: application,
        port,
        protocol_version: version,
        health_check: checked.check,
        targets: Vec::new(),
        attributes: BTreeMap::new(),
        unserved: (!served).then(|| UnservedGroup {
            target_type,
            transport,
            tcp_check: checked.tcp,
            targets: Vec::new(),
        }),
        tags,
    };
    if let Some(existing) = owned(cx).find(|existing| existing.name == group.name) {
        return match same(existing, &group) {
            true => Ok(record! { "TargetGroups" => vec![show(existing, &balancers(cx, &existing.id))] }),
            false => Err(errors::elbv2::duplicate_target_group_name(group.name)),
        };
    }
    if owned(cx).count() >= limit::TARGET_GROUPS {
        return Err(errors::elbv2::too_many_target_groups());
    }
    let answer = record! { "TargetGroups" => vec![show(&group, &BTreeSet::new())] };
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
    let mut found: Vec<TargetGroup> = Vec::new();
    for arn in &asked.arns {
        found.push(find(cx, arn)?);
    }
    for name in &asked.names {
        let named = owned(cx).find(|group| group.name == *name);
        found.push(named.ok_or_else(errors::elbv2::target_groups_not_found)?.clone());
    }
    if let Some(arn) = &asked.load_balancer {
        let balancer = load_balancer::find(cx, arn)?;
        let behind = owned(cx).filter(|group| balancers(cx, &group.id).contains(&balancer.id));
        found = behind.cloned().collect();
    } else if found.is_empty() {
        found = owned(cx).cloned().collect();
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    let items = found
        .iter()
        .map(|group| (group.id.to_string(), show(group, &balancers(cx, &group.id))));
    let page = page::cut(items.collect(), asked.marker.as_deref(), asked.page_size)?;
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
    let kind = health_check::Kind {
        version: &group.protocol_version,
        network: group.transport().is_some(),
        target_type: group.target_type(),
    };
    let before = health_check::Check {
        check: group.health_check.clone(),
        tcp: group.unserved.as_ref().is_some_and(|unserved| unserved.tcp_check),
    };
    let checked = health_check::change(before, check, kind)?;
    group.health_check = checked.check;
    if let Some(unserved) = &mut group.unserved {
        unserved.tcp_check = checked.tcp;
    }
    let answer = record! { "TargetGroups" => vec![show(&group, &balancers(cx, &group.id))] };
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
    let relation = Relation::ForwardingTo(id.clone());
    let listeners = cx.world().members(&relation).filter_map(|key| match key {
        Key::Listener(listener) | Key::UnservedListener(listener) => Some(listener.clone()),
        Key::ListenerRule(rule) => Some(cx.table::<ListenerRule>().get(rule)?.listener.clone()),
        _ => None,
    });
    listeners
        .filter_map(|listener| Some(listener_store::get(cx, &listener)?.listener.balancer))
        .collect()
}

fn show(group: &TargetGroup, balancers: &BTreeSet<LoadBalancerArn>) -> Record {
    let tcp_check = group.unserved.as_ref().is_some_and(|unserved| unserved.tcp_check);
    let mut record = record! {
        "TargetGroupArn" => group.id.as_str(),
        "TargetGroupName" => &group.name,
        "Protocol" => Protocol::of_group(group).name(),
        "Port" => group.port,
        "VpcId" => group.vpc.as_str(),
    };
    health_check::show(
        &group.health_check,
        tcp_check,
        &group.protocol_version,
        &mut record,
    );
    let balancers: Vec<String> = balancers.iter().map(ToString::to_string).collect();
    let version = group.transport().is_none().then_some(&group.protocol_version);
    record
        .with("LoadBalancerArns", balancers)
        .with("TargetType", group.target_type().name())
        .with("ProtocolVersion", version)
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
        && alike(existing, asked)
        && existing.tags == asked.tags
}

/// Of the same kind, whatever is registered.
fn alike(existing: &TargetGroup, asked: &TargetGroup) -> bool {
    let tcp = |group: &TargetGroup| group.unserved.as_ref().is_some_and(|unserved| unserved.tcp_check);
    existing.target_type() == asked.target_type()
        && existing.transport() == asked.transport()
        && tcp(existing) == tcp(asked)
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
