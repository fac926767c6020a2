"""Network interfaces of users: addresses, attributes, attachments."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.120.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    six = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("/56", "/64")
    vpc = vpc["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.120.1.0/24", Ipv6CidrBlock=six, AvailabilityZone="eu-west-1a")
    subnet = subnet["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    tags = [{"Key": "Name", "Value": "eni"}]

    with verdicts.case("create, and read back each field"):
        asked = {
            "SubnetId": subnet,
            "Description": "mine",
            "Groups": [group],
            "PrivateIpAddress": "10.120.1.50",
            "SecondaryPrivateIpAddressCount": 2,
            "Ipv6AddressCount": 1,
            "ConnectionTrackingSpecification": {"TcpEstablishedTimeout": 350, "UdpStreamTimeout": 120, "UdpTimeout": 45},
            "TagSpecifications": [{"ResourceType": "network-interface", "Tags": tags}],
            "ClientToken": "eni-1",
        }
        made = ec2.create_network_interface(**asked)
        equal(made["ClientToken"], "eni-1")
        eni = made["NetworkInterface"]["NetworkInterfaceId"]
        equal(ec2.create_network_interface(**asked)["NetworkInterface"]["NetworkInterfaceId"], eni)
        shown = one(ec2, eni)
        for member, value in {
            "VpcId": vpc,
            "SubnetId": subnet,
            "AvailabilityZone": "eu-west-1a",
            "Description": "mine",
            "Groups": [{"GroupId": group, "GroupName": "g"}],
            "InterfaceType": "interface",
            "OwnerId": ACCOUNT,
            "PrivateIpAddress": "10.120.1.50",
            "RequesterManaged": False,
            "SourceDestCheck": True,
            "Status": "available",
            "TagSet": tags,
            "ConnectionTrackingConfiguration": asked["ConnectionTrackingSpecification"],
        }.items():
            equal(shown[member], value, member)
        addresses = [(a["PrivateIpAddress"], a["Primary"]) for a in shown["PrivateIpAddresses"]]
        equal(addresses, [("10.120.1.50", True), ("10.120.1.4", False), ("10.120.1.5", False)])
        equal(len(shown["Ipv6Addresses"]), 1)
        equal(ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["AvailableIpAddressCount"], 248)
    with verdicts.case("attributes"):
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Description={"Value": "yours"})
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, SourceDestCheck={"Value": False})
        default = ec2.describe_security_groups(Filters=by("vpc-id", vpc) + by("group-name", "default"))["SecurityGroups"][0]
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Groups=[default["GroupId"]])
        for attribute, member, value in (
            ("description", "Description", {"Value": "yours"}),
            ("sourceDestCheck", "SourceDestCheck", {"Value": False}),
            ("groupSet", "Groups", [{"GroupId": default["GroupId"], "GroupName": "default"}]),
            ("associatePublicIpAddress", "AssociatePublicIpAddress", False),
        ):
            equal(ec2.describe_network_interface_attribute(NetworkInterfaceId=eni, Attribute=attribute)[member], value)
        ec2.reset_network_interface_attribute(NetworkInterfaceId=eni, SourceDestCheck="true")
        equal(one(ec2, eni)["SourceDestCheck"], True)
        with refuses("InvalidParameterCombination"):
            ec2.modify_network_interface_attribute(NetworkInterfaceId=eni)
        with refuses("InvalidParameterCombination"):
            ec2.modify_network_interface_attribute(
                NetworkInterfaceId=eni, Description={"Value": "a"}, SourceDestCheck={"Value": True}
            )
    with verdicts.case("secondary and IPv6 addresses"):
        made = ec2.assign_private_ip_addresses(NetworkInterfaceId=eni, PrivateIpAddresses=["10.120.1.60"])
        equal(made["AssignedPrivateIpAddresses"], [{"PrivateIpAddress": "10.120.1.60"}])
        ec2.unassign_private_ip_addresses(NetworkInterfaceId=eni, PrivateIpAddresses=["10.120.1.60", "10.120.1.4"])
        shown = one(ec2, eni)
        equal([a["PrivateIpAddress"] for a in shown["PrivateIpAddresses"]], ["10.120.1.50", "10.120.1.5"])
        new = ec2.assign_ipv6_addresses(NetworkInterfaceId=eni, Ipv6AddressCount=1)["AssignedIpv6Addresses"]
        equal(len(one(ec2, eni)["Ipv6Addresses"]), 2)
        ec2.unassign_ipv6_addresses(NetworkInterfaceId=eni, Ipv6Addresses=new)
        equal(len(one(ec2, eni)["Ipv6Addresses"]), 1)
        with refuses("InvalidIPAddress.InUse"):
            ec2.create_network_interface(SubnetId=subnet, PrivateIpAddress="10.120.1.5")
        with refuses("InvalidParameterValue"):
            ec2.unassign_private_ip_addresses(NetworkInterfaceId=eni, PrivateIpAddresses=["10.120.1.50"])
    with verdicts.case("filters and pages"):
        for name, value in (
            ("subnet-id", subnet),
            ("description", "yours"),
            ("group-id", default["GroupId"]),
            ("private-ip-address", "10.120.1.50"),
            ("addresses.private-ip-address", "10.120.1.5"),
            ("status", "available"),
            ("tag:Name", "eni"),
        ):
            found = ec2.describe_network_interfaces(Filters=by("vpc-id", vpc) + by(name, value))["NetworkInterfaces"]
            equal([i["NetworkInterfaceId"] for i in found], [eni], name)
        made = [ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"] for _ in range(5)]
        page = ec2.describe_network_interfaces(Filters=by("vpc-id", vpc), MaxResults=5)
        rest = ec2.describe_network_interfaces(Filters=by("vpc-id", vpc), MaxResults=5, NextToken=page["NextToken"])
        equal(len(page["NetworkInterfaces"] + rest["NetworkInterfaces"]), 6)
        for id in made:
            ec2.delete_network_interface(NetworkInterfaceId=id)
    with verdicts.case("attach to an instance, and detach"):
        amazons = by("name", "al2023-ami-2023*") + by("architecture", "x86_64")
        image = ec2.describe_images(Owners=["amazon"], Filters=amazons)["Images"][0]["ImageId"]
        host = ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=subnet)
        host = host["Instances"][0]
        first = host["NetworkInterfaces"][0]
        attached = ec2.attach_network_interface(NetworkInterfaceId=eni, InstanceId=host["InstanceId"], DeviceIndex=1)
        id = attached["AttachmentId"]
        shown = one(ec2, eni)
        equal(shown["Status"], "in-use")
        for member, value in {"AttachmentId": id, "InstanceId": host["InstanceId"], "DeviceIndex": 1, "Status": "attached"}.items():
            equal(shown["Attachment"][member], value, member)
        found = ec2.describe_network_interfaces(Filters=by("attachment.instance-id", host["InstanceId"]))["NetworkInterfaces"]
        equal(sorted(i["NetworkInterfaceId"] for i in found), sorted([eni, first["NetworkInterfaceId"]]))
        listed = ec2.describe_instances(InstanceIds=[host["InstanceId"]])["Reservations"][0]["Instances"][0]
        equal(len(listed["NetworkInterfaces"]), 2)
        change = {"AttachmentId": id, "DeleteOnTermination": True}
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Attachment=change)
        said = ec2.describe_network_interface_attribute(NetworkInterfaceId=eni, Attribute="attachment")["Attachment"]
        equal(said["DeleteOnTermination"], True)
        with refuses("InvalidParameterValue"):
            ec2.delete_network_interface(NetworkInterfaceId=eni)
        with refuses("InvalidParameterValue"):
            ec2.attach_network_interface(NetworkInterfaceId=eni, InstanceId=host["InstanceId"], DeviceIndex=2)
        with refuses("OperationNotPermitted"):
            ec2.detach_network_interface(AttachmentId=first["Attachment"]["AttachmentId"])
        ec2.detach_network_interface(AttachmentId=id, Force=True)
        equal(one(ec2, eni)["Status"], "available")
        with refuses("InvalidAttachmentID.NotFound"):
            ec2.detach_network_interface(AttachmentId=id)
        ec2.terminate_instances(InstanceIds=[host["InstanceId"]])
    with verdicts.case("what is refused, and the end"):
        with refuses("InvalidSubnetID.NotFound"):
            ec2.create_network_interface(SubnetId="subnet-00000000000000001")
        with refuses("InvalidGroup.NotFound"):
            ec2.create_network_interface(SubnetId=subnet, Groups=["sg-00000000000000001"])
        with refuses("InvalidParameterValue"):
            ec2.create_network_interface(SubnetId=subnet, PrivateIpAddress="10.120.1.1")
        with refuses("InvalidParameterValue"):
            ec2.create_network_interface(SubnetId=subnet, PrivateIpAddress="10.121.1.9")
        with refuses("UnsupportedOperation"):
            ec2.create_network_interface(SubnetId=subnet, Ipv4PrefixCount=1)
        ec2.delete_network_interface(NetworkInterfaceId=eni)
        with refuses("InvalidNetworkInterfaceID.NotFound"):
            ec2.delete_network_interface(NetworkInterfaceId=eni)
    ec2.delete_security_group(GroupId=group)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, eni):
    return ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"][0]
