"""VPC origins: what they make in EC2, their tags and versions, and what is refused."""

from outside.adit import ACCOUNT
from outside.distributions import behavior, change, create as distribute, listed, remove
from outside.errors import by, refuses
from outside.verdicts import equal

GROUP = "CloudFront-VPCOrigins-Service-SG"


def network(aws):
    """An internal balancer in two subnets; the balancer's ARN and the VPC."""
    ec2, elbv2 = aws.client("ec2"), aws.client("elbv2")
    vpc = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.40.{n}.0/24", AvailabilityZone=f"eu-west-1{zone}")["Subnet"]["SubnetId"]
        for n, zone in enumerate("ab")
    ]
    group = ec2.create_security_group(GroupName="alb", Description="of the balancer", VpcId=vpc)["GroupId"]
    balancer = elbv2.create_load_balancer(
        Name="vpc-origin", Subnets=subnets, SecurityGroups=[group], Scheme="internal", Type="application"
    )["LoadBalancers"][0]["LoadBalancerArn"]
    return vpc, balancer


def endpoint(name, balancer, **more):
    return {
        "Name": name,
        "Arn": balancer,
        "HTTPPort": 80,
        "HTTPSPort": 443,
        "OriginProtocolPolicy": "https-only",
        "OriginSslProtocols": listed("TLSv1.2"),
        **more,
    }


def run(aws, verdicts):
    cloudfront, ec2 = aws.client("cloudfront"), aws.client("ec2")
    vpc, balancer = network(aws)
    groups = lambda: ec2.describe_security_groups(Filters=by("vpc-id", vpc) + by("group-name", f"{GROUP}*"))["SecurityGroups"]

    with verdicts.case("a VPC without an internet gateway is refused"):
        with refuses("InvalidArgument", status=400):
            cloudfront.create_vpc_origin(VpcOriginEndpointConfig=endpoint("one", balancer))
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)

    with verdicts.case("one is made with its group and interfaces, read, tagged, changed and deleted"):
        equal(groups(), [])
        sent = endpoint("one", balancer)
        made = cloudfront.create_vpc_origin(
            VpcOriginEndpointConfig=sent, Tags={"Items": [{"Key": "team", "Value": "edge"}]}
        )
        own = made["VpcOrigin"]
        equal((own["Status"], own["AccountId"]), ("Deploying", ACCOUNT))
        equal({name: own["VpcOriginEndpointConfig"][name] for name in sent}, sent)
        equal(len(groups()), 1)
        interfaces = ec2.describe_network_interfaces(Filters=by("group-id", groups()[0]["GroupId"]))["NetworkInterfaces"]
        equal({i["InterfaceType"] for i in interfaces}, {"cloudfront_managed"})
        got = cloudfront.get_vpc_origin(Id=own["Id"])
        equal((got["VpcOrigin"]["Status"], got["ETag"]), ("Deployed", made["ETag"]))
        tags = cloudfront.list_tags_for_resource(Resource=own["Arn"])["Tags"]["Items"]
        equal(tags, [{"Key": "team", "Value": "edge"}])
        listing = cloudfront.list_vpc_origins()["VpcOriginList"]
        equal([(o["Id"], o["OriginEndpointArn"]) for o in listing["Items"]], [(own["Id"], balancer)])
        with refuses("EntityAlreadyExists", status=409):
            cloudfront.create_vpc_origin(VpcOriginEndpointConfig=sent)
        with refuses("InvalidIfMatchVersion", status=400):
            cloudfront.delete_vpc_origin(Id=own["Id"], IfMatch="x")
        changed = cloudfront.update_vpc_origin(
            Id=own["Id"], IfMatch=made["ETag"], VpcOriginEndpointConfig=endpoint("two", balancer, HTTPSPort=8443)
        )
        equal(changed["VpcOrigin"]["VpcOriginEndpointConfig"]["HTTPSPort"], 8443)

        through = {"Id": "vpc", "DomainName": "origin.example.com", "VpcOriginConfig": {"VpcOriginId": own["Id"]}}
        distribution, _ = distribute(
            cloudfront, f"{aws.name} vpc", Origins=listed(through), DefaultCacheBehavior=behavior("vpc")
        )
        kept = distribution["DistributionConfig"]["Origins"]["Items"][0]["VpcOriginConfig"]
        equal((kept["OriginReadTimeout"], kept["OriginKeepaliveTimeout"]), (30, 5))
        users = cloudfront.list_distributions_by_vpc_origin_id(VpcOriginId=own["Id"])["DistributionIdList"]
        equal(users["Items"], [distribution["Id"]])
        with refuses("CannotDeleteEntityWhileInUse", status=409):
            cloudfront.delete_vpc_origin(Id=own["Id"], IfMatch=changed["ETag"])
        with refuses("CannotUpdateEntityWhileInUse", status=409):
            cloudfront.update_vpc_origin(Id=own["Id"], IfMatch=changed["ETag"], VpcOriginEndpointConfig=sent)
        change(cloudfront, distribution["Id"], Comment="still through it")
        remove(cloudfront, distribution["Id"])
        gone = cloudfront.delete_vpc_origin(Id=own["Id"], IfMatch=changed["ETag"])
        equal(gone["VpcOrigin"]["Status"], "Deploying")
        with refuses("EntityNotFound", status=404):
            cloudfront.get_vpc_origin(Id=own["Id"])
        equal(groups(), [])

    for code, arn in [
        ("InvalidArgument", balancer.replace("vpc-origin", "other")),
        ("InvalidArgument", "web"),
        ("InvalidArgument", balancer.replace("/app/", "/gwy/")),
    ]:
        with verdicts.case(f"{arn.rpartition(':')[2]} is no target"):
            with refuses(code, status=400):
                cloudfront.create_vpc_origin(VpcOriginEndpointConfig=endpoint("three", arn))
