//! DescribeInstances, and what the other calls about instances share.
//!
//! Nothing runs: an instance is what was asked for, with real interfaces and addresses in its subnet. It is on its way
//! (`pending`, `stopping`, `shutting-down`) for as long as `--deploy-delay` says and has arrived otherwise. A terminated
//! one is shown for an hour, as on AWS, without anything that it had in the network or on disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::id::InstanceId;
use adit_model::instance::{Instance, Power};
use adit_model::network_interface::NetworkInterface;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};
use time::Duration;

use crate::cx::Cx;
use crate::ec2::filter::Filter;
use crate::ec2::instance_facts::FACTS;
use crate::ec2::instance_shown::shown;
use crate::ec2::page::Query;
use crate::ec2::resource::{Ec2Resource, named, owned};

view! {
    pub struct DescribeInstances: "ec2"."DescribeInstances" {
        ids: Vec<String> = "InstanceIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
        managed_too: Option<bool> = "IncludeManagedResources",
    }
}

/// How long AWS shows a terminated instance.
const SEEN_AFTER_END: Duration = Duration::HOUR;

/// An instance with what stands elsewhere of it.
pub struct Seen {
    pub instance: Arc<Instance>,
    /// Attached ones, the primary first.
    pub interfaces: Vec<Arc<NetworkInterface>>,
    /// Whether it has arrived where it was told to go.
    pub settled: bool,
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeInstances) -> Result<Record, ApiError> {
    check_page(input.max_results, 5..=1000, !input.ids.is_empty())?;
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, seen(cx, &input.ids)?, FACTS, Seen::key, Some(Seen::tags))?;
    // Instances of one call share a reservation.
    let mut reservations: Vec<(String, Vec<Record>)> = Vec::new();
    for seen in &page.items {
        let reservation = &seen.instance.reservation;
        let record = shown(cx.world(), seen);
        match reservations.iter_mut().find(|(known, _)| known == reservation) {
            Some((_, instances)) => instances.push(record),
            None => reservations.push((reservation.clone(), vec![record])),
        }
    }
    let reservations: Vec<Record> = reservations
        .into_iter()
        .map(|(id, instances)| reservation(cx, &id, instances))
        .collect();
    Ok(record! { "Reservations" => reservations, "NextToken" => page.next_token })
}

/// A reservation as answers show it.
pub fn reservation(cx: &Cx<'_>, id: &str, instances: Vec<Record>) -> Record {
    record! {
        "ReservationId" => id,
        "OwnerId" => cx.account.as_str(),
        "Groups" => Vec::<Record>::new(),
        "Instances" => instances,
    }
}

/// The instances of these ids, or all that are still shown.
pub fn seen(cx: &Cx<'_>, ids: &[String]) -> Result<Vec<Seen>, ApiError> {
    let mut instances: Vec<Arc<Instance>> = match ids {
        [] => owned::<Instance>(cx).cloned().collect(),
        ids => all_named(cx, ids)?,
    };
    instances.sort_by(|a, b| a.id.cmp(&b.id));
    instances.dedup_by(|a, b| a.id == b.id);
    instances.retain(|instance| !forgotten(cx, instance));
    let mut attached = attached(
        cx,
        instances
            .first()
            .filter(|_| instances.len() == 1)
            .map(|only| &only.id),
    );
    Ok(instances
        .into_iter()
        .map(|instance| Seen {
            interfaces: attached.remove(&instance.id).unwrap_or_default(),
            settled: cx.settled(instance.changed),
            instance,
        })
        .collect())
}

/// The caller's instance of this id.
pub fn one(cx: &Cx<'_>, id: &str) -> Result<Arc<Instance>, ApiError> {
    let instance = named::<Instance>(cx, id)?;
    match forgotten(cx, &instance) {
        false => Ok(instance),
        true => Err(errors::ec2::instance_not_found(id)),
    }
}

/// The instances of these ids; an error says all that there are not.
pub fn all_named(cx: &Cx<'_>, ids: &[String]) -> Result<Vec<Arc<Instance>>, ApiError> {
    let mut missing = Vec::new();
    let mut found = Vec::new();
    for id in ids {
        match one(cx, id) {
            Ok(instance) => found.push(instance),
            Err(error) if Instance::parse(id).is_none() => return Err(error),
            Err(_) => missing.push(id.as_str()),
        }
    }
    match missing.as_slice() {
        [] => Ok(found),
        [only] => Err(errors::ec2::instance_not_found(only)),
        several => Err(errors::ec2::instances_not_found(several.join(", "))),
    }
}

/// The interfaces that are attached to an instance, the primary first.
pub fn interfaces(cx: &Cx<'_>, id: &InstanceId) -> Vec<Arc<NetworkInterface>> {
    attached(cx, Some(id)).remove(id).unwrap_or_default()
}

/// Whether it ended so long ago that it is shown no more.
pub fn forgotten(cx: &Cx<'_>, instance: &Instance) -> bool {
    instance.power == Power::Terminated && cx.now > instance.changed + SEEN_AFTER_END
}

/// `MaxResults` within EC2's limits, and not together with ids.
pub fn check_page(
    most: Option<u32>,
    limits: std::ops::RangeInclusive<u32>,
    by_id: bool,
) -> Result<(), ApiError> {
    match most {
        Some(_) if by_id => Err(errors::ec2::exclusive_parameters("instancesSet", "maxResults")),
        Some(most) if !limits.contains(&most) => {
            let text = format!(
                "Expecting a value between {} and {}.",
                limits.start(),
                limits.end()
            );
            Err(errors::ec2::invalid_value(most, "maxResults", text))
        }
        _ => Ok(()),
    }
}

impl Seen {
    pub fn key(&self) -> String {
        self.instance.id.to_string()
    }

    pub fn tags(&self) -> &Tags {
        &self.instance.tags
    }

    pub fn primary(&self) -> Option<&NetworkInterface> {
        self.interfaces.first().map(|first| &**first)
    }

    /// Code and name.
    pub fn state(&self) -> (i64, &'static str) {
        self.instance.power.state(self.settled)
    }

    pub fn ended(&self) -> bool {
        self.instance.power == Power::Terminated
    }
}

/// Interfaces by the instance that they are attached to, in one pass; `only` one instance's.
fn attached(cx: &Cx<'_>, only: Option<&InstanceId>) -> BTreeMap<InstanceId, Vec<Arc<NetworkInterface>>> {
    let mut by_instance: BTreeMap<InstanceId, Vec<Arc<NetworkInterface>>> = BTreeMap::new();
    for interface in cx.table::<NetworkInterface>().iter() {
        let Some(attachment) = &interface.more.attachment else {
            continue;
        };
        if only.is_none_or(|only| *only == attachment.instance) {
            by_instance
                .entry(attachment.instance.clone())
                .or_default()
                .push(interface.clone());
        }
    }
    for interfaces in by_instance.values_mut() {
        interfaces.sort_by_key(|interface| interface.more.attachment.as_ref().map(|to| to.device_index));
    }
    by_instance
}
