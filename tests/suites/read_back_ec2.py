"""EC2's network: VPC, subnet, gateway, routes, ACL, tags, zones."""

from outside.errors import by, refuses
from outside.verdicts import equal


def run(cloud, verdicts):
    ec2 = cloud.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    vpcs(ec2, verdicts, vpc)
    subnets(ec2, verdicts, vpc, cloud.region)
    gateways_and_routes(ec2, verdicts, vpc)
    network_acls(ec2, verdicts, vpc)
    tags(ec2, verdicts, vpc)
    places(ec2, verdicts, cloud.region)


def vpcs(ec2, verdicts, vpc):
    with verdicts.case("ec2: a VPC with its default group, table and ACL"):
        found = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
        equal((found["CidrBlock"], found["State"], found["IsDefault"]), ("10.1.0.0/16", "available", False))
        equal(found["OwnerId"], "123456789012")
        groups = ec2.describe_security_groups(Filters=by("vpc-id", vpc))["SecurityGroups"]
        equal([group["GroupName"] for group in groups], ["default"])
        tables = ec2.describe_route_tables(Filters=by("vpc-id", vpc))["RouteTables"]
        equal([table["Associations"][0]["Main"] for table in tables], [True])
        equal(tables[0]["Routes"][0]["GatewayId"], "local")
        acls = ec2.describe_network_acls(Filters=by("vpc-id", vpc))["NetworkAcls"]
        equal([acl["IsDefault"] for acl in acls], [True])
        equal(len(acls[0]["Entries"]), 4)
    with verdicts.case("ec2: a VPC's DNS attributes"):
        for name, wire, first in [("enableDnsSupport", "EnableDnsSupport", True), ("enableDnsHostnames", "EnableDnsHostnames", False)]:
            equal(ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)[wire], {"Value": first}, name)
            ec2.modify_vpc_attribute(VpcId=vpc, **{wire: {"Value": not first}})
            equal(ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)[wire], {"Value": not first}, name)
            ec2.modify_vpc_attribute(VpcId=vpc, **{wire: {"Value": True}})
    with verdicts.case("ec2: VPCs that cannot be"):
        with refuses("InvalidVpc.Range"):
            ec2.create_vpc(CidrBlock="10.0.0.0/8")
        with refuses("InvalidVpc.Range"):
            ec2.create_vpc(CidrBlock="10.0.0.0/29")
        with refuses("InvalidParameterValue"):
            ec2.create_vpc(CidrBlock="ten")
        with refuses("InvalidVpcID.NotFound"):
            ec2.describe_vpcs(VpcIds=["vpc-0123456789abcdef0"])
        with refuses("InvalidVpcID.NotFound"):
            ec2.delete_vpc(VpcId="vpc-0123456789abcdef0")
    with verdicts.case("ec2: a dry run changes nothing"):
        before = len(ec2.describe_vpcs()["Vpcs"])
        with refuses("DryRunOperation", status=412):
            ec2.create_vpc(CidrBlock="10.9.0.0/16", DryRun=True)
        equal(len(ec2.describe_vpcs()["Vpcs"]), before)


def subnets(ec2, verdicts, vpc, region):
    zone = f"{region}a"
    with verdicts.case("ec2: a subnet reads back; five of its addresses are AWS's"):
        made = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.1.0/24", AvailabilityZone=zone)["Subnet"]
        found = ec2.describe_subnets(SubnetIds=[made["SubnetId"]])["Subnets"][0]
        equal((found["CidrBlock"], found["AvailabilityZone"], found["VpcId"]), ("10.1.1.0/24", zone, vpc))
        equal((found["AvailableIpAddressCount"], found["State"]), (251, "available"))
        assert found["AvailabilityZoneId"].startswith("euw1-az"), found
        assert found["SubnetArn"].endswith(found["SubnetId"]), found
        equal(found["MapPublicIpOnLaunch"], False)
        ec2.modify_subnet_attribute(SubnetId=made["SubnetId"], MapPublicIpOnLaunch={"Value": True})
        equal(ec2.describe_subnets(SubnetIds=[made["SubnetId"]])["Subnets"][0]["MapPublicIpOnLaunch"], True)
    with verdicts.case("ec2: subnets that cannot be"):
        with refuses("InvalidSubnet.Conflict"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.1.128/25")
        with refuses("InvalidSubnet.Range"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="192.168.0.0/24")
        with refuses("InvalidSubnet.Range"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.2.0/29")
        with refuses("InvalidParameterValue"):
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.2.0/24", AvailabilityZone="mars-1a")
        with refuses("InvalidVpcID.NotFound"):
            ec2.create_subnet(VpcId="vpc-0123456789abcdef0", CidrBlock="10.1.2.0/24")
        with refuses("InvalidSubnetID.NotFound"):
            ec2.delete_subnet(SubnetId="subnet-0123456789abcdef0")
    with verdicts.case("ec2: filters and pages of subnets"):
        made = [made["SubnetId"]]
        for n in range(10, 18):
            made.append(ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{n}.0/24", AvailabilityZone=f"{region}b")["Subnet"]["SubnetId"])
        pages = ec2.get_paginator("describe_subnets").paginate(Filters=by("vpc-id", vpc), PaginationConfig={"PageSize": 5})
        sizes = [[subnet["SubnetId"] for subnet in page["Subnets"]] for page in pages]
        equal([len(page) for page in sizes], [5, 4])
        equal({id for page in sizes for id in page}, set(made))
        filters = by("vpc-id", vpc) + by("availability-zone", f"{region}b")
        equal(len(ec2.describe_subnets(Filters=filters)["Subnets"]), 8)
        equal(len(ec2.describe_subnets(Filters=by("cidr-block", "10.1.1?.0/24"))["Subnets"]), 8)
        equal(ec2.describe_subnets(Filters=by("cidr-block", "10.77.0.0/24"))["Subnets"], [])
        with refuses("InvalidParameterValue"):
            ec2.describe_subnets(Filters=by("no-such-filter", "x"))
        for id in made[1:]:
            ec2.delete_subnet(SubnetId=id)


def gateways_and_routes(ec2, verdicts, vpc):
    with verdicts.case("ec2: an internet gateway is attached once, and holds its VPC"):
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        found = ec2.describe_internet_gateways(InternetGatewayIds=[gateway])["InternetGateways"][0]
        equal(found["Attachments"], [{"State": "available", "VpcId": vpc}])
        equal(len(ec2.describe_internet_gateways(Filters=by("attachment.vpc-id", vpc))["InternetGateways"]), 1)
        with refuses("Resource.AlreadyAssociated"):
            ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        with refuses("DependencyViolation"):
            ec2.delete_internet_gateway(InternetGatewayId=gateway)
        with refuses("DependencyViolation"):
            ec2.delete_vpc(VpcId=vpc)
        with refuses("InvalidInternetGatewayID.NotFound"):
            ec2.delete_internet_gateway(InternetGatewayId="igw-0123456789abcdef0")
    with verdicts.case("ec2: routes and their tables"):
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        everywhere = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"}
        ec2.create_route(**everywhere, GatewayId=gateway)
        with refuses("RouteAlreadyExists"):
            ec2.create_route(**everywhere, GatewayId=gateway)
        routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
        seen = {(r["DestinationCidrBlock"], r["GatewayId"], r["State"], r["Origin"]) for r in routes}
        equal(
            seen,
            {
                ("10.1.0.0/16", "local", "active", "CreateRouteTable"),
                ("0.0.0.0/0", gateway, "active", "CreateRoute"),
            },
        )
        subnet = ec2.describe_subnets(Filters=by("vpc-id", vpc))["Subnets"][0]["SubnetId"]
        association = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
        found = ec2.describe_route_tables(Filters=by("association.subnet-id", subnet))["RouteTables"]
        equal([t["RouteTableId"] for t in found], [table])
        with refuses("DependencyViolation"):
            ec2.delete_route_table(RouteTableId=table)
        ec2.disassociate_route_table(AssociationId=association)
        ec2.delete_route(**everywhere)
        with refuses("InvalidRoute.NotFound"):
            ec2.delete_route(**everywhere)
        ec2.delete_route_table(RouteTableId=table)
        with refuses("InvalidRouteTableID.NotFound"):
            ec2.describe_route_tables(RouteTableIds=[table])
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        with refuses("Gateway.NotAttached"):
            ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=gateway)


def network_acls(ec2, verdicts, vpc):
    with verdicts.case("ec2: network ACL entries, their order and their association"):
        acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        entry = {"NetworkAclId": acl, "RuleNumber": 100, "Protocol": "6", "Egress": True}
        ports = {"From": 1024, "To": 65535}
        ec2.create_network_acl_entry(**entry, RuleAction="allow", CidrBlock="0.0.0.0/0", PortRange=ports)
        with refuses("NetworkAclEntryAlreadyExists"):
            ec2.create_network_acl_entry(**entry, RuleAction="deny", CidrBlock="0.0.0.0/0", PortRange=ports)
        ec2.replace_network_acl_entry(**entry, RuleAction="deny", CidrBlock="10.0.0.0/8", PortRange=ports)
        entries = ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"][0]["Entries"]
        ours = [e for e in entries if e["RuleNumber"] == 100]
        equal(len(entries), 3)
        equal(
            ours,
            [{"CidrBlock": "10.0.0.0/8", "Egress": True, "PortRange": ports, "Protocol": "6", "RuleAction": "deny", "RuleNumber": 100}],
        )
        ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=100, Egress=True)
        with refuses("InvalidNetworkAclEntry.NotFound"):
            ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=100, Egress=True)
        default = ec2.describe_network_acls(Filters=by("vpc-id", vpc) + by("default", "true"))["NetworkAcls"][0]
        association = default["Associations"][0]
        ec2.replace_network_acl_association(AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl)
        found = ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"][0]["Associations"]
        equal([a["SubnetId"] for a in found], [association["SubnetId"]])
        with refuses("DependencyViolation"):
            ec2.delete_network_acl(NetworkAclId=acl)
        back = found[0]["NetworkAclAssociationId"]
        ec2.replace_network_acl_association(AssociationId=back, NetworkAclId=default["NetworkAclId"])
        ec2.delete_network_acl(NetworkAclId=acl)
        with refuses("InvalidNetworkAclID.NotFound"):
            ec2.describe_network_acls(NetworkAclIds=[acl])
        with refuses("InvalidParameterValue", "DependencyViolation", "CannotDelete"):
            ec2.delete_network_acl(NetworkAclId=default["NetworkAclId"])


def tags(ec2, verdicts, vpc):
    with verdicts.case("ec2: tags are set, filtered by, replaced and deleted"):
        ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "first"}, {"Key": "team", "Value": "a b"}])
        ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "second"}])
        found = ec2.describe_vpcs(Filters=by("tag:Name", "sec*"))["Vpcs"]
        equal([v["VpcId"] for v in found], [vpc])
        equal({t["Key"]: t["Value"] for t in found[0]["Tags"]}, {"Name": "second", "team": "a b"})
        listed = ec2.describe_tags(Filters=by("resource-id", vpc))["Tags"]
        equal({(t["Key"], t["ResourceType"]) for t in listed}, {("Name", "vpc"), ("team", "vpc")})
        ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "team"}])
        equal([t["Key"] for t in ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"]], ["Name"])
        with refuses("InvalidParameterValue"):
            ec2.create_tags(Resources=[vpc], Tags=[{"Key": "aws:mine", "Value": "x"}])
        with refuses("InvalidVpcID.NotFound", "InvalidID"):
            ec2.create_tags(Resources=["vpc-0123456789abcdef0"], Tags=[{"Key": "a", "Value": "b"}])


def places(ec2, verdicts, region):
    with verdicts.case("ec2: regions, zones, services, prefix lists"):
        zones = ec2.describe_availability_zones()["AvailabilityZones"]
        equal({zone["RegionName"] for zone in zones}, {region})
        equal({zone["State"] for zone in zones}, {"available"})
        assert region in {r["RegionName"] for r in ec2.describe_regions()["Regions"]}
        service = f"com.amazonaws.{region}.execute-api"
        found = ec2.describe_vpc_endpoint_services(ServiceNames=[service])["ServiceDetails"][0]
        equal((found["ServiceName"], found["ServiceType"]), (service, [{"ServiceType": "Interface"}]))
        name = "com.amazonaws.global.cloudfront.origin-facing"
        found = ec2.describe_managed_prefix_lists(Filters=by("prefix-list-name", name))["PrefixLists"][0]
        equal((found["PrefixListName"], found["OwnerId"], found["AddressFamily"]), (name, "AWS", "IPv4"))
        pages = ec2.get_paginator("get_managed_prefix_list_entries").paginate(PrefixListId=found["PrefixListId"])
        entries = [entry["Cidr"] for page in pages for entry in page["Entries"]]
        assert len(entries) >= 10 and len(entries) == len(set(entries)), entries
        assert all("/" in entry for entry in entries), entries
