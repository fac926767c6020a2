"""Authorizers of REST APIs: TOKEN, REQUEST and COGNITO_USER_POOLS."""

from botocore.exceptions import ClientError

from outside.errors import refuses
from outside.verdicts import contains, equal

FUNCTION = (
    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-west-1:123456789012:function:check/invocations"
)
POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abcdefghi"


def run(aws, verdicts):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="authorizers")
    api, root = api["id"], api["rootResourceId"]

    def create(**members):
        said = apigateway.create_authorizer(restApiId=api, **members)
        got = apigateway.get_authorizer(restApiId=api, authorizerId=said["id"])
        equal(plain(got), plain(said), "get after create")
        return said["id"], plain(said)

    def patch(authorizer, *operations):
        said = apigateway.update_authorizer(
            restApiId=api,
            authorizerId=authorizer,
            patchOperations=[dict(zip(("op", "path", "value"), operation)) for operation in operations],
        )
        return plain(said)

    with verdicts.case("a TOKEN authorizer is created with every member and patched"):
        token, said = create(
            name="token",
            type="TOKEN",
            authType="mine",
            authorizerUri=FUNCTION,
            authorizerCredentials="arn:aws:iam::123456789012:role/caller",
            identitySource="method.request.header.Authorization",
            identityValidationExpression="^Bearer .*$",
            authorizerResultTtlInSeconds=60,
        )
        wanted = {
            "id": token,
            "name": "token",
            "type": "TOKEN",
            "authType": "mine",
            "authorizerUri": FUNCTION,
            "authorizerCredentials": "arn:aws:iam::123456789012:role/caller",
            "identitySource": "method.request.header.Authorization",
            "identityValidationExpression": "^Bearer .*$",
            "authorizerResultTtlInSeconds": 60,
        }
        equal(said, wanted)
        said = patch(
            token,
            ("replace", "/name", "renamed"),
            ("replace", "/authorizerResultTtlInSeconds", "0"),
            ("replace", "/identitySource", "method.request.header.X-Token"),
            ("replace", "/identityValidationExpression", ""),
            ("replace", "/authorizerCredentials", ""),
            ("replace", "/authType", "theirs"),
            ("replace", "/authorizerUri", FUNCTION.replace("check", "other")),
        )
        equal(said["name"], "renamed")
        equal(said["authorizerResultTtlInSeconds"], 0)
        equal(said["identitySource"], "method.request.header.X-Token")
        equal(said["authType"], "theirs")
        contains(said["authorizerUri"], "function:other")
        equal([m for m in ("identityValidationExpression", "authorizerCredentials") if m in said], [])

    with verdicts.case("defaults of REQUEST and COGNITO_USER_POOLS"):
        request, said = create(
            name="request",
            type="REQUEST",
            authorizerUri=FUNCTION,
            identitySource="method.request.header.A,method.request.querystring.b, context.identity.sourceIp",
        )
        equal((said["authType"], said["authorizerResultTtlInSeconds"]), ("custom", 300))
        create(name="uncached", type="REQUEST", authorizerUri=FUNCTION, authorizerResultTtlInSeconds=0)
        pool, said = create(
            name="pool",
            type="COGNITO_USER_POOLS",
            providerARNs=[POOL],
            identitySource="method.request.header.Authorization",
        )
        equal((said["authType"], said["providerARNs"]), ("cognito_user_pools", [POOL]))
        other = POOL.replace("abcdefghi", "ihgfedcba")
        equal(patch(pool, ("add", "/providerARNs", other))["providerARNs"], [POOL, other])
        equal(patch(pool, ("remove", "/providerARNs", POOL))["providerARNs"], [other])

    with verdicts.case("authorizers are listed by pages"):
        listed = apigateway.get_authorizers(restApiId=api, limit=500)["items"]
        equal(len(listed), 4)
        first = apigateway.get_authorizers(restApiId=api, limit=3)
        rest = apigateway.get_authorizers(restApiId=api, limit=3, position=first["position"])
        equal([a["id"] for a in first["items"] + rest["items"]], [a["id"] for a in listed])
        equal("position" in rest, False)

    with verdicts.case("what an authorizer cannot be"):
        for wrong in [
            {"name": "request", "type": "REQUEST", "authorizerUri": FUNCTION, "identitySource": "context.path"},
            {"name": "x", "type": "TOKEN", "authorizerUri": "arn:aws:lambda:eu-west-1:123456789012:function:check"},
            {"name": "x", "type": "TOKEN", "authorizerUri": FUNCTION},
            {"name": "x", "type": "TOKEN", "authorizerUri": FUNCTION, "identitySource": "method.request.path.id"},
            {"name": "x", "type": "REQUEST", "authorizerUri": FUNCTION},
            {"name": "x", "type": "REQUEST", "authorizerUri": FUNCTION, "identitySource": "method.request.path.id"},
            {"name": "x", "type": "REQUEST", "authorizerUri": FUNCTION, "authorizerResultTtlInSeconds": 3601},
            {"name": "x", "type": "COGNITO_USER_POOLS"},
            {"name": "x", "type": "COGNITO_USER_POOLS", "providerARNs": ["arn:aws:s3:::pool"]},
        ]:
            with refuses("BadRequestException", status=400):
                apigateway.create_authorizer(restApiId=api, **wrong)
        with refuses("NotFoundException", status=404):
            apigateway.get_authorizer(restApiId=api, authorizerId="none00")
        with refuses("NotFoundException", status=404):
            apigateway.get_authorizers(restApiId="none000000")
        with refuses("BadRequestException"):
            patch(token, ("replace", "/id", "x"))

    with verdicts.case("a method names an authorizer of its kind, which then stays"):
        at = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
        with refuses("BadRequestException"):
            apigateway.put_method(**at, authorizationType="CUSTOM", authorizerId=pool)
        with refuses("BadRequestException"):
            apigateway.put_method(**at, authorizationType="CUSTOM")
        said = apigateway.put_method(**at, authorizationType="CUSTOM", authorizerId=request)
        equal((said["authorizationType"], said["authorizerId"]), ("CUSTOM", request))
        try:
            apigateway.delete_authorizer(restApiId=api, authorizerId=request)
            raise AssertionError("deleted while in use")
        except ClientError as refused:
            equal(refused.response["Error"]["Code"], "ConflictException")
            said = "Cannot delete authorizer 'request', is referenced in method: GET//"
            contains(refused.response["Error"]["Message"], said)
        operations = [
            {"op": "replace", "path": "/authorizationType", "value": "COGNITO_USER_POOLS"},
            {"op": "replace", "path": "/authorizerId", "value": pool},
            {"op": "add", "path": "/authorizationScopes/pets~1read", "value": "pets/read"},
        ]
        said = apigateway.update_method(**at, patchOperations=operations)
        equal((said["authorizerId"], said["authorizationScopes"]), (pool, ["pets/read"]))
        none = [{"op": "replace", "path": "/authorizationType", "value": "NONE"}]
        equal("authorizerId" in apigateway.update_method(**at, patchOperations=none), False)
        for authorizer in (request, pool):
            apigateway.delete_authorizer(restApiId=api, authorizerId=authorizer)
        with refuses("NotFoundException"):
            apigateway.delete_authorizer(restApiId=api, authorizerId=pool)

    apigateway.delete_rest_api(restApiId=api)


def plain(said):
    return {name: value for name, value in said.items() if name != "ResponseMetadata"}
