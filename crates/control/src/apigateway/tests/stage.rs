//! Stages.

use serde_json::{Value, json};

use super::{Caller, patched, text, with};

/// An API with two deployments.
fn deployed(caller: &mut Caller) -> (Value, String, String) {
    let (api, _) = caller.mock("REGIONAL");
    let base = json!({ "restApiId": api });
    let mut deploy = || text(&caller.call("CreateDeployment", base.clone()), "id");
    let (first, second) = (deploy(), deploy());
    (base, first, second)
}

#[test]
fn a_stage_is_made_and_read_back() {
    let mut caller = Caller::new();
    let (base, first, second) = deployed(&mut caller);
    let plain = caller.call(
        "CreateStage",
        with(&base, json!({ "stageName": "v_1-a", "deploymentId": first })),
    );
    let shown = json!({
        "stageName": "v_1-a",
        "deploymentId": first,
        "cacheClusterEnabled": false,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {},
        "tracingEnabled": false,
        "createdDate": 0,
        "lastUpdatedDate": 0,
    });
    assert_eq!(plain, shown);
    let more = json!({ "stageName": "v2", "deploymentId": second, "description": "two", "variables": { "host": "a.example.com" },
        "tags": { "a": "b" }, "tracingEnabled": false, "cacheClusterEnabled": false });
    let full = caller.call("CreateStage", with(&base, more));
    assert_eq!(full["variables"], json!({ "host": "a.example.com" }));
    assert_eq!(
        (&full["description"], &full["tags"]),
        (&json!("two"), &json!({ "a": "b" }))
    );
    assert_eq!(
        caller.call("GetStage", with(&base, json!({ "stageName": "v2" }))),
        full
    );
    assert_eq!(
        caller.call("GetStages", base.clone()),
        json!({ "item": [full, shown] })
    );
    let of = with(&base, json!({ "deploymentId": second }));
    assert_eq!(caller.call("GetStages", of), json!({ "item": [full] }));
    caller.call("DeleteStage", with(&base, json!({ "stageName": "v2" })));
    for operation in ["GetStage", "UpdateStage", "DeleteStage"] {
        let missing = "NotFoundException: Invalid stage identifier specified";
        assert_eq!(
            caller.refused(operation, with(&base, json!({ "stageName": "v2" }))),
            missing
        );
    }
}

#[test]
fn what_a_stage_cannot_be() {
    let mut caller = Caller::new();
    let (base, first, _) = deployed(&mut caller);
    let v1 = with(&base, json!({ "stageName": "v1", "deploymentId": first }));
    caller.call("CreateStage", v1.clone());
    let mut check = |more, expected: &str| {
        let refused = caller.refused(
            "CreateStage",
            with(&with(&v1, json!({ "stageName": "v2" })), more),
        );
        assert!(refused.starts_with(expected), "{refused}");
    };
    check(
        json!({ "stageName": "v1" }),
        "ConflictException: Stage already exists",
    );
    check(
        json!({ "stageName": "v.1" }),
        "BadRequestException: Stage name only allows a-zA-Z0-9_",
    );
    check(
        json!({ "stageName": "a".repeat(129) }),
        "BadRequestException: Stage name only allows a-zA-Z0-9_",
    );
    check(
        json!({ "deploymentId": "none" }),
        "NotFoundException: Invalid Deployment identifier specified",
    );
    check(
        json!({ "variables": { "a": "b c" } }),
        "BadRequestException: Invalid stage variable a",
    );
    check(
        json!({ "variables": { "a-b": "c" } }),
        "BadRequestException: Invalid stage variable a-b",
    );
    check(
        json!({ "tracingEnabled": true }),
        "BadRequestException: The value true for parameter tracingEnabled is not supported.",
    );
    check(
        json!({ "documentationVersion": "1" }),
        "BadRequestException: The parameter documentationVersion is not supported.",
    );
    for n in 2..=10 {
        caller.call("CreateStage", with(&v1, json!({ "stageName": format!("v{n}") })));
    }
    let refused = caller.refused("CreateStage", with(&v1, json!({ "stageName": "v11" })));
    assert!(
        refused.starts_with("LimitExceededException: Maximum number of Stages for this API"),
        "{refused}"
    );
}

#[test]
fn a_stage_is_patched() {
    let mut caller = Caller::new();
    let (base, first, second) = deployed(&mut caller);
    caller.call(
        "CreateStage",
        with(&base, json!({ "stageName": "v1", "deploymentId": first })),
    );
    caller.now += time::Duration::seconds(60);
    let v1 = with(&base, json!({ "stageName": "v1" }));
    let mut patch = |op, path, value: &str| caller.call("UpdateStage", patched(&v1, op, path, value));
    let moved = patch("replace", "/deploymentId", &second);
    assert_eq!(
        (&moved["deploymentId"], &moved["lastUpdatedDate"]),
        (&json!(second), &json!(60))
    );
    assert_eq!(patch("replace", "/description", "x")["description"], "x");
    assert_eq!(
        patch("add", "/variables/a", "1")["variables"],
        json!({ "a": "1" })
    );
    assert_eq!(
        patch("replace", "/variables/a", "2")["variables"],
        json!({ "a": "2" })
    );
    assert!(patch("remove", "/variables/a", "").get("variables").is_none());
    assert_eq!(
        patch("replace", "/tracingEnabled", "false")["tracingEnabled"],
        false
    );
    let mut refused = |path, value, expected: &str| {
        let refused = caller.refused("UpdateStage", patched(&v1, "replace", path, value));
        assert!(refused.starts_with(expected), "{refused}");
    };
    refused(
        "/deploymentId",
        "none",
        "NotFoundException: Invalid Deployment identifier specified",
    );
    for path in [
        "/tracingEnabled",
        "/*/*/metrics/enabled",
        "/~1pets/GET/throttling/rateLimit",
        "/accessLogSettings/format",
    ] {
        refused(
            path,
            "true",
            &format!("BadRequestException: The patch path {path} is not supported."),
        );
    }
    refused(
        "/tags/a",
        "b",
        "BadRequestException: Invalid method setting path: /tags/a. Must be one of: [/deploymentId, /description,",
    );
    refused(
        "/variables/a",
        "c d",
        "NotFoundException: Invalid parameter name specified",
    );
}
