"""Two calls that exclude each other, at the same time: the outcome is that of one after the other."""

import threading
import time

from botocore.exceptions import ClientError

from cloud import Cloud, custom_origin, distribution
from outside.adit import Adit
from outside.verdicts import equal

ROUNDS = 40
IN_USE = "CannotDeleteEntityWhileInUse"


def run(place, verdicts):
    with Adit(place.adit, data=place.scratch / "data") as adit:
        cloud = Cloud(endpoint=adit.endpoint)
        seen = {"adopted": 0, "deleted": 0}
        with verdicts.case(f"a VPC origin is deleted while a distribution adopts it, {ROUNDS} rounds"):
            balancer = internal_balancer(cloud)
            made = distribution(cloud, "race", custom_origin("example.com"))
            for number in range(ROUNDS):
                # From clearly before to clearly after, most of them at once.
                lead = [-0.03, -0.002, -0.001, 0.0, 0.0, 0.001, 0.002, 0.03][number % 8]
                seen[race(cloud, balancer, made["Id"], lead)] += 1
        with verdicts.case("both orders were met"):
            assert all(seen.values()), f"{seen}"


def race(cloud, balancer, distribution_id, lead):
    """Which of the two came first."""
    cloudfront = cloud.client("cloudfront")
    config = {"Name": "race", "Arn": balancer, "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}
    made = cloudfront.create_vpc_origin(VpcOriginEndpointConfig=config)
    origin, etag = made["VpcOrigin"]["Id"], made["ETag"]
    found = cloudfront.get_distribution_config(Id=distribution_id)
    before = found["DistributionConfig"]
    adopting = {**before, "Origins": {"Quantity": 1, "Items": [adopted(before["Origins"]["Items"][0], origin)]}}
    barrier = threading.Barrier(2)
    outcome = {}

    def attempt(name, wait, call):
        barrier.wait()
        time.sleep(max(wait, 0.0))
        try:
            call()
            outcome[name] = None
        except ClientError as refused:
            outcome[name] = refused.response["Error"]["Code"]

    other = cloud.client("cloudfront")
    calls = [
        ("delete", lead, lambda: cloudfront.delete_vpc_origin(Id=origin, IfMatch=etag)),
        (
            "adopt",
            -lead,
            lambda: other.update_distribution(Id=distribution_id, IfMatch=found["ETag"], DistributionConfig=adopting),
        ),
    ]
    threads = [threading.Thread(target=attempt, args=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    now = cloudfront.get_distribution_config(Id=distribution_id)
    uses = now["DistributionConfig"]["Origins"]["Items"][0].get("VpcOriginConfig", {}).get("VpcOriginId")
    exists = origin in {item["Id"] for item in cloudfront.list_vpc_origins()["VpcOriginList"].get("Items", [])}
    if outcome["adopt"] is None:
        equal((outcome["delete"], uses, exists), (IN_USE, origin, True), "adopted first")
        cloudfront.update_distribution(Id=distribution_id, IfMatch=now["ETag"], DistributionConfig=before)
        cloudfront.delete_vpc_origin(Id=origin, IfMatch=cloudfront.get_vpc_origin(Id=origin)["ETag"])
        return "adopted"
    assert outcome["adopt"], "the update's refusal has no code"
    equal((outcome["delete"], uses, exists), (None, None, False), f"deleted first, the update got {outcome['adopt']}")
    return "deleted"


def adopted(origin, vpc_origin):
    kept = {name: value for name, value in origin.items() if name != "CustomOriginConfig"}
    return {**kept, "VpcOriginConfig": {"VpcOriginId": vpc_origin, "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5}}


def internal_balancer(cloud):
    ec2, elbv2 = cloud.client("ec2"), cloud.client("elbv2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"eu-west-1{zone}")["Subnet"]["SubnetId"]
        for n, zone in enumerate("ab")
    ]
    made = elbv2.create_load_balancer(Name="race", Scheme="internal", Type="application", Subnets=subnets)
    balancer = made["LoadBalancers"][0]["LoadBalancerArn"]
    elbv2.create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
    )
    return balancer
