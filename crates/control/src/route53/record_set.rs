//! A resource record set as it is sent and shown.

use adit_model::hosted_zone::HostedZone;
use adit_model::id::RecordSetKey;
use adit_model::record_set::{RecordSet, RecordTarget};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::route53::alias_target::{self, AliasTarget};
use crate::route53::routing_policy::{self, GeoLocation, GeoProximityLocation};
use crate::route53::{domain_name, record_value};

view! {
    pub struct ResourceRecordSet: "route53"/"ResourceRecordSet" {
        name: String = "Name",
        kind: String = "Type",
        set_identifier: Option<String> = "SetIdentifier",
        weight: Option<i64> = "Weight",
        region: Option<String> = "Region",
        geolocation: Option<GeoLocation> = "GeoLocation",
        failover: Option<String> = "Failover",
        multivalue: Option<bool> = "MultiValueAnswer",
        ttl: Option<i64> = "TTL",
        records: Vec<ResourceRecord> = "ResourceRecords",
        alias: Option<AliasTarget> = "AliasTarget",
        health_check: Option<String> = "HealthCheckId",
        traffic_policy_instance: Option<String> = "TrafficPolicyInstanceId",
        cidr: Option<CidrRoutingConfig> = "CidrRoutingConfig",
        geoproximity: Option<GeoProximityLocation> = "GeoProximityLocation",
    }
}
view! {
    pub struct ResourceRecord: "route53"/"ResourceRecord" { value: String = "Value" }
}
view! {
    pub struct CidrRoutingConfig: "route53"/"CidrRoutingConfig" {
        collection: String = "CollectionId",
        location: String = "LocationName",
    }
}

/// The most values of a record set.
const MOST_VALUES: usize = 400;

/// What is wrong with a change whatever the zone holds.
pub fn check_form(action: &str, set: &ResourceRecordSet) -> Result<(), ApiError> {
    let place = || {
        let identifier = set.set_identifier.as_deref().unwrap_or("null");
        format!(
            "in Change with [Action={action}, Name={}, Type={}, SetIdentifier={identifier}]",
            set.name, set.kind
        )
    };
    let refused = |text: &str| {
        Err(errors::route53::invalid_input(format!(
            "Invalid request: {text} {}",
            place()
        )))
    };
    let values = set.ttl.is_some() && !set.records.is_empty();
    let some_values = set.ttl.is_some() || !set.records.is_empty();
    let targets = "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found";
    match (&set.traffic_policy_instance, &set.alias) {
        (Some(_), Some(_)) => return refused(&format!("{targets} more than one")),
        (_, Some(_)) | (Some(_), _) if some_values => return refused(&format!("{targets} more than one")),
        (None, None) if !values => return refused(&format!("{targets} none")),
        _ => {}
    }
    let policies = "Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found";
    match (routing_policy::count(set), &set.set_identifier) {
        (0, Some(_)) => return refused(&format!("{policies} none")),
        (1, None) => return refused("Missing field 'SetIdentifier'"),
        (2.., _) => return refused(&format!("{policies} more than one")),
        _ => {}
    }
    if let Some(id) = &set.traffic_policy_instance {
        return Err(errors::route53::traffic_policy_instance_not_found(id));
    }
    if let Some(cidr) = &set.cidr {
        return Err(errors::route53::cidr_collection_not_found(&cidr.collection));
    }
    match &set.health_check {
        Some(id) if !id.is_empty() => Err(errors::route53::health_check_not_found(id)),
        _ => Ok(()),
    }
}

/// The record set as the zone would keep it, or every sentence about why it cannot.
pub fn read(cx: &Cx<'_>, zone: &HostedZone, asked: &ResourceRecordSet) -> Result<RecordSet, Vec<String>> {
    let one = |problem: String| vec![problem];
    let name = domain_name::normal(&asked.name).map_err(one)?;
    let kind = asked.kind.as_str();
    if !zone.holds(&name) {
        return Err(one(format!(
            "RRSet with DNS name {name} is not permitted in zone {}",
            zone.name
        )));
    }
    if kind == "CNAME" && name == zone.name {
        return Err(one(format!(
            "RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {}",
            zone.name
        )));
    }
    if kind == "SOA" && name != zone.name {
        return Err(one(format!(
            "RRSet of type SOA with DNS name {name} is permitted only at apex in zone {}",
            zone.name
        )));
    }
    let routing = routing_policy::read(asked).map_err(one)?;
    let target = match &asked.alias {
        Some(alias) => alias_target::read(cx, zone, (&name, kind), alias).map_err(one)?,
        None => RecordTarget::Values {
            ttl: asked
                .ttl
                .and_then(|ttl| u32::try_from(ttl).ok())
                .unwrap_or_default(),
            values: values(kind, &name, &asked.records)?,
        },
    };
    Ok(RecordSet {
        id: RecordSetKey::of(&zone.id, &name, kind, asked.set_identifier.as_deref()),
        zone: zone.id.clone(),
        name,
        kind: kind.to_owned(),
        set_identifier: asked.set_identifier.clone(),
        routing,
        target,
    })
}

fn values(kind: &str, name: &str, records: &[ResourceRecord]) -> Result<Vec<String>, Vec<String>> {
    let mut problems = Vec::new();
    let mut values: Vec<String> = Vec::new();
    if records.len() > 1 && matches!(kind, "CNAME" | "SOA") {
        problems.push(format!(
            "RRSet of type {kind} with DNS name {name} can have one value only."
        ));
    }
    if records.len() > MOST_VALUES {
        problems.push(format!("Number of records limit of {MOST_VALUES} exceeded."));
    }
    for record in records {
        if values.contains(&record.value) {
            problems.push(format!("Duplicate Resource Record: '{}'", record.value));
            continue;
        }
        if let Err(problem) = record_value::check(kind, &record.value) {
            problems.push(format!("Invalid Resource Record: '{problem}'"));
        }
        values.push(record.value.clone());
    }
    match problems.is_empty() {
        true => Ok(values),
        false => Err(problems),
    }
}

/// `ResourceRecordSet`.
pub fn show(set: &RecordSet) -> Record {
    let mut shown = record! {
        "Name" => &set.name,
        "Type" => &set.kind,
        "SetIdentifier" => set.set_identifier.as_ref(),
    };
    if let Some(routing) = &set.routing {
        routing_policy::show(routing, &mut shown);
    }
    match &set.target {
        RecordTarget::Values { ttl, values } => {
            let values = values.iter().map(|value| record! { "Value" => value });
            shown.put("TTL", *ttl);
            shown.put("ResourceRecords", values.collect::<Vec<_>>());
        }
        RecordTarget::Alias {
            zone,
            name,
            evaluate_health,
        } => shown.put(
            "AliasTarget",
            record! { "HostedZoneId" => zone, "DNSName" => name, "EvaluateTargetHealth" => *evaluate_health },
        ),
    }
    shown
}
