"""Base path mappings of custom domain names."""

from operations.domain_name import private, regional
from operations.gateway_account import patch
from operations.rest_api import mock
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    gateway = aws.client("apigateway")
    name = "mapped.example.com"
    gateway.create_domain_name(**regional(aws, name))
    api = mock(gateway, "mapped")["id"]
    gateway.create_deployment(restApiId=api, stageName="v1")

    with verdicts.case("paths are mapped, changed, listed in pages and unmapped"):
        root = gateway.create_base_path_mapping(domainName=name, restApiId=api, stage="v1")
        equal((root["basePath"], root["restApiId"], root["stage"]), ("(none)", api, "v1"))
        pets = gateway.create_base_path_mapping(domainName=name, restApiId=api, basePath="pets")
        equal(pets.get("stage"), None)
        equal(gateway.get_base_path_mapping(domainName=name, basePath="(none)")["stage"], "v1")
        first = gateway.get_base_path_mappings(domainName=name, limit=1)
        rest = gateway.get_base_path_mappings(domainName=name, position=first["position"])
        equal([item["basePath"] for item in first["items"] + rest["items"]], ["(none)", "pets"])
        moved = gateway.update_base_path_mapping(
            domainName=name, basePath="pets", patchOperations=patch("replace", "/basePath", "cats") + patch("replace", "/stage", "v1")
        )
        equal((moved["basePath"], moved["stage"]), ("cats", "v1"))
        same = gateway.update_base_path_mapping(domainName=name, basePath="cats", patchOperations=patch("replace", "/restapiId", api))
        equal(same["restApiId"], api)

    with verdicts.case("what cannot be mapped is refused"):
        with refuses("ConflictException", status=409):
            gateway.create_base_path_mapping(domainName=name, restApiId=api)
        for wrong in ({"basePath": "a/b"}, {"basePath": "a b"}, {"basePath": "x", "stage": "none"}, {"basePath": "x", "restApiId": "none"}):
            with refuses("BadRequestException", status=400):
                gateway.create_base_path_mapping(**{"domainName": name, "restApiId": api, **wrong})
        with refuses("NotFoundException", status=404):
            gateway.get_base_path_mapping(domainName=name, basePath="none")
        with refuses("NotFoundException", status=404):
            gateway.create_base_path_mapping(domainName="none.example.com", restApiId=api)

    with verdicts.case("a private name maps private APIs by its id"):
        made = private(aws, "mapped-in.example.com")
        at = {"domainName": made["domainName"], "domainNameId": made["domainNameId"]}
        with refuses("BadRequestException", status=400):
            gateway.create_base_path_mapping(**at, restApiId=api)
        inner = mock(gateway, "inner", "PRIVATE")["id"]
        gateway.create_base_path_mapping(**at, restApiId=inner, basePath="in")
        equal(gateway.get_base_path_mapping(**at, basePath="in")["restApiId"], inner)
        gateway.delete_base_path_mapping(**at, basePath="in")

    with verdicts.case("a mapped API stays"):
        with refuses("BadRequestException", status=400):
            gateway.delete_rest_api(restApiId=api)
        for path in ("(none)", "cats"):
            gateway.delete_base_path_mapping(domainName=name, basePath=path)
        gateway.delete_rest_api(restApiId=api)
        equal(gateway.get_base_path_mappings(domainName=name).get("items", []), [])
