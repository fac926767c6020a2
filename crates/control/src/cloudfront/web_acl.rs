//! Web ACLs of AWS WAF on distributions: named in the configuration or set by themselves (cf E6).
//!
//! Whether an ACL exists is WAF's to know, and there is none here yet: only the form is checked. The edge refuses what
//! it cannot inspect.

use adit_model::distribution::Distribution;
use adit_wire::{ApiError, Record, Value, errors, record, view};

use super::page::Pages;
use super::{distribution, distribution_list, document, etag, policy};
use crate::cx::Cx;

view! {
    pub struct AssociateDistributionWebACL: "cloudfront"."AssociateDistributionWebACL" {
        id: String = "Id",
        acl: String = "WebACLArn",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DisassociateDistributionWebACL: "cloudfront"."DisassociateDistributionWebACL" {
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct ListDistributionsByWebACLId: "cloudfront"."ListDistributionsByWebACLId" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        acl: String = "WebACLId",
    }
}

pub(super) fn associate(cx: &mut Cx<'_>, input: AssociateDistributionWebACL) -> Result<Record, ApiError> {
    if !is_arn(cx, &input.acl) {
        return Err(errors::cloudfront::parameter_not_valid("WebACLArn"));
    }
    let set = set(cx, &input.id, input.if_match.as_deref(), Some(&input.acl))?;
    Ok(record! { "Id" => set.id.as_str(), "WebACLArn" => input.acl, "ETag" => set.etag })
}

pub(super) fn disassociate(
    cx: &mut Cx<'_>,
    input: DisassociateDistributionWebACL,
) -> Result<Record, ApiError> {
    let set = set(cx, &input.id, input.if_match.as_deref(), None)?;
    Ok(record! { "Id" => set.id.as_str(), "ETag" => set.etag })
}

/// `null` asks for distributions without a web ACL.
pub(super) fn list(cx: &mut Cx<'_>, input: ListDistributionsByWebACLId) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let asked = Some(input.acl.as_str()).filter(|acl| *acl != "null");
    if asked.is_some_and(|acl| !is_acl(cx, acl)) {
        return Err(errors::cloudfront::invalid_web_acl());
    }
    let users = policy::own_distributions(cx).filter(|d| d.config.web_acl.as_deref() == asked);
    let page = pages.cut(users.collect(), |d: &&Distribution| d.id.as_str());
    let summary = |d: &Distribution| -> Value { distribution_list::summary(cx, d).into() };
    Ok(record! { "DistributionList" => pages.list(page, summary) })
}

/// The ACL that a configuration names.
pub(super) fn read(cx: &Cx<'_>, acl: Option<String>) -> Result<Option<String>, ApiError> {
    let Some(acl) = acl.filter(|acl| !acl.is_empty()) else {
        return Ok(None);
    };
    match is_acl(cx, &acl) {
        true => Ok(Some(acl)),
        false => Err(errors::cloudfront::invalid_web_acl()),
    }
}

fn set(
    cx: &mut Cx<'_>,
    id: &str,
    if_match: Option<&str>,
    acl: Option<&str>,
) -> Result<Distribution, ApiError> {
    let mut distribution =
        distribution::find(cx, id).map_err(|_| errors::cloudfront::web_acl_distribution_not_found())?;
    etag::check(if_match, &distribution.etag)?;
    distribution.config.web_acl = acl.map(ToOwned::to_owned);
    let kept = distribution::config(&distribution).with("WebACLId", acl.unwrap_or_default());
    distribution.document = document::keep(&kept);
    distribution.etag = etag::fresh(cx.minter);
    distribution.modified = cx.now;
    cx.put(distribution.clone());
    Ok(distribution)
}

/// An ARN of AWS WAF, or an id of WAF Classic.
fn is_acl(cx: &Cx<'_>, acl: &str) -> bool {
    is_arn(cx, acl) || is_uuid(acl)
}

/// `arn:aws:wafv2:us-east-1:{account}:global/webacl/{name}/{id}`.
fn is_arn(cx: &Cx<'_>, acl: &str) -> bool {
    let rest = acl.strip_prefix("arn:aws:wafv2:us-east-1:").and_then(|rest| {
        let (account, rest) = rest.split_once(':')?;
        (account == cx.account.as_str()).then_some(rest)
    });
    let parts: Option<Vec<&str>> = rest.map(|rest| rest.split('/').collect());
    matches!(parts.as_deref(), Some(["global", "webacl", name, id]) if !name.is_empty() && is_uuid(id))
}

fn is_uuid(text: &str) -> bool {
    let fits = |(at, b): (usize, u8)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}
