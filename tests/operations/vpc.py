"""VPCs: what comes with one, attributes, further blocks, dependencies."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "ops-vpc"}]}]

    with verdicts.case("create, and read back each field"):
        made = ec2.create_vpc(CidrBlock="10.40.0.9/16", InstanceTenancy="dedicated", TagSpecifications=tags)["Vpc"]
        vpc = made["VpcId"]
        equal(made["State"], "pending")
        shown = one(ec2, vpc)
        equal(shown["State"], "available")
        equal(shown["CidrBlock"], "10.40.0.0/16")
        equal(shown["InstanceTenancy"], "dedicated")
        equal(shown["OwnerId"], ACCOUNT)
        equal(shown["IsDefault"], False)
        equal(shown["Tags"], [{"Key": "Name", "Value": "ops-vpc"}])
        equal([b["CidrBlock"] for b in shown["CidrBlockAssociationSet"]], ["10.40.0.0/16"])
        equal(shown["CidrBlockAssociationSet"][0]["CidrBlockState"]["State"], "associated")
    with verdicts.case("what comes with it"):
        equal(len(ec2.describe_route_tables(Filters=by("vpc-id", vpc) + by("association.main", "true"))["RouteTables"]), 1)
        equal(len(ec2.describe_network_acls(Filters=by("vpc-id", vpc) + by("default", "true"))["NetworkAcls"]), 1)
        groups = by("vpc-id", vpc) + by("group-name", "default")
        equal(len(ec2.describe_security_groups(Filters=groups)["SecurityGroups"]), 1)
        sets = ec2.describe_dhcp_options(DhcpOptionsIds=[shown["DhcpOptionsId"]])["DhcpOptions"]
        equal([c["Key"] for c in sets[0]["DhcpConfigurations"]], ["domain-name", "domain-name-servers"])
    with verdicts.case("attributes"):
        for name, first in (("enableDnsSupport", True), ("enableDnsHostnames", False), ("enableNetworkAddressUsageMetrics", False)):
            member = name[0].upper() + name[1:]
            equal(ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)[member]["Value"], first)
            ec2.modify_vpc_attribute(VpcId=vpc, **{member: {"Value": True}})
            equal(ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)[member]["Value"], True)
        with refuses("InvalidParameterCombination"):
            ec2.modify_vpc_attribute(VpcId=vpc)
    with verdicts.case("tenancy changes to default only"):
        ec2.modify_vpc_tenancy(VpcId=vpc, InstanceTenancy="default")
        equal(one(ec2, vpc)["InstanceTenancy"], "default")
    with verdicts.case("further IPv4 blocks"):
        made = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.41.0.0/20")
        equal(made["CidrBlockAssociation"]["CidrBlockState"]["State"], "associating")
        second = made["CidrBlockAssociation"]["AssociationId"]
        equal([b["CidrBlock"] for b in one(ec2, vpc)["CidrBlockAssociationSet"]], ["10.40.0.0/16", "10.41.0.0/20"])
        table = ec2.describe_route_tables(Filters=by("vpc-id", vpc))["RouteTables"][0]
        equal([r["DestinationCidrBlock"] for r in table["Routes"]], ["10.40.0.0/16", "10.41.0.0/20"])
        for filter in ("cidr-block-association.association-id", "cidr-block-association.cidr-block"):
            value = {"cidr-block-association.association-id": second}.get(filter, "10.41.0.0/20")
            equal([v["VpcId"] for v in ec2.describe_vpcs(Filters=by(filter, value))["Vpcs"]], [vpc])
        with refuses("InvalidVpc.Range"):
            ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.41.8.0/24")
        with refuses("InvalidVpc.Range"):
            ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.0.0.0/8")
        for n in (2, 3, 4):
            ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock=f"10.4{n}.0.0/20")
        with refuses("CidrLimitExceeded"):
            ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.45.0.0/20")
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.41.0.0/24")["Subnet"]["SubnetId"]
        with refuses("DependencyViolation"):
            ec2.disassociate_vpc_cidr_block(AssociationId=second)
        ec2.delete_subnet(SubnetId=subnet)
        gone = ec2.disassociate_vpc_cidr_block(AssociationId=second)["CidrBlockAssociation"]
        equal(gone["CidrBlockState"]["State"], "disassociating")
        with refuses("InvalidVpcCidrBlockAssociationID.NotFound"):
            ec2.disassociate_vpc_cidr_block(AssociationId=second)
        with refuses("OperationNotPermitted"):
            ec2.disassociate_vpc_cidr_block(AssociationId=shown["CidrBlockAssociationSet"][0]["AssociationId"])
    with verdicts.case("IPv6 blocks, at birth and later"):
        made = ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)["Ipv6CidrBlockAssociation"]
        equal(made["Ipv6CidrBlock"].rpartition("/")[2], "56")
        found = ec2.describe_vpcs(Filters=by("ipv6-cidr-block-association.association-id", made["AssociationId"]))["Vpcs"]
        equal([v["VpcId"] for v in found], [vpc])
        equal(found[0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlockState"]["State"], "associated")
        ec2.disassociate_vpc_cidr_block(AssociationId=made["AssociationId"])
        equal(one(ec2, vpc)["Ipv6CidrBlockAssociationSet"], [])
        six = ec2.create_vpc(CidrBlock="10.46.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
        equal(len(six["Ipv6CidrBlockAssociationSet"]), 1)
        ec2.delete_vpc(VpcId=six["VpcId"])
    with verdicts.case("pages and filters"):
        made = [ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16", TagSpecifications=tags)["Vpc"]["VpcId"] for n in range(50, 56)]
        named, found, token = by("tag:Name", "ops-*"), [], {}
        while True:
            page = ec2.describe_vpcs(Filters=named, MaxResults=5, **token)
            found += [v["VpcId"] for v in page["Vpcs"]]
            if not page.get("NextToken"):
                break
            token = {"NextToken": page["NextToken"]}
        equal(sorted(found), sorted([vpc, *made]))
        equal([v["VpcId"] for v in ec2.describe_vpcs(Filters=by("cidr", "10.5?.0.0/16") + named)["Vpcs"]], sorted(made))
        with refuses("InvalidParameterValue"):
            ec2.describe_vpcs(Filters=by("colour", "red"))
        for id in made:
            ec2.delete_vpc(VpcId=id)
    with verdicts.case("a VPC goes last"):
        for make, drop in dependents(ec2, vpc):
            id = make()
            with refuses("DependencyViolation"):
                ec2.delete_vpc(VpcId=vpc)
            drop(id)
        ec2.delete_vpc(VpcId=vpc)
        with refuses("InvalidVpcID.NotFound"):
            ec2.describe_vpcs(VpcIds=[vpc])
        with refuses("InvalidVpcID.NotFound"):
            ec2.delete_vpc(VpcId=vpc)
    with verdicts.case("what is refused"):
        for block in ("10.0.0.0/8", "10.0.0.0/29"):
            with refuses("InvalidVpc.Range"):
                ec2.create_vpc(CidrBlock=block)
        with refuses("InvalidParameterValue"):
            ec2.create_vpc(CidrBlock="ten")
        with refuses("MissingParameter"):
            ec2.create_vpc()
        with refuses("DryRunOperation", status=412):
            ec2.create_vpc(CidrBlock="10.0.0.0/16", DryRun=True)


def dependents(ec2, vpc):
    def gateway():
        id = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=id, VpcId=vpc)
        return id

    def drop_gateway(id):
        ec2.detach_internet_gateway(InternetGatewayId=id, VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=id)

    yield gateway, drop_gateway
    yield (
        lambda: ec2.create_subnet(VpcId=vpc, CidrBlock="10.40.1.0/24")["Subnet"]["SubnetId"],
        lambda id: ec2.delete_subnet(SubnetId=id),
    )
    yield (
        lambda: ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"],
        lambda id: ec2.delete_security_group(GroupId=id),
    )
    yield (
        lambda: ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"],
        lambda id: ec2.delete_route_table(RouteTableId=id),
    )
    yield (
        lambda: ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"],
        lambda id: ec2.delete_network_acl(NetworkAclId=id),
    )
    yield (
        lambda: ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"],
        lambda id: ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=id),
    )


def one(ec2, vpc):
    return ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
