//! Balancers, their subnets, groups and attributes.

use adit_model::distribution::DeployStatus;
use adit_model::id::{LoadBalancerArn, VpcOriginId};
use adit_model::origin::OriginProtocolPolicy;
use adit_model::tag::Tags;
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{Value, record};

use super::*;

#[test]
fn what_was_created_is_read_back() {
    let mut bench = Bench::new();
    let made = bench.elb(
        "CreateLoadBalancer",
        record! {
            "Name" => "Web",
            "Subnets" => vec!["subnet-a", "subnet-b"],
            "SecurityGroups" => vec!["sg-web"],
            "Scheme" => "internal",
            "Type" => "application",
            "IpAddressType" => "ipv4",
            "Tags" => vec![record! { "Key" => "env", "Value" => "test" }],
        },
    );
    assert_eq!(text(&made, "LoadBalancers/0/State/Code"), "provisioning");
    let read = bench.elb("DescribeLoadBalancers", record! { "Names" => vec!["Web"] });
    let of = |path: &str| text(&read, &format!("LoadBalancers/0/{path}"));
    let arn = of("LoadBalancerArn");
    let id = arn
        .strip_prefix("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/Web/")
        .unwrap();
    assert_eq!(id.len(), 16);
    let name = of("DNSName");
    let number = name
        .strip_prefix("internal-web-")
        .unwrap()
        .strip_suffix(".eu-west-1.elb.amazonaws.com")
        .unwrap();
    assert!(number.parse::<u64>().is_ok());
    assert_eq!(of("CanonicalHostedZoneId"), "Z32O12XQLNTSW2");
    assert_eq!(of("LoadBalancerName"), "Web");
    assert_eq!(of("Scheme"), "internal");
    assert_eq!(of("VpcId"), "vpc-1");
    assert_eq!(of("State/Code"), "active");
    assert_eq!(of("Type"), "application");
    assert_eq!(of("IpAddressType"), "ipv4");
    assert_eq!(of("SecurityGroups/0"), "sg-web");
    assert_eq!(of("AvailabilityZones/0/ZoneName"), "eu-west-1a");
    assert_eq!(of("AvailabilityZones/1/SubnetId"), "subnet-b");
    assert_eq!(at(&read, "LoadBalancers/0/CreatedTime"), &Value::Time(NOW));
    for interface in bench.interfaces() {
        assert_eq!(interface.description, format!("ELB app/Web/{id}"));
        assert_eq!(interface.requester.as_deref(), Some("amazon-elb"));
        assert_eq!(interface.public_address, None);
        assert_eq!(interface.groups.len(), 1);
    }
}

#[test]
fn a_balancer_that_faces_the_internet_has_public_addresses_and_the_default_group() {
    let mut bench = Bench::new();
    let mapping = |subnet: &str| record! { "SubnetId" => subnet };
    let input =
        record! { "Name" => "web", "SubnetMappings" => vec![mapping("subnet-a"), mapping("subnet-b")] };
    let made = bench.elb("CreateLoadBalancer", input);
    assert_eq!(text(&made, "LoadBalancers/0/Scheme"), "internet-facing");
    assert!(text(&made, "LoadBalancers/0/DNSName").starts_with("web-"));
    assert_eq!(text(&made, "LoadBalancers/0/SecurityGroups/0"), "sg-default");
    let public: Vec<_> = bench
        .interfaces()
        .iter()
        .filter_map(|interface| interface.public_address)
        .collect();
    assert_eq!(public.len(), 2);
    assert_ne!(public[0], public[1]);
}

#[test]
fn a_second_creation_must_ask_for_the_same() {
    let mut bench = Bench::new();
    let first = bench.balancer("web");
    assert_eq!(bench.balancer("web"), first);
    assert_eq!(bench.interfaces().len(), 2);
    let other =
        record! { "Name" => "web", "Subnets" => vec!["subnet-a", "subnet-c"], "Scheme" => "internal" };
    assert_eq!(
        bench.refused("CreateLoadBalancer", other),
        "DuplicateLoadBalancerName: A load balancer with the same name 'web' exists, but with different settings"
    );
}

#[test]
fn creation_is_refused() {
    let mut bench = Bench::new();
    let mut check = |input: Record, expected: &str| {
        let error = bench.refused("CreateLoadBalancer", input);
        assert!(error.starts_with(expected), "{error}");
    };
    let internal = |name: &str, subnets: Vec<&str>| record! { "Name" => name, "Subnets" => subnets, "Scheme" => "internal" };
    let pair = || vec!["subnet-a", "subnet-b"];
    check(
        internal("internal-web", pair()),
        "ValidationError: The load balancer name 'internal-web' cannot begin with 'internal-'",
    );
    check(
        internal("-web", pair()),
        "ValidationError: The load balancer name '-web' cannot begin or end with a hyphen(-)",
    );
    check(
        internal("we_b", pair()),
        "ValidationError: The load balancer name 'we_b' can only contain",
    );
    check(
        internal(&"x".repeat(33), pair()),
        "ValidationError: The load balancer name 'xxx",
    );
    check(
        internal("web", vec!["subnet-a"]),
        "ValidationError: At least two subnets in two different Availability Zones",
    );
    check(
        internal("web", vec![]),
        "ValidationError: At least two subnets in two different Availability Zones",
    );
    check(
        internal("web", vec!["subnet-a", "subnet-a2"]),
        "InvalidConfigurationRequest: A load balancer cannot be attached",
    );
    check(
        internal("web", vec!["subnet-a", "subnet-q"]),
        "SubnetNotFound: The subnet ID 'subnet-q' does not exist",
    );
    check(
        internal("web", vec!["subnet-a", "subnet-y"]),
        "InvalidSubnet: Not all subnets belong to the same VPC",
    );
    check(
        internal("web", vec!["subnet-x", "subnet-z"]),
        "InvalidSubnet: Not enough IP space available in subnet-z",
    );
    let facing = record! { "Name" => "web", "Subnets" => vec!["subnet-x", "subnet-y"] };
    check(facing, "InvalidSubnet: VPC vpc-2 has no internet gateway");
    let group = |id: &str| internal("web", pair()).with("SecurityGroups", vec![id]);
    check(
        group("sg-none"),
        "InvalidSecurityGroup: The security group 'sg-none' does not exist",
    );
    check(
        group("sg-other"),
        "InvalidConfigurationRequest: One or more security groups are invalid",
    );
    let of_type = |kind: &str| internal("web", pair()).with("Type", kind);
    check(
        of_type("gateway"),
        "OperationNotPermitted: The value gateway for parameter type is not supported.",
    );
    check(
        internal("web", pair()).with("IpAddressType", "dualstack"),
        "InvalidSubnet: You must specify subnets with an associated IPv6",
    );
    let elastic = vec![record! { "SubnetId" => "subnet-a", "AllocationId" => "eipalloc-1" }];
    check(
        record! { "Name" => "web", "SubnetMappings" => elastic },
        "InvalidConfigurationRequest: An address can be specified once in a subnet mapping, and only for Network Load",
    );
    let repeated = vec![record! { "Key" => "a" }, record! { "Key" => "a" }];
    check(
        internal("web", pair()).with("Tags", repeated),
        "DuplicateTagKeys: Tag key 'a' was specified more than once",
    );
}

#[test]
fn deletion_takes_everything_along_unless_protected_or_used() {
    let mut bench = Bench::new();
    let balancer = bench.balancer("web");
    let group = bench.target_group("tg");
    let listener = bench.listener(&balancer, 80, &group);
    let condition = record! { "Field" => "path-pattern", "Values" => vec!["/a"] };
    bench.elb(
        "CreateRule",
        record! { "ListenerArn" => listener, "Priority" => 1, "Conditions" => vec![condition], "Actions" => vec![forward(&group)] },
    );
    let protect = |on: &str| {
        record! {
            "LoadBalancerArn" => &balancer,
            "Attributes" => vec![record! { "Key" => "deletion_protection.enabled", "Value" => on }],
        }
    };
    let input = || record! { "LoadBalancerArn" => &balancer };
    bench.elb("ModifyLoadBalancerAttributes", protect("true"));
    assert_eq!(
        bench.refused("DeleteLoadBalancer", input()),
        format!(
            "OperationNotPermitted: Load balancer '{balancer}' cannot be deleted because deletion protection is enabled"
        )
    );
    bench.elb("ModifyLoadBalancerAttributes", protect("false"));
    let origin = VpcOrigin {
        id: VpcOriginId::parse("vo_1").unwrap(),
        account: bench.caller.account.clone(),
        etag: "E1".to_owned(),
        status: DeployStatus::Deployed,
        name: "origin".to_owned(),
        target: LoadBalancerArn::parse(&balancer).unwrap(),
        http_port: 80,
        https_port: 443,
        protocol: OriginProtocolPolicy::HttpsOnly,
        ssl_protocols: Vec::new(),
        ip_address_type: None,
        interfaces: Vec::new(),
        created: NOW,
        modified: NOW,
        tags: Tags::new(),
    };
    bench.put(origin.clone());
    assert_eq!(
        bench.refused("DeleteLoadBalancer", input()),
        format!(
            "ResourceInUse: Load balancer '{balancer}' cannot be deleted because it is currently associated with another service"
        )
    );
    bench.world.apply(&Change::Delete(VpcOrigin::key_of(origin.id)));
    bench.elb("DeleteLoadBalancer", input());
    assert!(bench.world.listeners.is_empty() && bench.world.listener_rules.is_empty());
    assert!(bench.interfaces().is_empty());
    assert_eq!(bench.world.target_groups.len(), 1);
    bench.elb("DeleteLoadBalancer", input());
    let error = bench.refused("DescribeLoadBalancers", record! { "Names" => vec!["web"] });
    assert_eq!(error, "LoadBalancerNotFound: Load balancers '[web]' not found");
    let error = bench.refused("DeleteLoadBalancer", record! { "LoadBalancerArn" => "arn:aws:x" });
    assert_eq!(
        error,
        "ValidationError: 'arn:aws:x' is not a valid load balancer ARN"
    );
}

#[test]
fn attributes_have_defaults_and_bounds() {
    let mut bench = Bench::new();
    let balancer = bench.balancer("web");
    let read = bench.elb(
        "DescribeLoadBalancerAttributes",
        record! { "LoadBalancerArn" => &balancer },
    );
    let all = attributes(&read);
    assert_eq!(all["idle_timeout.timeout_seconds"], "60");
    assert_eq!(all["ipv6.deny_all_igw_traffic"], "true");
    assert_eq!(all["routing.http.xff_header_processing.mode"], "append");
    let set = |key: &str, value: &str| {
        record! { "LoadBalancerArn" => &balancer, "Attributes" => vec![record! { "Key" => key, "Value" => value }] }
    };
    let answer = bench.elb(
        "ModifyLoadBalancerAttributes",
        set("idle_timeout.timeout_seconds", "120"),
    );
    assert_eq!(attributes(&answer)["idle_timeout.timeout_seconds"], "120");
    let mut check = |key: &str, value: &str, expected: &str| {
        assert_eq!(
            bench.refused("ModifyLoadBalancerAttributes", set(key, value)),
            expected
        );
    };
    check(
        "nonsense",
        "1",
        "ValidationError: Load balancer attribute key 'nonsense' is not recognized",
    );
    let text =
        "ValidationError: The value '4001' of the attribute 'idle_timeout.timeout_seconds' is not valid";
    check("idle_timeout.timeout_seconds", "4001", text);
    let text = "ValidationError: The value 'false' of the attribute 'load_balancing.cross_zone.enabled' is not valid";
    check("load_balancing.cross_zone.enabled", "false", text);
    let text = "InvalidConfigurationRequest: The value of 'access_logs.s3.bucket' cannot be empty when 'access_logs.s3.enabled' is true";
    check("access_logs.s3.enabled", "true", text);
}

#[test]
fn subnets_and_groups_can_be_changed() {
    let mut bench = Bench::new();
    let balancer = bench.balancer("web");
    let before = bench.interfaces();
    let answer = bench.elb(
        "SetSubnets",
        record! { "LoadBalancerArn" => &balancer, "Subnets" => vec!["subnet-b", "subnet-c"] },
    );
    assert_eq!(text(&answer, "AvailabilityZones/0/SubnetId"), "subnet-b");
    let after = bench.interfaces();
    let kept: Vec<_> = after
        .iter()
        .filter(|interface| before.contains(interface))
        .collect();
    assert_eq!((after.len(), kept.len()), (2, 1));
    assert_eq!(kept[0].subnet.as_str(), "subnet-b");
    let one = record! { "LoadBalancerArn" => &balancer, "Subnets" => vec!["subnet-b"] };
    assert!(
        bench
            .refused("SetSubnets", one)
            .starts_with("ValidationError: At least two subnets")
    );
    let foreign = record! { "LoadBalancerArn" => &balancer, "Subnets" => vec!["subnet-x", "subnet-y"] };
    assert_eq!(
        bench.refused("SetSubnets", foreign),
        "InvalidSubnet: Not all subnets belong to the same VPC"
    );

    let answer = bench.elb(
        "SetSecurityGroups",
        record! { "LoadBalancerArn" => &balancer, "SecurityGroups" => vec!["sg-web"] },
    );
    assert_eq!(text(&answer, "SecurityGroupIds/0"), "sg-web");
    assert!(
        bench
            .interfaces()
            .iter()
            .all(|interface| interface.groups.iter().all(|group| group.as_str() == "sg-web"))
    );
    let answer = bench.elb(
        "SetIpAddressType",
        record! { "LoadBalancerArn" => &balancer, "IpAddressType" => "ipv4" },
    );
    assert_eq!(text(&answer, "IpAddressType"), "ipv4");
    let answer = bench.elb(
        "DescribeCapacityReservation",
        record! { "LoadBalancerArn" => &balancer },
    );
    assert!(list(&answer, "CapacityReservationState").is_empty());
}

#[test]
fn pages_follow_each_other() {
    let mut bench = Bench::new();
    for name in ["a", "b", "c"] {
        bench.balancer(name);
    }
    let first = bench.elb("DescribeLoadBalancers", record! { "PageSize" => 2 });
    assert_eq!(list(&first, "LoadBalancers").len(), 2);
    let marker = text(&first, "NextMarker");
    let second = bench.elb(
        "DescribeLoadBalancers",
        record! { "PageSize" => 2, "Marker" => marker },
    );
    assert_eq!(text(&second, "LoadBalancers/0/LoadBalancerName"), "c");
    assert_eq!(found(&second, "NextMarker"), None);
    let error = bench.refused("DescribeLoadBalancers", record! { "Marker" => "?" });
    assert_eq!(error, "ValidationError: The marker is not valid");
    let limits = bench.elb("DescribeAccountLimits", record! { "PageSize" => 400 });
    assert_eq!(text(&limits, "Limits/0/Name"), "application-load-balancers");
}
