//! The property of both evaluators on random policies.

use adit_policy::{Key, Policy, PolicyKind};
use adit_rules::Guard;
use adit_rules::testing::check_agreement;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn principal() -> impl Strategy<Value = Value> {
    select(vec![
        json!("*"),
        json!({"AWS": "111122223333"}),
        json!({"AWS": ["arn:aws:iam::111122223333:role/r", "444455556666"]}),
        json!({"Service": "apigateway.amazonaws.com"}),
    ])
}

fn action() -> impl Strategy<Value = (&'static str, Value)> {
    let values = select(vec![
        json!("*"),
        json!("execute-api:*"),
        json!(["execute-api:Invoke", "s3:Get*"]),
    ]);
    (select(vec!["Action", "NotAction"]), values)
}

fn resource() -> impl Strategy<Value = (&'static str, Value)> {
    let values = select(vec![
        json!("*"),
        json!("arn:aws:execute-api:*:*:api/*/GET/*"),
        json!([
            "arn:aws:execute-api:eu-west-1:1:api/v1/*",
            "arn:aws:execute-api:eu-west-1:1:api/v2/GET/?"
        ]),
        json!("arn:aws:execute-api:*:*:api/v1/GET/${aws:username}"),
    ]);
    (select(vec!["Resource", "NotResource"]), values)
}

fn condition() -> impl Strategy<Value = (&'static str, Value)> {
    select(vec![
        ("StringEquals", json!({"aws:SourceVpce": ["vpce-1", "vpce-2"]})),
        ("StringNotEquals", json!({"aws:SourceVpce": "vpce-1"})),
        ("StringLikeIfExists", json!({"aws:SourceVpce": "vpce-?"})),
        ("StringNotLike", json!({"aws:UserAgent": ["curl/*", "*bot*"]})),
        ("StringEqualsIgnoreCase", json!({"aws:UserAgent": "Curl/8"})),
        ("StringEquals", json!({"aws:UserAgent": "${aws:username}"})),
        (
            "IpAddress",
            json!({"aws:VpcSourceIp": ["10.0.0.0/16", "10.2.0.0/16"]}),
        ),
        (
            "NotIpAddress",
            json!({"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}),
        ),
        ("DateLessThan", json!({"aws:CurrentTime": "2026-06-01T00:00:00Z"})),
        (
            "NumericGreaterThanEquals",
            json!({"aws:EpochTime": 1_000_000_000}),
        ),
        ("NumericLessThan", json!({"aws:PrincipalTag/level": "3"})),
        (
            "ForAllValues:ArnNotEquals",
            json!({"aws:PrincipalArn": ["arn:aws:iam::*:role/app"]}),
        ),
        ("Bool", json!({"aws:SecureTransport": "false"})),
        ("Null", json!({"aws:SourceVpce": "true"})),
        ("StringLike", json!({"aws:SourceIp": "10.*"})),
    ])
}

fn statement() -> impl Strategy<Value = Value> {
    let conditions = prop::collection::btree_map(select((0..15).collect::<Vec<u8>>()), condition(), 0..3);
    (
        any::<bool>(),
        principal(),
        any::<bool>(),
        action(),
        resource(),
        conditions,
    )
        .prop_map(|(allow, principal, not, action, resource, conditions)| {
            let block: serde_json::Map<String, Value> = conditions
                .into_values()
                .map(|(operator, line)| (operator.to_owned(), line))
                .collect();
            let principal_name = if not && !allow {
                "NotPrincipal"
            } else {
                "Principal"
            };
            json!({
                "Effect": if allow { "Allow" } else { "Deny" },
                principal_name: principal,
                action.0: action.1,
                resource.0: resource.1,
                "Condition": block,
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn evaluators_agree(statements in prop::collection::vec(statement(), 1..5)) {
        let document = json!({"Version": "2012-10-17", "Statement": statements});
        let policy = Policy::from_json(&document, PolicyKind::Resource).unwrap().compile();
        check_agreement(&policy, &Guard::any()).map_err(TestCaseError::fail)?;
        let private = Guard::any().with(Key::Principal, adit_rules::TextSet::absent());
        check_agreement(&policy, &private).map_err(TestCaseError::fail)?;
    }
}
