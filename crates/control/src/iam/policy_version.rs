//! The versions of managed policies: five at most, one of them in force. A number is never given twice.

use adit_model::iam_policy::PolicyVersion;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::page::Paging;
use crate::iam::policy::{self, ManagedPolicy};
use crate::iam::{aws_policy, document};

view! {
    pub struct CreatePolicyVersion: "iam"."CreatePolicyVersion" {
        arn: String = "PolicyArn",
        document: String = "PolicyDocument",
        default: Option<bool> = "SetAsDefault",
    }
}
view! {
    pub struct GetPolicyVersion: "iam"."GetPolicyVersion" { arn: String = "PolicyArn", version: String = "VersionId" }
}
view! {
    pub struct ListPolicyVersions: "iam"."ListPolicyVersions" {
        arn: String = "PolicyArn",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}
view! {
    pub struct DeletePolicyVersion: "iam"."DeletePolicyVersion" {
        arn: String = "PolicyArn",
        version: String = "VersionId",
    }
}
view! {
    pub struct SetDefaultPolicyVersion: "iam"."SetDefaultPolicyVersion" {
        arn: String = "PolicyArn",
        version: String = "VersionId",
    }
}

const MOST: usize = 5;

pub fn create(cx: &mut Cx<'_>, input: CreatePolicyVersion) -> Result<Record, ApiError> {
    let mut policy = policy::find(cx, &input.arn)?;
    document::managed(&input.document)?;
    if policy.versions.len() >= MOST {
        return Err(errors::iam::too_many_versions());
    }
    policy.last_version += 1;
    let version = PolicyVersion {
        number: policy.last_version,
        document: input.document,
        created: cx.now,
    };
    let default = input.default == Some(true);
    if default {
        policy.default_version = version.number;
    }
    policy.updated = cx.now;
    let answer = record! { "PolicyVersion" => shown(&version, default) };
    policy.versions.push(version);
    cx.put(policy);
    Ok(answer)
}

pub fn get(cx: &mut Cx<'_>, input: GetPolicyVersion) -> Result<Record, ApiError> {
    let missing = || errors::iam::policy_version_not_found(&input.arn, &input.version);
    let policy = policy::known(cx, &input.arn)?.ok_or_else(missing)?;
    let (versions, default) = versions(policy);
    let found = versions.into_iter().find(|known| is(known, &input.version));
    let version = found.ok_or_else(missing)?;
    let shown = shown(&version, version.number == default);
    Ok(record! { "PolicyVersion" => shown.with("Document", document::shown(&version.document)) })
}

/// The newest first.
pub fn list(cx: &mut Cx<'_>, input: ListPolicyVersions) -> Result<Record, ApiError> {
    let policy = policy::known(cx, &input.arn)?.ok_or_else(|| errors::iam::policy_not_found(&input.arn))?;
    let (versions, default) = versions(policy);
    let key = |version: &PolicyVersion| format!("{:010}", u32::MAX - version.number);
    let items = versions
        .iter()
        .map(|version| (key(version), shown(version, version.number == default)));
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    paging.answer("Versions", items.collect())
}

pub fn delete(cx: &mut Cx<'_>, input: DeletePolicyVersion) -> Result<Record, ApiError> {
    let mut policy = policy::find(cx, &input.arn)?;
    let Some(at) = policy.versions.iter().position(|known| is(known, &input.version)) else {
        return Err(errors::iam::policy_version_not_found(input.arn, input.version));
    };
    let removed = policy.versions.remove(at);
    if removed.number == policy.default_version {
        return Err(errors::iam::default_version());
    }
    policy.updated = cx.now;
    cx.put(policy);
    Ok(record! {})
}

pub fn set_default(cx: &mut Cx<'_>, input: SetDefaultPolicyVersion) -> Result<Record, ApiError> {
    let mut policy = policy::find(cx, &input.arn)?;
    let Some(version) = policy.versions.iter().find(|known| is(known, &input.version)) else {
        return Err(errors::iam::policy_version_not_found(input.arn, input.version));
    };
    policy.default_version = version.number;
    policy.updated = cx.now;
    cx.put(policy);
    Ok(record! {})
}

/// Of AWS's policies only the version in force is known here.
fn versions(policy: ManagedPolicy<'_>) -> (Vec<PolicyVersion>, u32) {
    match policy {
        ManagedPolicy::Local(policy) => (policy.versions.clone(), policy.default_version),
        ManagedPolicy::Aws(policy) => (vec![aws_policy::version(policy)], policy.version),
    }
}

fn is(version: &PolicyVersion, id: &str) -> bool {
    id.strip_prefix('v') == Some(version.number.to_string().as_str())
}

fn shown(version: &PolicyVersion, default: bool) -> Record {
    record! {
        "VersionId" => format!("v{}", version.number),
        "IsDefaultVersion" => default,
        "CreateDate" => version.created,
    }
}
