"""Stages: their settings and the whole grammar of their patches."""

from operations.gateway_account import logging_role, patch
from operations.rest_api import mock
from outside.adit import ACCOUNT
from outside.errors import refuses
from outside.verdicts import equal

GROUP = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:gateway"


def run(aws, verdicts):
    gateway = aws.client("apigateway")
    api = mock(gateway, "staged")["id"]
    first = gateway.create_deployment(restApiId=api)["id"]
    second = gateway.create_deployment(restApiId=api)["id"]
    at = {"restApiId": api, "stageName": "v1"}

    def update(*operations):
        return gateway.update_stage(**at, patchOperations=[one for some in operations for one in some])

    with verdicts.case("a stage is made with every setting and read back"):
        asked = {
            "deploymentId": first,
            "description": "one",
            "cacheClusterEnabled": True,
            "cacheClusterSize": "0.5",
            "variables": {"host": "a.example.com"},
            "tracingEnabled": True,
            "tags": {"a": "b"},
            "canarySettings": {
                "percentTraffic": 5.0,
                "deploymentId": second,
                "stageVariableOverrides": {"host": "b.example.com"},
                "useStageCache": False,
            },
        }
        gateway.create_stage(**at, **asked)
        shown = gateway.get_stage(**at)
        for member, value in asked.items():
            equal(shown[member], value, member)
        equal((shown["cacheClusterStatus"], shown["methodSettings"]), ("AVAILABLE", {}))
        equal([item["stageName"] for item in gateway.get_stages(restApiId=api)["item"]], ["v1"])
        equal(gateway.get_stages(restApiId=api, deploymentId=second).get("item", []), [])

    with verdicts.case("plain settings are patched"):
        equal(update(patch("replace", "/description", "two"))["description"], "two")
        equal(update(patch("replace", "/variables/port", "80"))["variables"], {"host": "a.example.com", "port": "80"})
        equal(update(patch("remove", "/variables/port"))["variables"], {"host": "a.example.com"})
        equal(update(patch("replace", "/tracingEnabled", "false"))["tracingEnabled"], False)
        equal(update(patch("replace", "/cacheClusterSize", "1.6"))["cacheClusterSize"], "1.6")
        off = update(patch("replace", "/cacheClusterEnabled", "false"))
        equal((off["cacheClusterEnabled"], off["cacheClusterStatus"]), (False, "NOT_AVAILABLE"))

    with verdicts.case("logs need the account's role"):
        gateway.update_account(patchOperations=patch("replace", "/cloudwatchRoleArn", ""))
        for operations in (patch("replace", "/*/*/logging/loglevel", "INFO"), patch("replace", "/accessLogSettings/destinationArn", GROUP)):
            with refuses("BadRequestException", status=400):
                update(operations)
        logging_role(aws)
        logs = update(
            patch("replace", "/accessLogSettings/destinationArn", GROUP),
            patch("replace", "/accessLogSettings/format", "$context.requestId"),
        )
        equal(logs["accessLogSettings"], {"destinationArn": GROUP, "format": "$context.requestId"})
        equal(update(patch("remove", "/accessLogSettings")).get("accessLogSettings"), None)

    with verdicts.case("method settings are kept, with defaults for the rest"):
        settings = update(patch("replace", "/*/*/logging/loglevel", "INFO"))["methodSettings"]["*/*"]
        equal((settings["loggingLevel"], settings["metricsEnabled"]), ("INFO", False))
        equal((settings["throttlingBurstLimit"], settings["throttlingRateLimit"], settings["cacheTtlInSeconds"]), (5000, 10000.0, 300))
        wanted = {
            "metrics/enabled": ("metricsEnabled", "true", True),
            "logging/dataTrace": ("dataTraceEnabled", "true", True),
            "throttling/burstLimit": ("throttlingBurstLimit", "7", 7),
            "throttling/rateLimit": ("throttlingRateLimit", "2.5", 2.5),
            "caching/enabled": ("cachingEnabled", "true", True),
            "caching/ttlInSeconds": ("cacheTtlInSeconds", "60", 60),
            "caching/dataEncrypted": ("cacheDataEncrypted", "true", True),
            "caching/requireAuthorizationForCacheControl": ("requireAuthorizationForCacheControl", "false", False),
            "caching/unauthorizedCacheControlHeaderStrategy": (
                "unauthorizedCacheControlHeaderStrategy",
                "FAIL_WITH_403",
                "FAIL_WITH_403",
            ),
        }
        update(*(patch("replace", f"/~1pets/GET/{path}", value) for path, (_, value, _) in wanted.items()))
        shown = gateway.get_stage(**at)["methodSettings"]["~1pets/GET"]
        for member, _, value in wanted.values():
            equal(shown[member], value, member)
        equal(list(update(patch("remove", "/~1pets/GET"))["methodSettings"]), ["*/*"])
        for path, value in (("/*/*/throttling/burstLimit", "x"), ("/*/*/logging/loglevel", "ALL"), ("/*/*/nothing/x", "1")):
            with refuses("BadRequestException", status=400):
                update(patch("replace", path, value))

    with verdicts.case("a canary is patched and promoted"):
        share = update(
            patch("replace", "/canarySettings/percentTraffic", "10.5"),
            patch("replace", "/canarySettings/useStageCache", "true"),
            patch("replace", "/canarySettings/stageVariableOverrides/port", "81"),
        )["canarySettings"]
        equal((share["percentTraffic"], share["useStageCache"]), (10.5, True))
        equal(share["stageVariableOverrides"], {"host": "b.example.com", "port": "81"})
        promoted = update(
            [
                {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
                {"op": "copy", "from": "/canarySettings/stageVariableOverrides", "path": "/variables"},
                {"op": "remove", "path": "/canarySettings"},
            ]
        )
        equal((promoted["deploymentId"], promoted["variables"]["host"]), (second, "b.example.com"))
        equal(promoted.get("canarySettings"), None)

    with verdicts.case("caches are flushed, and the stage deleted"):
        gateway.flush_stage_cache(**at)
        gateway.flush_stage_authorizers_cache(**at)
        gateway.delete_stage(**at)
        with refuses("NotFoundException", status=404):
            gateway.get_stage(**at)
        with refuses("NotFoundException", status=404):
            gateway.flush_stage_cache(**at)

    with verdicts.case("what a stage cannot be is refused"):
        for code, wrong in (
            ("BadRequestException", {"stageName": "v.1"}),
            ("NotFoundException", {"deploymentId": "none"}),
            ("BadRequestException", {"variables": {"a": "b c"}}),
            ("NotFoundException", {"documentationVersion": "1"}),
        ):
            with refuses(code):
                gateway.create_stage(**{"restApiId": api, "stageName": "v2", "deploymentId": first, **wrong})
        gateway.create_stage(restApiId=api, stageName="v3", deploymentId=first)
        with refuses("ConflictException", status=409):
            gateway.create_stage(restApiId=api, stageName="v3", deploymentId=first)
