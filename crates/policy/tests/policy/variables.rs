//! Policy variables: what they bring is literal, and what they touch is unknown to the proof.

use adit_policy::{Key, Policy, PolicyKind, RESOURCE_POLICY_CHARS, Request};
use adit_rules::{Guard, OwnedValue, TextSet};

use crate::{check, invoke};

fn policy(version: &str, resource: &str, condition: &str) -> String {
    format!(
        r#"{{"Version": "{version}", "Statement": {{"Effect": "Allow", "Principal": "*", "Action": "*",
            "Resource": "{resource}", "Condition": {condition}}}}}"#
    )
}

#[track_caller]
fn applies(policy: &str, request: &Request, applies: bool) {
    check(
        policy,
        request,
        if applies {
            "allow, statement 1"
        } else {
            "implicit deny, no statement"
        },
    );
}

fn get(path: &str) -> Request {
    Request::new(
        "execute-api:Invoke",
        format!("arn:aws:execute-api:eu-west-1:1:api/v1/GET/{path}"),
    )
}

#[test]
fn in_a_resource() {
    let own = policy(
        "2012-10-17",
        "arn:aws:execute-api:*:*:api/v1/GET/${aws:username}/*",
        "{}",
    );
    applies(&own, &get("ann/x").with("aws:username", "ann"), true);
    applies(&own, &get("bob/x").with("aws:username", "ann"), false);
    applies(&own, &get("ann/x"), false);
    // A wildcard that a variable brings is a character.
    applies(&own, &get("ann/x").with("aws:username", "*"), false);
    applies(&own, &get("*/x").with("aws:username", "*"), true);
}

#[test]
fn in_a_condition() {
    let same = r#"{"StringEquals": {"aws:PrincipalTag/team": ["ops", "${aws:ResourceTag/team}"]}}"#;
    let same = policy("2012-10-17", "*", same);
    let tagged = |name: &str, value: &str| invoke().with(&format!("aws:PrincipalTag/{name}"), value);
    applies(
        &same,
        &tagged("team", "a").with("aws:ResourceTag/team", "a"),
        true,
    );
    applies(
        &same,
        &tagged("team", "A").with("aws:ResourceTag/team", "a"),
        false,
    );
    applies(&same, &tagged("team", "ops"), true);
    applies(&same, &tagged("team", "a"), false);
    applies(&same, &invoke(), false);
    let differs = r#"{"StringNotLike": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}*"}}"#;
    let differs = policy("2012-10-17", "*", differs);
    applies(
        &differs,
        &tagged("team", "ab").with("aws:ResourceTag/team", "a"),
        false,
    );
    applies(
        &differs,
        &tagged("team", "b").with("aws:ResourceTag/team", "a"),
        true,
    );
    applies(&differs, &invoke(), true);
}

#[test]
fn defaults_and_escapes() {
    let default = r#"{"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team, 'all'}"}}"#;
    let default = policy("2012-10-17", "*", default);
    applies(&default, &invoke().with("aws:PrincipalTag/team", "all"), true);
    applies(
        &default,
        &invoke()
            .with("aws:PrincipalTag/team", "all")
            .with("aws:ResourceTag/team", "a"),
        false,
    );
    let escapes = policy(
        "2012-10-17",
        "*",
        r#"{"StringLike": {"aws:UserAgent": "${*}${?}${$}*"}}"#,
    );
    applies(&escapes, &invoke().with("aws:UserAgent", "*?$x"), true);
    applies(&escapes, &invoke().with("aws:UserAgent", "xx$x"), false);
}

#[test]
fn values_are_rendered_as_aws_writes_them() {
    let address =
        r#"{"StringLike": {"aws:UserAgent": "${aws:SourceIp} at ${aws:CurrentTime} or ${aws:EpochTime}"}}"#;
    let request = invoke()
        .with("aws:SourceIp", "10.0.0.1")
        .with("aws:CurrentTime", 0);
    let agent = "10.0.0.1 at 1970-01-01T00:00:00Z or 0";
    applies(
        &policy("2012-10-17", "*", address),
        &request.with("aws:UserAgent", agent),
        true,
    );
}

/// Before 2012-10-17 there are no variables.
#[test]
fn an_old_version_takes_them_literally() {
    let condition = r#"{"StringEquals": {"aws:UserAgent": "${aws:username}"}}"#;
    let old = policy("2008-10-17", "*", condition);
    applies(
        &old,
        &invoke().with("aws:UserAgent", "ann").with("aws:username", "ann"),
        false,
    );
    applies(&old, &invoke().with("aws:UserAgent", "${aws:username}"), true);
}

#[test]
fn only_the_outline_is_unknown_to_the_proof() {
    let own = policy(
        "2012-10-17",
        "arn:aws:execute-api:*:*:api/v1/GET/${aws:username}/*",
        "{}",
    );
    let list = Policy::parse(&own, PolicyKind::Resource, RESOURCE_POLICY_CHARS)
        .unwrap()
        .compile();
    let within = |path: &str| {
        Guard::any().with(
            Key::Resource,
            TextSet::literals([format!("arn:aws:execute-api:e:1:api/v1/{path}")]),
        )
    };
    let outside = list.regions(&within("POST/ann/x"));
    assert!(outside.iter().all(|region| !region.finding.is_unknown()));
    let inside =
        list.regions(&within("GET/ann/x").with(Key::Action, TextSet::literals(["execute-api:Invoke"])));
    assert!(inside.iter().all(|region| region.finding.is_unknown()));
    assert_eq!(inside.len(), 1);
    let witness = inside[0].space.sample().unwrap();
    assert!(
        witness
            .values()
            .contains(&(Key::Action, OwnedValue::from("execute-api:Invoke")))
    );
}
