//! Lists of distributions: all of the caller's, and those that use a policy or a VPC origin.

use adit_model::arn;
use adit_model::cache_policy::CachePolicy;
use adit_model::distribution::Distribution;
use adit_model::key_group::KeyGroup;
use adit_model::origin_request_policy::OriginRequestPolicy;
use adit_model::response_headers_policy::ResponseHeadersPolicy;
use adit_wire::{ApiError, Record, Value, record, view};

use super::distribution::{alias_records, config, said, status};
use super::page::Pages;
use super::policy::own_distributions as own;
use super::{
    cache_policy, key_group, origin, origin_request_policy, policy, response_headers_policy, versioned,
    vpc_origin,
};
use crate::cx::Cx;

/// Members that a summary shares with the configuration.
const SHARED: [&str; 18] = [
    "Aliases",
    "Origins",
    "OriginGroups",
    "DefaultCacheBehavior",
    "CacheBehaviors",
    "CustomErrorResponses",
    "Comment",
    "PriceClass",
    "Enabled",
    "ViewerCertificate",
    "Restrictions",
    "WebACLId",
    "HttpVersion",
    "IsIPV6Enabled",
    "Staging",
    "ConnectionMode",
    "AnycastIpListId",
    "ConnectionFunctionAssociation",
];

view! {
    pub struct ListDistributions: "cloudfront"."ListDistributions" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
    }
}
view! {
    pub struct ListDistributionsByVpcOriginId: "cloudfront"."ListDistributionsByVpcOriginId" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        id: String = "VpcOriginId",
    }
}
view! {
    pub struct ListDistributionsByCachePolicyId: "cloudfront"."ListDistributionsByCachePolicyId" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        id: String = "CachePolicyId",
    }
}
view! {
    pub struct ListDistributionsByOriginRequestPolicyId: "cloudfront"."ListDistributionsByOriginRequestPolicyId" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        id: String = "OriginRequestPolicyId",
    }
}

view! {
    pub struct ListDistributionsByResponseHeadersPolicyId: "cloudfront"."ListDistributionsByResponseHeadersPolicyId" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        id: String = "ResponseHeadersPolicyId",
    }
}
view! {
    pub struct ListDistributionsByKeyGroup: "cloudfront"."ListDistributionsByKeyGroup" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        id: String = "KeyGroupId",
    }
}

pub(super) fn list(cx: &mut Cx<'_>, input: ListDistributions) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let all: Vec<&Distribution> = own(cx).collect();
    let page = pages.cut(all, |d| d.id.as_str());
    Ok(record! { "DistributionList" => pages.list(page, |d| summary(cx, d).into()) })
}

pub(super) fn by_vpc_origin(
    cx: &mut Cx<'_>,
    input: ListDistributionsByVpcOriginId,
) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let vpc_origin = vpc_origin::find(cx, &input.id)?;
    let users = own(cx).filter(|d| origin::uses(d, &vpc_origin.id)).collect();
    Ok(ids(&pages, users))
}

pub(super) fn by_cache_policy(
    cx: &mut Cx<'_>,
    input: ListDistributionsByCachePolicyId,
) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let policy = versioned::find::<CachePolicy>(cx, &input.id)?;
    Ok(ids(
        &pages,
        policy::users(cx, cache_policy::uses(&policy.id)).collect(),
    ))
}

pub(super) fn by_origin_request_policy(
    cx: &mut Cx<'_>,
    input: ListDistributionsByOriginRequestPolicyId,
) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let policy = versioned::find::<OriginRequestPolicy>(cx, &input.id)?;
    Ok(ids(
        &pages,
        policy::users(cx, origin_request_policy::uses(&policy.id)).collect(),
    ))
}

pub(super) fn by_response_headers_policy(
    cx: &mut Cx<'_>,
    input: ListDistributionsByResponseHeadersPolicyId,
) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let policy = versioned::find::<ResponseHeadersPolicy>(cx, &input.id)?;
    let users = policy::users(cx, response_headers_policy::uses(&policy.id));
    Ok(ids(&pages, users.collect()))
}

pub(super) fn by_key_group(cx: &mut Cx<'_>, input: ListDistributionsByKeyGroup) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let group = versioned::find::<KeyGroup>(cx, &input.id)?;
    Ok(ids(
        &pages,
        policy::users(cx, key_group::uses(&group.id)).collect(),
    ))
}

fn ids(pages: &Pages, users: Vec<&Distribution>) -> Record {
    let page = pages.cut(users, |d| d.id.as_str());
    record! { "DistributionIdList" => pages.list(page, |d| Value::from(d.id.as_str())) }
}

pub(super) fn summary(cx: &Cx<'_>, distribution: &Distribution) -> Record {
    let mut summary = record! {
        "Id" => distribution.id.as_str(),
        "ARN" => arn::distribution(&distribution.account, &distribution.id),
        "ETag" => &distribution.etag,
        "Status" => status(said(cx, distribution)),
        "LastModifiedTime" => distribution.modified,
        "DomainName" => distribution.domain.as_str(),
        "AliasICPRecordals" => alias_records(distribution),
    };
    for (name, value) in config(distribution)
        .iter()
        .filter(|(name, _)| SHARED.contains(name))
    {
        summary.put(name, value.clone());
    }
    summary
}
