"""Usage plans and their keys."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="plans")
    at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    apigateway.put_method(**at, authorizationType="NONE", apiKeyRequired=True)
    apigateway.put_integration(**at, type="MOCK")
    for stage in ("v1", "v2"):
        apigateway.create_deployment(restApiId=api["id"], stageName=stage)
    v1, v2 = f"{api['id']}:v1", f"{api['id']}:v2"

    def patch(plan, *operations):
        named = [
            {name: part for name, part in zip(("op", "path", "value"), operation)} for operation in operations
        ]
        return apigateway.update_usage_plan(usagePlanId=plan, patchOperations=named)

    with verdicts.case("a plan keeps every member"):
        wanted = {
            "name": "basic",
            "description": "for everybody",
            "apiStages": [
                {
                    "apiId": api["id"],
                    "stage": "v1",
                    "throttle": {"/pets/GET": {"burstLimit": 3, "rateLimit": 1.5}},
                }
            ],
            "throttle": {"burstLimit": 20, "rateLimit": 10.0},
            "quota": {"limit": 1000, "offset": 2, "period": "WEEK"},
            "tags": {"a": "b"},
        }
        said = apigateway.create_usage_plan(**wanted)
        plan = said["id"]
        equal({name: said[name] for name in wanted}, wanted)
        got = apigateway.get_usage_plan(usagePlanId=plan)
        equal({name: got[name] for name in wanted}, wanted)
        arn = f"arn:aws:apigateway:eu-west-1::/usageplans/{plan}"
        apigateway.tag_resource(resourceArn=arn, tags={"c": "d"})
        equal(apigateway.get_tags(resourceArn=arn)["tags"], {"a": "b", "c": "d"})
        bare = apigateway.create_usage_plan(name="bare")
        equal([name for name in ("throttle", "quota", "productCode") if name in bare], [])
        equal(bare.get("apiStages", []), [])

    with verdicts.case("the whole grammar of patches"):
        said = patch(
            plan,
            ("replace", "/name", "better"),
            ("replace", "/description", ""),
            ("replace", "/productCode", "product"),
            ("replace", "/throttle/burstLimit", "40"),
            ("replace", "/throttle/rateLimit", "20.5"),
            ("replace", "/quota/limit", "5"),
            ("replace", "/quota/offset", "0"),
            ("replace", "/quota/period", "DAY"),
            ("add", "/apiStages", v2),
            ("replace", f"/apiStages/{v1}/throttle/~1pets/GET/rateLimit", "2"),
            ("replace", f"/apiStages/{v2}/throttle//pets/{{id}}/POST/burstLimit", "7"),
            ("add", f"/apiStages/{v2}/throttle//pets/{{id}}/POST/rateLimit", "8"),
        )
        equal((said["name"], "description" in said, said["productCode"]), ("better", False, "product"))
        equal(said["throttle"], {"burstLimit": 40, "rateLimit": 20.5})
        equal(said["quota"], {"limit": 5, "offset": 0, "period": "DAY"})
        stages = {one["stage"]: one["throttle"] for one in said["apiStages"]}
        equal(stages["v1"], {"/pets/GET": {"burstLimit": 3, "rateLimit": 2.0}})
        equal(stages["v2"], {"/pets/{id}/POST": {"burstLimit": 7, "rateLimit": 8.0}})
        said = patch(
            plan,
            ("remove", f"/apiStages/{v1}/throttle/~1pets/GET"),
            ("remove", f"/apiStages/{v2}/throttle"),
            ("remove", "/quota"),
            ("remove", "/throttle"),
            ("remove", "/productCode"),
        )
        equal([name for name in ("quota", "throttle", "productCode") if name in said], [])
        equal(["throttle" in one for one in said["apiStages"]], [False, False])
        said = patch(
            plan,
            ("add", "/quota/limit", "9"),
            ("add", "/quota/offset", "1"),
            ("add", "/quota/period", "MONTH"),
            ("add", "/throttle/burstLimit", "1"),
            ("add", "/throttle/rateLimit", "1"),
            ("remove", "/apiStages", v2),
        )
        equal(said["quota"], {"limit": 9, "offset": 1, "period": "MONTH"})
        equal([one["stage"] for one in said["apiStages"]], ["v1"])

    with verdicts.case("what a plan cannot be"):
        for wrong in [
            {"name": " "},
            {"name": "x", "apiStages": [{"apiId": api["id"]}]},
            {"name": "x", "quota": {"limit": 1, "offset": 1, "period": "DAY"}},
            {"name": "x", "quota": {"limit": 1, "offset": 28, "period": "MONTH"}},
            {"name": "x", "quota": {"limit": 0, "period": "DAY"}},
            {"name": "x", "throttle": {"rateLimit": -1.0}},
        ]:
            with refuses("BadRequestException", status=400):
                apigateway.create_usage_plan(**wrong)
        with refuses("NotFoundException", status=404):
            apigateway.create_usage_plan(name="x", apiStages=[{"apiId": api["id"], "stage": "v9"}])
        for wrong in [
            ("remove", f"/apiStages/{v1}"),
            ("remove", "/apiStages"),
            ("remove", "/name"),
            ("replace", "/tags", "x"),
            ("replace", "/quota/period", "YEAR"),
            ("replace", "/throttle/rateLimit", "fast"),
        ]:
            with refuses("BadRequestException", status=400):
                patch(plan, *[wrong])
        for wrong in [("add", "/apiStages", f"{api['id']}:v9"), ("remove", "/apiStages", v2)]:
            with refuses("NotFoundException", status=404):
                patch(plan, wrong)
        with refuses("ConflictException", status=409):
            patch(plan, ("add", "/apiStages", v1))
        with refuses("NotFoundException", status=404):
            apigateway.get_usage_plan(usagePlanId="none00")

    with verdicts.case("keys join plans, are listed and leave"):
        keys = [apigateway.create_api_key(name=f"member-{number}", enabled=True) for number in range(3)]
        for key in keys:
            said = apigateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
            wanted = {"id": key["id"], "type": "API_KEY", "value": key["value"], "name": key["name"]}
            equal({name: said[name] for name in wanted}, wanted)
        got = apigateway.get_usage_plan_key(usagePlanId=plan, keyId=keys[0]["id"])
        equal((got["id"], got["name"]), (keys[0]["id"], "member-0"))
        listed = apigateway.get_usage_plan_keys(usagePlanId=plan)["items"]
        equal(sorted(one["id"] for one in listed), sorted(one["id"] for one in keys))
        equal(len(apigateway.get_usage_plan_keys(usagePlanId=plan, nameQuery="member-1")["items"]), 1)
        first = apigateway.get_usage_plan_keys(usagePlanId=plan, limit=2)
        rest = apigateway.get_usage_plan_keys(usagePlanId=plan, limit=2, position=first["position"])
        equal(first["items"] + rest["items"], listed)
        with refuses("ConflictException", status=409):
            apigateway.create_usage_plan_key(usagePlanId=plan, keyId=keys[0]["id"], keyType="API_KEY")
        with refuses("BadRequestException", status=400):
            apigateway.create_usage_plan_key(usagePlanId=plan, keyId=keys[0]["id"], keyType="OTHER")
        with refuses("NotFoundException", status=404):
            apigateway.create_usage_plan_key(usagePlanId=plan, keyId="none000000", keyType="API_KEY")
        # One stage, two plans, one key.
        other = apigateway.create_usage_plan(name="other", apiStages=[{"apiId": api["id"], "stage": "v1"}])["id"]
        with refuses("ConflictException", status=409):
            apigateway.create_usage_plan_key(usagePlanId=other, keyId=keys[0]["id"], keyType="API_KEY")
        equal([one["id"] for one in apigateway.get_usage_plans(keyId=keys[0]["id"])["items"]], [plan])
        apigateway.delete_usage_plan_key(usagePlanId=plan, keyId=keys[0]["id"])
        for call in (apigateway.get_usage_plan_key, apigateway.delete_usage_plan_key):
            with refuses("NotFoundException", status=404):
                call(usagePlanId=plan, keyId=keys[0]["id"])
        # A key that is deleted leaves its plans.
        for key in keys:
            apigateway.delete_api_key(apiKey=key["id"])
        equal(apigateway.get_usage_plan_keys(usagePlanId=plan)["items"], [])

    with verdicts.case("plans are listed by pages; one with stages stays"):
        plans = [plan, bare["id"], other]
        listed = [one["id"] for one in apigateway.get_usage_plans(limit=500)["items"]]
        equal(sorted(listed), sorted(plans))
        first = apigateway.get_usage_plans(limit=2)
        rest = apigateway.get_usage_plans(limit=2, position=first["position"])
        equal([one["id"] for one in first["items"] + rest["items"]], listed)
        with refuses("BadRequestException", status=400):
            apigateway.delete_usage_plan(usagePlanId=plan)
        for one in (plan, other):
            patch(one, ("remove", "/apiStages", v1))
        for one in plans:
            apigateway.delete_usage_plan(usagePlanId=one)
        with refuses("NotFoundException", status=404):
            apigateway.delete_usage_plan(usagePlanId=plan)

    apigateway.delete_rest_api(restApiId=api["id"])
