//! Application Load Balancers: create, describe, delete (api E4, E5).
//!
//! A balancer is active as soon as it is made; only the answer to its creation says `provisioning`, as AWS's does.
//! AWS has no IPv6 without IPv6 blocks on the subnets, and there are none here: `dualstack` is refused as AWS refuses it.

use adit_model::id::{ListenerRuleArn, LoadBalancerArn, NetworkInterfaceId, SecurityGroupId};
use adit_model::listener::Listener;
use adit_model::listener_rule::ListenerRule;
use adit_model::load_balancer::{BalancerState, LoadBalancer, Scheme};
use adit_model::network_interface::NetworkInterface;
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{ApiError, Path, Record, Service, Value, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::subnet::SubnetMapping;
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{hosted_zone, limit, node, page, security_group, subnet};

view! {
    pub struct CreateLoadBalancer: "elbv2"."CreateLoadBalancer" {
        name: String = "Name",
        subnets: Vec<String> = "Subnets",
        mappings: Vec<SubnetMapping> = "SubnetMappings",
        groups: Vec<String> = "SecurityGroups",
        scheme: Option<String> = "Scheme",
        tags: Vec<Tag> = "Tags",
        kind: Option<String> = "Type",
        ip_address_type: Option<String> = "IpAddressType",
    }
}
view! {
    pub struct DescribeLoadBalancers: "elbv2"."DescribeLoadBalancers" {
        arns: Vec<String> = "LoadBalancerArns",
        names: Vec<String> = "Names",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}
view! {
    pub struct DeleteLoadBalancer: "elbv2"."DeleteLoadBalancer" { load_balancer: String = "LoadBalancerArn" }
}
view! {
    pub struct SetIpAddressType: "elbv2"."SetIpAddressType" {
        load_balancer: String = "LoadBalancerArn",
        ip_address_type: String = "IpAddressType",
    }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateLoadBalancer) -> Result<Record, ApiError> {
    if let Some(kind) = asked.kind.as_deref().filter(|kind| *kind != "application") {
        return Err(errors::unsupported_value(
            &Path::root(Service::Elbv2).member("Type"),
            kind,
        ));
    }
    check_name(&asked.name)?;
    check_ip_address_type(asked.ip_address_type.as_deref().unwrap_or("ipv4"))?;
    let scheme = match asked.scheme.as_deref() {
        None | Some("internet-facing") => Scheme::InternetFacing,
        Some("internal") => Scheme::Internal,
        Some(other) => return Err(errors::elbv2::invalid_scheme(other)),
    };
    let tags = tag::read(asked.tags)?;
    let subnets = subnet::choose(cx, &asked.subnets, asked.mappings)?;
    let Some(vpc) = subnets.first().map(|subnet| subnet.vpc.clone()) else {
        return Err(errors::elbv2::two_zones());
    };
    let groups = security_group::choose(cx, &vpc, &asked.groups)?;
    if let Some(existing) = named(cx, &asked.name) {
        return match same(&existing, scheme, &subnets, &groups, &tags) {
            true => Ok(record! { "LoadBalancers" => vec![show(&existing)] }),
            false => Err(errors::elbv2::duplicate_load_balancer_name(asked.name)),
        };
    }
    if owned(cx).count() >= limit::LOAD_BALANCERS {
        return Err(errors::elbv2::too_many_load_balancers());
    }
    if scheme == Scheme::InternetFacing {
        subnet::check_internet(cx, &vpc)?;
    }
    let id = arn::mint(
        cx,
        &format!("loadbalancer/app/{}", asked.name),
        LoadBalancerArn::parse,
    )?;
    let dns_name = dns_name(cx, &asked.name, scheme);
    let mut balancer = LoadBalancer {
        id,
        owner: cx.owner(),
        name: asked.name,
        scheme,
        vpc,
        zones: Vec::new(),
        groups,
        dns_name,
        hosted_zone: hosted_zone::of(&cx.region),
        ip_address_type: "ipv4".to_owned(),
        state: BalancerState::Active,
        attributes: Default::default(),
        created: cx.now,
        tags,
    };
    for subnet in &subnets {
        let zone = node::create(cx, &balancer, subnet)?;
        balancer.zones.push(zone);
    }
    let mut shown = show(&balancer);
    shown.put("State", record! { "Code" => "provisioning" });
    cx.put(balancer);
    Ok(record! { "LoadBalancers" => vec![shown] })
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeLoadBalancers) -> Result<Record, ApiError> {
    if !asked.arns.is_empty() && !asked.names.is_empty() {
        return Err(errors::elbv2::exclusive(
            "Load balancer names",
            "load balancer ARNs",
        ));
    }
    let mut missing = Vec::new();
    let mut found: Vec<LoadBalancer> = Vec::new();
    for text in &asked.arns {
        let id = ArnKind::LoadBalancer.read(text, LoadBalancerArn::parse)?;
        match cx
            .get::<LoadBalancer>(&id)
            .filter(|balancer| cx.owns(&balancer.owner))
        {
            Some(balancer) => found.push(balancer),
            None => missing.push(text.as_str()),
        }
    }
    for name in &asked.names {
        match named(cx, name) {
            Some(balancer) => found.push(balancer),
            None => missing.push(name),
        }
    }
    if !missing.is_empty() {
        return Err(errors::elbv2::load_balancers_not_found(missing.join(", ")));
    }
    if asked.arns.is_empty() && asked.names.is_empty() {
        found = owned(cx).cloned().collect();
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    let items = found
        .iter()
        .map(|balancer| (balancer.id.to_string(), show(balancer)))
        .collect();
    let page = page::cut(items, asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "LoadBalancers" => page.items, "NextMarker" => page.next })
}

/// Takes its listeners, their rules and its interfaces along; succeeds where nothing is left to delete.
pub fn delete(cx: &mut Cx<'_>, asked: DeleteLoadBalancer) -> Result<Record, ApiError> {
    let id = ArnKind::LoadBalancer.read(&asked.load_balancer, LoadBalancerArn::parse)?;
    let Some(balancer) = cx
        .get::<LoadBalancer>(&id)
        .filter(|balancer| cx.owns(&balancer.owner))
    else {
        return Ok(Record::new());
    };
    if balancer.attribute("deletion_protection.enabled") == Some("true") {
        return Err(errors::elbv2::deletion_protected(id));
    }
    if cx.table::<VpcOrigin>().iter().any(|origin| origin.target == id) {
        return Err(errors::elbv2::load_balancer_in_use(id));
    }
    let listeners: Vec<_> = cx
        .table::<Listener>()
        .iter()
        .filter(|l| l.balancer == id)
        .map(|l| l.id.clone())
        .collect();
    let of_it = |rule: &ListenerRule| listeners.contains(&rule.listener);
    let rules: Vec<ListenerRuleArn> = cx
        .table::<ListenerRule>()
        .iter()
        .filter(|rule| of_it(rule))
        .map(|rule| rule.id.clone())
        .collect();
    for rule in &rules {
        cx.delete::<ListenerRule>(rule);
    }
    for listener in &listeners {
        cx.delete::<Listener>(listener);
    }
    for zone in &balancer.zones {
        cx.delete::<NetworkInterface>(&zone.interface);
    }
    cx.delete::<LoadBalancer>(&id);
    Ok(Record::new())
}

pub fn set_ip_address_type(cx: &mut Cx<'_>, asked: SetIpAddressType) -> Result<Record, ApiError> {
    let balancer = find(cx, &asked.load_balancer)?;
    check_ip_address_type(&asked.ip_address_type)?;
    Ok(record! { "IpAddressType" => balancer.ip_address_type })
}

/// The caller's balancer with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<LoadBalancer, ApiError> {
    let id = ArnKind::LoadBalancer.read(text, LoadBalancerArn::parse)?;
    let found = cx
        .get::<LoadBalancer>(&id)
        .filter(|balancer| cx.owns(&balancer.owner));
    found.ok_or_else(|| errors::elbv2::load_balancers_not_found(id))
}

/// Only `ipv4`: no subnet has an IPv6 block.
pub fn check_ip_address_type(asked: &str) -> Result<(), ApiError> {
    match asked {
        "ipv4" => Ok(()),
        _ => Err(errors::elbv2::subnet_ipv6()),
    }
}

/// `AvailabilityZones`.
pub fn zones(balancer: &LoadBalancer) -> Value {
    let zone = |zone: &adit_model::load_balancer::BalancerZone| {
        record! {
            "ZoneName" => zone.zone.as_str(),
            "SubnetId" => zone.subnet.as_str(),
            "LoadBalancerAddresses" => Value::List(Vec::new()),
        }
    };
    balancer.zones.iter().map(zone).collect()
}

fn show(balancer: &LoadBalancer) -> Record {
    let scheme = match balancer.scheme {
        Scheme::InternetFacing => "internet-facing",
        Scheme::Internal => "internal",
    };
    let state = match balancer.state {
        BalancerState::Provisioning => "provisioning",
        BalancerState::Active => "active",
    };
    record! {
        "LoadBalancerArn" => balancer.id.as_str(),
        "DNSName" => &balancer.dns_name,
        "CanonicalHostedZoneId" => &balancer.hosted_zone,
        "CreatedTime" => balancer.created,
        "LoadBalancerName" => &balancer.name,
        "Scheme" => scheme,
        "VpcId" => balancer.vpc.as_str(),
        "State" => record! { "Code" => state },
        "Type" => "application",
        "AvailabilityZones" => zones(balancer),
        "SecurityGroups" => balancer.groups.iter().map(SecurityGroupId::as_str).collect::<Vec<_>>(),
        "IpAddressType" => &balancer.ip_address_type,
    }
}

fn owned<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c LoadBalancer> {
    cx.table::<LoadBalancer>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|balancer| cx.owns(&balancer.owner))
}

fn named(cx: &Cx<'_>, name: &str) -> Option<LoadBalancer> {
    owned(cx).find(|balancer| balancer.name == name).cloned()
}

/// Whether a second creation asks for what is there already.
fn same(
    existing: &LoadBalancer,
    scheme: Scheme,
    subnets: &[Subnet],
    groups: &[SecurityGroupId],
    tags: &Tags,
) -> bool {
    let in_subnet = |subnet: &Subnet| existing.zones.iter().any(|zone| zone.subnet == subnet.id);
    let with_group = |group: &SecurityGroupId| existing.groups.contains(group);
    existing.scheme == scheme
        && existing.zones.len() == subnets.len()
        && subnets.iter().all(in_subnet)
        && existing.groups.len() == groups.len()
        && groups.iter().all(with_group)
        && existing.tags == *tags
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.len() > 32 {
        Err(errors::elbv2::load_balancer_name_length(name))
    } else if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        Err(errors::elbv2::load_balancer_name(name))
    } else if name.starts_with('-') || name.ends_with('-') {
        Err(errors::elbv2::load_balancer_name_hyphen(name))
    } else if name.starts_with("internal-") {
        Err(errors::elbv2::load_balancer_name_internal(name))
    } else {
        Ok(())
    }
}

/// `internal-NAME-NUMBER.REGION.elb.amazonaws.com`; without `internal-` where it faces the internet.
fn dns_name(cx: &mut Cx<'_>, name: &str, scheme: Scheme) -> String {
    let prefix = match scheme {
        Scheme::Internal => "internal-",
        Scheme::InternetFacing => "",
    };
    // AWS's numbers have eight to ten digits.
    let number = 100_000_000 + cx.minter.draw() % 2_000_000_000;
    format!("{prefix}{name}-{number}.{}.elb.amazonaws.com", cx.region).to_ascii_lowercase()
}

/// The interfaces of a balancer, which its groups and subnets change with.
pub fn interfaces(balancer: &LoadBalancer) -> impl Iterator<Item = &NetworkInterfaceId> {
    balancer.zones.iter().map(|zone| &zone.interface)
}
