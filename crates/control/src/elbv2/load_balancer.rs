//! Load balancers: create, describe, delete (api E4, E5). Network Load Balancers are kept and described; traffic to them
//! stays shut, as no hop serves their listeners.
//!
//! A balancer carries traffic as soon as it is made; the answer to its creation says `provisioning`, as AWS's does, and
//! so do later ones while `--deploy-delay` lasts. Traffic to balancers is IPv4's: `dualstack` is refused as AWS refuses it
//! for subnets without IPv6.

use adit_model::id::{LoadBalancerArn, NetworkInterfaceId, SecurityGroupId};
use adit_model::load_balancer::{BalancerState, LoadBalancer, NetworkBalancer, Scheme};
use adit_model::relation::Relation;
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::subnet::SubnetMapping;
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{
    hosted_zone, limit, listener_store, load_balancer_name, node, page, security_group, subnet,
};

use crate::elbv2::load_balancer_shown::show;
pub use crate::elbv2::load_balancer_shown::zones;

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
    let network = match asked.kind.as_deref() {
        None | Some("application") => false,
        Some("network") => true,
        Some(kind) => {
            return Err(errors::unsupported_value(
                &Path::root(Service::Elbv2).member("Type"),
                kind,
            ));
        }
    };
    load_balancer_name::check(&asked.name)?;
    check_ip_address_type(asked.ip_address_type.as_deref().unwrap_or("ipv4"))?;
    let scheme = match asked.scheme.as_deref() {
        None | Some("internet-facing") => Scheme::InternetFacing,
        Some("internal") => Scheme::Internal,
        Some(other) => return Err(errors::elbv2::invalid_scheme(other)),
    };
    let tags = tag::read(asked.tags)?;
    let mappings = subnet::read_mappings(cx, &asked.mappings, network.then_some(scheme))?;
    let existing = named(cx, &asked.name);
    let mine = existing.as_ref().and_then(|balancer| balancer.network.as_ref());
    let held = mine.map(|network| network.mappings.clone()).unwrap_or_default();
    node::check_free(cx, &mappings, &held)?;
    let subnets = subnet::choose(cx, network, &asked.subnets, &asked.mappings)?;
    let Some(vpc) = subnets.first().map(|subnet| subnet.vpc.clone()) else {
        return Err(errors::elbv2::two_zones());
    };
    let groups = match network && asked.groups.is_empty() {
        true => Vec::new(),
        false => security_group::choose(cx, &vpc, &asked.groups)?,
    };
    let network = network.then(|| NetworkBalancer {
        mappings,
        enforce_on_private_link: (!groups.is_empty()).then_some(true),
    });
    if let Some(existing) = existing {
        let alike = existing.network == network;
        return match alike && same(&existing, scheme, &subnets, &groups, &tags) {
            true => Ok(record! { "LoadBalancers" => vec![show(cx, &existing)] }),
            false => Err(errors::elbv2::duplicate_load_balancer_name(asked.name)),
        };
    }
    if owned(cx).count() >= limit::LOAD_BALANCERS {
        return Err(errors::elbv2::too_many_load_balancers());
    }
    if scheme == Scheme::InternetFacing {
        subnet::check_internet(cx, &vpc)?;
    }
    let kind = if network.is_some() { "net" } else { "app" };
    let id = arn::mint(
        cx,
        &format!("loadbalancer/{kind}/{}", asked.name),
        LoadBalancerArn::parse,
    )?;
    let (dns_name, hosted_zone) = match network {
        Some(_) => (
            load_balancer_name::network_dns(cx, &id),
            hosted_zone::of_network(&cx.region),
        ),
        None => (
            load_balancer_name::dns(cx, &asked.name, scheme),
            hosted_zone::of(&cx.region),
        ),
    };
    let mut balancer = LoadBalancer {
        id,
        owner: cx.owner(),
        name: asked.name,
        scheme,
        vpc,
        zones: Vec::new(),
        groups,
        dns_name,
        hosted_zone,
        ip_address_type: "ipv4".to_owned(),
        state: BalancerState::Active,
        attributes: Default::default(),
        created: cx.now,
        network,
        capacity: None,
        tags,
    };
    for subnet in &subnets {
        let zone = node::create(cx, &balancer, subnet)?;
        balancer.zones.push(zone);
    }
    let mut shown = show(cx, &balancer);
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
        .map(|balancer| (balancer.id.to_string(), show(cx, balancer)))
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
    let origins = Relation::OriginsTo(id.clone());
    let has_origins = cx.world().related::<VpcOrigin>(&origins).next().is_some();
    if has_origins || crate::ec2::endpoint_service::stands_on(cx, &id) {
        return Err(errors::elbv2::load_balancer_in_use(id));
    }
    for listener in listener_store::of_balancer(cx, &id) {
        listener.delete(cx);
    }
    for zone in &balancer.zones {
        node::delete(cx, &zone.interface);
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

/// The interfaces of a balancer, which its groups and subnets change with.
pub fn interfaces(balancer: &LoadBalancer) -> impl Iterator<Item = &NetworkInterfaceId> {
    balancer.zones.iter().map(|zone| &zone.interface)
}
