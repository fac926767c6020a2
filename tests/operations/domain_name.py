"""Custom domain names: regional, at the edge, private."""

import json

from operations.gateway_account import patch
from outside.errors import refuses
from outside.verdicts import contains, equal

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
    ],
}


def certificate(aws, region, domain="*.example.com"):
    return aws.client("acm", region=region).request_certificate(DomainName=domain)["CertificateArn"]


def regional(aws, name):
    arn = certificate(aws, "eu-west-1")
    return {"domainName": name, "regionalCertificateArn": arn, "endpointConfiguration": {"types": ["REGIONAL"]}}


def private(aws, name):
    gateway = aws.client("apigateway")
    arn = certificate(aws, "eu-west-1")
    return gateway.create_domain_name(
        domainName=name, certificateArn=arn, policy=json.dumps(POLICY), endpointConfiguration={"types": ["PRIVATE"]}
    )


def run(aws, verdicts):
    gateway = aws.client("apigateway")

    with verdicts.case("a regional name is made, read back, listed and deleted"):
        asked = regional(aws, "api.example.com")
        more = {
            "regionalCertificateName": "mine",
            "securityPolicy": "TLS_1_2",
            "tags": {"a": "b"},
            "mutualTlsAuthentication": {"truststoreUri": "s3://bucket/key", "truststoreVersion": "1"},
        }
        made = gateway.create_domain_name(**asked, **more)
        shown = gateway.get_domain_name(domainName="api.example.com")
        for member, value in {**more, "regionalCertificateArn": asked["regionalCertificateArn"]}.items():
            equal(shown[member], value, member)
        equal(shown["endpointConfiguration"], {"types": ["REGIONAL"], "ipAddressType": "ipv4"})
        equal((shown["domainNameStatus"], shown["regionalHostedZoneId"]), ("AVAILABLE", "ZLY8HYME6SFDD"))
        contains(made["regionalDomainName"], ".execute-api.eu-west-1.amazonaws.com")
        with refuses("BadRequestException", status=400):
            gateway.create_domain_name(**asked)
        listed = gateway.get_domain_names(limit=500)["items"]
        assert "api.example.com" in [item["domainName"] for item in listed], listed
        gateway.delete_domain_name(domainName="api.example.com")
        with refuses("NotFoundException", status=404):
            gateway.get_domain_name(domainName="api.example.com")

    with verdicts.case("a name at the edge wants a certificate of us-east-1, and migrates"):
        arn = certificate(aws, "us-east-1")
        made = gateway.create_domain_name(domainName="edge.example.com", certificateArn=arn)
        equal((made["certificateArn"], made["distributionHostedZoneId"]), (arn, "Z2FDTNDATAQYW2"))
        contains(made["distributionDomainName"], ".cloudfront.net")
        with refuses("BadRequestException", status=400):
            gateway.create_domain_name(domainName="edge2.example.com", certificateArn=certificate(aws, "eu-west-1"))
        moved = gateway.update_domain_name(
            domainName="edge.example.com",
            patchOperations=patch("replace", "/endpointConfiguration/types/EDGE", "REGIONAL")
            + patch("replace", "/regionalCertificateArn", certificate(aws, "eu-west-1"))
            + patch("remove", "/certificateArn"),
        )
        equal(moved["endpointConfiguration"]["types"], ["REGIONAL"])
        for path, value, member in (
            ("/securityPolicy", "TLS_1_0", "securityPolicy"),
            ("/routingMode", "ROUTING_RULE_ONLY", "routingMode"),
            ("/endpointAccessMode", "STRICT", "endpointAccessMode"),
        ):
            answer = gateway.update_domain_name(domainName="edge.example.com", patchOperations=patch("replace", path, value))
            equal(answer[member], value)
        with refuses("BadRequestException", status=400):
            gateway.update_domain_name(domainName="edge.example.com", patchOperations=patch("replace", "/nothing", "x"))

    with verdicts.case("a private name is told by its id and has policies"):
        made = private(aws, "in.example.com")
        at = {"domainName": "in.example.com", "domainNameId": made["domainNameId"]}
        contains(made["domainNameArn"], f":/domainnames/in.example.com+{made['domainNameId']}")
        shown = gateway.get_domain_name(**at)
        equal(json.loads(shown["policy"]), POLICY)
        answer = gateway.update_domain_name(**at, patchOperations=patch("replace", "/managementPolicy", json.dumps(POLICY)))
        equal(json.loads(answer["managementPolicy"]), POLICY)
        second = private(aws, "in.example.com")
        assert second["domainNameId"] != made["domainNameId"]
        with refuses("NotFoundException", status=404):
            gateway.get_domain_name(domainName="in.example.com")
        for one in (made, second):
            gateway.delete_domain_name(domainName="in.example.com", domainNameId=one["domainNameId"])

    with verdicts.case("a name without a fitting certificate is refused"):
        asked = regional(aws, "fits.example.com")
        for wrong in (
            {"domainName": "a.b.example.com"},
            {"domainName": "bare"},
            {"regionalCertificateArn": asked["regionalCertificateArn"][:-4] + "0000"},
            {"endpointConfiguration": {"types": ["EDGE"]}},
            {"policy": json.dumps(POLICY)},
        ):
            with refuses("BadRequestException", status=400):
                gateway.create_domain_name(**{**asked, **wrong})
