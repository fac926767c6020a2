//! The permissions boundary of a role: a managed policy that bounds what its other policies may grant.

use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::{policy, role};

view! {
    pub struct PutRolePermissionsBoundary: "iam"."PutRolePermissionsBoundary" {
        role: String = "RoleName",
        boundary: String = "PermissionsBoundary",
    }
}
view! {
    pub struct DeleteRolePermissionsBoundary: "iam"."DeleteRolePermissionsBoundary" { role: String = "RoleName" }
}

pub fn put(cx: &mut Cx<'_>, input: PutRolePermissionsBoundary) -> Result<Record, ApiError> {
    let mut role = role::changeable(cx, &input.role)?;
    check(cx, &input.boundary)?;
    role.boundary = Some(input.boundary);
    cx.put(role);
    Ok(record! {})
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteRolePermissionsBoundary) -> Result<Record, ApiError> {
    let mut role = role::changeable(cx, &input.role)?;
    if role.boundary.take().is_none() {
        return Err(errors::iam::boundary_absent(input.role));
    }
    cx.put(role);
    Ok(record! {})
}

/// The policy must exist and be attachable.
pub fn check(cx: &Cx<'_>, arn: &str) -> Result<(), ApiError> {
    match policy::known(cx, arn)? {
        Some(policy) if policy.attachable() => Ok(()),
        Some(_) => Err(errors::iam::policy_of_service()),
        None => Err(errors::iam::boundary_not_found(arn)),
    }
}
