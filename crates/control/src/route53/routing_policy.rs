//! Routing policies: which of the record sets of one name and type would answer. Stored and shown; nothing asks here yet.
//!
//! All record sets of a name and type have the same policy, and no two of them the same region, role or place.

use adit_model::record_set::{RecordSet, RoutingPolicy};
use adit_wire::{Record, record, view};

use crate::route53::record_set::ResourceRecordSet;

view! {
    pub struct GeoLocation: "route53"/"GeoLocation" {
        continent: Option<String> = "ContinentCode",
        country: Option<String> = "CountryCode",
        subdivision: Option<String> = "SubdivisionCode",
    }
}
view! {
    pub struct GeoProximityLocation: "route53"/"GeoProximityLocation" {
        region: Option<String> = "AWSRegion",
        local_zone_group: Option<String> = "LocalZoneGroup",
        coordinates: Option<Coordinates> = "Coordinates",
        bias: Option<i32> = "Bias",
    }
}
view! {
    pub struct Coordinates: "route53"/"Coordinates" { latitude: String = "Latitude", longitude: String = "Longitude" }
}

const CONTINENTS: [&str; 7] = ["AF", "AN", "AS", "EU", "OC", "NA", "SA"];

/// How many policies a record set names.
pub fn count(set: &ResourceRecordSet) -> usize {
    let named = [
        set.weight.is_some(),
        set.region.is_some(),
        set.failover.is_some(),
        set.geolocation.is_some(),
        set.multivalue == Some(true),
        set.geoproximity.is_some(),
        set.cidr.is_some(),
    ];
    named.into_iter().filter(|named| *named).count()
}

/// The policy of a record set that names at most one.
pub fn read(set: &ResourceRecordSet) -> Result<Option<RoutingPolicy>, String> {
    if let Some(weight) = set.weight {
        return Ok(Some(RoutingPolicy::Weighted(
            u16::try_from(weight).unwrap_or_default(),
        )));
    }
    if let Some(region) = &set.region {
        return Ok(Some(RoutingPolicy::Latency(region.clone())));
    }
    if let Some(role) = &set.failover {
        return Ok(Some(RoutingPolicy::Failover(role.clone())));
    }
    if let Some(place) = &set.geolocation {
        return geolocation(set, place).map(Some);
    }
    if let Some(place) = &set.geoproximity {
        return geoproximity(set, place).map(Some);
    }
    if set.multivalue == Some(true) && set.alias.is_some() {
        return Err(format!(
            "RRSet with DNS name {} cannot be both an alias and a multivalue answer.",
            set.name
        ));
    }
    Ok((set.multivalue == Some(true)).then_some(RoutingPolicy::Multivalue))
}

/// What a record set contradicts among the others of its name and type.
pub fn conflict(set: &RecordSet, siblings: &[&RecordSet]) -> Option<String> {
    let identifier = set.set_identifier.as_deref().unwrap_or("null");
    let subject = format!(
        "RRSet with DNS name {}, type {}, SetIdentifier {identifier} cannot be created because",
        set.name, set.kind
    );
    let mine = set.routing.as_ref().map_or("simple", word);
    if siblings
        .iter()
        .any(|other| other.routing.as_ref().map_or("simple", word) != mine)
    {
        return Some(format!(
            "{subject} a non {mine} rrset exists with the same name and type."
        ));
    }
    let taken = |other: &&RecordSet| match (&set.routing, &other.routing) {
        (Some(RoutingPolicy::Latency(one)), Some(RoutingPolicy::Latency(other)))
        | (Some(RoutingPolicy::Failover(one)), Some(RoutingPolicy::Failover(other))) => one == other,
        (Some(one @ RoutingPolicy::Geolocation { .. }), Some(other)) => one == other,
        _ => false,
    };
    let other = siblings.iter().copied().find(taken)?;
    let other = other.set_identifier.as_deref().unwrap_or("null");
    Some(format!("{subject} the rrset {other} has the same {mine} value."))
}

/// Puts the policy's members into a `ResourceRecordSet`.
pub fn show(policy: &RoutingPolicy, into: &mut Record) {
    match policy {
        RoutingPolicy::Weighted(weight) => into.put("Weight", *weight),
        RoutingPolicy::Latency(region) => into.put("Region", region),
        RoutingPolicy::Failover(role) => into.put("Failover", role),
        RoutingPolicy::Multivalue => into.put("MultiValueAnswer", true),
        RoutingPolicy::Geolocation {
            continent,
            country,
            subdivision,
        } => {
            let place = record! {
                "ContinentCode" => continent.as_ref(),
                "CountryCode" => country.as_ref(),
                "SubdivisionCode" => subdivision.as_ref(),
            };
            into.put("GeoLocation", place);
        }
        RoutingPolicy::Geoproximity {
            region,
            local_zone_group,
            coordinates,
            bias,
        } => {
            let coordinates = coordinates.as_ref();
            let coordinates = coordinates
                .map(|(latitude, longitude)| record! { "Latitude" => latitude, "Longitude" => longitude });
            let place = record! {
                "AWSRegion" => region.as_ref(),
                "LocalZoneGroup" => local_zone_group.as_ref(),
                "Coordinates" => coordinates,
                "Bias" => *bias,
            };
            into.put("GeoProximityLocation", place);
        }
    }
}

fn word(policy: &RoutingPolicy) -> &'static str {
    match policy {
        RoutingPolicy::Weighted(_) => "weighted",
        RoutingPolicy::Latency(_) => "latency",
        RoutingPolicy::Failover(_) => "failover",
        RoutingPolicy::Geolocation { .. } => "geolocation",
        RoutingPolicy::Geoproximity { .. } => "geoproximity",
        RoutingPolicy::Multivalue => "multivalue answer",
    }
}

/// A continent, or a country with perhaps a subdivision; `*` is every place that no other record set names.
fn geolocation(set: &ResourceRecordSet, place: &GeoLocation) -> Result<RoutingPolicy, String> {
    let refused = |why: &str| {
        Err(format!(
            "The GeoLocation of RRSet with DNS name {} {why}",
            set.name
        ))
    };
    match (&place.continent, &place.country, &place.subdivision) {
        (None, None, _) => refused("names neither a continent nor a country."),
        (Some(_), Some(_), _) => refused("names both a continent and a country."),
        (Some(_), _, Some(_)) => refused("names a subdivision without a country."),
        (Some(code), ..) if !CONTINENTS.contains(&code.as_str()) => {
            refused(&format!("names the continent {code}, which does not exist."))
        }
        (_, Some(code), _)
            if code != "*" && !(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())) =>
        {
            refused(&format!("names the country {code}, which does not exist."))
        }
        _ => Ok(RoutingPolicy::Geolocation {
            continent: place.continent.clone(),
            country: place.country.clone(),
            subdivision: place.subdivision.clone(),
        }),
    }
}

fn geoproximity(set: &ResourceRecordSet, place: &GeoProximityLocation) -> Result<RoutingPolicy, String> {
    let named = [
        place.region.is_some(),
        place.local_zone_group.is_some(),
        place.coordinates.is_some(),
    ];
    if named.into_iter().filter(|named| *named).count() != 1 {
        return Err(format!(
            "The GeoProximityLocation of RRSet with DNS name {} must have exactly one of AWSRegion, LocalZoneGroup, and Coordinates.",
            set.name
        ));
    }
    let coordinates = place.coordinates.clone();
    Ok(RoutingPolicy::Geoproximity {
        region: place.region.clone(),
        local_zone_group: place.local_zone_group.clone(),
        coordinates: coordinates.map(|at| (at.latitude, at.longitude)),
        bias: place.bias,
    })
}
