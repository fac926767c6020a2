"""Network ACLs, their entries and associations."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.110.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.110.1.0/24")["Subnet"]["SubnetId"]
    tags = [{"Key": "Name", "Value": "acl"}]

    with verdicts.case("create, and read back"):
        asked = {"VpcId": vpc, "ClientToken": "acl", "TagSpecifications": [{"ResourceType": "network-acl", "Tags": tags}]}
        acl = ec2.create_network_acl(**asked)["NetworkAcl"]["NetworkAclId"]
        equal(ec2.create_network_acl(**asked)["NetworkAcl"]["NetworkAclId"], acl)
        shown = one(ec2, acl)
        equal((shown["VpcId"], shown["OwnerId"], shown["IsDefault"], shown["Tags"]), (vpc, ACCOUNT, False, tags))
        equal([(e["RuleNumber"], e["RuleAction"]) for e in shown["Entries"]], [(32767, "deny"), (32767, "deny")])
    with verdicts.case("entries"):
        entry = {"NetworkAclId": acl, "RuleNumber": 90, "Egress": False}
        told = {"Protocol": "6", "RuleAction": "allow", "CidrBlock": "10.0.0.0/8", "PortRange": {"From": 443, "To": 444}}
        ec2.create_network_acl_entry(**entry, **told)
        shown = next(e for e in one(ec2, acl)["Entries"] if e["RuleNumber"] == 90)
        equal({k: shown[k] for k in told}, told)
        with refuses("NetworkAclEntryAlreadyExists"):
            ec2.create_network_acl_entry(**entry, **told)
        ping = {"Protocol": "1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0", "IcmpTypeCode": {"Type": 8, "Code": -1}}
        ec2.replace_network_acl_entry(**entry, **ping)
        shown = next(e for e in one(ec2, acl)["Entries"] if e["RuleNumber"] == 90)
        equal({k: shown[k] for k in ping}, ping)
        found = ec2.describe_network_acls(Filters=by("vpc-id", vpc) + by("entry.rule-number", "90"))["NetworkAcls"]
        equal([a["NetworkAclId"] for a in found], [acl])
        ec2.delete_network_acl_entry(**entry)
        with refuses("InvalidNetworkAclEntry.NotFound"):
            ec2.delete_network_acl_entry(**entry)
        with refuses("InvalidParameterValue"):
            ec2.create_network_acl_entry(NetworkAclId=acl, RuleNumber=40000, Egress=False, **told)
    with verdicts.case("associations"):
        default = ec2.describe_network_acls(Filters=by("vpc-id", vpc) + by("default", "true"))["NetworkAcls"][0]
        association = default["Associations"][0]
        equal(association["SubnetId"], subnet)
        id = association["NetworkAclAssociationId"]
        new = ec2.replace_network_acl_association(AssociationId=id, NetworkAclId=acl)["NewAssociationId"]
        for name, value in (("association.association-id", new), ("association.subnet-id", subnet)):
            found = ec2.describe_network_acls(Filters=by(name, value))["NetworkAcls"]
            equal([a["NetworkAclId"] for a in found], [acl], name)
        with refuses("DependencyViolation"):
            ec2.delete_network_acl(NetworkAclId=acl)
        with refuses("InvalidAssociationID.NotFound"):
            ec2.replace_network_acl_association(AssociationId=id, NetworkAclId=acl)
        ec2.replace_network_acl_association(AssociationId=new, NetworkAclId=default["NetworkAclId"])
    with verdicts.case("pages, and the end"):
        made = [ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"] for _ in range(5)]
        page = ec2.describe_network_acls(Filters=by("vpc-id", vpc), MaxResults=5)
        rest = ec2.describe_network_acls(Filters=by("vpc-id", vpc), MaxResults=5, NextToken=page["NextToken"])
        equal(len(page["NetworkAcls"] + rest["NetworkAcls"]), 7)
        for id in [*made, acl]:
            ec2.delete_network_acl(NetworkAclId=id)
        with refuses("InvalidNetworkAclID.NotFound"):
            ec2.delete_network_acl(NetworkAclId=acl)
        with refuses("InvalidParameterValue"):
            ec2.delete_network_acl(NetworkAclId=default["NetworkAclId"])
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, acl):
    return ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"][0]
