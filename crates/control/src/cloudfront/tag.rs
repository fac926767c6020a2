//! Tags of distributions, VPC origins, functions and key value stores.

use adit_model::arn;
use adit_model::distribution::Distribution;
use adit_model::edge_function::EdgeFunction;
use adit_model::id::{DistributionId, EdgeFunctionKey, VpcOriginId};
use adit_model::key_value_store::KeyValueStore;
use adit_model::tag::Tags;
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{ApiError, Record, Value, errors, record, view};

use super::key_value_store;
use crate::cx::Cx;

/// Tags that a resource may have (cf G).
const MAX_TAGS: usize = 50;

view! {
    pub(super) struct TagView: "cloudfront"/"Tag" { key: String = "Key", value: Option<String> = "Value" }
}
view! {
    pub(super) struct TagsView: "cloudfront"/"Tags" { items: Vec<TagView> = "Items" }
}
view! {
    pub(super) struct TagKeys: "cloudfront"/"TagKeys" { items: Vec<String> = "Items" }
}
view! {
    pub struct TagResource: "cloudfront"."TagResource" { resource: String = "Resource", tags: TagsView = "Tags" }
}
view! {
    pub struct UntagResource: "cloudfront"."UntagResource" { resource: String = "Resource", keys: TagKeys = "TagKeys" }
}
view! {
    pub struct ListTagsForResource: "cloudfront"."ListTagsForResource" { resource: String = "Resource" }
}

pub(super) fn tag_resource(cx: &mut Cx<'_>, input: TagResource) -> Result<Record, ApiError> {
    let resource = Tagged::find(cx, &input.resource)?;
    let mut tags = resource.tags().clone();
    tags.extend(read(Some(input.tags))?);
    resource.put(cx, within_limit(tags)?);
    Ok(Record::new())
}

pub(super) fn untag_resource(
    cx: &mut Cx<'_>,
    UntagResource { resource, keys }: UntagResource,
) -> Result<Record, ApiError> {
    let tagged = Tagged::find(cx, &resource)?;
    let mut tags = tagged.tags().clone();
    tags.retain(|key, _| !keys.items.contains(key));
    tagged.put(cx, tags);
    Ok(Record::new())
}

pub(super) fn list_tags(
    cx: &mut Cx<'_>,
    ListTagsForResource { resource }: ListTagsForResource,
) -> Result<Record, ApiError> {
    let tagged = Tagged::find(cx, &resource)?;
    let shown = |(key, value): (&String, &String)| record! { "Key" => key, "Value" => value };
    let items: Value = tagged.tags().iter().map(shown).collect();
    Ok(record! { "Tags" => record! { "Items" => items } })
}

/// The tags of a request that makes a resource.
pub(super) fn read(tags: Option<TagsView>) -> Result<Tags, ApiError> {
    let mut read = Tags::new();
    for tag in tags.map(|t| t.items).unwrap_or_default() {
        if tag.key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::cloudfront::tag_key_reserved(tag.key));
        }
        if read.contains_key(&tag.key) {
            return Err(errors::cloudfront::tag_key_repeated(tag.key));
        }
        read.insert(tag.key, tag.value.unwrap_or_default());
    }
    within_limit(read)
}

fn within_limit(tags: Tags) -> Result<Tags, ApiError> {
    if tags.len() > MAX_TAGS {
        Err(errors::cloudfront::too_many_tags())
    } else {
        Ok(tags)
    }
}

/// What an ARN of a tag operation names.
enum Tagged {
    Distribution(Box<Distribution>),
    VpcOrigin(Box<VpcOrigin>),
    Function(Box<EdgeFunction>),
    Store(Box<KeyValueStore>),
}

impl Tagged {
    fn find(cx: &Cx<'_>, arn: &str) -> Result<Self, ApiError> {
        let prefix = arn::global("cloudfront", &cx.account, "");
        let found = arn
            .strip_prefix(&prefix)
            .and_then(|name| name.split_once('/'))
            .and_then(|(kind, id)| match kind {
                "distribution" => cx
                    .get(&DistributionId::parse(id)?)
                    .map(|found| Self::Distribution(Box::new(found))),
                "vpcorigin" => cx
                    .get(&VpcOriginId::parse(id)?)
                    .map(|found| Self::VpcOrigin(Box::new(found))),
                "function" => cx
                    .get(&EdgeFunctionKey::of(&cx.account, id))
                    .map(|found| Self::Function(Box::new(found))),
                "key-value-store" => {
                    key_value_store::by_arn(cx, arn).map(|found| Self::Store(Box::new(found)))
                }
                _ => None,
            });
        let owned = found.filter(|resource| *resource.account() == cx.account);
        owned.ok_or_else(|| errors::cloudfront::no_such_resource(arn))
    }

    fn account(&self) -> &adit_model::AccountId {
        match self {
            Self::Distribution(distribution) => &distribution.account,
            Self::VpcOrigin(origin) => &origin.account,
            Self::Function(function) => &function.account,
            Self::Store(store) => &store.account,
        }
    }

    fn tags(&self) -> &Tags {
        match self {
            Self::Distribution(distribution) => &distribution.tags,
            Self::VpcOrigin(origin) => &origin.tags,
            Self::Function(function) => &function.tags,
            Self::Store(store) => &store.tags,
        }
    }

    fn put(&self, cx: &mut Cx<'_>, tags: Tags) {
        match self {
            Self::Distribution(distribution) => cx.put(Distribution {
                tags,
                ..(**distribution).clone()
            }),
            Self::VpcOrigin(origin) => cx.put(VpcOrigin {
                tags,
                ..(**origin).clone()
            }),
            Self::Function(function) => cx.put(EdgeFunction {
                tags,
                ..(**function).clone()
            }),
            Self::Store(store) => cx.put(KeyValueStore {
                tags,
                ..(**store).clone()
            }),
        }
    }
}
