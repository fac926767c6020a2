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
fn what_the_gateway_cannot_reach_is_kept() {
    let mut caller = Caller::new();
    let at = at(&mut caller);
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let lambda = json!({
        "type": "AWS_PROXY",
        "uri": format!("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations"),
        "credentials": "arn:aws:iam::111122223333:role/r",
        "responseTransferMode": "STREAM",
    });
    let linked = json!({
        "type": "HTTP",
        "uri": "http://internal.example.com/",
        "connectionType": "VPC_LINK",
        "connectionId": "${stageVariables.link}",
        "tlsConfig": { "insecureSkipVerification": true },
        "integrationTarget": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1",
        "requestTemplates": { "application/json": "#set($a = 1)$input.body" },
        "requestParameters": { "integration.request.header.b": "method.request.body.b" },
    });
    for asked in [lambda, linked] {
        let post = with(
            &with(&at, asked.clone()),
            json!({ "integrationHttpMethod": "POST" }),
        );
        let answer = caller.call("PutIntegration", post);
        for (member, value) in asked.as_object().unwrap() {
            assert_eq!(answer[member], *value, "{member}");
        }
        assert_eq!(answer["httpMethod"], "POST");
        assert_eq!(caller.call("GetIntegration", at.clone()), answer);
    }
    let mut patch = |op, path, value| caller.call("UpdateIntegration", patched(&at, op, path, value));
    let tls = patch("replace", "/tlsConfig/insecureSkipVerification", "false");
    assert_eq!(tls["tlsConfig"], json!({ "insecureSkipVerification": false }));
    assert!(patch("remove", "/tlsConfig", "").get("tlsConfig").is_none());
    assert_eq!(
        patch("replace", "/connectionId", "link01")["connectionId"],
        "link01"
    );
    let mode = patch("replace", "/responseTransferMode", "BUFFERED");
    assert_eq!(mode["responseTransferMode"], "BUFFERED");
    let role = "arn:aws:iam::111122223333:role/r";
    assert_eq!(patch("replace", "/credentials", role)["credentials"], role);
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
    let arn = "BadRequestException: Invalid ARN specified in the request";
    for kind in ["AWS", "AWS_PROXY"] {
        check(&http, json!({ "type": kind }), arn);
    }
    check(
        &http,
        json!({ "type": "AWS", "uri": "arn:aws:apigateway:eu-west-1:sqs:queue/a" }),
        "BadRequestException: AWS ARN for integration must contain path or action",
    );
    check(
        &http,
        json!({ "type": "AWS_PROXY", "uri": "arn:aws:apigateway:eu-west-1:s3:path/b/k" }),
        "BadRequestException: Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose \
         stream invocations.",
    );
    check(&http, json!({ "credentials": "NONE" }), arn);
    check(
        &http,
        json!({ "connectionType": "VPC_LINK" }),
        "BadRequestException: A connection of type VPC_LINK requires a connectionId",
    );
    check(
        &http,
        json!({ "responseTransferMode": "FAST" }),
        "BadRequestException: Invalid responseTransferMode specified. Valid options are BUFFERED,STREAM",
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
    let bodies = format!("{EXPRESSION}[Invalid mapping expression specified: method.request.bodyid]");
    check(&http, mapped("method.request.bodyid"), &bodies);
    let templates = |kind: &str, text: &str| json!({ "requestTemplates": { kind: text } });
    let mock = json!({ "type": "MOCK" });
    let kind = "BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]";
    check(&mock, templates("123", "{}"), kind);
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
        "role",
        "BadRequestException: Invalid ARN specified in the request",
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
    // What the gateway cannot do yet is kept as written.
    let vtl = patch("add", "/responseTemplates/application~1json", "$context.stage");
    assert_eq!(
        vtl["responseTemplates"],
        json!({ "application/json": "$context.stage" })
    );
    let body = "integration.response.body.id";
    let header = patch("add", "/responseParameters/method.response.header.x-a", body);
    assert_eq!(
        header["responseParameters"],
        json!({ "method.response.header.x-a": body })
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
