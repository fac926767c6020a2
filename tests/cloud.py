"""What the design scripts share: clients, waiting, a mock REST API, a distribution.

Plain boto3 as for AWS. `--endpoint` points every client elsewhere, and there a waiter asks again after a fraction of a
second instead of AWS's quarter of a minute; nothing else differs.
"""

import argparse
import json
import sys
import time
import uuid

import boto3
from botocore.config import Config

# Managed policies of CloudFront, the same in every account.
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


class Cloud:
    """An account in a region; CloudFront is told of through us-east-1, where it lives."""

    def __init__(self, region="eu-west-1", endpoint=None, session=None):
        self.region = region
        self.endpoint = endpoint
        self.session = session or boto3.Session()
        self.elsewhere = endpoint is not None

    def client(self, service, region=None):
        config = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=5, read_timeout=60)
        region = region or ("us-east-1" if service == "cloudfront" else self.region)
        return self.session.client(service, region_name=region, endpoint_url=self.endpoint, config=config)

    def wait(self, client, waiter, **arguments):
        if self.elsewhere:
            arguments["WaiterConfig"] = {"Delay": 0.2, "MaxAttempts": 150}
        client.get_waiter(waiter).wait(**arguments)

    def until(self, what, ready, patience=900):
        """For what boto3 has no waiter for."""
        if self.elsewhere:
            patience = 30
        end = time.monotonic() + patience
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} after {patience} s")
            time.sleep(0.2 if self.elsewhere else 10)


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--endpoint", metavar="URL", help="where the AWS APIs are; AWS itself by default")
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser


def finish(facts, as_json):
    """The last line is for scripts."""
    if as_json:
        print(json.dumps(facts))
    else:
        print(f"https://{facts['domain']}{facts['path'].replace('{n}', '1')}")


def tell(line):
    print(line, file=sys.stderr, flush=True)


def tagged(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def mock_get(apigateway, api, parent, part, answer):
    """A resource below `parent` whose GET is answered by a MOCK integration."""
    resource = apigateway.create_resource(restApiId=api, parentId=parent, pathPart=part)["id"]
    method = {"restApiId": api, "resourceId": resource, "httpMethod": "GET"}
    apigateway.put_method(**method, authorizationType="NONE")
    apigateway.put_method_response(**method, statusCode="200")
    apigateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    apigateway.put_integration_response(**method, statusCode="200", responseTemplates={"application/json": answer})
    return resource


def root_of(apigateway, api):
    pages = apigateway.get_paginator("get_resources").paginate(restApiId=api)
    return next(item["id"] for page in pages for item in page["items"] if item["path"] == "/")


def distribution(cloud, comment, origin, *, headers=None, countries=(), price_class="PriceClass_100"):
    """HTTPS only, nothing cached, all that the viewer sent but its Host forwarded. Waits until it is deployed."""
    cloudfront = cloud.client("cloudfront")
    headers = [{"HeaderName": name, "HeaderValue": value} for name, value in (headers or {}).items()]
    origin = {
        "Id": "origin",
        "OriginPath": "",
        "CustomHeaders": {"Quantity": len(headers), **({"Items": headers} if headers else {})},
        **origin,
    }
    geo = {"RestrictionType": "none", "Quantity": 0}
    if countries:
        geo = {"RestrictionType": "whitelist", "Quantity": len(countries), "Items": list(countries)}
    methods = {"Quantity": 2, "Items": ["GET", "HEAD"]}
    config = {
        "CallerReference": str(uuid.uuid4()),
        "Comment": comment,
        "Enabled": True,
        "PriceClass": price_class,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "origin",
            "ViewerProtocolPolicy": "https-only",
            "AllowedMethods": {**methods, "CachedMethods": methods},
            "Compress": False,
            "CachePolicyId": CACHING_DISABLED,
            "OriginRequestPolicyId": ALL_VIEWER_EXCEPT_HOST,
        },
        "Restrictions": {"GeoRestriction": geo},
    }
    made = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]
    cloud.wait(cloudfront, "distribution_deployed", Id=made["Id"])
    return made


def custom_origin(name, *, protocol="https-only", read_timeout=30):
    return {
        "DomainName": name,
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": protocol,
            "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
            "OriginReadTimeout": read_timeout,
            "OriginKeepaliveTimeout": 5,
        },
    }
