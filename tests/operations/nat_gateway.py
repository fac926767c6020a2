"""NAT gateways, public and private."""

from outside.errors import by, refuses
from outside.verdicts import contains, equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.140.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.140.1.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    address = ec2.allocate_address()
    second = ec2.allocate_address()["AllocationId"]
    tags = [{"Key": "Name", "Value": "nat"}]

    with verdicts.case("without an internet gateway it fails afterwards"):
        made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address["AllocationId"])["NatGateway"]
        shown = one(ec2, made["NatGatewayId"])
        equal((shown["State"], shown["FailureCode"]), ("failed", "Gateway.NotAttached"))
        contains(shown["FailureMessage"], vpc)
        ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
    with verdicts.case("create, and read back"):
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        asked = {
            "SubnetId": subnet,
            "AllocationId": address["AllocationId"],
            "SecondaryAllocationIds": [second],
            "ClientToken": "nat-1",
            "TagSpecifications": [{"ResourceType": "natgateway", "Tags": tags}],
        }
        made = ec2.create_nat_gateway(**asked)
        equal((made["ClientToken"], made["NatGateway"]["State"]), ("nat-1", "pending"))
        nat = made["NatGateway"]["NatGatewayId"]
        equal(ec2.create_nat_gateway(**asked)["NatGateway"]["NatGatewayId"], nat)
        with refuses("IdempotentParameterMismatch"):
            ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private", ClientToken="nat-1")
        shown = one(ec2, nat)
        for member, value in {
            "State": "available",
            "SubnetId": subnet,
            "VpcId": vpc,
            "ConnectivityType": "public",
            "Tags": tags,
        }.items():
            equal(shown[member], value, member)
        first, other = shown["NatGatewayAddresses"]
        equal((first["AllocationId"], first["PublicIp"]), (address["AllocationId"], address["PublicIp"]))
        equal((first["PrivateIp"], first["IsPrimary"], first["Status"]), ("10.140.1.4", True, "succeeded"))
        equal((other["AllocationId"], other["IsPrimary"]), (second, False))
    with verdicts.case("its interface is its own"):
        eni = ec2.describe_network_interfaces(NetworkInterfaceIds=[first["NetworkInterfaceId"]])["NetworkInterfaces"][0]
        equal((eni["InterfaceType"], eni["Description"]), ("natGateway", f"Interface for NAT Gateway {nat}"))
        equal((eni["RequesterManaged"], eni["Association"]["PublicIp"]), (True, address["PublicIp"]))
        with refuses("InvalidParameterValue"):
            ec2.delete_network_interface(NetworkInterfaceId=eni["NetworkInterfaceId"])
        with refuses("AuthFailure"):
            ec2.disassociate_address(AssociationId=first["AssociationId"])
        with refuses("AuthFailure"):
            ec2.release_address(AllocationId=second)
        with refuses("DependencyViolation"):
            ec2.delete_subnet(SubnetId=subnet)
        taken = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=second)["NatGateway"]["NatGatewayId"]
        equal(one(ec2, taken)["FailureCode"], "Resource.AlreadyAssociated")
    with verdicts.case("a private one"):
        private = ec2.create_nat_gateway(
            SubnetId=subnet, ConnectivityType="private", PrivateIpAddress="10.140.1.100", SecondaryPrivateIpAddressCount=1
        )["NatGateway"]["NatGatewayId"]
        shown = one(ec2, private)
        equal((shown["State"], shown["ConnectivityType"]), ("available", "private"))
        equal([a["PrivateIp"] for a in shown["NatGatewayAddresses"]][0], "10.140.1.100")
        equal(len(shown["NatGatewayAddresses"]), 2)
        equal(shown["NatGatewayAddresses"][0].get("PublicIp"), None)
        with refuses("InvalidParameter"):
            ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private", AllocationId=second)
    with verdicts.case("filters and pages"):
        for name, value in (("nat-gateway-id", nat), ("tag:Name", "nat")):
            found = ec2.describe_nat_gateways(Filters=by("vpc-id", vpc) + by(name, value))["NatGateways"]
            equal([n["NatGatewayId"] for n in found], [nat], name)
        found = ec2.describe_nat_gateways(Filters=by("subnet-id", subnet) + by("state", "available"))["NatGateways"]
        equal(sorted(n["NatGatewayId"] for n in found), sorted([nat, private]))
        page = ec2.describe_nat_gateways(Filters=by("vpc-id", vpc), MaxResults=5)
        equal(len(page["NatGateways"]), 4)
    with verdicts.case("delete"):
        for id in (nat, private):
            equal(ec2.delete_nat_gateway(NatGatewayId=id)["NatGatewayId"], id)
            equal(one(ec2, id)["State"], "deleted")
        equal(ec2.describe_addresses(AllocationIds=[second])["Addresses"][0].get("AssociationId"), None)
        ec2.delete_subnet(SubnetId=subnet)
    with verdicts.case("what is refused"):
        with refuses("NatGatewayNotFound"):
            ec2.delete_nat_gateway(NatGatewayId="nat-00000000000000001")
        with refuses("NatGatewayNotFound"):
            ec2.describe_nat_gateways(NatGatewayIds=["nat-00000000000000001"])
        with refuses("InvalidSubnetID.NotFound"):
            ec2.create_nat_gateway(SubnetId=subnet, AllocationId=second)
    for id in (address["AllocationId"], second):
        ec2.release_address(AllocationId=id)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, nat):
    return ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]
