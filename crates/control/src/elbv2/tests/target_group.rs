//! Target groups, their health checks and attributes.

use adit_wire::{Value, record};

use super::*;

fn input(name: &str) -> Record {
    record! { "Name" => name, "Protocol" => "HTTPS", "Port" => 443, "VpcId" => "vpc-1", "TargetType" => "ip" }
}

#[test]
fn what_was_created_is_read_back() {
    let mut bench = Bench::new();
    let asked = input("endpoint")
        .with("HealthCheckProtocol", "HTTPS")
        .with("HealthCheckPath", "/ping")
        .with("Matcher", record! { "HttpCode" => "200,403" });
    bench.elb("CreateTargetGroup", asked.clone());
    let read = bench.elb("DescribeTargetGroups", record! { "Names" => vec!["endpoint"] });
    let of = |path: &str| at(&read, &format!("TargetGroups/0/{path}")).clone();
    let arn = text(&read, "TargetGroups/0/TargetGroupArn");
    let id = arn
        .strip_prefix("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/endpoint/")
        .unwrap();
    assert_eq!(id.len(), 16);
    for (member, value) in [
        ("TargetGroupName", Value::from("endpoint")),
        ("Protocol", "HTTPS".into()),
        ("Port", 443.into()),
        ("VpcId", "vpc-1".into()),
        ("HealthCheckProtocol", "HTTPS".into()),
        ("HealthCheckPort", "traffic-port".into()),
        ("HealthCheckEnabled", true.into()),
        ("HealthCheckIntervalSeconds", 30.into()),
        ("HealthCheckTimeoutSeconds", 5.into()),
        ("HealthyThresholdCount", 5.into()),
        ("UnhealthyThresholdCount", 2.into()),
        ("HealthCheckPath", "/ping".into()),
        ("Matcher/HttpCode", "200,403".into()),
        ("LoadBalancerArns", Value::List(Vec::new())),
        ("TargetType", "ip".into()),
        ("ProtocolVersion", "HTTP1".into()),
        ("IpAddressType", "ipv4".into()),
    ] {
        assert_eq!(of(member), value, "{member}");
    }
    let unversioned = input("unversioned").with("ProtocolVersion", "");
    let made = bench.elb("CreateTargetGroup", unversioned);
    assert_eq!(text(&made, "TargetGroups/0/ProtocolVersion"), "HTTP1");
    // The same again is the same group.
    let again = bench.elb("CreateTargetGroup", asked);
    assert_eq!(text(&again, "TargetGroups/0/TargetGroupArn"), arn);
    let error = bench.refused("CreateTargetGroup", input("endpoint"));
    let expected = "DuplicateTargetGroupName: A target group with the same name 'endpoint' exists, but with different settings";
    assert_eq!(error, expected);
}

#[test]
fn creation_is_refused() {
    let mut bench = Bench::new();
    let mut check = |input: Record, expected: &str| {
        let error = bench.refused("CreateTargetGroup", input);
        assert!(error.starts_with(expected), "{error}");
    };
    check(
        input("tg").with("TargetType", "alb"),
        "InvalidConfigurationRequest: Target groups with target type 'alb' must have the protocol 'TCP'",
    );
    check(
        input("tg").with("TargetType", "lambda"),
        "OperationNotPermitted: The value lambda for parameter targetType",
    );
    check(
        input("tg-"),
        "ValidationError: Target group name 'tg-' cannot begin or end with a hyphen(-)",
    );
    check(
        record! { "Name" => "tg", "TargetType" => "ip" },
        "ValidationError: A protocol must be specified",
    );
    check(
        input("tg").with("Protocol", "GENEVE"),
        "UnsupportedProtocol: The protocol 'GENEVE' is not supported",
    );
    check(
        input("tg").with("VpcId", "vpc-9"),
        "ValidationError: The VPC ID 'vpc-9' is not found",
    );
    check(
        input("tg").with("IpAddressType", "ipv6"),
        "InvalidConfigurationRequest: The VPC of the target group has no IPv6",
    );
    let interval = input("tg").with("HealthCheckIntervalSeconds", 5);
    check(
        interval,
        "ValidationError: Health check interval must be greater than the timeout.",
    );
    check(
        input("tg").with("HealthCheckPort", "0"),
        "ValidationError: Health check port '0' must be 'traffic-port'",
    );
    check(
        input("tg").with("HealthCheckEnabled", false),
        "ValidationError: Health check enabled must be true",
    );
    check(
        input("tg").with("HealthCheckPath", "ping"),
        "ValidationError: Health check path 'ping' must begin with '/'",
    );
    let matcher = |code: &str| input("tg").with("Matcher", record! { "HttpCode" => code });
    check(
        matcher("500"),
        "ValidationError: Health check matcher code '500' must be within '200-499' inclusive",
    );
    check(
        matcher("200-"),
        "ValidationError: Health check matcher code '200-' must be within '200-499' inclusive",
    );
}

#[test]
fn a_group_that_is_used_stays_and_names_its_balancer() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    bench.target_group("other");
    let listener = bench.listener(&balancer, 80, &group);
    let read = bench.elb("DescribeTargetGroups", record! { "LoadBalancerArn" => &balancer });
    assert_eq!(list(&read, "TargetGroups").len(), 1);
    assert_eq!(text(&read, "TargetGroups/0/LoadBalancerArns/0"), balancer);
    let delete = || record! { "TargetGroupArn" => &group };
    assert_eq!(
        bench.refused("DeleteTargetGroup", delete()),
        format!("ResourceInUse: Target group '{group}' is currently in use by a listener or a rule")
    );
    bench.elb("DeleteListener", record! { "ListenerArn" => listener });
    bench.elb("DeleteTargetGroup", delete());
    bench.elb("DeleteTargetGroup", delete());
    let error = bench.refused(
        "DescribeTargetGroups",
        record! { "TargetGroupArns" => vec![group.as_str()] },
    );
    assert_eq!(error, "TargetGroupNotFound: One or more target groups not found");
}

#[test]
fn checks_and_attributes_can_be_changed() {
    let mut bench = Bench::new();
    let group = bench.target_group("tg");
    let answer = bench.elb(
        "ModifyTargetGroup",
        record! { "TargetGroupArn" => &group, "HealthCheckPort" => "8443", "Matcher" => record! { "HttpCode" => "403" } },
    );
    assert_eq!(text(&answer, "TargetGroups/0/HealthCheckPort"), "8443");
    assert_eq!(text(&answer, "TargetGroups/0/Matcher/HttpCode"), "403");
    assert_eq!(text(&answer, "TargetGroups/0/HealthCheckPath"), "/");

    let set = |pairs: &[(&str, &str)]| {
        let pairs: Vec<Record> = pairs
            .iter()
            .map(|(key, value)| record! { "Key" => *key, "Value" => *value })
            .collect();
        record! { "TargetGroupArn" => &group, "Attributes" => pairs }
    };
    bench.elb(
        "ModifyTargetGroupAttributes",
        set(&[("deregistration_delay.timeout_seconds", "10")]),
    );
    let all = attributes(&bench.elb(
        "DescribeTargetGroupAttributes",
        record! { "TargetGroupArn" => &group },
    ));
    assert_eq!(all["deregistration_delay.timeout_seconds"], "10");
    assert_eq!(all["load_balancing.algorithm.type"], "round_robin");
    let mut check = |pairs: &[(&str, &str)], expected: &str| {
        let error = bench.refused("ModifyTargetGroupAttributes", set(pairs));
        assert!(error.starts_with(expected), "{error}");
    };
    check(
        &[("x", "1")],
        "ValidationError: Target group attribute key 'x' is not recognized",
    );
    check(
        &[("slow_start.duration_seconds", "10")],
        "ValidationError: The value '10' of the attribute",
    );
    let both = [
        ("slow_start.duration_seconds", "30"),
        ("load_balancing.algorithm.type", "least_outstanding_requests"),
    ];
    check(&both, "InvalidConfigurationRequest: Slow start cannot be enabled");
    let cookie = [("stickiness.app_cookie.cookie_name", "AWSALBAPP-0")];
    check(
        &cookie,
        "InvalidConfigurationRequest: The cookie name 'AWSALBAPP-0' is reserved",
    );
}
