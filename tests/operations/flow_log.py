"""Flow logs."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import equal

ROLE = f"arn:aws:iam::{ACCOUNT}:role/flow"
GROUP = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/vpc/flow:*"


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.180.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.180.1.0/24")["Subnet"]["SubnetId"]
    tags = [{"Key": "Name", "Value": "flows"}]

    with verdicts.case("to a log group, read back"):
        asked = {
            "ResourceIds": [vpc],
            "ResourceType": "VPC",
            "TrafficType": "REJECT",
            "LogDestination": GROUP,
            "DeliverLogsPermissionArn": ROLE,
            "ClientToken": "fl-1",
            "TagSpecifications": [{"ResourceType": "vpc-flow-log", "Tags": tags}],
        }
        made = ec2.create_flow_logs(**asked)
        equal((made["Unsuccessful"], made["ClientToken"]), ([], "fl-1"))
        equal(ec2.create_flow_logs(**asked)["FlowLogIds"], made["FlowLogIds"])
        first = made["FlowLogIds"][0]
        shown = one(ec2, first)
        for member, value in {
            "FlowLogStatus": "ACTIVE",
            "DeliverLogsStatus": "SUCCESS",
            "ResourceId": vpc,
            "TrafficType": "REJECT",
            "LogDestinationType": "cloud-watch-logs",
            "LogDestination": GROUP,
            "LogGroupName": "/vpc/flow",
            "DeliverLogsPermissionArn": ROLE,
            "MaxAggregationInterval": 600,
            "Tags": tags,
        }.items():
            equal(shown[member], value, member)
        equal(shown["LogFormat"].split()[0], "${version}")
    with verdicts.case("to a bucket, of several resources"):
        made = ec2.create_flow_logs(
            ResourceIds=[subnet, "subnet-00000000000000001"],
            ResourceType="Subnet",
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination="arn:aws:s3:::flows/prefix",
            LogFormat="${version} ${srcaddr}",
            MaxAggregationInterval=60,
            DestinationOptions={"FileFormat": "parquet", "PerHourPartition": True},
        )
        equal([(u["ResourceId"], u["Error"]["Code"]) for u in made["Unsuccessful"]], [("subnet-00000000000000001", "InvalidSubnetID.NotFound")])
        second = made["FlowLogIds"][0]
        shown = one(ec2, second)
        options = {"FileFormat": "parquet", "HiveCompatiblePartitions": False, "PerHourPartition": True}
        equal((shown["DestinationOptions"], shown["MaxAggregationInterval"]), (options, 60))
        equal(shown["LogFormat"], "${version} ${srcaddr}")
    with verdicts.case("the same twice is refused"):
        again = {k: v for k, v in asked.items() if k != "ClientToken"}
        equal(ec2.create_flow_logs(**again)["Unsuccessful"][0]["Error"]["Code"], "FlowLogAlreadyExists")
    with verdicts.case("filters"):
        for name, value in (("resource-id", vpc), ("traffic-type", "REJECT"), ("log-group-name", "/vpc/flow"), ("tag:Name", "flows")):
            found = ec2.describe_flow_logs(Filters=by(name, value))["FlowLogs"]
            equal([f["FlowLogId"] for f in found], [first], name)
        found = ec2.describe_flow_logs(Filters=by("log-destination-type", "s3"), MaxResults=5)["FlowLogs"]
        equal([f["FlowLogId"] for f in found], [second])
    with verdicts.case("delete"):
        equal(ec2.delete_flow_logs(FlowLogIds=[first, second])["Unsuccessful"], [])
        again = ec2.delete_flow_logs(FlowLogIds=[first])["Unsuccessful"]
        equal(again[0]["Error"]["Code"], "InvalidFlowLogId.NotFound")
    with verdicts.case("what is refused"):
        to_bucket = {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::flows"}
        for code, change in (
            ("InvalidParameter", {"TrafficType": "ALL"}),
            ("InvalidParameter", {"TrafficType": "ALL", "LogGroupName": "g"}),
            ("MissingParameter", to_bucket),
            ("InvalidParameter", {"TrafficType": "ALL", "MaxAggregationInterval": 61, **to_bucket}),
        ):
            with refuses(code):
                ec2.create_flow_logs(ResourceIds=[vpc], ResourceType="VPC", **change)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def one(ec2, log):
    return ec2.describe_flow_logs(FlowLogIds=[log])["FlowLogs"][0]
