"""Rules of listeners: conditions, actions, priorities."""

from outside.balancer_place import BalancerPlace, members
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.79.0.0/16")
    elb = place.elb
    balancer = place.balancer("rules")["LoadBalancerArn"]
    group = place.target_group("rules")["TargetGroupArn"]
    listener = place.listener(balancer, 80, group)["ListenerArn"]
    forward = [{"Type": "forward", "TargetGroupArn": group}]

    with verdicts.case("a rule is read back"):
        conditions = [
            {"Field": "host-header", "HostHeaderConfig": {"Values": ["api.example.com"]}},
            {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/v1/*"]}},
            {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Key", "Values": ["one"]}},
            {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "b"}]}},
            {"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.0/8"]}},
        ]
        asked = {"ListenerArn": listener, "Priority": 10, "Conditions": conditions, "Actions": forward}
        rule = elb.create_rule(**asked, Tags=[{"Key": "a", "Value": "b"}])["Rules"][0]
        found = elb.describe_rules(RuleArns=[rule["RuleArn"]])["Rules"][0]
        members(found, Priority="10", IsDefault=False)
        shown = {one["Field"]: one for one in found["Conditions"]}
        for condition in conditions:
            members(shown[condition["Field"]], **condition)
        equal(found["Actions"][0]["TargetGroupArn"], group)

    with verdicts.case("a rule is changed"):
        redirect = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
        changed = elb.modify_rule(
            RuleArn=rule["RuleArn"],
            Conditions=[{"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["GET"]}}],
            Actions=[{"Type": "redirect", "RedirectConfig": redirect}],
        )["Rules"][0]
        equal([one["Field"] for one in changed["Conditions"]], ["http-request-method"])
        members(changed["Actions"][0]["RedirectConfig"], **redirect, Host="#{host}", Path="/#{path}", Query="#{query}")

    with verdicts.case("priorities are exchanged at once"):
        other = elb.create_rule(**{**asked, "Priority": 20})["Rules"][0]["RuleArn"]
        with refuses("PriorityInUse"):
            elb.create_rule(**{**asked, "Priority": 20})
        pairs = [{"RuleArn": rule["RuleArn"], "Priority": 20}, {"RuleArn": other, "Priority": 10}]
        elb.set_rule_priorities(RulePriorities=pairs)
        order = [one["RuleArn"] for one in elb.describe_rules(ListenerArn=listener)["Rules"]]
        equal(order[:2], [other, rule["RuleArn"]])
        page = elb.describe_rules(ListenerArn=listener, PageSize=2)
        rest = elb.describe_rules(ListenerArn=listener, Marker=page["NextMarker"])["Rules"]
        equal([(one["Priority"], one["IsDefault"]) for one in rest], [("default", True)])

    with verdicts.case("refusals"):
        default = rest[0]["RuleArn"]
        with refuses("OperationNotPermitted"):
            elb.delete_rule(RuleArn=default)
        with refuses("RuleNotFound"):
            elb.describe_rules(RuleArns=[other[:-4] + "0000"])
        with refuses("ValidationError"):
            elb.create_rule(**{**asked, "Priority": 30, "Conditions": []})

    with verdicts.case("a rule that is deleted is gone"):
        for arn in (rule["RuleArn"], other):
            elb.delete_rule(RuleArn=arn)
        equal(len(elb.describe_rules(ListenerArn=listener)["Rules"]), 1)
        with refuses("RuleNotFound"):
            elb.delete_rule(RuleArn=other)
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
