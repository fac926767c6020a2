"""API Gateway: REST API, resources, methods, integrations, responses, deployments, stages, policy, tags."""

import json

from cloud import root_of
from outside.errors import refuses
from outside.verdicts import contains, equal


def run(cloud, verdicts, b):
    apigateway = cloud.client("apigateway")
    private(apigateway, verdicts, b)
    apis(apigateway, verdicts)
    parts(apigateway, verdicts)
    deployments(apigateway, verdicts)


def private(apigateway, verdicts, b):
    with verdicts.case("apigateway: the private API reads back; its policy is expanded"):
        found = apigateway.get_rest_api(restApiId=b.api)
        equal((found["name"], found["endpointConfiguration"]["types"]), ("read-back", ["PRIVATE"]))
        equal(found["endpointConfiguration"]["vpcEndpointIds"], [b.endpoint])
        equal(found["endpointConfiguration"]["ipAddressType"], "dualstack")
        equal((found["apiKeySource"], found["disableExecuteApiEndpoint"]), ("HEADER", False))
        policy = json.loads(found["policy"].replace('\\"', '"'))
        resource = f"arn:aws:execute-api:{b.region}:123456789012:{b.api}/*"
        equal([s["Resource"] for s in policy["Statement"]], [resource, resource])
        equal(policy["Statement"][1]["Condition"], {"StringNotEquals": {"aws:SourceVpce": b.endpoint}})
        paths = {item["path"]: sorted(item.get("resourceMethods", {})) for item in apigateway.get_resources(restApiId=b.api)["items"]}
        equal(paths, {"/": [], "/hello": ["GET"], "/items": [], "/items/{proxy+}": ["GET"]})
    with verdicts.case("apigateway: a private API without a policy cannot be deployed"):
        api = apigateway.create_rest_api(name="no policy", endpointConfiguration={"types": ["PRIVATE"]})["id"]
        root = root_of(apigateway, api)
        apigateway.put_method(restApiId=api, resourceId=root, httpMethod="GET", authorizationType="NONE")
        apigateway.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
        with refuses("BadRequestException", status=400):
            apigateway.create_deployment(restApiId=api, stageName="x")
        try:
            apigateway.create_deployment(restApiId=api, stageName="x")
        except apigateway.exceptions.BadRequestException as refused:
            contains(str(refused), "Private REST API doesn't have a resource policy attached to it")
        apigateway.delete_rest_api(restApiId=api)


def apis(apigateway, verdicts):
    with verdicts.case("apigateway: pages of APIs"):
        made = {apigateway.create_rest_api(name=f"page-{n}", endpointConfiguration={"types": ["REGIONAL"]})["id"] for n in range(5)}
        pages = list(apigateway.get_paginator("get_rest_apis").paginate(PaginationConfig={"PageSize": 2}))
        assert all(len(page["items"]) <= 2 for page in pages), [len(page["items"]) for page in pages]
        assert made <= {item["id"] for page in pages for item in page["items"]}
        for id in made:
            apigateway.delete_rest_api(restApiId=id)
        with refuses("NotFoundException", status=404):
            apigateway.get_rest_api(restApiId=made.pop())
    with verdicts.case("apigateway: an API is patched and tagged"):
        made = apigateway.create_rest_api(name="one", description="d", tags={"a": "b"}, endpointConfiguration={"types": ["REGIONAL"]})
        api = made["id"]
        equal((made["name"], made["description"], made["tags"]), ("one", "d", {"a": "b"}))
        operations = [{"op": "replace", "path": "/name", "value": "two"}, {"op": "replace", "path": "/description", "value": "e"}]
        said = apigateway.update_rest_api(restApiId=api, patchOperations=operations)
        equal((said["name"], said["description"]), ("two", "e"))
        arn = f"arn:aws:apigateway:eu-west-1::/restapis/{api}"
        apigateway.tag_resource(resourceArn=arn, tags={"c": "d"})
        apigateway.untag_resource(resourceArn=arn, tagKeys=["a"])
        equal(apigateway.get_tags(resourceArn=arn)["tags"], {"c": "d"})
        apigateway.delete_rest_api(restApiId=api)
    with verdicts.case("apigateway: APIs that cannot be"):
        for types in (["PRIVATE", "REGIONAL"], ["MARS"]):
            with refuses("BadRequestException", "ValidationException", status=400):
                apigateway.create_rest_api(name="x", endpointConfiguration={"types": types})
        with refuses("BadRequestException"):
            apigateway.create_rest_api(name="x", endpointConfiguration={"types": ["PRIVATE"], "ipAddressType": "ipv4"})
        with refuses("BadRequestException"):
            apigateway.create_rest_api(name="x", endpointConfiguration={"types": ["REGIONAL"], "vpcEndpointIds": ["vpce-0123456789abcdef0"]})
        with refuses("BadRequestException"):
            apigateway.create_rest_api(name="x", policy='{"Version": "2012-10-17", "Statement": "everything"}')


def parts(apigateway, verdicts):
    api = apigateway.create_rest_api(name="parts", endpointConfiguration={"types": ["REGIONAL"]})["id"]
    root = root_of(apigateway, api)
    with verdicts.case("apigateway: resources, and those that cannot be"):
        pets = apigateway.create_resource(restApiId=api, parentId=root, pathPart="pets")
        equal((pets["path"], pets["parentId"], pets["pathPart"]), ("/pets", root, "pets"))
        pet = apigateway.create_resource(restApiId=api, parentId=pets["id"], pathPart="{id}")
        equal(apigateway.get_resource(restApiId=api, resourceId=pet["id"])["path"], "/pets/{id}")
        with refuses("ConflictException", status=409):
            apigateway.create_resource(restApiId=api, parentId=root, pathPart="pets")
        with refuses("BadRequestException"):
            apigateway.create_resource(restApiId=api, parentId=root, pathPart="a/b")
        with refuses("NotFoundException", status=404):
            apigateway.create_resource(restApiId=api, parentId="aaaaaa", pathPart="x")
        rest = apigateway.create_resource(restApiId=api, parentId=pets["id"], pathPart="all")
        greedy = apigateway.create_resource(restApiId=api, parentId=rest["id"], pathPart="{proxy+}")
        with refuses("BadRequestException"):
            apigateway.create_resource(restApiId=api, parentId=greedy["id"], pathPart="more")
        apigateway.delete_resource(restApiId=api, resourceId=rest["id"])
        with refuses("NotFoundException"):
            apigateway.get_resource(restApiId=api, resourceId=greedy["id"])
    which = {"restApiId": api, "resourceId": pet["id"], "httpMethod": "GET"}
    with verdicts.case("apigateway: a method, its integration and its responses"):
        said = apigateway.put_method(**which, authorizationType="NONE", requestParameters={"method.request.querystring.q": True})
        equal((said["httpMethod"], said["authorizationType"], said["apiKeyRequired"]), ("GET", "NONE", False))
        equal(said["requestParameters"], {"method.request.querystring.q": True})
        said = apigateway.put_integration(
            **which,
            type="HTTP_PROXY",
            integrationHttpMethod="POST",
            uri="https://api.example.com/pets",
            requestParameters={"integration.request.header.X-Fixed": "'yes'"},
            timeoutInMillis=1000,
        )
        equal((said["type"], said["httpMethod"], said["uri"]), ("HTTP_PROXY", "POST", "https://api.example.com/pets"))
        equal((said["timeoutInMillis"], said["connectionType"], said["passthroughBehavior"]), (1000, "INTERNET", "WHEN_NO_MATCH"))
        equal(said["requestParameters"], {"integration.request.header.X-Fixed": "'yes'"})
        apigateway.put_method_response(**which, statusCode="200", responseParameters={"method.response.header.X-A": False})
        with refuses("ConflictException"):
            apigateway.put_method_response(**which, statusCode="200")
        apigateway.put_integration_response(
            **which, statusCode="200", selectionPattern="2..", responseParameters={"method.response.header.X-A": "'a'"}
        )
        method = apigateway.get_method(**which)
        equal(method["methodResponses"]["200"]["responseParameters"], {"method.response.header.X-A": False})
        response = method["methodIntegration"]["integrationResponses"]["200"]
        equal((response["selectionPattern"], response["responseParameters"]), ("2..", {"method.response.header.X-A": "'a'"}))
        equal(apigateway.get_integration(**which)["uri"], "https://api.example.com/pets")
    with verdicts.case("apigateway: methods and integrations that cannot be"):
        with refuses("ConflictException"):
            apigateway.put_method(**which, authorizationType="NONE")
        with refuses("BadRequestException"):
            apigateway.put_method(restApiId=api, resourceId=pet["id"], httpMethod="BREW", authorizationType="NONE")
        with refuses("BadRequestException"):
            apigateway.put_integration(**which, type="MOCK", timeoutInMillis=10)
        with refuses("NotFoundException"):
            apigateway.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
        with refuses("NotFoundException"):
            apigateway.get_method(restApiId=api, resourceId=pet["id"], httpMethod="PUT")
        with refuses("BadRequestException"):
            apigateway.put_integration_response(**which, statusCode="200", responseParameters={"method.response.header.X-None": "'a'"})
    with verdicts.case("apigateway: what is deleted is gone"):
        apigateway.delete_method(**which)
        with refuses("NotFoundException", status=404):
            apigateway.get_method(**which)
    apigateway.delete_rest_api(restApiId=api)


def deployments(apigateway, verdicts):
    with verdicts.case("apigateway: deployments and stages"):
        api = apigateway.create_rest_api(name="stages", endpointConfiguration={"types": ["REGIONAL"]})["id"]
        root = root_of(apigateway, api)
        with refuses("BadRequestException"):
            apigateway.create_deployment(restApiId=api, stageName="v1")
        apigateway.put_method(restApiId=api, resourceId=root, httpMethod="GET", authorizationType="NONE")
        apigateway.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
        first = apigateway.create_deployment(restApiId=api, stageName="v1", description="one")["id"]
        second = apigateway.create_deployment(restApiId=api, description="two")["id"]
        found = {d["id"]: d["description"] for d in apigateway.get_deployments(restApiId=api)["items"]}
        equal(found, {first: "one", second: "two"})
        made = apigateway.create_stage(restApiId=api, stageName="v2", deploymentId=second, variables={"color": "blue"})
        equal((made["stageName"], made["deploymentId"], made["variables"]), ("v2", second, {"color": "blue"}))
        equal({s["stageName"] for s in apigateway.get_stages(restApiId=api)["item"]}, {"v1", "v2"})
        change = [{"op": "replace", "path": "/deploymentId", "value": second}]
        equal(apigateway.update_stage(restApiId=api, stageName="v1", patchOperations=change)["deploymentId"], second)
        with refuses("ConflictException", status=409):
            apigateway.create_stage(restApiId=api, stageName="v2", deploymentId=second)
        with refuses("BadRequestException"):
            apigateway.create_stage(restApiId=api, stageName="v 3", deploymentId=second)
        with refuses("NotFoundException", "BadRequestException"):
            apigateway.create_stage(restApiId=api, stageName="v3", deploymentId="aaaaaa")
        with refuses("BadRequestException"):
            apigateway.delete_deployment(restApiId=api, deploymentId=second)
        apigateway.delete_deployment(restApiId=api, deploymentId=first)
        apigateway.delete_stage(restApiId=api, stageName="v1")
        with refuses("NotFoundException", status=404):
            apigateway.get_stage(restApiId=api, stageName="v1")
        apigateway.delete_rest_api(restApiId=api)
