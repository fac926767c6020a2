"""Quotas of Elastic Load Balancing."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    elb = aws.client("elbv2")
    with verdicts.case("quotas are listed page by page"):
        page = elb.describe_account_limits(PageSize=3)
        equal(len(page["Limits"]), 3)
        rest = elb.describe_account_limits(Marker=page["NextMarker"])
        limits = {one["Name"]: one["Max"] for one in page["Limits"] + rest["Limits"]}
        equal(limits["application-load-balancers"], "50")
        equal(limits["rules-per-application-load-balancer"], "100")
        with refuses("ValidationError"):
            elb.describe_account_limits(Marker="!")
