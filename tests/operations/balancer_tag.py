"""Tags of balancers, target groups, listeners and rules."""

from outside.balancer_place import BalancerPlace
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.84.0.0/16")
    elb = place.elb
    balancer = place.balancer("tagged", Tags=[{"Key": "born", "Value": "so"}])["LoadBalancerArn"]
    group = place.target_group("tagged")["TargetGroupArn"]
    listener = place.listener(balancer, 80, group)["ListenerArn"]
    rule = elb.create_rule(
        ListenerArn=listener,
        Priority=1,
        Conditions=[{"Field": "path-pattern", "Values": ["/x"]}],
        Actions=[{"Type": "forward", "TargetGroupArn": group}],
    )["Rules"][0]["RuleArn"]
    arns = [balancer, group, listener, rule]

    def tags():
        found = elb.describe_tags(ResourceArns=arns)["TagDescriptions"]
        return {one["ResourceArn"]: {tag["Key"]: tag["Value"] for tag in one["Tags"]} for one in found}

    with verdicts.case("tags are added to several at once"):
        elb.add_tags(ResourceArns=arns, Tags=[{"Key": "team", "Value": "edge"}, {"Key": "gone", "Value": "soon"}])
        seen = tags()
        equal(seen[balancer], {"born": "so", "team": "edge", "gone": "soon"})
        for arn in arns[1:]:
            equal(seen[arn], {"team": "edge", "gone": "soon"}, arn)

    with verdicts.case("tags are removed"):
        elb.remove_tags(ResourceArns=arns, TagKeys=["gone", "none"])
        equal({frozenset(one) for one in tags().values()}, {frozenset({"born", "team"}), frozenset({"team"})})

    with verdicts.case("refusals"):
        with refuses("DuplicateTagKeys"):
            elb.add_tags(ResourceArns=[balancer], Tags=[{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])
        with refuses("ValidationError"):
            elb.add_tags(ResourceArns=[balancer], Tags=[{"Key": "aws:x", "Value": "1"}])
        with refuses("TargetGroupNotFound"):
            elb.describe_tags(ResourceArns=[group[:-4] + "0000"])
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
