//! A log group: made, found by name or ARN, deleted with all that is in it.

use std::collections::BTreeMap;

use adit_model::id::{LogGroupKey, LogResourcePolicyKey, LogStreamKey};
use adit_model::log_group::LogGroup;
use adit_model::log_resource_policy::LogResourcePolicy;
use adit_model::log_stream::LogStream;
use adit_wire::{ApiError, Record, errors, view};

use crate::cx::Cx;
use crate::logs::{kms_key, log_event, tag};

view! {
    pub struct CreateLogGroup: "logs"."CreateLogGroup" {
        name: String = "logGroupName",
        kms_key: Option<String> = "kmsKeyId",
        tags: BTreeMap<String, String> = "tags",
        class: Option<String> = "logGroupClass",
        deletion_protection: Option<bool> = "deletionProtectionEnabled",
    }
}
view! {
    pub struct DeleteLogGroup: "logs"."DeleteLogGroup" { name: String = "logGroupName" }
}

view! {
    pub struct PutLogGroupDeletionProtection: "logs"."PutLogGroupDeletionProtection" {
        identifier: String = "logGroupIdentifier",
        enabled: bool = "deletionProtectionEnabled",
    }
}

pub const DELIVERY: &str = "DELIVERY";
/// How long the DELIVERY class keeps events, whatever anybody says.
const DELIVERY_DAYS: u32 = 1;

pub fn create(cx: &mut Cx<'_>, asked: CreateLogGroup) -> Result<Record, ApiError> {
    if asked
        .name
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("aws/"))
    {
        return Err(errors::logs::log_group_reserved());
    }
    let kms_key = match asked.kms_key {
        Some(key) => Some(kms_key::accept(cx, key)?),
        None => None,
    };
    let id = LogGroupKey::of(&cx.owner(), &asked.name);
    if cx.table::<LogGroup>().contains(&id) {
        return Err(errors::logs::log_group_exists());
    }
    let class = asked.class.unwrap_or_else(|| "STANDARD".to_owned());
    let mut group = LogGroup {
        id,
        owner: cx.owner(),
        name: asked.name,
        created: cx.now,
        retention_days: (class == DELIVERY).then_some(DELIVERY_DAYS),
        class,
        kms_key,
        deletion_protection: asked.deletion_protection.unwrap_or_default(),
        tags: BTreeMap::new(),
    };
    tag::add(&mut group, asked.tags)?;
    cx.put(group);
    Ok(Record::new())
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteLogGroup) -> Result<Record, ApiError> {
    let group = named(cx, &asked.name)?;
    if group.deletion_protection {
        return Err(errors::logs::log_group_protected());
    }
    let streams: Vec<LogStream> = streams(cx, &group, "").cloned().collect();
    for stream in streams {
        log_event::delete_all(cx, &stream);
        cx.delete::<LogStream>(&stream.id);
    }
    cx.delete::<LogResourcePolicy>(&LogResourcePolicyKey::of(&group.owner, &group.arn()));
    cx.delete::<LogGroup>(&group.id);
    Ok(Record::new())
}

pub fn protect(cx: &mut Cx<'_>, asked: PutLogGroupDeletionProtection) -> Result<Record, ApiError> {
    let mut group = identified(cx, &asked.identifier)?;
    group.deletion_protection = asked.enabled;
    cx.put(group);
    Ok(Record::new())
}

/// The caller's group of a name.
pub fn named(cx: &Cx<'_>, name: &str) -> Result<LogGroup, ApiError> {
    cx.get::<LogGroup>(&LogGroupKey::of(&cx.owner(), name))
        .ok_or_else(errors::logs::log_group_not_found)
}

/// The group that a call names in one of two ways.
pub fn either(cx: &Cx<'_>, name: Option<&str>, identifier: Option<&str>) -> Result<LogGroup, ApiError> {
    match (name, identifier) {
        (Some(name), None) => named(cx, name),
        (None, Some(identifier)) => identified(cx, identifier),
        _ => Err(errors::logs::name_and_identifier()),
    }
}

/// The caller's group of a name or an ARN.
pub fn identified(cx: &Cx<'_>, identifier: &str) -> Result<LogGroup, ApiError> {
    if !identifier.starts_with("arn:") {
        return named(cx, identifier);
    }
    let stem = cx_stem(cx);
    let name = identifier.strip_prefix(stem.as_str());
    let name = name.map(|name| name.strip_suffix(":*").unwrap_or(name));
    named(cx, name.ok_or_else(errors::logs::log_group_not_found)?)
}

/// What the ARNs of the caller's groups begin with.
fn cx_stem(cx: &Cx<'_>) -> String {
    adit_model::arn::regional("logs", &cx.owner(), "log-group:")
}

/// A group's streams whose names begin so, in order of name.
pub fn streams<'c>(
    cx: &'c Cx<'_>,
    group: &LogGroup,
    prefix: &str,
) -> impl Iterator<Item = &'c LogStream> + use<'c> {
    let (id, prefix) = (group.id.clone(), prefix.to_owned());
    let first = LogStreamKey::of(&id, &prefix);
    let rest = cx.table::<LogStream>().range_from(first).map(AsRef::as_ref);
    rest.take_while(move |stream: &&LogStream| stream.group == id && stream.name.starts_with(&prefix))
}
