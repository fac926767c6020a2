"""API Gateway's settings of an account: the role that writes logs."""

from outside.adit import ACCOUNT
from outside.errors import refuses
from outside.verdicts import equal

ROLE = f"arn:aws:iam::{ACCOUNT}:role/gateway-logs"


def patch(op, path, value=None, **more):
    operation = {"op": op, "path": path, **more}
    return [operation if value is None else {**operation, "value": value}]


def logging_role(aws):
    """Sets a role that the gateway may assume."""
    trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
    iam = aws.client("iam")
    if "gateway-logs" not in [role["RoleName"] for role in iam.list_roles(MaxItems=1000)["Roles"]]:
        iam.create_role(RoleName="gateway-logs", AssumeRolePolicyDocument=trust)
        iam.attach_role_policy(
            RoleName="gateway-logs",
            PolicyArn="arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
        )
    return aws.client("apigateway").update_account(patchOperations=patch("replace", "/cloudwatchRoleArn", ROLE))


def run(aws, verdicts):
    gateway = aws.client("apigateway")
    with verdicts.case("the account has limits and no role at first"):
        account = gateway.get_account()
        equal(account["throttleSettings"], {"burstLimit": 5000, "rateLimit": 10000.0})
        equal((account["features"], account["apiKeyVersion"]), (["UsagePlans"], "4"))
    with verdicts.case("the role is set, read back and taken away"):
        equal(logging_role(aws)["cloudwatchRoleArn"], ROLE)
        equal(gateway.get_account()["cloudwatchRoleArn"], ROLE)
        gone = gateway.update_account(patchOperations=patch("replace", "/cloudwatchRoleArn", ""))
        equal(gone.get("cloudwatchRoleArn"), None)
    with verdicts.case("what is no role's ARN, no path and no operation is refused"):
        for operations in (
            patch("replace", "/cloudwatchRoleArn", "none"),
            patch("replace", "/cloudwatchRoleArn", ROLE + "-none"),
            patch("replace", "/nothing", "x"),
            patch("add", "/cloudwatchRoleArn", ROLE),
        ):
            with refuses("BadRequestException", status=400):
                gateway.update_account(patchOperations=operations)
