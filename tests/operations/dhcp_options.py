"""DHCP options."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.160.0.0/16")["Vpc"]
    tags = [{"Key": "Name", "Value": "dhcp"}]
    told = {
        "domain-name": ["example.internal"],
        "domain-name-servers": ["10.160.0.2", "AmazonProvidedDNS"],
        "ntp-servers": ["169.254.169.123"],
        "netbios-node-type": ["2"],
    }

    with verdicts.case("a region's own set"):
        shown = one(ec2, vpc["DhcpOptionsId"])
        equal(values(shown), {"domain-name": ["eu-west-1.compute.internal"], "domain-name-servers": ["AmazonProvidedDNS"]})
    with verdicts.case("create, and read back"):
        asked = [{"Key": key, "Values": value} for key, value in told.items()]
        named = [{"ResourceType": "dhcp-options", "Tags": tags}]
        made = ec2.create_dhcp_options(DhcpConfigurations=asked, TagSpecifications=named)["DhcpOptions"]["DhcpOptionsId"]
        shown = one(ec2, made)
        equal((values(shown), shown["OwnerId"], shown["Tags"]), (told, ACCOUNT, tags))
    with verdicts.case("filters and pages"):
        for name, value in (("key", "ntp-servers"), ("value", "example.*"), ("tag:Name", "dhcp"), ("dhcp-options-id", made)):
            found = ec2.describe_dhcp_options(Filters=by(name, value), MaxResults=5)["DhcpOptions"]
            equal([d["DhcpOptionsId"] for d in found], [made], name)
    with verdicts.case("associate, and delete"):
        ec2.associate_dhcp_options(DhcpOptionsId=made, VpcId=vpc["VpcId"])
        found = ec2.describe_vpcs(Filters=by("dhcp-options-id", made))["Vpcs"]
        equal([v["VpcId"] for v in found], [vpc["VpcId"]])
        with refuses("DependencyViolation"):
            ec2.delete_dhcp_options(DhcpOptionsId=made)
        ec2.associate_dhcp_options(DhcpOptionsId="default", VpcId=vpc["VpcId"])
        equal(ec2.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"][0]["DhcpOptionsId"], "default")
        ec2.delete_dhcp_options(DhcpOptionsId=made)
        for call in (ec2.delete_dhcp_options, lambda DhcpOptionsId: one(ec2, DhcpOptionsId)):
            with refuses("InvalidDhcpOptionID.NotFound"):
                call(DhcpOptionsId=made)
    with verdicts.case("what is refused"):
        for key, value in (("colour", ["red"]), ("ntp-servers", ["time"]), ("netbios-node-type", ["3"])):
            with refuses("InvalidParameterValue"):
                ec2.create_dhcp_options(DhcpConfigurations=[{"Key": key, "Values": value}])
    ec2.delete_vpc(VpcId=vpc["VpcId"])


def one(ec2, options):
    return ec2.describe_dhcp_options(DhcpOptionsIds=[options])["DhcpOptions"][0]


def values(options):
    return {c["Key"]: [v["Value"] for v in c["Values"]] for c in options["DhcpConfigurations"]}
