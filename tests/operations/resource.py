"""Resources: the tree of paths of a REST API."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="resources")
    api, root = api["id"], api["rootResourceId"]

    def create(parent, part):
        return apigateway.create_resource(restApiId=api, parentId=parent, pathPart=part)

    def patch(resource, *operations):
        named = [dict(zip(("op", "path", "value"), operation)) for operation in operations]
        return apigateway.update_resource(restApiId=api, resourceId=resource, patchOperations=named)

    with verdicts.case("a resource is created, read, moved and renamed with all below it"):
        pets = create(root, "pets")
        equal((pets["path"], pets["pathPart"], pets["parentId"]), ("/pets", "pets", root))
        one = create(pets["id"], "{id}")
        equal(one["path"], "/pets/{id}")
        got = apigateway.get_resource(restApiId=api, resourceId=one["id"])
        equal((got["id"], got["path"], got["parentId"]), (one["id"], "/pets/{id}", pets["id"]))
        equal(patch(pets["id"], ("replace", "/pathPart", "animals"))["path"], "/animals")
        equal(apigateway.get_resource(restApiId=api, resourceId=one["id"])["path"], "/animals/{id}")
        zoo = create(root, "zoo")
        equal(patch(pets["id"], ("replace", "/parentId", zoo["id"]))["path"], "/zoo/animals")
        equal(apigateway.get_resource(restApiId=api, resourceId=one["id"])["path"], "/zoo/animals/{id}")

    with verdicts.case("resources are listed by pages, with their methods where asked"):
        listed = apigateway.get_resources(restApiId=api, limit=500)["items"]
        equal([each["path"] for each in listed], ["/", "/zoo", "/zoo/animals", "/zoo/animals/{id}"])
        first = apigateway.get_resources(restApiId=api, limit=3)
        rest = apigateway.get_resources(restApiId=api, limit=3, position=first["position"])
        equal(first["items"] + rest["items"], listed)
        apigateway.put_method(restApiId=api, resourceId=zoo["id"], httpMethod="GET", authorizationType="NONE")
        bare = apigateway.get_resource(restApiId=api, resourceId=zoo["id"])
        equal(bare["resourceMethods"], {"GET": {}})
        embedded = apigateway.get_resource(restApiId=api, resourceId=zoo["id"], embed=["methods"])
        equal(embedded["resourceMethods"]["GET"]["authorizationType"], "NONE")
        embedded = apigateway.get_resources(restApiId=api, embed=["methods"])["items"]
        equal([sorted(each.get("resourceMethods", {})) for each in embedded][:2], [[], ["GET"]])

    with verdicts.case("what a resource cannot be"):
        for part in ("a b", "{a", "a/b", ""):
            with refuses("BadRequestException", status=400):
                create(root, part)
        with refuses("ConflictException", status=409):
            create(root, "zoo")
        with refuses("BadRequestException"):
            create(pets["id"], "{other}")
        proxy = create(root, "{proxy+}")
        with refuses("BadRequestException"):
            create(proxy["id"], "below")
        with refuses("NotFoundException", status=404):
            create("none00", "a")
        for wrong in [
            (root, ("replace", "/pathPart", "a")),
            (zoo["id"], ("replace", "/parentId", one["id"])),
            (zoo["id"], ("add", "/pathPart", "a")),
            (zoo["id"], ("replace", "/path", "/a")),
        ]:
            with refuses("BadRequestException"):
                patch(*wrong)
        with refuses("BadRequestException"):
            apigateway.delete_resource(restApiId=api, resourceId=root)

    with verdicts.case("a resource goes with all below it"):
        apigateway.delete_resource(restApiId=api, resourceId=zoo["id"])
        for gone in (zoo, pets, one):
            with refuses("NotFoundException", status=404):
                apigateway.get_resource(restApiId=api, resourceId=gone["id"])
        with refuses("NotFoundException", status=404):
            apigateway.delete_resource(restApiId=api, resourceId=zoo["id"])

    apigateway.delete_rest_api(restApiId=api)
