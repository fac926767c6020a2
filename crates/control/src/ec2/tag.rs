//! Tags: on create (`TagSpecifications`), and CreateTags, DeleteTags, DescribeTags for what exists.
//!
//! 50 tags a resource; keys up to 128 characters and not beginning with `aws:`, values up to 256. DeleteTags with a
//! value removes a tag only where the value is that one, and without tags removes all of the caller's.

use adit_model::security_group::SecurityGroup;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{self, owned};
use crate::ec2::vpc_peering_connection_shown;

view! {
    pub struct Tag: "ec2"/"Tag" {
        key: String = "Key",
        value: Option<String> = "Value",
    }
}

view! {
    pub struct TagSpecification: "ec2"/"TagSpecification" {
        resource_type: Option<String> = "ResourceType",
        tags: Vec<Tag> = "Tags",
    }
}

view! {
    pub struct CreateTags: "ec2"."CreateTags" {
        resources: Vec<String> = "Resources",
        tags: Vec<Tag> = "Tags",
    }
}

view! {
    pub struct DeleteTags: "ec2"."DeleteTags" {
        resources: Vec<String> = "Resources",
        tags: Vec<Tag> = "Tags",
    }
}

view! {
    pub struct DescribeTags: "ec2"."DescribeTags" {
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

const MAX_TAGS: usize = 50;
const MAX_KEY: usize = 128;
const MAX_VALUE: usize = 256;

/// The tags that a create call gives to its resource, of the kind that tags call `kind`.
pub fn on_create(specifications: &[TagSpecification], kind: &str) -> Result<Tags, ApiError> {
    let mut tags = Tags::new();
    for specification in specifications {
        let given = specification.resource_type.as_deref();
        let given = given.ok_or_else(errors::ec2::tag_specification_type)?;
        if given != kind {
            return Err(errors::ec2::tag_resource_type(given, kind));
        }
        if specification.tags.is_empty() {
            return Err(errors::ec2::tag_specification_empty());
        }
        for tag in &specification.tags {
            if tags.contains_key(&tag.key) {
                return Err(errors::ec2::duplicate_tag_key(&tag.key));
            }
            set(&mut tags, tag)?;
        }
    }
    Ok(tags)
}

/// `TagSet` as answers show it.
pub fn shown(tags: &Tags) -> Vec<Record> {
    tags.iter()
        .map(|(key, value)| record! { "Key" => key, "Value" => value })
        .collect()
}

pub fn create(cx: &mut Cx<'_>, input: CreateTags) -> Result<Record, ApiError> {
    for resource in &input.resources {
        edit(cx, resource, &|tags| {
            input.tags.iter().try_for_each(|tag| set(tags, tag))
        })?;
    }
    Ok(record! {})
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteTags) -> Result<Record, ApiError> {
    for resource in &input.resources {
        edit(cx, resource, &|tags| {
            tags.retain(|key, value| {
                let named = input
                    .tags
                    .iter()
                    .any(|tag| tag.key == *key && tag.value.as_ref().is_none_or(|wanted| wanted == value));
                !named && (!input.tags.is_empty() || reserved(key))
            });
            Ok(())
        })?;
    }
    Ok(record! {})
}

/// One line of DescribeTags.
struct Line {
    key: String,
    value: String,
    resource: String,
    kind: &'static str,
}

const FACTS: Facts<Line> = &[
    ("key", |_, line| vec![line.key.clone()]),
    ("value", |_, line| vec![line.value.clone()]),
    ("resource-id", |_, line| vec![line.resource.clone()]),
    ("resource-type", |_, line| vec![line.kind.to_owned()]),
];

pub fn describe(cx: &mut Cx<'_>, input: DescribeTags) -> Result<Record, ApiError> {
    // `tag:KEY` asks for the one tag, not for all tags of a resource that has it.
    let (by_tag, filters): (Vec<Filter>, Vec<Filter>) = input.filters.into_iter().partition(|filter| {
        filter
            .name
            .as_deref()
            .is_some_and(|name| name.starts_with("tag:"))
    });
    let mut lines = lines(cx);
    for filter in &by_tag {
        let key = filter
            .name
            .as_deref()
            .and_then(|name| name.strip_prefix("tag:"))
            .unwrap_or_default();
        let value = [Filter {
            name: Some("value".to_owned()),
            values: filter.values.clone(),
        }];
        let value = crate::ec2::filter::Filters::parse(&value, FACTS, false)?;
        lines.retain(|line| line.key == key && value.admit(cx.world(), line, &Tags::new()));
    }
    let query = Query {
        ids: &[],
        filters: &filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(
        cx,
        lines,
        FACTS,
        |line| format!("{}/{}", line.resource, line.key),
        None,
    )?;
    Ok(record! {
        "Tags" => page.shown(|line| record! {
            "Key" => &line.key,
            "Value" => &line.value,
            "ResourceId" => &line.resource,
            "ResourceType" => line.kind,
        }),
        "NextToken" => page.next_token,
    })
}

fn lines(cx: &Cx<'_>) -> Vec<Line> {
    let rules = owned::<SecurityGroup>(cx).flat_map(|group| &group.rules);
    let rules = rules.map(|rule| {
        (
            rule.id.as_str().to_owned(),
            "security-group-rule",
            rule.tags.clone(),
        )
    });
    let resources = resource::tagged(cx)
        .into_iter()
        .map(|tagged| (tagged.id, tagged.kind, tagged.tags));
    let peerings =
        vpc_peering_connection_shown::tagged(cx).map(|(id, tags)| (id, "vpc-peering-connection", tags));
    resources
        .chain(rules)
        .chain(peerings)
        .flat_map(|(resource, kind, tags)| {
            tags.into_iter().map(move |(key, value)| Line {
                key,
                value,
                resource: resource.clone(),
                kind,
            })
        })
        .collect()
}

fn edit(cx: &mut Cx<'_>, id: &str, edit: &dyn Fn(&mut Tags) -> Result<(), ApiError>) -> Result<(), ApiError> {
    if let Some(done) = resource::edit_tags(cx, id, edit) {
        return done;
    }
    if id.starts_with("sgr-") {
        let group =
            owned::<SecurityGroup>(cx).find(|group| group.rules.iter().any(|rule| rule.id.as_str() == id));
        let mut group = (**group.ok_or_else(|| errors::ec2::security_group_rule_not_found(id))?).clone();
        for rule in group.rules.iter_mut().filter(|rule| rule.id.as_str() == id) {
            edit(&mut rule.tags)?;
        }
        cx.put(group);
        return Ok(());
    }
    match id.split_once('-') {
        Some(("pl", _)) => Err(errors::ec2::prefix_list_aws_managed(id)),
        Some(("pcx", _)) => vpc_peering_connection_shown::edit_tags(cx, id, edit),
        _ => Err(errors::ec2::invalid_resource_id(id)),
    }
}

fn set(tags: &mut Tags, tag: &Tag) -> Result<(), ApiError> {
    let value = tag.value.clone().unwrap_or_default();
    if reserved(&tag.key) {
        return Err(errors::ec2::reserved_tag_key());
    }
    if tag.key.is_empty() {
        return Err(errors::ec2::tag_key_empty());
    }
    if tag.key.chars().count() > MAX_KEY {
        return Err(errors::ec2::tag_key_length(MAX_KEY));
    }
    if value.chars().count() > MAX_VALUE {
        return Err(errors::ec2::tag_value_length(MAX_VALUE));
    }
    tags.insert(tag.key.clone(), value);
    if tags.len() > MAX_TAGS {
        Err(errors::ec2::tag_limit())
    } else {
        Ok(())
    }
}

fn reserved(key: &str) -> bool {
    key.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}
