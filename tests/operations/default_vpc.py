"""The default VPC and its subnets, made on request."""

from outside.errors import by, refuses
from outside.verdicts import equal

# Elsewhere than the other modules, since a region has one.
REGION = "eu-west-3"


def run(aws, verdicts):
    ec2 = aws.client("ec2", region=REGION)

    with verdicts.case("without one, instances have nowhere to go"):
        [image] = ec2.describe_images(Filters=by("name", "al2023-ami-2023*-x86_64"))["Images"]
        with refuses("VPCIdNotSpecified", status=400):
            ec2.run_instances(ImageId=image["ImageId"], InstanceType="t3.micro", MinCount=1, MaxCount=1)
        equal(attribute(ec2), "none")
        with refuses("DefaultVpcDoesNotExist"):
            ec2.create_default_subnet(AvailabilityZone=REGION + "a")

    with verdicts.case("a default VPC comes with all that reaches the internet"):
        made = ec2.create_default_vpc()["Vpc"]
        equal((made["CidrBlock"], made["IsDefault"], made["State"]), ("172.31.0.0/16", True, "pending"))
        vpc = made["VpcId"]
        equal([v["VpcId"] for v in ec2.describe_vpcs(Filters=by("is-default", "true"))["Vpcs"]], [vpc])
        equal(ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames")["EnableDnsHostnames"], {"Value": True})
        subnets = ec2.describe_subnets(Filters=by("vpc-id", vpc) + by("default-for-az", "true"))["Subnets"]
        equal(
            sorted((s["AvailabilityZone"], s["CidrBlock"]) for s in subnets),
            [(REGION + "a", "172.31.0.0/20"), (REGION + "b", "172.31.16.0/20"), (REGION + "c", "172.31.32.0/20")],
        )
        assert all(s["DefaultForAz"] and s["MapPublicIpOnLaunch"] for s in subnets)
        [gateway] = ec2.describe_internet_gateways(Filters=by("attachment.vpc-id", vpc))["InternetGateways"]
        [table] = ec2.describe_route_tables(Filters=by("vpc-id", vpc))["RouteTables"]
        equal(table["Associations"][0]["Main"], True)
        equal(
            [(r["DestinationCidrBlock"], r["GatewayId"]) for r in table["Routes"]],
            [("172.31.0.0/16", "local"), ("0.0.0.0/0", gateway["InternetGatewayId"])],
        )
        equal(attribute(ec2), vpc)

    with verdicts.case("there is one of each"):
        with refuses("DefaultVpcAlreadyExists", status=400):
            ec2.create_default_vpc()
        with refuses("DefaultSubnetAlreadyExistsInAvailabilityZone", status=400):
            ec2.create_default_subnet(AvailabilityZone=REGION + "b")

    with verdicts.case("instances without a subnet stand in it, with public addresses"):
        run = ec2.run_instances(
            ImageId=image["ImageId"], InstanceType="t3.micro", MinCount=1, MaxCount=1, Placement={"AvailabilityZone": REGION + "b"}
        )
        identity = run["Instances"][0]["InstanceId"]
        instance = ec2.describe_instances(InstanceIds=[identity])["Reservations"][0]["Instances"][0]
        equal((instance["VpcId"], instance["Placement"]["AvailabilityZone"]), (vpc, REGION + "b"))
        assert instance["PublicIpAddress"] and instance["PublicDnsName"].startswith("ec2-")
        with refuses("DependencyViolation"):
            ec2.delete_subnet(SubnetId=instance["SubnetId"])
        ec2.terminate_instances(InstanceIds=[identity])

    with verdicts.case("a subnet that was deleted can be made again"):
        for subnet in subnets:
            ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        with refuses("MissingInput"):
            ec2.run_instances(ImageId=image["ImageId"], InstanceType="t3.micro", MinCount=1, MaxCount=1)
        made = ec2.create_default_subnet(AvailabilityZone=REGION + "c")["Subnet"]
        equal((made["VpcId"], made["CidrBlock"], made["DefaultForAz"]), (vpc, "172.31.0.0/20", True))
        with refuses("InvalidParameterValue"):
            ec2.create_default_subnet(AvailabilityZone=REGION + "z")

    with verdicts.case("it goes like any other"):
        ec2.delete_subnet(SubnetId=made["SubnetId"])
        ec2.detach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"])
        ec2.delete_vpc(VpcId=vpc)
        equal(ec2.describe_vpcs(Filters=by("is-default", "true"))["Vpcs"], [])


def attribute(ec2):
    [found] = ec2.describe_account_attributes(AttributeNames=["default-vpc"])["AccountAttributes"]
    return found["AttributeValues"][0]["AttributeValue"]
