//! ListResourceRecordSets: by name with its labels reversed, then type, then set identifier, from a place on.

use adit_model::id::RecordSetKey;
use adit_model::record_set::RecordSet;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::route53::{domain_name, hosted_zone, page, record_set};

view! {
    pub struct ListResourceRecordSets: "route53"."ListResourceRecordSets" {
        zone: String = "HostedZoneId",
        name: Option<String> = "StartRecordName",
        kind: Option<String> = "StartRecordType",
        identifier: Option<String> = "StartRecordIdentifier",
        max_items: Option<String> = "MaxItems",
    }
}

const MOST: usize = 300;

pub fn list(cx: &mut Cx<'_>, asked: ListResourceRecordSets) -> Result<Record, ApiError> {
    let zone = hosted_zone::find(cx, &asked.zone)?;
    let size = page::size(asked.max_items.as_deref(), MOST)?;
    let name = asked.name.as_deref().filter(|name| !name.is_empty());
    let first = match (name, &asked.kind, &asked.identifier) {
        (None, Some(_), _) => return Err(errors::route53::start_type_without_name()),
        (_, None, Some(_)) => return Err(errors::route53::start_identifier_without_type()),
        (None, None, None) => RecordSetKey::first(&zone.id, ""),
        (Some(name), kind, identifier) => {
            let name = domain_name::normal(name).map_err(errors::route53::invalid_input)?;
            match kind {
                Some(kind) => RecordSetKey::of(&zone.id, &name, kind, identifier.as_deref()),
                None => RecordSetKey::first(&zone.id, &name),
            }
        }
    };
    let (sets, next) = page::cut(hosted_zone::records_from(cx, &zone, first), size);
    Ok(record! {
        "ResourceRecordSets" => sets.into_iter().map(record_set::show).collect::<Vec<_>>(),
        "IsTruncated" => next.is_some(),
        "NextRecordName" => next.map(|set: &RecordSet| &set.name),
        "NextRecordType" => next.map(|set| &set.kind),
        "NextRecordIdentifier" => next.and_then(|set| set.set_identifier.as_ref()),
        "MaxItems" => size.to_string(),
    })
}
