"""VPC peering connections, within an account and between two."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import contains, equal

OTHER = "210987654321"


def run(aws, verdicts):
    ec2, theirs = aws.client("ec2"), aws.client("ec2", region="eu-west-2", account=OTHER)
    one_vpc = ec2.create_vpc(CidrBlock="10.150.0.0/16")["Vpc"]["VpcId"]
    two_vpc = ec2.create_vpc(CidrBlock="10.151.0.0/16")["Vpc"]["VpcId"]
    their_vpc = theirs.create_vpc(CidrBlock="10.152.0.0/16")["Vpc"]["VpcId"]
    tags = [{"Key": "Name", "Value": "peering"}]

    with verdicts.case("request within an account"):
        told = [{"ResourceType": "vpc-peering-connection", "Tags": tags}]
        made = ec2.create_vpc_peering_connection(VpcId=one_vpc, PeerVpcId=two_vpc, TagSpecifications=told)
        made = made["VpcPeeringConnection"]
        equal(made["Status"], {"Code": "initiating-request", "Message": f"Initiating Request to {ACCOUNT}"})
        peering = made["VpcPeeringConnectionId"]
        shown = one(ec2, peering)
        equal(shown["Status"], {"Code": "pending-acceptance", "Message": f"Pending Acceptance by {ACCOUNT}"})
        equal(shown["AccepterVpcInfo"], {"OwnerId": ACCOUNT, "VpcId": two_vpc, "Region": "eu-west-1"})
        equal(shown["RequesterVpcInfo"]["CidrBlockSet"], [{"CidrBlock": "10.150.0.0/16"}])
        equal(shown["Tags"], tags)
        again = ec2.create_vpc_peering_connection(VpcId=one_vpc, PeerVpcId=two_vpc)["VpcPeeringConnection"]
        equal(again["VpcPeeringConnectionId"], peering)
    with verdicts.case("accept, and set options"):
        with refuses("OperationNotPermitted"):
            ec2.modify_vpc_peering_connection_options(
                VpcPeeringConnectionId=peering, RequesterPeeringConnectionOptions={"AllowDnsResolutionFromRemoteVpc": True}
            )
        accepted = ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)["VpcPeeringConnection"]
        equal(accepted["Status"]["Code"], "provisioning")
        shown = one(ec2, peering)
        equal(shown["Status"], {"Code": "active", "Message": "Active"})
        equal(shown["AccepterVpcInfo"]["CidrBlock"], "10.151.0.0/16")
        set_ = ec2.modify_vpc_peering_connection_options(
            VpcPeeringConnectionId=peering,
            RequesterPeeringConnectionOptions={"AllowDnsResolutionFromRemoteVpc": True},
            AccepterPeeringConnectionOptions={"AllowDnsResolutionFromRemoteVpc": False},
        )
        equal(set_["RequesterPeeringConnectionOptions"]["AllowDnsResolutionFromRemoteVpc"], True)
        shown = one(ec2, peering)
        equal(shown["RequesterVpcInfo"]["PeeringOptions"]["AllowDnsResolutionFromRemoteVpc"], True)
        equal(shown["AccepterVpcInfo"]["PeeringOptions"]["AllowDnsResolutionFromRemoteVpc"], False)
        with refuses("InvalidStateTransition"):
            ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
        with refuses("DependencyViolation"):
            ec2.delete_vpc(VpcId=two_vpc)
    with verdicts.case("filters and pages"):
        for name, value in (
            ("status-code", "active"),
            ("requester-vpc-info.vpc-id", one_vpc),
            ("accepter-vpc-info.cidr-block", "10.151.0.0/16"),
            ("vpc-peering-connection-id", peering),
            ("tag:Name", "peering"),
        ):
            found = ec2.describe_vpc_peering_connections(Filters=by(name, value), MaxResults=5)["VpcPeeringConnections"]
            equal([p["VpcPeeringConnectionId"] for p in found], [peering], name)
    with verdicts.case("another account in another region accepts"):
        far = ec2.create_vpc_peering_connection(VpcId=one_vpc, PeerVpcId=their_vpc, PeerOwnerId=OTHER, PeerRegion="eu-west-2")
        far = far["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        with refuses("OperationNotPermitted"):
            ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=far)
        equal(one(theirs, far)["Status"]["Code"], "pending-acceptance")
        theirs.create_tags(Resources=[far], Tags=[{"Key": "Side", "Value": "accepter"}])
        theirs.accept_vpc_peering_connection(VpcPeeringConnectionId=far)
        equal(one(ec2, far)["Status"]["Code"], "active")
        equal((one(ec2, far)["Tags"], one(theirs, far)["Tags"]), ([], [{"Key": "Side", "Value": "accepter"}]))
        with refuses("OperationNotPermitted"):
            theirs.modify_vpc_peering_connection_options(
                VpcPeeringConnectionId=far, RequesterPeeringConnectionOptions={"AllowDnsResolutionFromRemoteVpc": True}
            )
        equal(theirs.delete_vpc_peering_connection(VpcPeeringConnectionId=far)["Return"], True)
        equal(one(ec2, far)["Status"], {"Code": "deleted", "Message": f"Deleted by {OTHER}"})
    with verdicts.case("reject"):
        far = ec2.create_vpc_peering_connection(VpcId=two_vpc, PeerVpcId=their_vpc, PeerOwnerId=OTHER, PeerRegion="eu-west-2")
        far = far["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        equal(theirs.reject_vpc_peering_connection(VpcPeeringConnectionId=far)["Return"], True)
        equal(one(ec2, far)["Status"]["Code"], "rejected")
        with refuses("InvalidStateTransition"):
            theirs.accept_vpc_peering_connection(VpcPeeringConnectionId=far)
    with verdicts.case("what cannot be peered"):
        wrong = ec2.create_vpc_peering_connection(VpcId=one_vpc, PeerVpcId="vpc-00000000000000001", PeerOwnerId=OTHER)
        shown = one(ec2, wrong["VpcPeeringConnection"]["VpcPeeringConnectionId"])
        equal(shown["Status"]["Code"], "failed")
        contains(shown["Status"]["Message"], "overlapping CIDR range")
        twin = ec2.create_vpc(CidrBlock="10.150.128.0/24")["Vpc"]["VpcId"]
        wrong = ec2.create_vpc_peering_connection(VpcId=one_vpc, PeerVpcId=twin)["VpcPeeringConnection"]
        equal(one(ec2, wrong["VpcPeeringConnectionId"])["Status"]["Code"], "failed")
        ec2.delete_vpc(VpcId=twin)
        with refuses("InvalidVpcID.NotFound"):
            ec2.create_vpc_peering_connection(VpcId=one_vpc, PeerVpcId="vpc-00000000000000001")
        with refuses("InvalidVpcPeeringConnectionID.NotFound"):
            ec2.delete_vpc_peering_connection(VpcPeeringConnectionId="pcx-00000000000000001")
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    for id in (one_vpc, two_vpc):
        ec2.delete_vpc(VpcId=id)
    theirs.delete_vpc(VpcId=their_vpc)


def one(ec2, peering):
    return ec2.describe_vpc_peering_connections(VpcPeeringConnectionIds=[peering])["VpcPeeringConnections"][0]
