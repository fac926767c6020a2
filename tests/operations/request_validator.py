"""Request validators of REST APIs."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="validators")
    api, root = api["id"], api["rootResourceId"]

    with verdicts.case("a validator is created, read, patched and listed"):
        said = apigateway.create_request_validator(restApiId=api, name="both", validateRequestBody=True)
        validator = said["id"]
        wanted = {"id": validator, "name": "both", "validateRequestBody": True, "validateRequestParameters": False}
        equal(plain(said), wanted)
        equal(plain(apigateway.get_request_validator(restApiId=api, requestValidatorId=validator)), wanted)
        operations = [
            {"op": "replace", "path": "/name", "value": "parameters"},
            {"op": "replace", "path": "/validateRequestBody", "value": "false"},
            {"op": "replace", "path": "/validateRequestParameters", "value": "true"},
        ]
        said = apigateway.update_request_validator(
            restApiId=api, requestValidatorId=validator, patchOperations=operations
        )
        patched = {"name": "parameters", "validateRequestBody": False, "validateRequestParameters": True}
        equal(plain(said), {"id": validator, **patched})
        bare = plain(apigateway.create_request_validator(restApiId=api))
        equal(sorted(bare), ["id", "validateRequestBody", "validateRequestParameters"])
        listed = apigateway.get_request_validators(restApiId=api)["items"]
        equal(sorted(one["id"] for one in listed), sorted([validator, bare["id"]]))
        first = apigateway.get_request_validators(restApiId=api, limit=1)
        rest = apigateway.get_request_validators(restApiId=api, limit=1, position=first["position"])
        equal(first["items"] + rest["items"], listed)
        apigateway.delete_request_validator(restApiId=api, requestValidatorId=bare["id"])

    with verdicts.case("names are unique, and a validator in use stays"):
        with refuses("BadRequestException", status=400):
            apigateway.create_request_validator(restApiId=api, name="parameters")
        at = {"restApiId": api, "resourceId": root, "httpMethod": "POST"}
        with refuses("BadRequestException", status=400):
            apigateway.put_method(**at, authorizationType="NONE", requestValidatorId="none00")
        said = apigateway.put_method(**at, authorizationType="NONE", requestValidatorId=validator)
        equal(said["requestValidatorId"], validator)
        with refuses("ConflictException", status=409):
            apigateway.delete_request_validator(restApiId=api, requestValidatorId=validator)
        clear = [{"op": "replace", "path": "/requestValidatorId", "value": ""}]
        equal("requestValidatorId" in apigateway.update_method(**at, patchOperations=clear), False)
        apigateway.delete_request_validator(restApiId=api, requestValidatorId=validator)
        for call in (apigateway.get_request_validator, apigateway.delete_request_validator):
            with refuses("NotFoundException", status=404):
                call(restApiId=api, requestValidatorId=validator)

    apigateway.delete_rest_api(restApiId=api)


def plain(said):
    return {name: value for name, value in said.items() if name != "ResponseMetadata"}
