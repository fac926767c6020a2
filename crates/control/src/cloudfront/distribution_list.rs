//! Lists of distributions: all of the caller's, and those that use a policy or a VPC origin.

use adit_model::arn;
use adit_model::distribution::Distribution;
use adit_wire::{ApiError, Record, Value, record, view};

use super::distribution::{alias_records, config, status};
use super::page::Pages;
use super::{cache_policy, origin, origin_request_policy, policy, vpc_origin};
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

pub(super) fn list(cx: &mut Cx<'_>, input: ListDistributions) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let all: Vec<&Distribution> = own(cx).collect();
    let page = pages.cut(all, |d| d.id.as_str());
    Ok(record! { "DistributionList" => pages.list(page, |d| summary(d).into()) })
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
    let policy = cache_policy::find(cx, &input.id)?;
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
    let policy = origin_request_policy::find(cx, &input.id)?;
    Ok(ids(
        &pages,
        policy::users(cx, origin_request_policy::uses(&policy.id)).collect(),
    ))
}

fn own<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a Distribution> {
    cx.table::<Distribution>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|d: &&Distribution| d.account == cx.account)
}

fn ids(pages: &Pages, users: Vec<&Distribution>) -> Record {
    let page = pages.cut(users, |d| d.id.as_str());
    record! { "DistributionIdList" => pages.list(page, |d| Value::from(d.id.as_str())) }
}

fn summary(distribution: &Distribution) -> Record {
    let mut summary = record! {
        "Id" => distribution.id.as_str(),
        "ARN" => arn::distribution(&distribution.account, &distribution.id),
        "ETag" => &distribution.etag,
        "Status" => status(distribution.status),
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
