//! Network Load Balancers: kept, described, and out of every hop's sight.

use std::net::Ipv4Addr;

use adit_model::address::Address;
use adit_model::id::AllocationId;

use super::*;

fn balancer(bench: &mut Bench, input: Record) -> Record {
    let input = input.with("Type", "network");
    bench.elb("CreateLoadBalancer", input)
}

fn group(bench: &mut Bench, name: &str, protocol: &str) -> String {
    let input = record! {
        "Name" => name, "Protocol" => protocol, "Port" => 443, "VpcId" => "vpc-1", "TargetType" => "ip",
    };
    text(
        &bench.elb("CreateTargetGroup", input),
        "TargetGroups/0/TargetGroupArn",
    )
}

#[test]
fn an_elastic_address_is_taken_and_given_back() {
    let mut bench = Bench::new();
    let allocation = AllocationId::parse("eipalloc-1").unwrap();
    bench.put(Address {
        id: allocation.clone(),
        owner: bench.caller.clone(),
        public: Ipv4Addr::new(198, 18, 7, 7),
        network_border_group: "eu-west-1".to_owned(),
        association: None,
        tags: Tags::new(),
    });
    let mapping = || vec![record! { "SubnetId" => "subnet-a", "AllocationId" => "eipalloc-1" }];
    let made = balancer(
        &mut bench,
        record! { "Name" => "edge", "SubnetMappings" => mapping() },
    );
    let arn = text(&made, "LoadBalancers/0/LoadBalancerArn");
    let (_, id) = arn.rsplit_once('/').unwrap();
    assert!(arn.contains(":loadbalancer/net/edge/"), "{arn}");
    assert_eq!(
        text(&made, "LoadBalancers/0/DNSName"),
        format!("edge-{id}.elb.eu-west-1.amazonaws.com")
    );
    assert_eq!(
        text(&made, "LoadBalancers/0/CanonicalHostedZoneId"),
        "Z2IFOLAFXWLO4F"
    );
    assert!(found(&made, "LoadBalancers/0/SecurityGroups").is_none());
    let address = "LoadBalancers/0/AvailabilityZones/0/LoadBalancerAddresses/0";
    assert_eq!(text(&made, &format!("{address}/AllocationId")), "eipalloc-1");
    assert_eq!(text(&made, &format!("{address}/IpAddress")), "198.18.7.7");
    let interface = &bench.interfaces()[0];
    assert_eq!(interface.kind.name(), "network_load_balancer");
    assert_eq!(interface.description, format!("ELB net/edge/{id}"));
    let taken = record! { "Name" => "other", "SubnetMappings" => mapping(), "Type" => "network" };
    assert_eq!(
        bench.refused("CreateLoadBalancer", taken),
        "InvalidConfigurationRequest: The allocation ID 'eipalloc-1' is already in use"
    );
    // The same again is the same balancer.
    let again = balancer(
        &mut bench,
        record! { "Name" => "edge", "SubnetMappings" => mapping() },
    );
    assert_eq!(text(&again, "LoadBalancers/0/LoadBalancerArn"), arn);
    bench.elb("DeleteLoadBalancer", record! { "LoadBalancerArn" => arn });
    assert!(bench.interfaces().is_empty());
    let address = bench.world.addresses.get(&allocation).unwrap();
    assert_eq!(address.association, None);
}

#[test]
fn listeners_forward_what_their_groups_receive() {
    let mut bench = Bench::new();
    let internal = record! { "Name" => "inner", "Subnets" => vec!["subnet-a"], "Scheme" => "internal" };
    let arn = text(
        &balancer(&mut bench, internal.with("SecurityGroups", vec!["sg-web"])),
        "LoadBalancers/0/LoadBalancerArn",
    );
    let (tcp, udp) = (group(&mut bench, "tcp", "TCP"), group(&mut bench, "udp", "UDP"));
    let http = bench.target_group("web");
    let input = |protocol: &str, port: i64, group: &str| {
        record! {
            "LoadBalancerArn" => arn.as_str(), "Protocol" => protocol, "Port" => port, "DefaultActions" => vec![forward(group)],
        }
    };
    for (protocol, group, expected) in [
        (
            "HTTP",
            &http,
            "ValidationError: Listener protocol 'HTTP' must be one of",
        ),
        ("TCP", &udp, "IncompatibleProtocols: Listener protocol 'TCP'"),
        ("TCP", &http, "IncompatibleProtocols: Listener protocol 'TCP'"),
        ("TLS", &tcp, "ValidationError: A certificate must be specified"),
    ] {
        let error = bench.refused("CreateListener", input(protocol, 443, group));
        assert!(error.starts_with(expected), "{error}");
    }
    let made = bench.elb("CreateListener", input("TCP", 443, &tcp));
    let listener = text(&made, "Listeners/0/ListenerArn");
    assert!(listener.contains(":listener/net/inner/"), "{listener}");
    assert!(found(&made, "Listeners/0/MutualAuthentication").is_none());
    assert!(bench.world.listeners.is_empty(), "no hop may see it");
    let certificate = bench.certificate("web.example.com");
    let secure = input("TLS", 444, &tcp)
        .with("Certificates", vec![record! { "CertificateArn" => certificate }])
        .with("AlpnPolicy", vec!["HTTP2Preferred"]);
    let made = bench.elb("CreateListener", secure);
    assert_eq!(text(&made, "Listeners/0/AlpnPolicy/0"), "HTTP2Preferred");
    let of_it = record! { "LoadBalancerArn" => arn.as_str() };
    assert_eq!(
        list(&bench.elb("DescribeListeners", of_it.clone()), "Listeners").len(),
        2
    );
    let groups = bench.elb("DescribeTargetGroups", of_it.clone());
    assert_eq!(text(&groups, "TargetGroups/0/TargetGroupArn"), tcp);
    assert_eq!(text(&groups, "TargetGroups/0/LoadBalancerArns/0"), arn);
    let known = bench.elb(
        "DescribeListenerAttributes",
        record! { "ListenerArn" => listener.as_str() },
    );
    assert_eq!(attributes(&known)["tcp.idle_timeout.seconds"], "350");
    let set = record! { "Key" => "tcp.idle_timeout.seconds", "Value" => "600" };
    let changed = bench.elb(
        "ModifyListenerAttributes",
        record! { "ListenerArn" => listener.as_str(), "Attributes" => vec![set] },
    );
    assert_eq!(attributes(&changed)["tcp.idle_timeout.seconds"], "600");
    let enforced = bench.elb(
        "SetSecurityGroups",
        of_it
            .with("SecurityGroups", vec!["sg-web"])
            .with("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "off"),
    );
    assert_eq!(
        text(&enforced, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"),
        "off"
    );
    bench.elb("DeleteLoadBalancer", record! { "LoadBalancerArn" => arn });
    assert!(bench.world.unserved_listeners.is_empty());
}

#[test]
fn groups_have_their_own_defaults() {
    let mut bench = Bench::new();
    let arn = group(&mut bench, "tcp", "TCP");
    let of_it = record! { "TargetGroupArns" => vec![arn.as_str()] };
    let shown = bench.elb("DescribeTargetGroups", of_it);
    let of = |member: &str| found(&shown, &format!("TargetGroups/0/{member}")).cloned();
    assert_eq!(of("HealthCheckProtocol"), Some("TCP".into()));
    assert_eq!(of("HealthCheckTimeoutSeconds"), Some(Value::Int(10)));
    for absent in ["Matcher", "HealthCheckPath", "ProtocolVersion"] {
        assert_eq!(of(absent), None, "{absent}");
    }
    let known = attributes(&bench.elb(
        "DescribeTargetGroupAttributes",
        record! { "TargetGroupArn" => arn.as_str() },
    ));
    assert_eq!(known["preserve_client_ip.enabled"], "false");
    assert_eq!(known["stickiness.type"], "source_ip");
    assert!(!known.contains_key("slow_start.duration_seconds"));
    let slow = record! { "Key" => "slow_start.duration_seconds", "Value" => "30" };
    assert!(
        bench
            .refused(
                "ModifyTargetGroupAttributes",
                record! { "TargetGroupArn" => arn.as_str(), "Attributes" => vec![slow] },
            )
            .starts_with("ValidationError: Target group attribute key 'slow_start.duration_seconds'")
    );
    let http = record! { "TargetGroupArn" => arn.as_str(), "HealthCheckProtocol" => "HTTP", "HealthCheckPath" => "/up" };
    let changed = bench.elb("ModifyTargetGroup", http);
    assert_eq!(text(&changed, "TargetGroups/0/HealthCheckPath"), "/up");
    let front = bench.balancer("front");
    let web = bench.target_group("web");
    bench.listener(&front, 80, &web);
    let behind = record! {
        "Name" => "behind", "Protocol" => "TCP", "Port" => 80, "VpcId" => "vpc-1", "TargetType" => "alb",
    };
    let behind = text(
        &bench.elb("CreateTargetGroup", behind),
        "TargetGroups/0/TargetGroupArn",
    );
    let target = |port: i64| {
        record! {
            "TargetGroupArn" => behind.as_str(), "Targets" => vec![record! { "Id" => front.as_str(), "Port" => port }],
        }
    };
    assert!(
        bench
            .refused("RegisterTargets", target(81))
            .contains("must have a listener on port '81'")
    );
    bench.elb("RegisterTargets", target(80));
    let health = bench.elb(
        "DescribeTargetHealth",
        record! { "TargetGroupArn" => behind.as_str() },
    );
    assert_eq!(text(&health, "TargetHealthDescriptions/0/Target/Id"), front);
    assert_eq!(
        text(&health, "TargetHealthDescriptions/0/TargetHealth/Reason"),
        "Target.NotInUse"
    );
    bench.elb("DeregisterTargets", target(80));
    let health = bench.elb(
        "DescribeTargetHealth",
        record! { "TargetGroupArn" => behind.as_str() },
    );
    assert!(list(&health, "TargetHealthDescriptions").is_empty());
}
