"""Design B: an API that has no public endpoint, reachable through CloudFront alone.

viewer -> CloudFront -> VPC origin -> internal ALB -> execute-api VPC endpoint -> private REST API

    python tests/design_b.py [--endpoint URL] [--region eu-west-1] [--json]

On AWS, `--origin-name` must be a name of a zone of yours: the certificate is validated through DNS, and the records to
set are printed while the script waits.
"""

import json
from dataclasses import asdict, dataclass, field

from cloud import Cloud, arguments, distribution, finish, mock_get, root_of, tagged, tell

HELLO = '{"message":"hello from a private API"}'
ITEM = '{"item":"from a private API"}'


@dataclass
class DesignB:
    """What was built, by id."""

    name: str
    region: str
    origin_name: str
    vpc: str = ""
    gateway: str = ""
    subnets: list = field(default_factory=list)
    prefix_list: str = ""
    balancer_group: str = ""
    endpoint_group: str = ""
    endpoint: str = ""
    endpoint_name: str = ""
    interfaces: list = field(default_factory=list)
    addresses: list = field(default_factory=list)
    certificate: str = ""
    balancer: str = ""
    balancer_name: str = ""
    target_group: str = ""
    listener: str = ""
    api: str = ""
    api_name: str = ""
    vpc_origin: str = ""
    distribution: str = ""
    domain: str = ""
    path: str = "/v1/items/{n}"
    hello: str = "/v1/hello"


def build(cloud, *, name="design-b", origin_name="origin.example.com", countries=("IE", "GB")):
    b = DesignB(name=name, region=cloud.region, origin_name=origin_name)
    network(cloud, b)
    endpoint(cloud, b)
    private_api(cloud, b)
    certificate(cloud, b)
    balancer(cloud, b)
    vpc_origin(cloud, b)
    edge(cloud, b, countries)
    return b


def network(cloud, b):
    """Two subnets without a way out. The internet gateway is what VPC origins ask for; no route leads to it."""
    ec2 = cloud.client("ec2")
    b.vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged("vpc", b.name))["Vpc"]["VpcId"]
    cloud.wait(ec2, "vpc_available", VpcIds=[b.vpc])
    ec2.modify_vpc_attribute(VpcId=b.vpc, EnableDnsSupport={"Value": True})
    ec2.modify_vpc_attribute(VpcId=b.vpc, EnableDnsHostnames={"Value": True})
    tags = tagged("internet-gateway", b.name)
    b.gateway = ec2.create_internet_gateway(TagSpecifications=tags)["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=b.gateway, VpcId=b.vpc)
    zones = ec2.describe_availability_zones(Filters=[{"Name": "state", "Values": ["available"]}])["AvailabilityZones"]
    for number, zone in enumerate(sorted(zone["ZoneName"] for zone in zones)[:2], start=1):
        made = ec2.create_subnet(
            VpcId=b.vpc,
            CidrBlock=f"10.0.{number}.0/24",
            AvailabilityZone=zone,
            TagSpecifications=tagged("subnet", f"{b.name}-{number}"),
        )
        b.subnets.append(made["Subnet"]["SubnetId"])
    cloud.wait(ec2, "subnet_available", SubnetIds=b.subnets)
    pages = ec2.get_paginator("describe_managed_prefix_lists").paginate(
        Filters=[{"Name": "prefix-list-name", "Values": ["com.amazonaws.global.cloudfront.origin-facing"]}]
    )
    b.prefix_list = next(found["PrefixListId"] for page in pages for found in page["PrefixLists"])
    b.balancer_group = group(ec2, b, "balancer", {"PrefixListIds": [{"PrefixListId": b.prefix_list}]})
    b.endpoint_group = group(ec2, b, "endpoint", {"UserIdGroupPairs": [{"GroupId": b.balancer_group}]})


def group(ec2, b, role, peer):
    name = f"{b.name}-{role}"
    made = ec2.create_security_group(
        VpcId=b.vpc, GroupName=name, Description=f"{role} of {b.name}", TagSpecifications=tagged("security-group", name)
    )
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **peer}
    ec2.authorize_security_group_ingress(GroupId=made["GroupId"], IpPermissions=[permission])
    return made["GroupId"]


def endpoint(cloud, b):
    """The interface endpoint, and the addresses of its interfaces, which its own description does not give."""
    ec2 = cloud.client("ec2")
    made = ec2.create_vpc_endpoint(
        VpcId=b.vpc,
        VpcEndpointType="Interface",
        ServiceName=f"com.amazonaws.{b.region}.execute-api",
        SubnetIds=b.subnets,
        SecurityGroupIds=[b.endpoint_group],
        PrivateDnsEnabled=True,
        TagSpecifications=tagged("vpc-endpoint", b.name),
    )
    b.endpoint = made["VpcEndpoint"]["VpcEndpointId"]

    def described():
        return ec2.describe_vpc_endpoints(VpcEndpointIds=[b.endpoint])["VpcEndpoints"][0]

    cloud.until("the endpoint is not available", lambda: described()["State"] == "available")
    found = described()
    b.endpoint_name = found["DnsEntries"][0]["DnsName"]
    b.interfaces = found["NetworkInterfaceIds"]
    pages = ec2.get_paginator("describe_network_interfaces").paginate(NetworkInterfaceIds=b.interfaces)
    b.addresses = sorted(each["PrivateIpAddress"] for page in pages for each in page["NetworkInterfaces"])


def private_api(cloud, b):
    """GET /hello and GET /items/{proxy+}, for requests that come by this endpoint."""
    apigateway = cloud.client("apigateway")
    everything = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", **everything},
            {"Effect": "Deny", **everything, "Condition": {"StringNotEquals": {"aws:SourceVpce": b.endpoint}}},
        ],
    }
    b.api = apigateway.create_rest_api(
        name=b.name,
        endpointConfiguration={"types": ["PRIVATE"], "vpcEndpointIds": [b.endpoint]},
        policy=json.dumps(policy),
    )["id"]
    b.api_name = f"{b.api}.execute-api.{b.region}.amazonaws.com"
    root = root_of(apigateway, b.api)
    mock_get(apigateway, b.api, root, "hello", HELLO)
    items = apigateway.create_resource(restApiId=b.api, parentId=root, pathPart="items")["id"]
    mock_get(apigateway, b.api, items, "{proxy+}", ITEM)
    apigateway.create_deployment(restApiId=b.api, stageName="v1")


def certificate(cloud, b):
    """For the name that CloudFront checks the balancer against, in the balancer's own region."""
    acm = cloud.client("acm")
    b.certificate = acm.request_certificate(DomainName=b.origin_name, ValidationMethod="DNS")["CertificateArn"]
    described = acm.describe_certificate(CertificateArn=b.certificate)["Certificate"]
    if described["Status"] == "PENDING_VALIDATION":
        for option in described.get("DomainValidationOptions", []):
            if record := option.get("ResourceRecord"):
                tell(f"set {record['Type']} {record['Name']} to {record['Value']}")
    cloud.wait(acm, "certificate_validated", CertificateArn=b.certificate)


def balancer(cloud, b):
    """Internal, HTTPS to viewers' side and to the endpoint's addresses. Health checks cannot name an API: 403 is well."""
    elbv2 = cloud.client("elbv2")
    made = elbv2.create_load_balancer(
        Name=b.name, Scheme="internal", Type="application", Subnets=b.subnets, SecurityGroups=[b.balancer_group]
    )["LoadBalancers"][0]
    b.balancer, b.balancer_name = made["LoadBalancerArn"], made["DNSName"]
    cloud.wait(elbv2, "load_balancer_available", LoadBalancerArns=[b.balancer])
    b.target_group = elbv2.create_target_group(
        Name=b.name,
        Protocol="HTTPS",
        Port=443,
        VpcId=b.vpc,
        TargetType="ip",
        HealthCheckProtocol="HTTPS",
        HealthCheckPath="/",
        Matcher={"HttpCode": "200,403"},
    )["TargetGroups"][0]["TargetGroupArn"]
    elbv2.register_targets(TargetGroupArn=b.target_group, Targets=[{"Id": address} for address in b.addresses])
    b.listener = elbv2.create_listener(
        LoadBalancerArn=b.balancer,
        Protocol="HTTPS",
        Port=443,
        SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        Certificates=[{"CertificateArn": b.certificate}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": b.target_group}],
    )["Listeners"][0]["ListenerArn"]
    cloud.wait(elbv2, "target_in_service", TargetGroupArn=b.target_group)


def vpc_origin(cloud, b, *, name=None, https_port=443):
    cloudfront = cloud.client("cloudfront")
    made = cloudfront.create_vpc_origin(
        VpcOriginEndpointConfig={
            "Name": name or b.name,
            "Arn": b.balancer,
            "HTTPPort": 80,
            "HTTPSPort": https_port,
            "OriginProtocolPolicy": "https-only",
            "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
        }
    )["VpcOrigin"]["Id"]
    cloud.until(
        "the VPC origin is not deployed",
        lambda: cloudfront.get_vpc_origin(Id=made)["VpcOrigin"]["Status"] == "Deployed",
    )
    b.vpc_origin = b.vpc_origin or made
    return made


def edge(cloud, b, countries, *, vpc_origin=None, api=None, comment=None):
    """The distribution names the API, whatever the viewer says."""
    origin = {
        "DomainName": b.origin_name,
        "VpcOriginConfig": {
            "VpcOriginId": vpc_origin or b.vpc_origin,
            "OriginReadTimeout": 30,
            "OriginKeepaliveTimeout": 5,
        },
    }
    made = distribution(
        cloud, comment or b.name, origin, headers={"x-apigw-api-id": api or b.api}, countries=countries
    )
    if not b.distribution:
        b.distribution, b.domain = made["Id"], made["DomainName"]
    return made


def main():
    parser = arguments("Builds design B: CloudFront, VPC origin, internal ALB, VPC endpoint, private API.")
    parser.add_argument("--name", default="design-b", help="what resources are called")
    parser.add_argument("--origin-name", default="origin.example.com", help="the balancer's name on its certificate")
    given = parser.parse_args()
    built = build(Cloud(given.region, given.endpoint), name=given.name, origin_name=given.origin_name)
    finish(asdict(built), given.json)


if __name__ == "__main__":
    main()
