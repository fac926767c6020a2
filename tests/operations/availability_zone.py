"""Zones, regions, and what EC2 says of an account."""

from outside.errors import by, refuses
from outside.verdicts import equal


def run(aws, verdicts):
    ec2 = aws.client("ec2")

    with verdicts.case("a region has three zones"):
        zones = ec2.describe_availability_zones(Filters=by("state", "available") + by("region-name", "eu-west-1"))
        zones = zones["AvailabilityZones"]
        equal([z["ZoneName"] for z in zones], ["eu-west-1a", "eu-west-1b", "eu-west-1c"])
        equal([z["ZoneId"] for z in zones], ["euw1-az1", "euw1-az2", "euw1-az3"])
        first = zones[0]
        equal((first["State"], first["RegionName"], first["ZoneType"]), ("available", "eu-west-1", "availability-zone"))
        equal((first["OptInStatus"], first["GroupName"]), ("opt-in-not-required", "eu-west-1-zg-1"))
        equal((first["NetworkBorderGroup"], first["Messages"]), ("eu-west-1", []))
        there = aws.client("ec2", region="ap-northeast-1").describe_availability_zones()["AvailabilityZones"]
        equal([z["ZoneName"] for z in there], ["ap-northeast-1a", "ap-northeast-1b", "ap-northeast-1c"])

    with verdicts.case("zones are found by name, id and filter"):
        equal(names(ec2.describe_availability_zones(ZoneNames=["eu-west-1b"])), ["eu-west-1b"])
        equal(names(ec2.describe_availability_zones(ZoneIds=["euw1-az3"])), ["eu-west-1c"])
        equal(names(ec2.describe_availability_zones(Filters=by("zone-id", "euw1-az1"))), ["eu-west-1a"])
        equal(len(names(ec2.describe_availability_zones(AllAvailabilityZones=True))), 3)
        with refuses("InvalidParameterValue", status=400):
            ec2.describe_availability_zones(ZoneNames=["eu-west-1z"])
        with refuses("InvalidParameterValue"):
            ec2.describe_availability_zones(Filters=by("colour", "red"))

    with verdicts.case("regions, with and without those to opt into"):
        usual = ec2.describe_regions()["Regions"]
        equal({r["OptInStatus"] for r in usual}, {"opt-in-not-required"})
        every = ec2.describe_regions(AllRegions=True)["Regions"]
        assert len(every) > len(usual) == 17
        [one] = ec2.describe_regions(RegionNames=["us-east-1"])["Regions"]
        equal(one, {"OptInStatus": "opt-in-not-required", "RegionName": "us-east-1", "Endpoint": "ec2.us-east-1.amazonaws.com"})
        [zurich] = ec2.describe_regions(AllRegions=True, Filters=by("region-name", "eu-central-2"))["Regions"]
        equal(zurich["OptInStatus"], "not-opted-in")
        with refuses("InvalidParameterValue"):
            ec2.describe_regions(RegionNames=["mars-north-1"])

    with verdicts.case("attributes of an account"):
        found = ec2.describe_account_attributes()["AccountAttributes"]
        values = {a["AttributeName"]: a["AttributeValues"][0]["AttributeValue"] for a in found}
        equal(values["supported-platforms"], "VPC")
        equal(values["vpc-max-security-groups-per-interface"], "5")
        equal(values["max-elastic-ips"], "5")
        [one] = ec2.describe_account_attributes(AttributeNames=["supported-platforms"])["AccountAttributes"]
        equal(one["AttributeName"], "supported-platforms")


def names(answer):
    return [zone["ZoneName"] for zone in answer["AvailabilityZones"]]
