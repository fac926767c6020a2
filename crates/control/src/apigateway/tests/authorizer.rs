//! Authorizers, models, request validators and gateway responses.

use serde_json::{Value, json};

use super::{Caller, patched, text, with};

const FUNCTION: &str = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\
                        arn:aws:lambda:eu-west-1:111122223333:function:f/invocations";

fn token(api: &str, name: &str) -> Value {
    json!({
        "restApiId": api,
        "name": name,
        "type": "TOKEN",
        "authorizerUri": FUNCTION,
        "identitySource": "method.request.header.Authorization",
    })
}

#[test]
fn an_authorizer_in_use_stays() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let made = caller.call("CreateAuthorizer", token(&api, "a"));
    let id = text(&made, "id");
    assert_eq!(
        (&made["authType"], &made["authorizerResultTtlInSeconds"]),
        (&json!("custom"), &json!(300))
    );
    let base = json!({ "restApiId": api, "authorizerId": id });
    assert_eq!(caller.call("GetAuthorizer", base.clone()), made);
    assert_eq!(
        caller.refused("CreateAuthorizer", token(&api, "a")),
        "BadRequestException: Authorizer name must be unique. Authorizer a already exists in this RestApi."
    );
    let pets = json!({ "restApiId": api, "parentId": root, "pathPart": "test" });
    let resource = text(&caller.call("CreateResource", pets), "id");
    let at = json!({ "restApiId": api, "resourceId": resource, "httpMethod": "GET" });
    let custom = json!({ "authorizationType": "CUSTOM", "authorizerId": id });
    assert_eq!(
        caller.call("PutMethod", with(&at, custom))["authorizerId"],
        id.as_str()
    );
    assert_eq!(
        caller.refused("DeleteAuthorizer", base.clone()),
        "ConflictException: Cannot delete authorizer 'a', is referenced in method: GET//test"
    );
    let pool = patched(&at, "replace", "/authorizationType", "COGNITO_USER_POOLS");
    assert_eq!(
        caller.refused("UpdateMethod", pool),
        "BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or \
         COGNITO_USER_POOLS requires a valid authorizer."
    );
    let none = caller.call(
        "UpdateMethod",
        patched(&at, "replace", "/authorizationType", "NONE"),
    );
    assert!(none.get("authorizerId").is_none());
    caller.call("DeleteAuthorizer", base.clone());
    assert_eq!(
        caller.refused("GetAuthorizer", base),
        "NotFoundException: Invalid Authorizer identifier specified"
    );
}

#[test]
fn what_an_authorizer_cannot_be() {
    let mut caller = Caller::new();
    let (api, _) = caller.api("REGIONAL");
    let mut check = |more: Value, expected: &str| {
        let refused = caller.refused("CreateAuthorizer", with(&token(&api, "a"), more));
        assert_eq!(refused, format!("BadRequestException: {expected}"));
    };
    check(
        json!({ "authorizerUri": "x" }),
        "Invalid Authorizer URI: x. Authorizer URI should be a valid API Gateway ARN that represents a Lambda \
         function invocation.",
    );
    let wrong_region = FUNCTION.replacen("eu-west-1", "region", 1);
    check(
        json!({ "authorizerUri": wrong_region }),
        &format!(
            "Invalid Authorizer URI: {wrong_region}. Authorizer URI should be a valid API Gateway ARN that represents \
             a Lambda function invocation."
        ),
    );
    check(
        json!({ "authorizerResultTtlInSeconds": 3_601 }),
        "Invalid authorizerResultTtlInSeconds specified. Must be between 0 and 3600",
    );
    check(
        json!({ "type": "REQUEST", "identitySource": "method.request.path.a" }),
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : \
         [Invalid mapping expression specified: method.request.path.a]",
    );
    check(
        json!({ "type": "COGNITO_USER_POOLS" }),
        "An authorizer of type COGNITO_USER_POOLS requires at least one provider ARN",
    );
    check(
        json!({ "type": "JWT" }),
        "The value JWT for parameter type is not supported.",
    );
}

#[test]
fn a_model_in_use_stays() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let names = caller.call("GetModels", json!({ "restApiId": api }));
    assert_eq!(names["items"][0]["name"], "Empty");
    let pet = json!({ "restApiId": api, "name": "Pet", "contentType": "application/json", "schema": "{}" });
    caller.call("CreateModel", pet.clone());
    assert_eq!(
        caller.refused("CreateModel", pet.clone()),
        "ConflictException: Model name already exists for this REST API"
    );
    let reference = format!("{{\"$ref\": \"https://apigateway.amazonaws.com/restapis/{api}/models/Pet\"}}");
    let pets = json!({ "name": "Pets", "schema": reference });
    caller.call("CreateModel", with(&pet, pets));
    let base = json!({ "restApiId": api, "modelName": "Pet" });
    assert_eq!(
        caller.refused("DeleteModel", base.clone()),
        "ConflictException: Cannot delete model 'Pet', is referenced in model: Pets"
    );
    caller.call("DeleteModel", json!({ "restApiId": api, "modelName": "Pets" }));
    let at = json!({ "restApiId": api, "resourceId": root, "httpMethod": "POST" });
    let models = json!({ "authorizationType": "NONE", "requestModels": { "application/json": "Pet" } });
    caller.call("PutMethod", with(&at, models));
    assert_eq!(
        caller.refused("DeleteModel", base.clone()),
        "ConflictException: Cannot delete model 'Pet', is referenced in method request: //POST"
    );
    caller.call("DeleteMethod", at);
    caller.call("DeleteModel", base.clone());
    assert_eq!(
        caller.refused("GetModel", base),
        "NotFoundException: Invalid model name specified: Pet"
    );
}

#[test]
fn a_validator_in_use_stays() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let made = caller.call(
        "CreateRequestValidator",
        json!({ "restApiId": api, "name": "v", "validateRequestParameters": true }),
    );
    let id = text(&made, "id");
    let at = json!({ "restApiId": api, "resourceId": root, "httpMethod": "POST" });
    let named = json!({ "authorizationType": "NONE", "requestValidatorId": id });
    caller.call("PutMethod", with(&at, named));
    let base = json!({ "restApiId": api, "requestValidatorId": id });
    assert_eq!(
        caller.refused("DeleteRequestValidator", base.clone()),
        "ConflictException: Cannot delete request validator 'v', is referenced in method: POST//"
    );
    caller.call("UpdateMethod", patched(&at, "replace", "/requestValidatorId", ""));
    caller.call("DeleteRequestValidator", base);
}

#[test]
fn gateway_responses_fall_back() {
    let mut caller = Caller::new();
    let (api, _) = caller.api("REGIONAL");
    let of = |kind: &str| json!({ "restApiId": api, "responseType": kind });
    let default = caller.call("GetGatewayResponse", of("THROTTLED"));
    assert_eq!(
        default,
        json!({
            "responseType": "THROTTLED",
            "statusCode": "429",
            "responseParameters": {},
            "responseTemplates": { "application/json": "{\"message\":$context.error.messageString}" },
            "defaultResponse": true,
        })
    );
    caller.call(
        "PutGatewayResponse",
        with(&of("DEFAULT_4XX"), json!({ "statusCode": "418" })),
    );
    let of_class = caller.call("GetGatewayResponse", of("THROTTLED"));
    assert_eq!(of_class, with(&default, json!({ "statusCode": "418" })));
    // Patching a first response makes it one's own.
    let patch = patched(
        &of("THROTTLED"),
        "add",
        "/responseParameters/gatewayresponse.header.a",
        "'1'",
    );
    let own = caller.call("UpdateGatewayResponse", patch);
    assert_eq!(own["defaultResponse"], false);
    assert_eq!(own["responseTemplates"], default["responseTemplates"]);
    caller.call("DeleteGatewayResponse", of("THROTTLED"));
    assert_eq!(
        caller.refused("DeleteGatewayResponse", of("THROTTLED")),
        "NotFoundException: Gateway response type not defined on api"
    );
}
