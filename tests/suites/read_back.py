"""What was asked for reads back, what is missing or in use is refused with AWS's code: boto3 over the chain's operations."""

from suites import read_back_acm, read_back_api, read_back_ec2, read_back_edge, read_back_elbv2, read_back_vpc

import design_b
from cloud import Cloud
from outside.adit import ACCOUNT, Adit
from outside.verdicts import equal


def run(place, verdicts):
    with Adit(place.adit) as adit:
        cloud = Cloud(endpoint=adit.endpoint)
        with verdicts.case("sts: the account is the access key's, the region the scope's"):
            said = cloud.client("sts").get_caller_identity()
            equal(said["Account"], ACCOUNT)
            equal(said["Arn"].split(":")[4], ACCOUNT)
            other = cloud.session.client(
                "sts",
                region_name="us-east-1",
                endpoint_url=adit.endpoint,
                aws_access_key_id="210987654321",
                aws_secret_access_key="x",
            )
            equal(other.get_caller_identity()["Account"], "210987654321")
        read_back_ec2.run(cloud, verdicts)
        read_back_vpc.run(cloud, verdicts)
        read_back_acm.run(cloud, verdicts)
        b = design_b.build(cloud, name="read-back")
        read_back_elbv2.run(cloud, verdicts, b)
        read_back_api.run(cloud, verdicts, b)
        read_back_edge.run(cloud, verdicts, b)
        with verdicts.case("another account, and another region, see nothing of it"):
            strangers(cloud, adit, b)
        taken_down(cloud, verdicts, b)
        with verdicts.case("nothing panicked"):
            assert adit.alive and "panicked" not in adit.said(), adit.said()[:2000]


def strangers(cloud, adit, b):
    other = Cloud(endpoint=adit.endpoint, region="eu-central-1")
    equal(other.client("elbv2").describe_load_balancers()["LoadBalancers"], [])
    equal(other.client("apigateway").get_rest_apis()["items"], [])
    vpcs = other.client("ec2").describe_vpcs()["Vpcs"]
    assert b.vpc not in [vpc["VpcId"] for vpc in vpcs], vpcs
    stranger = cloud.session.client(
        "cloudfront",
        region_name="us-east-1",
        endpoint_url=adit.endpoint,
        aws_access_key_id="210987654321",
        aws_secret_access_key="x",
    )
    equal(stranger.list_distributions()["DistributionList"]["Quantity"], 0)


def taken_down(cloud, verdicts, b):
    """In the order that AWS asks for; nothing is left behind that would hold the VPC."""
    with verdicts.case("everything is deleted in AWS's order, down to the VPC"):
        cloudfront, elbv2, ec2 = cloud.client("cloudfront"), cloud.client("elbv2"), cloud.client("ec2")
        for summary in cloudfront.list_distributions()["DistributionList"].get("Items", []):
            found = cloudfront.get_distribution_config(Id=summary["Id"])
            etag = found["ETag"]
            if found["DistributionConfig"]["Enabled"]:
                config = {**found["DistributionConfig"], "Enabled": False}
                etag = cloudfront.update_distribution(Id=summary["Id"], IfMatch=etag, DistributionConfig=config)["ETag"]
                cloud.wait(cloudfront, "distribution_deployed", Id=summary["Id"])
            cloudfront.delete_distribution(Id=summary["Id"], IfMatch=etag)
        for summary in cloudfront.list_vpc_origins()["VpcOriginList"].get("Items", []):
            etag = cloudfront.get_vpc_origin(Id=summary["Id"])["ETag"]
            cloudfront.delete_vpc_origin(Id=summary["Id"], IfMatch=etag)
        elbv2.delete_load_balancer(LoadBalancerArn=b.balancer)
        cloud.wait(elbv2, "load_balancers_deleted", LoadBalancerArns=[b.balancer])
        elbv2.delete_target_group(TargetGroupArn=b.target_group)
        cloud.client("acm").delete_certificate(CertificateArn=b.certificate)
        cloud.client("apigateway").delete_rest_api(restApiId=b.api)
        equal(ec2.delete_vpc_endpoints(VpcEndpointIds=[b.endpoint])["Unsuccessful"], [])

        def interfaces():
            return ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [b.vpc]}])["NetworkInterfaces"]

        cloud.until("interfaces are left", lambda: not interfaces())
        for group in (b.endpoint_group, b.balancer_group):
            ec2.delete_security_group(GroupId=group)
        for subnet in b.subnets:
            ec2.delete_subnet(SubnetId=subnet)
        ec2.detach_internet_gateway(InternetGatewayId=b.gateway, VpcId=b.vpc)
        ec2.delete_internet_gateway(InternetGatewayId=b.gateway)
        left = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [b.vpc]}])["SecurityGroups"]
        equal([group["GroupName"] for group in left], ["default"])
        ec2.delete_vpc(VpcId=b.vpc)
        assert b.vpc not in [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"]]
