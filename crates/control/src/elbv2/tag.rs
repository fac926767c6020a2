//! Tags of balancers, target groups, listeners, rules and trust stores.
//!
//! A listener's default rule is part of the listener here and holds no tags.

use adit_model::id::{ListenerRuleArn, LoadBalancerArn, TargetGroupArn};
use adit_model::listener_rule::ListenerRule;
use adit_model::load_balancer::LoadBalancer;
use adit_model::tag::Tags;
use adit_model::target_group::TargetGroup;
use adit_model::trust_store::TrustStore;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::arn::ArnKind;
use crate::elbv2::listener_store::{self, StoredListener};
use crate::elbv2::{limit, listener_rule, load_balancer, target_group, trust_store};

view! {
    pub struct Tag: "elbv2"/"Tag" { key: String = "Key", value: Option<String> = "Value" }
}
view! {
    pub struct AddTags: "elbv2"."AddTags" { resources: Vec<String> = "ResourceArns", tags: Vec<Tag> = "Tags" }
}
view! {
    pub struct RemoveTags: "elbv2"."RemoveTags" { resources: Vec<String> = "ResourceArns", keys: Vec<String> = "TagKeys" }
}
view! {
    pub struct DescribeTags: "elbv2"."DescribeTags" { resources: Vec<String> = "ResourceArns" }
}

/// ARNs that one DescribeTags may name.
const MOST_DESCRIBED: usize = 20;

pub fn add(cx: &mut Cx<'_>, asked: AddTags) -> Result<Record, ApiError> {
    let new = read(asked.tags)?;
    for arn in &asked.resources {
        let mut tagged = Tagged::find(cx, arn)?;
        let tags = tagged.tags_mut()?;
        tags.extend(new.clone());
        if tags.len() > limit::TAGS {
            return Err(errors::elbv2::too_many_tags());
        }
        tagged.put(cx);
    }
    Ok(Record::new())
}

pub fn remove(cx: &mut Cx<'_>, asked: RemoveTags) -> Result<Record, ApiError> {
    for arn in &asked.resources {
        let mut tagged = Tagged::find(cx, arn)?;
        let tags = tagged.tags_mut()?;
        tags.retain(|key, _| !asked.keys.contains(key));
        tagged.put(cx);
    }
    Ok(Record::new())
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeTags) -> Result<Record, ApiError> {
    if asked.resources.len() > MOST_DESCRIBED {
        let text = format!(
            "Up to '{MOST_DESCRIBED}' resource ARNs can be specified, but '{}' were specified",
            asked.resources.len()
        );
        return Err(errors::elbv2::validation(text));
    }
    let one =
        |arn: &String| Ok(record! { "ResourceArn" => arn, "Tags" => show(Tagged::find(cx, arn)?.tags()) });
    let found: Vec<Record> = asked.resources.iter().map(one).collect::<Result<_, ApiError>>()?;
    Ok(record! { "TagDescriptions" => found })
}

/// The tags of a request.
pub fn read(tags: Vec<Tag>) -> Result<Tags, ApiError> {
    let mut read = Tags::new();
    for Tag { key, value } in tags {
        if key.starts_with("aws:") {
            return Err(errors::elbv2::reserved_tag_key());
        }
        if read.insert(key.clone(), value.unwrap_or_default()).is_some() {
            return Err(errors::elbv2::duplicate_tag_keys(key));
        }
    }
    match read.len() > limit::TAGS {
        true => Err(errors::elbv2::too_many_tags()),
        false => Ok(read),
    }
}

fn show(tags: &Tags) -> Vec<Record> {
    tags.iter()
        .map(|(key, value)| record! { "Key" => key, "Value" => value })
        .collect()
}

enum Tagged {
    LoadBalancer(LoadBalancer),
    TargetGroup(TargetGroup),
    Listener(Box<StoredListener>),
    Rule(ListenerRule),
    TrustStore(TrustStore),
    /// The default rule of a listener.
    Default(Tags),
}

impl Tagged {
    fn find(cx: &Cx<'_>, arn: &str) -> Result<Self, ApiError> {
        match ArnKind::of(arn) {
            Some(ArnKind::LoadBalancer) => {
                ArnKind::LoadBalancer.read(arn, LoadBalancerArn::parse)?;
                load_balancer::find(cx, arn).map(Self::LoadBalancer)
            }
            Some(ArnKind::TargetGroup) => {
                ArnKind::TargetGroup.read(arn, TargetGroupArn::parse)?;
                target_group::find(cx, arn).map(Self::TargetGroup)
            }
            Some(ArnKind::Listener) => {
                listener_store::find(cx, arn).map(|stored| Self::Listener(Box::new(stored)))
            }
            Some(ArnKind::TrustStore) => trust_store::find(cx, arn).map(Self::TrustStore),
            Some(ArnKind::Rule) => {
                let id = ArnKind::Rule.read(arn, ListenerRuleArn::parse)?;
                match listener_rule::listener_of_default(cx, &id) {
                    Some(_) => Ok(Self::Default(Tags::new())),
                    None => listener_rule::find(cx, arn).map(Self::Rule),
                }
            }
            None => Err(errors::elbv2::malformed_arn(arn, "resource")),
        }
    }

    fn tags(&self) -> &Tags {
        match self {
            Self::LoadBalancer(balancer) => &balancer.tags,
            Self::TargetGroup(group) => &group.tags,
            Self::Listener(stored) => &stored.listener.tags,
            Self::TrustStore(store) => &store.tags,
            Self::Rule(rule) => &rule.tags,
            Self::Default(none) => none,
        }
    }

    fn tags_mut(&mut self) -> Result<&mut Tags, ApiError> {
        match self {
            Self::LoadBalancer(balancer) => Ok(&mut balancer.tags),
            Self::TargetGroup(group) => Ok(&mut group.tags),
            Self::Listener(stored) => Ok(&mut stored.listener.tags),
            Self::TrustStore(store) => Ok(&mut store.tags),
            Self::Rule(rule) => Ok(&mut rule.tags),
            Self::Default(_) => Err(errors::elbv2::default_rule_tags()),
        }
    }

    fn put(self, cx: &mut Cx<'_>) {
        match self {
            Self::LoadBalancer(balancer) => cx.put(balancer),
            Self::TargetGroup(group) => cx.put(group),
            Self::Listener(stored) => stored.put(cx),
            Self::TrustStore(store) => cx.put(store),
            Self::Rule(rule) => cx.put(rule),
            Self::Default(_) => {}
        }
    }
}
