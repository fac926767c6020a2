//! Definitions in and out.

use serde_json::{Value, json};

use super::{Caller, text, with};

fn integration() -> Value {
    json!({
        "type": "mock",
        "requestTemplates": { "application/json": "{\"statusCode\": 200}" },
        "passthroughBehavior": "when_no_match",
        "responses": {
            "default": {
                "statusCode": "200",
                "responseParameters": { "method.response.header.X-From": "'mock'" },
                "responseTemplates": { "application/json": "{\"a\": 1}" },
            },
        },
    })
}

fn swagger() -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "pets", "version": "v1", "description": "of the shop" },
        "basePath": "/shop/all",
        "paths": {
            "/": { "get": {
                "responses": { "200": { "description": "ok", "headers": { "X-From": { "type": "string" } } } },
                "x-amazon-apigateway-integration": integration(),
            } },
            "/pets/{id}": {
                "parameters": [{ "name": "id", "in": "path", "required": true, "type": "string" }],
                "post": {
                    "operationId": "change",
                    "consumes": ["application/json"],
                    "parameters": [
                        { "name": "X-Trace", "in": "header", "required": true, "type": "string" },
                        { "name": "q", "in": "query", "type": "string" },
                        { "name": "Pet", "in": "body", "schema": { "$ref": "#/definitions/Pet" } },
                    ],
                    "responses": {
                        "200": {
                            "description": "ok",
                            "headers": { "X-From": { "type": "string" } },
                            "schema": { "$ref": "#/definitions/Pet" },
                        },
                        "default": { "description": "other" },
                    },
                    "security": [{ "api_key": [] }],
                    "x-amazon-apigateway-request-validator": "all",
                    "x-amazon-apigateway-integration": integration(),
                },
                "x-amazon-apigateway-any-method": {
                    "responses": { "200": { "description": "ok", "headers": { "X-From": { "type": "string" } } } },
                    "security": [{ "sigv4": [] }],
                    "x-amazon-apigateway-integration": integration(),
                },
            },
        },
        "securityDefinitions": {
            "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" },
            "sigv4": { "type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4" },
        },
        "definitions": {
            "Pet": { "type": "object", "properties": { "tag": { "$ref": "#/definitions/Tag" } } },
            "Tag": { "type": "string" },
        },
        "x-amazon-apigateway-request-validators": { "all": { "validateRequestBody": true, "validateRequestParameters": true } },
        "x-amazon-apigateway-binary-media-types": ["image/png"],
        "x-amazon-apigateway-minimum-compression-size": 100,
        "x-amazon-apigateway-api-key-source": "AUTHORIZER",
        "x-amazon-apigateway-gateway-responses": { "ACCESS_DENIED": { "statusCode": 404 } },
        "x-amazon-apigateway-policy": { "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" },
        ] },
    })
}

fn paths(caller: &mut Caller, api: &str) -> Vec<(String, Vec<String>)> {
    let answer = caller.call("GetResources", json!({ "restApiId": api }));
    let items = answer["items"].as_array().unwrap();
    let methods = |item: &Value| {
        let methods = item.get("resourceMethods").and_then(Value::as_object);
        methods
            .map(|all| all.keys().cloned().collect())
            .unwrap_or_default()
    };
    items
        .iter()
        .map(|item| (text(item, "path"), methods(item)))
        .collect()
}

#[test]
fn an_api_is_imported_whole() {
    let mut caller = Caller::new();
    let made = caller.call(
        "ImportRestApi",
        json!({ "body": swagger().to_string(), "failOnWarnings": true }),
    );
    let api = text(&made, "id");
    assert_eq!(
        (&made["name"], &made["version"], &made["description"]),
        (&json!("pets"), &json!("v1"), &json!("of the shop"))
    );
    assert_eq!(made["binaryMediaTypes"], json!(["image/png"]));
    assert_eq!(
        (&made["minimumCompressionSize"], &made["apiKeySource"]),
        (&json!(100), &json!("AUTHORIZER"))
    );
    assert!(text(&made, "policy").contains(&format!("{api}\\/*")));
    let expected = [
        ("/", vec!["GET"]),
        ("/pets", vec![]),
        ("/pets/{id}", vec!["ANY", "POST"]),
    ];
    let expected: Vec<(String, Vec<String>)> = expected
        .into_iter()
        .map(|(path, methods)| (path.to_owned(), methods.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(paths(&mut caller, &api), expected);
    let resources = caller.call("GetResources", json!({ "restApiId": api }));
    let at = json!({ "restApiId": api, "resourceId": resources["items"][2]["id"], "httpMethod": "POST" });
    let method = caller.call("GetMethod", at.clone());
    assert_eq!(
        (&method["operationName"], &method["apiKeyRequired"]),
        (&json!("change"), &json!(true))
    );
    let parameters = json!({ "method.request.header.X-Trace": true, "method.request.path.id": true, "method.request.querystring.q": false });
    assert_eq!(method["requestParameters"], parameters);
    assert_eq!(method["requestModels"], json!({ "application/json": "Pet" }));
    assert!(method["requestValidatorId"].is_string());
    assert_eq!(
        method["methodResponses"]["200"]["responseModels"],
        json!({ "application/json": "Pet" })
    );
    let integration = &method["methodIntegration"];
    assert_eq!(
        (&integration["type"], &integration["passthroughBehavior"]),
        (&json!("MOCK"), &json!("WHEN_NO_MATCH"))
    );
    let answer = &integration["integrationResponses"]["200"];
    assert_eq!(
        answer["responseTemplates"],
        json!({ "application/json": "{\"a\": 1}" })
    );
    assert!(answer.get("selectionPattern").is_none());
    let any = caller.call("GetMethod", with(&at, json!({ "httpMethod": "ANY" })));
    assert_eq!(any["authorizationType"], "AWS_IAM");
    let model = caller.call("GetModel", json!({ "restApiId": api, "modelName": "Pet" }));
    assert!(text(&model, "schema").contains(&format!("/restapis/{api}/models/Tag")));
    let denied = caller.call(
        "GetGatewayResponse",
        json!({ "restApiId": api, "responseType": "ACCESS_DENIED" }),
    );
    assert_eq!(denied["statusCode"], "404");
    caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
}

#[test]
fn what_is_exported_imports_as_the_same() {
    let mut caller = Caller::new();
    let made = caller.call("ImportRestApi", json!({ "body": swagger().to_string() }));
    let api = text(&made, "id");
    caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
    for kind in ["swagger", "oas30"] {
        let stage = json!({ "restApiId": api, "stageName": "v1", "exportType": kind });
        let plain = text(&caller.call("GetExport", stage.clone()), "body");
        assert!(!plain.contains("x-amazon-apigateway-integration"), "{plain}");
        let full = with(&stage, json!({ "parameters": { "extensions": "apigateway" } }));
        let answer = caller.call("GetExport", full.clone());
        assert_eq!(answer["contentType"], "application/json");
        assert!(text(&answer, "contentDisposition").contains(kind));
        let body = text(&answer, "body");
        let again = caller.call("ImportRestApi", json!({ "body": body, "failOnWarnings": true }));
        let copy = text(&again, "id");
        assert_eq!(paths(&mut caller, &api), paths(&mut caller, &copy));
        caller.call(
            "CreateDeployment",
            json!({ "restApiId": copy, "stageName": "v1" }),
        );
        let second = text(
            &caller.call("GetExport", with(&full, json!({ "restApiId": copy }))),
            "body",
        );
        // The policy names the API that was exported.
        assert_eq!(
            body.replace(&api, "API"),
            second.replace(&copy, "API").replace(&api, "API")
        );
    }
}

#[test]
fn an_import_merges_or_overwrites() {
    let mut caller = Caller::new();
    let (api, root) = caller.mock("REGIONAL");
    let cats = json!({ "restApiId": api, "parentId": root, "pathPart": "cats" });
    caller.call("CreateResource", cats);
    let put = json!({ "restApiId": api, "body": swagger().to_string(), "mode": "merge" });
    caller.call("PutRestApi", put.clone());
    let merged = paths(&mut caller, &api);
    assert_eq!(merged.len(), 4, "{merged:?}");
    let before = caller.call("GetResources", json!({ "restApiId": api }));
    caller.call("PutRestApi", put.clone());
    assert_eq!(caller.call("GetResources", json!({ "restApiId": api })), before);
    let answer = caller.call("PutRestApi", with(&put, json!({ "mode": "overwrite" })));
    assert_eq!(answer["rootResourceId"], json!(root));
    assert_eq!(paths(&mut caller, &api).len(), 3);
}

#[test]
fn base_paths_are_ignored_prepended_or_split() {
    for (how, first) in [("ignore", "/"), ("prepend", "/shop/all"), ("split", "/all")] {
        let mut caller = Caller::new();
        let asked = json!({ "body": swagger().to_string(), "parameters": { "basepath": how } });
        let api = text(&caller.call("ImportRestApi", asked), "id");
        let paths = paths(&mut caller, &api);
        let served: Vec<&str> = paths
            .iter()
            .filter(|(_, methods)| !methods.is_empty())
            .map(|(path, _)| path.as_str())
            .collect();
        assert_eq!(served[0], first);
    }
}

#[test]
fn what_cannot_be_imported_is_said_together() {
    let mut caller = Caller::new();
    let mut check = |body: String, expected: &str| {
        let refused = caller.refused("ImportRestApi", json!({ "body": body }));
        assert!(refused.starts_with(expected), "{refused}");
    };
    check("{".to_owned(), "BadRequestException: Invalid OpenAPI input.");
    check(
        "openapi: 3.0.0\n".to_owned(),
        "BadRequestException: YAML definitions are not supported.",
    );
    check(
        json!({ "swagger": "1.2" }).to_string(),
        "BadRequestException: Invalid OpenAPI input: the member swagger",
    );
    let mut broken = swagger();
    broken["paths"]["/"]["get"]["x-amazon-apigateway-integration"] =
        json!({ "type": "http", "uri": "nowhere", "httpMethod": "GET" });
    broken["paths"]["/a b"] = json!({ "get": { "responses": {} } });
    check(
        broken.to_string(),
        "BadRequestException: Errors found during import:\n\tUnable to create resource at path '/a b': Resource's path part only allow",
    );
    check(
        broken.to_string().replace("/a b", "/ab"),
        "BadRequestException: Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/': Invalid HTTP endpoint specified for URI",
    );
    assert_eq!(caller.world.rest_apis.len(), 0);
    let mut odd = swagger();
    odd["x-amazon-apigateway-documentation"] = json!({});
    let input = json!({ "body": odd.to_string() });
    let made = caller.call("ImportRestApi", input.clone());
    let warning = "The extension x-amazon-apigateway-documentation is not supported. Ignoring.";
    assert_eq!(made["warnings"], json!([warning]));
    let refused = caller.refused("ImportRestApi", with(&input, json!({ "failOnWarnings": true })));
    assert_eq!(
        refused,
        format!("BadRequestException: Warnings found during import:\n\t{warning}")
    );
}

#[test]
fn a_private_api_gets_its_endpoints_from_the_first_server() {
    let mut caller = Caller::new();
    caller.endpoint("vpce-1", "111122223333", "com.amazonaws.eu-west-1.execute-api");
    let definition = json!({
        "openapi": "3.0.1",
        "info": { "title": "in", "version": "1" },
        "servers": [{ "url": "/", "x-amazon-apigateway-endpoint-configuration": { "vpcEndpointIds": ["vpce-1"] } }],
        "paths": { "/": { "get": {
            "responses": { "200": { "description": "ok", "headers": { "X-From": { "schema": { "type": "string" } } },
                "content": { "application/json": { "schema": { "type": "object" } } } } },
            "x-amazon-apigateway-integration": integration(),
        } } },
    });
    let asked =
        json!({ "body": definition.to_string(), "parameters": { "endpointConfigurationTypes": "PRIVATE" } });
    let made = caller.call("ImportRestApi", asked);
    assert_eq!(
        made["endpointConfiguration"],
        json!({ "types": ["PRIVATE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"] })
    );
}
