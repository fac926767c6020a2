"""Origin request policies: every member, AWS's own, versions, and what is refused."""

from outside.distributions import behavior, create as distribute, holds, listed, remove
from outside.errors import refuses
from outside.verdicts import equal


def config(name, **more):
    return {
        "Name": name,
        "Comment": "for tests",
        "HeadersConfig": {
            "HeaderBehavior": "allViewerAndWhitelistCloudFront",
            "Headers": listed("CloudFront-Viewer-Country"),
        },
        "CookiesConfig": {"CookieBehavior": "whitelist", "Cookies": listed("session")},
        "QueryStringsConfig": {"QueryStringBehavior": "allExcept", "QueryStrings": listed("utm")},
        **more,
    }


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("one is made, read, changed, used and deleted"):
        sent = config("mine")
        made = cloudfront.create_origin_request_policy(OriginRequestPolicyConfig=sent)
        policy = made["OriginRequestPolicy"]["Id"]
        holds(made["OriginRequestPolicy"]["OriginRequestPolicyConfig"], sent)
        got = cloudfront.get_origin_request_policy(Id=policy)
        holds(got["OriginRequestPolicy"]["OriginRequestPolicyConfig"], sent)
        with refuses("OriginRequestPolicyAlreadyExists", status=409):
            cloudfront.create_origin_request_policy(OriginRequestPolicyConfig=sent)
        changed = cloudfront.update_origin_request_policy(
            Id=policy, IfMatch=made["ETag"], OriginRequestPolicyConfig=config("mine", Comment="changed")
        )
        said = cloudfront.get_origin_request_policy_config(Id=policy)
        equal(said["OriginRequestPolicyConfig"]["Comment"], "changed")
        distribution, _ = distribute(
            cloudfront, f"{aws.name} forward", DefaultCacheBehavior=behavior(OriginRequestPolicyId=policy)
        )
        with refuses("OriginRequestPolicyInUse", status=409):
            cloudfront.delete_origin_request_policy(Id=policy, IfMatch=changed["ETag"])
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_origin_request_policy(Id=policy, IfMatch=changed["ETag"])
        with refuses("NoSuchOriginRequestPolicy", status=404):
            cloudfront.get_origin_request_policy(Id=policy)

    with verdicts.case("AWS's own are listed"):
        said = cloudfront.list_origin_request_policies(Type="managed")["OriginRequestPolicyList"]
        names = {p["OriginRequestPolicy"]["OriginRequestPolicyConfig"]["Name"] for p in said["Items"]}
        assert {"Managed-AllViewer", "Managed-AllViewerExceptHostHeader"} <= names, names

    with verdicts.case("it is checked"):
        headers = {"HeaderBehavior": "whitelist", "Headers": listed("Authorization")}
        with refuses("InvalidArgument", status=400):
            cloudfront.create_origin_request_policy(OriginRequestPolicyConfig=config("a", HeadersConfig=headers))
