"""Elastic IP addresses."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.130.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.130.1.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    other = ec2.create_network_interface(SubnetId=subnet, SecondaryPrivateIpAddressCount=1)["NetworkInterface"]
    tags = [{"Key": "Name", "Value": "eip"}]

    with verdicts.case("allocate, and read back"):
        made = ec2.allocate_address(Domain="vpc", TagSpecifications=[{"ResourceType": "elastic-ip", "Tags": tags}])
        address, public = made["AllocationId"], made["PublicIp"]
        equal((made["Domain"], made["NetworkBorderGroup"], made["PublicIpv4Pool"]), ("vpc", "eu-west-1", "amazon"))
        wanted = {
            "AllocationId": address,
            "PublicIp": public,
            "Domain": "vpc",
            "NetworkBorderGroup": "eu-west-1",
            "PublicIpv4Pool": "amazon",
            "Tags": tags,
        }
        equal(one(ec2, address), wanted)
        equal(ec2.describe_addresses(PublicIps=[public])["Addresses"], [wanted])
        said = ec2.describe_addresses_attribute(AllocationIds=[address], Attribute="domain-name")["Addresses"]
        equal(said, [{"AllocationId": address, "PublicIp": public}])
    with verdicts.case("associate with an interface"):
        with refuses("Gateway.NotAttached"):
            ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni)
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        association = ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni)["AssociationId"]
        equal(ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni)["AssociationId"], association)
        shown = one(ec2, address)
        for member, value in {
            "AssociationId": association,
            "NetworkInterfaceId": eni,
            "NetworkInterfaceOwnerId": ACCOUNT,
            "PrivateIpAddress": "10.130.1.4",
        }.items():
            equal(shown[member], value, member)
        seen = ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"][0]["Association"]
        equal((seen["PublicIp"], seen["AllocationId"], seen["AssociationId"]), (public, address, association))
        equal(seen["IpOwnerId"], ACCOUNT)
        for name, value in (
            ("allocation-id", address),
            ("association-id", association),
            ("network-interface-id", eni),
            ("private-ip-address", "10.130.1.4"),
            ("public-ip", public),
            ("tag:Name", "eip"),
        ):
            equal([a["AllocationId"] for a in ec2.describe_addresses(Filters=by(name, value))["Addresses"]], [address], name)
    with verdicts.case("it moves unless it must not"):
        secondary = other["PrivateIpAddresses"][1]["PrivateIpAddress"]
        there = {"NetworkInterfaceId": other["NetworkInterfaceId"], "PrivateIpAddress": secondary}
        with refuses("Resource.AlreadyAssociated"):
            ec2.associate_address(AllocationId=address, AllowReassociation=False, **there)
        with refuses("InvalidParameterValue"):
            ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni, PrivateIpAddress=secondary)
        moved = ec2.associate_address(AllocationId=address, **there)["AssociationId"]
        equal(one(ec2, address)["PrivateIpAddress"], secondary)
        seen = ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"][0]
        equal(seen.get("Association"), None)
        with refuses("InvalidIPAddress.InUse"):
            ec2.release_address(AllocationId=address)
    with verdicts.case("disassociate and release"):
        with refuses("InvalidAssociationID.NotFound"):
            ec2.disassociate_address(AssociationId=association)
        ec2.disassociate_address(AssociationId=moved)
        equal(one(ec2, address).get("AssociationId"), None)
        ec2.release_address(AllocationId=address)
        with refuses("InvalidAllocationID.NotFound"):
            ec2.release_address(AllocationId=address)
        with refuses("InvalidAddress.NotFound"):
            ec2.describe_addresses(PublicIps=[public])
        again = ec2.allocate_address(Address=public)
        equal(again["PublicIp"], public)
        ec2.release_address(AllocationId=again["AllocationId"])
    with verdicts.case("what is refused"):
        with refuses("InvalidParameterValue"):
            ec2.allocate_address(NetworkBorderGroup="eu-west-2")
        with refuses("UnsupportedOperation"):
            ec2.allocate_address(CustomerOwnedIpv4Pool="ipv4pool-coip-1")
        with refuses("InvalidAllocationID.NotFound"):
            ec2.associate_address(AllocationId="eipalloc-00000000000000001", NetworkInterfaceId=eni)
    for id in (eni, other["NetworkInterfaceId"]):
        ec2.delete_network_interface(NetworkInterfaceId=id)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, address):
    return ec2.describe_addresses(AllocationIds=[address])["Addresses"][0]
