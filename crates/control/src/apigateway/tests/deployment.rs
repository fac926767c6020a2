//! Deployments: what AWS wants before, and what is frozen.

use serde_json::json;

use super::{Caller, patched, text, with};

const POLICY: &str = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}"#;

#[test]
fn an_api_is_deployed_once_it_is_whole() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("PRIVATE");
    let deploy = json!({ "restApiId": api });
    let refused = |caller: &mut Caller, expected: &str| {
        assert_eq!(caller.refused("CreateDeployment", deploy.clone()), expected);
    };
    refused(
        &mut caller,
        "BadRequestException: The REST API doesn't contain any methods",
    );
    let at = json!({ "restApiId": api, "resourceId": root, "httpMethod": "GET" });
    caller.call("PutMethod", with(&at, json!({ "authorizationType": "NONE" })));
    refused(
        &mut caller,
        "BadRequestException: No integration defined for method",
    );
    caller.call("PutIntegration", with(&at, json!({ "type": "MOCK" })));
    refused(
        &mut caller,
        "BadRequestException: Private REST API doesn't have a resource policy attached to it",
    );
    caller.call("UpdateRestApi", patched(&deploy, "replace", "/policy", POLICY));

    let asked = json!({ "description": "first", "stageName": "", "stageDescription": "", "variables": {} });
    let made = caller.call("CreateDeployment", with(&deploy, asked));
    let id = text(&made, "id");
    assert_eq!(id.len(), 6);
    assert_eq!(
        made,
        json!({ "id": id, "description": "first", "createdDate": 0 })
    );
    let one = with(&deploy, json!({ "deploymentId": id }));
    assert_eq!(caller.call("GetDeployment", one.clone()), made);
    assert_eq!(
        caller.call("GetDeployments", deploy.clone()),
        json!({ "items": [made] })
    );
    let summary = caller.call("GetDeployment", with(&one, json!({ "embed": ["apisummary"] })));
    let expected = json!({ "/": { "GET": { "authorizationType": "NONE", "apiKeyRequired": false } } });
    assert_eq!(summary["apiSummary"], expected);
    assert!(caller.world.stages.is_empty());
}

#[test]
fn a_deployment_is_frozen() {
    let mut caller = Caller::new();
    let (api, root) = caller.mock("REGIONAL");
    caller.call("CreateDeployment", json!({ "restApiId": api }));
    caller.call(
        "UpdateRestApi",
        patched(&json!({ "restApiId": api }), "replace", "/policy", POLICY),
    );
    caller.call(
        "DeleteMethod",
        json!({ "restApiId": api, "resourceId": root, "httpMethod": "GET" }),
    );
    let deployment = caller.world.deployments.iter().next().unwrap();
    assert_eq!(deployment.policy, None);
    assert_eq!(
        deployment
            .resources
            .values()
            .map(|resource| resource.methods.len())
            .sum::<usize>(),
        1
    );
}

#[test]
fn a_deployment_makes_its_stage_and_moves_it() {
    let mut caller = Caller::new();
    let (api, _) = caller.mock("REGIONAL");
    let v1 = json!({ "restApiId": api, "stageName": "v1" });
    let first = caller.call(
        "CreateDeployment",
        with(&v1, json!({ "stageDescription": "a", "variables": { "x": "1" } })),
    );
    let stage = caller.call("GetStage", v1.clone());
    assert_eq!(
        (&stage["deploymentId"], &stage["description"]),
        (&first["id"], &json!("a"))
    );
    assert_eq!(stage["variables"], json!({ "x": "1" }));
    caller.now += time::Duration::seconds(60);
    let second = caller.call("CreateDeployment", v1.clone());
    let moved = caller.call("GetStage", v1);
    assert_eq!(
        (&moved["deploymentId"], &moved["variables"]),
        (&second["id"], &json!({ "x": "1" }))
    );
    assert_eq!(
        (&moved["createdDate"], &moved["lastUpdatedDate"]),
        (&json!(0), &json!(60))
    );
}

#[test]
fn what_a_deployment_refuses() {
    let mut caller = Caller::new();
    let (api, _) = caller.mock("REGIONAL");
    let base = json!({ "restApiId": api });
    let mut refused = |more, expected: &str| {
        assert_eq!(caller.refused("CreateDeployment", with(&base, more)), expected);
        assert!(caller.world.deployments.is_empty());
    };
    refused(
        json!({ "stageName": "a b" }),
        "BadRequestException: Stage name only allows a-zA-Z0-9_",
    );
    let name = "BadRequestException: A stage name is required to set a stage's description or variables";
    refused(json!({ "stageDescription": "a" }), name);
    refused(json!({ "tracingEnabled": true }), name);
    refused(json!({ "canarySettings": { "useStageCache": true } }), name);
}

#[test]
fn a_deployment_in_use_stays() {
    let mut caller = Caller::new();
    let (api, _) = caller.mock("REGIONAL");
    let made = caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
    let one = json!({ "restApiId": api, "deploymentId": made["id"] });
    let in_use = "BadRequestException: Active stages pointing to this deployment must be moved or deleted";
    assert_eq!(caller.refused("DeleteDeployment", one.clone()), in_use);
    let renamed = caller.call("UpdateDeployment", patched(&one, "replace", "/description", "x"));
    assert_eq!(renamed["description"], "x");
    let path = "BadRequestException: Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description]";
    assert_eq!(
        caller.refused("UpdateDeployment", patched(&one, "replace", "/id", "x")),
        path
    );
    caller.call("DeleteStage", json!({ "restApiId": api, "stageName": "v1" }));
    caller.call("DeleteDeployment", one.clone());
    for operation in ["GetDeployment", "UpdateDeployment", "DeleteDeployment"] {
        let missing = "NotFoundException: Invalid Deployment identifier specified";
        assert_eq!(caller.refused(operation, one.clone()), missing);
    }
}
