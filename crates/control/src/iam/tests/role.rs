//! Roles and their inline policies.

use super::*;

#[test]
fn a_role_is_read_back() {
    let mut bench = Bench::new();
    let made = iam(
        &mut bench,
        "CreateRole",
        record! {
            "RoleName" => "Deployer", "Path" => "/ci/", "AssumeRolePolicyDocument" => TRUST, "Description" => "deploys",
            "MaxSessionDuration" => 7200, "PermissionsBoundary" => "arn:aws:iam::aws:policy/AdministratorAccess",
            "Tags" => vec![record! { "Key" => "team", "Value" => "edge" }],
        },
    );
    assert!(text(&made, "Role/RoleId").starts_with("AROA") && text(&made, "Role/RoleId").len() == 21);
    let shown = iam(&mut bench, "GetRole", record! { "RoleName" => "deployer" });
    assert_eq!(
        text(&shown, "Role/Arn"),
        "arn:aws:iam::111122223333:role/ci/Deployer"
    );
    assert!(
        text(&shown, "Role/AssumeRolePolicyDocument").starts_with("%7B%22Version%22%3A%222012-10-17%22%2C")
    );
    assert_eq!(
        at(&shown, "Role/MaxSessionDuration"),
        &adit_wire::Value::Int(7200)
    );
    assert_eq!(text(&shown, "Role/Description"), "deploys");
    assert_eq!(
        text(&shown, "Role/PermissionsBoundary/PermissionsBoundaryArn"),
        "arn:aws:iam::aws:policy/AdministratorAccess"
    );
    let again = record! { "RoleName" => "DEPLOYER", "AssumeRolePolicyDocument" => TRUST };
    assert_eq!(
        refused(&mut bench, "CreateRole", again),
        "EntityAlreadyExists: Role with name DEPLOYER already exists."
    );
    let listed = iam(&mut bench, "ListRoles", record! { "PathPrefix" => "/ci/" });
    assert!(found(&listed, "Roles/0/Tags").is_none() && found(&listed, "Roles/0/Arn").is_some());
    iam(
        &mut bench,
        "UpdateRole",
        record! { "RoleName" => "Deployer", "MaxSessionDuration" => 3600 },
    );
    let described = record! { "RoleName" => "Deployer", "Description" => "new" };
    assert_eq!(
        text(
            &iam(&mut bench, "UpdateRoleDescription", described),
            "Role/Description"
        ),
        "new"
    );
    iam(
        &mut bench,
        "DeleteRolePermissionsBoundary",
        record! { "RoleName" => "Deployer" },
    );
    let shown = iam(&mut bench, "GetRole", record! { "RoleName" => "Deployer" });
    assert!(found(&shown, "Role/PermissionsBoundary").is_none());
    iam(&mut bench, "DeleteRole", record! { "RoleName" => "Deployer" });
    assert_eq!(
        refused(&mut bench, "GetRole", record! { "RoleName" => "Deployer" }),
        "NoSuchEntity: The role with name Deployer cannot be found."
    );
}

#[test]
fn inline_policies_hold_a_role() {
    let mut bench = Bench::new();
    role(&mut bench, "web", TRUST);
    iam(
        &mut bench,
        "PutRolePolicy",
        record! { "RoleName" => "web", "PolicyName" => "logs", "PolicyDocument" => LOGS },
    );
    let shown = iam(
        &mut bench,
        "GetRolePolicy",
        record! { "RoleName" => "web", "PolicyName" => "logs" },
    );
    assert!(text(&shown, "PolicyDocument").contains("logs%3A%2A"));
    assert_eq!(
        refused(&mut bench, "DeleteRole", record! { "RoleName" => "web" }),
        "DeleteConflict: Cannot delete entity, must delete policies first."
    );
    assert_eq!(
        refused(
            &mut bench,
            "GetRolePolicy",
            record! { "RoleName" => "web", "PolicyName" => "none" }
        ),
        "NoSuchEntity: The role policy with name none cannot be found."
    );
    iam(
        &mut bench,
        "DeleteRolePolicy",
        record! { "RoleName" => "web", "PolicyName" => "logs" },
    );
    assert!(
        list(
            &iam(&mut bench, "ListRolePolicies", record! { "RoleName" => "web" }),
            "PolicyNames"
        )
        .is_empty()
    );
}

#[test]
fn trust_policies_are_checked() {
    let mut bench = Bench::new();
    let mut said = |document: &str| {
        refused(
            &mut bench,
            "CreateRole",
            record! { "RoleName" => "bad", "AssumeRolePolicyDocument" => document },
        )
    };
    let statement =
        |inside: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{inside}}}]}}"#);
    for (document, words) in [
        ("{".to_owned(), "This policy contains invalid Json"),
        (
            r#"{"Version":"2012-10-17"}"#.to_owned(),
            "Syntax errors in policy.",
        ),
        (
            statement(r#""Action":"sts:AssumeRole""#),
            "Missing required field Principal",
        ),
        (
            statement(r#""Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Resource":"*""#),
            "Has prohibited field Resource",
        ),
        (
            statement(r#""Principal":{"AWS":"*"},"Action":"s3:GetObject""#),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            statement(
                r#""Principal":{"AWS":"arn:aws:iam::111122223333:role/none"},"Action":"sts:AssumeRole""#,
            ),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/none\"",
        ),
    ] {
        assert_eq!(
            said(&document),
            format!("MalformedPolicyDocument: {words}"),
            "{document}"
        );
    }
}
