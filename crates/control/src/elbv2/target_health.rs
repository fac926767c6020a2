//! DescribeTargetHealth (api E32, E34): what configuration says of a target, then what was observed.

use std::net::IpAddr;

use adit_model::load_balancer::LoadBalancer;
use adit_model::network_interface::NetworkInterface;
use adit_model::target_group::{Target, TargetGroup};
use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::elbv2::target::{self, ALL_ZONES, TargetDescription};
use crate::elbv2::{node, target_group};
use crate::ports::ObservedTarget;

view! {
    pub struct DescribeTargetHealth: "elbv2"."DescribeTargetHealth" {
        group: String = "TargetGroupArn",
        targets: Vec<TargetDescription> = "Targets",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeTargetHealth) -> Result<Record, ApiError> {
    let group = target_group::find(cx, &asked.group)?;
    let observed = cx.ports.health.states(&group.id);
    let ids = target_group::balancers(cx, &group.id);
    let balancers: Vec<LoadBalancer> = ids.iter().filter_map(|id| cx.get(id)).collect();
    let state = |target: &Target| {
        let health = configured(cx, &group, target, &balancers).unwrap_or_else(|| seen(&observed, target));
        describe_one(&group, target, &health)
    };
    // What has drained is gone, though nobody has written so yet.
    let present = |target: &&Target| target.draining_until.is_none() || target::is_draining(target, cx.now);
    let present: Vec<&Target> = group.targets.iter().filter(present).collect();
    let mut described: Vec<Record> = Vec::new();
    if asked.targets.is_empty() {
        described.extend(present.iter().map(|target| state(target)));
    }
    for description in asked.targets {
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
                    describe_one(&group, &stranger, &NOT_REGISTERED)
                }
            },
        );
    }
    Ok(record! { "TargetHealthDescriptions" => described })
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
    let description = match health.reason {
        Some("Target.NotRegistered") => Some("Target is not registered to the target group".to_owned()),
        _ => health.description.clone(),
    };
    record! {
        "Target" => record! {
            "Id" => target.address.to_string(),
            "Port" => target.port,
            "AvailabilityZone" => target.zone.clone(),
        },
        "HealthCheckPort" => check_port.to_string(),
        "TargetHealth" => record! {
            "State" => health.state,
            "Reason" => health.reason,
            "Description" => description,
        },
    }
}

/// What is known without a check; `None` where checks decide.
fn configured(
    cx: &Cx<'_>,
    group: &TargetGroup,
    target: &Target,
    balancers: &[LoadBalancer],
) -> Option<Health> {
    if target::is_draining(target, cx.now) {
        let reason = "Target.DeregistrationInProgress";
        return Some(Health::of(
            "draining",
            reason,
            "Target deregistration is in progress",
        ));
    }
    if balancers.is_empty() {
        let text = "Target group is not configured to receive traffic from the load balancer";
        return Some(Health::of("unused", "Target.NotInUse", text));
    }
    let of_balancer = |interface: &NetworkInterface| {
        interface.vpc == group.vpc
            && IpAddr::V4(interface.address) == target.address
            && interface.requester.as_deref() == Some(node::REQUESTER)
    };
    if cx
        .table::<NetworkInterface>()
        .iter()
        .any(|interface| of_balancer(interface))
    {
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
        None => Health::of(
            "initial",
            "Elb.RegistrationInProgress",
            "Target registration is in progress",
        ),
    }
}
