"""Distributions: every member of a configuration, versions, lists, and what is refused."""

from outside.adit import ACCOUNT
from outside.distributions import behavior, change, config, create, holds, listed, origin, remove
from outside.errors import refuses
from outside.verdicts import contains, equal

ACL = f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/edge/473e64fd-f30b-4765-81a0-62ad96dd167a"


def whole(reference):
    """A configuration with every member that needs nothing else."""
    methods = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE")
    shielded = origin(
        OriginPath="/v1",
        CustomHeaders=listed({"HeaderName": "X-Custom-Header", "HeaderValue": "secure-access"}),
        ConnectionAttempts=2,
        ConnectionTimeout=5,
        OriginShield={"Enabled": True, "OriginShieldRegion": "eu-west-1"},
    )
    bucket = {
        "Id": "bucket",
        "DomainName": "bucket.s3.eu-west-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    legacy = {
        "PathPattern": "/old/*",
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "allow-all",
        "MinTTL": 0,
        "DefaultTTL": 60,
        "MaxTTL": 600,
        "ForwardedValues": {
            "QueryString": True,
            "Cookies": {"Forward": "whitelist", "WhitelistedNames": listed("session")},
            "Headers": listed("Accept"),
            "QueryStringCacheKeys": listed("page"),
        },
        "LambdaFunctionAssociations": listed(
            {
                "LambdaFunctionARN": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f:1",
                "EventType": "origin-request",
                "IncludeBody": True,
            }
        ),
        "TrustedSigners": {"Enabled": True, **listed("self")},
    }
    failover = {
        "Id": "both",
        "FailoverCriteria": {"StatusCodes": listed(500, 502)},
        "Members": listed({"OriginId": "api"}, {"OriginId": "bucket"}),
    }
    return config(
        reference,
        Comment="of everything",
        DefaultRootObject="index.html",
        PriceClass="PriceClass_100",
        HttpVersion="http2and3",
        IsIPV6Enabled=True,
        WebACLId=ACL,
        Origins=listed(shielded, bucket),
        OriginGroups=listed(failover),
        DefaultCacheBehavior=behavior(
            "both",
            AllowedMethods=listed(*methods, CachedMethods=listed("GET", "HEAD")),
            Compress=True,
            SmoothStreaming=True,
            OriginRequestPolicyId="b689b0a8-53d0-40ab-baf2-68738e2966ac",
            ResponseHeadersPolicyId="67f7725c-6f97-4210-82d7-5512b31e9d03",
        ),
        CacheBehaviors=listed(legacy),
        CustomErrorResponses=listed(
            {"ErrorCode": 404, "ResponsePagePath": "/404.html", "ResponseCode": "200", "ErrorCachingMinTTL": 5}
        ),
        Logging={"Enabled": True, "IncludeCookies": True, "Bucket": "logs.s3.amazonaws.com", "Prefix": "cf/"},
        Restrictions={"GeoRestriction": listed("IE", "GB", RestrictionType="whitelist")},
        ViewerCertificate={"CloudFrontDefaultCertificate": True},
    )


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("every member is read back"):
        sent = whole(f"{aws.name} whole")
        made = cloudfront.create_distribution(DistributionConfig=sent)
        distribution = made["Distribution"]
        holds(distribution["DistributionConfig"], sent)
        equal(distribution["Status"], "InProgress")
        contains(made["Location"], f"/distribution/{distribution['Id']}")
        equal(distribution["ARN"], f"arn:aws:cloudfront::{ACCOUNT}:distribution/{distribution['Id']}")
        equal(distribution["ActiveTrustedSigners"]["Items"][0]["AwsAccountNumber"], "self")
        got = cloudfront.get_distribution(Id=distribution["Id"])
        holds(got["Distribution"]["DistributionConfig"], sent)
        equal((got["ETag"], got["Distribution"]["Status"]), (made["ETag"], "Deployed"))
        said = cloudfront.get_distribution_config(Id=distribution["Id"])
        equal(said["DistributionConfig"], got["Distribution"]["DistributionConfig"])
        again = cloudfront.update_distribution(
            Id=distribution["Id"], IfMatch=said["ETag"], DistributionConfig=said["DistributionConfig"]
        )
        equal(again["Distribution"]["DistributionConfig"], said["DistributionConfig"])
        remove(cloudfront, distribution["Id"])
        with refuses("NoSuchDistribution", status=404):
            cloudfront.get_distribution(Id=distribution["Id"])

    with verdicts.case("updates and deletion name the version, and only a disabled one goes"):
        distribution, etag = create(cloudfront, f"{aws.name} versions", Enabled=True)
        identifier, own = distribution["Id"], distribution["DistributionConfig"]
        with refuses("InvalidIfMatchVersion", status=400):
            cloudfront.delete_distribution(Id=identifier)
        with refuses("PreconditionFailed", status=412):
            cloudfront.delete_distribution(Id=identifier, IfMatch="E0000000000000")
        with refuses("DistributionNotDisabled", status=409):
            cloudfront.delete_distribution(Id=identifier, IfMatch=etag)
        moved = {**own, "CallerReference": "other"}
        with refuses("IllegalUpdate", status=400):
            cloudfront.update_distribution(Id=identifier, IfMatch=etag, DistributionConfig=moved)
        said = change(cloudfront, identifier, Comment="changed")
        equal(said["Distribution"]["DistributionConfig"]["Comment"], "changed")
        assert said["ETag"] != etag, "the version did not change"
        with refuses("DistributionAlreadyExists", status=409):
            create(cloudfront, f"{aws.name} versions")
        remove(cloudfront, identifier)

    with verdicts.case("distributions are listed in pages"):
        made = sorted(create(cloudfront, f"{aws.name} page {n}")[0]["Id"] for n in range(3))
        said = cloudfront.list_distributions(MaxItems="2")["DistributionList"]
        equal((said["Quantity"], said["MaxItems"], said["IsTruncated"], said["Marker"]), (2, 2, True, ""))
        rest = cloudfront.list_distributions(Marker=said["NextMarker"])["DistributionList"]
        equal([d["Id"] for d in said["Items"] + rest["Items"]], made)
        equal(rest["IsTruncated"], False)
        equal(said["Items"][0]["ViewerCertificate"]["CloudFrontDefaultCertificate"], True)
        for identifier in made:
            remove(cloudfront, identifier)

    with verdicts.case("they are listed by what they use"):
        distribution, _ = create(
            cloudfront,
            f"{aws.name} by",
            DefaultCacheBehavior=behavior(
                OriginRequestPolicyId="b689b0a8-53d0-40ab-baf2-68738e2966ac",
                ResponseHeadersPolicyId="67f7725c-6f97-4210-82d7-5512b31e9d03",
            ),
        )
        identifier = distribution["Id"]
        found = [
            cloudfront.list_distributions_by_cache_policy_id(CachePolicyId="4135ea2d-6df8-44a3-9df3-4b5a84be39ad"),
            cloudfront.list_distributions_by_origin_request_policy_id(
                OriginRequestPolicyId="b689b0a8-53d0-40ab-baf2-68738e2966ac"
            ),
            cloudfront.list_distributions_by_response_headers_policy_id(
                ResponseHeadersPolicyId="67f7725c-6f97-4210-82d7-5512b31e9d03"
            ),
        ]
        for said in found:
            equal(said["DistributionIdList"]["Items"], [identifier])
        with refuses("NoSuchCachePolicy", status=404):
            cloudfront.list_distributions_by_cache_policy_id(CachePolicyId="none")
        remove(cloudfront, identifier)

    with verdicts.case("a web ACL is set by itself"):
        distribution, etag = create(cloudfront, f"{aws.name} acl")
        identifier = distribution["Id"]
        said = cloudfront.associate_distribution_web_acl(Id=identifier, WebACLArn=ACL, IfMatch=etag)
        equal((said["Id"], said["WebACLArn"]), (identifier, ACL))
        users = cloudfront.list_distributions_by_web_acl_id(WebACLId=ACL)["DistributionList"]
        equal([d["Id"] for d in users["Items"]], [identifier])
        said = cloudfront.disassociate_distribution_web_acl(Id=identifier, IfMatch=said["ETag"])
        equal(cloudfront.get_distribution_config(Id=identifier)["DistributionConfig"]["WebACLId"], "")
        with refuses("EntityNotFound", status=404):
            cloudfront.disassociate_distribution_web_acl(Id="E00000000000", IfMatch=said["ETag"])
        remove(cloudfront, identifier)

    refused = [
        ("NoSuchOrigin", {"DefaultCacheBehavior": behavior("none")}),
        ("NoSuchCachePolicy", {"DefaultCacheBehavior": behavior(CachePolicyId="none")}),
        ("NoSuchOriginRequestPolicy", {"DefaultCacheBehavior": behavior(OriginRequestPolicyId="none")}),
        ("NoSuchResponseHeadersPolicy", {"DefaultCacheBehavior": behavior(ResponseHeadersPolicyId="none")}),
        ("NoSuchRealtimeLogConfig", {"DefaultCacheBehavior": behavior(RealtimeLogConfigArn="arn:aws:cloudfront::1:r")}),
        ("InconsistentQuantities", {"Origins": {"Quantity": 2, "Items": [origin()]}}),
        ("InvalidWebACLId", {"WebACLId": "edge"}),
        ("InvalidViewerCertificate", {"Aliases": listed("www.example.com")}),
        ("InvalidArgument", {"Comment": "x" * 129}),
        ("InvalidArgument", {"Origins": listed(origin(domain="not a name"))}),
        ("InvalidDefaultRootObject", {"DefaultRootObject": "/index.html"}),
        ("InvalidErrorCode", {"CustomErrorResponses": listed({"ErrorCode": 418})}),
        (
            "InvalidLocationCode",
            {"Restrictions": {"GeoRestriction": listed("XX", RestrictionType="whitelist")}},
        ),
        (
            "InvalidLambdaFunctionAssociation",
            {
                "DefaultCacheBehavior": behavior(
                    LambdaFunctionAssociations=listed(
                        {
                            "LambdaFunctionARN": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f",
                            "EventType": "viewer-request",
                        }
                    )
                )
            },
        ),
    ]
    for code, changes in refused:
        with verdicts.case(f"{code} for {', '.join(changes)}"):
            with refuses(code):
                create(cloudfront, f"{aws.name} refused", **changes)
