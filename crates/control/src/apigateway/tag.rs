//! Tags by ARN (iac-operations 3e), of REST APIs, stages, domain names, access associations, VPC links, API keys and usage
//! plans.
//!
//! GetTags takes a position and a limit and gives everything, as AWS says of its own.
//! The checks are those of AWS's tagging rules; API Gateway's own texts for them are not recorded.

use std::collections::BTreeMap;

use adit_model::api_key::ApiKey;
use adit_model::domain_name::{DomainName, DomainNameAccessAssociation};
use adit_model::rest_api::RestApi;
use adit_model::stage::Stage;
use adit_model::tag::Tags;
use adit_model::usage_plan::UsagePlan;
use adit_model::vpc_link::VpcLink;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::collection::Item;
use super::page::Wanted;
use super::{access_association, domain_name, rest_api, stage, vpc_link};
use crate::cx::Cx;

view! {
    pub(super) struct TagResource: "apigateway"."TagResource" {
        resource_arn: String = "resourceArn",
        tags: BTreeMap<String, String> = "tags",
    }
}

view! {
    pub(super) struct UntagResource: "apigateway"."UntagResource" {
        resource_arn: String = "resourceArn",
        tag_keys: Vec<String> = "tagKeys",
    }
}

view! {
    pub(super) struct GetTags: "apigateway"."GetTags" {
        resource_arn: String = "resourceArn",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

/// Tags of one resource.
const MOST: usize = 50;

pub(super) fn add(
    cx: &mut Cx<'_>,
    TagResource { resource_arn, tags }: TagResource,
) -> Result<Record, ApiError> {
    change(cx, &resource_arn, |known| {
        known.extend(tags);
        check(known)
    })
}

pub(super) fn remove(
    cx: &mut Cx<'_>,
    UntagResource {
        resource_arn,
        tag_keys,
    }: UntagResource,
) -> Result<Record, ApiError> {
    change(cx, &resource_arn, |known| {
        known.retain(|key, _| !tag_keys.contains(key));
        Ok(())
    })
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetTags) -> Result<Record, ApiError> {
    Wanted::read(input.position.as_deref(), input.limit)?;
    let mut tagged = Tagged::find(cx, &input.resource_arn)?;
    Ok(record! { "tags" => tagged.tags().clone() })
}

pub(super) fn check(tags: &Tags) -> Result<(), ApiError> {
    let sound = |key: &str, value: &str| {
        (1..=128).contains(&key.chars().count())
            && value.chars().count() <= 256
            && !key.to_ascii_lowercase().starts_with("aws:")
    };
    match tags
        .iter()
        .enumerate()
        .find(|(at, (key, value))| *at >= MOST || !sound(key, value))
    {
        Some((_, (key, _))) => Err(errors::tag(key)),
        None => Ok(()),
    }
}

/// What an ARN names.
enum Tagged {
    RestApi(RestApi),
    Stage(Box<Stage>),
    DomainName(DomainName),
    Association(DomainNameAccessAssociation),
    VpcLink(VpcLink),
    ApiKey(ApiKey),
    UsagePlan(UsagePlan),
}

impl Tagged {
    fn find(cx: &Cx<'_>, arn: &str) -> Result<Self, ApiError> {
        let malformed = || errors::invalid_arn(arn);
        let rest = arn.strip_prefix("arn:aws:apigateway:").ok_or_else(malformed)?;
        let (region, rest) = rest.split_once(':').ok_or_else(malformed)?;
        // Private domain names and associations have an account in their ARNs.
        let (account, path) = rest.split_once(":/").ok_or_else(malformed)?;
        if region != cx.region.as_str() || !account.is_empty() && account != cx.account.as_str() {
            return Err(errors::tagged_resource_not_found());
        }
        let parts: Vec<&str> = path.split('/').collect();
        let found = match parts.as_slice() {
            ["restapis", api] => rest_api::find(cx, api).map(|api| Self::RestApi(RestApi::clone(api))),
            ["restapis", api, "stages", name] => {
                stage::find(cx, api, name).map(|stage| Self::Stage(Box::new(Stage::clone(stage))))
            }
            ["domainnames", name] => domain_name::of_path(cx, name)
                .filter(|domain| cx.owns(&domain.owner) && domain.arn() == arn)
                .map(|domain| Self::DomainName(DomainName::clone(domain))),
            ["domainnameaccessassociations", ..] => access_association::find(cx, arn)
                .ok()
                .map(|one| Self::Association(DomainNameAccessAssociation::clone(one))),
            ["vpclinks", id] => vpc_link::find(cx, id)
                .ok()
                .map(|link| Self::VpcLink(VpcLink::clone(link))),
            ["apikeys", id] => ApiKey::find(cx, "", id).ok().cloned().map(Self::ApiKey),
            ["usageplans", id] => UsagePlan::find(cx, "", id).ok().cloned().map(Self::UsagePlan),
            _ => return Err(malformed()),
        };
        found.ok_or_else(errors::tagged_resource_not_found)
    }

    fn tags(&mut self) -> &mut Tags {
        match self {
            Self::RestApi(api) => &mut api.tags,
            Self::Stage(stage) => &mut stage.tags,
            Self::DomainName(domain) => &mut domain.tags,
            Self::Association(association) => &mut association.tags,
            Self::VpcLink(link) => &mut link.tags,
            Self::ApiKey(key) => &mut key.tags,
            Self::UsagePlan(plan) => &mut plan.tags,
        }
    }

    fn put(self, cx: &mut Cx<'_>) {
        match self {
            Self::RestApi(api) => cx.put(api),
            Self::Stage(stage) => cx.put(*stage),
            Self::DomainName(domain) => cx.put(domain),
            Self::Association(association) => cx.put(association),
            Self::VpcLink(link) => cx.put(link),
            Self::ApiKey(key) => cx.put(key),
            Self::UsagePlan(plan) => cx.put(plan),
        }
    }
}

fn change(
    cx: &mut Cx<'_>,
    arn: &str,
    change: impl FnOnce(&mut Tags) -> Result<(), ApiError>,
) -> Result<Record, ApiError> {
    let mut tagged = Tagged::find(cx, arn)?;
    change(tagged.tags())?;
    tagged.put(cx);
    Ok(Record::new())
}
