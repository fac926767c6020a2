"""Endpoints to AWS's services: interfaces for execute-api and others, gateways for S3 and DynamoDB."""

import json

from outside.errors import by, refuses
from outside.verdicts import contains, equal

EXECUTE_API = "com.amazonaws.eu-west-1.execute-api"
S3 = "com.amazonaws.eu-west-1.s3"
S3_LIST = "pl-6da54004"
POLICY = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.62.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    one = subnet(ec2, vpc, "10.62.1.0/24", "eu-west-1a")
    two = subnet(ec2, vpc, "10.62.2.0/24", "eu-west-1b")
    group = ec2.create_security_group(GroupName="endpoint", Description="d", VpcId=vpc)["GroupId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    other = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    show = lambda identity: ec2.describe_vpc_endpoints(VpcEndpointIds=[identity])["VpcEndpoints"][0]
    ids = {}

    with verdicts.case("services are described"):
        found = ec2.describe_vpc_endpoint_services(ServiceNames=[EXECUTE_API])
        equal(found["ServiceNames"], [EXECUTE_API])
        [service] = found["ServiceDetails"]
        equal((service["Owner"], service["AcceptanceRequired"]), ("amazon", False))
        equal(service["ServiceType"], [{"ServiceType": "Interface"}])
        equal(service["AvailabilityZones"], ["eu-west-1a", "eu-west-1b", "eu-west-1c"])
        equal(service["PrivateDnsName"], "*.execute-api.eu-west-1.amazonaws.com")
        gateways = ec2.describe_vpc_endpoint_services(Filters=by("service-type", "Gateway"))["ServiceNames"]
        equal(gateways, ["com.amazonaws.eu-west-1.dynamodb", S3])
        both = ec2.describe_vpc_endpoint_services(ServiceNames=[S3])["ServiceDetails"]
        equal(sorted(d["ServiceType"][0]["ServiceType"] for d in both), ["Gateway", "Interface"])
        page = ec2.describe_vpc_endpoint_services(MaxResults=5)
        equal(len(page["ServiceDetails"]), 5)
        assert page["NextToken"]
        with refuses("InvalidServiceName", status=400):
            ec2.describe_vpc_endpoint_services(ServiceNames=["com.amazonaws.eu-west-1.nothing"])

    with verdicts.case("an interface endpoint is read back"):
        create = dict(
            VpcEndpointType="Interface",
            VpcId=vpc,
            ServiceName=EXECUTE_API,
            PolicyDocument=POLICY,
            SubnetIds=[one],
            SubnetConfigurations=[{"SubnetId": one, "Ipv4": "10.62.1.77"}],
            SecurityGroupIds=[group],
            IpAddressType="ipv4",
            DnsOptions={"DnsRecordIpType": "ipv4"},
            PrivateDnsEnabled=True,
            ClientToken="vpc-endpoint-module",
            TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "Name", "Value": "api"}]}],
        )
        made = ec2.create_vpc_endpoint(**create)
        equal((made["ClientToken"], made["VpcEndpoint"]["State"]), ("vpc-endpoint-module", "pending"))
        ids["api"] = made["VpcEndpoint"]["VpcEndpointId"]
        equal(ec2.create_vpc_endpoint(**create)["VpcEndpoint"]["VpcEndpointId"], ids["api"])
        with refuses("IdempotentParameterMismatch"):
            ec2.create_vpc_endpoint(**{**create, "PrivateDnsEnabled": False})
        shown = show(ids["api"])
        equal((shown["State"], shown["VpcEndpointType"], shown["ServiceName"]), ("available", "Interface", EXECUTE_API))
        equal((shown["SubnetIds"], shown["RouteTableIds"], shown["PrivateDnsEnabled"]), ([one], [], True))
        equal(shown["Groups"], [{"GroupId": group, "GroupName": "endpoint"}])
        equal(json.loads(shown["PolicyDocument"]), json.loads(POLICY))
        equal((shown["IpAddressType"], shown["DnsOptions"]["DnsRecordIpType"]), ("ipv4", "ipv4"))
        equal(shown["Tags"], [{"Key": "Name", "Value": "api"}])
        names = [d["DnsName"] for d in shown["DnsEntries"]]
        assert names[0].startswith(ids["api"]) and names[0].endswith(".execute-api.eu-west-1.vpce.amazonaws.com")
        equal(names[-2:], ["execute-api.eu-west-1.amazonaws.com", "*.execute-api.eu-west-1.amazonaws.com"])
        [eni] = ec2.describe_network_interfaces(NetworkInterfaceIds=shown["NetworkInterfaceIds"])["NetworkInterfaces"]
        equal((eni["PrivateIpAddress"], eni["InterfaceType"], eni["Description"]), ("10.62.1.77", "vpc_endpoint", f"VPC Endpoint Interface {ids['api']}"))

    with verdicts.case("it changes"):
        more = ec2.create_security_group(GroupName="more", Description="d", VpcId=vpc)["GroupId"]
        ec2.modify_vpc_endpoint(
            VpcEndpointId=ids["api"],
            AddSubnetIds=[two],
            AddSecurityGroupIds=[more],
            RemoveSecurityGroupIds=[group],
            PrivateDnsEnabled=False,
            ResetPolicy=True,
        )
        shown = show(ids["api"])
        equal((shown["SubnetIds"], [g["GroupId"] for g in shown["Groups"]]), ([one, two], [more]))
        equal((shown["PrivateDnsEnabled"], len(shown["DnsEntries"])), (False, 3))
        contains(shown["PolicyDocument"], '"Action":"*"')
        with refuses("InvalidParameter"):
            ec2.modify_vpc_endpoint(VpcEndpointId=ids["api"], AddRouteTableIds=[table])
        with refuses("DependencyViolation"):
            ec2.delete_security_group(GroupId=more)
        with refuses("DependencyViolation"):
            ec2.delete_subnet(SubnetId=two)

    with verdicts.case("an interface to a service that nothing serves"):
        made = ec2.create_vpc_endpoint(
            VpcEndpointType="Interface", VpcId=vpc, ServiceName="com.amazonaws.eu-west-1.ecr.api", SubnetIds=[one]
        )["VpcEndpoint"]
        ids["ecr"] = made["VpcEndpointId"]
        names = [d["DnsName"] for d in show(ids["ecr"])["DnsEntries"]]
        contains(names[0], ".api.ecr.eu-west-1.vpce.amazonaws.com")
        equal(names[-1], "api.ecr.eu-west-1.amazonaws.com")

    with verdicts.case("a gateway endpoint has routes"):
        made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=S3, RouteTableIds=[table], PrivateDnsEnabled=False)
        ids["s3"] = made["VpcEndpoint"]["VpcEndpointId"]
        shown = show(ids["s3"])
        equal((shown["VpcEndpointType"], shown["State"], shown["RouteTableIds"]), ("Gateway", "available", [table]))
        equal((shown["SubnetIds"], shown["Groups"], shown["NetworkInterfaceIds"], shown["DnsEntries"]), ([], [], [], []))
        contains(shown["PolicyDocument"], "2008-10-17")
        equal(routes(ec2, table), [(S3_LIST, ids["s3"], "active")])
        with refuses("RouteAlreadyExists", status=400):
            ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=S3, RouteTableIds=[table])
        ec2.modify_vpc_endpoint(VpcEndpointId=ids["s3"], AddRouteTableIds=[other], RemoveRouteTableIds=[table])
        equal(show(ids["s3"])["RouteTableIds"], [other])
        equal((routes(ec2, table), routes(ec2, other)), ([], [(S3_LIST, ids["s3"], "active")]))
        ec2.modify_vpc_endpoint(VpcEndpointId=ids["s3"], PolicyDocument=POLICY)
        equal(json.loads(show(ids["s3"])["PolicyDocument"]), json.loads(POLICY))
        for wrong in ({"AddSubnetIds": [one]}, {"AddSecurityGroupIds": [group]}, {"PrivateDnsEnabled": True}):
            with refuses("InvalidParameter"):
                ec2.modify_vpc_endpoint(VpcEndpointId=ids["s3"], **wrong)

    with verdicts.case("filters and pages"):
        idents = lambda filters: {e["VpcEndpointId"] for e in ec2.describe_vpc_endpoints(Filters=by("vpc-id", vpc) + filters)["VpcEndpoints"]}
        equal(idents([]), set(ids.values()))
        equal(idents(by("vpc-endpoint-type", "Gateway")), {ids["s3"]})
        equal(idents(by("service-name", EXECUTE_API)), {ids["api"]})
        equal(idents(by("tag:Name", "api") + by("vpc-endpoint-state", "available")), {ids["api"]})
        page, seen = ec2.describe_vpc_endpoints(MaxResults=1), []
        for _ in range(5):
            seen += [e["VpcEndpointId"] for e in page["VpcEndpoints"]]
            if "NextToken" not in page:
                break
            page = ec2.describe_vpc_endpoints(MaxResults=1, NextToken=page["NextToken"])
        assert set(seen) >= set(ids.values())

    with verdicts.case("what is refused"):
        base = dict(VpcId=vpc, VpcEndpointType="Interface", ServiceName=EXECUTE_API)
        for change, codes in [
            ({"VpcEndpointType": "Gateway"}, ["InvalidParameter"]),
            ({"ServiceName": "com.amazonaws.eu-west-1.nothing"}, ["InvalidServiceName"]),
            ({"VpcId": "vpc-00000000000000000"}, ["InvalidVpcID.NotFound"]),
            ({"SubnetIds": ["subnet-00000000000000000"]}, ["InvalidSubnetID.NotFound"]),
            ({"RouteTableIds": [table]}, ["InvalidParameter"]),
            ({"IpAddressType": "ipv6"}, ["InvalidParameter"]),
            ({"PolicyDocument": "{"}, ["InvalidPolicyDocument"]),
            ({"DnsOptions": {"PrivateDnsOnlyForInboundResolverEndpoint": True}}, ["InvalidParameter"]),
        ]:
            with refuses(*codes):
                ec2.create_vpc_endpoint(**{**base, **change})
        gateway = dict(VpcId=vpc, ServiceName="com.amazonaws.eu-west-1.dynamodb")
        for change in ({"SubnetIds": [one]}, {"SecurityGroupIds": [group]}, {"PrivateDnsEnabled": True}):
            with refuses("InvalidParameter"):
                ec2.create_vpc_endpoint(**gateway, **change)
        with refuses("InvalidVpcEndpointId.NotFound", status=400):
            ec2.describe_vpc_endpoints(VpcEndpointIds=["vpce-00000000000000000"])

    with verdicts.case("deletion says what it could not delete"):
        gone = ec2.delete_vpc_endpoints(VpcEndpointIds=[*ids.values(), "vpce-00000000000000000"])
        [failed] = gone["Unsuccessful"]
        equal((failed["ResourceId"], failed["Error"]["Code"]), ("vpce-00000000000000000", "InvalidVpcEndpointId.NotFound"))
        equal(idents([]), set())
        equal(routes(ec2, other), [])
        equal(ec2.describe_network_interfaces(Filters=by("vpc-id", vpc))["NetworkInterfaces"], [])
        for identity in (group, more):
            ec2.delete_security_group(GroupId=identity)
        for identity in (one, two):
            ec2.delete_subnet(SubnetId=identity)
        for identity in (table, other):
            ec2.delete_route_table(RouteTableId=identity)
        ec2.delete_vpc(VpcId=vpc)


def subnet(ec2, vpc, block, zone):
    return ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"]["SubnetId"]


def routes(ec2, table):
    [found] = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
    to_lists = [r for r in found["Routes"] if "DestinationPrefixListId" in r]
    return [(r["DestinationPrefixListId"], r["GatewayId"], r["State"]) for r in to_lists]
