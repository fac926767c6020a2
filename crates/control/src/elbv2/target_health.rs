//! DescribeTargetHealth (api E32, E34): what configuration says of a target, then what was observed.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use adit_model::id::VpcId;
use adit_model::load_balancer::LoadBalancer;
use adit_model::network_interface::NetworkInterface;
use adit_model::target_group::{NamedTarget, Target, TargetGroup, TargetType};
use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::elbv2::target::{self, ALL_ZONES, TargetDescription};
use crate::elbv2::{node, target_group};
use crate::ports::ObservedTarget;

view! {
    pub struct DescribeTargetHealth: "elbv2"."DescribeTargetHealth" {
        group: String = "TargetGroupArn",
        targets: Vec<TargetDescription> = "Targets",
        include: Vec<String> = "Include",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeTargetHealth) -> Result<Record, ApiError> {
    let group = target_group::find(cx, &asked.group)?;
    let anomalies = asked
        .include
        .iter()
        .any(|what| what == "AnomalyDetection" || what == "All");
    let described = match group.target_type() {
        TargetType::Ip => addresses(cx, &group, asked.targets)?,
        _ => named(cx, &group, &asked.targets),
    };
    // Nothing is looked for, so that nothing is anomalous.
    let found = || record! { "Result" => "normal", "MitigationInEffect" => "no" };
    let with = |one: Record| one.with("AnomalyDetection", anomalies.then(found));
    let described: Vec<Record> = described.into_iter().map(with).collect();
    Ok(record! { "TargetHealthDescriptions" => described })
}

fn addresses(
    cx: &Cx<'_>,
    group: &TargetGroup,
    asked: Vec<TargetDescription>,
) -> Result<Vec<Record>, ApiError> {
    let observed = cx.ports.health.states(&group.id);
    let ids = target_group::balancers(cx, &group.id);
    let balancers: Vec<LoadBalancer> = ids.iter().filter_map(|id| cx.get(id)).collect();
    let nodes = node_addresses(cx, &group.vpc);
    let state = |target: &Target| {
        let health = configured(cx, target, &balancers, &nodes).unwrap_or_else(|| seen(&observed, target));
        describe_one(group, target, &health)
    };
    // What has drained is gone, though nobody has written so yet.
    let present = |target: &&Target| target.draining_until.is_none() || target::is_draining(target, cx.now);
    let present: Vec<&Target> = group.targets.iter().filter(present).collect();
    let mut described: Vec<Record> = Vec::new();
    if asked.is_empty() {
        described.extend(present.iter().map(|target| state(target)));
    }
    for description in asked {
        let address: IpAddr = target::read_address(&description.id)?.into();
        let port = description.port.unwrap_or(group.port);
        described.push(
            match present
                .iter()
                .find(|target| (target.address, target.port) == (address, port))
            {
                Some(target) => state(target),
                None => {
                    let stranger = Target {
                        address,
                        port,
                        zone: description.zone,
                        draining_until: None,
                    };
                    describe_one(group, &stranger, &NOT_REGISTERED)
                }
            },
        );
    }
    Ok(described)
}

/// Instances and balancers: registered, and never checked.
fn named(cx: &Cx<'_>, group: &TargetGroup, asked: &[TargetDescription]) -> Vec<Record> {
    let targets = group
        .unserved
        .as_ref()
        .map_or(&[][..], |unserved| &unserved.targets);
    let unused = target_group::balancers(cx, &group.id).is_empty();
    let show = |id: &str, port: u16, health: &Health| {
        let check_port = group.health_check.port.unwrap_or(port);
        record! {
            "Target" => record! { "Id" => id, "Port" => port },
            "HealthCheckPort" => check_port.to_string(),
            "TargetHealth" => health.show(),
        }
    };
    let present = |target: &&NamedTarget| target.draining_until.is_none_or(|until| cx.now < until);
    let state = |target: &NamedTarget| match (target.draining_until, unused) {
        (Some(_), _) => draining(),
        (None, true) => not_in_use(),
        (None, false) => registering(),
    };
    let of = |description: &TargetDescription| {
        let port = description.port.unwrap_or(group.port);
        let same = |target: &&NamedTarget| target.id == description.id && target.port == port;
        match targets.iter().filter(present).find(same) {
            Some(target) => show(&target.id, target.port, &state(target)),
            None => show(&description.id, port, &NOT_REGISTERED),
        }
    };
    if !asked.is_empty() {
        return asked.iter().map(of).collect();
    }
    let all = targets.iter().filter(present);
    all.map(|target| show(&target.id, target.port, &state(target)))
        .collect()
}

struct Health {
    state: &'static str,
    reason: Option<&'static str>,
    description: Option<String>,
}

const NOT_REGISTERED: Health = Health {
    state: "unused",
    reason: Some("Target.NotRegistered"),
    description: None,
};

impl Health {
    fn show(&self) -> Record {
        let description = match self.reason {
            Some("Target.NotRegistered") => Some("Target is not registered to the target group".to_owned()),
            _ => self.description.clone(),
        };
        record! { "State" => self.state, "Reason" => self.reason, "Description" => description }
    }

    fn of(state: &'static str, reason: &'static str, description: &str) -> Self {
        Self {
            state,
            reason: Some(reason),
            description: Some(description.to_owned()),
        }
    }
}

fn describe_one(group: &TargetGroup, target: &Target, health: &Health) -> Record {
    let check_port = group.health_check.port.unwrap_or(target.port);
    record! {
        "Target" => record! {
            "Id" => target.address.to_string(),
            "Port" => target.port,
            "AvailabilityZone" => target.zone.clone(),
        },
        "HealthCheckPort" => check_port.to_string(),
        "TargetHealth" => health.show(),
    }
}

fn draining() -> Health {
    let reason = "Target.DeregistrationInProgress";
    Health::of("draining", reason, "Target deregistration is in progress")
}

fn not_in_use() -> Health {
    let text = "Target group is not configured to receive traffic from the load balancer";
    Health::of("unused", "Target.NotInUse", text)
}

fn registering() -> Health {
    let text = "Target registration is in progress";
    Health::of("initial", "Elb.RegistrationInProgress", text)
}

/// What is known without a check; `None` where checks decide.
fn configured(
    cx: &Cx<'_>,
    target: &Target,
    balancers: &[LoadBalancer],
    nodes: &BTreeSet<IpAddr>,
) -> Option<Health> {
    if target::is_draining(target, cx.now) {
        return Some(draining());
    }
    if balancers.is_empty() {
        return Some(not_in_use());
    }
    if nodes.contains(&target.address) {
        let text = "The IP address is reserved for use by a load balancer";
        return Some(Health::of("unused", "Target.IpUnusable", text));
    }
    let zone = target.zone.as_deref().unwrap_or(ALL_ZONES);
    let enabled = |balancer: &LoadBalancer| balancer.zones.iter().any(|known| known.zone.as_str() == zone);
    if zone != ALL_ZONES && !balancers.iter().any(enabled) {
        let text = "Target is in an Availability Zone that is not enabled for the load balancer";
        return Some(Health::of("unused", "Target.NotInUse", text));
    }
    None
}

/// Addresses of balancers in a VPC, at which no target can be.
fn node_addresses(cx: &Cx<'_>, vpc: &VpcId) -> BTreeSet<IpAddr> {
    let of_balancer = |interface: &&Arc<NetworkInterface>| {
        interface.vpc == *vpc && interface.requester.as_deref() == Some(node::REQUESTER)
    };
    let interfaces = cx.table::<NetworkInterface>().iter().filter(of_balancer);
    interfaces
        .map(|interface| IpAddr::V4(interface.address))
        .collect()
}

fn seen(observed: &[ObservedTarget], target: &Target) -> Health {
    match observed
        .iter()
        .find(|seen| (seen.address, seen.port) == (target.address, target.port))
    {
        Some(seen) => Health {
            state: seen.state,
            reason: seen.reason,
            description: seen.description.clone(),
        },
        None => registering(),
    }
}
