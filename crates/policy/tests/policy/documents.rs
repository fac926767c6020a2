//! What is refused, and how the refusal says where.

use adit_policy::{Policy, PolicyError, PolicyKind, RESOURCE_POLICY_CHARS};

#[track_caller]
fn refused(document: &str, expected: &str) {
    let error = Policy::parse(document, PolicyKind::Resource, RESOURCE_POLICY_CHARS).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

/// A statement with one element replaced or added.
fn with(element: &str, value: &str) -> String {
    let mut elements = vec![
        ("Effect", r#""Allow""#),
        ("Principal", r#""*""#),
        ("Action", r#""execute-api:Invoke""#),
        ("Resource", r#""*""#),
    ];
    elements.retain(|(name, _)| *name != element);
    if !value.is_empty() {
        elements.push((element, value));
    }
    let elements: Vec<String> = elements
        .iter()
        .map(|(name, value)| format!(r#""{name}": {value}"#))
        .collect();
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{{}}}]}}"#,
        elements.join(", ")
    )
}

#[test]
fn documents() {
    refused(
        "{",
        "the policy is not JSON: EOF while parsing an object at line 1 column 1",
    );
    refused("[]", "the policy must be an object");
    refused("{}", "the policy has no `Statement`");
    refused(r#"{"Statement": []}"#, "`Statement` is empty");
    refused(r#"{"Statement": [7]}"#, "`Statement[0]` must be an object");
    refused(
        r#"{"Version": "2015-10-17", "Statement": []}"#,
        "`Version` is not a version: `2015-10-17`",
    );
    refused(
        r#"{"Statements": []}"#,
        "the policy has an unknown element `Statements`",
    );
    let long = format!(r#"{{"Id": "{}"}}"#, "x".repeat(8_192));
    let error = Policy::parse(&long, PolicyKind::Resource, RESOURCE_POLICY_CHARS).unwrap_err();
    assert_eq!(
        error,
        PolicyError::TooLong {
            chars: 8_202,
            limit: 8_192
        }
    );
    assert_eq!(
        error.to_string(),
        "the policy has 8202 characters, 8192 are allowed"
    );
}

#[test]
fn statements() {
    refused(&with("Effect", ""), "`Statement[0]` has no `Effect`");
    refused(
        &with("Effect", r#""allow""#),
        "`Statement[0].Effect` must be `Allow` or `Deny`, not `allow`",
    );
    refused(
        &with("Actions", r#""*""#),
        "`Statement[0]` has an unknown element `Actions`",
    );
    refused(&with("Action", ""), "`Statement[0]` has no `Action`");
    refused(&with("Action", "[]"), "`Statement[0].Action` is empty");
    refused(
        &with("Action", r#"["*", "Invoke"]"#),
        "`Statement[0].Action[1]` is not an action: `Invoke`",
    );
    refused(
        &with("NotAction", r#""*""#),
        "`Statement[0]` has both `Action` and `NotAction`",
    );
    refused(&with("Resource", ""), "`Statement[0]` has no `Resource`");
    refused(
        &with("Resource", r#""execute-api:/*""#),
        "`Statement[0].Resource` is neither an ARN nor `*`: `execute-api:/*`",
    );
    refused(
        &with("Resource", r#""arn:${aws:username""#),
        "`Statement[0].Resource` has a policy variable without an end: `arn:${aws:username`",
    );
    refused(
        &with("Resource", r#""arn:${username}""#),
        "`Statement[0].Resource` has a malformed policy variable: `${username}`",
    );
    refused(&with("Sid", "1"), "`Statement[0].Sid` must be a string");
}

#[test]
fn principals() {
    refused(&with("Principal", ""), "`Statement[0]` has no `Principal`");
    refused(
        &with("Principal", r#""111122223333""#),
        "`Statement[0].Principal` must be `*` or an object, not `111122223333`",
    );
    refused(
        &with("Principal", "{}"),
        "`Statement[0].Principal` names no principal",
    );
    refused(
        &with("Principal", r#"{"Aws": "*"}"#),
        "`Statement[0].Principal` has an unknown kind of principal `Aws`",
    );
    refused(
        &with(
            "Principal",
            r#"{"AWS": ["*", "arn:aws:iam::111122223333:user/*"]}"#,
        ),
        "`Statement[0].Principal.AWS[1]` is not a principal: `arn:aws:iam::111122223333:user/*`",
    );
    let not = with("NotPrincipal", r#""*""#).replace(r#""Principal": "*", "#, "");
    refused(
        &not,
        "`Statement[0]` has `NotPrincipal`, which must be used with `Deny`",
    );
    let error = Policy::parse(
        &with("Sid", r#""a""#),
        PolicyKind::Identity,
        RESOURCE_POLICY_CHARS,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Statement[0]` has a principal, which an identity policy cannot name"
    );
}

#[test]
fn conditions() {
    let at = "`Statement[0].Condition";
    for (condition, expected) in [
        (
            r#"{"StringMatches": {}}"#,
            "` has an unknown operator `StringMatches`",
        ),
        (
            r#"{"stringEquals": {}}"#,
            "` has an unknown operator `stringEquals`, it is spelled `StringEquals`",
        ),
        (
            r#"{"ForEachValue:StringEquals": {}}"#,
            "` has an unknown operator `ForEachValue:StringEquals`",
        ),
        (
            r#"{"NullIfExists": {}}"#,
            "` has an operator `NullIfExists`, but `Null` takes no prefix and no suffix",
        ),
        (r#"{"StringEquals": []}"#, ".StringEquals` must be an object"),
        (
            r#"{"StringEquals": {"host": "x"}}"#,
            ".StringEquals` has a condition key `host` that is not `service:name`",
        ),
        (
            r#"{"StringEquals": {"a:b": {}}}"#,
            ".StringEquals.a:b` must be a string, a number or a boolean",
        ),
        (
            r#"{"IpAddress": {"a:b": ["10.0.0.1", "10.0.0"]}}"#,
            ".IpAddress.a:b[1]` must be an IP address or a CIDR block, not `10.0.0`",
        ),
        (
            r#"{"NumericEquals": {"a:b": "x"}}"#,
            ".NumericEquals.a:b` must be a number, not `x`",
        ),
        (
            r#"{"DateEquals": {"a:b": "x"}}"#,
            ".DateEquals.a:b` must be a date in ISO 8601 or in seconds, not `x`",
        ),
        (
            r#"{"Bool": {"a:b": "x"}}"#,
            ".Bool.a:b` must be `true` or `false`, not `x`",
        ),
        (
            r#"{"BinaryEquals": {"a:b": "?"}}"#,
            ".BinaryEquals.a:b` must be base64, not `?`",
        ),
    ] {
        refused(&with("Condition", condition), &format!("{at}{expected}"));
    }
}
