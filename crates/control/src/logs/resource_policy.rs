//! Resource policies: of the account's region, by name, or of one log group. Stored and shown; no service writes events here
//! that a policy could keep out.

use adit_model::id::LogResourcePolicyKey;
use adit_model::log_resource_policy::LogResourcePolicy;
use adit_wire::{ApiError, Record, errors, record, view};
use serde_json::Value;

use crate::cx::Cx;
use crate::logs::log_group;
use crate::logs::log_group_list::milliseconds;
use crate::logs::page::Page;

view! {
    pub struct PutResourcePolicy: "logs"."PutResourcePolicy" {
        name: Option<String> = "policyName",
        document: Option<String> = "policyDocument",
        resource: Option<String> = "resourceArn",
        revision: Option<String> = "expectedRevisionId",
    }
}
view! {
    pub struct DescribeResourcePolicies: "logs"."DescribeResourcePolicies" {
        next_token: Option<String> = "nextToken",
        limit: Option<i32> = "limit",
        resource: Option<String> = "resourceArn",
        scope: Option<String> = "policyScope",
    }
}
view! {
    pub struct DeleteResourcePolicy: "logs"."DeleteResourcePolicy" {
        name: Option<String> = "policyName",
        resource: Option<String> = "resourceArn",
        revision: Option<String> = "expectedRevisionId",
    }
}

/// Policies of an account in a region.
const MOST: usize = 10;
const LONGEST: usize = 5_120;

pub fn put(cx: &mut Cx<'_>, asked: PutResourcePolicy) -> Result<Record, ApiError> {
    let resource = asked.resource.map(|arn| group_arn(cx, &arn)).transpose()?;
    let subject = match (&resource, &asked.name) {
        (Some(arn), _) => arn.clone(),
        (None, Some(name)) => checked_name(name)?,
        (None, None) => return Err(errors::logs::policy_name_missing()),
    };
    let document = asked.document.filter(|document| sound(document));
    let document = document.ok_or_else(errors::logs::policy_document)?;
    let id = LogResourcePolicyKey::of(&cx.owner(), &subject);
    let old = cx.get::<LogResourcePolicy>(&id);
    let current = old.as_ref().map(|old| &old.revision);
    if (resource.is_some() || asked.revision.is_some()) && asked.revision.as_ref() != current {
        return Err(errors::logs::policy_revision());
    }
    if old.is_none() && resource.is_none() && account_policies(cx).count() >= MOST {
        return Err(errors::logs::policy_limit());
    }
    let policy = LogResourcePolicy {
        id,
        owner: cx.owner(),
        name: asked.name,
        resource,
        document,
        updated: milliseconds(cx.now),
        revision: cx.minter.hex(32),
    };
    let answer = record! { "resourcePolicy" => show(&policy), "revisionId" => &policy.revision };
    cx.put(policy);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeResourcePolicies) -> Result<Record, ApiError> {
    let page = Page::read(asked.next_token.as_deref(), asked.limit)?;
    let of_resource = asked.resource.is_some() || asked.scope.as_deref() == Some("RESOURCE");
    let arn = asked.resource.map(|arn| group_arn(cx, &arn)).transpose()?;
    let wanted = |policy: &&LogResourcePolicy| {
        policy.resource.is_some() == of_resource && (arn.is_none() || policy.resource == arn)
    };
    let (policies, next) = page.cut(mine(cx).filter(wanted), |policy| policy.id.as_str());
    let shown = policies.into_iter().map(show);
    Ok(record! { "resourcePolicies" => shown.collect::<Vec<_>>(), "nextToken" => next })
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteResourcePolicy) -> Result<Record, ApiError> {
    let subject = match (asked.resource, asked.name) {
        (Some(arn), _) => group_arn(cx, &arn)?,
        (None, Some(name)) => name,
        (None, None) => return Err(errors::logs::policy_name_missing()),
    };
    let found = cx.get::<LogResourcePolicy>(&LogResourcePolicyKey::of(&cx.owner(), &subject));
    let policy = found.ok_or_else(errors::logs::policy_not_found)?;
    let must_match = policy.resource.is_some() || asked.revision.is_some();
    if must_match && asked.revision.as_ref() != Some(&policy.revision) {
        return Err(errors::logs::policy_revision());
    }
    cx.delete::<LogResourcePolicy>(&policy.id);
    Ok(Record::new())
}

fn mine<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c LogResourcePolicy> {
    let all = cx.table::<LogResourcePolicy>().iter().map(AsRef::as_ref);
    all.filter(|policy: &&LogResourcePolicy| cx.owns(&policy.owner))
}

fn account_policies<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c LogResourcePolicy> {
    mine(cx).filter(|policy| policy.resource.is_none())
}

/// The ARN of a group that is there, without `:*`.
fn group_arn(cx: &Cx<'_>, arn: &str) -> Result<String, ApiError> {
    match arn.starts_with("arn:") && arn.contains(":log-group:") {
        true => Ok(log_group::identified(cx, arn)?.arn()),
        false => Err(errors::logs::policy_of_resource()),
    }
}

fn checked_name(name: &str) -> Result<String, ApiError> {
    match name.is_empty() || name.len() > 255 || name.contains([':', '*', ' ']) {
        true => Err(errors::logs::policy_name_invalid()),
        false => Ok(name.to_owned()),
    }
}

/// JSON with a version and statements that each have an effect, an action and a principal.
fn sound(document: &str) -> bool {
    let Ok(Value::Object(policy)) = serde_json::from_str::<Value>(document) else {
        return false;
    };
    let statement = |statement: &Value| {
        let has = |member: &str| statement.get(member).is_some();
        matches!(
            statement.get("Effect").and_then(Value::as_str),
            Some("Allow" | "Deny")
        ) && (has("Action") || has("NotAction"))
            && (has("Principal") || has("NotPrincipal"))
    };
    let statements = match policy.get("Statement") {
        Some(Value::Array(all)) => !all.is_empty() && all.iter().all(statement),
        Some(one @ Value::Object(_)) => statement(one),
        _ => false,
    };
    let version = policy
        .get("Version")
        .is_none_or(|version| matches!(version.as_str(), Some("2012-10-17" | "2008-10-17")));
    statements && version && document.chars().count() <= LONGEST
}

fn show(policy: &LogResourcePolicy) -> Record {
    record! {
        "policyName" => policy.name.as_ref(),
        "policyDocument" => &policy.document,
        "lastUpdatedTime" => policy.updated,
        "policyScope" => if policy.resource.is_some() { "RESOURCE" } else { "ACCOUNT" },
        "resourceArn" => policy.resource.as_ref(),
        "revisionId" => &policy.revision,
    }
}
