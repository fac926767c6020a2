//! API keys, usage plans and what ties them.

use serde_json::json;

use super::{Caller, patched, text, with};

const VALUE: &str = "12345678901234567890";

/// A stage of an API, as a plan names it.
fn staged(caller: &mut Caller, stage: &str) -> (String, String) {
    let (api, _) = caller.mock("REGIONAL");
    let at = json!({ "restApiId": api, "stageName": stage });
    caller.call("CreateDeployment", at);
    let name = format!("{api}:{stage}");
    (api, name)
}

#[test]
fn a_key_shows_its_value_to_who_asks() {
    let mut caller = Caller::new();
    let all = json!({
        "name": "a", "description": "b", "enabled": true, "customerId": "c", "tags": { "k": "v" },
    });
    let made = caller.call("CreateApiKey", with(&all, json!({ "value": VALUE })));
    let id = text(&made, "id");
    assert_eq!(made["value"], VALUE);
    let got = caller.call("GetApiKey", json!({ "apiKey": id }));
    let times = json!({ "id": id, "createdDate": 0, "lastUpdatedDate": 0, "stageKeys": [] });
    assert_eq!(got, with(&all, times));
    let shown = caller.call("GetApiKey", json!({ "apiKey": id, "includeValue": true }));
    assert_eq!(shown["value"], VALUE);
    let again = caller.refused("CreateApiKey", json!({ "value": VALUE }));
    assert_eq!(again, "ConflictException: API Key already exists");
    let short = caller.refused("CreateApiKey", json!({ "value": "1" }));
    assert_eq!(
        short,
        "BadRequestException: API Key value should be at least 20 characters"
    );
    let bare = caller.call("CreateApiKey", json!({}));
    assert_eq!(
        (&bare["enabled"], text(&bare, "value").len()),
        (&json!(false), 40)
    );
    let base = json!({ "apiKey": id });
    assert_eq!(
        caller.call("UpdateApiKey", patched(&base, "replace", "/enabled", "false"))["enabled"],
        false
    );
    assert_eq!(
        caller.refused("UpdateApiKey", patched(&base, "replace", "/value", "x")),
        "BadRequestException: Invalid patch path  '/value' specified for op 'replace'. \
         Must be one of: [/name, /description, /enabled, /customerId]"
    );
    // Another account's.
    caller.account = adit_model::AccountId::parse("444455556666").unwrap();
    assert_eq!(
        caller.refused("GetApiKey", base),
        "NotFoundException: Invalid API Key identifier specified"
    );
    assert_eq!(caller.call("GetApiKeys", json!({})), json!({ "items": [] }));
}

#[test]
fn a_key_comes_to_a_stage_by_one_plan() {
    let mut caller = Caller::new();
    let (api, stage) = staged(&mut caller, "v1");
    let plan = |caller: &mut Caller, name: &str| {
        let stages = json!([{ "apiId": api, "stage": "v1" }]);
        let made = caller.call("CreateUsagePlan", json!({ "name": name, "apiStages": stages }));
        text(&made, "id")
    };
    let (one, two) = (plan(&mut caller, "one"), plan(&mut caller, "two"));
    let key = text(&caller.call("CreateApiKey", json!({ "name": "k" })), "id");
    let member = |plan: &str| json!({ "usagePlanId": plan, "keyId": key, "keyType": "API_KEY" });
    caller.call("CreateUsagePlanKey", member(&one));
    assert_eq!(
        caller.refused("CreateUsagePlanKey", member(&two)),
        format!(
            "ConflictException: Usage Plan {two} cannot be added because API Key {key} cannot reference multiple \
             Usage Plans with the same API stage: {stage}"
        )
    );
    let base = json!({ "usagePlanId": two });
    caller.call("UpdateUsagePlan", patched(&base, "remove", "/apiStages", &stage));
    caller.call("CreateUsagePlanKey", member(&two));
    let back = caller.refused("UpdateUsagePlan", patched(&base, "add", "/apiStages", &stage));
    assert!(back.starts_with("ConflictException: Usage Plan "), "{back}");
    assert_eq!(
        caller.refused("DeleteUsagePlan", json!({ "usagePlanId": one })),
        format!(
            "BadRequestException: Cannot delete Usage Plan {one} because there are API Stages associated with it, \
             including {stage}"
        )
    );
    caller.call("DeleteApiKey", json!({ "apiKey": key }));
    for plan in [one, two] {
        let left = caller.call("GetUsagePlanKeys", json!({ "usagePlanId": plan }));
        assert_eq!(left, json!({ "items": [] }));
    }
}

#[test]
fn a_plan_is_patched() {
    let mut caller = Caller::new();
    let (_, stage) = staged(&mut caller, "v1");
    let made = caller.call("CreateUsagePlan", json!({ "name": "p" }));
    let base = json!({ "usagePlanId": made["id"] });
    assert_eq!(made, json!({ "id": made["id"], "name": "p", "apiStages": [] }));
    let mut patch = |op, path: &str, value| caller.call("UpdateUsagePlan", patched(&base, op, path, value));
    patch("add", "/apiStages", &stage);
    let escaped = format!("/apiStages/{stage}/throttle/~1a~1{{b}}/GET/burstLimit");
    patch("replace", &escaped, "5");
    let plain = format!("/apiStages/{stage}/throttle//a/{{b}}/GET/rateLimit");
    let limits = patch("add", &plain, "2.5");
    assert_eq!(
        limits["apiStages"][0]["throttle"],
        json!({ "/a/{b}/GET": { "burstLimit": 5, "rateLimit": 2.5 } })
    );
    let limits = patch("add", "/throttle/rateLimit", "7");
    assert_eq!(limits["throttle"], json!({ "burstLimit": 0, "rateLimit": 7.0 }));
    let mut refused = |op, path: &str, value, expected: &str| {
        assert_eq!(
            caller.refused("UpdateUsagePlan", patched(&base, op, path, value)),
            expected
        );
    };
    let remove = "[/apiStages, /quota, /throttle, /productCode, \
                  /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, \
                  /apiStages/<apidId:stageName>/throttle]";
    refused(
        "remove",
        "/apiStages/x:y",
        "",
        &format!(
            "BadRequestException: Invalid patch path  '/apiStages/x:y' specified for op 'remove'. Must be one of: {remove}"
        ),
    );
    refused(
        "remove",
        "/apiStages",
        "",
        "BadRequestException: Invalid API Stage specified",
    );
    refused(
        "add",
        "/apiStages",
        "x:y",
        "NotFoundException: API Stage not found: x:y",
    );
    refused(
        "add",
        "/quota/limit",
        "5",
        "BadRequestException: Invalid Usage Plan quota period specified. Valid options are DAY,WEEK,MONTH",
    );
}
