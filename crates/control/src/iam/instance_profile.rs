//! Instance profiles, each with one role at most.

use adit_model::id::IamName;
use adit_model::instance_profile::InstanceProfile;
use adit_model::role::Role;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::page::Paging;
use crate::iam::role;
use crate::iam::tag::{self, Tag};

view! {
    pub struct CreateInstanceProfile: "iam"."CreateInstanceProfile" {
        name: String = "InstanceProfileName",
        path: Option<String> = "Path",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct GetInstanceProfile: "iam"."GetInstanceProfile" { name: String = "InstanceProfileName" }
}
view! {
    pub struct DeleteInstanceProfile: "iam"."DeleteInstanceProfile" { name: String = "InstanceProfileName" }
}
view! {
    pub struct ListInstanceProfiles: "iam"."ListInstanceProfiles" {
        prefix: Option<String> = "PathPrefix",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}
view! {
    pub struct ListInstanceProfilesForRole: "iam"."ListInstanceProfilesForRole" {
        role: String = "RoleName",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}
view! {
    pub struct AddRoleToInstanceProfile: "iam"."AddRoleToInstanceProfile" {
        name: String = "InstanceProfileName",
        role: String = "RoleName",
    }
}
view! {
    pub struct RemoveRoleFromInstanceProfile: "iam"."RemoveRoleFromInstanceProfile" {
        name: String = "InstanceProfileName",
        role: String = "RoleName",
    }
}

/// Instance profiles of an account.
const MOST: usize = 1_000;

pub fn create(cx: &mut Cx<'_>, input: CreateInstanceProfile) -> Result<Record, ApiError> {
    let tags = tag::read(input.tags)?;
    let id = IamName::of(&cx.account, &input.name);
    if cx.table::<InstanceProfile>().contains(&id) {
        return Err(errors::iam::profile_exists(input.name));
    }
    if owned(cx).count() >= MOST {
        return Err(errors::iam::quota("InstanceProfilesPerAccount", MOST));
    }
    let profile = InstanceProfile {
        id,
        account: cx.account.clone(),
        name: input.name,
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        profile_id: format!("AIPA{}", cx.minter.upper(17)),
        created: cx.now,
        role: None,
        tags,
    };
    let answer = record! { "InstanceProfile" => shown(cx, &profile).with("Tags", tag::shown(&profile.tags)) };
    cx.put(profile);
    Ok(answer)
}

pub fn get(cx: &mut Cx<'_>, input: GetInstanceProfile) -> Result<Record, ApiError> {
    let profile = find(cx, &input.name)?;
    let tags = tag::shown(&profile.tags);
    Ok(record! { "InstanceProfile" => shown(cx, &profile).with("Tags", tags) })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteInstanceProfile) -> Result<Record, ApiError> {
    let profile = find(cx, &input.name)?;
    if profile.role.is_some() {
        return Err(errors::iam::profile_has_role());
    }
    cx.delete::<InstanceProfile>(&profile.id);
    Ok(record! {})
}

pub fn list(cx: &mut Cx<'_>, input: ListInstanceProfiles) -> Result<Record, ApiError> {
    let prefix = input.prefix.as_deref().unwrap_or("/");
    let found = owned(cx).filter(|profile| profile.path.starts_with(prefix));
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    answer(cx, paging, found)
}

pub fn list_for_role(cx: &mut Cx<'_>, input: ListInstanceProfilesForRole) -> Result<Record, ApiError> {
    let role = role::find(cx, &input.role)?;
    let found = owned(cx).filter(|profile| profile.role.as_ref() == Some(&role.id));
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    answer(cx, paging, found)
}

pub fn add_role(cx: &mut Cx<'_>, input: AddRoleToInstanceProfile) -> Result<Record, ApiError> {
    let mut profile = find(cx, &input.name)?;
    let role = role::changeable(cx, &input.role)?;
    if profile.role.is_some() {
        return Err(errors::iam::quota("InstanceSessionsPerInstanceProfile", 1));
    }
    profile.role = Some(role.id);
    cx.put(profile);
    Ok(record! {})
}

pub fn remove_role(cx: &mut Cx<'_>, input: RemoveRoleFromInstanceProfile) -> Result<Record, ApiError> {
    let mut profile = find(cx, &input.name)?;
    let role = role::find(cx, &input.role)?;
    if profile.role.as_ref() != Some(&role.id) {
        return Err(errors::iam::role_not_in_profile(role.name, profile.name));
    }
    profile.role = None;
    cx.put(profile);
    Ok(record! {})
}

/// The caller's instance profile of this name.
pub fn find(cx: &Cx<'_>, name: &str) -> Result<InstanceProfile, ApiError> {
    let profile = cx.get::<InstanceProfile>(&IamName::of(&cx.account, name));
    profile.ok_or_else(|| errors::iam::profile_not_found(name))
}

fn owned<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c InstanceProfile> {
    cx.table::<InstanceProfile>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|profile| profile.account == cx.account)
}

/// Without tags, as AWS lists instance profiles.
fn answer<'c>(
    cx: &Cx<'_>,
    paging: Paging<'_>,
    found: impl Iterator<Item = &'c InstanceProfile>,
) -> Result<Record, ApiError> {
    let items = found.map(|profile| (profile.id.to_string(), shown(cx, profile)));
    paging.answer("InstanceProfiles", items.collect())
}

fn shown(cx: &Cx<'_>, profile: &InstanceProfile) -> Record {
    let role = profile.role.as_ref().and_then(|id| cx.get::<Role>(id));
    record! {
        "Path" => &profile.path,
        "InstanceProfileName" => &profile.name,
        "InstanceProfileId" => &profile.profile_id,
        "Arn" => profile.arn(),
        "CreateDate" => profile.created,
        "Roles" => role.iter().map(role::brief).collect::<Vec<_>>(),
    }
}
