"""Amazon's images, as templates look for them."""

from outside.errors import by, refuses
from outside.verdicts import contains, equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")

    with verdicts.case("Amazon Linux 2023 is found as data.aws_ami looks for it"):
        found = ec2.describe_images(
            Owners=["amazon"], Filters=by("name", "al2023-ami-2023*-x86_64") + by("virtualization-type", "hvm")
        )["Images"]
        [image] = found
        equal(image["Architecture"], "x86_64")
        equal(image["ImageOwnerAlias"], "amazon")
        equal(image["OwnerId"], "137112412989")
        equal(image["State"], "available")
        equal(image["RootDeviceName"], "/dev/xvda")
        equal(image["RootDeviceType"], "ebs")
        equal(image["BootMode"], "uefi-preferred")
        equal(image["ImdsSupport"], "v2.0")
        equal(image["Public"], True)
        device = image["BlockDeviceMappings"][0]
        equal(device["DeviceName"], "/dev/xvda")
        equal(device["Ebs"]["VolumeSize"], 8)
        equal(device["Ebs"]["VolumeType"], "gp3")
        equal(device["Ebs"]["DeleteOnTermination"], True)
        contains(image["PublicSsmParameterName"], "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")
        assert image["CreationDate"].endswith("Z")

    with verdicts.case("ids are stable, differ by region, and find their image"):
        equal(ec2.describe_images(ImageIds=[image["ImageId"]])["Images"], [image])
        there = aws.client("ec2", region="us-east-1")
        [other] = there.describe_images(Filters=by("name", image["Name"]))["Images"]
        assert other["ImageId"] != image["ImageId"]
        with refuses("InvalidAMIID.NotFound", status=400):
            there.describe_images(ImageIds=[image["ImageId"]])

    with verdicts.case("Amazon Linux 2 for both architectures"):
        found = ec2.describe_images(
            Owners=["137112412989"], Filters=by("name", "amzn2-ami-hvm-*") + by("owner-alias", "amazon")
        )["Images"]
        equal(sorted(i["Architecture"] for i in found), ["arm64", "x86_64"])
        equal([i["BlockDeviceMappings"][0]["Ebs"]["VolumeType"] for i in found], ["gp2", "gp2"])
        [arm] = [i for i in found if i["Architecture"] == "arm64"]
        equal([i["ImageId"] for i in ec2.describe_images(Filters=by("architecture", "arm64") + by("name", "amzn2*"))["Images"]], [arm["ImageId"]])

    with verdicts.case("pages, and owners without images"):
        page = ec2.describe_images(MaxResults=2)
        equal(len(page["Images"]), 2)
        rest = ec2.describe_images(MaxResults=100, NextToken=page["NextToken"])
        equal(len(rest["Images"]), len(ec2.describe_images()["Images"]) - 2)
        equal(ec2.describe_images(Owners=["self"])["Images"], [])

    with verdicts.case("what is refused"):
        with refuses("InvalidAMIID.NotFound"):
            ec2.describe_images(ImageIds=["ami-00000000000000000"])
        with refuses("InvalidAMIID.Malformed"):
            ec2.describe_images(ImageIds=["image"])
        with refuses("InvalidParameterValue"):
            ec2.describe_images(Filters=by("no-such-filter", "x"))
        # What the OpenTofu provider asks of an image.
        with refuses("InvalidInstanceID.Malformed", status=400):
            ec2.get_instance_uefi_data(InstanceId=image["ImageId"])

    with verdicts.case("nothing is encrypted by default"):
        equal(ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"], False)
