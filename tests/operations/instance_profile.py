"""Instance profiles."""

import json

from operations.role import EC2
from outside.balancer_place import members
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    iam = aws.client("iam")
    names = {"InstanceProfileName": "web"}
    with verdicts.case("a profile is read back with its role"):
        for role in ("web-role", "other-role"):
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(EC2))
        made = iam.create_instance_profile(**names, Path="/app/", Tags=[{"Key": "a", "Value": "b"}])["InstanceProfile"]
        equal(made["Roles"], [])
        iam.add_role_to_instance_profile(**names, RoleName="web-role")
        profile = iam.get_instance_profile(**names)["InstanceProfile"]
        members(
            profile,
            InstanceProfileName="web",
            Path="/app/",
            Arn="arn:aws:iam::123456789012:instance-profile/app/web",
            InstanceProfileId=made["InstanceProfileId"],
            Tags=[{"Key": "a", "Value": "b"}],
        )
        equal([role["RoleName"] for role in profile["Roles"]], ["web-role"])
        equal(profile["Roles"][0]["AssumeRolePolicyDocument"], EC2)

    with verdicts.case("conflicts"):
        with refuses("EntityAlreadyExists", status=409):
            iam.create_instance_profile(InstanceProfileName="WEB")
        with refuses("LimitExceeded", status=409):
            iam.add_role_to_instance_profile(**names, RoleName="other-role")
        with refuses("DeleteConflict", status=409):
            iam.delete_instance_profile(**names)
        with refuses("DeleteConflict", status=409):
            iam.delete_role(RoleName="web-role")
        with refuses("NoSuchEntity"):
            iam.remove_role_from_instance_profile(**names, RoleName="other-role")

    with verdicts.case("profiles are listed"):
        for number in range(2):
            iam.create_instance_profile(InstanceProfileName=f"page-{number}", Path="/pages/")
        page = iam.list_instance_profiles(PathPrefix="/pages/", MaxItems=1)
        rest = iam.list_instance_profiles(PathPrefix="/pages/", Marker=page["Marker"])
        equal([one["InstanceProfileName"] for one in page["InstanceProfiles"] + rest["InstanceProfiles"]], ["page-0", "page-1"])
        of_role = iam.list_instance_profiles_for_role(RoleName="web-role")["InstanceProfiles"]
        equal([one["InstanceProfileName"] for one in of_role], ["web"])

    with verdicts.case("tags"):
        iam.tag_instance_profile(**names, Tags=[{"Key": "c", "Value": "d"}])
        iam.untag_instance_profile(**names, TagKeys=["a"])
        equal(iam.list_instance_profile_tags(**names)["Tags"], [{"Key": "c", "Value": "d"}])

    with verdicts.case("a profile is deleted once it is empty"):
        iam.remove_role_from_instance_profile(**names, RoleName="web-role")
        for name in ("web", "page-0", "page-1"):
            iam.delete_instance_profile(InstanceProfileName=name)
        with refuses("NoSuchEntity", status=404):
            iam.get_instance_profile(**names)
        for role in ("web-role", "other-role"):
            iam.delete_role(RoleName=role)
