"""Monitoring subscriptions of a distribution."""

from outside.distributions import create as distribute, remove
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("one is made, changed and deleted"):
        identifier = distribute(cloudfront, f"{aws.name} monitored")[0]["Id"]
        with refuses("NoSuchMonitoringSubscription", status=404):
            cloudfront.get_monitoring_subscription(DistributionId=identifier)
        for status in ("Enabled", "Disabled"):
            wanted = {"RealtimeMetricsSubscriptionConfig": {"RealtimeMetricsSubscriptionStatus": status}}
            said = cloudfront.create_monitoring_subscription(DistributionId=identifier, MonitoringSubscription=wanted)
            equal(said["MonitoringSubscription"], wanted)
            got = cloudfront.get_monitoring_subscription(DistributionId=identifier)
            equal(got["MonitoringSubscription"], wanted)
        cloudfront.delete_monitoring_subscription(DistributionId=identifier)
        with refuses("NoSuchMonitoringSubscription", status=404):
            cloudfront.delete_monitoring_subscription(DistributionId=identifier)
        remove(cloudfront, identifier)
        with refuses("NoSuchDistribution", status=404):
            cloudfront.get_monitoring_subscription(DistributionId=identifier)
