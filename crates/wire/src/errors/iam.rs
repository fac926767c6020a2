//! IAM's errors. Statuses of codes that the model knows are the model's.

use super::errors;

errors! {
    validation(text) => @ 400 "ValidationError", "{text}";
    invalid_marker() => @ 400 "ValidationError", "The specified value for marker is invalid.";
    invalid_input(text) => "InvalidInput", "{text}";
    malformed_policy(text) => "MalformedPolicyDocument", "{text}";
    quota(name, limit) => "LimitExceeded", "Cannot exceed quota for {name}: {limit}";
    too_many_tags() => "InvalidInput", "The number of tags has reached the maximum limit.";
    duplicate_tag_keys() => "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    reserved_tag_key() => "InvalidInput", "Tag keys that begin with 'aws:' are reserved for internal use.";

    // Roles.
    role_not_found(name) => "NoSuchEntity", "The role with name {name} cannot be found.";
    role_exists(name) => "EntityAlreadyExists", "Role with name {name} already exists.";
    role_policy_not_found(name) => "NoSuchEntity", "The role policy with name {name} cannot be found.";
    role_policy_size(name, limit) => "LimitExceeded", "Maximum policy size of {limit} bytes exceeded for role {name}";
    role_has_profiles() => "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.";
    role_has_attachments() => "DeleteConflict", "Cannot delete entity, must detach all policies first.";
    role_has_policies() => "DeleteConflict", "Cannot delete entity, must delete policies first.";
    role_protected(name) => "UnmodifiableEntity",
        "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS";
    boundary_not_found(arn) => "NoSuchEntity", "Scope ARN: {arn} does not exist or is not attachable.";
    boundary_absent(name) => "NoSuchEntity", "The role with name {name} has no permissions boundary.";

    // Service-linked roles.
    service_unknown(service) => "InvalidInput", "The service name {service} is not that of a service-linked role.";
    suffix_refused(service) => "InvalidInput", "Custom suffix is not allowed for {service}";
    service_role_taken(name) => "InvalidInput",
        "Service role name {name} has been taken in this account, please try a different suffix.";
    deletion_not_found(id) => "NoSuchEntity", "Deletion task with id {id} cannot be found.";

    // Managed policies.
    invalid_arn(arn) => "InvalidInput", "ARN {arn} is not valid.";
    policy_not_found(arn) => "NoSuchEntity", "Policy {arn} was not found.";
    policy_not_attachable(arn) => "NoSuchEntity", "Policy {arn} does not exist or is not attachable.";
    policy_version_not_found(arn, version) => "NoSuchEntity",
        "Policy {arn} version {version} does not exist or is not attachable.";
    policy_exists(name) => "EntityAlreadyExists", "A policy called {name} already exists. Duplicate names are not allowed.";
    policy_of_aws(arn) => @ 403 "AccessDenied", "The policy {arn} is managed by AWS and cannot be changed.";
    policy_of_service() => "PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.";
    policy_attached() => "DeleteConflict", "Cannot delete a policy attached to entities.";
    policy_has_versions() => "DeleteConflict",
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.";
    default_version() => "DeleteConflict", "Cannot delete the default version of a policy.";
    too_many_versions() => "LimitExceeded",
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.";

    // Instance profiles.
    profile_not_found(name) => "NoSuchEntity", "Instance Profile {name} cannot be found.";
    profile_exists(name) => "EntityAlreadyExists", "Instance Profile {name} already exists.";
    profile_has_role() => "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.";
    role_not_in_profile(role, profile) => "NoSuchEntity",
        "The role {role} is not in the instance profile {profile}.";

    user_not_found(name) => "NoSuchEntity", "The user with name {name} cannot be found.";
    caller_is_no_user() => @ 400 "ValidationError",
        "Must specify userName when calling with non-User credentials";
}
