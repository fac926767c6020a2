"""Invalidations of a distribution."""

from outside.distributions import create as distribute, listed, remove
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")
    identifier = distribute(cloudfront, f"{aws.name} invalidated")[0]["Id"]

    def invalidate(reference, *paths):
        batch = {"Paths": listed(*paths), "CallerReference": reference}
        return cloudfront.create_invalidation(DistributionId=identifier, InvalidationBatch=batch)

    with verdicts.case("one is made once for its reference, and read"):
        made = invalidate("one", "/index.html", "/img/*")["Invalidation"]
        equal(made["Status"], "InProgress")
        equal(made["InvalidationBatch"], {"Paths": listed("/index.html", "/img/*"), "CallerReference": "one"})
        equal(invalidate("one", "/index.html", "/img/*")["Invalidation"]["Id"], made["Id"])
        with refuses("InvalidArgument", status=400):
            invalidate("one", "/other")
        got = cloudfront.get_invalidation(DistributionId=identifier, Id=made["Id"])["Invalidation"]
        equal((got["Status"], got["InvalidationBatch"]), ("Completed", made["InvalidationBatch"]))
        with refuses("NoSuchInvalidation", status=404):
            cloudfront.get_invalidation(DistributionId=identifier, Id="I0")

    with verdicts.case("they are listed in pages, the newest first"):
        newest = invalidate("two", "/*")["Invalidation"]["Id"]
        said = cloudfront.list_invalidations(DistributionId=identifier, MaxItems="1")["InvalidationList"]
        equal(([i["Id"] for i in said["Items"]], said["IsTruncated"]), ([newest], True))
        rest = cloudfront.list_invalidations(DistributionId=identifier, Marker=said["NextMarker"])["InvalidationList"]
        equal((rest["Quantity"], rest["IsTruncated"]), (1, False))

    with verdicts.case("it is checked"):
        with refuses("InvalidArgument", status=400):
            invalidate("three", "index.html")
        with refuses("TooManyInvalidationsInProgress", status=400):
            invalidate("four", *(f"/{n}/*" for n in range(16)))
    remove(cloudfront, identifier)
    with verdicts.case("a distribution that is gone has none"):
        with refuses("NoSuchDistribution", status=404):
            invalidate("five", "/*")
