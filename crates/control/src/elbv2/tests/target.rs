//! Targets and their health.

use adit_wire::record;

use super::*;

fn target(id: &str) -> Record {
    record! { "Id" => id }
}

fn targets(group: &str, ids: &[&str]) -> Record {
    record! { "TargetGroupArn" => group, "Targets" => ids.iter().map(|id| target(id)).collect::<Vec<_>>() }
}

/// `address:port zone state reason`, one a target.
fn health(bench: &mut Bench, input: Record) -> Vec<String> {
    let answer = bench.elb("DescribeTargetHealth", input);
    let one = |at: usize| {
        let of = |path: &str| found(&answer, &format!("TargetHealthDescriptions/{at}/{path}")).cloned();
        let show = |value: Option<Value>| match value {
            Some(Value::Text(text)) => text,
            Some(Value::Int(int)) => int.to_string(),
            _ => "-".to_owned(),
        };
        let parts = [
            "Target/Id",
            "Target/Port",
            "Target/AvailabilityZone",
            "TargetHealth/State",
            "TargetHealth/Reason",
        ];
        parts.map(|path| show(of(path))).join(" ")
    };
    (0..list(&answer, "TargetHealthDescriptions").len())
        .map(one)
        .collect()
}

#[test]
fn addresses_are_registered_with_their_zone() {
    let mut bench = Bench::new();
    let group = bench.target_group("tg");
    let everything = || record! { "TargetGroupArn" => &group };
    bench.elb("RegisterTargets", targets(&group, &["10.0.1.7", "10.0.1.7"]));
    let outside = record! { "Id" => "192.168.0.9", "Port" => 8443, "AvailabilityZone" => "all" };
    bench.elb(
        "RegisterTargets",
        record! { "TargetGroupArn" => &group, "Targets" => vec![outside] },
    );
    let unused = [
        "10.0.1.7 443 eu-west-1a unused Target.NotInUse",
        "192.168.0.9 8443 all unused Target.NotInUse",
    ];
    assert_eq!(health(&mut bench, everything()), unused);
    let asked = health(&mut bench, targets(&group, &["10.0.1.7", "10.0.1.8"]));
    assert_eq!(asked, [unused[0], "10.0.1.8 443 - unused Target.NotRegistered"]);

    let mut check = |input: Record, expected: &str| {
        let error = bench.refused(
            "RegisterTargets",
            record! { "TargetGroupArn" => &group, "Targets" => vec![input] },
        );
        assert!(error.starts_with(expected), "{error}");
    };
    check(
        target("i-123"),
        "ValidationError: The IP address 'i-123' is not a valid IPv4 address",
    );
    check(
        target("172.16.0.1"),
        "ValidationError: The Availability Zone is required for IP address '172.16.0.1'",
    );
    check(
        target("8.8.8.8").with("AvailabilityZone", "all"),
        "ValidationError: The IP address '8.8.8.8' is not within the VPC",
    );
    let zoned = target("172.16.0.1").with("AvailabilityZone", "eu-west-1a");
    check(
        zoned,
        "ValidationError: You must specify a valid Availability Zone or select 'all'",
    );
    let overridden = "ValidationError: The IP address '10.0.1.9' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'eu-west-1a'";
    check(target("10.0.1.9").with("AvailabilityZone", "all"), overridden);
}

#[test]
fn a_deregistered_address_drains_before_it_may_come_back() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    bench.listener(&balancer, 80, &group);
    let everything = || record! { "TargetGroupArn" => &group };
    bench.elb("RegisterTargets", targets(&group, &["10.0.1.70", "10.0.2.70"]));
    bench.elb("DeregisterTargets", targets(&group, &["10.0.1.70", "10.0.9.9"]));
    let draining = "10.0.1.70 443 eu-west-1a draining Target.DeregistrationInProgress";
    let other = "10.0.2.70 443 eu-west-1b initial Elb.RegistrationInProgress";
    assert_eq!(health(&mut bench, everything()), [draining, other]);
    assert_eq!(
        bench.refused("RegisterTargets", targets(&group, &["10.0.1.70"])),
        "InvalidTarget: The IP address '10.0.1.70' is being deregistered and cannot be registered until the deregistration delay has passed"
    );
    bench.pass(299);
    // A second deregistration does not begin anew.
    bench.elb("DeregisterTargets", targets(&group, &["10.0.1.70"]));
    bench.pass(1);
    assert_eq!(health(&mut bench, everything()), [other]);
    bench.elb("RegisterTargets", targets(&group, &["10.0.1.70"]));
    assert_eq!(health(&mut bench, everything()).len(), 2);
}

#[test]
fn health_is_configuration_first_and_then_what_was_observed() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let everything = || record! { "TargetGroupArn" => &group };
    let node = bench.interfaces()[0].address.to_string();
    bench.elb(
        "RegisterTargets",
        targets(&group, &["10.0.1.70", "10.0.2.70", "10.0.3.70", &node]),
    );
    bench.listener(&balancer, 80, &group);
    let seen = |address: &str, state, reason| ObservedTarget {
        address: address.parse().unwrap(),
        port: 443,
        state,
        reason,
        description: None,
    };
    bench.observed = vec![
        seen("10.0.1.70", "healthy", None),
        seen("10.0.2.70", "unhealthy", Some("Target.Timeout")),
        seen("10.0.3.70", "healthy", None),
    ];
    let states = health(&mut bench, everything());
    assert_eq!(
        states[..3],
        [
            "10.0.1.70 443 eu-west-1a healthy -",
            "10.0.2.70 443 eu-west-1b unhealthy Target.Timeout",
            "10.0.3.70 443 eu-west-1c unused Target.NotInUse",
        ]
    );
    assert!(states[3].ends_with("unused Target.IpUnusable"), "{}", states[3]);
}
