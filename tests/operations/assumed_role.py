"""AssumeRole: whom a trust policy lets in, and who a caller with temporary credentials is."""

import json

from outside.adit import ACCOUNT
from outside.errors import refuses
from outside.verdicts import contains, equal

OUTSIDER = "210987654321"


def trust(principal, **condition):
    statement = {"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **condition}]})


def run(aws, verdicts):
    iam, sts = aws.client("iam"), aws.client("sts")
    mine = f"arn:aws:iam::{ACCOUNT}:role/deploy"
    iam.create_role(RoleName="deploy", AssumeRolePolicyDocument=trust({"AWS": ACCOUNT}), MaxSessionDuration=7200)

    with verdicts.case("temporary credentials act as the role"):
        answer = sts.assume_role(RoleArn=mine, RoleSessionName="ci", DurationSeconds=7200, Tags=[{"Key": "a", "Value": "b"}])
        session = f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/ci"
        equal(answer["AssumedRoleUser"]["Arn"], session)
        credentials = answer["Credentials"]
        contains(credentials["AccessKeyId"], "ASIA")
        equal((len(credentials["AccessKeyId"]), len(credentials["SecretAccessKey"])), (20, 40))
        as_role = aws.client("sts", account=credentials["AccessKeyId"])
        caller = as_role.get_caller_identity()
        equal((caller["Account"], caller["Arn"]), (ACCOUNT, session))
        equal(caller["UserId"], answer["AssumedRoleUser"]["AssumedRoleId"])
        # What it makes is the account's.
        equal(aws.client("iam", account=credentials["AccessKeyId"]).get_role(RoleName="deploy")["Role"]["Arn"], mine)
        with refuses("ValidationError"):
            aws.client("iam", account=credentials["AccessKeyId"]).get_user()
        with refuses("AccessDenied", status=403):
            as_role.get_session_token()
        with refuses("ValidationError"):
            as_role.assume_role(RoleArn=mine, RoleSessionName="chained", DurationSeconds=7200)
        equal(sts.get_access_key_info(AccessKeyId=credentials["AccessKeyId"])["Account"], ACCOUNT)
        assert iam.get_role(RoleName="deploy")["Role"]["RoleLastUsed"]["Region"], "no last use"

    with verdicts.case("a role of another account, with its external id"):
        condition = {"Condition": {"StringEquals": {"sts:ExternalId": "tea"}}}
        document = trust({"AWS": f"arn:aws:iam::{OUTSIDER}:root"}, **condition)
        iam.create_role(RoleName="partner", AssumeRolePolicyDocument=document)
        partner = f"arn:aws:iam::{ACCOUNT}:role/partner"
        outside = aws.client("sts", account=OUTSIDER)
        with refuses("AccessDenied", status=403):
            outside.assume_role(RoleArn=partner, RoleSessionName="me")
        with refuses("AccessDenied"):
            sts.assume_role(RoleArn=partner, RoleSessionName="me", ExternalId="tea")
        got = outside.assume_role(RoleArn=partner, RoleSessionName="me", ExternalId="tea")
        inside = aws.client("sts", account=got["Credentials"]["AccessKeyId"])
        equal(inside.get_caller_identity()["Account"], ACCOUNT)

    with verdicts.case("refusals"):
        iam.create_role(RoleName="machine", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"}))
        for name in ("machine", "nobody"):
            with refuses("AccessDenied", status=403):
                sts.assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{name}", RoleSessionName="me")
        with refuses("ValidationError"):
            sts.assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:user/alice", RoleSessionName="me")
        with refuses("ValidationError"):
            sts.assume_role(RoleArn=mine, RoleSessionName="me", DurationSeconds=43200)
        with refuses("MalformedPolicyDocument"):
            sts.assume_role(RoleArn=mine, RoleSessionName="me", Policy="{}")

    with verdicts.case("root has temporary credentials too"):
        key = sts.get_session_token(DurationSeconds=900)["Credentials"]["AccessKeyId"]
        equal(aws.client("sts", account=key).get_caller_identity()["Arn"], f"arn:aws:iam::{ACCOUNT}:root")

    for name in ("deploy", "partner", "machine"):
        iam.delete_role(RoleName=name)
