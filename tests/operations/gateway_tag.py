"""Tags of API Gateway's resources, by ARN."""

from operations.domain_name import regional
from operations.rest_api import mock
from operations.vpc_link import NOWHERE
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    gateway = aws.client("apigateway")
    api = mock(gateway, "tagged")["id"]
    gateway.create_deployment(restApiId=api, stageName="v1")
    gateway.create_domain_name(**regional(aws, "tagged.example.com"))
    link = gateway.create_vpc_link(name="tagged", targetArns=[NOWHERE])["id"]

    key = gateway.create_api_key(name="tagged")["id"]
    plan = gateway.create_usage_plan(name="tagged")["id"]

    for path in (f"/apikeys/{key}", f"/usageplans/{plan}", f"/restapis/{api}", f"/restapis/{api}/stages/v1", "/domainnames/tagged.example.com", f"/vpclinks/{link}"):
        with verdicts.case(f"what is at {path.split('/')[1]} is tagged ({path.count('/')})"):
            arn = f"arn:aws:apigateway:eu-west-1::{path}"
            gateway.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
            gateway.tag_resource(resourceArn=arn, tags={"a": "3"})
            equal(gateway.get_tags(resourceArn=arn)["tags"], {"a": "3", "b": "2"})
            gateway.untag_resource(resourceArn=arn, tagKeys=["a"])
            equal(gateway.get_tags(resourceArn=arn, limit=10)["tags"], {"b": "2"})

    with verdicts.case("what cannot be tagged is refused"):
        for arn, code in (
            ("arn:aws:apigateway:eu-west-1::/restapis/none", "NotFoundException"),
            ("arn:aws:apigateway:eu-west-1::/nothing/x", "BadRequestException"),
        ):
            with refuses(code):
                gateway.tag_resource(resourceArn=arn, tags={"a": "1"})
        with refuses("BadRequestException", status=400):
            gateway.tag_resource(resourceArn=f"arn:aws:apigateway:eu-west-1::/restapis/{api}", tags={"aws:x": "1"})
