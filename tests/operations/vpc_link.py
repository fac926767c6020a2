"""VPC links of REST APIs."""

from operations.gateway_account import patch
from outside.adit import ACCOUNT
from outside.errors import refuses
from outside.verdicts import contains, equal

NOWHERE = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:loadbalancer/net/none/0123456789abcdef"


def network_balancer(aws):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24", AvailabilityZone="eu-west-1a")["Subnet"]["SubnetId"]
    made = aws.client("elbv2").create_load_balancer(Name="linked", Type="network", Scheme="internal", Subnets=[subnet])
    return made["LoadBalancers"][0]["LoadBalancerArn"]


def run(aws, verdicts):
    gateway = aws.client("apigateway")

    with verdicts.case("a link is made, changed, listed and deleted"):
        asked = {"name": "mine", "description": "of the shop", "targetArns": [NOWHERE], "tags": {"a": "b"}}
        made = gateway.create_vpc_link(**asked)
        link = {"vpcLinkId": made["id"]}
        shown = gateway.get_vpc_link(**link)
        for member, value in asked.items():
            equal(shown[member], value, member)
        equal(shown["status"], "FAILED")
        contains(shown["statusMessage"], "NLB ARN")
        changed = gateway.update_vpc_link(
            **link, patchOperations=patch("replace", "/name", "yours") + patch("replace", "/description", "two")
        )
        equal((changed["name"], changed["description"]), ("yours", "two"))
        second = gateway.create_vpc_link(name="second", targetArns=[NOWHERE])
        seen, more = [], {}
        for _ in range(20):
            page = gateway.get_vpc_links(limit=1, **more)
            seen += [item["id"] for item in page["items"]]
            if not page.get("position"):
                break
            more = {"position": page["position"]}
        equal(sorted(seen), sorted([made["id"], second["id"]]))
        for one in (made, second):
            gateway.delete_vpc_link(vpcLinkId=one["id"])
        with refuses("NotFoundException", status=404):
            gateway.get_vpc_link(**link)

    with verdicts.case("a link to a network load balancer is there, and stays while it is used"):
        balancer = network_balancer(aws)
        made = gateway.create_vpc_link(name="there", targetArns=[balancer])
        equal(made["status"], "AVAILABLE")
        api = gateway.create_rest_api(name="linked")
        at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        gateway.put_method(**at, authorizationType="NONE")
        gateway.put_integration(
            **at,
            type="HTTP_PROXY",
            integrationHttpMethod="GET",
            uri="http://in.example.com/",
            connectionType="VPC_LINK",
            connectionId=made["id"],
        )
        with refuses("BadRequestException", status=400):
            gateway.delete_vpc_link(vpcLinkId=made["id"])
        gateway.delete_rest_api(restApiId=api["id"])
        gateway.delete_vpc_link(vpcLinkId=made["id"])

    with verdicts.case("what cannot be linked is refused"):
        for wrong in ({"targetArns": []}, {"targetArns": [NOWHERE, NOWHERE]}, {"name": " "}):
            with refuses("BadRequestException", status=400):
                gateway.create_vpc_link(**{"name": "a", "targetArns": [NOWHERE], **wrong})
        made = gateway.create_vpc_link(name="fixed", targetArns=[NOWHERE])
        with refuses("BadRequestException", status=400):
            gateway.update_vpc_link(vpcLinkId=made["id"], patchOperations=patch("replace", "/targetArns", NOWHERE))
        gateway.delete_vpc_link(vpcLinkId=made["id"])
