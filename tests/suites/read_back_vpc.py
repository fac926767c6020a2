"""EC2's guards and endpoints: security groups, their rules, interface endpoints, network interfaces."""

from outside.errors import by, refuses
from outside.verdicts import equal


def run(cloud, verdicts):
    ec2 = cloud.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.3.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.3.{n}.0/24", AvailabilityZone=f"{cloud.region}{zone}")["Subnet"]["SubnetId"]
        for n, zone in [(1, "a"), (2, "b")]
    ]
    groups(ec2, verdicts, vpc)
    prefix_list_weight(ec2, verdicts, vpc)
    endpoints(ec2, verdicts, vpc, subnets, cloud.region)


def tcp(port, **peer):
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}]


def groups(ec2, verdicts, vpc):
    made = {}

    def group(name):
        made[name] = ec2.create_security_group(GroupName=name, Description=f"for {name}", VpcId=vpc)["GroupId"]
        return made[name]

    with verdicts.case("ec2: a security group and its rules read back"):
        web, db = group("web"), group("db")
        ranges = [{"CidrIp": "192.0.2.0/24", "Description": "office"}, {"CidrIp": "198.51.100.0/24"}]
        said = ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=tcp(443, IpRanges=ranges))
        equal((said["Return"], len(said["SecurityGroupRules"])), (True, 2))
        ec2.authorize_security_group_ingress(GroupId=db, IpPermissions=tcp(5432, UserIdGroupPairs=[{"GroupId": web}]))
        found = ec2.describe_security_groups(GroupIds=[web])["SecurityGroups"][0]
        equal((found["GroupName"], found["Description"], found["VpcId"]), ("web", "for web", vpc))
        equal(len(found["IpPermissions"]), 1)
        equal({r["CidrIp"]: r.get("Description") for r in found["IpPermissions"][0]["IpRanges"]}, {"192.0.2.0/24": "office", "198.51.100.0/24": None})
        egress = found["IpPermissionsEgress"]
        equal([(e["IpProtocol"], e["IpRanges"][0]["CidrIp"]) for e in egress], [("-1", "0.0.0.0/0")])
        pair = ec2.describe_security_groups(GroupIds=[db])["SecurityGroups"][0]["IpPermissions"][0]["UserIdGroupPairs"][0]
        equal((pair["GroupId"], pair["UserId"]), (web, "123456789012"))
    with verdicts.case("ec2: rules by their ids"):
        rules = ec2.describe_security_group_rules(Filters=by("group-id", web))["SecurityGroupRules"]
        inward = sorted((r["CidrIpv4"], r["FromPort"], r["ToPort"], r["IpProtocol"]) for r in rules if not r["IsEgress"])
        equal(inward, [("192.0.2.0/24", 443, 443, "tcp"), ("198.51.100.0/24", 443, 443, "tcp")])
        rule = next(r["SecurityGroupRuleId"] for r in rules if r.get("CidrIpv4") == "198.51.100.0/24")
        ec2.revoke_security_group_ingress(GroupId=web, SecurityGroupRuleIds=[rule])
        with refuses("InvalidSecurityGroupRuleId.NotFound"):
            ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule])
    with verdicts.case("ec2: rules and groups that cannot be"):
        office = tcp(443, IpRanges=[{"CidrIp": "192.0.2.0/24"}])
        with refuses("InvalidPermission.Duplicate"):
            ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=office)
        with refuses("InvalidPermission.NotFound"):
            ec2.revoke_security_group_ingress(GroupId=web, IpPermissions=tcp(80, IpRanges=[{"CidrIp": "192.0.2.0/24"}]))
        with refuses("InvalidGroup.NotFound"):
            ec2.authorize_security_group_ingress(GroupId="sg-0123456789abcdef0", IpPermissions=office)
        with refuses("InvalidGroup.NotFound"):
            ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=tcp(1, UserIdGroupPairs=[{"GroupId": "sg-0123456789abcdef0"}]))
        with refuses("InvalidParameterValue"):
            ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=tcp(443, IpRanges=[{"CidrIp": "192.0.2.0/99"}]))
        with refuses("InvalidGroup.Duplicate"):
            ec2.create_security_group(GroupName="web", Description="again", VpcId=vpc)
        with refuses("InvalidParameterValue"):
            ec2.create_security_group(GroupName="sg-mine", Description="x", VpcId=vpc)
        with refuses("DependencyViolation"):
            ec2.delete_security_group(GroupId=web)
        default = ec2.describe_security_groups(Filters=by("vpc-id", vpc) + by("group-name", "default"))["SecurityGroups"][0]
        with refuses("CannotDelete"):
            ec2.delete_security_group(GroupId=default["GroupId"])
    with verdicts.case("ec2: deleted groups are gone"):
        ec2.delete_security_group(GroupId=made["db"])
        ec2.delete_security_group(GroupId=made["web"])
        with refuses("InvalidGroup.NotFound"):
            ec2.describe_security_groups(GroupIds=[made["web"]])


def prefix_list_weight(ec2, verdicts, vpc):
    with verdicts.case("ec2: CloudFront's prefix list weighs 55 of a group's 60 rules"):
        name = "com.amazonaws.global.cloudfront.origin-facing"
        lists = ec2.describe_managed_prefix_lists(Filters=by("prefix-list-name", name))["PrefixLists"]
        peer = {"PrefixListIds": [{"PrefixListId": lists[0]["PrefixListId"]}]}
        group = ec2.create_security_group(GroupName="weight", Description="x", VpcId=vpc)["GroupId"]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=tcp(443, **peer))
        with refuses("RulesPerSecurityGroupLimitExceeded"):
            ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=tcp(80, **peer))
        found = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"]
        equal([p["PrefixListIds"][0]["PrefixListId"] for p in found], [lists[0]["PrefixListId"]])
        ec2.delete_security_group(GroupId=group)


def endpoints(ec2, verdicts, vpc, subnets, region):
    service = f"com.amazonaws.{region}.execute-api"
    with verdicts.case("ec2: private DNS asks for the VPC's DNS attributes"):
        with refuses("InvalidParameter"):
            ec2.create_vpc_endpoint(VpcId=vpc, VpcEndpointType="Interface", ServiceName=service, SubnetIds=subnets, PrivateDnsEnabled=True)
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    with verdicts.case("ec2: an interface endpoint, chosen addresses, its interfaces and names"):
        made = ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="Interface",
            ServiceName=service,
            SubnetConfigurations=[{"SubnetId": subnets[0], "Ipv4": "10.3.1.77"}, {"SubnetId": subnets[1], "Ipv4": "10.3.2.78"}],
            SubnetIds=subnets,
            PrivateDnsEnabled=True,
        )["VpcEndpoint"]
        endpoint = made["VpcEndpointId"]
        found = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
        equal((found["State"], found["VpcEndpointType"], found["ServiceName"]), ("available", "Interface", service))
        equal((set(found["SubnetIds"]), found["PrivateDnsEnabled"], found["RequesterManaged"]), (set(subnets), True, False))
        names = [entry["DnsName"] for entry in found["DnsEntries"]]
        assert all(endpoint in name for name in names[:3]), names
        assert names[0].endswith(f".execute-api.{region}.vpce.amazonaws.com"), names
        assert f"*.execute-api.{region}.amazonaws.com" in names or f"execute-api.{region}.amazonaws.com" in names, names
        equal([g["GroupName"] for g in found["Groups"]], ["default"])
        interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=found["NetworkInterfaceIds"])["NetworkInterfaces"]
        equal({i["PrivateIpAddress"] for i in interfaces}, {"10.3.1.77", "10.3.2.78"})
        equal({(i["InterfaceType"], i["RequesterManaged"], i["Status"]) for i in interfaces}, {("vpc_endpoint", True, "in-use")})
        equal(set(found["NetworkInterfaceIds"]), {i["NetworkInterfaceId"] for i in interfaces})
        filtered = ec2.describe_network_interfaces(Filters=by("interface-type", "vpc_endpoint") + by("subnet-id", subnets[0]))
        equal([i["PrivateIpAddress"] for i in filtered["NetworkInterfaces"]], ["10.3.1.77"])
    with verdicts.case("ec2: an endpoint is modified in place"):
        policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}'
        group = ec2.create_security_group(GroupName="guard", Description="x", VpcId=vpc)["GroupId"]
        default = found["Groups"][0]["GroupId"]
        ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PolicyDocument=policy, AddSecurityGroupIds=[group], RemoveSecurityGroupIds=[default])
        found = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
        equal([g["GroupId"] for g in found["Groups"]], [group])
        assert "execute-api:Invoke" in found["PolicyDocument"], found["PolicyDocument"]
        ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, RemoveSubnetIds=[subnets[1]])
        found = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
        equal((found["SubnetIds"], len(found["NetworkInterfaceIds"])), ([subnets[0]], 1))
        with refuses("DependencyViolation"):
            ec2.delete_security_group(GroupId=group)
        with refuses("DependencyViolation"):
            ec2.delete_subnet(SubnetId=subnets[0])
    with verdicts.case("ec2: endpoints that cannot be"):
        common = {"VpcId": vpc, "VpcEndpointType": "Interface", "SubnetIds": subnets}
        with refuses("InvalidServiceName"):
            ec2.create_vpc_endpoint(**common, ServiceName=f"com.amazonaws.{region}.coffee")
        with refuses("InvalidParameter"):
            ec2.create_vpc_endpoint(**common, ServiceName=service, PrivateDnsEnabled=True)
        with refuses("InvalidSubnetId.NotFound", "InvalidSubnetID.NotFound"):
            ec2.create_vpc_endpoint(VpcId=vpc, VpcEndpointType="Interface", ServiceName=service, SubnetIds=["subnet-0123456789abcdef0"], PrivateDnsEnabled=False)
        with refuses("InvalidVpcEndpointId.NotFound"):
            ec2.describe_vpc_endpoints(VpcEndpointIds=["vpce-0123456789abcdef0"])
        unsuccessful = ec2.delete_vpc_endpoints(VpcEndpointIds=["vpce-0123456789abcdef0"])["Unsuccessful"]
        equal(len(unsuccessful), 1)
        assert unsuccessful[0]["Error"]["Code"] in ("InvalidVpcEndpoint.NotFound", "InvalidVpcEndpointId.NotFound"), unsuccessful
    with verdicts.case("ec2: a deleted endpoint frees its addresses"):
        equal(ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])["Unsuccessful"], [])
        left = ec2.describe_network_interfaces(Filters=by("vpc-id", vpc))["NetworkInterfaces"]
        equal(left, [])
        ec2.delete_security_group(GroupId=group)
        for subnet in subnets:
            ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_vpc(VpcId=vpc)
