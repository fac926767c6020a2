"""Managed policies: the account's own with their versions, AWS's, and what they are attached to."""

import json

from operations.role import LAMBDA, LOGS
from outside.balancer_place import members
from outside.errors import refuses
from outside.verdicts import equal

ARN = "arn:aws:iam::123456789012:policy/app/Logs"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
# Those that facts name: templates attach them.
NAMED = [
    BASIC,
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
]


def run(aws, verdicts):
    iam = aws.client("iam")
    with verdicts.case("a policy is read back"):
        made = iam.create_policy(
            PolicyName="Logs",
            Path="/app/",
            PolicyDocument=json.dumps(LOGS),
            Description="writes logs",
            Tags=[{"Key": "a", "Value": "b"}],
        )["Policy"]
        equal(made["Arn"], ARN)
        members(
            iam.get_policy(PolicyArn=ARN)["Policy"],
            PolicyName="Logs",
            PolicyId=made["PolicyId"],
            Path="/app/",
            DefaultVersionId="v1",
            AttachmentCount=0,
            PermissionsBoundaryUsageCount=0,
            IsAttachable=True,
            Description="writes logs",
            Tags=[{"Key": "a", "Value": "b"}],
        )
        version = iam.get_policy_version(PolicyArn=ARN, VersionId="v1")["PolicyVersion"]
        members(version, Document=LOGS, VersionId="v1", IsDefaultVersion=True)
        with refuses("EntityAlreadyExists", status=409):
            iam.create_policy(PolicyName="logs", PolicyDocument=json.dumps(LOGS))
        with refuses("MalformedPolicyDocument"):
            iam.create_policy(PolicyName="bad", PolicyDocument=json.dumps(LAMBDA))

    with verdicts.case("versions"):
        for _ in range(4):
            iam.create_policy_version(PolicyArn=ARN, PolicyDocument=json.dumps(LOGS), SetAsDefault=True)
        with refuses("LimitExceeded", status=409):
            iam.create_policy_version(PolicyArn=ARN, PolicyDocument=json.dumps(LOGS))
        page = iam.list_policy_versions(PolicyArn=ARN, MaxItems=2)
        equal([one["VersionId"] for one in page["Versions"]], ["v5", "v4"])
        rest = iam.list_policy_versions(PolicyArn=ARN, Marker=page["Marker"])
        equal([one["VersionId"] for one in rest["Versions"]], ["v3", "v2", "v1"])
        iam.set_default_policy_version(PolicyArn=ARN, VersionId="v2")
        equal(iam.get_policy(PolicyArn=ARN)["Policy"]["DefaultVersionId"], "v2")
        with refuses("DeleteConflict"):
            iam.delete_policy_version(PolicyArn=ARN, VersionId="v2")
        with refuses("DeleteConflict"):
            iam.delete_policy(PolicyArn=ARN)
        for version in ("v1", "v3", "v4", "v5"):
            iam.delete_policy_version(PolicyArn=ARN, VersionId=version)
        with refuses("NoSuchEntity"):
            iam.get_policy_version(PolicyArn=ARN, VersionId="v9")

    with verdicts.case("AWS's own policies are there"):
        for arn in NAMED:
            policy = iam.get_policy(PolicyArn=arn)["Policy"]
            document = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]["Document"]
            equal(document["Version"], "2012-10-17", arn)
        with refuses("NoSuchEntity", status=404):
            iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")
        with refuses("AccessDenied", status=403):
            iam.delete_policy(PolicyArn=BASIC)
        with refuses("InvalidInput"):
            iam.get_policy(PolicyArn="arn:aws:iam::123456789012:role/not-a-policy")

    with verdicts.case("attachments from both sides"):
        iam.create_role(RoleName="attached", AssumeRolePolicyDocument=json.dumps(LAMBDA))
        for arn in (ARN, BASIC, BASIC):
            iam.attach_role_policy(RoleName="attached", PolicyArn=arn)
        page = iam.list_attached_role_policies(RoleName="attached", MaxItems=1)
        equal(page["AttachedPolicies"], [{"PolicyName": "Logs", "PolicyArn": ARN}])
        rest = iam.list_attached_role_policies(RoleName="attached", Marker=page["Marker"])
        equal([one["PolicyArn"] for one in rest["AttachedPolicies"]], [BASIC])
        below = iam.list_attached_role_policies(RoleName="attached", PathPrefix="/app/")
        equal(len(below["AttachedPolicies"]), 1)
        entities = iam.list_entities_for_policy(PolicyArn=ARN)
        equal([role["RoleName"] for role in entities["PolicyRoles"]], ["attached"])
        equal(entities["PolicyUsers"] + entities["PolicyGroups"], [])
        equal(iam.list_entities_for_policy(PolicyArn=ARN, EntityFilter="User")["PolicyRoles"], [])
        equal(iam.get_policy(PolicyArn=ARN)["Policy"]["AttachmentCount"], 1)
        for call in (lambda: iam.delete_policy(PolicyArn=ARN), lambda: iam.delete_role(RoleName="attached")):
            with refuses("DeleteConflict", status=409):
                call()
        with refuses("NoSuchEntity"):
            iam.attach_role_policy(RoleName="attached", PolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")

    with verdicts.case("policies are listed by owner and use"):
        equal([one["Arn"] for one in iam.list_policies(Scope="Local")["Policies"]], [ARN])
        used = iam.list_policies(OnlyAttached=True)["Policies"]
        equal(sorted(one["Arn"] for one in used), sorted([ARN, BASIC]))
        page = iam.list_policies(Scope="AWS", MaxItems=2)
        equal((len(page["Policies"]), page["IsTruncated"]), (2, True))
        equal(iam.list_policies(PathPrefix="/app/")["Policies"][0]["PolicyName"], "Logs")

    with verdicts.case("tags"):
        iam.tag_policy(PolicyArn=ARN, Tags=[{"Key": "c", "Value": "d"}])
        iam.untag_policy(PolicyArn=ARN, TagKeys=["a"])
        equal(iam.list_policy_tags(PolicyArn=ARN)["Tags"], [{"Key": "c", "Value": "d"}])

    with verdicts.case("what is detached may go"):
        for arn in (ARN, BASIC):
            iam.detach_role_policy(RoleName="attached", PolicyArn=arn)
        with refuses("NoSuchEntity"):
            iam.detach_role_policy(RoleName="attached", PolicyArn=ARN)
        iam.delete_role(RoleName="attached")
        iam.delete_policy(PolicyArn=ARN)
        with refuses("NoSuchEntity", status=404):
            iam.get_policy(PolicyArn=ARN)
