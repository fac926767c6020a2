//! Tags of REST APIs and stages, by ARN (iac-operations 3e).
//!
//! The checks are those of AWS's tagging rules; API Gateway's own texts for them are not recorded.

use std::collections::BTreeMap;

use adit_model::rest_api::RestApi;
use adit_model::stage::Stage;
use adit_model::tag::Tags;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::{rest_api, stage};
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
    pub(super) struct GetTags: "apigateway"."GetTags" { resource_arn: String = "resourceArn" }
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

pub(super) fn get(cx: &mut Cx<'_>, GetTags { resource_arn }: GetTags) -> Result<Record, ApiError> {
    let tags = match Tagged::find(cx, &resource_arn)? {
        Tagged::RestApi(api) => api.tags,
        Tagged::Stage(stage) => stage.tags,
    };
    Ok(record! { "tags" => tags })
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
    Stage(Stage),
}

impl Tagged {
    fn find(cx: &Cx<'_>, arn: &str) -> Result<Self, ApiError> {
        let (region, path) = arn
            .strip_prefix("arn:aws:apigateway:")
            .and_then(|rest| rest.split_once("::/"))
            .ok_or_else(|| errors::invalid_arn(arn))?;
        if region != cx.region.as_str() {
            return Err(errors::tagged_resource_not_found());
        }
        let parts: Vec<&str> = path.split('/').collect();
        let found = match parts.as_slice() {
            ["restapis", api] => rest_api::find(cx, api).map(|api| Self::RestApi(RestApi::clone(api))),
            ["restapis", api, "stages", name] => {
                stage::find(cx, api, name).map(|stage| Self::Stage(Stage::clone(stage)))
            }
            _ => return Err(errors::invalid_arn(arn)),
        };
        found.ok_or_else(errors::tagged_resource_not_found)
    }
}

fn change(
    cx: &mut Cx<'_>,
    arn: &str,
    change: impl FnOnce(&mut Tags) -> Result<(), ApiError>,
) -> Result<Record, ApiError> {
    match Tagged::find(cx, arn)? {
        Tagged::RestApi(mut api) => {
            change(&mut api.tags)?;
            cx.put(api);
        }
        Tagged::Stage(mut stage) => {
            change(&mut stage.tags)?;
            cx.put(stage);
        }
    }
    Ok(Record::new())
}
