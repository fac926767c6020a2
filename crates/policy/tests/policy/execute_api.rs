//! What API Gateway does to a policy when it saves it (api A8, B10).

use adit_policy::execute_api::{Owner, expand, normalise};
use adit_policy::{Policy, PolicyKind};
use serde_json::json;

const OWNER: Owner<'_> = Owner {
    region: "eu-west-1",
    account: "111122223333",
    api: "a1b2c3d4e5",
};

#[test]
fn shorthand_is_expanded_and_single_principals_unwrapped() {
    let saved = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ["111122223333"]}, "Action": "execute-api:Invoke",
         "Resource": ["execute-api:/*", "arn:aws:execute-api:eu-west-1:111122223333:other/*"]},
        {"Effect": "Deny", "NotPrincipal": {"AWS": ["1", "2"]}, "Action": "execute-api:Invoke",
         "NotResource": "execute-api:/v1/GET/pets"}]});
    let stored = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "execute-api:Invoke",
         "Resource": ["arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*",
                      "arn:aws:execute-api:eu-west-1:111122223333:other/*"]},
        {"Effect": "Deny", "NotPrincipal": {"AWS": ["1", "2"]}, "Action": "execute-api:Invoke",
         "NotResource": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/v1/GET/pets"}]});
    assert_eq!(normalise(&saved, OWNER), stored);
    assert_eq!(normalise(&stored, OWNER), stored);
}

#[test]
fn a_single_statement_needs_no_list() {
    let saved = json!({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*/GET/x"}});
    let stored = normalise(&saved, OWNER);
    let resource = stored
        .pointer("/Statement/Resource")
        .and_then(|resource| resource.as_str());
    assert_eq!(
        resource,
        Some("arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*/GET/x")
    );
    Policy::from_json(&stored, PolicyKind::Resource).unwrap();
}

#[test]
fn what_is_not_shorthand_stays() {
    for resource in ["*", "execute-api:*", "arn:aws:execute-api:*:*:*"] {
        assert_eq!(expand(resource, OWNER), resource);
    }
    assert_eq!(normalise(&json!(["no policy"]), OWNER), json!(["no policy"]));
}
