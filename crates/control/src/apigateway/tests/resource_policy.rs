//! Resource policies: what is accepted, and the escaped form in which they come back.

use serde_json::{Value, json};

use super::{Caller, patched, text, with};

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},
    "Action":"execute-api:Invoke","Resource":["execute-api:/*/GET/pets","arn:aws:execute-api:*:*:other/*"],
    "Condition":{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}}}]}"#;

/// As Terraform reads it: the answer's text is the inside of a JSON string.
fn unescaped(answer: &Value) -> Value {
    let inside: String = serde_json::from_str(&format!("\"{}\"", text(answer, "policy"))).unwrap();
    serde_json::from_str(&inside).unwrap()
}

#[test]
fn a_policy_comes_back_expanded_and_escaped() {
    let mut caller = Caller::new();
    let made = caller.call("CreateRestApi", json!({ "name": "pets", "policy": POLICY }));
    assert!(
        text(&made, "policy").contains(r#"{\"Action\":\"execute-api:Invoke\""#),
        "{made}"
    );
    assert!(text(&made, "policy").contains(r"10.0.0.0\/16"), "{made}");
    let arn = format!(
        "arn:aws:execute-api:eu-west-1:111122223333:{}/*/GET/pets",
        text(&made, "id")
    );
    let statement = &unescaped(&made)["Statement"][0];
    assert_eq!(
        statement["Resource"],
        json!([arn, "arn:aws:execute-api:*:*:other/*"])
    );
    assert_eq!(statement["Principal"], json!({ "AWS": "*" }));
    assert_eq!(
        caller.call("GetRestApi", json!({ "restApiId": made["id"] }))["policy"],
        made["policy"]
    );
}

#[test]
fn a_policy_may_be_given_escaped_and_taken_away() {
    let mut caller = Caller::new();
    let (id, _) = caller.api("PRIVATE");
    let api = json!({ "restApiId": id });
    let plain = caller.call("UpdateRestApi", patched(&api, "replace", "/policy", POLICY));
    let escaped = text(&plain, "policy");
    for form in [escaped.clone(), format!("\"{escaped}\"")] {
        let again = caller.call("UpdateRestApi", patched(&api, "replace", "/policy", &form));
        assert_eq!(again["policy"], plain["policy"]);
    }
    let removed = caller.call("UpdateRestApi", patched(&api, "replace", "/policy", ""));
    assert!(removed.get("policy").is_none());
}

#[test]
fn what_is_no_policy_is_refused() {
    let mut caller = Caller::new();
    let expected = "BadRequestException: Invalid policy document. \
                    Please check the policy syntax and ensure that Principals are valid.";
    for text in [
        "x",
        "{}",
        r#"{"Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Perhaps","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}"#,
    ] {
        let input = with(&json!({ "name": "pets" }), json!({ "policy": text }));
        assert_eq!(caller.refused("CreateRestApi", input), expected, "{text}");
    }
    let long = POLICY.replace("pets", &"a".repeat(8_192));
    let refused = caller.refused("CreateRestApi", json!({ "name": "pets", "policy": long }));
    assert_eq!(
        refused,
        "BadRequestException: The policy exceeds the limit of 8192 characters"
    );
}
