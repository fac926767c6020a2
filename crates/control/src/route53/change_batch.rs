//! ChangeResourceRecordSets: all changes of a batch, in their order, or none.
//!
//! What is malformed refuses the request (`InvalidInput`); what contradicts the zone is gathered over the whole batch
//! (`InvalidChangeBatch`). Conflicts between record sets of one name are judged when the batch is through, so that a batch may
//! take away what would be in the way of what it adds.

use adit_model::hosted_zone::HostedZone;
use adit_model::id::RecordSetKey;
use adit_model::record_set::{RecordSet, RecordTarget};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::validation;
use crate::cx::Cx;
use crate::route53::record_set::ResourceRecordSet;
use crate::route53::{hosted_zone, record_change, record_set, routing_policy};

view! {
    pub struct ChangeResourceRecordSets: "route53"."ChangeResourceRecordSets" {
        zone: String = "HostedZoneId",
        batch: ChangeBatch = "ChangeBatch",
    }
}
view! {
    pub struct ChangeBatch: "route53"/"ChangeBatch" {
        comment: Option<String> = "Comment",
        changes: Vec<Change> = "Changes",
    }
}
view! {
    pub struct Change: "route53"/"Change" { action: String = "Action", set: ResourceRecordSet = "ResourceRecordSet" }
}

/// The most changes, values and characters of values in a batch; an UPSERT counts twice.
const CHANGES: usize = 1_000;
const VALUES: usize = 1_000;
const CHARACTERS: usize = 32_000;

pub fn change(cx: &mut Cx<'_>, asked: ChangeResourceRecordSets) -> Result<Record, ApiError> {
    let mut zone = hosted_zone::find(cx, &asked.zone)?;
    check_size(&asked.batch.changes)?;
    for change in &asked.batch.changes {
        record_set::check_form(&change.action, &change.set)?;
    }
    let mut problems = Vec::new();
    let mut written = Vec::new();
    for change in &asked.batch.changes {
        match record_set::read(cx, &zone, &change.set) {
            Ok(set) => match apply(cx, &mut zone, &change.action, set, &mut written) {
                Ok(()) => {}
                Err(problem) => problems.push(problem),
            },
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        problems.extend(written.iter().filter_map(|id| conflict(cx, &zone, id)));
        problems.extend(bare_zone(cx, &zone));
    }
    if !problems.is_empty() {
        problems.dedup();
        return Err(errors::route53::invalid_change_batch(&problems));
    }
    let proves = |id: &RecordSetKey| {
        cx.get::<RecordSet>(id)
            .is_some_and(|set| validation::may_prove(&set))
    };
    let proof = !zone.private && written.iter().any(proves);
    cx.put(zone);
    if proof {
        validation::settle(cx);
    }
    Ok(record! { "ChangeInfo" => record_change::note(cx, asked.batch.comment)? })
}

fn check_size(changes: &[Change]) -> Result<(), ApiError> {
    let refused = |text: String| Err(errors::route53::invalid_change_batch(&[text]));
    if changes.len() > CHANGES {
        return refused(format!("Number of changes limit of {CHANGES} exceeded."));
    }
    let (mut values, mut characters) = (0, 0);
    for change in changes {
        let times = if change.action == "UPSERT" { 2 } else { 1 };
        values += times * change.set.records.len();
        let length = |records: &[record_set::ResourceRecord]| -> usize {
            records.iter().map(|record| record.value.chars().count()).sum()
        };
        characters += times * length(&change.set.records);
    }
    if values > VALUES {
        return refused(format!("Number of records limit of {VALUES} exceeded."));
    }
    match characters > CHARACTERS {
        true => refused(format!("Number of characters limit of {CHARACTERS} exceeded.")),
        false => Ok(()),
    }
}

/// One change; its problem, if it contradicts what is there.
fn apply(
    cx: &mut Cx<'_>,
    zone: &mut HostedZone,
    action: &str,
    set: RecordSet,
    written: &mut Vec<RecordSetKey>,
) -> Result<(), String> {
    let old = cx.get::<RecordSet>(&set.id);
    match (action, old) {
        ("DELETE", None) => Err(format!("Tried to delete {} but it was not found", label(&set))),
        ("DELETE", Some(old)) if !same(&old, &set) => Err(format!(
            "Tried to delete {} but the values provided do not match the current values",
            label(&set)
        )),
        ("DELETE", Some(_)) => {
            cx.delete::<RecordSet>(&set.id);
            zone.record_count = zone.record_count.saturating_sub(1);
            Ok(())
        }
        ("CREATE", Some(_)) => Err(format!("Tried to create {} but it already exists", label(&set))),
        (_, old) => {
            zone.record_count += u64::from(old.is_none());
            written.push(set.id.clone());
            cx.put(set);
            Ok(())
        }
    }
}

fn label(set: &RecordSet) -> String {
    let identifier = set.set_identifier.as_ref();
    let identifier = identifier
        .map(|id| format!(", set-identifier='{id}'"))
        .unwrap_or_default();
    format!(
        "resource record set [name='{}', type='{}'{identifier}]",
        set.name, set.kind
    )
}

/// Whether a deletion names what is there; values may come in any order.
fn same(old: &RecordSet, new: &RecordSet) -> bool {
    let targets = match (&old.target, &new.target) {
        (
            RecordTarget::Values {
                ttl: old_ttl,
                values: old,
            },
            RecordTarget::Values { ttl, values },
        ) => {
            let sorted = |values: &[String]| {
                let mut values = values.to_vec();
                values.sort_unstable();
                values
            };
            old_ttl == ttl && sorted(old) == sorted(values)
        }
        (old, new) => old == new,
    };
    targets && old.routing == new.routing
}

/// What a written record set contradicts among the others of its name.
fn conflict(cx: &Cx<'_>, zone: &HostedZone, id: &RecordSetKey) -> Option<String> {
    let set = cx.get::<RecordSet>(id)?;
    let first = RecordSetKey::first(&zone.id, &set.name);
    let named = hosted_zone::records_from(cx, zone, first).take_while(|other| other.name == set.name);
    let others: Vec<&RecordSet> = named.filter(|other| other.id != set.id).collect();
    let other_kind = others
        .iter()
        .find(|other| other.kind != set.kind && (set.kind == "CNAME" || other.kind == "CNAME"));
    if let Some(other) = other_kind {
        return Some(format!(
            "RRSet of type {} with DNS name {} is not permitted because a conflicting RRSet of type {} with the same DNS name already exists in zone {}.",
            set.kind, set.name, other.kind, zone.name
        ));
    }
    let siblings: Vec<&RecordSet> = others
        .into_iter()
        .filter(|other| other.kind == set.kind)
        .collect();
    routing_policy::conflict(&set, &siblings)
}

/// A zone keeps its NS and SOA records.
fn bare_zone(cx: &Cx<'_>, zone: &HostedZone) -> Vec<String> {
    let there = |kind: &str| {
        cx.table::<RecordSet>()
            .contains(&RecordSetKey::of(&zone.id, &zone.name, kind, None))
    };
    let mut missing = Vec::new();
    if !there("SOA") {
        missing.push("A HostedZone must contain exactly one SOA record.".to_owned());
    }
    if !there("NS") {
        missing.push("A HostedZone must contain at least one NS record for the zone itself.".to_owned());
    }
    missing
}
