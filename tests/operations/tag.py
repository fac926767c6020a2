"""Tags of EC2's resources."""

from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.190.0.0/16")["Vpc"]["VpcId"]
    peer = ec2.create_vpc(CidrBlock="10.191.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.190.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    bucket = {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::flows", "TrafficType": "ALL"}
    made = {
        "vpc": vpc,
        "subnet": subnet,
        "security-group": group,
        "security-group-rule": ec2.describe_security_group_rules(Filters=by("group-id", group))["SecurityGroupRules"][0][
            "SecurityGroupRuleId"
        ],
        "route-table": ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"],
        "network-acl": ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"],
        "internet-gateway": ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"],
        "network-interface": ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"],
        "elastic-ip": ec2.allocate_address()["AllocationId"],
        "natgateway": ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")["NatGateway"]["NatGatewayId"],
        "vpc-peering-connection": ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=peer)["VpcPeeringConnection"][
            "VpcPeeringConnectionId"
        ],
        "dhcp-options": ec2.create_dhcp_options(DhcpConfigurations=[{"Key": "domain-name", "Values": ["x"]}])["DhcpOptions"][
            "DhcpOptionsId"
        ],
        "vpn-gateway": ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"],
        "customer-gateway": ec2.create_customer_gateway(Type="ipsec.1", IpAddress="203.0.113.77")["CustomerGateway"][
            "CustomerGatewayId"
        ],
        "egress-only-internet-gateway": ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"][
            "EgressOnlyInternetGatewayId"
        ],
        "subnet-cidr-reservation": ec2.create_subnet_cidr_reservation(
            SubnetId=subnet, Cidr="10.190.1.64/28", ReservationType="prefix"
        )["SubnetCidrReservation"]["SubnetCidrReservationId"],
        "vpc-flow-log": ec2.create_flow_logs(ResourceIds=[vpc], ResourceType="VPC", **bucket)["FlowLogIds"][0],
    }

    with verdicts.case("every kind takes tags, lists them and loses them"):
        ec2.create_tags(Resources=list(made.values()), Tags=[{"Key": "team", "Value": "ops-tag"}, {"Key": "k", "Value": ""}])
        for kind, id in made.items():
            found = ec2.describe_tags(Filters=by("resource-id", id) + by("key", "team"))["Tags"]
            equal(found, [{"Key": "team", "Value": "ops-tag", "ResourceId": id, "ResourceType": kind}])
        page = ec2.describe_tags(Filters=by("value", "ops-tag"), MaxResults=10)
        rest = ec2.describe_tags(Filters=by("value", "ops-tag"), MaxResults=10, NextToken=page["NextToken"])
        equal(len(page["Tags"] + rest["Tags"]), len(made))
        equal(len(ec2.describe_tags(Filters=by("tag:team", "ops-tag") + by("resource-type", "vpn-gateway"))["Tags"]), 1)
        ec2.delete_tags(Resources=list(made.values()), Tags=[{"Key": "team", "Value": "other"}])
        equal(len(ec2.describe_tags(Filters=by("value", "ops-tag"))["Tags"]), len(made))
        ec2.delete_tags(Resources=list(made.values()), Tags=[{"Key": "team"}])
        equal(ec2.describe_tags(Filters=by("value", "ops-tag"))["Tags"], [])
        ec2.delete_tags(Resources=list(made.values()))
        equal(ec2.describe_tags(Filters=by("resource-id", *made.values()))["Tags"], [])
    with verdicts.case("what is refused"):
        with refuses("InvalidParameterValue"):
            ec2.create_tags(Resources=[vpc], Tags=[{"Key": "aws:mine", "Value": "x"}])
        with refuses("InvalidParameterValue"):
            ec2.create_tags(Resources=[vpc], Tags=[{"Key": "k" * 129, "Value": "x"}])
        with refuses("TagLimitExceeded"):
            ec2.create_tags(Resources=[vpc], Tags=[{"Key": f"k{n}", "Value": "x"} for n in range(51)])
        with refuses("InvalidID"):
            ec2.create_tags(Resources=["thing-1"], Tags=[{"Key": "k", "Value": "x"}])
        with refuses("InvalidVpcID.NotFound"):
            ec2.create_tags(Resources=["vpc-00000000000000001"], Tags=[{"Key": "k", "Value": "x"}])
        with refuses("InvalidParameterValue"):
            ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "subnet", "Tags": [{"Key": "a", "Value": "b"}]}])
    ec2.delete_flow_logs(FlowLogIds=[made["vpc-flow-log"]])
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=made["egress-only-internet-gateway"])
    ec2.delete_customer_gateway(CustomerGatewayId=made["customer-gateway"])
    ec2.delete_vpn_gateway(VpnGatewayId=made["vpn-gateway"])
    ec2.delete_dhcp_options(DhcpOptionsId=made["dhcp-options"])
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=made["vpc-peering-connection"])
    ec2.delete_nat_gateway(NatGatewayId=made["natgateway"])
    ec2.release_address(AllocationId=made["elastic-ip"])
    ec2.delete_network_interface(NetworkInterfaceId=made["network-interface"])
    ec2.delete_internet_gateway(InternetGatewayId=made["internet-gateway"])
    ec2.delete_network_acl(NetworkAclId=made["network-acl"])
    ec2.delete_route_table(RouteTableId=made["route-table"])
    ec2.delete_security_group(GroupId=group)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
    ec2.delete_vpc(VpcId=peer)
