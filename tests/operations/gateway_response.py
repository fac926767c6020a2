"""Gateway responses of REST APIs."""

from outside.errors import refuses
from outside.verdicts import equal

TEMPLATES = {"application/json": '{"message":$context.error.messageString}'}


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="responses")["id"]

    def get(kind):
        said = apigateway.get_gateway_response(restApiId=api, responseType=kind)
        return {name: value for name, value in said.items() if name != "ResponseMetadata"}

    with verdicts.case("every type has a first response"):
        listed = apigateway.get_gateway_responses(restApiId=api)["items"]
        equal(len(listed), 21)
        equal({one["defaultResponse"] for one in listed}, {True})
        status = {one["responseType"]: one.get("statusCode") for one in listed}
        equal((status["ACCESS_DENIED"], status["THROTTLED"], status["DEFAULT_4XX"]), ("403", "429", None))
        first = apigateway.get_gateway_responses(restApiId=api, limit=20)
        rest = apigateway.get_gateway_responses(restApiId=api, limit=20, position=first["position"])
        equal(first["items"] + rest["items"], listed)
        wanted = {
            "responseType": "UNAUTHORIZED",
            "statusCode": "401",
            "responseParameters": {},
            "responseTemplates": TEMPLATES,
            "defaultResponse": True,
        }
        equal(get("UNAUTHORIZED"), wanted)

    with verdicts.case("one is put, read, patched and deleted"):
        wanted = {
            "responseType": "UNAUTHORIZED",
            "statusCode": "404",
            "responseParameters": {
                "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
                "gatewayresponse.header.x-path": "method.request.path.id",
                "gatewayresponse.header.x-id": "context.requestId",
            },
            "responseTemplates": {"application/json": '{"no":1}'},
        }
        said = apigateway.put_gateway_response(restApiId=api, **wanted)
        equal(said["defaultResponse"], False)
        equal(get("UNAUTHORIZED"), {**wanted, "defaultResponse": False})
        operations = [
            {"op": "replace", "path": "/statusCode", "value": "410"},
            {"op": "remove", "path": "/responseParameters/gatewayresponse.header.x-path"},
            {"op": "replace", "path": "/responseParameters/gatewayresponse.header.x-id", "value": "'1'"},
            {"op": "add", "path": "/responseTemplates/text~1plain", "value": "no"},
        ]
        said = apigateway.update_gateway_response(
            restApiId=api, responseType="UNAUTHORIZED", patchOperations=operations
        )
        equal(said["statusCode"], "410")
        parameters = {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.x-id": "'1'",
        }
        equal(said["responseParameters"], parameters)
        equal(said["responseTemplates"], {"application/json": '{"no":1}', "text/plain": "no"})
        apigateway.delete_gateway_response(restApiId=api, responseType="UNAUTHORIZED")
        equal(get("UNAUTHORIZED")["statusCode"], "401")
        with refuses("NotFoundException", status=404):
            apigateway.delete_gateway_response(restApiId=api, responseType="UNAUTHORIZED")

    with verdicts.case("a default's status is that of its class"):
        apigateway.put_gateway_response(restApiId=api, responseType="DEFAULT_4XX", statusCode="444")
        said = get("ACCESS_DENIED")
        equal((said["statusCode"], said["defaultResponse"]), ("444", True))
        equal(get("INTEGRATION_FAILURE")["statusCode"], "504")
        apigateway.delete_gateway_response(restApiId=api, responseType="DEFAULT_4XX")

    with verdicts.case("what one cannot be"):
        for parameters in [
            {"method.response.header.a": "'1'"},
            {"gatewayresponse.header.a": "unquoted"},
            {"gatewayresponse.header.a": "integration.response.header.a"},
        ]:
            with refuses("BadRequestException", status=400):
                apigateway.put_gateway_response(
                    restApiId=api, responseType="THROTTLED", responseParameters=parameters
                )
        with refuses("NotFoundException", status=404):
            apigateway.get_gateway_responses(restApiId="none000000")

    apigateway.delete_rest_api(restApiId=api)
