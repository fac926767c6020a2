"""Targets: registered, described, drained."""

from outside.balancer_place import BalancerPlace, members
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.82.0.0/16")
    elb = place.elb
    group = place.target_group("health")["TargetGroupArn"]

    def health(arn=group, **more):
        found = elb.describe_target_health(TargetGroupArn=arn, **more)["TargetHealthDescriptions"]
        return {one["Target"]["Id"]: one for one in found}

    with verdicts.case("addresses are registered and described"):
        targets = [{"Id": "10.82.0.50"}, {"Id": "10.82.1.50", "Port": 8443}]
        elb.register_targets(TargetGroupArn=group, Targets=targets)
        seen = health()
        members(seen["10.82.0.50"]["Target"], Port=443, AvailabilityZone="eu-west-1a")
        members(seen["10.82.0.50"]["TargetHealth"], State="unused", Reason="Target.NotInUse")
        equal(seen["10.82.1.50"]["HealthCheckPort"], "8443")
        one = health(Targets=[{"Id": "10.82.2.50"}])["10.82.2.50"]
        equal(one["TargetHealth"]["Reason"], "Target.NotRegistered")
        anomalies = health(Include=["AnomalyDetection"])["10.82.0.50"]["AnomalyDetection"]
        equal(anomalies, {"Result": "normal", "MitigationInEffect": "no"})

    with verdicts.case("refusals"):
        for target in ({"Id": "8.8.8.8"}, {"Id": "no-address"}, {"Id": "10.82.0.51", "AvailabilityZone": "eu-west-1b"}):
            with refuses("ValidationError"):
                elb.register_targets(TargetGroupArn=group, Targets=[target])

    with verdicts.case("what is deregistered drains while a balancer uses the group"):
        elb.deregister_targets(TargetGroupArn=group, Targets=targets[1:])
        equal(list(health()), ["10.82.0.50"])
        balancer = place.balancer("health")["LoadBalancerArn"]
        place.listener(balancer, 80, group)
        elb.deregister_targets(TargetGroupArn=group, Targets=targets[:1])
        members(health()["10.82.0.50"]["TargetHealth"], State="draining", Reason="Target.DeregistrationInProgress")
        with refuses("InvalidTarget"):
            elb.register_targets(TargetGroupArn=group, Targets=targets[:1])

    with verdicts.case("a balancer behind a network balancer"):
        behind = place.target_group("behind", Protocol="TCP", TargetType="alb", Port=80)["TargetGroupArn"]
        elb.register_targets(TargetGroupArn=behind, Targets=[{"Id": balancer, "Port": 80}])
        equal(list(health(behind)), [balancer])
        with refuses("InvalidTarget"):
            elb.register_targets(TargetGroupArn=behind, Targets=[{"Id": balancer, "Port": 81}])
        elb.deregister_targets(TargetGroupArn=behind, Targets=[{"Id": balancer}])
        equal(health(behind), {})
        elb.delete_target_group(TargetGroupArn=behind)
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
