//! Record sets: batches, conflicts, policies, lists.

use adit_wire::{Record, Value, record};

use super::{alias, does, names, of, set};
use crate::elbv2::tests::{Bench, found, list, text};

#[test]
fn a_batch_is_done_whole_or_not_at_all() {
    let mut bench = Bench::new();
    let zone = bench.zone("example.com");
    let www = || set("www.example.com", "A", &["192.0.2.1", "192.0.2.2"]);
    bench.change(
        &zone,
        vec![
            does("CREATE", www()),
            does("UPSERT", set("*.example.com", "TXT", &["\"t\""])),
        ],
    );
    let error = bench.change_refused(
        &zone,
        vec![
            does("CREATE", set("new.example.com", "A", &["192.0.2.9"])),
            does("CREATE", www()),
            does("DELETE", set("gone.example.com", "A", &["192.0.2.9"])),
            does("DELETE", set("www.example.com", "A", &["192.0.2.1"])),
        ],
    );
    assert_eq!(
        error,
        "InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A'] but it already exists, \
         Tried to delete resource record set [name='gone.example.com.', type='A'] but it was not found, \
         Tried to delete resource record set [name='www.example.com.', type='A'] but the values provided do not match the current values]"
    );
    // Values in another order, and a CNAME in place of what goes in the same batch.
    let other = set("www.example.com", "A", &["192.0.2.2", "192.0.2.1"]);
    bench.change(
        &zone,
        vec![
            does("CREATE", set("www.example.com.", "CNAME", &["example.org"])),
            does("DELETE", other),
        ],
    );
    let listed = bench.dns("ListResourceRecordSets", of(&zone));
    assert_eq!(
        names(&listed),
        [
            "example.com. NS",
            "example.com. SOA",
            "\\052.example.com. TXT",
            "www.example.com. CNAME"
        ]
    );
    let read = bench.dns("GetHostedZone", record! { "Id" => &zone });
    assert_eq!(
        found(&read, "HostedZone/ResourceRecordSetCount"),
        Some(&Value::Int(4))
    );
}

#[test]
fn what_contradicts_the_zone_is_refused() {
    let mut bench = Bench::new();
    let zone = bench.zone("example.com");
    bench.change(
        &zone,
        vec![does("CREATE", set("www.example.com", "CNAME", &["example.org"]))],
    );
    let cases = [
        (
            set("www.example.org", "A", &["192.0.2.1"]),
            "RRSet with DNS name www.example.org. is not permitted in zone example.com.",
        ),
        (
            set("example.com", "CNAME", &["a.org"]),
            "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.",
        ),
        (
            set("www.example.com", "A", &["192.0.2.1"]),
            "RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.",
        ),
        (
            set("a.example.com", "A", &["x"]),
            "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'x''",
        ),
        (
            set("a.example.com", "A", &["192.0.2.1", "192.0.2.1"]),
            "Duplicate Resource Record: '192.0.2.1'",
        ),
        (
            alias("a.example.com", "A", "Z2FDTNDATAQYW2", "www.example.org"),
            "Tried to create an alias that targets www.example.org., type A in zone Z2FDTNDATAQYW2, but the alias target name does not lie within the target zone",
        ),
        (
            alias("a.example.com", "A", &zone, "b.example.com"),
            "but that target was not found",
        ),
    ];
    for (set, problem) in cases {
        let error = bench.change_refused(&zone, vec![does("CREATE", set)]);
        assert!(
            error.starts_with("InvalidChangeBatch: [") && error.contains(problem),
            "{error}"
        );
    }
    let soa = bench.dns("ListResourceRecordSets", of(&zone));
    let value = text(&soa, "ResourceRecordSets/1/ResourceRecords/0/Value");
    let gone = set("example.com", "SOA", &[&value]).with("TTL", 900_i64);
    let error = bench.change_refused(&zone, vec![does("DELETE", gone)]);
    assert_eq!(
        error,
        "InvalidChangeBatch: [A HostedZone must contain exactly one SOA record.]"
    );
}

#[test]
fn malformed_record_sets_are_no_input() {
    let mut bench = Bench::new();
    let zone = bench.zone("example.com");
    let plain = || set("a.example.com", "A", &["192.0.2.1"]);
    let place = "in Change with [Action=CREATE, Name=a.example.com, Type=A, SetIdentifier=null]";
    let nothing = record! { "Name" => "a.example.com", "Type" => "A" };
    let targets = "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found";
    for (set, problem) in [
        (
            nothing.clone(),
            format!("InvalidInput: Invalid request: {targets} none {place}"),
        ),
        (
            nothing.with("TTL", 5_i64),
            format!("InvalidInput: Invalid request: {targets} none {place}"),
        ),
        (
            plain().with("Weight", 1_i64),
            format!("InvalidInput: Invalid request: Missing field 'SetIdentifier' {place}"),
        ),
        (
            plain().with("SetIdentifier", "x"),
            "InvalidInput: Invalid request: Expected exactly one of [Weight,".to_owned(),
        ),
        (plain().with("HealthCheckId", "x"), "NoSuchHealthCheck".to_owned()),
    ] {
        let error = bench.change_refused(&zone, vec![does("CREATE", set)]);
        assert!(error.starts_with(&problem), "{error}");
    }
}

#[test]
fn routing_policies_are_read_back_and_kept_apart() {
    let mut bench = Bench::new();
    let zone = bench.zone("example.com");
    let of_name = |name: &str, id: &str| {
        set(&format!("{name}.example.com"), "A", &["192.0.2.1"]).with("SetIdentifier", id)
    };
    let place = record! { "CountryCode" => "IE" };
    let near = record! { "AWSRegion" => "eu-west-1", "Bias" => 5 };
    let sets = [
        of_name("w", "one").with("Weight", 10_i64),
        of_name("w", "two").with("Weight", 0_i64),
        of_name("l", "x").with("Region", "eu-west-1"),
        of_name("f", "x").with("Failover", "PRIMARY"),
        of_name("g", "x").with("GeoLocation", place),
        of_name("m", "x").with("MultiValueAnswer", true),
        of_name("p", "x").with("GeoProximityLocation", near),
    ];
    bench.change(
        &zone,
        sets.iter().cloned().map(|set| does("CREATE", set)).collect(),
    );
    let listed = bench.dns("ListResourceRecordSets", of(&zone));
    let shown = list(&listed, "ResourceRecordSets");
    for set in sets {
        let name = format!("{}.", text(&set, "Name"));
        let expected = Value::Record(set.clone().with("Name", name));
        let members = |value: &Value| match value {
            Value::Record(record) => {
                let mut members: Vec<String> = record.iter().map(|member| format!("{member:?}")).collect();
                members.sort();
                members
            }
            other => panic!("{other:?}"),
        };
        assert!(
            shown.iter().any(|one| members(one) == members(&expected)),
            "{set:?}"
        );
    }
    for (set, problem) in [
        (
            set("w.example.com", "A", &["192.0.2.1"]),
            "SetIdentifier null cannot be created because a non simple rrset exists",
        ),
        (
            of_name("w", "three").with("Failover", "PRIMARY"),
            "SetIdentifier three cannot be created because a non failover rrset exists",
        ),
        (
            of_name("f", "y").with("Failover", "PRIMARY"),
            "has the same failover value",
        ),
        (
            of_name("l", "y").with("Region", "eu-west-1"),
            "has the same latency value",
        ),
        (
            of_name("g", "y").with("GeoLocation", record! { "ContinentCode" => "XX" }),
            "continent",
        ),
    ] {
        let error = bench.change_refused(&zone, vec![does("UPSERT", set)]);
        assert!(error.contains(problem), "{error}");
    }
    let error = bench.change_refused(
        &zone,
        vec![does("CREATE", of_name("w", "one").with("Weight", 1_i64))],
    );
    assert!(
        error.contains("[name='w.example.com.', type='A', set-identifier='one'] but it already exists"),
        "{error}"
    );
}

#[test]
fn record_sets_are_listed_from_a_place_on() {
    let mut bench = Bench::new();
    let zone = bench.zone("example.com");
    let other = bench.zone("example.com");
    bench.change(
        &other,
        vec![does("CREATE", set("zzz.example.com", "A", &["192.0.2.1"]))],
    );
    let names_made = [
        "b.example.com",
        "a.b.example.com",
        "a.example.com",
        "b-c.example.com",
    ];
    let mut sets: Vec<Record> = names_made
        .iter()
        .map(|name| does("CREATE", set(name, "A", &["192.0.2.1"])))
        .collect();
    sets.push(does("CREATE", set("a.example.com", "AAAA", &["::1"])));
    bench.change(&zone, sets);
    let wanted = [
        "example.com. NS",
        "example.com. SOA",
        "a.example.com. A",
        "a.example.com. AAAA",
        "b-c.example.com. A",
        "b.example.com. A",
        "a.b.example.com. A",
    ];
    let mut seen = Vec::new();
    let mut input = of(&zone).with("MaxItems", "2");
    for _ in 0..4 {
        let page = bench.dns("ListResourceRecordSets", input.clone());
        seen.extend(names(&page));
        assert_eq!(text(&page, "MaxItems"), "2");
        if found(&page, "IsTruncated") == Some(&Value::Bool(false)) {
            break;
        }
        input = input
            .with("StartRecordName", text(&page, "NextRecordName"))
            .with("StartRecordType", text(&page, "NextRecordType"));
    }
    assert_eq!(seen, wanted);
    let from = |name: &str| of(&zone).with("StartRecordName", name);
    let page = bench.dns(
        "ListResourceRecordSets",
        from("b.example.com").with("StartRecordType", "TXT"),
    );
    assert_eq!(names(&page), ["a.b.example.com. A"]);
    let error = bench.dns_refused("ListResourceRecordSets", of(&zone).with("StartRecordType", "A"));
    assert!(error.starts_with("InvalidInput"), "{error}");
}
