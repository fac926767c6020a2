//! Targets that are named and not addressed: instances, and balancers behind Network Load Balancers. They are kept and
//! described; no traffic reaches them.

use adit_model::id::{InstanceId, LoadBalancerArn};
use adit_model::instance::{Instance, Power};
use adit_model::load_balancer::LoadBalancer;
use adit_model::target_group::{NamedTarget, TargetGroup, TargetType};
use adit_wire::{ApiError, errors};
use time::OffsetDateTime;

use crate::cx::Cx;
use crate::elbv2::target::TargetDescription;
use crate::elbv2::{limit, listener_store};

pub fn register(cx: &Cx<'_>, group: &mut TargetGroup, asked: Vec<TargetDescription>) -> Result<(), ApiError> {
    for description in asked {
        if let Some(zone) = description.zone {
            return Err(errors::elbv2::target_zone_of_named(description.id, zone));
        }
        let port = description.port.unwrap_or(group.port);
        match group.target_type() {
            TargetType::Alb => check_balancer(cx, group, &description.id, port)?,
            _ => check_instance(cx, group, &description.id)?,
        }
        let alb = group.target_type() == TargetType::Alb;
        let Some(unserved) = &mut group.unserved else {
            continue;
        };
        let same = |known: &&NamedTarget| known.id == description.id && known.port == port;
        match unserved.targets.iter().find(same) {
            Some(known) if known.draining_until.is_some() => {
                return Err(errors::elbv2::target_draining(description.id));
            }
            Some(_) => {}
            None => unserved.targets.push(NamedTarget {
                id: description.id,
                port,
                draining_until: None,
            }),
        }
        // A group has one balancer as its target.
        let most = if alb { 1 } else { limit::GROUP_TARGETS };
        if unserved.targets.len() > most {
            return Err(errors::elbv2::too_many_targets());
        }
    }
    Ok(())
}

/// What is not registered is passed over.
pub fn deregister(group: &mut TargetGroup, asked: &[TargetDescription], until: OffsetDateTime) {
    let Some(unserved) = &mut group.unserved else {
        return;
    };
    for target in &mut unserved.targets {
        let named =
            |one: &TargetDescription| one.id == target.id && one.port.is_none_or(|port| port == target.port);
        if asked.iter().any(named) {
            target.draining_until.get_or_insert(until);
        }
    }
}

fn check_instance(cx: &Cx<'_>, group: &TargetGroup, text: &str) -> Result<(), ApiError> {
    let found = InstanceId::parse(text).and_then(|id| cx.get::<Instance>(&id));
    let found = found.filter(|instance| cx.owns(&instance.owner) && instance.power != Power::Terminated);
    let instance = found.ok_or_else(|| errors::elbv2::target_instance(text))?;
    match instance.vpc == group.vpc {
        true => Ok(()),
        false => Err(errors::elbv2::target_other_vpc(&group.vpc, text)),
    }
}

/// An Application Load Balancer of the VPC that listens on the port.
fn check_balancer(cx: &Cx<'_>, group: &TargetGroup, text: &str, port: u16) -> Result<(), ApiError> {
    let found = LoadBalancerArn::parse(text).and_then(|id| cx.get::<LoadBalancer>(&id));
    let found = found.filter(|balancer| cx.owns(&balancer.owner) && balancer.network.is_none());
    let balancer = found.ok_or_else(|| errors::elbv2::target_balancer(text))?;
    if balancer.vpc != group.vpc {
        return Err(errors::elbv2::target_other_vpc(&group.vpc, text));
    }
    let listeners = listener_store::of_balancer(cx, &balancer.id);
    match listeners.iter().any(|stored| stored.listener.port == port) {
        true => Ok(()),
        false => Err(errors::elbv2::target_balancer_port(text, port)),
    }
}
