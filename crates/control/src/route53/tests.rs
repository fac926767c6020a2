//! Hosted zones, record sets, changes, tags; and certificates that wait for their records.

use adit_wire::{Record, Service, Value, record};
use time::Duration;

use crate::elbv2::tests::{Bench, found, list, owner, text};

mod certificate_validation;
mod record_set;

impl Bench {
    #[track_caller]
    fn dns(&mut self, operation: &str, input: Record) -> Record {
        self.ok(Service::Route53, operation, input)
    }

    #[track_caller]
    fn dns_refused(&mut self, operation: &str, input: Record) -> String {
        match self.call(Service::Route53, operation, input) {
            Ok(output) => panic!("{operation} was not refused: {output:?}"),
            Err(error) => error.to_string(),
        }
    }

    /// A public zone; its bare id.
    #[track_caller]
    fn zone(&mut self, name: &str) -> String {
        let reference = format!("{name} {}", self.world.hosted_zones.len());
        let made = self.dns(
            "CreateHostedZone",
            record! { "Name" => name, "CallerReference" => reference },
        );
        bare(&text(&made, "HostedZone/Id"))
    }

    #[track_caller]
    fn change(&mut self, zone: &str, changes: Vec<Record>) -> Record {
        self.dns("ChangeResourceRecordSets", batch(zone, changes))
    }

    #[track_caller]
    fn change_refused(&mut self, zone: &str, changes: Vec<Record>) -> String {
        let before = names(&self.dns("ListResourceRecordSets", of(zone)));
        let error = self.dns_refused("ChangeResourceRecordSets", batch(zone, changes));
        assert_eq!(names(&self.dns("ListResourceRecordSets", of(zone))), before);
        error
    }
}

fn bare(id: &str) -> String {
    id.strip_prefix("/hostedzone/").unwrap().to_owned()
}

fn of(zone: &str) -> Record {
    record! { "HostedZoneId" => zone }
}

fn batch(zone: &str, changes: Vec<Record>) -> Record {
    of(zone).with(
        "ChangeBatch",
        record! { "Changes" => changes, "Comment" => "why" },
    )
}

fn set(name: &str, kind: &str, values: &[&str]) -> Record {
    let values: Vec<Record> = values.iter().map(|value| record! { "Value" => *value }).collect();
    record! { "Name" => name, "Type" => kind, "TTL" => 60_i64, "ResourceRecords" => values }
}

fn does(action: &str, set: Record) -> Record {
    record! { "Action" => action, "ResourceRecordSet" => set }
}

fn alias(name: &str, kind: &str, zone: &str, target: &str) -> Record {
    let target = record! { "HostedZoneId" => zone, "DNSName" => target, "EvaluateTargetHealth" => false };
    record! { "Name" => name, "Type" => kind, "AliasTarget" => target }
}

fn vpc(id: &str) -> Record {
    record! { "VPCRegion" => "eu-west-1", "VPCId" => id }
}

fn names(listed: &Record) -> Vec<String> {
    let count = list(listed, "ResourceRecordSets").len();
    let one = |at: usize| {
        let member = |name: &str| text(listed, &format!("ResourceRecordSets/{at}/{name}"));
        format!("{} {}", member("Name"), member("Type"))
    };
    (0..count).map(one).collect()
}

#[test]
fn a_zone_is_made_with_its_own_records() {
    let mut bench = Bench::new();
    let input = record! {
        "Name" => "Example.com", "CallerReference" => "r1",
        "HostedZoneConfig" => record! { "Comment" => "mine", "PrivateZone" => false },
    };
    let made = bench.dns("CreateHostedZone", input.clone());
    assert_eq!(text(&made, "HostedZone/Name"), "example.com.");
    assert_eq!(text(&made, "HostedZone/Config/Comment"), "mine");
    assert_eq!(text(&made, "ChangeInfo/Status"), "INSYNC");
    let id = bare(&text(&made, "HostedZone/Id"));
    assert_eq!(
        text(&made, "Location"),
        format!("https://route53.amazonaws.com/2013-04-01/hostedzone/{id}")
    );
    let servers = list(&made, "DelegationSet/NameServers").to_vec();
    assert_eq!(servers.len(), 4);
    let error = bench.dns_refused("CreateHostedZone", input);
    assert_eq!(
        error,
        "HostedZoneAlreadyExists: A hosted zone has already been created with the specified caller reference."
    );
    let read = bench.dns("GetHostedZone", record! { "Id" => &id });
    assert_eq!(list(&read, "DelegationSet/NameServers"), servers);
    assert_eq!(
        found(&read, "HostedZone/ResourceRecordSetCount"),
        Some(&Value::Int(2))
    );
    let listed = bench.dns("ListResourceRecordSets", of(&id));
    assert_eq!(names(&listed), ["example.com. NS", "example.com. SOA"]);
    assert!(
        text(&listed, "ResourceRecordSets/1/ResourceRecords/0/Value").ends_with(" 1 7200 900 1209600 86400")
    );
    let changed = bench.dns(
        "UpdateHostedZoneComment",
        record! { "Id" => &id, "Comment" => "" },
    );
    assert_eq!(found(&changed, "HostedZone/Config/Comment"), None);
    bench.change(
        &id,
        vec![does("CREATE", set("a.example.com", "A", &["192.0.2.1"]))],
    );
    let error = bench.dns_refused("DeleteHostedZone", record! { "Id" => &id });
    assert!(error.starts_with("HostedZoneNotEmpty"), "{error}");
    bench.change(
        &id,
        vec![does("DELETE", set("a.example.com", "A", &["192.0.2.1"]))],
    );
    bench.dns("DeleteHostedZone", record! { "Id" => &id });
    assert!(bench.world.record_sets.is_empty());
    let error = bench.dns_refused("GetHostedZone", record! { "Id" => &id });
    assert_eq!(
        error,
        format!("NoSuchHostedZone: No hosted zone found with ID: {id}")
    );
}

#[test]
fn private_zones_are_seen_by_vpcs() {
    let mut bench = Bench::new();
    let create = |name: &str, reference: &str, id: &str| {
        record! { "Name" => name, "CallerReference" => reference, "VPC" => vpc(id) }
    };
    let made = bench.dns("CreateHostedZone", create("corp", "1", "vpc-1"));
    let zone = bare(&text(&made, "HostedZone/Id"));
    assert_eq!(
        found(&made, "HostedZone/Config/PrivateZone"),
        Some(&Value::Bool(true))
    );
    let read = bench.dns("GetHostedZone", record! { "Id" => &zone });
    assert_eq!(text(&read, "VPCs/0/VPCId"), "vpc-1");
    assert_eq!(found(&read, "DelegationSet"), None);
    let refused = |bench: &mut Bench, operation: &str, input: Record, code: &str| {
        let error = bench.dns_refused(operation, input);
        assert!(error.starts_with(code), "{error}");
    };
    refused(
        &mut bench,
        "CreateHostedZone",
        create("corp.", "2", "vpc-1"),
        "ConflictingDomainExists",
    );
    refused(
        &mut bench,
        "CreateHostedZone",
        create("other", "2", "vpc-9"),
        "InvalidVPCId",
    );
    let with = |zone: &str, id: &str| of(zone).with("VPC", vpc(id));
    refused(
        &mut bench,
        "AssociateVPCWithHostedZone",
        with(&zone, "vpc-1"),
        "ConflictingDomainExists",
    );
    refused(
        &mut bench,
        "DisassociateVPCFromHostedZone",
        with(&zone, "vpc-1"),
        "LastVPCAssociation",
    );
    refused(
        &mut bench,
        "DisassociateVPCFromHostedZone",
        with(&zone, "vpc-2"),
        "VPCAssociationNotFound",
    );
    bench.dns("AssociateVPCWithHostedZone", with(&zone, "vpc-2"));
    let of_vpc = |id: &str| record! { "VPCId" => id, "VPCRegion" => "eu-west-1" };
    let listed = bench.dns("ListHostedZonesByVPC", of_vpc("vpc-2"));
    assert_eq!(text(&listed, "HostedZoneSummaries/0/HostedZoneId"), zone);
    assert_eq!(
        text(&listed, "HostedZoneSummaries/0/Owner/OwningAccount"),
        "111122223333"
    );
    bench.dns("DisassociateVPCFromHostedZone", with(&zone, "vpc-1"));
    assert!(
        list(
            &bench.dns("ListHostedZonesByVPC", of_vpc("vpc-1")),
            "HostedZoneSummaries"
        )
        .is_empty()
    );
    let public = bench.zone("example.com");
    refused(
        &mut bench,
        "AssociateVPCWithHostedZone",
        with(&public, "vpc-1"),
        "PublicZoneVPCAssociation",
    );
    refused(
        &mut bench,
        "CreateHostedZone",
        record! { "Name" => "p", "CallerReference" => "3", "HostedZoneConfig" => record! { "PrivateZone" => true } },
        "InvalidInput",
    );
    bench.caller = owner("444455556666", "eu-west-1");
    let theirs = create("mine", "1", "vpc-1");
    refused(&mut bench, "CreateHostedZone", theirs, "NotAuthorizedException");
    refused(
        &mut bench,
        "GetHostedZone",
        record! { "Id" => &zone },
        "NoSuchHostedZone",
    );
}

#[test]
fn zones_are_listed_by_id_and_by_name() {
    let mut bench = Bench::new();
    for name in ["b.org", "example.com", "a.example.com"] {
        bench.zone(name);
    }
    let name = |page: &Record, at: usize| text(page, &format!("HostedZones/{at}/Name"));
    let first = bench.dns("ListHostedZonesByName", record! { "MaxItems" => "2" });
    assert_eq!(
        (name(&first, 0), name(&first, 1)),
        ("example.com.".into(), "a.example.com.".into())
    );
    let next = record! { "DNSName" => text(&first, "NextDNSName"), "HostedZoneId" => text(&first, "NextHostedZoneId") };
    let last = bench.dns("ListHostedZonesByName", next);
    assert_eq!(list(&last, "HostedZones").len(), 1);
    assert_eq!(name(&last, 0), "b.org.");
    let first = bench.dns("ListHostedZones", record! { "MaxItems" => "2" });
    let last = bench.dns(
        "ListHostedZones",
        record! { "Marker" => text(&first, "NextMarker") },
    );
    assert_eq!(
        (
            list(&first, "HostedZones").len(),
            list(&last, "HostedZones").len()
        ),
        (2, 1)
    );
    let private = bench.dns(
        "ListHostedZones",
        record! { "HostedZoneType" => "PrivateHostedZone" },
    );
    assert!(list(&private, "HostedZones").is_empty());
    assert_eq!(
        found(&bench.dns("GetHostedZoneCount", Record::new()), "HostedZoneCount"),
        Some(&Value::Int(3))
    );
}

#[test]
fn changes_are_pending_while_the_delay_lasts() {
    let mut bench = Bench::new();
    bench.deploy_delay = Duration::seconds(60);
    let made = bench.dns(
        "CreateHostedZone",
        record! { "Name" => "a.org", "CallerReference" => "1" },
    );
    assert_eq!(text(&made, "ChangeInfo/Status"), "PENDING");
    let id = text(&made, "ChangeInfo/Id")
        .strip_prefix("/change/")
        .unwrap()
        .to_owned();
    bench.pass(60);
    let read = bench.dns("GetChange", record! { "Id" => &id });
    assert_eq!(text(&read, "ChangeInfo/Status"), "INSYNC");
    let error = bench.dns_refused("GetChange", record! { "Id" => "C1" });
    assert!(error.starts_with("NoSuchChange"), "{error}");
}

#[test]
fn zones_have_tags() {
    let mut bench = Bench::new();
    let (zone, other) = (bench.zone("a.org"), bench.zone("b.org"));
    let of = |id: &str| record! { "ResourceType" => "hostedzone", "ResourceId" => id };
    let tag = |key: &str| record! { "Key" => key, "Value" => "v" };
    bench.dns(
        "ChangeTagsForResource",
        of(&zone).with("AddTags", vec![tag("a"), tag("b")]),
    );
    bench.dns(
        "ChangeTagsForResource",
        of(&zone).with("RemoveTagKeys", vec!["a"]),
    );
    let read = bench.dns("ListTagsForResource", of(&zone));
    assert_eq!(list(&read, "ResourceTagSet/Tags"), [Value::Record(tag("b"))]);
    let both =
        record! { "ResourceType" => "hostedzone", "ResourceIds" => vec![zone.as_str(), other.as_str()] };
    let read = bench.dns("ListTagsForResources", both);
    assert_eq!(text(&read, "ResourceTagSets/1/ResourceId"), other);
    let error = bench.dns_refused("ChangeTagsForResource", of(&zone));
    assert!(error.starts_with("InvalidInput"), "{error}");
    let health = record! { "ResourceType" => "healthcheck", "ResourceId" => "x" };
    let error = bench.dns_refused("ListTagsForResource", health);
    assert!(error.starts_with("NoSuchHealthCheck"), "{error}");
}
