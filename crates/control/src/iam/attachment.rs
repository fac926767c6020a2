//! Managed policies on roles: attach, detach, list from either side. Attaching twice is no error.

use adit_wire::{ApiError, Record, Value, errors, record, view};

use crate::cx::Cx;
use crate::iam::page::Paging;
use crate::iam::{policy, role};

view! {
    pub struct AttachRolePolicy: "iam"."AttachRolePolicy" { role: String = "RoleName", arn: String = "PolicyArn" }
}
view! {
    pub struct DetachRolePolicy: "iam"."DetachRolePolicy" { role: String = "RoleName", arn: String = "PolicyArn" }
}
view! {
    pub struct ListAttachedRolePolicies: "iam"."ListAttachedRolePolicies" {
        role: String = "RoleName",
        prefix: Option<String> = "PathPrefix",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}
view! {
    pub struct ListEntitiesForPolicy: "iam"."ListEntitiesForPolicy" {
        arn: String = "PolicyArn",
        entity: Option<String> = "EntityFilter",
        prefix: Option<String> = "PathPrefix",
        usage: Option<String> = "PolicyUsageFilter",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}

/// Managed policies of a role.
const MOST: usize = 10;

pub fn attach(cx: &mut Cx<'_>, input: AttachRolePolicy) -> Result<Record, ApiError> {
    let mut role = role::changeable(cx, &input.role)?;
    match policy::known(cx, &input.arn)? {
        Some(policy) if policy.attachable() => {}
        Some(_) => return Err(errors::iam::policy_of_service()),
        None => return Err(errors::iam::policy_not_attachable(input.arn)),
    }
    if !role.attached.contains(&input.arn) {
        if role.attached.len() >= MOST {
            return Err(errors::iam::quota("PoliciesPerRole", MOST));
        }
        role.attached.push(input.arn);
        cx.put(role);
    }
    Ok(record! {})
}

pub fn detach(cx: &mut Cx<'_>, input: DetachRolePolicy) -> Result<Record, ApiError> {
    let mut role = role::changeable(cx, &input.role)?;
    let Some(at) = role.attached.iter().position(|arn| *arn == input.arn) else {
        policy::known(cx, &input.arn)?;
        return Err(errors::iam::policy_not_found(input.arn));
    };
    role.attached.remove(at);
    cx.put(role);
    Ok(record! {})
}

pub fn list(cx: &mut Cx<'_>, input: ListAttachedRolePolicies) -> Result<Record, ApiError> {
    let role = role::find(cx, &input.role)?;
    let prefix = input.prefix.as_deref().unwrap_or("/");
    let mut items = Vec::new();
    for (at, arn) in role.attached.iter().enumerate() {
        if let Some(policy) = policy::known(cx, arn)?.filter(|policy| policy.path().starts_with(prefix)) {
            let shown = record! { "PolicyName" => policy.name(), "PolicyArn" => arn };
            items.push((format!("{at:04} {arn}"), shown));
        }
    }
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    paging.answer("AttachedPolicies", items)
}

/// Only roles: there are no users and groups.
pub fn entities(cx: &mut Cx<'_>, input: ListEntitiesForPolicy) -> Result<Record, ApiError> {
    policy::known(cx, &input.arn)?.ok_or_else(|| errors::iam::policy_not_found(&input.arn))?;
    let roles = input.entity.as_deref().is_none_or(|entity| entity == "Role");
    let prefix = input.prefix.as_deref().unwrap_or("/");
    let uses = |role: &adit_model::role::Role| {
        let bounds = role.boundary.as_ref() == Some(&input.arn);
        let grants = role.attached.contains(&input.arn);
        match input.usage.as_deref() {
            Some("PermissionsBoundary") => bounds,
            Some(_) => grants,
            None => bounds || grants,
        }
    };
    let found = role::owned(cx).filter(|role| roles && role.path.starts_with(prefix) && uses(role));
    let items = found.map(|role| {
        let shown = record! { "RoleName" => &role.name, "RoleId" => &role.role_id };
        (role.id.to_string(), shown)
    });
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    let answer = paging.answer("PolicyRoles", items.collect())?;
    Ok(answer
        .with("PolicyGroups", Value::List(Vec::new()))
        .with("PolicyUsers", Value::List(Vec::new())))
}
