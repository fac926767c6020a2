//! The three lists of hosted zones: by id, by name with its labels reversed, and of a VPC.

use adit_model::hosted_zone::HostedZone;
use adit_model::id::{HostedZoneId, reversed};
use adit_wire::{ApiError, Record, errors, record, view};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::cx::Cx;
use crate::route53::hosted_zone::{mine, show};
use crate::route53::vpc_association::{self, Vpc};
use crate::route53::{domain_name, page};

view! {
    pub struct ListHostedZones: "route53"."ListHostedZones" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        delegation_set: Option<String> = "DelegationSetId",
        kind: Option<String> = "HostedZoneType",
    }
}
view! {
    pub struct ListHostedZonesByName: "route53"."ListHostedZonesByName" {
        name: Option<String> = "DNSName",
        id: Option<String> = "HostedZoneId",
        max_items: Option<String> = "MaxItems",
    }
}
view! {
    pub struct ListHostedZonesByVpc: "route53"."ListHostedZonesByVPC" {
        vpc: String = "VPCId",
        region: String = "VPCRegion",
        max_items: Option<String> = "MaxItems",
        next_token: Option<String> = "NextToken",
    }
}

const MOST: usize = 100;

pub fn list(cx: &mut Cx<'_>, asked: ListHostedZones) -> Result<Record, ApiError> {
    let size = page::size(asked.max_items.as_deref(), MOST)?;
    if let Some(id) = asked.delegation_set.filter(|id| !id.is_empty()) {
        return Err(errors::route53::delegation_set_not_found(id));
    }
    let from = match asked.marker.as_deref().filter(|marker| !marker.is_empty()) {
        Some(marker) => Some(HostedZoneId::parse(marker).ok_or_else(errors::route53::invalid_marker)?),
        None => None,
    };
    let wanted = |zone: &&HostedZone| {
        from.as_ref().is_none_or(|from| zone.id >= *from) && (asked.kind.is_none() || zone.private)
    };
    let (zones, next) = page::cut(mine(cx).filter(wanted), size);
    Ok(record! {
        "HostedZones" => zones.into_iter().map(show).collect::<Vec<_>>(),
        "Marker" => asked.marker.unwrap_or_default(),
        "IsTruncated" => next.is_some(),
        "NextMarker" => next.map(|zone| zone.id.to_string()),
        "MaxItems" => size.to_string(),
    })
}

pub fn list_by_name(cx: &mut Cx<'_>, asked: ListHostedZonesByName) -> Result<Record, ApiError> {
    let size = page::size(asked.max_items.as_deref(), MOST)?;
    let name = asked.name.filter(|name| !name.is_empty());
    let from = match &name {
        Some(name) => {
            let normal = domain_name::normal(name).map_err(errors::route53::invalid_domain_name)?;
            (reversed(&normal), asked.id.clone().unwrap_or_default())
        }
        None if asked.id.is_some() => return Err(errors::route53::zone_id_without_name()),
        None => (String::new(), String::new()),
    };
    let place = |zone: &HostedZone| (reversed(&zone.name), zone.id.to_string());
    let mut zones: Vec<_> = mine(cx).map(|zone| (place(zone), zone)).collect();
    zones.retain(|(place, _)| *place >= from);
    zones.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (zones, next) = page::cut(zones.into_iter().map(|(_, zone)| zone), size);
    Ok(record! {
        "HostedZones" => zones.into_iter().map(show).collect::<Vec<_>>(),
        "DNSName" => name,
        "HostedZoneId" => asked.id,
        "IsTruncated" => next.is_some(),
        "NextDNSName" => next.map(|zone| &zone.name),
        "NextHostedZoneId" => next.map(|zone| zone.id.to_string()),
        "MaxItems" => size.to_string(),
    })
}

pub fn list_by_vpc(cx: &mut Cx<'_>, asked: ListHostedZonesByVpc) -> Result<Record, ApiError> {
    let size = page::size(asked.max_items.as_deref(), MOST)?;
    let vpc = Vpc {
        region: Some(asked.region),
        id: Some(asked.vpc),
    };
    let vpc = vpc_association::known(cx, &vpc).map_err(|error| match &*error.code {
        "NotAuthorizedException" => errors::route53::vpc_not_found(vpc.id.unwrap_or_default()),
        _ => error,
    })?;
    let from = match &asked.next_token {
        Some(token) => token_zone(token).ok_or_else(errors::route53::invalid_pagination_token)?,
        None => String::new(),
    };
    let seen = |zone: &&HostedZone| zone.vpcs.contains(&vpc) && zone.id.as_str() >= from.as_str();
    let all = cx.table::<HostedZone>().iter().map(AsRef::as_ref);
    let (zones, next) = page::cut(all.filter(seen), size);
    let summary = |zone: &HostedZone| {
        record! {
            "HostedZoneId" => zone.id.as_str(),
            "Name" => &zone.name,
            "Owner" => record! { "OwningAccount" => zone.account.as_str() },
        }
    };
    Ok(record! {
        "HostedZoneSummaries" => zones.into_iter().map(summary).collect::<Vec<_>>(),
        "MaxItems" => size.to_string(),
        "NextToken" => next.map(|zone: &HostedZone| URL_SAFE_NO_PAD.encode(zone.id.as_str())),
    })
}

fn token_zone(token: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}
