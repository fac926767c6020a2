//! Registering and deregistering targets (api E22, E24, E25): addresses here, instances and balancers in `named_target`.
//!
//! A deregistered target drains for the group's delay and cannot come back until that has passed; in a group that no
//! balancer uses there is nothing to drain, and it leaves at once (not established, chosen here).

use std::net::{IpAddr, Ipv4Addr};

use adit_model::relation::Relation;
use adit_model::subnet::Subnet;
use adit_model::target_group::{Target, TargetGroup, TargetType};
use adit_wire::{ApiError, Record, errors, view};
use ipnet::Ipv4Net;
use time::{Duration, OffsetDateTime};

use crate::cx::Cx;
use crate::elbv2::{limit, named_target, target_group};

view! {
    pub struct TargetDescription: "elbv2"/"TargetDescription" {
        id: String = "Id",
        port: Option<u16> = "Port",
        zone: Option<String> = "AvailabilityZone",
    }
}
view! {
    pub struct RegisterTargets: "elbv2"."RegisterTargets" {
        group: String = "TargetGroupArn",
        targets: Vec<TargetDescription> = "Targets",
    }
}
view! {
    pub struct DeregisterTargets: "elbv2"."DeregisterTargets" {
        group: String = "TargetGroupArn",
        targets: Vec<TargetDescription> = "Targets",
    }
}

/// What `AvailabilityZone` says of a target outside the VPC.
pub const ALL_ZONES: &str = "all";

pub fn register(cx: &mut Cx<'_>, asked: RegisterTargets) -> Result<Record, ApiError> {
    let mut group = target_group::find(cx, &asked.group)?;
    forget_drained(&mut group, cx.now);
    if group.target_type() != TargetType::Ip {
        named_target::register(cx, &mut group, asked.targets)?;
        cx.put(group);
        return Ok(Record::new());
    }
    for description in asked.targets {
        let target = read(cx, &group, description)?;
        let of_it = |known: &&Target| known.address == target.address;
        if group
            .targets
            .iter()
            .filter(of_it)
            .any(|known| known.draining_until.is_some())
        {
            return Err(errors::elbv2::target_draining(target.address));
        }
        if !group
            .targets
            .iter()
            .filter(of_it)
            .any(|known| known.port == target.port)
        {
            group.targets.push(target);
        }
    }
    if group.targets.len() > limit::GROUP_TARGETS {
        return Err(errors::elbv2::too_many_targets());
    }
    cx.put(group);
    Ok(Record::new())
}

/// A target that is not registered is passed over, as by AWS.
pub fn deregister(cx: &mut Cx<'_>, asked: DeregisterTargets) -> Result<Record, ApiError> {
    let mut group = target_group::find(cx, &asked.group)?;
    let delay = match target_group::balancers(cx, &group.id).is_empty() {
        true => 0,
        false => group
            .attribute("deregistration_delay.timeout_seconds")
            .and_then(|s| s.parse().ok())
            .unwrap_or(0),
    };
    let until = cx.now + Duration::seconds(delay);
    if group.target_type() != TargetType::Ip {
        named_target::deregister(&mut group, &asked.targets, until);
        forget_drained(&mut group, cx.now);
        cx.put(group);
        return Ok(Record::new());
    }
    for description in asked.targets {
        let address = IpAddr::V4(read_address(&description.id)?);
        let port = description.port.unwrap_or(group.port);
        for target in &mut group.targets {
            if (target.address, target.port) == (address, port) {
                target.draining_until.get_or_insert(until);
            }
        }
    }
    forget_drained(&mut group, cx.now);
    cx.put(group);
    Ok(Record::new())
}

pub fn read_address(text: &str) -> Result<Ipv4Addr, ApiError> {
    text.parse().map_err(|_| errors::elbv2::target_address(text))
}

/// Whether the target's delay is still running.
pub fn is_draining(target: &Target, now: OffsetDateTime) -> bool {
    drains(target.draining_until, now)
}

pub fn drains(until: Option<OffsetDateTime>, now: OffsetDateTime) -> bool {
    until.is_some_and(|until| now < until)
}

fn forget_drained(group: &mut TargetGroup, now: OffsetDateTime) {
    group
        .targets
        .retain(|target| target.draining_until.is_none() || is_draining(target, now));
    if let Some(unserved) = &mut group.unserved {
        let stays = |until| Option::is_none(&until) || drains(until, now);
        unserved.targets.retain(|target| stays(target.draining_until));
    }
}

fn read(cx: &Cx<'_>, group: &TargetGroup, asked: TargetDescription) -> Result<Target, ApiError> {
    let address = read_address(&asked.id)?;
    let subnets = Relation::SubnetsIn(group.vpc.clone());
    let mut subnets = cx.world().related::<Subnet>(&subnets);
    let subnet = subnets.find(|subnet| subnet.cidr.contains(&address));
    let zone = match (subnet, asked.zone) {
        (Some(subnet), Some(zone)) if zone != subnet.zone.as_str() => {
            return Err(errors::elbv2::target_zone_override(address, zone, &subnet.zone));
        }
        (Some(subnet), _) => subnet.zone.to_string(),
        (None, _) if !is_private(address) => return Err(errors::elbv2::target_public(address)),
        (None, None) => return Err(errors::elbv2::target_zone_required(address)),
        (None, Some(zone)) if zone != ALL_ZONES => return Err(errors::elbv2::target_zone_all(address)),
        (None, Some(zone)) => zone,
    };
    let port = asked.port.unwrap_or(group.port);
    Ok(Target {
        address: address.into(),
        port,
        zone: Some(zone),
        draining_until: None,
    })
}

/// The blocks outside the VPC that targets may be in (api E22).
fn is_private(address: Ipv4Addr) -> bool {
    let shared = Ipv4Net::new(Ipv4Addr::new(100, 64, 0, 0), 10);
    address.is_private() || shared.is_ok_and(|shared| shared.contains(&address))
}
