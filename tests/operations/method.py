"""Methods and what they declare to answer."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="methods")
    api, root = api["id"], api["rootResourceId"]
    at = {"restApiId": api, "resourceId": root, "httpMethod": "POST"}

    def patch(*operations):
        named = [dict(zip(("op", "path", "value"), operation)) for operation in operations]
        return apigateway.update_method(**at, patchOperations=named)

    with verdicts.case("a method keeps every member"):
        validator = apigateway.create_request_validator(restApiId=api, name="v")["id"]
        wanted = {
            "httpMethod": "POST",
            "authorizationType": "AWS_IAM",
            "apiKeyRequired": True,
            "operationName": "CreatePet",
            "requestParameters": {"method.request.header.a": True, "method.request.querystring.b": False},
            "requestModels": {"application/json": "Empty"},
            "requestValidatorId": validator,
            "authorizationScopes": ["pets/write"],
        }
        said = apigateway.put_method(**at, **{name: value for name, value in wanted.items() if name != "httpMethod"})
        equal(plain(said), wanted)
        equal(plain(apigateway.get_method(**at)), wanted)
        with refuses("ConflictException", status=409):
            apigateway.put_method(**at, authorizationType="NONE")

    with verdicts.case("the whole grammar of patches"):
        said = patch(
            ("replace", "/authorizationType", "NONE"),
            ("replace", "/apiKeyRequired", "false"),
            ("replace", "/operationName", "Other"),
            ("remove", "/requestParameters/method.request.header.a"),
            ("replace", "/requestParameters/method.request.querystring.b", "true"),
            ("add", "/requestParameters/method.request.path.c", "true"),
            ("replace", "/requestModels/application~1json", "Error"),
            ("add", "/requestModels/text~1xml", "Empty"),
            ("replace", "/requestValidatorId", ""),
            ("remove", "/authorizationScopes/pets~1write", "pets/write"),
        )
        wanted = {
            "httpMethod": "POST",
            "authorizationType": "NONE",
            "apiKeyRequired": False,
            "operationName": "Other",
            "requestParameters": {"method.request.querystring.b": True, "method.request.path.c": True},
            "requestModels": {"application/json": "Error", "text/xml": "Empty"},
        }
        equal(plain(said), wanted)
        for code, wrong in [
            ("BadRequestException", ("replace", "/httpMethod", "GET")),
            ("BadRequestException", ("add", "/operationName", "x")),
            ("BadRequestException", ("replace", "/authorizationType", "OTHER")),
            ("BadRequestException", ("replace", "/authorizationType", "CUSTOM")),
            ("BadRequestException", ("add", "/requestModels/text~1plain", "None")),
            ("BadRequestException", ("add", "/requestParameters/header.a", "true")),
            ("NotFoundException", ("remove", "/requestParameters/method.request.header.a")),
        ]:
            with refuses(code):
                patch(wrong)
        equal(plain(apigateway.get_method(**at)), wanted)

    with verdicts.case("responses are put, read, patched and deleted"):
        ok = {**at, "statusCode": "200"}
        wanted = {
            "statusCode": "200",
            "responseParameters": {"method.response.header.a": True},
            "responseModels": {"application/json": "Empty"},
        }
        declared = {name: value for name, value in wanted.items() if name != "statusCode"}
        equal(plain(apigateway.put_method_response(**ok, **declared)), wanted)
        equal(plain(apigateway.get_method_response(**ok)), wanted)
        equal(apigateway.get_method(**at)["methodResponses"], {"200": wanted})
        with refuses("ConflictException", status=409):
            apigateway.put_method_response(**ok)
        operations = [
            {"op": "replace", "path": "/responseParameters/method.response.header.a", "value": "false"},
            {"op": "add", "path": "/responseParameters/method.response.header.b", "value": "true"},
            {"op": "remove", "path": "/responseModels/application~1json"},
            {"op": "add", "path": "/responseModels/text~1xml", "value": "Error"},
        ]
        said = apigateway.update_method_response(**ok, patchOperations=operations)
        equal(said["responseParameters"], {"method.response.header.a": False, "method.response.header.b": True})
        equal(said["responseModels"], {"text/xml": "Error"})
        with refuses("BadRequestException"):
            apigateway.put_method_response(**{**ok, "statusCode": "404"}, responseModels={"text/xml": "None"})
        with refuses("BadRequestException"):
            apigateway.put_method_response(**{**ok, "statusCode": "404"}, responseParameters={"header.a": True})
        apigateway.delete_method_response(**ok)
        for call in (apigateway.get_method_response, apigateway.delete_method_response):
            with refuses("NotFoundException", status=404):
                call(**ok)

    with verdicts.case("methods are deleted"):
        with refuses("BadRequestException"):
            apigateway.put_method(**{**at, "httpMethod": "FETCH"}, authorizationType="NONE")
        with refuses("NotFoundException"):
            apigateway.put_method(**{**at, "resourceId": "none00"}, authorizationType="NONE")
        apigateway.delete_method(**at)
        for call in (apigateway.get_method, apigateway.delete_method):
            with refuses("NotFoundException", status=404):
                call(**at)

    apigateway.delete_rest_api(restApiId=api)


def plain(said):
    return {name: value for name, value in said.items() if name != "ResponseMetadata"}
