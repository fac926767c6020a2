//! Inline policies of roles.

use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::page::Paging;
use crate::iam::{document, role};

view! {
    pub struct PutRolePolicy: "iam"."PutRolePolicy" {
        role: String = "RoleName",
        name: String = "PolicyName",
        document: String = "PolicyDocument",
    }
}
view! {
    pub struct GetRolePolicy: "iam"."GetRolePolicy" { role: String = "RoleName", name: String = "PolicyName" }
}
view! {
    pub struct DeleteRolePolicy: "iam"."DeleteRolePolicy" { role: String = "RoleName", name: String = "PolicyName" }
}
view! {
    pub struct ListRolePolicies: "iam"."ListRolePolicies" {
        role: String = "RoleName",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}

pub fn put(cx: &mut Cx<'_>, input: PutRolePolicy) -> Result<Record, ApiError> {
    let mut role = role::changeable(cx, &input.role)?;
    let others = role.policies.iter().filter(|(name, _)| **name != input.name);
    let others = others.map(|(_, text)| document::size(text)).sum();
    document::inline(&input.document, &role.name, others)?;
    role.policies.insert(input.name, input.document);
    cx.put(role);
    Ok(record! {})
}

pub fn get(cx: &mut Cx<'_>, input: GetRolePolicy) -> Result<Record, ApiError> {
    let role = role::find(cx, &input.role)?;
    let Some(text) = role.policies.get(&input.name) else {
        return Err(errors::iam::role_policy_not_found(input.name));
    };
    Ok(record! {
        "RoleName" => &role.name,
        "PolicyName" => &input.name,
        "PolicyDocument" => document::shown(text),
    })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteRolePolicy) -> Result<Record, ApiError> {
    let mut role = role::changeable(cx, &input.role)?;
    if role.policies.remove(&input.name).is_none() {
        return Err(errors::iam::role_policy_not_found(input.name));
    }
    cx.put(role);
    Ok(record! {})
}

pub fn list(cx: &mut Cx<'_>, input: ListRolePolicies) -> Result<Record, ApiError> {
    let role = role::find(cx, &input.role)?;
    let names = role.policies.keys().map(|name| (name.clone(), name.as_str()));
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    paging.answer("PolicyNames", names.collect())
}
