"""REST APIs: settings, endpoint types, clones, policies."""

import json

from operations.gateway_account import patch
from outside.errors import refuses
from outside.verdicts import contains, equal

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
    ],
}


def mock(gateway, name, kind="REGIONAL", **more):
    """An API with a MOCK at GET /."""
    api = gateway.create_rest_api(name=name, endpointConfiguration={"types": [kind]}, **more)
    at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType="NONE")
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    return api


def run(aws, verdicts):
    gateway = aws.client("apigateway")

    with verdicts.case("every setting is kept"):
        asked = {
            "name": "pets",
            "description": "of the shop",
            "version": "v1",
            "binaryMediaTypes": ["image/png"],
            "minimumCompressionSize": 0,
            "apiKeySource": "AUTHORIZER",
            "endpointConfiguration": {"types": ["PRIVATE"], "ipAddressType": "dualstack"},
            "tags": {"team": "pets"},
            "disableExecuteApiEndpoint": True,
            "securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09",
            "endpointAccessMode": "BASIC",
        }
        made = gateway.create_rest_api(**asked, policy=json.dumps(POLICY))
        shown = gateway.get_rest_api(restApiId=made["id"])
        for member, value in asked.items():
            equal(shown[member], value, member)
        equal(shown["apiStatus"], "AVAILABLE")
        # The inside of a JSON string, as the OpenTofu provider expects it.
        policy = json.loads(json.loads(f'"{shown["policy"]}"'))
        contains(policy["Statement"][0]["Resource"], f":{made['id']}/*")
        gateway.delete_rest_api(restApiId=made["id"])
        with refuses("NotFoundException", status=404):
            gateway.get_rest_api(restApiId=made["id"])

    with verdicts.case("settings are patched"):
        api = gateway.create_rest_api(name="patched")["id"]

        def update(op, path, value=None):
            return gateway.update_rest_api(restApiId=api, patchOperations=patch(op, path, value))

        equal(update("replace", "/name", "cats")["name"], "cats")
        equal(update("replace", "/description", "two")["description"], "two")
        equal(update("replace", "/apiKeySource", "AUTHORIZER")["apiKeySource"], "AUTHORIZER")
        equal(update("replace", "/minimumCompressionSize", "10")["minimumCompressionSize"], 10)
        equal(update("remove", "/minimumCompressionSize").get("minimumCompressionSize"), None)
        equal(update("add", "/binaryMediaTypes/image~1png")["binaryMediaTypes"], ["image/png"])
        equal(update("replace", "/disableExecuteApiEndpoint", "true")["disableExecuteApiEndpoint"], True)
        equal(update("replace", "/endpointConfiguration/types/EDGE", "REGIONAL")["endpointConfiguration"]["types"], ["REGIONAL"])
        equal(update("replace", "/endpointConfiguration/ipAddressType", "dualstack")["endpointConfiguration"]["ipAddressType"], "dualstack")
        equal(update("replace", "/securityPolicy", "TLS_1_2")["securityPolicy"], "TLS_1_2")
        equal(update("replace", "/endpointAccessMode", "STRICT")["endpointAccessMode"], "STRICT")
        contains(update("replace", "/policy", json.dumps(POLICY))["policy"], '\\"Statement\\"')
        equal(update("replace", "/policy", "").get("policy"), None)
        for path, value in (("/securityPolicy", "x"), ("/nothing", "x"), ("/minimumCompressionSize", "-1")):
            with refuses("BadRequestException", status=400):
                update("replace", path, value)

    with verdicts.case("a clone takes the tree along"):
        source = mock(gateway, "source", binaryMediaTypes=["image/png"])
        copy = gateway.create_rest_api(name="copy", cloneFrom=source["id"])
        equal(copy["binaryMediaTypes"], ["image/png"])
        items = gateway.get_resources(restApiId=copy["id"])["items"]
        equal([(item["path"], list(item["resourceMethods"])) for item in items], [("/", ["GET"])])

    with verdicts.case("lists come in pages"):
        for n in range(3):
            gateway.create_rest_api(name=f"paged-{n}")
        seen, more = [], {}
        for _ in range(50):
            page = gateway.get_rest_apis(limit=2, **more)
            seen += [item["id"] for item in page["items"]]
            if not page.get("position"):
                break
            more = {"position": page["position"]}
        assert len(seen) >= 5 and len(seen) == len(set(seen)), seen

    with verdicts.case("what cannot be is refused"):
        for wrong in (
            {"name": " "},
            {"name": "a", "endpointConfiguration": {"types": ["EDGE", "REGIONAL"]}},
            {"name": "a", "policy": "{"},
            {"name": "a", "endpointConfiguration": {"types": ["REGIONAL"], "vpcEndpointIds": ["vpce-1"]}},
        ):
            with refuses("BadRequestException", status=400):
                gateway.create_rest_api(**wrong)
        with refuses("NotFoundException", status=404):
            gateway.delete_rest_api(restApiId="none")
