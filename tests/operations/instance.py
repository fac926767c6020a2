"""Instances: launched, read back, changed, stopped, started, ended; with their volumes, interfaces and types."""

import base64

from outside.errors import by, refuses
from outside.verdicts import contains, equal

# Chosen by the test, so that AWS's own clients need not make one up.
TOKEN = "instance-module"


def run(aws, verdicts):
    ec2, iam = aws.client("ec2"), aws.client("iam")
    vpc = ec2.create_vpc(CidrBlock="10.61.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    one = subnet(ec2, vpc, "10.61.1.0/24", "eu-west-1a")
    two = subnet(ec2, vpc, "10.61.2.0/24", "eu-west-1b")
    group = ec2.create_security_group(GroupName="web", Description="d", VpcId=vpc)["GroupId"]
    image = newest(ec2, "al2023-ami-2023*-x86_64")
    ec2.create_key_pair(KeyName="instance-key")
    iam.create_instance_profile(InstanceProfileName="instance-profile")
    profile = iam.get_instance_profile(InstanceProfileName="instance-profile")["InstanceProfile"]
    launch = dict(
        ImageId=image,
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        KeyName="instance-key",
        SubnetId=one,
        SecurityGroupIds=[group],
        PrivateIpAddress="10.61.1.50",
        UserData="#!/bin/sh\n",
        IamInstanceProfile={"Name": "instance-profile"},
        Monitoring={"Enabled": True},
        EbsOptimized=True,
        InstanceInitiatedShutdownBehavior="terminate",
        CreditSpecification={"CpuCredits": "standard"},
        MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 3, "InstanceMetadataTags": "enabled"},
        BlockDeviceMappings=[
            {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3", "Iops": 4000, "Throughput": 250}},
            {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 5, "VolumeType": "gp2", "DeleteOnTermination": False}},
        ],
        ClientToken=TOKEN,
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]},
            {"ResourceType": "volume", "Tags": [{"Key": "Of", "Value": "web"}]},
            {"ResourceType": "network-interface", "Tags": [{"Key": "Card", "Value": "web"}]},
        ],
    )
    ids = {}

    with verdicts.case("a launch is pending, and the same token launches nothing more"):
        made = ec2.run_instances(**launch)
        [instance] = made["Instances"]
        equal(instance["State"], {"Code": 0, "Name": "pending"})
        ids["i"] = instance["InstanceId"]
        assert ids["i"].startswith("i-0") and made["ReservationId"].startswith("r-0")
        again = ec2.run_instances(**launch)
        equal((again["ReservationId"], again["Instances"][0]["InstanceId"]), (made["ReservationId"], ids["i"]))
        with refuses("IdempotentParameterMismatch", status=400):
            ec2.run_instances(**{**launch, "InstanceType": "t3.small"})

    with verdicts.case("what was asked for is read back"):
        shown = one_of(ec2, ids["i"])
        equal(shown["State"], {"Code": 16, "Name": "running"})
        equal((shown["ImageId"], shown["InstanceType"], shown["KeyName"]), (image, "t3.micro", "instance-key"))
        equal((shown["SubnetId"], shown["VpcId"], shown["PrivateIpAddress"]), (one, vpc, "10.61.1.50"))
        equal(shown["PrivateDnsName"], "ip-10-61-1-50.eu-west-1.compute.internal")
        equal(shown["SecurityGroups"], [{"GroupId": group, "GroupName": "web"}])
        equal(shown["Placement"]["AvailabilityZone"], "eu-west-1a")
        equal(shown["Placement"]["Tenancy"], "default")
        equal(shown["IamInstanceProfile"], {"Arn": profile["Arn"], "Id": profile["InstanceProfileId"]})
        equal((shown["Monitoring"]["State"], shown["EbsOptimized"]), ("enabled", True))
        equal((shown["Architecture"], shown["VirtualizationType"], shown["RootDeviceName"]), ("x86_64", "hvm", "/dev/xvda"))
        equal(shown["CpuOptions"], {"CoreCount": 1, "ThreadsPerCore": 2})
        equal(shown["ClientToken"], TOKEN)
        options = shown["MetadataOptions"]
        equal((options["HttpTokens"], options["HttpPutResponseHopLimit"], options["HttpEndpoint"]), ("required", 3, "enabled"))
        equal((options["InstanceMetadataTags"], options["State"]), ("enabled", "applied"))
        equal(shown["Tags"], [{"Key": "Name", "Value": "web"}])
        assert "PublicIpAddress" not in shown and shown["PublicDnsName"] == ""
        [card] = shown["NetworkInterfaces"]
        equal((card["Attachment"]["DeviceIndex"], card["Attachment"]["DeleteOnTermination"]), (0, True))
        ids["eni"] = card["NetworkInterfaceId"]
        [eni] = ec2.describe_network_interfaces(NetworkInterfaceIds=[ids["eni"]])["NetworkInterfaces"]
        equal((eni["Status"], eni["Attachment"]["InstanceId"]), ("in-use", ids["i"]))
        equal(eni["TagSet"], [{"Key": "Card", "Value": "web"}])

    with verdicts.case("volumes are those that were mapped"):
        mapped = {m["DeviceName"]: m["Ebs"] for m in shown["BlockDeviceMappings"]}
        equal({d: e["DeleteOnTermination"] for d, e in mapped.items()}, {"/dev/xvda": True, "/dev/sdf": False})
        ids["root"], ids["data"] = mapped["/dev/xvda"]["VolumeId"], mapped["/dev/sdf"]["VolumeId"]
        [root] = ec2.describe_volumes(VolumeIds=[ids["root"]])["Volumes"]
        equal((root["Size"], root["VolumeType"], root["Iops"], root["Throughput"]), (20, "gp3", 4000, 250))
        equal((root["State"], root["Encrypted"], root["AvailabilityZone"]), ("in-use", False, "eu-west-1a"))
        equal((root["Attachments"][0]["InstanceId"], root["Attachments"][0]["Device"]), (ids["i"], "/dev/xvda"))
        assert root["SnapshotId"].startswith("snap-")
        equal(root["Tags"], [{"Key": "Of", "Value": "web"}])
        found = ec2.describe_volumes(Filters=by("attachment.instance-id", ids["i"]))["Volumes"]
        equal(sorted(v["Iops"] for v in found), [100, 4000])
        equal([v["VolumeId"] for v in ec2.describe_volumes(Filters=by("volume-type", "gp2"))["Volumes"]], [ids["data"]])
        page = ec2.describe_volumes(MaxResults=1)
        equal(len(page["Volumes"]), 1)
        equal(len(ec2.describe_volumes(NextToken=page["NextToken"])["Volumes"]), 1)

    with verdicts.case("what the OpenTofu provider reads besides"):
        [credits] = ec2.describe_instance_credit_specifications(InstanceIds=[ids["i"]])["InstanceCreditSpecifications"]
        equal(credits, {"InstanceId": ids["i"], "CpuCredits": "standard"})
        [status] = ec2.describe_instance_status(InstanceIds=[ids["i"]])["InstanceStatuses"]
        equal((status["InstanceState"]["Name"], status["InstanceStatus"]["Status"]), ("running", "ok"))
        equal(status["SystemStatus"]["Details"], [{"Name": "reachability", "Status": "passed"}])
        equal(ec2.get_instance_uefi_data(InstanceId=ids["i"])["InstanceId"], ids["i"])
        tags = ec2.describe_tags(Filters=by("resource-id", ids["i"]))["Tags"]
        equal([(t["ResourceType"], t["Key"], t["Value"]) for t in tags], [("instance", "Name", "web")])

    with verdicts.case("attributes, one by one"):
        read = lambda name: ec2.describe_instance_attribute(InstanceId=ids["i"], Attribute=name)
        equal(read("instanceType")["InstanceType"], {"Value": "t3.micro"})
        equal(base64.b64decode(read("userData")["UserData"]["Value"]), b"#!/bin/sh\n")
        equal(read("disableApiTermination")["DisableApiTermination"], {"Value": False})
        equal(read("disableApiStop")["DisableApiStop"], {"Value": False})
        equal(read("instanceInitiatedShutdownBehavior")["InstanceInitiatedShutdownBehavior"], {"Value": "terminate"})
        equal(read("rootDeviceName")["RootDeviceName"], {"Value": "/dev/xvda"})
        equal(read("sourceDestCheck")["SourceDestCheck"], {"Value": True})
        equal(read("ebsOptimized")["EbsOptimized"], {"Value": True})
        equal(read("enaSupport")["EnaSupport"], {"Value": True})
        equal(read("groupSet")["Groups"], [{"GroupId": group, "GroupName": "web"}])
        equal([m["DeviceName"] for m in read("blockDeviceMapping")["BlockDeviceMappings"]], ["/dev/xvda", "/dev/sdf"])

    with verdicts.case("attributes change"):
        change = lambda **what: ec2.modify_instance_attribute(InstanceId=ids["i"], **what)
        other = ec2.create_security_group(GroupName="other", Description="d", VpcId=vpc)["GroupId"]
        change(Groups=[group, other])
        change(SourceDestCheck={"Value": False})
        change(InstanceInitiatedShutdownBehavior={"Value": "stop"})
        change(Attribute="disableApiTermination", Value="true")
        change(DisableApiStop={"Value": True})
        change(BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"DeleteOnTermination": True}}])
        shown = one_of(ec2, ids["i"])
        equal(sorted(g["GroupName"] for g in shown["SecurityGroups"]), ["other", "web"])
        equal(shown["SourceDestCheck"], False)
        equal([m["Ebs"]["DeleteOnTermination"] for m in shown["BlockDeviceMappings"]], [True, True])
        with refuses("OperationNotPermitted", status=400):
            ec2.terminate_instances(InstanceIds=[ids["i"]])
        with refuses("OperationNotPermitted"):
            ec2.stop_instances(InstanceIds=[ids["i"]])
        with refuses("IncorrectInstanceState"):
            change(InstanceType={"Value": "t3.small"})
        with refuses("InvalidParameterCombination"):
            change(SourceDestCheck={"Value": True}, DisableApiStop={"Value": False})
        with refuses("InvalidParameterCombination"):
            change()
        with refuses("DependencyViolation"):
            ec2.delete_security_group(GroupId=other)
        change(DisableApiStop={"Value": False})
        change(DisableApiTermination={"Value": False})
        change(Groups=[group])
        ec2.delete_security_group(GroupId=other)

    with verdicts.case("stop, change the type, start, reboot"):
        [stopped] = ec2.stop_instances(InstanceIds=[ids["i"]])["StoppingInstances"]
        equal((stopped["PreviousState"]["Name"], stopped["CurrentState"]["Name"]), ("running", "stopping"))
        shown = one_of(ec2, ids["i"])
        equal((shown["State"]["Name"], shown["StateReason"]["Code"]), ("stopped", "Client.UserInitiatedShutdown"))
        contains(shown["StateTransitionReason"], "User initiated (")
        equal(ec2.describe_instance_status(InstanceIds=[ids["i"]])["InstanceStatuses"], [])
        [status] = ec2.describe_instance_status(InstanceIds=[ids["i"]], IncludeAllInstances=True)["InstanceStatuses"]
        equal(status["InstanceStatus"]["Status"], "not-applicable")
        with refuses("IncorrectInstanceState"):
            ec2.reboot_instances(InstanceIds=[ids["i"]])
        change(InstanceType={"Value": "t3.small"})
        change(UserData={"Value": b"echo"})
        equal(base64.b64decode(read("userData")["UserData"]["Value"]), b"echo")
        with refuses("InvalidParameterValue"):
            change(InstanceType={"Value": "t4g.small"})
        [started] = ec2.start_instances(InstanceIds=[ids["i"]])["StartingInstances"]
        equal((started["PreviousState"]["Name"], started["CurrentState"]["Name"]), ("stopped", "pending"))
        equal((one_of(ec2, ids["i"])["State"]["Name"], one_of(ec2, ids["i"])["InstanceType"]), ("running", "t3.small"))
        ec2.reboot_instances(InstanceIds=[ids["i"]])

    with verdicts.case("interface by interface, with a public address"):
        made = ec2.create_network_interface(SubnetId=two, Groups=[group])["NetworkInterface"]["NetworkInterfaceId"]
        run = ec2.run_instances(
            ImageId=newest(ec2, "amzn2-ami-hvm-*-arm64-gp2"),
            InstanceType="t4g.small",
            MinCount=1,
            MaxCount=1,
            NetworkInterfaces=[
                {
                    "DeviceIndex": 0,
                    "SubnetId": two,
                    "Groups": [group],
                    "AssociatePublicIpAddress": True,
                    "Description": "first",
                    "DeleteOnTermination": True,
                },
                {"DeviceIndex": 1, "NetworkInterfaceId": made},
            ],
        )
        ids["arm"] = run["Instances"][0]["InstanceId"]
        shown = one_of(ec2, ids["arm"])
        equal([c["Attachment"]["DeviceIndex"] for c in shown["NetworkInterfaces"]], [0, 1])
        equal(shown["NetworkInterfaces"][0]["Description"], "first")
        equal(shown["NetworkInterfaces"][1]["NetworkInterfaceId"], made)
        public = shown["PublicIpAddress"]
        contains(shown["PublicDnsName"], public.replace(".", "-"))
        equal((shown["MetadataOptions"]["HttpTokens"], shown["MetadataOptions"]["HttpPutResponseHopLimit"]), ("optional", 1))
        equal(shown["CurrentInstanceBootMode"], "uefi")
        with refuses("InvalidInstanceID"):
            ec2.modify_instance_attribute(InstanceId=ids["arm"], Groups=[group])
        ec2.stop_instances(InstanceIds=[ids["arm"]])
        assert "PublicIpAddress" not in one_of(ec2, ids["arm"])
        ec2.start_instances(InstanceIds=[ids["arm"]])
        assert one_of(ec2, ids["arm"])["PublicIpAddress"]

    with verdicts.case("filters, pages and several instances of one reservation"):
        run = ec2.run_instances(ImageId=image, InstanceType="m5.large", MinCount=1, MaxCount=6, SubnetId=two)
        many = [i["InstanceId"] for i in run["Instances"]]
        equal((len(many), [i["AmiLaunchIndex"] for i in run["Instances"]]), (6, [0, 1, 2, 3, 4, 5]))
        found = ec2.describe_instances(Filters=by("reservation-id", run["ReservationId"]))["Reservations"]
        equal((len(found), len(found[0]["Instances"])), (1, 6))
        equal(idents(ec2, by("tag:Name", "web")), [ids["i"]])
        equal(idents(ec2, by("private-ip-address", "10.61.1.50")), [ids["i"]])
        equal(idents(ec2, by("instance-state-name", "running") + by("subnet-id", one)), [ids["i"]])
        equal(idents(ec2, by("instance-type", "t4g.*")), [ids["arm"]])
        equal(idents(ec2, by("network-interface.network-interface-id", ids["eni"])), [ids["i"]])
        equal(idents(ec2, by("iam-instance-profile.arn", profile["Arn"])), [ids["i"]])
        equal(len(idents(ec2, by("vpc-id", vpc))), 8)
        page, seen = ec2.describe_instances(MaxResults=5), []
        for _ in range(5):
            seen += [i["InstanceId"] for r in page["Reservations"] for i in r["Instances"]]
            if "NextToken" not in page:
                break
            page = ec2.describe_instances(MaxResults=5, NextToken=page["NextToken"])
        equal(sorted(seen), sorted([ids["i"], ids["arm"], *many]))
        unlimited = ec2.describe_instance_credit_specifications()["InstanceCreditSpecifications"]
        equal([c["InstanceId"] for c in unlimited], [ids["arm"]])

    with verdicts.case("types"):
        [micro] = ec2.describe_instance_types(InstanceTypes=["t3.micro"])["InstanceTypes"]
        equal((micro["VCpuInfo"]["DefaultVCpus"], micro["MemoryInfo"]["SizeInMiB"]), (2, 1024))
        equal(micro["ProcessorInfo"]["SupportedArchitectures"], ["x86_64"])
        equal((micro["BurstablePerformanceSupported"], micro["CurrentGeneration"], micro["BareMetal"]), (True, True, False))
        equal(micro["NetworkInfo"]["MaximumNetworkInterfaces"], 2)
        equal(micro["EbsInfo"]["EbsOptimizedInfo"]["BaselineBandwidthInMbps"], 87)
        arm = ec2.describe_instance_types(Filters=by("processor-info.supported-architecture", "arm64"))["InstanceTypes"]
        assert {t["InstanceType"] for t in arm} >= {"t4g.micro", "m7g.medium"}
        page = ec2.describe_instance_types(MaxResults=5)
        equal(len(page["InstanceTypes"]), 5)
        assert page["NextToken"]
        with refuses("InvalidInstanceType", "InvalidParameterValue"):
            ec2.describe_instance_types(InstanceTypes=["x9.huge"])

    with verdicts.case("what is refused"):
        plain = dict(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=one)
        for change_, codes in [
            ({"ImageId": "ami-00000000000000000"}, ["InvalidAMIID.NotFound"]),
            ({"ImageId": "linux"}, ["InvalidAMIID.Malformed"]),
            ({"InstanceType": "t4g.micro"}, ["InvalidParameterValue"]),
            ({"InstanceType": "c3.large"}, ["Unsupported"]),
            ({"KeyName": "no-such-key"}, ["InvalidKeyPair.NotFound"]),
            ({"SubnetId": "subnet-00000000000000000"}, ["InvalidSubnetID.NotFound"]),
            ({"SecurityGroupIds": ["sg-00000000000000000"]}, ["InvalidGroup.NotFound"]),
            ({"PrivateIpAddress": "10.61.1.50"}, ["InvalidIPAddress.InUse"]),
            ({"PrivateIpAddress": "10.61.9.9"}, ["InvalidParameterValue"]),
            ({"MinCount": 3}, ["InvalidParameterValue"]),
            ({"IamInstanceProfile": {"Name": "nobody"}}, ["InvalidParameterValue"]),
            ({"CreditSpecification": {"CpuCredits": "standard"}, "InstanceType": "m5.large"}, ["InvalidParameterCombination"]),
            ({"Placement": {"AvailabilityZone": "eu-west-1c"}}, ["InvalidParameterValue"]),
            ({"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 1}}]}, ["InvalidBlockDeviceMapping"]),
            ({"NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": two}]}, ["InvalidParameterCombination"]),
            ({"LaunchTemplate": {"LaunchTemplateName": "t"}}, ["UnsupportedOperation"]),
        ]:
            with refuses(*codes):
                ec2.run_instances(**{**plain, **change_})
        with refuses("VPCIdNotSpecified"):
            ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1)
        for call in (ec2.stop_instances, ec2.start_instances, ec2.terminate_instances, ec2.describe_instances):
            with refuses("InvalidInstanceID.NotFound", status=400):
                call(InstanceIds=["i-00000000000000000"])
        with refuses("InvalidInstanceID.Malformed"):
            ec2.describe_instances(InstanceIds=["web"])
        with refuses("InvalidParameterCombination"):
            ec2.describe_instances(InstanceIds=[ids["i"]], MaxResults=5)
        with refuses("InvalidVolume.NotFound"):
            ec2.describe_volumes(VolumeIds=["vol-00000000000000000"])
        with refuses("DependencyViolation"):
            ec2.delete_subnet(SubnetId=one)

    with verdicts.case("the end: shown as terminated, with nothing left of it"):
        ec2.modify_instance_attribute(
            InstanceId=ids["i"], BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"DeleteOnTermination": False}}]
        )
        ended = ec2.terminate_instances(InstanceIds=[ids["i"], ids["arm"], *many])["TerminatingInstances"]
        equal({e["CurrentState"]["Name"] for e in ended}, {"shutting-down"})
        shown = one_of(ec2, ids["i"])
        equal(shown["State"], {"Code": 48, "Name": "terminated"})
        equal((shown["NetworkInterfaces"], shown["BlockDeviceMappings"], shown["SecurityGroups"]), ([], [], []))
        assert "SubnetId" not in shown and "PrivateIpAddress" not in shown
        equal(shown["Tags"], [{"Key": "Name", "Value": "web"}])
        left = ec2.describe_network_interfaces(Filters=by("vpc-id", vpc))["NetworkInterfaces"]
        equal([(e["NetworkInterfaceId"], e["Status"]) for e in left], [(made, "available")])
        [data] = ec2.describe_volumes()["Volumes"]
        equal((data["VolumeId"], data["State"]), (ids["data"], "available"))
        with refuses("IncorrectInstanceState"):
            ec2.start_instances(InstanceIds=[ids["i"]])
        [twice] = ec2.terminate_instances(InstanceIds=[ids["i"]])["TerminatingInstances"]
        equal(twice["CurrentState"]["Name"], "terminated")
        ec2.delete_network_interface(NetworkInterfaceId=made)
        ec2.delete_security_group(GroupId=group)
        for subnet_id in (one, two):
            ec2.delete_subnet(SubnetId=subnet_id)
        ec2.delete_vpc(VpcId=vpc)
        ec2.delete_key_pair(KeyName="instance-key")
        iam.delete_instance_profile(InstanceProfileName="instance-profile")


def subnet(ec2, vpc, block, zone):
    return ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"]["SubnetId"]


def newest(ec2, name):
    images = ec2.describe_images(Owners=["amazon"], Filters=by("name", name))["Images"]
    return max(images, key=lambda image: image["CreationDate"])["ImageId"]


def one_of(ec2, identity):
    return ec2.describe_instances(InstanceIds=[identity])["Reservations"][0]["Instances"][0]


def idents(ec2, filters):
    found = ec2.describe_instances(Filters=filters)["Reservations"]
    return [instance["InstanceId"] for reservation in found for instance in reservation["Instances"]]
