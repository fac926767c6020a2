//! Stages.

use adit_model::Change;
use adit_model::id::IamName;
use adit_model::role::Role;
use adit_model::world::Entity;
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
        json!({ "documentationVersion": "1" }),
        "NotFoundException: Invalid Documentation version specified",
    );
    check(
        json!({ "canarySettings": { "deploymentId": "none" } }),
        "NotFoundException: Invalid Deployment identifier specified",
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
    refused(
        "/tags/a",
        "b",
        "BadRequestException: Invalid method setting path: /tags/a. Must be one of: [/deploymentId, /description,",
    );
    refused(
        "/variables/a",
        "c d",
        "BadRequestException: Invalid stage variable a",
    );
}

/// The role `logs`, which a service may assume.
fn logging_role(caller: &mut Caller, service: &str) {
    let statement =
        json!({ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" });
    let role = Role {
        id: IamName::of(&caller.account, "logs"),
        account: caller.account.clone(),
        name: "logs".to_owned(),
        path: "/".to_owned(),
        role_id: "AROA".to_owned(),
        created: caller.now,
        trust: json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string(),
        description: None,
        max_session_seconds: 3_600,
        boundary: None,
        policies: Default::default(),
        attached: Vec::new(),
        service: None,
        last_used: None,
        tags: Default::default(),
    };
    caller.world.apply(&Change::Put(role.wrap()));
}

#[test]
fn method_settings_are_kept_under_their_paths() {
    let mut caller = Caller::new();
    let (base, first, _) = deployed(&mut caller);
    caller.call(
        "CreateStage",
        with(&base, json!({ "stageName": "v1", "deploymentId": first })),
    );
    let v1 = with(&base, json!({ "stageName": "v1" }));
    let level = patched(&v1, "replace", "/*/*/logging/loglevel", "INFO");
    assert_eq!(
        caller.refused("UpdateStage", level.clone()),
        "BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging"
    );
    let role = "arn:aws:iam::111122223333:role/logs";
    let set = patched(&json!({}), "replace", "/cloudwatchRoleArn", role);
    let untrusted = "BadRequestException: The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.";
    assert_eq!(caller.refused("UpdateAccount", set.clone()), untrusted);
    logging_role(&mut caller, "ec2.amazonaws.com");
    assert_eq!(caller.refused("UpdateAccount", set.clone()), untrusted);
    logging_role(&mut caller, "apigateway.amazonaws.com");
    let account = caller.call("UpdateAccount", set);
    assert_eq!(account["cloudwatchRoleArn"], role);
    assert_eq!(caller.call("GetAccount", json!({})), account);
    let settings = caller.call("UpdateStage", level)["methodSettings"].clone();
    let all = json!({
        "metricsEnabled": false,
        "loggingLevel": "INFO",
        "dataTraceEnabled": false,
        "throttlingBurstLimit": 5000,
        "throttlingRateLimit": 10000.0,
        "cachingEnabled": false,
        "cacheTtlInSeconds": 300,
        "cacheDataEncrypted": false,
        "requireAuthorizationForCacheControl": true,
        "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
    });
    assert_eq!(settings, json!({ "*/*": all }));
    for (path, value) in [
        ("metrics/enabled", "true"),
        ("logging/dataTrace", "true"),
        ("throttling/burstLimit", "7"),
        ("throttling/rateLimit", "2.5"),
        ("caching/enabled", "true"),
        ("caching/ttlInSeconds", "60"),
        ("caching/dataEncrypted", "true"),
        ("caching/requireAuthorizationForCacheControl", "false"),
        ("caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403"),
    ] {
        caller.call(
            "UpdateStage",
            patched(&v1, "replace", &format!("/~1pets/GET/{path}"), value),
        );
    }
    let shown = caller.call("GetStage", v1.clone())["methodSettings"]["~1pets/GET"].clone();
    assert_eq!(
        (&shown["throttlingBurstLimit"], &shown["throttlingRateLimit"]),
        (&json!(7), &json!(2.5))
    );
    assert_eq!(
        (&shown["loggingLevel"], &shown["metricsEnabled"]),
        (&json!("OFF"), &json!(true))
    );
    assert_eq!(shown["unauthorizedCacheControlHeaderStrategy"], "FAIL_WITH_403");
    let gone = caller.call("UpdateStage", patched(&v1, "remove", "/~1pets/GET", ""));
    assert!(gone["methodSettings"].get("~1pets/GET").is_none());
    for (path, value) in [
        ("throttling/burstLimit", "x"),
        ("caching/ttlInSeconds", "3601"),
        ("logging/loglevel", "ALL"),
    ] {
        let refused = caller.refused(
            "UpdateStage",
            patched(&v1, "replace", &format!("/*/*/{path}"), value),
        );
        assert!(refused.starts_with("BadRequestException: Invalid "), "{refused}");
    }
}

#[test]
fn caches_tracing_and_logs_are_kept() {
    let mut caller = Caller::new();
    let (base, first, _) = deployed(&mut caller);
    let asked = json!({ "stageName": "v1", "deploymentId": first, "cacheClusterEnabled": true, "cacheClusterSize": "1.6",
        "tracingEnabled": true });
    let made = caller.call("CreateStage", with(&base, asked));
    assert_eq!(
        (&made["cacheClusterSize"], &made["cacheClusterStatus"]),
        (&json!("1.6"), &json!("AVAILABLE"))
    );
    assert_eq!(made["tracingEnabled"], true);
    let v1 = with(&base, json!({ "stageName": "v1" }));
    let off = caller.call(
        "UpdateStage",
        patched(&v1, "replace", "/cacheClusterEnabled", "false"),
    );
    assert_eq!(
        (&off["cacheClusterEnabled"], &off["cacheClusterStatus"]),
        (&json!(false), &json!("NOT_AVAILABLE"))
    );
    for operation in ["FlushStageCache", "FlushStageAuthorizersCache"] {
        caller.call(operation, v1.clone());
    }
    let stream = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-x";
    caller.call(
        "UpdateStage",
        patched(&v1, "replace", "/accessLogSettings/destinationArn", stream),
    );
    let format = "$context.requestId";
    let logged = caller.call(
        "UpdateStage",
        patched(&v1, "replace", "/accessLogSettings/format", format),
    );
    assert_eq!(
        logged["accessLogSettings"],
        json!({ "format": format, "destinationArn": stream })
    );
    let gone = caller.call("UpdateStage", patched(&v1, "remove", "/accessLogSettings", ""));
    assert!(gone.get("accessLogSettings").is_none());
}

#[test]
fn a_canary_is_promoted() {
    let mut caller = Caller::new();
    let (base, first, _) = deployed(&mut caller);
    caller.call(
        "CreateStage",
        with(
            &base,
            json!({ "stageName": "v1", "deploymentId": first, "variables": { "a": "1" } }),
        ),
    );
    let canary = json!({ "stageName": "v1", "canarySettings": { "stageVariableOverrides": { "a": "2" }, "useStageCache": true } });
    let second = text(&caller.call("CreateDeployment", with(&base, canary)), "id");
    let v1 = with(&base, json!({ "stageName": "v1" }));
    let stage = caller.call("GetStage", v1.clone());
    assert_eq!(stage["deploymentId"], json!(first));
    assert_eq!(
        stage["canarySettings"],
        json!({ "percentTraffic": 0.0, "deploymentId": second, "stageVariableOverrides": { "a": "2" }, "useStageCache": true })
    );
    let of = with(&base, json!({ "deploymentId": second }));
    assert_eq!(
        caller.refused("DeleteDeployment", of),
        "BadRequestException: Active stages pointing to this deployment must be moved or deleted"
    );
    let share = caller.call(
        "UpdateStage",
        patched(&v1, "replace", "/canarySettings/percentTraffic", "10.5"),
    );
    assert_eq!(share["canarySettings"]["percentTraffic"], 10.5);
    let promote = json!({ "patchOperations": [
        { "op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId" },
        { "op": "copy", "from": "/canarySettings/stageVariableOverrides", "path": "/variables" },
        { "op": "remove", "path": "/canarySettings" },
    ] });
    let promoted = caller.call("UpdateStage", with(&v1, promote));
    assert_eq!(
        (&promoted["deploymentId"], &promoted["variables"]),
        (&json!(second), &json!({ "a": "2" }))
    );
    assert!(promoted.get("canarySettings").is_none());
}
