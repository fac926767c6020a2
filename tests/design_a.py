"""Design A: a public endpoint with a policy in front of it.

Step 1 puts a distribution before a regional REST API, which still answers the whole internet. Step 2 lets the
distribution send a secret and the API's resource policy deny whoever lacks it. The secret travels in Referer: a resource
policy sees no header of one's own choice.

    python tests/design_a.py [--endpoint URL] [--region eu-west-1] [--json]
"""

import json
from dataclasses import asdict, dataclass

from cloud import Cloud, arguments, custom_origin, distribution, finish, mock_get, root_of

HELLO = '{"message":"hello from a regional API"}'
SECRET = "secure-access"
COUNTRIES = ("IE", "GB")


@dataclass
class DesignA:
    region: str
    open_api: str
    open_api_name: str
    open_domain: str
    api: str
    api_name: str
    domain: str
    path: str = "/v1/hello"


def build(cloud):
    open_api = regional_api(cloud, "design-a-step-1")
    open_name = public_name(cloud, open_api)
    open_edge = distribution(cloud, "design-a-step-1", custom_origin(open_name), countries=COUNTRIES)
    api = regional_api(cloud, "design-a-step-2", only_with_the_secret())
    name = public_name(cloud, api)
    edge = distribution(
        cloud, "design-a-step-2", custom_origin(name), headers={"Referer": SECRET}, countries=COUNTRIES
    )
    return DesignA(
        region=cloud.region,
        open_api=open_api,
        open_api_name=open_name,
        open_domain=open_edge["DomainName"],
        api=api,
        api_name=name,
        domain=edge["DomainName"],
    )


def public_name(cloud, api):
    return f"{api}.execute-api.{cloud.region}.amazonaws.com"


def only_with_the_secret():
    everything = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    without = {"StringNotEquals": {"aws:Referer": SECRET}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", **everything},
            {"Sid": "OnlyWithTheSecret", "Effect": "Deny", **everything, "Condition": without},
        ],
    }


def regional_api(cloud, name, policy=None):
    apigateway = cloud.client("apigateway")
    policy = {"policy": json.dumps(policy)} if policy else {}
    api = apigateway.create_rest_api(name=name, endpointConfiguration={"types": ["REGIONAL"]}, **policy)["id"]
    mock_get(apigateway, api, root_of(apigateway, api), "hello", HELLO)
    apigateway.create_deployment(restApiId=api, stageName="v1")
    return api


def main():
    given = arguments("Builds design A: a distribution and a resource policy before a regional API.").parse_args()
    finish(asdict(build(Cloud(given.region, given.endpoint))), given.json)


if __name__ == "__main__":
    main()
