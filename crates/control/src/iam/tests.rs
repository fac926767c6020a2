//! Roles, policies and instance profiles: read back field by field, and what is refused.

use adit_wire::{Record, Service, record};

use crate::elbv2::tests::{Bench, at, found, list, text};

mod policy;
mod role;

pub(crate) const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
pub(crate) const LOGS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}"#;

/// Calls iam.
#[track_caller]
pub(crate) fn iam(bench: &mut Bench, operation: &str, input: Record) -> Record {
    bench.ok(Service::Iam, operation, input)
}

/// Calls iam and expects a refusal: `Code: text`.
#[track_caller]
fn refused(bench: &mut Bench, operation: &str, input: Record) -> String {
    match bench.call(Service::Iam, operation, input) {
        Ok(output) => panic!("{operation} was not refused: {output:?}"),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
pub(crate) fn role(bench: &mut Bench, name: &str, trust: &str) -> String {
    let input = record! { "RoleName" => name, "AssumeRolePolicyDocument" => trust };
    text(&iam(bench, "CreateRole", input), "Role/Arn")
}

#[test]
fn instance_profiles_hold_one_role() {
    let mut bench = Bench::new();
    role(&mut bench, "web", TRUST);
    role(&mut bench, "db", TRUST);
    let made = iam(
        &mut bench,
        "CreateInstanceProfile",
        record! { "InstanceProfileName" => "Web", "Path" => "/app/", "Tags" => vec![record! { "Key" => "a", "Value" => "b" }] },
    );
    assert_eq!(
        text(&made, "InstanceProfile/Arn"),
        "arn:aws:iam::111122223333:instance-profile/app/Web"
    );
    assert!(text(&made, "InstanceProfile/InstanceProfileId").starts_with("AIPA"));
    let add = |role: &str| record! { "InstanceProfileName" => "Web", "RoleName" => role };
    iam(&mut bench, "AddRoleToInstanceProfile", add("web"));
    assert_eq!(
        refused(&mut bench, "AddRoleToInstanceProfile", add("db")),
        "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
    );
    let shown = iam(
        &mut bench,
        "GetInstanceProfile",
        record! { "InstanceProfileName" => "web" },
    );
    assert_eq!(text(&shown, "InstanceProfile/Roles/0/RoleName"), "web");
    assert_eq!(text(&shown, "InstanceProfile/Tags/0/Value"), "b");
    let of_role = iam(
        &mut bench,
        "ListInstanceProfilesForRole",
        record! { "RoleName" => "web" },
    );
    assert_eq!(list(&of_role, "InstanceProfiles").len(), 1);
    assert_eq!(
        refused(&mut bench, "DeleteRole", record! { "RoleName" => "web" }),
        "DeleteConflict: Cannot delete entity, must remove roles from instance profile first."
    );
    assert_eq!(
        refused(
            &mut bench,
            "DeleteInstanceProfile",
            record! { "InstanceProfileName" => "Web" }
        ),
        "DeleteConflict: Cannot delete entity, must remove roles from instance profile first."
    );
    iam(&mut bench, "RemoveRoleFromInstanceProfile", add("web"));
    iam(
        &mut bench,
        "DeleteInstanceProfile",
        record! { "InstanceProfileName" => "Web" },
    );
    assert_eq!(
        refused(
            &mut bench,
            "GetInstanceProfile",
            record! { "InstanceProfileName" => "Web" }
        ),
        "NoSuchEntity: Instance Profile Web cannot be found."
    );
}

#[test]
fn a_service_keeps_its_role_while_it_is_used() {
    let mut bench = Bench::new();
    let service = "elasticloadbalancing.amazonaws.com";
    let name = "AWSServiceRoleForElasticLoadBalancing";
    let made = iam(
        &mut bench,
        "CreateServiceLinkedRole",
        record! { "AWSServiceName" => service, "Description" => "of the balancers" },
    );
    assert_eq!(
        text(&made, "Role/Arn"),
        format!("arn:aws:iam::111122223333:role/aws-service-role/{service}/{name}")
    );
    assert!(
        refused(
            &mut bench,
            "CreateServiceLinkedRole",
            record! { "AWSServiceName" => service }
        )
        .contains("has been taken in this account")
    );
    assert!(
        refused(&mut bench, "DeleteRole", record! { "RoleName" => name }).starts_with("UnmodifiableEntity")
    );
    let balancer = bench.balancer("one");
    let task = |bench: &mut Bench| {
        let began = iam(bench, "DeleteServiceLinkedRole", record! { "RoleName" => name });
        let id = text(&began, "DeletionTaskId");
        iam(
            bench,
            "GetServiceLinkedRoleDeletionStatus",
            record! { "DeletionTaskId" => id },
        )
    };
    let failed = task(&mut bench);
    assert_eq!(text(&failed, "Status"), "FAILED");
    assert_eq!(text(&failed, "Reason/RoleUsageList/0/Resources/0"), balancer);
    bench.elb("DeleteLoadBalancer", record! { "LoadBalancerArn" => balancer });
    assert_eq!(text(&task(&mut bench), "Status"), "SUCCEEDED");
    assert!(refused(&mut bench, "GetRole", record! { "RoleName" => name }).starts_with("NoSuchEntity"));
}

#[test]
fn root_is_a_user_and_a_session_is_none() {
    let mut bench = Bench::new();
    let user = iam(&mut bench, "GetUser", record! {});
    assert_eq!(text(&user, "User/Arn"), "arn:aws:iam::111122223333:root");
    assert_eq!(
        refused(&mut bench, "GetUser", record! { "UserName" => "alice" }),
        "NoSuchEntity: The user with name alice cannot be found."
    );
}

#[test]
fn tags_are_told_apart_without_case() {
    let mut bench = Bench::new();
    role(&mut bench, "web", TRUST);
    let tag = |key: &str, value: &str| record! { "Key" => key, "Value" => value };
    let put = |tags: Vec<Record>| record! { "RoleName" => "web", "Tags" => tags };
    iam(
        &mut bench,
        "TagRole",
        put(vec![tag("Team", "a"), tag("other", "b")]),
    );
    iam(&mut bench, "TagRole", put(vec![tag("team", "c")]));
    let first = iam(
        &mut bench,
        "ListRoleTags",
        record! { "RoleName" => "web", "MaxItems" => 1 },
    );
    assert_eq!(text(&first, "Tags/0/Key"), "other");
    assert_eq!(at(&first, "IsTruncated"), &adit_wire::Value::Bool(true));
    let marker = text(&first, "Marker");
    let second = iam(
        &mut bench,
        "ListRoleTags",
        record! { "RoleName" => "web", "MaxItems" => 1, "Marker" => marker },
    );
    assert_eq!(
        (text(&second, "Tags/0/Key"), text(&second, "Tags/0/Value")),
        ("team".into(), "c".into())
    );
    assert!(found(&second, "Marker").is_none());
    assert!(
        refused(&mut bench, "TagRole", put(vec![tag("x", "1"), tag("X", "2")]))
            .starts_with("InvalidInput: Duplicate tag keys")
    );
    iam(
        &mut bench,
        "UntagRole",
        record! { "RoleName" => "web", "TagKeys" => vec!["TEAM"] },
    );
    assert_eq!(
        list(
            &iam(&mut bench, "ListRoleTags", record! { "RoleName" => "web" }),
            "Tags"
        )
        .len(),
        1
    );
}
