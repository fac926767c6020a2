"""Roles of IAM: their own settings, inline policies, boundaries, tags, and those that services keep."""

import json

from outside.balancer_place import members
from outside.errors import refuses
from outside.verdicts import contains, equal

LAMBDA = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
EC2 = json.loads(json.dumps(LAMBDA).replace("lambda", "ec2"))
LOGS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}
BOUNDARY = "arn:aws:iam::aws:policy/AdministratorAccess"


def run(aws, verdicts):
    iam = aws.client("iam")
    with verdicts.case("a role is read back"):
        made = iam.create_role(
            RoleName="Deployer",
            Path="/ci/",
            AssumeRolePolicyDocument=json.dumps(LAMBDA),
            Description="deploys",
            MaxSessionDuration=7200,
            PermissionsBoundary=BOUNDARY,
            Tags=[{"Key": "team", "Value": "edge"}],
        )["Role"]
        contains(made["RoleId"], "AROA")
        role = iam.get_role(RoleName="deployer")["Role"]
        members(
            role,
            Path="/ci/",
            RoleName="Deployer",
            RoleId=made["RoleId"],
            Arn="arn:aws:iam::123456789012:role/ci/Deployer",
            Description="deploys",
            MaxSessionDuration=7200,
            PermissionsBoundary={"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": BOUNDARY},
            Tags=[{"Key": "team", "Value": "edge"}],
            # boto3 and the CLI decode what the wire has URL-encoded.
            AssumeRolePolicyDocument=LAMBDA,
            RoleLastUsed={},
        )
        with refuses("EntityAlreadyExists", status=409):
            iam.create_role(RoleName="DEPLOYER", AssumeRolePolicyDocument=json.dumps(LAMBDA))

    with verdicts.case("what may change of a role changes"):
        iam.update_role(RoleName="Deployer", Description="builds", MaxSessionDuration=3600)
        iam.update_assume_role_policy(RoleName="Deployer", PolicyDocument=json.dumps(EC2))
        iam.delete_role_permissions_boundary(RoleName="Deployer")
        role = iam.get_role(RoleName="Deployer")["Role"]
        members(role, Description="builds", MaxSessionDuration=3600, AssumeRolePolicyDocument=EC2, PermissionsBoundary=None)
        with refuses("NoSuchEntity", status=404):
            iam.delete_role_permissions_boundary(RoleName="Deployer")
        with refuses("NoSuchEntity"):
            iam.put_role_permissions_boundary(RoleName="Deployer", PermissionsBoundary="arn:aws:iam::aws:policy/None")
        iam.put_role_permissions_boundary(RoleName="Deployer", PermissionsBoundary=BOUNDARY)
        described = iam.update_role_description(RoleName="Deployer", Description="ships")["Role"]
        equal(described["Description"], "ships")

    with verdicts.case("policies that are none are refused"):
        for document, status in (("{", 400), ("{}", 400), (json.dumps(LOGS), 400)):
            with refuses("MalformedPolicyDocument", status=status):
                iam.create_role(RoleName="bad", AssumeRolePolicyDocument=document)
        with refuses("MalformedPolicyDocument"):
            iam.put_role_policy(RoleName="Deployer", PolicyName="p", PolicyDocument=json.dumps(LAMBDA))
        with refuses("ValidationError"):
            iam.create_role(RoleName="no spaces", AssumeRolePolicyDocument=json.dumps(LAMBDA))

    with verdicts.case("inline policies"):
        iam.put_role_policy(RoleName="Deployer", PolicyName="logs", PolicyDocument=json.dumps(LOGS))
        iam.put_role_policy(RoleName="Deployer", PolicyName="more", PolicyDocument=json.dumps(LOGS))
        got = iam.get_role_policy(RoleName="Deployer", PolicyName="logs")
        members(got, RoleName="Deployer", PolicyName="logs", PolicyDocument=LOGS)
        first = iam.list_role_policies(RoleName="Deployer", MaxItems=1)
        equal((first["PolicyNames"], first["IsTruncated"]), (["logs"], True))
        second = iam.list_role_policies(RoleName="Deployer", MaxItems=1, Marker=first["Marker"])
        equal((second["PolicyNames"], second["IsTruncated"]), (["more"], False))
        with refuses("DeleteConflict", status=409):
            iam.delete_role(RoleName="Deployer")
        for name in ("logs", "more"):
            iam.delete_role_policy(RoleName="Deployer", PolicyName=name)
        with refuses("NoSuchEntity"):
            iam.get_role_policy(RoleName="Deployer", PolicyName="logs")

    with verdicts.case("tags"):
        iam.tag_role(RoleName="Deployer", Tags=[{"Key": "Team", "Value": "core"}, {"Key": "a", "Value": "b"}])
        tags = iam.list_role_tags(RoleName="Deployer")["Tags"]
        equal({tag["Key"]: tag["Value"] for tag in tags}, {"Team": "core", "a": "b"})
        iam.untag_role(RoleName="Deployer", TagKeys=["a"])
        equal([tag["Key"] for tag in iam.get_role(RoleName="Deployer")["Role"]["Tags"]], ["Team"])

    with verdicts.case("roles are listed page by page"):
        for number in range(3):
            iam.create_role(RoleName=f"page-{number}", Path="/pages/", AssumeRolePolicyDocument=json.dumps(LAMBDA))
        seen, marker = [], {}
        for _ in range(5):
            page = iam.list_roles(PathPrefix="/pages/", MaxItems=2, **marker)
            seen += [role["RoleName"] for role in page["Roles"]]
            if not page["IsTruncated"]:
                break
            marker = {"Marker": page["Marker"]}
        equal(seen, ["page-0", "page-1", "page-2"])
        with refuses("ValidationError"):
            iam.list_roles(Marker="!")
        for name in seen:
            iam.delete_role(RoleName=name)

    with verdicts.case("a role that is gone is gone"):
        iam.delete_role(RoleName="Deployer")
        for call in (iam.get_role, iam.delete_role, iam.list_role_policies):
            with refuses("NoSuchEntity", status=404):
                call(RoleName="Deployer")

    with verdicts.case("a service's own role"):
        service, name = "ops.apigateway.amazonaws.com", "AWSServiceRoleForAPIGateway"
        made = iam.create_service_linked_role(AWSServiceName=service, Description="of the gateway")["Role"]
        members(made, RoleName=name, Path=f"/aws-service-role/{service}/")
        attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        equal([policy["PolicyName"] for policy in attached], ["APIGatewayServiceRolePolicy"])
        with refuses("InvalidInput"):
            iam.create_service_linked_role(AWSServiceName=service)
        with refuses("UnmodifiableEntity"):
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(LOGS))
        task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
        contains(task, f"task/aws-service-role/{service}/{name}/")
        equal(iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"], "SUCCEEDED")
        with refuses("NoSuchEntity"):
            iam.get_role(RoleName=name)

    with verdicts.case("root is the user"):
        equal(iam.get_user()["User"]["Arn"], "arn:aws:iam::123456789012:root")
        with refuses("NoSuchEntity", status=404):
            iam.get_user(UserName="alice")

    with verdicts.case("accounts do not see each other, regions do"):
        iam.create_role(RoleName="mine", AssumeRolePolicyDocument=json.dumps(LAMBDA))
        equal(aws.client("iam", region="eu-west-1").get_role(RoleName="mine")["Role"]["RoleName"], "mine")
        with refuses("NoSuchEntity"):
            aws.client("iam", account="210987654321").get_role(RoleName="mine")
        iam.delete_role(RoleName="mine")
