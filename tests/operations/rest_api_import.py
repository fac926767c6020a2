"""REST APIs from OpenAPI definitions, and definitions from stages."""

import json
import os
import tempfile

from outside.curl import Viewers
from outside.errors import refuses
from outside.verdicts import contains, equal


def integration():
    return {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {
            "default": {"statusCode": "200", "responseTemplates": {"application/json": '{"from": "mock"}'}},
        },
    }


def operation(**more):
    return {
        "responses": {"200": {"description": "ok"}},
        "x-amazon-apigateway-integration": integration(),
        **more,
    }


def swagger(**more):
    return {
        "swagger": "2.0",
        "info": {"title": "imported", "version": "v1"},
        "paths": {
            "/pets/{id}": {"get": operation(operationId="read")},
            "/pets": {"x-amazon-apigateway-any-method": operation()},
        },
        **more,
    }


def openapi():
    pet = {"$ref": "#/components/schemas/Pet"}
    answer = {"description": "ok", "content": {"application/json": {"schema": pet}}}
    post = operation(requestBody={"content": {"application/json": {"schema": pet}}})
    post["responses"] = {"200": answer}
    return {
        "openapi": "3.0.1",
        "info": {"title": "imported", "version": "v2"},
        "paths": {"/pets": {"post": post}},
        "components": {"schemas": {"Pet": {"type": "object"}}},
        "x-amazon-apigateway-policy": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}],
        },
    }


def body(definition):
    return json.dumps(definition).encode()


def export(gateway, **parameters):
    """The CLI writes the definition to a file."""
    if hasattr(gateway, "tool"):
        # Commands that write a file take no --cli-input-json.
        names = {"restApiId": "rest-api-id", "stageName": "stage-name", "exportType": "export-type", "accepts": "accepts"}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "definition.json")
            arguments = ["apigateway", "get-export", path, "--region", gateway.region]
            arguments += ["--endpoint-url", gateway.tool.adit.endpoint]
            for name, value in parameters.items():
                if name == "parameters":
                    arguments += ["--parameters", ",".join(f"{key}={text}" for key, text in value.items())]
                else:
                    arguments += [f"--{names[name]}", value]
            code, _, said = gateway.tool.run(arguments)
            equal(code, 0, said)
            gateway.tool.called.add(("apigateway", "GetExport"))
            with open(path) as written:
                return json.load(written)
    return json.loads(gateway.get_export(**parameters)["body"].read())


def paths(gateway, api):
    items = gateway.get_resources(restApiId=api)["items"]
    return {item["path"]: sorted(item.get("resourceMethods", {})) for item in items}


def built(gateway):
    """What `swagger()` defines, call by call."""
    api = gateway.create_rest_api(name="built", endpointConfiguration={"types": ["REGIONAL"]})
    ids = {"": api["rootResourceId"]}
    for path, method in (("/pets", "ANY"), ("/pets/{id}", "GET")):
        above, _, part = path.rpartition("/")
        made = gateway.create_resource(restApiId=api["id"], parentId=ids[above], pathPart=part)
        ids[path] = made["id"]
        at = {"restApiId": api["id"], "resourceId": made["id"], "httpMethod": method}
        written = integration()
        answer = written["responses"]["default"]
        gateway.put_method(**at, authorizationType="NONE")
        gateway.put_method_response(**at, statusCode="200")
        gateway.put_integration(**at, type="MOCK", requestTemplates=written["requestTemplates"])
        gateway.put_integration_response(**at, statusCode="200", responseTemplates=answer["responseTemplates"])
    return api["id"]


def answers(viewers, api):
    """What a viewer gets at paths that are there and at some that are not."""
    found = []
    for path, arguments in (("/pets", []), ("/pets", ["-X", "POST"]), ("/pets/1", []), ("/pets/1", ["-X", "PUT"]), ("/", [])):
        answer = viewers.get("internet-IE", f"https://{api}.execute-api.eu-west-1.amazonaws.com/v1{path}", *arguments)
        found.append((answer.status, answer.body, answer.header("x-amzn-errortype"), answer.header("content-type")))
    return found


def run(aws, verdicts):
    gateway = aws.client("apigateway")

    with verdicts.case("a Swagger 2.0 definition is imported and deployed"):
        made = gateway.import_rest_api(body=body(swagger()), failOnWarnings=True, parameters={"endpointConfigurationTypes": "REGIONAL"})
        equal((made["name"], made["version"]), ("imported", "v1"))
        equal(made["endpointConfiguration"]["types"], ["REGIONAL"])
        equal(paths(gateway, made["id"]), {"/": [], "/pets": ["ANY"], "/pets/{id}": ["GET"]})
        gateway.create_deployment(restApiId=made["id"], stageName="v1")

    with verdicts.case("an imported API serves what one built call by call serves"):
        viewers = Viewers(aws.adit)
        parameters = {"endpointConfigurationTypes": "REGIONAL"}
        apis = [gateway.import_rest_api(body=body(swagger()), parameters=parameters)["id"], built(gateway)]
        for api in apis:
            gateway.create_deployment(restApiId=api, stageName="v1")
        imported, by_call = (answers(viewers, api) for api in apis)
        equal(imported, by_call)
        equal(imported[0][:2], (200, '{"from": "mock"}'))

    with verdicts.case("a definition overwrites or merges"):
        api = gateway.create_rest_api(name="put")
        root = api["rootResourceId"]
        gateway.create_resource(restApiId=api["id"], parentId=root, pathPart="cats")
        gateway.put_rest_api(restApiId=api["id"], mode="merge", body=body(openapi()))
        equal(paths(gateway, api["id"]), {"/": [], "/cats": [], "/pets": ["POST"]})
        put = gateway.put_rest_api(restApiId=api["id"], mode="overwrite", body=body(swagger()))
        equal(put["rootResourceId"], root)
        equal(put.get("policy"), None)
        equal(paths(gateway, api["id"]), {"/": [], "/pets": ["ANY"], "/pets/{id}": ["GET"]})

    with verdicts.case("a stage is exported in both versions"):
        api = gateway.import_rest_api(body=body(openapi()))["id"]
        gateway.create_deployment(restApiId=api, stageName="v1")
        for kind, member in (("oas30", "openapi"), ("swagger", "swagger")):
            plain = export(gateway, restApiId=api, stageName="v1", exportType=kind)
            assert member in plain and "x-amazon-apigateway-policy" not in plain, plain
            full = export(
                gateway,
                restApiId=api,
                stageName="v1",
                exportType=kind,
                parameters={"extensions": "apigateway"},
                accepts="application/json",
            )
            equal(full["paths"]["/pets"]["post"]["x-amazon-apigateway-integration"]["type"], "mock")
            contains(full["x-amazon-apigateway-policy"]["Statement"][0]["Resource"], api)
            again = gateway.import_rest_api(body=body(full))["id"]
            equal(paths(gateway, again), paths(gateway, api))

    with verdicts.case("warnings are answered, or fail the import"):
        odd = body(swagger(**{"x-amazon-apigateway-documentation": {}}))
        contains(gateway.import_rest_api(body=odd)["warnings"][0], "x-amazon-apigateway-documentation")
        with refuses("BadRequestException", status=400):
            gateway.import_rest_api(body=odd, failOnWarnings=True)

    with verdicts.case("what is no definition is refused"):
        wrong = operation()
        wrong["x-amazon-apigateway-integration"] = {"type": "http", "httpMethod": "GET", "uri": "nowhere"}
        for definition in (b"{", b"openapi: 3.0.1\n", body({"swagger": "1.0"}), body(swagger(paths={"/": {"get": wrong}}))):
            with refuses("BadRequestException", status=400):
                gateway.import_rest_api(body=definition)
        with refuses("NotFoundException", status=404):
            gateway.put_rest_api(restApiId="none", body=body(swagger()))
