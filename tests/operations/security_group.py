"""Security groups and their rules."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.100.0.0/16")["Vpc"]["VpcId"]
    tags = [{"Key": "Name", "Value": "web"}]

    with verdicts.case("create, and read back"):
        told = [{"ResourceType": "security-group", "Tags": tags}]
        made = ec2.create_security_group(GroupName="web", Description="the web", VpcId=vpc, TagSpecifications=told)
        group = made["GroupId"]
        equal(made["SecurityGroupArn"], f"arn:aws:ec2:eu-west-1:{ACCOUNT}:security-group/{group}")
        shown = one(ec2, group)
        equal((shown["GroupName"], shown["Description"], shown["VpcId"], shown["OwnerId"]), ("web", "the web", vpc, ACCOUNT))
        equal((shown["Tags"], shown["IpPermissions"]), (tags, []))
        egress = shown["IpPermissionsEgress"]
        equal((egress[0]["IpProtocol"], egress[0]["IpRanges"]), ("-1", [{"CidrIp": "0.0.0.0/0"}]))
        with refuses("InvalidGroup.Duplicate"):
            ec2.create_security_group(GroupName="web", Description="d", VpcId=vpc)
        for name in ("default", "sg-12345678"):
            with refuses("InvalidParameterValue"):
                ec2.create_security_group(GroupName=name, Description="d", VpcId=vpc)
    with verdicts.case("rules of each peer"):
        other = ec2.create_security_group(GroupName="other", Description="d", VpcId=vpc)["GroupId"]
        asked = [
            permission(443, IpRanges=[{"CidrIp": "10.0.0.0/8", "Description": "ours"}]),
            permission(444, Ipv6Ranges=[{"CidrIpv6": "2001:db8::/32"}]),
            permission(445, UserIdGroupPairs=[{"GroupId": other}]),
        ]
        told = [{"ResourceType": "security-group-rule", "Tags": tags}]
        made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=asked, TagSpecifications=told)
        equal(made["Return"], True)
        equal(len(made["SecurityGroupRules"]), 3)
        rule = next(r for r in made["SecurityGroupRules"] if r["FromPort"] == 443)
        equal((rule["CidrIpv4"], rule["Description"], rule["IsEgress"], rule["Tags"]), ("10.0.0.0/8", "ours", False, tags))
        with refuses("InvalidPermission.Duplicate"):
            ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=asked[:1])
        ec2.authorize_security_group_egress(GroupId=group, IpPermissions=asked[:1])
        found = ec2.describe_security_group_rules(Filters=by("group-id", group))["SecurityGroupRules"]
        equal(len(found), 5)
        page = ec2.describe_security_group_rules(Filters=by("group-id", group), MaxResults=5)
        equal(page.get("NextToken"), None)
    with verdicts.case("change rules"):
        id = rule["SecurityGroupRuleId"]
        changed = {"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "CidrIpv4": "10.9.0.0/16", "Description": "less"}
        ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[{"SecurityGroupRuleId": id, "SecurityGroupRule": changed}])
        now = ec2.describe_security_group_rules(SecurityGroupRuleIds=[id])["SecurityGroupRules"][0]
        equal({k: now[k] for k in changed}, changed)
        ec2.update_security_group_rule_descriptions_ingress(
            GroupId=group, SecurityGroupRuleDescriptions=[{"SecurityGroupRuleId": id, "Description": "told"}]
        )
        equal(ec2.describe_security_group_rules(SecurityGroupRuleIds=[id])["SecurityGroupRules"][0]["Description"], "told")
        told = [permission(443, IpRanges=[{"CidrIp": "10.0.0.0/8", "Description": "out"}])]
        ec2.update_security_group_rule_descriptions_egress(GroupId=group, IpPermissions=told)
        egress = ec2.describe_security_group_rules(Filters=by("group-id", group))["SecurityGroupRules"]
        equal([r["Description"] for r in egress if r["IsEgress"] and r["FromPort"] == 443], ["out"])
    with verdicts.case("revoke"):
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[id])
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=told)
        with refuses("InvalidPermission.NotFound"):
            ec2.revoke_security_group_egress(GroupId=group, IpPermissions=told)
        with refuses("InvalidSecurityGroupRuleId.NotFound"):
            ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[id])
    with verdicts.case("filters"):
        for name, value in (("group-name", "web"), ("tag:Name", "web"), ("ip-permission.from-port", "444")):
            found = ec2.describe_security_groups(Filters=by("vpc-id", vpc) + by(name, value))["SecurityGroups"]
            equal([g["GroupId"] for g in found], [group], name)
        page = ec2.describe_security_groups(Filters=by("vpc-id", vpc), MaxResults=5)
        equal(len(page["SecurityGroups"]), 3)
    with verdicts.case("a group that is named or carried stays"):
        with refuses("DependencyViolation"):
            ec2.delete_security_group(GroupId=other)
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.100.1.0/24")["Subnet"]["SubnetId"]
        eni = ec2.create_network_interface(SubnetId=subnet, Groups=[group])["NetworkInterface"]["NetworkInterfaceId"]
        with refuses("DependencyViolation"):
            ec2.delete_security_group(GroupId=group)
        default = ec2.describe_security_groups(Filters=by("vpc-id", vpc) + by("group-name", "default"))["SecurityGroups"][0]
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Groups=[default["GroupId"]])
        ec2.delete_security_group(GroupId=group)
        ec2.delete_security_group(GroupId=other)
        with refuses("InvalidGroup.NotFound"):
            ec2.delete_security_group(GroupId=group)
        with refuses("CannotDelete"):
            ec2.delete_security_group(GroupId=default["GroupId"])
    ec2.delete_network_interface(NetworkInterfaceId=eni)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def permission(port, **peer):
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}


def one(ec2, group):
    return ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
