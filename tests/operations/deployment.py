"""Deployments: a REST API frozen, and the stage that comes with it."""

from operations.gateway_account import patch
from operations.rest_api import mock
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    gateway = aws.client("apigateway")
    api = mock(gateway, "deployed")["id"]

    with verdicts.case("a deployment is made, read back, changed, listed in pages and deleted"):
        made = gateway.create_deployment(restApiId=api, description="one")
        at = {"restApiId": api, "deploymentId": made["id"]}
        equal(gateway.get_deployment(**at)["description"], "one")
        summary = gateway.get_deployment(**at, embed=["apisummary"])["apiSummary"]
        equal(summary, {"/": {"GET": {"authorizationType": "NONE", "apiKeyRequired": False}}})
        equal(gateway.update_deployment(**at, patchOperations=patch("replace", "/description", "two"))["description"], "two")
        gateway.create_deployment(restApiId=api)
        first = gateway.get_deployments(restApiId=api, limit=1)
        rest = gateway.get_deployments(restApiId=api, position=first["position"])
        equal(len(first["items"] + rest["items"]), 2)
        gateway.delete_deployment(**at)
        with refuses("NotFoundException", status=404):
            gateway.get_deployment(**at)

    with verdicts.case("a deployment makes its stage, moves it, or becomes its canary"):
        stage = {"restApiId": api, "stageName": "v1"}
        first = gateway.create_deployment(
            **stage,
            stageDescription="one",
            variables={"a": "1"},
            cacheClusterEnabled=True,
            cacheClusterSize="0.5",
            tracingEnabled=True,
        )["id"]
        shown = gateway.get_stage(**stage)
        equal((shown["deploymentId"], shown["description"], shown["variables"]), (first, "one", {"a": "1"}))
        equal((shown["cacheClusterEnabled"], shown["cacheClusterSize"], shown["tracingEnabled"]), (True, "0.5", True))
        second = gateway.create_deployment(**stage)["id"]
        equal(gateway.get_stage(**stage)["deploymentId"], second)
        canary = {"percentTraffic": 10.0, "stageVariableOverrides": {"a": "2"}, "useStageCache": True}
        third = gateway.create_deployment(**stage, canarySettings=canary)["id"]
        shown = gateway.get_stage(**stage)
        equal((shown["deploymentId"], shown["canarySettings"]), (second, {**canary, "deploymentId": third}))
        for used in (second, third):
            with refuses("BadRequestException", status=400):
                gateway.delete_deployment(restApiId=api, deploymentId=used)
        gateway.delete_deployment(restApiId=api, deploymentId=first)

    with verdicts.case("what cannot be deployed is refused"):
        empty = gateway.create_rest_api(name="empty")["id"]
        private = mock(gateway, "closed", "PRIVATE")["id"]
        for wrong in (
            {"restApiId": empty},
            {"restApiId": private},
            {"restApiId": api, "stageName": "a b"},
            {"restApiId": api, "stageDescription": "no name"},
        ):
            with refuses("BadRequestException", status=400):
                gateway.create_deployment(**wrong)
        with refuses("NotFoundException", status=404):
            gateway.create_deployment(restApiId="none")
