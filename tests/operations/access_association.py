"""Domain name access associations: private names and the endpoints that reach them."""

import json

from operations.domain_name import private
from operations.gateway_account import patch
from outside.errors import refuses
from outside.verdicts import contains, equal

OTHER = "444455556666"


def endpoint(aws, account=None):
    ec2 = aws.client("ec2", account=account)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        VpcEndpointType="Interface",
        ServiceName="com.amazonaws.eu-west-1.execute-api",
        PrivateDnsEnabled=False,
    )
    return made["VpcEndpoint"]["VpcEndpointId"]


def run(aws, verdicts):
    gateway = aws.client("apigateway")
    domain = private(aws, "associated.example.com")
    arn = domain["domainNameArn"]
    mine = endpoint(aws)

    def associate(client, source, **more):
        return client.create_domain_name_access_association(
            domainNameArn=arn, accessAssociationSourceType="VPCE", accessAssociationSource=source, **more
        )

    with verdicts.case("an association is made, listed and guards its name"):
        made = associate(gateway, mine, tags={"a": "b"})
        contains(made["domainNameAccessAssociationArn"], f"/vpcesource/{mine}")
        equal((made["domainNameArn"], made["accessAssociationSource"], made["tags"]), (arn, mine, {"a": "b"}))
        listed = gateway.get_domain_name_access_associations(resourceOwner="SELF")["items"]
        assert made["domainNameAccessAssociationArn"] in [item["domainNameAccessAssociationArn"] for item in listed]
        with refuses("ConflictException", status=409):
            associate(gateway, mine)
        with refuses("BadRequestException", status=400):
            associate(gateway, "vpce-0123")
        with refuses("BadRequestException", status=400):
            gateway.delete_domain_name(domainName=domain["domainName"], domainNameId=domain["domainNameId"])

    with verdicts.case("another account's needs the management policy, and is rejected"):
        other = aws.client("apigateway", account=OTHER)
        theirs = endpoint(aws, OTHER)
        with refuses("BadRequestException", status=400):
            associate(other, theirs)
        share = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
                    "Action": "apigateway:CreateAccessAssociation",
                    "Resource": arn,
                }
            ],
        }
        gateway.update_domain_name(
            domainName=domain["domainName"],
            domainNameId=domain["domainNameId"],
            patchOperations=patch("replace", "/managementPolicy", json.dumps(share)),
        )
        equal([item["domainNameArn"] for item in other.get_domain_names(resourceOwner="OTHER_ACCOUNTS")["items"]], [arn])
        made = associate(other, theirs)
        listed = gateway.get_domain_name_access_associations(resourceOwner="OTHER_ACCOUNTS")["items"]
        equal([item["accessAssociationSource"] for item in listed], [theirs])
        gateway.reject_domain_name_access_association(
            domainNameAccessAssociationArn=made["domainNameAccessAssociationArn"], domainNameArn=arn
        )
        equal(other.get_domain_name_access_associations().get("items", []), [])

    with verdicts.case("the associations go, then the name"):
        for item in gateway.get_domain_name_access_associations()["items"]:
            gateway.delete_domain_name_access_association(
                domainNameAccessAssociationArn=item["domainNameAccessAssociationArn"]
            )
            with refuses("NotFoundException", status=404):
                gateway.delete_domain_name_access_association(
                    domainNameAccessAssociationArn=item["domainNameAccessAssociationArn"]
                )
        gateway.delete_domain_name(domainName=domain["domainName"], domainNameId=domain["domainNameId"])
