"""Virtual private gateways and customer gateways."""

from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.170.0.0/16")["Vpc"]["VpcId"]
    tags = [{"Key": "Name", "Value": "vpn"}]

    with verdicts.case("a virtual private gateway, read back"):
        made = ec2.create_vpn_gateway(
            Type="ipsec.1",
            AmazonSideAsn=65001,
            AvailabilityZone="eu-west-1a",
            TagSpecifications=[{"ResourceType": "vpn-gateway", "Tags": tags}],
        )["VpnGateway"]
        vgw = made["VpnGatewayId"]
        for member, value in {
            "AmazonSideAsn": 65001,
            "AvailabilityZone": "eu-west-1a",
            "State": "available",
            "Type": "ipsec.1",
            "VpcAttachments": [],
            "Tags": tags,
        }.items():
            equal(one(ec2, vgw)[member], value, member)
        with refuses("InvalidParameterValue"):
            ec2.create_vpn_gateway(Type="ipsec.1", AmazonSideAsn=7)
    with verdicts.case("attach, filter, detach, delete"):
        said = ec2.attach_vpn_gateway(VpnGatewayId=vgw, VpcId=vpc)["VpcAttachment"]
        equal(said, {"VpcId": vpc, "State": "attaching"})
        equal(one(ec2, vgw)["VpcAttachments"], [{"VpcId": vpc, "State": "attached"}])
        for name, value in (("attachment.vpc-id", vpc), ("attachment.state", "attached"), ("amazon-side-asn", "65001"), ("tag:Name", "vpn")):
            found = ec2.describe_vpn_gateways(Filters=by(name, value))["VpnGateways"]
            equal([g["VpnGatewayId"] for g in found], [vgw], name)
        with refuses("DependencyViolation"):
            ec2.delete_vpc(VpcId=vpc)
        with refuses("IncorrectState"):
            ec2.delete_vpn_gateway(VpnGatewayId=vgw)
        ec2.detach_vpn_gateway(VpnGatewayId=vgw, VpcId=vpc)
        with refuses("InvalidVpnGatewayAttachment.NotFound"):
            ec2.detach_vpn_gateway(VpnGatewayId=vgw, VpcId=vpc)
        ec2.delete_vpn_gateway(VpnGatewayId=vgw)
        with refuses("InvalidVpnGatewayID.NotFound"):
            ec2.delete_vpn_gateway(VpnGatewayId=vgw)
    with verdicts.case("a customer gateway"):
        asked = {
            "Type": "ipsec.1",
            "BgpAsn": 65010,
            "IpAddress": "203.0.113.9",
            "DeviceName": "router",
            "TagSpecifications": [{"ResourceType": "customer-gateway", "Tags": tags}],
        }
        cgw = ec2.create_customer_gateway(**asked)["CustomerGateway"]["CustomerGatewayId"]
        equal(ec2.create_customer_gateway(**asked)["CustomerGateway"]["CustomerGatewayId"], cgw)
        wanted = {"BgpAsn": "65010", "IpAddress": "203.0.113.9", "DeviceName": "router", "State": "available", "Type": "ipsec.1"}
        equal(customer(ec2, cgw), {"CustomerGatewayId": cgw, "Tags": tags, **wanted})
        for name, value in (("bgp-asn", "65010"), ("ip-address", "203.0.113.9"), ("state", "available")):
            found = ec2.describe_customer_gateways(Filters=by(name, value))["CustomerGateways"]
            equal([g["CustomerGatewayId"] for g in found], [cgw], name)
        ec2.delete_customer_gateway(CustomerGatewayId=cgw)
        equal(customer(ec2, cgw)["State"], "deleted")
        with refuses("MissingParameter"):
            ec2.create_customer_gateway(Type="ipsec.1")
        with refuses("InvalidCustomerGatewayID.NotFound"):
            ec2.delete_customer_gateway(CustomerGatewayId="cgw-00000000000000001")
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, vgw):
    return ec2.describe_vpn_gateways(VpnGatewayIds=[vgw])["VpnGateways"][0]


def customer(ec2, cgw):
    return ec2.describe_customer_gateways(CustomerGatewayIds=[cgw])["CustomerGateways"][0]
