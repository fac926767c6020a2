"""Models of REST APIs."""

import json

from outside.errors import refuses
from outside.verdicts import equal

SCHEMA = json.dumps({"$schema": "http://json-schema.org/draft-04/schema#", "title": "Pet", "type": "object"})


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="models")
    api, root = api["id"], api["rootResourceId"]

    with verdicts.case("every API begins with Empty and Error"):
        listed = {one["name"]: one for one in apigateway.get_models(restApiId=api)["items"]}
        equal(sorted(listed), ["Empty", "Error"])
        equal(listed["Empty"]["description"], "This is a default empty schema model")
        equal(json.loads(listed["Error"]["schema"])["properties"], {"message": {"type": "string"}})
        equal(listed["Error"]["contentType"], "application/json")

    with verdicts.case("a model is created, read, patched and listed"):
        said = apigateway.create_model(
            restApiId=api, name="Pet", description="one pet", schema=SCHEMA, contentType="application/json"
        )
        wanted = {"name": "Pet", "description": "one pet", "schema": SCHEMA, "contentType": "application/json"}
        equal({name: said[name] for name in wanted}, wanted)
        equal(len(said["id"]), 6)
        got = apigateway.get_model(restApiId=api, modelName="Pet", flatten=True)
        equal({name: got[name] for name in wanted}, wanted)
        operations = [
            {"op": "replace", "path": "/description", "value": "another"},
            {"op": "replace", "path": "/schema", "value": '{"type": "array"}'},
        ]
        said = apigateway.update_model(restApiId=api, modelName="Pet", patchOperations=operations)
        equal((said["description"], said["schema"]), ("another", '{"type": "array"}'))
        first = apigateway.get_models(restApiId=api, limit=2)
        rest = apigateway.get_models(restApiId=api, limit=2, position=first["position"])
        equal([one["name"] for one in first["items"] + rest["items"]], ["Empty", "Error", "Pet"])

    with verdicts.case("what a model cannot be"):
        for name, schema, content_type in [
            ("a-b", SCHEMA, "application/json"),
            ("Other", "no json", "application/json"),
            ("Other", "[]", "application/json"),
            ("Other", SCHEMA, "json"),
        ]:
            with refuses("BadRequestException", status=400):
                apigateway.create_model(restApiId=api, name=name, schema=schema, contentType=content_type)
        with refuses("ConflictException", status=409):
            apigateway.create_model(restApiId=api, name="Pet", schema=SCHEMA, contentType="application/json")
        with refuses("NotFoundException", status=404):
            apigateway.get_model(restApiId=api, modelName="None")
        with refuses("BadRequestException"):
            name = [{"op": "replace", "path": "/name", "value": "Dog"}]
            apigateway.update_model(restApiId=api, modelName="Pet", patchOperations=name)

    with verdicts.case("a model in use stays"):
        at = {"restApiId": api, "resourceId": root, "httpMethod": "POST"}
        with refuses("BadRequestException"):
            apigateway.put_method(**at, authorizationType="NONE", requestModels={"application/json": "None"})
        apigateway.put_method(**at, authorizationType="NONE", requestModels={"application/json": "Pet"})
        with refuses("ConflictException", status=409):
            apigateway.delete_model(restApiId=api, modelName="Pet")
        remove = [{"op": "remove", "path": "/requestModels/application~1json"}]
        apigateway.update_method(**at, patchOperations=remove)
        apigateway.put_method_response(**at, statusCode="200", responseModels={"application/json": "Pet"})
        with refuses("ConflictException", status=409):
            apigateway.delete_model(restApiId=api, modelName="Pet")
        apigateway.delete_method(**at)
        apigateway.delete_model(restApiId=api, modelName="Pet")
        apigateway.delete_model(restApiId=api, modelName="Empty")
        with refuses("NotFoundException", status=404):
            apigateway.delete_model(restApiId=api, modelName="Pet")

    apigateway.delete_rest_api(restApiId=api)
