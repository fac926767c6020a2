"""Route tables: routes to each kind of target, associations, what keeps a table."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.80.0.0/16")["Vpc"]["VpcId"]
    peer = ec2.create_vpc(CidrBlock="10.81.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.80.1.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    tags = [{"Key": "Name", "Value": "private"}]

    with verdicts.case("create, and read back"):
        asked = {"VpcId": vpc, "ClientToken": "rt", "TagSpecifications": [{"ResourceType": "route-table", "Tags": tags}]}
        table = ec2.create_route_table(**asked)["RouteTable"]["RouteTableId"]
        equal(ec2.create_route_table(**asked)["RouteTable"]["RouteTableId"], table)
        shown = one(ec2, table)
        equal((shown["VpcId"], shown["OwnerId"], shown["Tags"], shown["PropagatingVgws"]), (vpc, ACCOUNT, tags, []))
        local = {"DestinationCidrBlock": "10.80.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
        equal(shown["Routes"], [local])
    with verdicts.case("routes to gateways, interfaces, NAT gateways, peers"):
        with refuses("InvalidParameterValue"):
            ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        nat = ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
        peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=peer)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        vpn = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        ec2.attach_vpn_gateway(VpnGatewayId=vpn, VpcId=vpc)
        eigw = ec2.create_egress_only_internet_gateway(VpcId=vpc)
        eigw = eigw["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
        targets = {
            "0.0.0.0/0": ("GatewayId", gateway, "route.gateway-id"),
            "10.90.0.0/16": ("NetworkInterfaceId", eni, "route.network-interface-id"),
            "10.91.0.0/16": ("NatGatewayId", nat, "route.nat-gateway-id"),
            "10.81.0.0/16": ("VpcPeeringConnectionId", peering, "route.vpc-peering-connection-id"),
            "10.92.0.0/16": ("GatewayId", vpn, "route.gateway-id"),
        }
        for block, (member, id, filter) in targets.items():
            equal(ec2.create_route(RouteTableId=table, DestinationCidrBlock=block, **{member: id})["Return"], True)
            equal(route(ec2, table, block)[member], id)
            found = ec2.describe_route_tables(Filters=by(filter, id))["RouteTables"]
            equal([t["RouteTableId"] for t in found], [table], filter)
        ec2.create_route(RouteTableId=table, DestinationIpv6CidrBlock="::/0", EgressOnlyInternetGatewayId=eigw)
        found = ec2.describe_route_tables(Filters=by("route.egress-only-internet-gateway-id", eigw))["RouteTables"]
        equal([t["RouteTableId"] for t in found], [table])
    with verdicts.case("a peer's route is active once the peer is"):
        equal(route(ec2, table, "10.81.0.0/16")["State"], "blackhole")
        ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
        equal(route(ec2, table, "10.81.0.0/16")["State"], "active")
    with verdicts.case("replace and delete"):
        with refuses("RouteAlreadyExists"):
            ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
        ec2.replace_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
        replaced = route(ec2, table, "0.0.0.0/0")
        equal((replaced["NatGatewayId"], replaced.get("GatewayId"), replaced["State"]), (nat, None, "active"))
        ec2.delete_nat_gateway(NatGatewayId=nat)
        equal(route(ec2, table, "0.0.0.0/0")["State"], "blackhole")
        ec2.delete_network_interface(NetworkInterfaceId=eni)
        equal(route(ec2, table, "10.90.0.0/16")["State"], "blackhole")
        for block in ("0.0.0.0/0", "10.90.0.0/16", "10.91.0.0/16", "10.92.0.0/16", "10.81.0.0/16"):
            ec2.delete_route(RouteTableId=table, DestinationCidrBlock=block)
        ec2.delete_route(RouteTableId=table, DestinationIpv6CidrBlock="::/0")
        equal(len(one(ec2, table)["Routes"]), 1)
        with refuses("InvalidRoute.NotFound"):
            ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
        with refuses("InvalidParameterValue"):
            ec2.delete_route(RouteTableId=table, DestinationCidrBlock="10.80.0.0/16")
    with verdicts.case("targets that are refused"):
        to = {"RouteTableId": table, "DestinationCidrBlock": "10.99.0.0/16"}
        for code, target in (
            ("InvalidNatGatewayID.NotFound", {"NatGatewayId": nat}),
            ("InvalidVpcPeeringConnectionID.NotFound", {"VpcPeeringConnectionId": "pcx-00000000000000001"}),
            ("InvalidGatewayID.NotFound", {"GatewayId": "igw-00000000000000001"}),
            ("InvalidInstanceID.NotFound", {"InstanceId": "i-00000000000000001"}),
            ("InvalidParameterValue", {"EgressOnlyInternetGatewayId": eigw}),
            ("InvalidParameterCombination", {}),
            ("InvalidParameterCombination", {"GatewayId": gateway, "NetworkInterfaceId": eni}),
        ):
            with refuses(code):
                ec2.create_route(**to, **target)
        with refuses("InvalidParameterValue"):
            ec2.create_route(RouteTableId=table, DestinationCidrBlock="10.80.1.0/24", GatewayId=gateway)
    with verdicts.case("associations"):
        association = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
        found = ec2.describe_route_tables(Filters=by("association.route-table-association-id", association))["RouteTables"]
        equal(found[0]["Associations"][0]["SubnetId"], subnet)
        equal(found[0]["Associations"][0]["AssociationState"], {"State": "associated"})
        with refuses("Resource.AlreadyAssociated"):
            ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        with refuses("DependencyViolation"):
            ec2.delete_route_table(RouteTableId=table)
        other = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        replaced = ec2.replace_route_table_association(AssociationId=association, RouteTableId=other)["NewAssociationId"]
        ec2.disassociate_route_table(AssociationId=replaced)
        main = ec2.describe_route_tables(Filters=by("vpc-id", vpc) + by("association.main", "true"))["RouteTables"][0]
        main_id = main["Associations"][0]["RouteTableAssociationId"]
        with refuses("InvalidParameterValue"):
            ec2.disassociate_route_table(AssociationId=main_id)
        now = ec2.replace_route_table_association(AssociationId=main_id, RouteTableId=other)["NewAssociationId"]
        equal(one(ec2, other)["Associations"][0]["Main"], True)
        ec2.replace_route_table_association(AssociationId=now, RouteTableId=main["RouteTableId"])
        ec2.delete_route_table(RouteTableId=other)
    with verdicts.case("pages"):
        made = [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(5)]
        page = ec2.describe_route_tables(Filters=by("vpc-id", vpc), MaxResults=5)
        rest = ec2.describe_route_tables(Filters=by("vpc-id", vpc), MaxResults=5, NextToken=page["NextToken"])
        equal(len(page["RouteTables"] + rest["RouteTables"]), 7)
        for id in [*made, table]:
            ec2.delete_route_table(RouteTableId=id)
        with refuses("InvalidRouteTableID.NotFound"):
            ec2.delete_route_table(RouteTableId=table)
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    ec2.detach_vpn_gateway(VpnGatewayId=vpn, VpcId=vpc)
    ec2.delete_vpn_gateway(VpnGatewayId=vpn)
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=eigw)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
    ec2.delete_vpc(VpcId=peer)


def one(ec2, table):
    return ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]


def route(ec2, table, block):
    return next(r for r in one(ec2, table)["Routes"] if r.get("DestinationCidrBlock") == block)
