//! Roles: create, read, list, change, delete. A role of a service is changed by nobody but its service.
//!
//! Permissions are kept and shown; nothing here asks them yet, so every caller may do everything.

use adit_model::id::{IamName, RoleDeletionId};
use adit_model::instance_profile::InstanceProfile;
use adit_model::role::Role;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::page::Paging;
use crate::iam::tag::{self, Tag};
use crate::iam::{document, role_boundary};

view! {
    pub struct CreateRole: "iam"."CreateRole" {
        path: Option<String> = "Path",
        name: String = "RoleName",
        trust: String = "AssumeRolePolicyDocument",
        description: Option<String> = "Description",
        max_session: Option<u32> = "MaxSessionDuration",
        boundary: Option<String> = "PermissionsBoundary",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct GetRole: "iam"."GetRole" { name: String = "RoleName" }
}
view! {
    pub struct ListRoles: "iam"."ListRoles" {
        prefix: Option<String> = "PathPrefix",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}
view! {
    pub struct UpdateRole: "iam"."UpdateRole" {
        name: String = "RoleName",
        description: Option<String> = "Description",
        max_session: Option<u32> = "MaxSessionDuration",
    }
}
view! {
    pub struct UpdateRoleDescription: "iam"."UpdateRoleDescription" {
        name: String = "RoleName",
        description: String = "Description",
    }
}
view! {
    pub struct UpdateAssumeRolePolicy: "iam"."UpdateAssumeRolePolicy" {
        name: String = "RoleName",
        document: String = "PolicyDocument",
    }
}
view! {
    pub struct DeleteRole: "iam"."DeleteRole" { name: String = "RoleName" }
}

const USUAL_SESSION: u32 = 3_600;
/// Roles of an account.
const MOST: usize = 1_000;

pub fn create(cx: &mut Cx<'_>, input: CreateRole) -> Result<Record, ApiError> {
    let tags = tag::read(input.tags)?;
    document::trust(cx, &input.trust)?;
    if let Some(boundary) = &input.boundary {
        role_boundary::check(cx, boundary)?;
    }
    let role = Role {
        id: IamName::of(&cx.account, &input.name),
        account: cx.account.clone(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        role_id: format!("AROA{}", cx.minter.upper(17)),
        created: cx.now,
        trust: input.trust,
        description: input.description,
        max_session_seconds: input.max_session.unwrap_or(USUAL_SESSION),
        boundary: input.boundary,
        policies: Default::default(),
        attached: Vec::new(),
        service: None,
        last_used: None,
        tags,
        name: input.name,
    };
    add(cx, role)
}

/// Puts a new role and shows it.
pub fn add(cx: &mut Cx<'_>, role: Role) -> Result<Record, ApiError> {
    if cx.table::<Role>().contains(&role.id) {
        return Err(errors::iam::role_exists(role.name));
    }
    if owned(cx).count() >= MOST {
        return Err(errors::iam::quota("RolesPerAccount", MOST));
    }
    // AWS shows neither description nor duration yet.
    let shown = brief(&role)
        .with("PermissionsBoundary", boundary(&role))
        .with("Tags", tag::shown(&role.tags));
    cx.put(role);
    Ok(record! { "Role" => shown })
}

pub fn get(cx: &mut Cx<'_>, input: GetRole) -> Result<Record, ApiError> {
    let role = find(cx, &input.name)?;
    let used = match &role.last_used {
        Some(used) => record! { "LastUsedDate" => used.at, "Region" => used.region.as_str() },
        None => Record::new(),
    };
    Ok(record! { "Role" => shown(&role).with("RoleLastUsed", used) })
}

/// Without tags, boundary and last use, as AWS lists roles.
pub fn list(cx: &mut Cx<'_>, input: ListRoles) -> Result<Record, ApiError> {
    let prefix = input.prefix.as_deref().unwrap_or("/");
    let below = owned(cx).filter(|role| role.path.starts_with(prefix));
    let items = below.map(|role| {
        let described = brief(role)
            .with("Description", role.description.clone())
            .with("MaxSessionDuration", role.max_session_seconds);
        (role.id.to_string(), described)
    });
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    paging.answer("Roles", items.collect())
}

pub fn update(cx: &mut Cx<'_>, input: UpdateRole) -> Result<Record, ApiError> {
    let mut role = match input.max_session {
        Some(_) => changeable(cx, &input.name)?,
        None => find(cx, &input.name)?,
    };
    if let Some(description) = input.description {
        role.description = Some(description);
    }
    role.max_session_seconds = input.max_session.unwrap_or(role.max_session_seconds);
    cx.put(role);
    Ok(record! {})
}

/// The one thing that may be changed of a service's role.
pub fn update_description(cx: &mut Cx<'_>, input: UpdateRoleDescription) -> Result<Record, ApiError> {
    let mut role = find(cx, &input.name)?;
    role.description = Some(input.description);
    let shown = shown(&role);
    cx.put(role);
    Ok(record! { "Role" => shown })
}

pub fn update_trust(cx: &mut Cx<'_>, input: UpdateAssumeRolePolicy) -> Result<Record, ApiError> {
    let mut role = changeable(cx, &input.name)?;
    document::trust(cx, &input.document)?;
    role.trust = input.document;
    cx.put(role);
    Ok(record! {})
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteRole) -> Result<Record, ApiError> {
    let role = changeable(cx, &input.name)?;
    let holds = |profile: &InstanceProfile| profile.role.as_ref() == Some(&role.id);
    if cx.table::<InstanceProfile>().iter().any(|profile| holds(profile)) {
        return Err(errors::iam::role_has_profiles());
    }
    if !role.attached.is_empty() {
        return Err(errors::iam::role_has_attachments());
    }
    if !role.policies.is_empty() {
        return Err(errors::iam::role_has_policies());
    }
    cx.delete::<Role>(&role.id);
    Ok(record! {})
}

/// The caller's role of this name.
pub fn find(cx: &Cx<'_>, name: &str) -> Result<Role, ApiError> {
    let role = cx.get::<Role>(&IamName::of(&cx.account, name));
    role.ok_or_else(|| errors::iam::role_not_found(name))
}

/// The caller's role of this name, if it is no service's.
pub fn changeable(cx: &Cx<'_>, name: &str) -> Result<Role, ApiError> {
    let role = find(cx, name)?;
    match role.service {
        Some(_) => Err(errors::iam::role_protected(role.name)),
        None => Ok(role),
    }
}

pub fn owned<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c Role> {
    cx.table::<Role>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|role| role.account == cx.account)
}

/// As an instance profile shows its role.
pub fn brief(role: &Role) -> Record {
    record! {
        "Path" => &role.path,
        "RoleName" => &role.name,
        "RoleId" => &role.role_id,
        "Arn" => role.arn(),
        "CreateDate" => role.created,
        "AssumeRolePolicyDocument" => document::shown(&role.trust),
    }
}

/// A new id for the deletion of a role.
pub fn deletion_id(cx: &mut Cx<'_>, service: &str, name: &str) -> Option<RoleDeletionId> {
    let uuid = cx.minter.uuid();
    RoleDeletionId::parse(&format!("task/aws-service-role/{service}/{name}/{uuid}"))
}

fn shown(role: &Role) -> Record {
    brief(role)
        .with("Description", role.description.clone())
        .with("MaxSessionDuration", role.max_session_seconds)
        .with("PermissionsBoundary", boundary(role))
        .with("Tags", tag::shown(&role.tags))
}

fn boundary(role: &Role) -> Option<Record> {
    let arn = role.boundary.as_ref()?;
    Some(record! { "PermissionsBoundaryType" => "Policy", "PermissionsBoundaryArn" => arn })
}
