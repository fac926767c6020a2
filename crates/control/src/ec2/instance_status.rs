//! DescribeInstanceStatus, DescribeInstanceCreditSpecifications, GetInstanceUefiData.
//!
//! A running instance has passed its checks, one on its way is being checked. Nothing boots, so the UEFI variables of
//! an instance that starts by UEFI are none; one that starts by BIOS has no such data, and an image's id, which the
//! OpenTofu provider sends, is malformed.

use adit_model::World;
use adit_model::instance::Power;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::instance::{self, Seen, check_page, seen};
use crate::ec2::instance_shown::boot_mode;
use crate::ec2::page::Query;

view! {
    pub struct DescribeInstanceStatus: "ec2"."DescribeInstanceStatus" {
        ids: Vec<String> = "InstanceIds",
        all: Option<bool> = "IncludeAllInstances",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
        managed_too: Option<bool> = "IncludeManagedResources",
    }
}

view! {
    pub struct DescribeInstanceCreditSpecifications: "ec2"."DescribeInstanceCreditSpecifications" {
        ids: Vec<String> = "InstanceIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct GetInstanceUefiData: "ec2"."GetInstanceUefiData" { instance: String = "InstanceId" }
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeInstanceStatus) -> Result<Record, ApiError> {
    check_page(input.max_results, 5..=1000, !input.ids.is_empty())?;
    let mut instances = seen(cx, &input.ids)?;
    // Without being asked for all, the call speaks of those that run.
    instances
        .retain(|seen| input.all == Some(true) || (seen.instance.power == Power::Running && seen.settled));
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, instances, FACTS, Seen::key, Some(Seen::tags))?;
    Ok(record! { "InstanceStatuses" => page.shown(shown), "NextToken" => page.next_token })
}

pub fn credits(cx: &mut Cx<'_>, input: DescribeInstanceCreditSpecifications) -> Result<Record, ApiError> {
    let facts: Facts<Seen> = &[("instance-id", |_, seen| vec![seen.instance.id.to_string()])];
    check_page(input.max_results, 5..=1000, !input.ids.is_empty())?;
    let mut instances = seen(cx, &input.ids)?;
    if input.ids.is_empty() {
        instances.retain(|seen| seen.instance.settings.credits.as_deref() == Some("unlimited"));
    } else if let Some(other) = instances
        .iter()
        .find(|seen| seen.instance.settings.credits.is_none())
    {
        return Err(errors::ec2::instance_not_burstable(&other.instance.id));
    }
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, instances, facts, Seen::key, None)?;
    let shown = |seen: &Seen| {
        record! {
            "InstanceId" => seen.instance.id.as_str(),
            "CpuCredits" => seen.instance.settings.credits.as_deref(),
        }
    };
    Ok(record! { "InstanceCreditSpecifications" => page.shown(shown), "NextToken" => page.next_token })
}

pub fn uefi_data(cx: &mut Cx<'_>, input: GetInstanceUefiData) -> Result<Record, ApiError> {
    let instance = instance::one(cx, &input.instance)?;
    match boot_mode(&instance) {
        "uefi" => Ok(record! { "InstanceId" => instance.id.as_str(), "UefiData" => "" }),
        _ => Err(errors::ec2::instance_uefi(&instance.id)),
    }
}

const FACTS: Facts<Seen> = &[
    ("availability-zone", |_, seen| {
        vec![seen.instance.zone.to_string()]
    }),
    ("availability-zone-id", |_, seen| vec![seen.instance.zone.id()]),
    ("event.code", none),
    ("event.description", none),
    ("event.instance-event-id", none),
    ("event.not-after", none),
    ("event.not-before", none),
    ("event.not-before-deadline", none),
    ("instance-state-code", |_, seen| vec![seen.state().0.to_string()]),
    ("instance-state-name", |_, seen| vec![seen.state().1.to_owned()]),
    ("instance-status.reachability", |_, seen| {
        reachability(seen).map(str::to_owned).into_iter().collect()
    }),
    ("instance-status.status", |_, seen| vec![status(seen).to_owned()]),
    ("operator.managed", |_, _| vec!["false".to_owned()]),
    ("system-status.reachability", |_, seen| {
        reachability(seen).map(str::to_owned).into_iter().collect()
    }),
    ("system-status.status", |_, seen| vec![status(seen).to_owned()]),
    ("attached-ebs-status.status", |_, seen| {
        vec![status(seen).to_owned()]
    }),
];

fn none(_: &World, _: &Seen) -> Vec<String> {
    Vec::new()
}

fn status(seen: &Seen) -> &'static str {
    match (seen.instance.power, seen.settled) {
        (Power::Running, true) => "ok",
        (Power::Running, false) => "initializing",
        _ => "not-applicable",
    }
}

fn reachability(seen: &Seen) -> Option<&'static str> {
    match status(seen) {
        "ok" => Some("passed"),
        "initializing" => Some("initializing"),
        _ => None,
    }
}

fn shown(seen: &Seen) -> Record {
    let (code, name) = seen.state();
    let details = reachability(seen).map(|status| record! { "Name" => "reachability", "Status" => status });
    let summary = record! { "Details" => details.into_iter().collect::<Vec<_>>(), "Status" => status(seen) };
    record! {
        "InstanceId" => seen.instance.id.as_str(),
        "AvailabilityZone" => seen.instance.zone.as_str(),
        "AvailabilityZoneId" => seen.instance.zone.id(),
        "InstanceState" => record! { "Code" => code, "Name" => name },
        "InstanceStatus" => summary.clone(),
        "SystemStatus" => summary.clone(),
        "AttachedEbsStatus" => summary,
        "Operator" => record! { "Managed" => false },
        "Events" => Vec::<Record>::new(),
    }
}
