//! A policy document, parsed as each kind of policy, compiled, and asked about a request.
//!
//! The input is the document and, after a line `---`, the request: a line `key=value` each, `action`, `resource` and
//! `principal` among the condition keys.

use adit_policy::{PolicyKind, RESOURCE_POLICY_CHARS, Request, evaluate, execute_api};

use crate::exchange::{RULE, split};

const OWNER: execute_api::Owner<'_> = execute_api::Owner {
    region: "eu-west-1",
    account: "111122223333",
    api: "api0000001",
};

pub fn judge(bytes: &[u8]) {
    let texts = split(bytes, RULE);
    let text = |at: usize| texts.get(at).and_then(|text| std::str::from_utf8(text).ok());
    let Some(document) = text(0) else { return };
    let asked = request(text(1).unwrap_or_default());
    for kind in [PolicyKind::Resource, PolicyKind::Endpoint, PolicyKind::Identity] {
        match adit_policy::Policy::parse(document, kind, RESOURCE_POLICY_CHARS) {
            Ok(policy) => {
                let compiled = policy.compile();
                let verdict = evaluate(&compiled, &asked);
                let again = evaluate(&compiled, &asked);
                assert_eq!(verdict, again);
                assert!(!format!("{} by {}", verdict.effect, verdict.by).is_empty());
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    saved(document);
}

/// A policy that is accepted is still one in the form in which API Gateway saves it, and is saved so again.
fn saved(document: &str) {
    let Ok(value) = serde_json::from_str(document) else {
        return;
    };
    let saved = execute_api::normalise(&value, OWNER);
    assert_eq!(execute_api::normalise(&saved, OWNER), saved);
    if adit_policy::Policy::from_json(&value, PolicyKind::Resource).is_ok() {
        let policy = adit_policy::Policy::from_json(&saved, PolicyKind::Resource);
        assert!(policy.is_ok(), "{saved}: {policy:?}");
    }
}

fn request(lines: &str) -> Request {
    let pairs: Vec<(&str, &str)> = lines.lines().filter_map(|line| line.split_once('=')).collect();
    let named = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    };
    let mut request = Request::new(
        named("action").unwrap_or("execute-api:Invoke"),
        named("resource").unwrap_or("arn:aws:execute-api:eu-west-1:111122223333:api0000001/v1/GET/hello"),
    );
    if let Some(principal) = named("principal") {
        request = request.principal(principal);
    }
    for (key, value) in pairs {
        request = request.with(key, value.to_owned());
    }
    request
}
