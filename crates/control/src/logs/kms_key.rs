//! The key that a group's events are encrypted with on AWS. It is stored and shown; nothing here is encrypted.

use adit_model::log_group::LogGroup;
use adit_wire::{ApiError, Record, errors, view};

use crate::cx::Cx;
use crate::logs::log_group;

view! {
    pub struct AssociateKmsKey: "logs"."AssociateKmsKey" {
        group: Option<String> = "logGroupName",
        key: String = "kmsKeyId",
        resource: Option<String> = "resourceIdentifier",
    }
}
view! {
    pub struct DisassociateKmsKey: "logs"."DisassociateKmsKey" {
        group: Option<String> = "logGroupName",
        resource: Option<String> = "resourceIdentifier",
    }
}

pub fn associate(cx: &mut Cx<'_>, asked: AssociateKmsKey) -> Result<Record, ApiError> {
    let mut group = subject(cx, asked.group.as_deref(), asked.resource.as_deref())?;
    group.kms_key = Some(accept(cx, asked.key)?);
    cx.put(group);
    Ok(Record::new())
}

pub fn disassociate(cx: &mut Cx<'_>, asked: DisassociateKmsKey) -> Result<Record, ApiError> {
    let mut group = subject(cx, asked.group.as_deref(), asked.resource.as_deref())?;
    group.kms_key = None;
    cx.put(group);
    Ok(Record::new())
}

/// A key is named by its ARN, in the caller's region.
pub fn accept(cx: &Cx<'_>, key: String) -> Result<String, ApiError> {
    let resource = key.strip_prefix(&format!("arn:aws:kms:{}:", cx.region));
    let (account, resource) = resource.and_then(|rest| rest.split_once(':')).unwrap_or_default();
    let digits = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    match resource.strip_prefix("key/").or(resource.strip_prefix("alias/")) {
        Some(id) if digits && !id.is_empty() => Ok(key),
        _ => Err(errors::logs::kms_key(key)),
    }
}

fn subject(cx: &Cx<'_>, group: Option<&str>, resource: Option<&str>) -> Result<LogGroup, ApiError> {
    match (group, resource) {
        (Some(name), None) => log_group::named(cx, name),
        (None, Some(arn)) if arn.contains(":query-result:") => Err(errors::logs::query_results()),
        (None, Some(arn)) => log_group::identified(cx, arn),
        _ => Err(errors::logs::name_and_resource()),
    }
}
