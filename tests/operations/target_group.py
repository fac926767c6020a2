"""Target groups: health checks, attributes, and those of network balancers."""

from outside.balancer_place import BalancerPlace, attributes, members
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.81.0.0/16")
    elb = place.elb

    with verdicts.case("a group is read back"):
        check = {
            "HealthCheckProtocol": "HTTPS",
            "HealthCheckPort": "8443",
            "HealthCheckEnabled": True,
            "HealthCheckPath": "/ping",
            "HealthCheckIntervalSeconds": 20,
            "HealthCheckTimeoutSeconds": 4,
            "HealthyThresholdCount": 3,
            "UnhealthyThresholdCount": 4,
            "Matcher": {"HttpCode": "200,403"},
        }
        made = place.target_group("tg-web", **check, Tags=[{"Key": "a", "Value": "b"}])
        arn = made["TargetGroupArn"]
        found = elb.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]
        members(
            found,
            TargetGroupName="tg-web",
            Protocol="HTTPS",
            Port=443,
            VpcId=place.vpc,
            TargetType="ip",
            ProtocolVersion="HTTP1",
            IpAddressType="ipv4",
            LoadBalancerArns=[],
            **check,
        )
        equal(elb.describe_target_groups(Names=["tg-web"])["TargetGroups"][0]["TargetGroupArn"], arn)
        with refuses("TargetGroupNotFound", status=400):
            elb.describe_target_groups(Names=["no-such"])
        with refuses("DuplicateTargetGroupName"):
            place.target_group("tg-web", Port=444)

    with verdicts.case("a check is changed"):
        less = {"HealthCheckPath": "/other", "HealthCheckIntervalSeconds": 30, "Matcher": {"HttpCode": "200-299"}}
        members(elb.modify_target_group(TargetGroupArn=arn, **less)["TargetGroups"][0], **less, HealthyThresholdCount=3)
        with refuses("ValidationError"):
            elb.modify_target_group(TargetGroupArn=arn, HealthCheckTimeoutSeconds=60)

    with verdicts.case("attributes"):
        wanted = {"deregistration_delay.timeout_seconds": "10", "stickiness.enabled": "true", "slow_start.duration_seconds": "30"}
        pairs = [{"Key": key, "Value": value} for key, value in wanted.items()]
        elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=pairs)
        known = attributes(elb.describe_target_group_attributes(TargetGroupArn=arn))
        members(known, **wanted)
        equal(known["load_balancing.algorithm.type"], "round_robin")
        with refuses("ValidationError"):
            elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[{"Key": "no.such", "Value": "1"}])

    with verdicts.case("groups of other kinds"):
        tcp = place.target_group("tg-tcp", Protocol="TCP", TargetType="instance")
        members(tcp, Protocol="TCP", TargetType="instance", HealthCheckProtocol="TCP", HealthCheckTimeoutSeconds=10)
        assert "Matcher" not in tcp and "ProtocolVersion" not in tcp, tcp
        known = attributes(elb.describe_target_group_attributes(TargetGroupArn=tcp["TargetGroupArn"]))
        equal((known["preserve_client_ip.enabled"], known["stickiness.type"]), ("true", "source_ip"))
        udp = place.target_group("tg-udp", Protocol="UDP", HealthCheckProtocol="HTTP")
        members(udp, HealthCheckProtocol="HTTP", Matcher={"HttpCode": "200-399"}, HealthCheckPath="/")
        alb = place.target_group("tg-alb", Protocol="TCP", TargetType="alb")
        members(alb, TargetType="alb", HealthCheckProtocol="HTTP")
        for one in (tcp, udp, alb):
            elb.delete_target_group(TargetGroupArn=one["TargetGroupArn"])

    with verdicts.case("a group that is used cannot go"):
        balancer = place.balancer("tg")["LoadBalancerArn"]
        listener = place.listener(balancer, 80, arn)["ListenerArn"]
        equal(elb.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]["LoadBalancerArns"], [balancer])
        behind = elb.describe_target_groups(LoadBalancerArn=balancer)["TargetGroups"]
        equal([one["TargetGroupArn"] for one in behind], [arn])
        with refuses("ResourceInUse"):
            elb.delete_target_group(TargetGroupArn=arn)
        elb.delete_listener(ListenerArn=listener)
        elb.delete_load_balancer(LoadBalancerArn=balancer)

    with verdicts.case("groups are listed page by page"):
        place.target_group("tg-more")
        page = elb.describe_target_groups(PageSize=1)
        rest = elb.describe_target_groups(Marker=page["NextMarker"])
        names = {one["TargetGroupName"] for one in page["TargetGroups"] + rest["TargetGroups"]}
        assert {"tg-web", "tg-more"} <= names, names
    for name in ("tg-web", "tg-more"):
        found = elb.describe_target_groups(Names=[name])["TargetGroups"][0]["TargetGroupArn"]
        elb.delete_target_group(TargetGroupArn=found)
