//! Tags of log groups, by the group's name (the older way) or by the resource's ARN.

use std::collections::BTreeMap;

use adit_model::log_group::LogGroup;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::logs::log_group;

view! {
    pub struct TagResource: "logs"."TagResource" {
        arn: String = "resourceArn",
        tags: BTreeMap<String, String> = "tags",
    }
}
view! {
    pub struct UntagResource: "logs"."UntagResource" { arn: String = "resourceArn", keys: Vec<String> = "tagKeys" }
}
view! {
    pub struct ListTagsForResource: "logs"."ListTagsForResource" { arn: String = "resourceArn" }
}
view! {
    pub struct TagLogGroup: "logs"."TagLogGroup" {
        group: String = "logGroupName",
        tags: BTreeMap<String, String> = "tags",
    }
}
view! {
    pub struct UntagLogGroup: "logs"."UntagLogGroup" { group: String = "logGroupName", keys: Vec<String> = "tags" }
}
view! {
    pub struct ListTagsLogGroup: "logs"."ListTagsLogGroup" { group: String = "logGroupName" }
}

const MOST: usize = 50;

pub fn tag(cx: &mut Cx<'_>, asked: TagResource) -> Result<Record, ApiError> {
    let mut group = of(cx, &asked.arn)?;
    add(&mut group, asked.tags)?;
    cx.put(group);
    Ok(Record::new())
}

pub fn untag(cx: &mut Cx<'_>, asked: UntagResource) -> Result<Record, ApiError> {
    let group = of(cx, &asked.arn)?;
    Ok(remove(cx, group, &asked.keys))
}

pub fn list(cx: &mut Cx<'_>, asked: ListTagsForResource) -> Result<Record, ApiError> {
    Ok(record! { "tags" => of(cx, &asked.arn)?.tags })
}

pub fn tag_group(cx: &mut Cx<'_>, asked: TagLogGroup) -> Result<Record, ApiError> {
    let mut group = log_group::named(cx, &asked.group)?;
    add(&mut group, asked.tags)?;
    cx.put(group);
    Ok(Record::new())
}

pub fn untag_group(cx: &mut Cx<'_>, asked: UntagLogGroup) -> Result<Record, ApiError> {
    let group = log_group::named(cx, &asked.group)?;
    Ok(remove(cx, group, &asked.keys))
}

pub fn list_group(cx: &mut Cx<'_>, asked: ListTagsLogGroup) -> Result<Record, ApiError> {
    Ok(record! { "tags" => log_group::named(cx, &asked.group)?.tags })
}

/// Adds tags, in place of those with the same keys.
pub fn add(group: &mut LogGroup, tags: BTreeMap<String, String>) -> Result<(), ApiError> {
    if tags
        .keys()
        .any(|key| key.to_ascii_lowercase().starts_with("aws:"))
    {
        return Err(errors::logs::reserved_tag_key());
    }
    group.tags.extend(tags);
    match group.tags.len() > MOST {
        true => Err(errors::logs::too_many_tags()),
        false => Ok(()),
    }
}

fn remove(cx: &mut Cx<'_>, mut group: LogGroup, keys: &[String]) -> Record {
    group.tags.retain(|key, _| !keys.contains(key));
    cx.put(group);
    Record::new()
}

/// Only log groups have tags here.
fn of(cx: &Cx<'_>, arn: &str) -> Result<LogGroup, ApiError> {
    match arn.starts_with("arn:") {
        true => log_group::identified(cx, arn).map_err(|_| errors::logs::resource_not_found()),
        false => Err(errors::logs::resource_not_found()),
    }
}
