"""Cache policies: every member, AWS's own, versions, and what is refused."""

from outside.distributions import behavior, create as distribute, holds, listed, remove
from outside.errors import refuses
from outside.verdicts import equal


def config(name, **more):
    return {
        "Name": name,
        "Comment": "for tests",
        "MinTTL": 1,
        "DefaultTTL": 60,
        "MaxTTL": 600,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": True,
            "EnableAcceptEncodingBrotli": True,
            "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": listed("Accept")},
            "CookiesConfig": {"CookieBehavior": "allExcept", "Cookies": listed("tracking")},
            "QueryStringsConfig": {"QueryStringBehavior": "all"},
        },
        **more,
    }


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("one is made, read, changed, used and deleted"):
        sent = config("mine")
        made = cloudfront.create_cache_policy(CachePolicyConfig=sent)
        policy = made["CachePolicy"]["Id"]
        holds(made["CachePolicy"]["CachePolicyConfig"], sent)
        holds(cloudfront.get_cache_policy(Id=policy)["CachePolicy"]["CachePolicyConfig"], sent)
        with refuses("CachePolicyAlreadyExists", status=409):
            cloudfront.create_cache_policy(CachePolicyConfig=sent)
        other = config("mine", MaxTTL=700)
        with refuses("PreconditionFailed", status=412):
            cloudfront.update_cache_policy(Id=policy, IfMatch="E0000000000000", CachePolicyConfig=other)
        changed = cloudfront.update_cache_policy(Id=policy, IfMatch=made["ETag"], CachePolicyConfig=other)
        said = cloudfront.get_cache_policy_config(Id=policy)
        equal((said["CachePolicyConfig"]["MaxTTL"], said["ETag"]), (700, changed["ETag"]))
        distribution, _ = distribute(
            cloudfront, f"{aws.name} cache", DefaultCacheBehavior=behavior(CachePolicyId=policy)
        )
        with refuses("CachePolicyInUse", status=409):
            cloudfront.delete_cache_policy(Id=policy, IfMatch=changed["ETag"])
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_cache_policy(Id=policy, IfMatch=changed["ETag"])
        with refuses("NoSuchCachePolicy", status=404):
            cloudfront.get_cache_policy(Id=policy)

    with verdicts.case("AWS's own are listed by pages and stay"):
        said = cloudfront.list_cache_policies(Type="managed", MaxItems="5")["CachePolicyList"]
        rest = cloudfront.list_cache_policies(Type="managed", Marker=said["NextMarker"])["CachePolicyList"]
        names = {p["CachePolicy"]["CachePolicyConfig"]["Name"] for p in said["Items"] + rest["Items"]}
        assert {"Managed-CachingDisabled", "Managed-CachingOptimized", "UseOriginCacheControlHeaders"} <= names, names
        equal({p["Type"] for p in said["Items"]}, {"managed"})
        first = said["Items"][0]["CachePolicy"]["Id"]
        etag = cloudfront.get_cache_policy(Id=first)["ETag"]
        with refuses("IllegalDelete", status=400):
            cloudfront.delete_cache_policy(Id=first, IfMatch=etag)

    with verdicts.case("it is checked"):
        with refuses("InvalidTTLOrder", status=400):
            cloudfront.create_cache_policy(CachePolicyConfig=config("order", MinTTL=100))
        with refuses("InvalidArgument", status=400):
            cloudfront.create_cache_policy(CachePolicyConfig=config("a name"))
