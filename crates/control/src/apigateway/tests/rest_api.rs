//! REST APIs: their settings, endpoint types and ends.

use serde_json::json;

use super::{Caller, patched, text, with};

#[test]
fn an_api_is_made_with_defaults_and_read_back() {
    let mut caller = Caller::new();
    let made = caller.call("CreateRestApi", json!({ "name": "pets" }));
    let (id, root) = (text(&made, "id"), text(&made, "rootResourceId"));
    assert!(
        [&id, &root]
            .iter()
            .all(|id| id.len() == 10 && id.bytes().all(|b| b.is_ascii_alphanumeric()))
    );
    let shown = json!({
        "id": id,
        "name": "pets",
        "createdDate": 0,
        "apiKeySource": "HEADER",
        "endpointConfiguration": { "types": ["EDGE"], "ipAddressType": "ipv4" },
        "disableExecuteApiEndpoint": false,
        "rootResourceId": root,
    });
    assert_eq!(made, shown);
    assert_eq!(
        caller.call("GetRestApi", json!({ "restApiId": id })),
        with(&shown, json!({ "tags": {} }))
    );
    assert_eq!(caller.call("GetRestApis", json!({})), json!({ "items": [shown] }));
    let resources = caller.call("GetResources", json!({ "restApiId": id }));
    assert_eq!(resources, json!({ "items": [{ "id": root, "path": "/" }] }));
}

#[test]
fn every_setting_is_kept() {
    let mut caller = Caller::new();
    caller.endpoint("vpce-1", "444455556666", "com.amazonaws.eu-west-1.execute-api");
    let asked = json!({
        "name": "pets",
        "description": "of the shop",
        "version": "v1",
        "binaryMediaTypes": ["image/png"],
        "minimumCompressionSize": 0,
        "apiKeySource": "AUTHORIZER",
        "endpointConfiguration": { "types": ["PRIVATE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"] },
        "tags": { "team": "pets" },
        "disableExecuteApiEndpoint": true,
    });
    let made = caller.call("CreateRestApi", asked.clone());
    for (member, value) in asked.as_object().unwrap() {
        assert_eq!(made[member], *value, "{member}");
    }
    assert_eq!(
        caller.call("GetRestApi", json!({ "restApiId": made["id"] })),
        made
    );
}

#[test]
fn a_private_api_is_dualstack() {
    let mut caller = Caller::new();
    let made = caller.call(
        "CreateRestApi",
        json!({ "name": "a", "endpointConfiguration": { "types": ["PRIVATE"] } }),
    );
    assert_eq!(
        made["endpointConfiguration"],
        json!({ "types": ["PRIVATE"], "ipAddressType": "dualstack" })
    );
}

#[test]
fn what_create_refuses() {
    let mut caller = Caller::new();
    caller.endpoint("vpce-s3", "111122223333", "com.amazonaws.eu-west-1.s3");
    let mut check = |more, expected: &str| {
        let input = with(&json!({ "name": "pets" }), more);
        assert_eq!(caller.refused("CreateRestApi", input), expected);
    };
    let types = |types| json!({ "endpointConfiguration": { "types": types } });
    check(
        json!({ "name": " " }),
        "BadRequestException: API Name cannot be blank",
    );
    check(
        json!({ "description": "" }),
        "BadRequestException: Description cannot be an empty string",
    );
    check(
        types(json!(["EDGE", "REGIONAL"])),
        "BadRequestException: Cannot create an api with multiple Endpoint Types.",
    );
    check(
        types(json!([])),
        "BadRequestException: REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.",
    );
    let ipv4 = json!({ "endpointConfiguration": { "types": ["PRIVATE"], "ipAddressType": "ipv4" } });
    check(
        ipv4,
        "BadRequestException: Only dualstack ipAddressType is supported for Private APIs.",
    );
    let regional =
        json!({ "endpointConfiguration": { "types": ["REGIONAL"], "vpcEndpointIds": ["vpce-1"] } });
    check(
        regional,
        "BadRequestException: VPCEndpoints can only be specified with PRIVATE apis.",
    );
    for id in ["vpce-none", "vpce-s3"] {
        let private = json!({ "endpointConfiguration": { "types": ["PRIVATE"], "vpcEndpointIds": [id] } });
        check(
            private,
            &format!("BadRequestException: Invalid VPC endpoint identifier specified: {id}"),
        );
    }
    for size in [-1, 10_485_761] {
        let expected =
            "BadRequestException: Invalid minimum compression size, must be between 0 and 10485760";
        check(json!({ "minimumCompressionSize": size }), expected);
    }
    let refused = caller.refused("CreateRestApi", json!({ "name": "a", "cloneFrom": "none" }));
    assert!(
        refused.starts_with("NotFoundException: Invalid API identifier specified"),
        "{refused}"
    );
}

#[test]
fn settings_are_patched() {
    let mut caller = Caller::new();
    let (id, _) = caller.api("REGIONAL");
    let api = json!({ "restApiId": id });
    let mut patch = |op, path, value| caller.call("UpdateRestApi", patched(&api, op, path, value));
    assert_eq!(patch("replace", "/name", "cats")["name"], "cats");
    assert_eq!(
        patch("replace", "/description", "of the shop")["description"],
        "of the shop"
    );
    assert!(patch("remove", "/description", "").get("description").is_none());
    assert_eq!(
        patch("replace", "/disableExecuteApiEndpoint", "true")["disableExecuteApiEndpoint"],
        true
    );
    assert_eq!(
        patch("replace", "/minimumCompressionSize", "10")["minimumCompressionSize"],
        10
    );
    assert!(
        patch("replace", "/minimumCompressionSize", "")
            .get("minimumCompressionSize")
            .is_none()
    );
    assert_eq!(
        patch("replace", "/apiKeySource", "AUTHORIZER")["apiKeySource"],
        "AUTHORIZER"
    );
    patch("add", "/binaryMediaTypes/image~1png", "");
    patch("add", "/binaryMediaTypes/image~1jpeg", "");
    let replaced = patch("replace", "/binaryMediaTypes/image~1png", "image/gif");
    assert_eq!(replaced["binaryMediaTypes"], json!(["image/jpeg", "image/gif"]));
    assert_eq!(
        patch("remove", "/binaryMediaTypes/image~1gif", "")["binaryMediaTypes"],
        json!(["image/jpeg"])
    );
    assert_eq!(caller.call("GetRestApi", api.clone())["name"], "cats");
    let both = json!({ "patchOperations": [
        { "op": "replace", "path": "/name", "value": "dogs" },
        { "op": "replace", "path": "/nothing", "value": "x" },
    ] });
    assert_eq!(
        caller.refused("UpdateRestApi", with(&api, both)),
        "BadRequestException: Invalid patch path /nothing"
    );
    assert_eq!(caller.call("GetRestApi", api)["name"], "cats");
}

#[test]
fn endpoint_types_are_converted() {
    let mut caller = Caller::new();
    caller.endpoint("vpce-1", "444455556666", "com.amazonaws.eu-west-1.execute-api");
    let (id, _) = caller.api("EDGE");
    let api = json!({ "restApiId": id });
    let private = caller.call(
        "UpdateRestApi",
        patched(&api, "replace", "/endpointConfiguration/types/EDGE", "PRIVATE"),
    );
    assert_eq!(
        private["endpointConfiguration"],
        json!({ "types": ["PRIVATE"], "ipAddressType": "dualstack" })
    );
    let mut refused = |op, path, value, expected: &str| {
        let path = format!("/endpointConfiguration/{path}");
        assert_eq!(
            caller.refused("UpdateRestApi", patched(&api, op, &path, value)),
            expected,
            "{op} {path} {value}"
        );
    };
    refused(
        "replace",
        "types/0",
        "EDGE",
        "BadRequestException: Cannot update endpoint from PRIVATE to EDGE",
    );
    let types =
        "BadRequestException: Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE";
    refused("replace", "types/0", "wrong", types);
    let entry = "BadRequestException: Invalid patch operation specified. Must be 'add'|'remove'|'replace'";
    refused("test", "types/PRIVATE", "EDGE", entry);
    let dualstack = "BadRequestException: Only dualstack ipAddressType is supported for Private APIs.";
    refused("replace", "ipAddressType", "ipv4", dualstack);
    let either = "BadRequestException: ipAddressType must be either ipv4 or dualstack.";
    refused("replace", "ipAddressType", "wrong", either);
    let replace = "BadRequestException: Invalid patch operation specified. Must be one of: [replace]";
    refused("add", "ipAddressType", "dualstack", replace);
    let unknown = "BadRequestException: Invalid VPC endpoint identifier specified: vpce-2";
    refused("add", "vpcEndpointIds", "vpce-2", unknown);
    refused("remove", "vpcEndpointIds", "vpce-2", unknown);

    let added = caller.call(
        "UpdateRestApi",
        patched(&api, "add", "/endpointConfiguration/vpcEndpointIds", "vpce-1"),
    );
    assert_eq!(
        added["endpointConfiguration"]["vpcEndpointIds"],
        json!(["vpce-1"])
    );
    let regional = patched(
        &api,
        "replace",
        "/endpointConfiguration/types/PRIVATE",
        "REGIONAL",
    );
    let expected = "BadRequestException: VPCEndpoints can only be specified with PRIVATE apis.";
    assert_eq!(caller.refused("UpdateRestApi", regional.clone()), expected);
    caller.call(
        "UpdateRestApi",
        patched(&api, "remove", "/endpointConfiguration/vpcEndpointIds", "vpce-1"),
    );
    assert_eq!(
        caller.call("UpdateRestApi", regional)["endpointConfiguration"]["types"],
        json!(["REGIONAL"])
    );
}

#[test]
fn an_api_goes_with_all_that_is_its() {
    let mut caller = Caller::new();
    let (id, _) = caller.mock("REGIONAL");
    let (kept, _) = caller.mock("REGIONAL");
    for api in [&id, &kept] {
        caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
    }
    caller.call("DeleteRestApi", json!({ "restApiId": id }));
    assert_eq!(
        (
            caller.world.rest_apis.len(),
            caller.world.deployments.len(),
            caller.world.stages.len()
        ),
        (1, 1, 1)
    );
    let gone = format!("NotFoundException: Invalid API identifier specified 111122223333:{id}");
    for operation in [
        "GetRestApi",
        "UpdateRestApi",
        "DeleteRestApi",
        "GetResources",
        "GetStages",
        "CreateDeployment",
    ] {
        assert_eq!(caller.refused(operation, json!({ "restApiId": id })), gone);
    }
}

#[test]
fn an_api_is_its_owners_in_its_region() {
    let mut caller = Caller::new();
    let (id, root) = caller.mock("REGIONAL");
    let (account, region) = (caller.account.clone(), caller.region.clone());
    let others = [("444455556666", "eu-west-1"), ("111122223333", "us-east-1")];
    for (other, elsewhere) in others {
        caller.account = adit_model::AccountId::parse(other).unwrap();
        caller.region = adit_model::Region::parse(elsewhere).unwrap();
        assert_eq!(caller.call("GetRestApis", json!({})), json!({ "items": [] }));
        let expected = format!("NotFoundException: Invalid API identifier specified {other}:{id}");
        assert_eq!(
            caller.refused("DeleteRestApi", json!({ "restApiId": id })),
            expected
        );
        let at = json!({ "restApiId": id, "resourceId": root, "httpMethod": "GET" });
        let expected = "NotFoundException: Invalid Resource identifier specified";
        assert_eq!(caller.refused("DeleteMethod", at), expected);
    }
    (caller.account, caller.region) = (account, region);
    caller.call("GetRestApi", json!({ "restApiId": id }));
}

#[test]
fn lists_come_in_pages() {
    let mut caller = Caller::new();
    for _ in 0..30 {
        caller.api("REGIONAL");
    }
    let first = caller.call("GetRestApis", json!({}));
    assert_eq!(first["items"].as_array().unwrap().len(), 25);
    let second = caller.call("GetRestApis", json!({ "position": first["position"] }));
    assert_eq!(second["items"].as_array().unwrap().len(), 5);
    assert!(second.get("position").is_none());
    let mut seen = Vec::new();
    let mut page = json!({ "limit": 7 });
    loop {
        let answer = caller.call("GetRestApis", page.clone());
        seen.extend(
            answer["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|api| text(api, "id")),
        );
        let Some(position) = answer.get("position") else {
            break;
        };
        page = json!({ "limit": 7, "position": position });
    }
    let before = seen.len();
    seen.dedup();
    assert_eq!((before, seen.len()), (30, 30));
    let position = "BadRequestException: Invalid position parameter specified";
    assert_eq!(
        caller.refused("GetRestApis", json!({ "position": "!" })),
        position
    );
    let limit = "BadRequestException: Invalid limit parameter specified. Must be between 1 and 500";
    assert_eq!(caller.refused("GetRestApis", json!({ "limit": 501 })), limit);
}

#[test]
fn the_account_is_shown() {
    let shown = Caller::new().call("GetAccount", json!({}));
    assert_eq!(
        shown["throttleSettings"],
        json!({ "burstLimit": 5000, "rateLimit": 10000.0 })
    );
}
