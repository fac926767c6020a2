//! Integrations and their responses.

use serde_json::{Value, json};

use super::{Caller, patched, text, with};

/// A method with a declared header and a declared path parameter.
fn at(caller: &mut Caller) -> Value {
    let (api, root) = caller.api("REGIONAL");
    let at = json!({ "restApiId": api, "resourceId": root, "httpMethod": "GET" });
    let parameters = json!({ "method.request.path.id": true, "method.request.header.a": false });
    caller.call(
        "PutMethod",
        with(
            &at,
            json!({ "authorizationType": "NONE", "requestParameters": parameters }),
        ),
    );
    at
}

const EXPRESSION: &str =
    "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : ";

#[test]
fn a_mock_is_put_and_read_back() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let asked =
        json!({ "type": "MOCK", "requestTemplates": { "application/json": "{\"statusCode\": 200}" } });
    let shown = json!({
        "type": "MOCK",
        "requestTemplates": { "application/json": "{\"statusCode\": 200}" },
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": 29000,
        "cacheNamespace": at["resourceId"],
        "cacheKeyParameters": [],
    });
    assert_eq!(caller.call("PutIntegration", with(&at, asked)), shown);
    assert_eq!(caller.call("GetIntegration", at.clone()), shown);
    assert_eq!(caller.call("GetMethod", at)["methodIntegration"], shown);
}

#[test]
fn an_http_integration_keeps_everything() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let asked = json!({
        "type": "HTTP_PROXY",
        "uri": "https://${stageVariables.host}/pets/{id}",
        "connectionType": "INTERNET",
        "requestParameters": {
            "integration.request.path.id": "method.request.path.id",
            "integration.request.header.b": "method.request.multivalueheader.a",
            "integration.request.header.c": "'fixed'",
            "integration.request.querystring.d": "context.stage",
            "integration.request.querystring.e": "stageVariables.e",
        },
        "requestTemplates": { "application/json": "$input.body" },
        "passthroughBehavior": "NEVER",
        "contentHandling": "CONVERT_TO_TEXT",
        "timeoutInMillis": 50,
        "cacheNamespace": "shared",
        "cacheKeyParameters": ["method.request.path.id"],
    });
    let put = with(
        &with(&at, asked.clone()),
        json!({ "integrationHttpMethod": "ANY" }),
    );
    let shown = with(&asked, json!({ "httpMethod": "ANY" }));
    assert_eq!(caller.call("PutIntegration", put), shown);
    assert_eq!(caller.call("GetIntegration", at.clone()), shown);
    caller.call("DeleteIntegration", at.clone());
    let missing = "NotFoundException: Invalid Integration identifier specified";
    for operation in ["GetIntegration", "UpdateIntegration", "DeleteIntegration"] {
        assert_eq!(caller.refused(operation, at.clone()), missing);
    }
}

#[test]
fn what_an_integration_cannot_be() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let http = json!({ "type": "HTTP", "integrationHttpMethod": "GET", "uri": "http://api.example.com/" });
    let mut check = |base: &Value, more, expected: &str| {
        let input = with(&with(&at, base.clone()), more);
        assert_eq!(
            caller.refused("PutIntegration", input.clone()),
            expected,
            "{input}"
        );
    };
    for kind in ["AWS", "AWS_PROXY"] {
        let expected = format!("BadRequestException: The value {kind} for parameter type is not supported.");
        check(&http, json!({ "type": kind }), &expected);
    }
    check(
        &http,
        json!({ "connectionType": "VPC_LINK" }),
        "BadRequestException: The value VPC_LINK for parameter connectionType is not supported.",
    );
    check(
        &http,
        json!({ "connectionId": "x" }),
        "BadRequestException: The parameter connectionId is not supported.",
    );
    check(
        &json!({ "type": "HTTP" }),
        json!({}),
        "BadRequestException: Enumeration value for HttpMethod must be non-empty",
    );
    for uri in [
        "",
        "api.example.com",
        "ftp://api.example.com/",
        "http:///pets",
        "http://a b/",
    ] {
        check(
            &http,
            json!({ "uri": uri }),
            "BadRequestException: Invalid HTTP endpoint specified for URI",
        );
    }
    for millis in [49, 29_001] {
        let expected = "BadRequestException: Timeout should be between 50 ms and 29000 ms";
        check(&http, json!({ "timeoutInMillis": millis }), expected);
    }
    let mapped = |value: &str| json!({ "requestParameters": { "integration.request.path.id": value } });
    check(
        &http,
        mapped("true"),
        &format!("{EXPRESSION}[Invalid mapping expression specified: true]"),
    );
    let undeclared =
        format!("{EXPRESSION}[Invalid mapping expression parameter specified: method.request.path.other]");
    check(&http, mapped("method.request.path.other"), &undeclared);
    check(
        &http,
        mapped("method.request.body.id"),
        "BadRequestException: Mapping from a body (method.request.body.id) is not supported.",
    );
    let templates = |kind: &str, text: &str| json!({ "requestTemplates": { kind: text } });
    let mock = json!({ "type": "MOCK" });
    for vtl in ["$input.body", "#set($a = 1){\"statusCode\": 200}"] {
        let expected = "BadRequestException: The template for application/json uses VTL ($ or #), which is not supported.";
        check(&mock, templates("application/json", vtl), expected);
    }
    let kind = "BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]";
    check(&mock, templates("123", "{}"), kind);
    let http_template = "BadRequestException: Request templates of HTTP integrations are not supported.";
    check(&http, templates("application/json", "{}"), http_template);
    check(
        &mock,
        json!({ "passthroughBehavior": "SOMETIMES" }),
        "BadRequestException: Invalid passthroughBehavior specified. \
        Valid options are WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER",
    );
    check(
        &mock,
        json!({ "httpMethod": "POST" }),
        "NotFoundException: Invalid Method identifier specified",
    );
    check(
        &mock,
        json!({ "resourceId": "none" }),
        "NotFoundException: Invalid Resource identifier specified",
    );
}

#[test]
fn an_integration_is_patched() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let http =
        json!({ "type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://api.example.com/" });
    caller.call("PutIntegration", with(&at, http));
    let mut patch = |op, path, value| caller.call("UpdateIntegration", patched(&at, op, path, value));
    assert_eq!(
        patch("replace", "/uri", "https://b.example.com/")["uri"],
        "https://b.example.com/"
    );
    assert_eq!(
        patch("replace", "/timeoutInMillis", "1000")["timeoutInMillis"],
        1000
    );
    let parameters = patch(
        "add",
        "/requestParameters/integration.request.path.id",
        "method.request.path.id",
    );
    assert_eq!(
        parameters["requestParameters"],
        json!({ "integration.request.path.id": "method.request.path.id" })
    );
    let template = patch("add", "/requestTemplates/application~1json", "{}");
    assert_eq!(template["requestTemplates"], json!({ "application/json": "{}" }));
    assert_eq!(
        patch("add", "/cacheKeyParameters/a", "")["cacheKeyParameters"],
        json!(["a"])
    );
    let mut refused = |op, path, value, expected: &str| {
        assert_eq!(
            caller.refused("UpdateIntegration", patched(&at, op, path, value)),
            expected
        );
    };
    refused(
        "replace",
        "/uri",
        "x",
        "BadRequestException: Invalid HTTP endpoint specified for URI",
    );
    refused(
        "replace",
        "/type",
        "MOCK",
        "BadRequestException: Invalid patch path /type",
    );
    refused(
        "replace",
        "/credentials",
        "arn",
        "BadRequestException: The patch path /credentials is not supported.",
    );
    let missing = "NotFoundException: Invalid parameter name specified";
    refused(
        "remove",
        "/requestParameters/integration.request.path.x",
        "",
        missing,
    );
}

#[test]
fn an_integration_response_is_put_patched_and_deleted() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let ok = with(&at, json!({ "statusCode": "200" }));
    let missing = "NotFoundException: Invalid Integration identifier specified";
    assert_eq!(caller.refused("PutIntegrationResponse", ok.clone()), missing);
    caller.call("PutIntegration", with(&at, json!({ "type": "MOCK" })));

    let header = json!({ "responseParameters": { "method.response.header.x-a": "'1'" } });
    let undeclared = format!("{EXPRESSION}[No method response exists for method.]");
    assert_eq!(
        caller.refused("PutIntegrationResponse", with(&ok, header.clone())),
        undeclared
    );
    caller.call(
        "PutMethodResponse",
        with(
            &ok,
            json!({ "responseParameters": { "method.response.header.x-a": false } }),
        ),
    );
    let other = json!({ "responseParameters": { "method.response.header.x-b": "'1'" } });
    let undeclared =
        format!("{EXPRESSION}[Invalid mapping expression parameter specified: method.response.header.x-b]");
    assert_eq!(
        caller.refused("PutIntegrationResponse", with(&ok, other)),
        undeclared
    );

    let asked = with(
        &header,
        json!({ "selectionPattern": "", "responseTemplates": { "application/json": "{}" }, "contentHandling": "CONVERT_TO_BINARY" }),
    );
    let shown = with(&asked, json!({ "statusCode": "200" }));
    assert_eq!(caller.call("PutIntegrationResponse", with(&ok, asked)), shown);
    assert_eq!(caller.call("GetIntegrationResponse", ok.clone()), shown);
    assert_eq!(
        caller.call("GetIntegration", at.clone())["integrationResponses"],
        json!({ "200": shown })
    );

    let mut patch = |op, path, value| caller.call("UpdateIntegrationResponse", patched(&ok, op, path, value));
    assert_eq!(
        patch("replace", "/selectionPattern", "2..")["selectionPattern"],
        "2.."
    );
    assert!(
        patch("remove", "/contentHandling", "")
            .get("contentHandling")
            .is_none()
    );
    assert!(
        patch("remove", "/responseTemplates/application~1json", "")
            .get("responseTemplates")
            .is_none()
    );
    assert!(
        patch("remove", "/responseParameters/method.response.header.x-a", "")
            .get("responseParameters")
            .is_none()
    );
    let vtl = patched(
        &ok,
        "add",
        "/responseTemplates/application~1json",
        "$context.stage",
    );
    let refused = caller.refused("UpdateIntegrationResponse", vtl);
    assert!(
        refused.ends_with("uses VTL ($ or #), which is not supported."),
        "{refused}"
    );
    let wrong = patched(&ok, "replace", "/statusCode", "1");
    assert_eq!(
        caller.refused("UpdateIntegrationResponse", wrong),
        "BadRequestException: Invalid patch path /statusCode"
    );

    // Put again, it is another.
    let again = caller.call("PutIntegrationResponse", ok.clone());
    assert_eq!(again, json!({ "statusCode": "200" }));
    caller.call("DeleteIntegrationResponse", ok.clone());
    assert_eq!(
        caller.refused("DeleteIntegrationResponse", ok.clone()),
        "NotFoundException: Invalid Response status code specified"
    );
    assert_eq!(
        caller.refused(
            "DeleteIntegrationResponse",
            with(&ok, json!({ "httpMethod": "PUT" }))
        ),
        missing
    );
    let method = "NotFoundException: Invalid Method identifier specified";
    assert_eq!(
        caller.refused(
            "GetIntegrationResponse",
            with(&ok, json!({ "httpMethod": "PUT" }))
        ),
        method
    );
    assert_eq!(text(&caller.call("GetIntegration", at), "type"), "MOCK");
}
