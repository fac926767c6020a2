//! Tags of hosted zones. Health checks have tags too on AWS; there are none here.

use adit_model::hosted_zone::HostedZone;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::route53::hosted_zone;

view! {
    pub struct ChangeTagsForResource: "route53"."ChangeTagsForResource" {
        kind: String = "ResourceType",
        id: String = "ResourceId",
        add: Vec<Tag> = "AddTags",
        remove: Vec<String> = "RemoveTagKeys",
    }
}
view! {
    pub struct Tag: "route53"/"Tag" { key: Option<String> = "Key", value: Option<String> = "Value" }
}
view! {
    pub struct ListTagsForResource: "route53"."ListTagsForResource" {
        kind: String = "ResourceType",
        id: String = "ResourceId",
    }
}
view! {
    pub struct ListTagsForResources: "route53"."ListTagsForResources" {
        kind: String = "ResourceType",
        ids: Vec<String> = "ResourceIds",
    }
}

const MOST: usize = 50;

/// Keys go before tags come.
pub fn change(cx: &mut Cx<'_>, asked: ChangeTagsForResource) -> Result<Record, ApiError> {
    let mut zone = tagged(cx, &asked.kind, &asked.id)?;
    if asked.add.is_empty() && asked.remove.is_empty() {
        return Err(errors::route53::no_tag_change());
    }
    zone.tags.retain(|key, _| !asked.remove.contains(key));
    for tag in asked.add {
        let key = tag.key.filter(|key| !key.is_empty());
        let key = key.ok_or_else(errors::route53::tag_without_key)?;
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::route53::reserved_tag_key(key));
        }
        zone.tags.insert(key, tag.value.unwrap_or_default());
    }
    if zone.tags.len() > MOST {
        return Err(errors::route53::too_many_tags());
    }
    cx.put(zone);
    Ok(Record::new())
}

pub fn list(cx: &mut Cx<'_>, asked: ListTagsForResource) -> Result<Record, ApiError> {
    let zone = tagged(cx, &asked.kind, &asked.id)?;
    Ok(record! { "ResourceTagSet" => show(&zone) })
}

pub fn list_batch(cx: &mut Cx<'_>, asked: ListTagsForResources) -> Result<Record, ApiError> {
    let one = |id: &String| tagged(cx, &asked.kind, id).map(|zone| show(&zone));
    let sets = asked.ids.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    Ok(record! { "ResourceTagSets" => sets })
}

fn tagged(cx: &Cx<'_>, kind: &str, id: &str) -> Result<HostedZone, ApiError> {
    match kind {
        "hostedzone" => hosted_zone::find(cx, id),
        _ => Err(errors::route53::health_check_not_found(id)),
    }
}

fn show(zone: &HostedZone) -> Record {
    let tags = |tags: &Tags| {
        let one = |(key, value): (&String, &String)| record! { "Key" => key, "Value" => value };
        tags.iter().map(one).collect::<Vec<_>>()
    };
    record! {
        "ResourceType" => "hostedzone",
        "ResourceId" => zone.id.as_str(),
        "Tags" => tags(&zone.tags),
    }
}
