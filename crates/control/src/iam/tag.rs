//! Tags of roles, policies and instance profiles: keys are told apart without regard to case.

use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::page::Paging;

view! {
    pub struct Tag: "iam"/"Tag" { key: String = "Key", value: String = "Value" }
}

/// The nine operations, a noun at a time: the noun's name is the member that says which one.
macro_rules! tagged {
    ($($tag:ident, $untag:ident, $list:ident: $operations:tt of $member:literal in $module:ident;)+) => { $(
        tagged! { @views $tag $untag $list $operations $member }
        pub mod $module {
            use super::*;

            pub fn tag(cx: &mut Cx<'_>, input: $tag) -> Result<Record, ApiError> {
                let mut one = super::super::$module::find(cx, &input.name)?;
                add(&mut one.tags, input.tags)?;
                cx.put(one);
                Ok(record! {})
            }

            pub fn untag(cx: &mut Cx<'_>, input: $untag) -> Result<Record, ApiError> {
                let mut one = super::super::$module::find(cx, &input.name)?;
                remove(&mut one.tags, &input.keys);
                cx.put(one);
                Ok(record! {})
            }

            pub fn list(cx: &mut Cx<'_>, input: $list) -> Result<Record, ApiError> {
                let one = super::super::$module::find(cx, &input.name)?;
                let paging = Paging { marker: input.marker.as_deref(), max_items: input.max_items };
                paging.answer("Tags", one.tags.iter().map(|(key, value)| (key.clone(), shown_one(key, value))).collect())
            }
        }
    )+ };
    (@views $tag:ident $untag:ident $list:ident ($tag_name:tt, $untag_name:tt, $list_name:tt) $member:literal) => {
        view! { pub struct $tag: "iam".$tag_name { name: String = $member, tags: Vec<Tag> = "Tags" } }
        view! { pub struct $untag: "iam".$untag_name { name: String = $member, keys: Vec<String> = "TagKeys" } }
        view! {
            pub struct $list: "iam".$list_name {
                name: String = $member,
                marker: Option<String> = "Marker",
                max_items: Option<u32> = "MaxItems",
            }
        }
    };
}

tagged! {
    TagRole, UntagRole, ListRoleTags: ("TagRole", "UntagRole", "ListRoleTags") of "RoleName" in role;
    TagPolicy, UntagPolicy, ListPolicyTags: ("TagPolicy", "UntagPolicy", "ListPolicyTags") of "PolicyArn" in policy;
    TagInstanceProfile, UntagInstanceProfile, ListInstanceProfileTags:
        ("TagInstanceProfile", "UntagInstanceProfile", "ListInstanceProfileTags") of "InstanceProfileName" in instance_profile;
}

const MOST: usize = 50;

/// The tags of something new.
pub fn read(asked: Vec<Tag>) -> Result<Tags, ApiError> {
    let mut tags = Tags::new();
    add(&mut tags, asked)?;
    Ok(tags)
}

pub fn shown(tags: &Tags) -> Option<Vec<Record>> {
    (!tags.is_empty()).then(|| tags.iter().map(|(key, value)| shown_one(key, value)).collect())
}

fn shown_one(key: &str, value: &str) -> Record {
    record! { "Key" => key, "Value" => value }
}

fn add(tags: &mut Tags, asked: Vec<Tag>) -> Result<(), ApiError> {
    for (at, tag) in asked.iter().enumerate() {
        if tag.key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::iam::reserved_tag_key());
        }
        if asked
            .iter()
            .take(at)
            .any(|other| other.key.eq_ignore_ascii_case(&tag.key))
        {
            return Err(errors::iam::duplicate_tag_keys());
        }
    }
    for Tag { key, value } in asked {
        tags.retain(|known, _| !known.eq_ignore_ascii_case(&key));
        tags.insert(key, value);
    }
    match tags.len() > MOST {
        true => Err(errors::iam::too_many_tags()),
        false => Ok(()),
    }
}

fn remove(tags: &mut Tags, keys: &[String]) {
    tags.retain(|known, _| !keys.iter().any(|key| known.eq_ignore_ascii_case(key)));
}
