"""Subnets: attributes, IPv6 blocks, reservations, filters."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.60.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    six = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("00::/56", "01::/64").replace("::/56", "::/64")
    vpc = vpc["VpcId"]
    tags = [{"ResourceType": "subnet", "Tags": [{"Key": "Name", "Value": "a"}]}]

    with verdicts.case("create, and read back each field"):
        made = ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.1.7/24", AvailabilityZone="eu-west-1b", TagSpecifications=tags)
        subnet = made["Subnet"]["SubnetId"]
        shown = one(ec2, subnet)
        for member, value in {
            "VpcId": vpc,
            "CidrBlock": "10.60.1.0/24",
            "AvailabilityZone": "eu-west-1b",
            "AvailabilityZoneId": "euw1-az2",
            "AvailableIpAddressCount": 251,
            "DefaultForAz": False,
            "MapPublicIpOnLaunch": False,
            "AssignIpv6AddressOnCreation": False,
            "EnableDns64": False,
            "Ipv6Native": False,
            "OwnerId": ACCOUNT,
            "State": "available",
            "SubnetArn": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:subnet/{subnet}",
            "Tags": [{"Key": "Name", "Value": "a"}],
        }.items():
            equal(shown[member], value, member)
    with verdicts.case("IPv6 blocks"):
        made = ec2.associate_subnet_cidr_block(SubnetId=subnet, Ipv6CidrBlock=six)
        association = made["Ipv6CidrBlockAssociation"]["AssociationId"]
        equal(made["SubnetId"], subnet)
        found = ec2.describe_subnets(Filters=by("ipv6-cidr-block-association.association-id", association))["Subnets"]
        equal([s["SubnetId"] for s in found], [subnet])
        equal(found[0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"], six)
        with refuses("InvalidParameterValue"):
            ec2.associate_subnet_cidr_block(SubnetId=subnet, Ipv6CidrBlock=six)
        with refuses("InvalidSubnet.Conflict"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.9.0/24", Ipv6CidrBlock=six)
        with refuses("InvalidSubnet.Range"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.9.0/24", Ipv6CidrBlock="2001:db8:ffff:ffff::/64")
    with verdicts.case("attributes, one a call"):
        for member, shows in (
            ("MapPublicIpOnLaunch", "MapPublicIpOnLaunch"),
            ("AssignIpv6AddressOnCreation", "AssignIpv6AddressOnCreation"),
            ("EnableDns64", "EnableDns64"),
        ):
            ec2.modify_subnet_attribute(SubnetId=subnet, **{member: {"Value": True}})
            equal(one(ec2, subnet)[shows], True, member)
        ec2.modify_subnet_attribute(SubnetId=subnet, PrivateDnsHostnameTypeOnLaunch="resource-name")
        ec2.modify_subnet_attribute(SubnetId=subnet, EnableResourceNameDnsARecordOnLaunch={"Value": True})
        ec2.modify_subnet_attribute(SubnetId=subnet, EnableResourceNameDnsAAAARecordOnLaunch={"Value": True})
        names = {"HostnameType": "resource-name", "EnableResourceNameDnsARecord": True, "EnableResourceNameDnsAAAARecord": True}
        equal(one(ec2, subnet)["PrivateDnsNameOptionsOnLaunch"], names)
        with refuses("InvalidParameterCombination"):
            ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True}, EnableDns64={"Value": True})
        ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": False})
        ec2.disassociate_subnet_cidr_block(AssociationId=association)
        with refuses("InvalidSubnetCidrBlockAssociationID.NotFound"):
            ec2.disassociate_subnet_cidr_block(AssociationId=association)
        with refuses("InvalidParameterValue"):
            ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})
    with verdicts.case("reservations keep addresses from being given out"):
        told = {"Description": "kept", "TagSpecifications": [{"ResourceType": "subnet-cidr-reservation", "Tags": [{"Key": "k", "Value": "v"}]}]}
        made = ec2.create_subnet_cidr_reservation(SubnetId=subnet, Cidr="10.60.1.0/28", ReservationType="explicit", **told)
        made = made["SubnetCidrReservation"]
        for member, value in {
            "SubnetId": subnet,
            "Cidr": "10.60.1.0/28",
            "ReservationType": "explicit",
            "OwnerId": ACCOUNT,
            "Description": "kept",
            "Tags": [{"Key": "k", "Value": "v"}],
        }.items():
            equal(made[member], value, member)
        kept = ec2.get_subnet_cidr_reservations(SubnetId=subnet)
        equal([k["SubnetCidrReservationId"] for k in kept["SubnetIpv4CidrReservations"]], [made["SubnetCidrReservationId"]])
        equal(kept["SubnetIpv6CidrReservations"], [])
        equal(ec2.get_subnet_cidr_reservations(SubnetId=subnet, Filters=by("tag:k", "x"))["SubnetIpv4CidrReservations"], [])
        with refuses("InvalidParameterValue"):
            ec2.create_subnet_cidr_reservation(SubnetId=subnet, Cidr="10.60.1.0/29", ReservationType="prefix")
        with refuses("InvalidParameterValue"):
            ec2.create_subnet_cidr_reservation(SubnetId=subnet, Cidr="10.61.1.0/28", ReservationType="prefix")
        eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]
        equal(eni["PrivateIpAddress"], "10.60.1.16")
        ec2.delete_network_interface(NetworkInterfaceId=eni["NetworkInterfaceId"])
        gone = ec2.delete_subnet_cidr_reservation(SubnetCidrReservationId=made["SubnetCidrReservationId"])
        equal(gone["DeletedSubnetCidrReservation"]["Cidr"], "10.60.1.0/28")
        with refuses("InvalidSubnetCidrReservationID.NotFound"):
            ec2.delete_subnet_cidr_reservation(SubnetCidrReservationId=made["SubnetCidrReservationId"])
    with verdicts.case("pages and filters"):
        made = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.60.{n}.0/24")["Subnet"]["SubnetId"] for n in range(2, 8)]
        page = ec2.describe_subnets(Filters=by("vpc-id", vpc), MaxResults=5)
        rest = ec2.describe_subnets(Filters=by("vpc-id", vpc), MaxResults=5, NextToken=page["NextToken"])
        equal(sorted(s["SubnetId"] for s in page["Subnets"] + rest["Subnets"]), sorted([subnet, *made]))
        for name, value in (("tag:Name", "a"), ("cidr-block", "10.60.1.0/24"), ("availability-zone", "eu-west-1b")):
            found = ec2.describe_subnets(Filters=by("vpc-id", vpc) + by(name, value))["Subnets"]
            equal([s["SubnetId"] for s in found], [subnet], name)
        for id in made:
            ec2.delete_subnet(SubnetId=id)
    with verdicts.case("what is refused"):
        with refuses("InvalidSubnet.Conflict"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.1.128/25")
        for block in ("10.61.0.0/24", "10.60.2.0/29"):
            with refuses("InvalidSubnet.Range"):
                ec2.create_subnet(VpcId=vpc, CidrBlock=block)
        with refuses("InvalidParameterValue"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.2.0/24", AvailabilityZone="eu-west-1z")
        with refuses("UnsupportedOperation"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.2.0/24", Ipv6Native=True)
        eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        with refuses("DependencyViolation"):
            ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_network_interface(NetworkInterfaceId=eni)
        ec2.delete_subnet(SubnetId=subnet)
        with refuses("InvalidSubnetID.NotFound"):
            ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, subnet):
    return ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]
