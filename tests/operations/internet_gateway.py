"""Internet gateways, and egress-only ones."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.70.0.0/16")["Vpc"]["VpcId"]
    tags = [{"Key": "Name", "Value": "way out"}]

    with verdicts.case("create, attach, read back"):
        made = ec2.create_internet_gateway(TagSpecifications=[{"ResourceType": "internet-gateway", "Tags": tags}])
        gateway = made["InternetGateway"]["InternetGatewayId"]
        equal(one(ec2, gateway)["Attachments"], [])
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        shown = one(ec2, gateway)
        equal(shown["Attachments"], [{"State": "available", "VpcId": vpc}])
        equal(shown["OwnerId"], ACCOUNT)
        equal(shown["Tags"], tags)
        for name, value in (("attachment.vpc-id", vpc), ("tag:Name", "way*"), ("internet-gateway-id", gateway)):
            found = ec2.describe_internet_gateways(Filters=by(name, value))["InternetGateways"]
            equal([g["InternetGatewayId"] for g in found], [gateway], name)
    with verdicts.case("one a VPC, one VPC each"):
        other = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        with refuses("InvalidParameterValue"):
            ec2.attach_internet_gateway(InternetGatewayId=other, VpcId=vpc)
        with refuses("Resource.AlreadyAssociated"):
            ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        with refuses("Gateway.NotAttached"):
            ec2.detach_internet_gateway(InternetGatewayId=other, VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=other)
    with verdicts.case("it stays while there are public addresses"):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.70.1.0/24")["Subnet"]["SubnetId"]
        eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        address = ec2.allocate_address()["AllocationId"]
        ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni)
        with refuses("DependencyViolation"):
            ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        ec2.delete_network_interface(NetworkInterfaceId=eni)
        ec2.release_address(AllocationId=address)
    with verdicts.case("detach and delete"):
        with refuses("DependencyViolation"):
            ec2.delete_internet_gateway(InternetGatewayId=gateway)
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=gateway)
        with refuses("InvalidInternetGatewayID.NotFound"):
            ec2.delete_internet_gateway(InternetGatewayId=gateway)
    with verdicts.case("egress-only gateways"):
        asked = {"VpcId": vpc, "ClientToken": "t-1"}
        asked["TagSpecifications"] = [{"ResourceType": "egress-only-internet-gateway", "Tags": tags}]
        made = ec2.create_egress_only_internet_gateway(**asked)
        equal(made["ClientToken"], "t-1")
        id = made["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
        again = ec2.create_egress_only_internet_gateway(**asked)
        equal(again["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"], id)
        with refuses("IdempotentParameterMismatch"):
            ec2.create_egress_only_internet_gateway(VpcId=vpc, ClientToken="t-1")
        found = ec2.describe_egress_only_internet_gateways(EgressOnlyInternetGatewayIds=[id])["EgressOnlyInternetGateways"]
        equal(found[0]["Attachments"], [{"State": "attached", "VpcId": vpc}])
        equal(found[0]["Tags"], tags)
        found = ec2.describe_egress_only_internet_gateways(Filters=by("tag:Name", "no"))["EgressOnlyInternetGateways"]
        equal(found, [])
        equal(ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=id)["ReturnCode"], True)
        with refuses("InvalidGatewayID.NotFound"):
            ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=id)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, gateway):
    return ec2.describe_internet_gateways(InternetGatewayIds=[gateway])["InternetGateways"][0]
