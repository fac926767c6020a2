//! Statements together: order, both halves of an element, and the policies that private APIs are built with.

use adit_policy::{Policy, PolicyKind, Request, evaluate};
use serde_json::json;

use crate::{API, check, invoke};

const PAIR: &str = r#"{
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*"},
        {"Sid": "DenyOutsideVpce", "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*",
         "Condition": {"StringNotEquals": {"aws:sourceVpce": "vpce-1"}}}
    ]
}"#;

/// api B20: the usual pair; an explicit denial wins wherever it stands, and a public caller has no endpoint.
#[test]
fn allow_all_and_deny_other_endpoints() {
    check(
        PAIR,
        &invoke().with("aws:SourceVpce", "vpce-1"),
        "allow, statement 1",
    );
    check(
        PAIR,
        &invoke().with("AWS:SOURCEVPCE", "vpce-2"),
        "explicit deny, statement 2 (DenyOutsideVpce)",
    );
    check(PAIR, &invoke(), "explicit deny, statement 2 (DenyOutsideVpce)");
    let other = Request::new(
        "execute-api:Invoke",
        "arn:aws:execute-api:eu-west-1:111122223333:other/v1/GET/",
    );
    check(
        PAIR,
        &other.with("aws:SourceVpce", "vpce-2"),
        "implicit deny, no statement",
    );
}

/// api B16: a private API's requests have no `aws:SourceIp`, so an `Allow` on it locks out and a `Deny` unless it
/// matches denies everyone, while an `Allow` on `NotIpAddress` lets everyone in.
#[test]
fn source_ip_on_a_private_api() {
    let policy = |effect: &str, operator: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": [
                {{"Effect": "{effect}", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
                  "Condition": {{"{operator}": {{"aws:SourceIp": ["10.0.0.0/8"]}}}}}}]}}"#
        )
    };
    let private = invoke().with("aws:VpcSourceIp", "10.0.0.9");
    let public = invoke().with("aws:SourceIp", "203.0.113.9");
    check(
        &policy("Allow", "IpAddress"),
        &private,
        "implicit deny, no statement",
    );
    check(&policy("Allow", "NotIpAddress"), &private, "allow, statement 1");
    check(
        &policy("Deny", "NotIpAddress"),
        &private,
        "explicit deny, statement 1",
    );
    check(
        &policy("Deny", "IpAddress"),
        &private,
        "implicit deny, no statement",
    );
    check(
        &policy("Deny", "NotIpAddress"),
        &public,
        "explicit deny, statement 1",
    );
}

/// api B8: a policy that only denies allows nobody by itself.
#[test]
fn deny_only() {
    let policy = r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}}"#;
    check(
        policy,
        &invoke().with("aws:SourceVpce", "vpce-1"),
        "implicit deny, no statement",
    );
    check(policy, &invoke(), "explicit deny, statement 1");
}

/// api B19: the shape that builders emit.
#[test]
fn for_all_values_arn_not_equals() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"},
        {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*", "Condition":
            {"ForAllValues:ArnNotEquals": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/app"]}}}]}"#;
    let signed = |role: &str| {
        invoke().with(
            "aws:PrincipalArn",
            format!("arn:aws:iam::111122223333:role/{role}"),
        )
    };
    check(policy, &signed("app"), "allow, statement 1");
    check(policy, &signed("other"), "explicit deny, statement 2");
    check(policy, &invoke(), "explicit deny, statement 2");
}

/// The endpoint policy that an endpoint has by default (api A30).
#[test]
fn default_endpoint_policy() {
    let policy = r#"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
    check(policy, &invoke(), "allow, statement 1");
}

#[test]
fn lines_are_joined_by_and() {
    let policy = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {
        "StringEquals": {"aws:SourceVpce": "vpce-1", "aws:SourceVpc": "vpc-1"},
        "StringNotEquals": {"aws:SourceVpce": "vpce-2"},
        "IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}}}"#;
    let request = invoke()
        .with("aws:SourceVpce", "vpce-1")
        .with("aws:SourceVpc", "vpc-1");
    check(policy, &request, "implicit deny, no statement");
    check(
        policy,
        &request.with("aws:VpcSourceIp", "10.1.1.1"),
        "allow, statement 1",
    );
}

fn statement(action: &str, resource: &str) -> String {
    format!(r#"{{"Statement": {{"Effect": "Allow", "Principal": "*", {action}, {resource}}}}}"#)
}

#[test]
fn actions() {
    for (action, applies) in [
        (r#""Action": "execute-api:Invoke""#, true),
        (r#""Action": "EXECUTE-API:invoke""#, true),
        (
            r#""Action": ["execute-api:ManageConnections", "execute-api:Inv?k*"]"#,
            true,
        ),
        (r#""Action": "execute-api:InvalidateCache""#, false),
        (r#""Action": "s3:*""#, false),
        (r#""NotAction": "execute-api:InvalidateCache""#, true),
        (r#""NotAction": ["s3:*", "execute-api:*"]"#, false),
    ] {
        let expected = if applies {
            "allow, statement 1"
        } else {
            "implicit deny, no statement"
        };
        check(&statement(action, r#""Resource": "*""#), &invoke(), expected);
    }
}

#[test]
fn resources() {
    for (resource, applies) in [
        (
            r#""Resource": "arn:aws:execute-api:*:*:a1b2c3d4e5/v1/GET/*""#,
            true,
        ),
        (
            r#""Resource": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*/pets/?""#,
            true,
        ),
        (
            r#""Resource": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*/PETS/7""#,
            false,
        ),
        (
            r#""Resource": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/v1/POST/*""#,
            false,
        ),
        (r#""Resource": "arn:aws:execute-api""#, true),
        (r#""Resource": "arn:aws:s3""#, false),
        (
            r#""NotResource": "arn:aws:execute-api:*:*:a1b2c3d4e5/v1/*""#,
            false,
        ),
        (
            r#""NotResource": ["arn:aws:execute-api:*:*:a1b2c3d4e5/v2/*", "arn:aws:s3:::x"]"#,
            true,
        ),
    ] {
        let expected = if applies {
            "allow, statement 1"
        } else {
            "implicit deny, no statement"
        };
        check(&statement(r#""Action": "*""#, resource), &invoke(), expected);
    }
}

#[test]
fn an_identity_policy_names_no_principal() {
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": [API]}]});
    let policy = Policy::from_json(&document, PolicyKind::Identity)
        .unwrap()
        .compile();
    let verdict = evaluate(&policy, &invoke().principal("arn:aws:iam::111122223333:user/u"));
    assert_eq!(
        format!("{}, {}", verdict.effect, verdict.by),
        "allow, statement 1"
    );
}
