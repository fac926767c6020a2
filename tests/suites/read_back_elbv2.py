"""Elastic Load Balancing: load balancer, target group, targets and their health, listener, rules, attributes, tags."""

from outside.errors import by, refuses
from outside.verdicts import equal


def run(cloud, verdicts, b):
    elbv2 = cloud.client("elbv2")
    load_balancer(elbv2, cloud, verdicts, b)
    target_group(elbv2, verdicts, b)
    health(elbv2, verdicts, b)
    listener(elbv2, cloud, verdicts, b)
    rules(elbv2, verdicts, b)


def load_balancer(elbv2, cloud, verdicts, b):
    with verdicts.case("elbv2: the load balancer reads back, by ARN, name and page"):
        found = elbv2.describe_load_balancers(LoadBalancerArns=[b.balancer])["LoadBalancers"][0]
        equal((found["Scheme"], found["Type"], found["State"]["Code"]), ("internal", "application", "active"))
        equal((found["VpcId"], found["SecurityGroups"], found["IpAddressType"]), (b.vpc, [b.balancer_group], "ipv4"))
        equal({zone["SubnetId"] for zone in found["AvailabilityZones"]}, set(b.subnets))
        assert found["DNSName"].startswith("internal-") and found["DNSName"].endswith(f".{b.region}.elb.amazonaws.com"), found
        equal(elbv2.describe_load_balancers(Names=["read-back"])["LoadBalancers"][0]["LoadBalancerArn"], b.balancer)
        pages = elbv2.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": 1})
        equal([lb["LoadBalancerArn"] for page in pages for lb in page["LoadBalancers"]], [b.balancer])
    with verdicts.case("elbv2: its interfaces stand in its subnets"):
        interfaces = cloud.client("ec2").describe_network_interfaces(Filters=by("group-id", b.balancer_group))["NetworkInterfaces"]
        equal({i["SubnetId"] for i in interfaces}, set(b.subnets))
        assert all(i["Description"].startswith("ELB app/read-back/") for i in interfaces), interfaces
        assert all(i["RequesterManaged"] and i["RequesterId"] == "amazon-elb" for i in interfaces), interfaces
    with verdicts.case("elbv2: attributes are changed and kept"):
        attributes = elbv2.describe_load_balancer_attributes(LoadBalancerArn=b.balancer)["Attributes"]
        values = {each["Key"]: each["Value"] for each in attributes}
        equal((values["idle_timeout.timeout_seconds"], values["routing.http2.enabled"]), ("60", "true"))
        elbv2.modify_load_balancer_attributes(
            LoadBalancerArn=b.balancer, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "30"}]
        )
        attributes = elbv2.describe_load_balancer_attributes(LoadBalancerArn=b.balancer)["Attributes"]
        equal({each["Key"]: each["Value"] for each in attributes}["idle_timeout.timeout_seconds"], "30")
        with refuses("InvalidConfigurationRequest", "ValidationError"):
            elbv2.modify_load_balancer_attributes(LoadBalancerArn=b.balancer, Attributes=[{"Key": "no.such", "Value": "x"}])
    with verdicts.case("elbv2: tags"):
        elbv2.add_tags(ResourceArns=[b.balancer], Tags=[{"Key": "team", "Value": "edge"}])
        said = elbv2.describe_tags(ResourceArns=[b.balancer])["TagDescriptions"][0]
        equal((said["ResourceArn"], said["Tags"]), (b.balancer, [{"Key": "team", "Value": "edge"}]))
        elbv2.remove_tags(ResourceArns=[b.balancer], TagKeys=["team"])
        equal(elbv2.describe_tags(ResourceArns=[b.balancer])["TagDescriptions"][0]["Tags"], [])
    with verdicts.case("elbv2: load balancers that cannot be"):
        base = {"Subnets": b.subnets, "SecurityGroups": [b.balancer_group], "Scheme": "internal"}
        same = elbv2.create_load_balancer(Name="read-back", Type="application", **base)["LoadBalancers"][0]
        equal(same["LoadBalancerArn"], b.balancer, "the same again is the same")
        with refuses("DuplicateLoadBalancerName"):
            elbv2.create_load_balancer(Name="read-back", Subnets=b.subnets, Scheme="internal")
        with refuses("ValidationError"):
            elbv2.create_load_balancer(Name="internal-x", **base)
        with refuses("ValidationError", "InvalidConfigurationRequest"):
            elbv2.create_load_balancer(Name="one-zone", Subnets=b.subnets[:1], Scheme="internal")
        with refuses("SubnetNotFound", "InvalidSubnet"):
            elbv2.create_load_balancer(Name="nowhere", Subnets=["subnet-0123456789abcdef0", b.subnets[0]])
        with refuses("InvalidSecurityGroup", "InvalidConfigurationRequest"):
            elbv2.create_load_balancer(Name="nobody", Subnets=b.subnets, SecurityGroups=["sg-0123456789abcdef0"], Scheme="internal")
        with refuses("LoadBalancerNotFound"):
            elbv2.describe_load_balancers(Names=["nobody"])


def target_group(elbv2, verdicts, b):
    with verdicts.case("elbv2: the target group reads back"):
        found = elbv2.describe_target_groups(TargetGroupArns=[b.target_group])["TargetGroups"][0]
        equal((found["Protocol"], found["Port"], found["TargetType"], found["VpcId"]), ("HTTPS", 443, "ip", b.vpc))
        equal((found["HealthCheckProtocol"], found["HealthCheckPath"], found["Matcher"]["HttpCode"]), ("HTTPS", "/", "200,403"))
        equal((found["HealthCheckIntervalSeconds"], found["HealthCheckTimeoutSeconds"]), (30, 5))
        equal((found["HealthyThresholdCount"], found["UnhealthyThresholdCount"]), (5, 2))
        equal(found["LoadBalancerArns"], [b.balancer])
        equal(elbv2.describe_target_groups(LoadBalancerArn=b.balancer)["TargetGroups"][0]["TargetGroupArn"], b.target_group)
        elbv2.modify_target_group(TargetGroupArn=b.target_group, HealthCheckIntervalSeconds=10, HealthyThresholdCount=2)
        found = elbv2.describe_target_groups(TargetGroupArns=[b.target_group])["TargetGroups"][0]
        equal((found["HealthCheckIntervalSeconds"], found["HealthyThresholdCount"]), (10, 2))
    with verdicts.case("elbv2: a target group's attributes"):
        change = [{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}]
        elbv2.modify_target_group_attributes(TargetGroupArn=b.target_group, Attributes=change)
        attributes = elbv2.describe_target_group_attributes(TargetGroupArn=b.target_group)["Attributes"]
        values = {each["Key"]: each["Value"] for each in attributes}
        equal(values["deregistration_delay.timeout_seconds"], "5")
        equal((values["load_balancing.algorithm.type"], values["stickiness.enabled"]), ("round_robin", "false"))
    with verdicts.case("elbv2: target groups and targets that cannot be"):
        base = {"Protocol": "HTTPS", "Port": 443, "VpcId": b.vpc, "TargetType": "ip"}
        with refuses("DuplicateTargetGroupName"):
            elbv2.create_target_group(Name="read-back", Protocol="HTTP", Port=80, VpcId=b.vpc, TargetType="ip")
        with refuses("ValidationError"):
            elbv2.create_target_group(Name="x" * 33, **base)
        for id in ("192.0.2.1", "not an address"):
            with refuses("ValidationError", "InvalidTarget"):
                elbv2.register_targets(TargetGroupArn=b.target_group, Targets=[{"Id": id}])
        with refuses("TargetGroupNotFound"):
            elbv2.describe_target_health(TargetGroupArn=b.target_group[:-4] + "0000")
        with refuses("ResourceInUse"):
            elbv2.delete_target_group(TargetGroupArn=b.target_group)


def health(elbv2, verdicts, b):
    with verdicts.case("elbv2: health is observed through the network"):
        found = elbv2.describe_target_health(TargetGroupArn=b.target_group)["TargetHealthDescriptions"]
        equal({t["Target"]["Id"]: t["TargetHealth"]["State"] for t in found}, {a: "healthy" for a in b.addresses})
        equal({t["Target"]["Port"] for t in found}, {443})
    with verdicts.case("elbv2: a group that no listener names is unused"):
        spare = elbv2.create_target_group(Name="spare", Protocol="HTTPS", Port=443, VpcId=b.vpc, TargetType="ip")
        spare = spare["TargetGroups"][0]["TargetGroupArn"]
        elbv2.register_targets(TargetGroupArn=spare, Targets=[{"Id": b.addresses[0]}])
        found = elbv2.describe_target_health(TargetGroupArn=spare)["TargetHealthDescriptions"][0]["TargetHealth"]
        equal((found["State"], found["Reason"]), ("unused", "Target.NotInUse"))
        elbv2.deregister_targets(TargetGroupArn=spare, Targets=[{"Id": b.addresses[0]}])
        elbv2.delete_target_group(TargetGroupArn=spare)
        with refuses("TargetGroupNotFound"):
            elbv2.describe_target_groups(TargetGroupArns=[spare])


def listener(elbv2, cloud, verdicts, b):
    with verdicts.case("elbv2: the listener reads back"):
        found = elbv2.describe_listeners(LoadBalancerArn=b.balancer)["Listeners"]
        equal([each["ListenerArn"] for each in found], [b.listener])
        equal((found[0]["Protocol"], found[0]["Port"]), ("HTTPS", 443))
        equal(found[0]["SslPolicy"], "ELBSecurityPolicy-TLS13-1-2-2021-06")
        equal([each["CertificateArn"] for each in found[0]["Certificates"]], [b.certificate])
        equal((found[0]["DefaultActions"][0]["Type"], found[0]["DefaultActions"][0]["TargetGroupArn"]), ("forward", b.target_group))
        policies = elbv2.describe_ssl_policies(Names=["ELBSecurityPolicy-TLS13-1-2-2021-06"])["SslPolicies"]
        equal(set(policies[0]["SslProtocols"]), {"TLSv1.2", "TLSv1.3"})
    with verdicts.case("elbv2: a plain listener is made, changed and deleted"):
        redirect = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
        made = elbv2.create_listener(LoadBalancerArn=b.balancer, Protocol="HTTP", Port=80, DefaultActions=[redirect])
        made = made["Listeners"][0]["ListenerArn"]
        fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain", "MessageBody": "no"}}
        elbv2.modify_listener(ListenerArn=made, DefaultActions=[fixed])
        found = elbv2.describe_listeners(ListenerArns=[made])["Listeners"][0]["DefaultActions"][0]
        equal((found["Type"], found["FixedResponseConfig"]), ("fixed-response", fixed["FixedResponseConfig"]))
        with refuses("DuplicateListener"):
            elbv2.create_listener(LoadBalancerArn=b.balancer, Protocol="HTTP", Port=80, DefaultActions=[fixed])
        elbv2.delete_listener(ListenerArn=made)
        with refuses("ListenerNotFound"):
            elbv2.describe_listeners(ListenerArns=[made])
    with verdicts.case("elbv2: listeners that cannot be"):
        forward = [{"Type": "forward", "TargetGroupArn": b.target_group}]
        with refuses("CertificateNotFound", "ValidationError"):
            elbv2.create_listener(LoadBalancerArn=b.balancer, Protocol="HTTPS", Port=444, DefaultActions=forward)
        with refuses("CertificateNotFound", "UnsupportedCertificate"):
            certificate = [{"CertificateArn": b.certificate[:-4] + "0000"}]
            elbv2.create_listener(LoadBalancerArn=b.balancer, Protocol="HTTPS", Port=444, Certificates=certificate, DefaultActions=forward)
        with refuses("TargetGroupNotFound"):
            wrong = [{"Type": "forward", "TargetGroupArn": b.target_group[:-4] + "0000"}]
            elbv2.create_listener(LoadBalancerArn=b.balancer, Protocol="HTTP", Port=81, DefaultActions=wrong)
        with refuses("SSLPolicyNotFound"):
            elbv2.modify_listener(ListenerArn=b.listener, SslPolicy="ELBSecurityPolicy-Mars")
    with verdicts.case("elbv2: a certificate in use is kept"):
        acm = cloud.client("acm")
        with refuses("ResourceInUseException"):
            acm.delete_certificate(CertificateArn=b.certificate)
        in_use = acm.describe_certificate(CertificateArn=b.certificate)["Certificate"]["InUseBy"]
        equal(in_use, [b.balancer])


def rules(elbv2, verdicts, b):
    with verdicts.case("elbv2: rules by priority, with their conditions and actions"):
        conditions = [
            {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/admin/*"]}},
            {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Role", "Values": ["guest*"]}},
        ]
        fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403", "ContentType": "text/plain", "MessageBody": "no"}}
        made = elbv2.create_rule(ListenerArn=b.listener, Priority=10, Conditions=conditions, Actions=[fixed])["Rules"][0]
        found = elbv2.describe_rules(ListenerArn=b.listener)["Rules"]
        equal([rule["Priority"] for rule in found], ["10", "default"])
        equal([rule["IsDefault"] for rule in found], [False, True])
        fields = {condition["Field"]: condition for condition in found[0]["Conditions"]}
        equal(fields["path-pattern"]["PathPatternConfig"], {"Values": ["/admin/*"]})
        equal(fields["http-header"]["HttpHeaderConfig"], {"HttpHeaderName": "X-Role", "Values": ["guest*"]})
        with refuses("PriorityInUse"):
            elbv2.create_rule(ListenerArn=b.listener, Priority=10, Conditions=conditions[:1], Actions=[fixed])
        elbv2.set_rule_priorities(RulePriorities=[{"RuleArn": made["RuleArn"], "Priority": 20}])
        equal(elbv2.describe_rules(RuleArns=[made["RuleArn"]])["Rules"][0]["Priority"], "20")
        elbv2.delete_rule(RuleArn=made["RuleArn"])
        with refuses("RuleNotFound"):
            elbv2.describe_rules(RuleArns=[made["RuleArn"]])
        default = elbv2.describe_rules(ListenerArn=b.listener)["Rules"][0]["RuleArn"]
        with refuses("OperationNotPermitted"):
            elbv2.delete_rule(RuleArn=default)
    with verdicts.case("elbv2: rules that cannot be"):
        fixed = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]
        path = [{"Field": "path-pattern", "Values": ["/x"]}]
        with refuses("ValidationError", "InvalidConfigurationRequest"):
            elbv2.create_rule(ListenerArn=b.listener, Priority=60000, Conditions=path, Actions=fixed)
        with refuses("ValidationError", "InvalidConfigurationRequest"):
            elbv2.create_rule(ListenerArn=b.listener, Priority=1, Conditions=[{"Field": "moon", "Values": ["x"]}], Actions=fixed)
        with refuses("ValidationError", "InvalidLoadBalancerAction", "InvalidConfigurationRequest"):
            elbv2.create_rule(ListenerArn=b.listener, Priority=1, Conditions=path, Actions=[])
        with refuses("ListenerNotFound"):
            elbv2.create_rule(ListenerArn=b.listener[:-4] + "0000", Priority=1, Conditions=path, Actions=fixed)
