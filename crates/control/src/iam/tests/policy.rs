//! Managed policies, their versions, and where they are attached.

use super::*;

const ARN: &str = "arn:aws:iam::111122223333:policy/app/Logs";

fn made(bench: &mut Bench) {
    let input = record! {
        "PolicyName" => "Logs", "Path" => "/app/", "PolicyDocument" => LOGS, "Description" => "writes",
        "Tags" => vec![record! { "Key" => "a", "Value" => "b" }],
    };
    assert_eq!(text(&iam(bench, "CreatePolicy", input), "Policy/Arn"), ARN);
}

#[test]
fn a_policy_is_read_back_and_versioned() {
    let mut bench = Bench::new();
    made(&mut bench);
    let shown = iam(&mut bench, "GetPolicy", record! { "PolicyArn" => ARN });
    assert_eq!(
        (
            text(&shown, "Policy/DefaultVersionId"),
            text(&shown, "Policy/Description")
        ),
        ("v1".into(), "writes".into())
    );
    for _ in 0..4 {
        iam(
            &mut bench,
            "CreatePolicyVersion",
            record! { "PolicyArn" => ARN, "PolicyDocument" => LOGS, "SetAsDefault" => true },
        );
    }
    assert!(
        refused(
            &mut bench,
            "CreatePolicyVersion",
            record! { "PolicyArn" => ARN, "PolicyDocument" => LOGS }
        )
        .starts_with("LimitExceeded: A managed policy can have up to 5 versions.")
    );
    let versions = iam(&mut bench, "ListPolicyVersions", record! { "PolicyArn" => ARN });
    assert_eq!(text(&versions, "Versions/0/VersionId"), "v5");
    let version = |id: &str| record! { "PolicyArn" => ARN, "VersionId" => id };
    assert_eq!(
        refused(&mut bench, "DeletePolicyVersion", version("v5")),
        "DeleteConflict: Cannot delete the default version of a policy."
    );
    iam(&mut bench, "SetDefaultPolicyVersion", version("v2"));
    let shown = iam(&mut bench, "GetPolicyVersion", version("v2"));
    assert!(text(&shown, "PolicyVersion/Document").contains("logs%3A%2A"));
    assert!(
        refused(&mut bench, "DeletePolicy", record! { "PolicyArn" => ARN })
            .starts_with("DeleteConflict: This policy has more than one version.")
    );
    for id in ["v1", "v3", "v4", "v5"] {
        iam(&mut bench, "DeletePolicyVersion", version(id));
    }
    iam(&mut bench, "DeletePolicy", record! { "PolicyArn" => ARN });
    assert_eq!(
        refused(&mut bench, "GetPolicy", record! { "PolicyArn" => ARN }),
        format!("NoSuchEntity: Policy {ARN} was not found.")
    );
}

#[test]
fn attachments_are_seen_from_both_sides() {
    let mut bench = Bench::new();
    made(&mut bench);
    role(&mut bench, "web", TRUST);
    let basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    let pair = |arn: &str| record! { "RoleName" => "web", "PolicyArn" => arn };
    for arn in [ARN, basic, basic] {
        iam(&mut bench, "AttachRolePolicy", pair(arn));
    }
    let attached = iam(
        &mut bench,
        "ListAttachedRolePolicies",
        record! { "RoleName" => "web" },
    );
    assert_eq!(list(&attached, "AttachedPolicies").len(), 2);
    assert_eq!(
        text(&attached, "AttachedPolicies/1/PolicyName"),
        "AWSLambdaBasicExecutionRole"
    );
    let entities = iam(
        &mut bench,
        "ListEntitiesForPolicy",
        record! { "PolicyArn" => basic },
    );
    assert_eq!(text(&entities, "PolicyRoles/0/RoleName"), "web");
    let count = at(
        &iam(&mut bench, "GetPolicy", record! { "PolicyArn" => ARN }),
        "Policy/AttachmentCount",
    )
    .clone();
    assert_eq!(count, adit_wire::Value::Int(1));
    assert_eq!(
        refused(&mut bench, "DeletePolicy", record! { "PolicyArn" => ARN }),
        "DeleteConflict: Cannot delete a policy attached to entities."
    );
    assert_eq!(
        refused(&mut bench, "DeleteRole", record! { "RoleName" => "web" }),
        "DeleteConflict: Cannot delete entity, must detach all policies first."
    );
    iam(&mut bench, "DetachRolePolicy", pair(ARN));
    assert!(refused(&mut bench, "DetachRolePolicy", pair(ARN)).starts_with("NoSuchEntity"));
    let none = "arn:aws:iam::aws:policy/NoSuch";
    assert_eq!(
        refused(&mut bench, "AttachRolePolicy", pair(none)),
        format!("NoSuchEntity: Policy {none} does not exist or is not attachable.")
    );
    let service = "arn:aws:iam::aws:policy/aws-service-role/APIGatewayServiceRolePolicy";
    assert!(refused(&mut bench, "AttachRolePolicy", pair(service)).starts_with("PolicyNotAttachable"));
    let mine = iam(&mut bench, "ListPolicies", record! { "Scope" => "Local" });
    assert_eq!(list(&mine, "Policies").len(), 1);
    let used = iam(&mut bench, "ListPolicies", record! { "OnlyAttached" => true });
    assert_eq!(text(&used, "Policies/0/Arn"), basic);
}
