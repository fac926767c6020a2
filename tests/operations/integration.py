"""Integrations and their responses."""

from outside.errors import refuses
from outside.verdicts import equal

FUNCTION = (
    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-west-1:123456789012:function:f/invocations"
)
ROLE = "arn:aws:iam::123456789012:role/caller"


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="integrations")
    api, root = api["id"], api["rootResourceId"]
    at = {"restApiId": api, "resourceId": root, "httpMethod": "POST"}
    apigateway.put_method(**at, authorizationType="NONE", requestParameters={"method.request.header.a": True})

    def put(**members):
        said = plain(apigateway.put_integration(**at, **members))
        equal(plain(apigateway.get_integration(**at)), said)
        return said

    def patch(*operations):
        named = [dict(zip(("op", "path", "value"), operation)) for operation in operations]
        return plain(apigateway.update_integration(**at, patchOperations=named))

    with verdicts.case("a MOCK and its defaults"):
        wanted = {
            "type": "MOCK",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "passthroughBehavior": "WHEN_NO_MATCH",
            "timeoutInMillis": 29000,
            "cacheNamespace": root,
            "cacheKeyParameters": [],
        }
        equal(put(type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'}), wanted)
        equal(apigateway.get_method(**at)["methodIntegration"], wanted)

    with verdicts.case("HTTP through a VPC link keeps every member"):
        wanted = {
            "type": "HTTP",
            "uri": "https://internal.example.com/{id}",
            "connectionType": "VPC_LINK",
            "connectionId": "${stageVariables.link}",
            "credentials": ROLE,
            "requestParameters": {
                "integration.request.header.a": "method.request.header.a",
                "integration.request.path.id": "method.request.body.id",
                "integration.request.querystring.c": "'fixed'",
            },
            "requestTemplates": {"application/json": '#set($a = 1){"a": $a}'},
            "passthroughBehavior": "NEVER",
            "contentHandling": "CONVERT_TO_TEXT",
            "timeoutInMillis": 5000,
            "cacheNamespace": "shared",
            "cacheKeyParameters": ["method.request.header.a"],
            "tlsConfig": {"insecureSkipVerification": True},
            "responseTransferMode": "BUFFERED",
            "integrationTarget": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1",
        }
        equal(put(integrationHttpMethod="PUT", **wanted), {**wanted, "httpMethod": "PUT"})

    with verdicts.case("the whole grammar of patches"):
        said = patch(
            ("replace", "/uri", "https://other.example.com/"),
            ("replace", "/httpMethod", "GET"),
            ("replace", "/connectionType", "INTERNET"),
            ("replace", "/connectionId", ""),
            ("replace", "/credentials", ""),
            ("replace", "/contentHandling", "CONVERT_TO_BINARY"),
            ("replace", "/passthroughBehavior", "WHEN_NO_TEMPLATES"),
            ("replace", "/timeoutInMillis", "50"),
            ("replace", "/cacheNamespace", "mine"),
            ("remove", "/cacheKeyParameters/method.request.header.a"),
            ("add", "/cacheKeyParameters/method.request.header.b"),
            ("remove", "/requestParameters/integration.request.path.id"),
            ("replace", "/requestParameters/integration.request.querystring.c", "context.stage"),
            ("add", "/requestParameters/integration.request.header.d", "stageVariables.d"),
            ("replace", "/requestTemplates/application~1json", "{}"),
            ("add", "/requestTemplates/text~1plain", "x"),
            ("replace", "/tlsConfig/insecureSkipVerification", "false"),
            ("replace", "/responseTransferMode", "STREAM"),
            ("remove", "/integrationTarget"),
        )
        wanted = {
            "type": "HTTP",
            "httpMethod": "GET",
            "uri": "https://other.example.com/",
            "connectionType": "INTERNET",
            "requestParameters": {
                "integration.request.header.a": "method.request.header.a",
                "integration.request.querystring.c": "context.stage",
                "integration.request.header.d": "stageVariables.d",
            },
            "requestTemplates": {"application/json": "{}", "text/plain": "x"},
            "passthroughBehavior": "WHEN_NO_TEMPLATES",
            "contentHandling": "CONVERT_TO_BINARY",
            "timeoutInMillis": 50,
            "cacheNamespace": "mine",
            "cacheKeyParameters": ["method.request.header.b"],
            "tlsConfig": {"insecureSkipVerification": False},
            "responseTransferMode": "STREAM",
        }
        equal(said, wanted)
        for code, wrong in [
            ("BadRequestException", ("replace", "/type", "MOCK")),
            ("BadRequestException", ("replace", "/timeoutInMillis", "30000")),
            ("BadRequestException", ("replace", "/uri", "nowhere")),
            ("BadRequestException", ("replace", "/credentials", "role")),
            ("BadRequestException", ("add", "/requestParameters/integration.request.header.x", "unquoted")),
            ("NotFoundException", ("remove", "/requestTemplates/text~1xml")),
        ]:
            with refuses(code):
                patch(wrong)
        equal(plain(apigateway.get_integration(**at)), wanted)

    with verdicts.case("AWS services"):
        said = put(type="AWS_PROXY", integrationHttpMethod="POST", uri=FUNCTION, credentials=ROLE)
        equal((said["type"], said["uri"], said["credentials"]), ("AWS_PROXY", FUNCTION, ROLE))
        equal("connectionType" in said, False)
        for wrong in [
            {"type": "AWS_PROXY", "uri": FUNCTION},
            {"type": "AWS", "uri": "https://example.com/", "integrationHttpMethod": "POST"},
            {"type": "AWS_PROXY", "uri": "arn:aws:apigateway:eu-west-1:s3:path/b", "integrationHttpMethod": "GET"},
            {"type": "HTTP", "uri": "https://example.com/"},
            {"type": "HTTP_PROXY", "uri": "example.com", "integrationHttpMethod": "GET"},
            {"type": "MOCK", "connectionType": "VPC_LINK"},
            {"type": "MOCK", "passthroughBehavior": "SOMETIMES"},
            {"type": "MOCK", "timeoutInMillis": 49},
        ]:
            with refuses("BadRequestException", status=400):
                apigateway.put_integration(**at, **wrong)

    with verdicts.case("responses are put, read, patched and deleted"):
        apigateway.put_integration(**at, type="MOCK")
        ok = {**at, "statusCode": "200"}
        parameters = {"method.response.header.a": "integration.response.header.b"}
        with refuses("BadRequestException"):
            apigateway.put_integration_response(**ok, responseParameters=parameters)
        declared = {"method.response.header.a": False, "method.response.header.c": False}
        apigateway.put_method_response(**ok, responseParameters=declared)
        wanted = {
            "statusCode": "200",
            "selectionPattern": "2..",
            "responseParameters": parameters,
            "responseTemplates": {"application/json": "$input.json('$')"},
            "contentHandling": "CONVERT_TO_TEXT",
        }
        members = {name: value for name, value in wanted.items() if name != "statusCode"}
        equal(plain(apigateway.put_integration_response(**ok, **members)), wanted)
        equal(plain(apigateway.get_integration_response(**ok)), wanted)
        equal(apigateway.get_integration(**at)["integrationResponses"], {"200": wanted})
        operations = [
            {"op": "replace", "path": "/selectionPattern", "value": "20."},
            {"op": "replace", "path": "/contentHandling", "value": "CONVERT_TO_BINARY"},
            {"op": "remove", "path": "/responseParameters/method.response.header.a"},
            {
                "op": "add",
                "path": "/responseParameters/method.response.header.c",
                "value": "integration.response.body.id",
            },
            {"op": "replace", "path": "/responseTemplates/application~1json", "value": ""},
            {"op": "add", "path": "/responseTemplates/text~1plain", "value": "x"},
        ]
        said = plain(apigateway.update_integration_response(**ok, patchOperations=operations))
        wanted = {
            "statusCode": "200",
            "selectionPattern": "20.",
            "responseParameters": {"method.response.header.c": "integration.response.body.id"},
            "responseTemplates": {"application/json": "", "text/plain": "x"},
            "contentHandling": "CONVERT_TO_BINARY",
        }
        equal(said, wanted)
        with refuses("BadRequestException"):
            status = [{"op": "replace", "path": "/statusCode", "value": "201"}]
            apigateway.update_integration_response(**ok, patchOperations=status)
        apigateway.delete_integration_response(**ok)
        for call in (apigateway.get_integration_response, apigateway.delete_integration_response):
            with refuses("NotFoundException", status=404):
                call(**ok)

    with verdicts.case("integrations are deleted"):
        apigateway.delete_integration(**at)
        for call in (apigateway.get_integration, apigateway.delete_integration):
            with refuses("NotFoundException", status=404):
                call(**at)
        with refuses("NotFoundException", status=404):
            apigateway.put_integration(**{**at, "httpMethod": "GET"}, type="MOCK")

    apigateway.delete_rest_api(restApiId=api)


def plain(said):
    return {name: value for name, value in said.items() if name != "ResponseMetadata"}
