//! Who may act: `iam`. Roles, policies and instance profiles are kept and read back; sts asks a role's trust policy, and
//! nothing asks permissions yet.
//!
//! IAM is global: what an account made is there in every region. Users, groups and identity providers are not here.

pub mod attachment;
pub mod aws_policy;
pub mod document;
pub mod instance_profile;
pub mod page;
pub mod policy;
pub mod policy_version;
pub mod role;
pub mod role_boundary;
pub mod role_policy;
pub mod service_linked_role;
pub mod tag;
#[cfg(test)]
pub(crate) mod tests;
pub mod user;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(attachment::AttachRolePolicy, attachment::attach),
    op!(attachment::DetachRolePolicy, attachment::detach),
    op!(attachment::ListAttachedRolePolicies, attachment::list),
    op!(attachment::ListEntitiesForPolicy, attachment::entities),
    op!(
        instance_profile::AddRoleToInstanceProfile,
        instance_profile::add_role
    ),
    op!(instance_profile::CreateInstanceProfile, instance_profile::create),
    op!(instance_profile::DeleteInstanceProfile, instance_profile::delete),
    op!(instance_profile::GetInstanceProfile, instance_profile::get),
    op!(instance_profile::ListInstanceProfiles, instance_profile::list),
    op!(
        instance_profile::ListInstanceProfilesForRole,
        instance_profile::list_for_role
    ),
    op!(
        instance_profile::RemoveRoleFromInstanceProfile,
        instance_profile::remove_role
    ),
    op!(policy::CreatePolicy, policy::create),
    op!(policy::DeletePolicy, policy::delete),
    op!(policy::GetPolicy, policy::get),
    op!(policy::ListPolicies, policy::list),
    op!(policy_version::CreatePolicyVersion, policy_version::create),
    op!(policy_version::DeletePolicyVersion, policy_version::delete),
    op!(policy_version::GetPolicyVersion, policy_version::get),
    op!(policy_version::ListPolicyVersions, policy_version::list),
    op!(
        policy_version::SetDefaultPolicyVersion,
        policy_version::set_default
    ),
    op!(role::CreateRole, role::create),
    op!(role::DeleteRole, role::delete),
    op!(role::GetRole, role::get),
    op!(role::ListRoles, role::list),
    op!(role::UpdateAssumeRolePolicy, role::update_trust),
    op!(role::UpdateRole, role::update),
    op!(role::UpdateRoleDescription, role::update_description),
    op!(
        role_boundary::DeleteRolePermissionsBoundary,
        role_boundary::delete
    ),
    op!(role_boundary::PutRolePermissionsBoundary, role_boundary::put),
    op!(role_policy::DeleteRolePolicy, role_policy::delete),
    op!(role_policy::GetRolePolicy, role_policy::get),
    op!(role_policy::ListRolePolicies, role_policy::list),
    op!(role_policy::PutRolePolicy, role_policy::put),
    op!(
        service_linked_role::CreateServiceLinkedRole,
        service_linked_role::create
    ),
    op!(
        service_linked_role::DeleteServiceLinkedRole,
        service_linked_role::delete
    ),
    op!(
        service_linked_role::GetServiceLinkedRoleDeletionStatus,
        service_linked_role::deletion_status
    ),
    op!(tag::ListInstanceProfileTags, tag::instance_profile::list),
    op!(tag::ListPolicyTags, tag::policy::list),
    op!(tag::ListRoleTags, tag::role::list),
    op!(tag::TagInstanceProfile, tag::instance_profile::tag),
    op!(tag::TagPolicy, tag::policy::tag),
    op!(tag::TagRole, tag::role::tag),
    op!(tag::UntagInstanceProfile, tag::instance_profile::untag),
    op!(tag::UntagPolicy, tag::policy::untag),
    op!(tag::UntagRole, tag::role::untag),
    op!(user::GetUser, user::get),
];
