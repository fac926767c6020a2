"""API keys."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    # Both tools run against servers of their own, but one account may hold keys of other modules.
    made = []

    def create(**members):
        said = apigateway.create_api_key(**members)
        made.append(said["id"])
        return said

    with verdicts.case("a key keeps every member, and shows its value to who asks"):
        value = "12345678901234567890"
        said = create(
            name="first",
            description="of a caller",
            enabled=True,
            generateDistinctId=True,
            value=value,
            customerId="customer",
            tags={"a": "b"},
        )
        key = said["id"]
        wanted = {
            "name": "first",
            "description": "of a caller",
            "enabled": True,
            "customerId": "customer",
            "stageKeys": [],
            "tags": {"a": "b"},
        }
        equal({name: said[name] for name in wanted}, wanted)
        equal(said["value"], value)
        got = apigateway.get_api_key(apiKey=key)
        equal({name: got[name] for name in wanted}, wanted)
        equal("value" in got, False)
        equal(apigateway.get_api_key(apiKey=key, includeValue=True)["value"], value)
        assert got["createdDate"] and got["lastUpdatedDate"]

        arn = f"arn:aws:apigateway:eu-west-1::/apikeys/{key}"
        apigateway.tag_resource(resourceArn=arn, tags={"c": "d"})
        apigateway.untag_resource(resourceArn=arn, tagKeys=["a"])
        equal(apigateway.get_tags(resourceArn=arn)["tags"], {"c": "d"})
        equal(apigateway.get_api_key(apiKey=key)["tags"], {"c": "d"})

    with verdicts.case("a key by default"):
        said = create()
        equal((said["enabled"], len(said["value"]) >= 20, "name" in said), (False, True, False))

    with verdicts.case("a key is patched"):
        operations = [
            {"op": "replace", "path": "/name", "value": "second"},
            {"op": "replace", "path": "/description", "value": "changed"},
            {"op": "replace", "path": "/enabled", "value": "false"},
            {"op": "replace", "path": "/customerId", "value": "other"},
        ]
        said = apigateway.update_api_key(apiKey=key, patchOperations=operations)
        got = [said[name] for name in ("name", "description", "enabled", "customerId")]
        equal(got, ["second", "changed", False, "other"])
        for wrong in [("replace", "/value", "1"), ("add", "/name", "x"), ("add", "/stages", "none000000/v1")]:
            with refuses("BadRequestException", "NotFoundException"):
                operation = dict(zip(("op", "path", "value"), wrong))
                apigateway.update_api_key(apiKey=key, patchOperations=[operation])

    with verdicts.case("keys of a stage"):
        api = apigateway.create_rest_api(name="keys")
        at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        apigateway.put_method(**at, authorizationType="NONE", apiKeyRequired=True)
        apigateway.put_integration(**at, type="MOCK")
        apigateway.create_deployment(restApiId=api["id"], stageName="v1")
        said = create(stageKeys=[{"restApiId": api["id"], "stageName": "v1"}])
        equal(said["stageKeys"], [f"{api['id']}/v1"])
        with refuses("NotFoundException"):
            apigateway.create_api_key(stageKeys=[{"restApiId": api["id"], "stageName": "v2"}])
        remove = [{"op": "remove", "path": "/stages", "value": f"{api['id']}/v1"}]
        equal(apigateway.update_api_key(apiKey=said["id"], patchOperations=remove)["stageKeys"], [])
        apigateway.delete_rest_api(restApiId=api["id"])

    with verdicts.case("keys are listed by name, by customer, by pages"):
        for number in range(3):
            create(name=f"list-{number}", customerId="lister")
        named = apigateway.get_api_keys(nameQuery="list-", includeValues=True)["items"]
        equal(sorted(one["name"] for one in named), ["list-0", "list-1", "list-2"])
        equal(all("value" in one for one in named), True)
        equal(any("value" in one for one in apigateway.get_api_keys()["items"]), False)
        equal(len(apigateway.get_api_keys(customerId="lister")["items"]), 3)
        first = apigateway.get_api_keys(nameQuery="list-", limit=2)
        rest = apigateway.get_api_keys(nameQuery="list-", limit=2, position=first["position"])
        equal([one["id"] for one in first["items"] + rest["items"]], [one["id"] for one in named])

    with verdicts.case("what a key cannot be"):
        for short in ("1" * 19, "1" * 129):
            with refuses("BadRequestException", status=400):
                apigateway.create_api_key(value=short)
        with refuses("ConflictException", status=409):
            apigateway.create_api_key(value=value)

    with verdicts.case("keys are deleted"):
        for one in made:
            apigateway.delete_api_key(apiKey=one)
        for call in (apigateway.get_api_key, apigateway.delete_api_key):
            with refuses("NotFoundException", status=404):
                call(apiKey=key)
