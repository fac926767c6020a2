//! StartInstances, StopInstances, RebootInstances, TerminateInstances.
//!
//! A public address that came with the launch goes with a stop and another comes with the start; an elastic one stays.
//! Ending an instance deletes the interfaces and volumes that were to go with it at once, and leaves the others free.
//! One instance that refuses fails the call for all. `Force`, `Hibernate` and `SkipOsShutdown` speak to an operating
//! system, of which there is none: hibernation is refused where it was not configured, the others change nothing.

use std::sync::Arc;

use adit_model::instance::{Instance, Power};
use adit_model::network_interface::NetworkInterface;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::instance::{all_named, interfaces};
use crate::ec2::{address, volume};

view! {
    pub struct StartInstances: "ec2"."StartInstances" { ids: Vec<String> = "InstanceIds" }
}

view! {
    pub struct StopInstances: "ec2"."StopInstances" {
        ids: Vec<String> = "InstanceIds",
        hibernate: Option<bool> = "Hibernate",
        force: Option<bool> = "Force",
        skip_shutdown: Option<bool> = "SkipOsShutdown",
    }
}

view! {
    pub struct RebootInstances: "ec2"."RebootInstances" { ids: Vec<String> = "InstanceIds" }
}

view! {
    pub struct TerminateInstances: "ec2"."TerminateInstances" {
        ids: Vec<String> = "InstanceIds",
        force: Option<bool> = "Force",
        skip_shutdown: Option<bool> = "SkipOsShutdown",
    }
}

pub fn start(cx: &mut Cx<'_>, input: StartInstances) -> Result<Record, ApiError> {
    let instances = named(cx, &input.ids)?;
    for instance in &instances {
        let stopping = instance.power == Power::Stopped && !cx.settled(instance.changed);
        if instance.power == Power::Terminated || stopping {
            return Err(errors::ec2::instance_cannot(&instance.id, "started"));
        }
    }
    let changes = instances
        .iter()
        .map(|instance| go(cx, instance, Power::Running))
        .collect::<Vec<_>>();
    Ok(record! { "StartingInstances" => changes })
}

pub fn stop(cx: &mut Cx<'_>, input: StopInstances) -> Result<Record, ApiError> {
    let instances = named(cx, &input.ids)?;
    for instance in &instances {
        if instance.power == Power::Terminated {
            return Err(errors::ec2::instance_cannot(&instance.id, "stopped"));
        }
        if instance.settings.disable_api_stop {
            return Err(errors::ec2::instance_protected(
                &instance.id,
                "stopped",
                "disableApiStop",
            ));
        }
        if input.hibernate == Some(true) && !instance.settings.hibernation {
            return Err(errors::ec2::instance_hibernation());
        }
    }
    let changes = instances
        .iter()
        .map(|instance| go(cx, instance, Power::Stopped))
        .collect::<Vec<_>>();
    Ok(record! { "StoppingInstances" => changes })
}

pub fn reboot(cx: &mut Cx<'_>, input: RebootInstances) -> Result<Record, ApiError> {
    for instance in named(cx, &input.ids)? {
        if instance.power != Power::Running {
            return Err(errors::ec2::instance_cannot(&instance.id, "rebooted"));
        }
    }
    Ok(record! {})
}

pub fn terminate(cx: &mut Cx<'_>, input: TerminateInstances) -> Result<Record, ApiError> {
    let instances = named(cx, &input.ids)?;
    for instance in &instances {
        if instance.power != Power::Terminated && instance.settings.disable_api_termination {
            return Err(errors::ec2::instance_protected(
                &instance.id,
                "terminated",
                "disableApiTermination",
            ));
        }
    }
    let changes = instances
        .iter()
        .map(|instance| go(cx, instance, Power::Terminated))
        .collect::<Vec<_>>();
    Ok(record! { "TerminatingInstances" => changes })
}

fn named(cx: &Cx<'_>, ids: &[String]) -> Result<Vec<Arc<Instance>>, ApiError> {
    if ids.is_empty() {
        return Err(errors::ec2::missing_parameter("InstanceId"));
    }
    let mut instances = all_named(cx, ids)?;
    instances.sort_by(|a, b| a.id.cmp(&b.id));
    instances.dedup_by(|a, b| a.id == b.id);
    Ok(instances)
}

/// Sends an instance on its way, and says from where to where.
fn go(cx: &mut Cx<'_>, instance: &Instance, to: Power) -> Record {
    let before = instance.power.state(cx.settled(instance.changed));
    if instance.power == to {
        return change(instance, before, before);
    }
    let mut instance = instance.clone();
    network(cx, &mut instance, to);
    if to == Power::Terminated {
        volume::release(cx, &instance);
        instance.volumes.clear();
    }
    instance.reason = (to != Power::Running).then(|| {
        let code = "Client.UserInitiatedShutdown".to_owned();
        let text = format!("{code}: User initiated shutdown");
        (code, text)
    });
    if to == Power::Running {
        instance.launched = cx.now;
    }
    instance.power = to;
    instance.changed = cx.now;
    cx.put(instance.clone());
    // A call's own answer always shows the way; where there was nowhere to go from, the end.
    let after = match (before, to) {
        ((80, _), Power::Terminated) => to.state(true),
        _ => to.state(false),
    };
    change(&instance, before, after)
}

/// Addresses and interfaces follow.
fn network(cx: &mut Cx<'_>, instance: &mut Instance, to: Power) {
    for eni in interfaces(cx, &instance.id) {
        let mut eni: NetworkInterface = (*eni).clone();
        let ends = eni
            .more
            .attachment
            .as_ref()
            .is_some_and(|attachment| attachment.delete_on_termination);
        let elastic = !eni.more.elastic.is_empty();
        match to {
            Power::Terminated if ends => {
                for elastic in &eni.more.elastic {
                    address::forget(cx, &elastic.allocation);
                }
                cx.delete::<NetworkInterface>(&eni.id);
                continue;
            }
            Power::Terminated => {
                eni.more.attachment = None;
                eni.public_address = eni.public_address.filter(|_| elastic);
            }
            Power::Stopped if !elastic && eni.public_address.is_some() => {
                eni.public_address = None;
                instance.public_on_start.insert(eni.id.clone());
            }
            Power::Running if instance.public_on_start.remove(&eni.id) && !elastic => {
                eni.public_address = Some(address::fresh(cx));
            }
            Power::Stopped | Power::Running => continue,
        }
        cx.put(eni);
    }
}

fn change(instance: &Instance, before: (i64, &'static str), after: (i64, &'static str)) -> Record {
    let state = |(code, name): (i64, &'static str)| record! { "Code" => code, "Name" => name };
    record! {
        "InstanceId" => instance.id.as_str(),
        "CurrentState" => state(after),
        "PreviousState" => state(before),
    }
}
