//! Who a statement is about.

use crate::{check, invoke};

const USER: &str = "arn:aws:iam::111122223333:user/team/u";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Reader/session-1";
const OTHER: &str = "arn:aws:sts::444455556666:assumed-role/Reader/session-1";

/// For each caller (`None` is anonymous), whether the statement applies.
#[track_caller]
fn callers(principal: &str, cases: &[(Option<&str>, bool)]) {
    let policy = format!(
        r#"{{"Statement": {{"Effect": "Deny", {principal}, "Action": "execute-api:Invoke", "Resource": "*"}}}}"#
    );
    for (caller, applies) in cases {
        let request = caller
            .iter()
            .fold(invoke(), |request, caller| request.principal(*caller));
        let expected = if *applies {
            "explicit deny, statement 1"
        } else {
            "implicit deny, no statement"
        };
        check(&policy, &request, expected);
    }
}

#[test]
fn everyone_includes_the_anonymous() {
    for principal in [
        r#""Principal": "*""#,
        r#""Principal": {"AWS": "*"}"#,
        r#""Principal": {"AWS": ["*"]}"#,
    ] {
        callers(
            principal,
            &[
                (None, true),
                (Some(USER), true),
                (Some("cloudfront.amazonaws.com"), true),
            ],
        );
    }
}

/// api A32: a policy that names a principal does not match the anonymous.
#[test]
fn an_account_is_all_its_callers() {
    for principal in [
        r#""Principal": {"AWS": "111122223333"}"#,
        r#""Principal": {"AWS": "arn:aws:iam::111122223333:root"}"#,
    ] {
        callers(
            principal,
            &[
                (Some(USER), true),
                (Some(SESSION), true),
                (Some(OTHER), false),
                (None, false),
            ],
        );
    }
}

#[test]
fn a_role_is_all_its_sessions() {
    let role = r#""Principal": {"AWS": ["arn:aws:iam::111122223333:role/path/Reader"]}"#;
    callers(
        role,
        &[
            (Some(SESSION), true),
            (Some(OTHER), false),
            (Some(USER), false),
            (None, false),
        ],
    );
    let longer = "arn:aws:sts::111122223333:assumed-role/Reader2/session-1";
    callers(
        role,
        &[
            (Some("arn:aws:iam::111122223333:role/path/Reader"), true),
            (Some(longer), false),
        ],
    );
    let session = format!(r#""Principal": {{"AWS": "{SESSION}"}}"#);
    callers(
        &session,
        &[(Some(SESSION), true), (Some(&SESSION.replace("-1", "-2")), false)],
    );
}

#[test]
fn users_and_services_are_exact() {
    let both = format!(r#""Principal": {{"AWS": "{USER}", "Service": ["apigateway.amazonaws.com"]}}"#);
    callers(
        &both,
        &[
            (Some(USER), true),
            (Some("apigateway.amazonaws.com"), true),
            (Some(SESSION), false),
        ],
    );
}

#[test]
fn not_principal_includes_the_anonymous() {
    let not = r#""NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#;
    callers(not, &[(Some(USER), false), (Some(OTHER), true), (None, true)]);
}
