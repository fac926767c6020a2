//! Methods and what they declare to answer.

use serde_json::{Value, json};

use super::{Caller, patched, with};

fn at(caller: &mut Caller) -> Value {
    let (api, root) = caller.api("REGIONAL");
    json!({ "restApiId": api, "resourceId": root, "httpMethod": "GET" })
}

#[test]
fn a_method_is_put_read_and_deleted() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let plain = caller.call("PutMethod", with(&at, json!({ "authorizationType": "NONE" })));
    assert_eq!(
        plain,
        json!({ "httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": false })
    );
    let again = caller.refused("PutMethod", with(&at, json!({ "authorizationType": "NONE" })));
    assert_eq!(
        again,
        "ConflictException: Method already exists for this resource"
    );
    let all = json!({
        "httpMethod": "ANY",
        "authorizationType": "AWS_IAM",
        "apiKeyRequired": true,
        "operationName": "ListPets",
        "requestParameters": { "method.request.header.h": false, "method.request.path.p": true },
        "requestModels": { "application/json": "Empty" },
        "authorizationScopes": ["pets/read"],
    });
    let at_any = with(&at, json!({ "httpMethod": "ANY" }));
    assert_eq!(caller.call("PutMethod", with(&at_any, all.clone())), all);
    assert_eq!(caller.call("GetMethod", at_any), all);
    caller.call("DeleteMethod", at.clone());
    for operation in ["GetMethod", "DeleteMethod", "UpdateMethod"] {
        let missing = "NotFoundException: Invalid Method identifier specified";
        assert_eq!(caller.refused(operation, at.clone()), missing);
    }
}

#[test]
fn what_a_method_cannot_be() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let mut check = |more, expected: &str| {
        let input = with(&with(&at, json!({ "authorizationType": "NONE" })), more);
        assert_eq!(caller.refused("PutMethod", input), expected);
    };
    let missing = "NotFoundException: Invalid Resource identifier specified";
    check(json!({ "restApiId": "none" }), missing);
    check(json!({ "resourceId": "none" }), missing);
    let methods = "BadRequestException: Invalid HttpMethod specified. \
                   Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY";
    check(json!({ "httpMethod": "FETCH" }), methods);
    let authorizer = "BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM \
                      or COGNITO_USER_POOLS requires a valid authorizer.";
    check(json!({ "authorizationType": "CUSTOM" }), authorizer);
    check(
        json!({ "authorizationType": "CUSTOM", "authorizerId": "abcdef" }),
        authorizer,
    );
    check(
        json!({ "authorizationType": "PASSWORD" }),
        "BadRequestException: Invalid authorization type specified. \
        Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS",
    );
    let validator = "BadRequestException: Invalid Request Validator identifier specified";
    check(json!({ "requestValidatorId": "abcdef" }), validator);
    let model = "BadRequestException: Invalid model identifier specified: petModel";
    check(
        json!({ "requestModels": { "application/json": "petModel" } }),
        model,
    );
    let names = json!({ "method.request.header.a": true, "method.request.querystring.a": false });
    let unique = "BadRequestException: Parameter names must be unique across querystring, header and path";
    check(json!({ "requestParameters": names }), unique);
    let mapping = "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], \
                   errors : [Invalid mapping expression specified: header.a]";
    check(json!({ "requestParameters": { "header.a": true } }), mapping);
    check(json!({ "authorizerId": "abcdef" }), authorizer);
}

#[test]
fn a_method_is_patched() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    caller.call(
        "PutMethod",
        with(
            &at,
            json!({ "authorizationType": "NONE", "apiKeyRequired": true }),
        ),
    );
    let mut patch = |op, path, value| caller.call("UpdateMethod", patched(&at, op, path, value));
    let parameter = "/requestParameters/method.request.querystring.optional";
    assert_eq!(
        patch("add", parameter, "true")["requestParameters"],
        json!({ "method.request.querystring.optional": true })
    );
    assert_eq!(
        patch("replace", parameter, "false")["requestParameters"]["method.request.querystring.optional"],
        false
    );
    assert!(patch("remove", parameter, "").get("requestParameters").is_none());
    let models = patch("add", "/requestModels/application~1json", "Empty");
    assert_eq!(models["requestModels"], json!({ "application/json": "Empty" }));
    assert_eq!(
        patch("replace", "/authorizationType", "AWS_IAM")["authorizationType"],
        "AWS_IAM"
    );
    assert_eq!(
        patch("replace", "/operationName", "List")["operationName"],
        "List"
    );
    patch("add", "/authorizationScopes/a~1b", "a/b");
    patch("add", "/authorizationScopes", "c");
    let scopes = patch("remove", "/authorizationScopes/a~1b", "a/b");
    assert_eq!(scopes["authorizationScopes"], json!(["c"]));
    // What is not `true` is false.
    assert_eq!(
        patch("replace", "/apiKeyRequired", "whatever")["apiKeyRequired"],
        false
    );
    // An authorizer has no effect on a type without one.
    assert!(
        patch("replace", "/authorizerId", "abcdef")
            .get("authorizerId")
            .is_none()
    );
    let mut refused = |op, path, value, expected: &str| {
        assert_eq!(
            caller.refused("UpdateMethod", patched(&at, op, path, value)),
            expected
        );
    };
    let replace = "BadRequestException: Invalid patch operation specified. Must be one of: [replace]";
    refused("add", "/authorizationType", "NONE", replace);
    refused(
        "replace",
        "/httpMethod",
        "PUT",
        "BadRequestException: Invalid patch path /httpMethod",
    );
    refused(
        "add",
        "/requestParameters",
        "x",
        "BadRequestException: Invalid patch path /requestParameters",
    );
    let unescaped = "BadRequestException: Invalid patch path /requestModels/application/json";
    refused("add", "/requestModels/application/json", "Empty", unescaped);
    let validator = "BadRequestException: Invalid Request Validator identifier specified";
    refused("replace", "/requestValidatorId", "abcdef", validator);
    let authorizer = "BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM \
                      or COGNITO_USER_POOLS requires a valid authorizer.";
    refused("replace", "/authorizationType", "CUSTOM", authorizer);
}

#[test]
fn a_method_response_is_put_patched_and_deleted() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    caller.call("PutMethod", with(&at, json!({ "authorizationType": "NONE" })));
    let ok = with(&at, json!({ "statusCode": "200" }));
    let declared = json!({
        "responseParameters": { "method.response.header.x-a": true },
        "responseModels": { "application/json": "Empty" },
    });
    let shown = with(&declared, json!({ "statusCode": "200" }));
    assert_eq!(caller.call("PutMethodResponse", with(&ok, declared)), shown);
    assert_eq!(caller.call("GetMethodResponse", ok.clone()), shown);
    assert_eq!(
        caller.call("GetMethod", at.clone())["methodResponses"],
        json!({ "200": shown })
    );
    let again = "ConflictException: Response already exists for this resource";
    assert_eq!(caller.refused("PutMethodResponse", ok.clone()), again);

    let mut patch = |op, path, value| caller.call("UpdateMethodResponse", patched(&ok, op, path, value));
    patch("add", "/responseParameters/method.response.header.x-b", "false");
    patch("remove", "/responseParameters/method.response.header.x-a", "");
    let left = patch("remove", "/responseModels/application~1json", "");
    let expected =
        json!({ "statusCode": "200", "responseParameters": { "method.response.header.x-b": false } });
    assert_eq!(left, expected);
    let mut refused = |op, path, expected: &str| {
        assert_eq!(
            caller.refused("UpdateMethodResponse", patched(&ok, op, path, "true")),
            expected
        );
    };
    refused(
        "remove",
        "/responseParameters/method.response.header.x",
        "NotFoundException: Invalid parameter name specified",
    );
    refused(
        "remove",
        "/responseModels/text~1css",
        "NotFoundException: Content-Type specified was not found",
    );
    refused(
        "add",
        "/wrong/x",
        "BadRequestException: Invalid patch path /wrong/x",
    );

    caller.call("DeleteMethodResponse", ok.clone());
    for operation in [
        "GetMethodResponse",
        "UpdateMethodResponse",
        "DeleteMethodResponse",
    ] {
        let missing = "NotFoundException: Invalid Response status code specified";
        assert_eq!(caller.refused(operation, ok.clone()), missing);
    }
    let post = with(&ok, json!({ "httpMethod": "POST" }));
    assert_eq!(
        caller.refused("GetMethodResponse", post),
        "NotFoundException: Invalid Method identifier specified"
    );
    let model = with(&ok, json!({ "responseModels": { "application/json": "Pet" } }));
    let expected = "BadRequestException: Invalid model identifier specified: Pet";
    assert_eq!(caller.refused("PutMethodResponse", model), expected);
}
