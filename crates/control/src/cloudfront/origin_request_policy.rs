//! Origin request policies: what the origin sees of the viewer's request beyond the cache key (cf C1, C3, D).

use adit_model::cache_policy::Selection;
use adit_model::distribution::Behavior;
use adit_model::id::OriginRequestPolicyId;
use adit_model::managed_policy;
use adit_model::origin_request_policy::OriginRequestPolicy;
use adit_wire::{ApiError, Record, Service, Value, errors, record, view};

use super::page::Pages;
use super::policy::{self, Listed};
use super::selection::{self, CookiesView, HeadersView, MAX_NAMES, QueryStringsView, Selections};
use super::{LOCATION, etag};
use crate::cx::Cx;

view! {
    pub(super) struct Config: "cloudfront"/"OriginRequestPolicyConfig" {
        comment: Option<String> = "Comment",
        name: String = "Name",
        headers: HeadersView = "HeadersConfig",
        cookies: CookiesView = "CookiesConfig",
        query_strings: QueryStringsView = "QueryStringsConfig",
    }
}
view! {
    pub struct CreateOriginRequestPolicy: "cloudfront"."CreateOriginRequestPolicy" {
        config: Config = "OriginRequestPolicyConfig",
    }
}
view! {
    pub struct GetOriginRequestPolicy: "cloudfront"."GetOriginRequestPolicy" { id: String = "Id" }
}
view! {
    pub struct GetOriginRequestPolicyConfig: "cloudfront"."GetOriginRequestPolicyConfig" { id: String = "Id" }
}
view! {
    pub struct UpdateOriginRequestPolicy: "cloudfront"."UpdateOriginRequestPolicy" {
        config: Config = "OriginRequestPolicyConfig",
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DeleteOriginRequestPolicy: "cloudfront"."DeleteOriginRequestPolicy" {
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct ListOriginRequestPolicies: "cloudfront"."ListOriginRequestPolicies" {
        kind: Option<String> = "Type",
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateOriginRequestPolicy) -> Result<Record, ApiError> {
    let id = OriginRequestPolicyId::parse(&cx.minter.uuid());
    let id = id.ok_or_else(|| errors::internal_failure(Service::CloudFront))?;
    let policy = read(cx, input.config, id)?;
    if own(cx).count() >= policy::MAX_POLICIES {
        return Err(errors::cloudfront::too_many_origin_request_policies());
    }
    cx.put(policy.clone());
    let location = format!("{LOCATION}/origin-request-policy/{}", policy.id);
    Ok(record! { "OriginRequestPolicy" => show(&policy), "Location" => location, "ETag" => policy.etag })
}

pub(super) fn get(
    cx: &mut Cx<'_>,
    GetOriginRequestPolicy { id }: GetOriginRequestPolicy,
) -> Result<Record, ApiError> {
    let policy = find(cx, &id)?;
    Ok(record! { "OriginRequestPolicy" => show(&policy), "ETag" => policy.etag })
}

pub(super) fn get_config(
    cx: &mut Cx<'_>,
    GetOriginRequestPolicyConfig { id }: GetOriginRequestPolicyConfig,
) -> Result<Record, ApiError> {
    let policy = find(cx, &id)?;
    Ok(record! { "OriginRequestPolicyConfig" => show_config(&policy), "ETag" => policy.etag })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateOriginRequestPolicy) -> Result<Record, ApiError> {
    let old = find(cx, &input.id)?;
    if old.account.is_none() {
        return Err(errors::cloudfront::origin_request_policy_managed());
    }
    etag::check(input.if_match.as_deref(), &old.etag)?;
    let policy = read(cx, input.config, old.id)?;
    cx.put(policy.clone());
    Ok(record! { "OriginRequestPolicy" => show(&policy), "ETag" => policy.etag })
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteOriginRequestPolicy { id, if_match }: DeleteOriginRequestPolicy,
) -> Result<Record, ApiError> {
    let policy = find(cx, &id)?;
    if policy.account.is_none() {
        return Err(errors::cloudfront::origin_request_policy_managed_delete());
    }
    etag::check(if_match.as_deref(), &policy.etag)?;
    if policy::users(cx, uses(&policy.id)).next().is_some() {
        return Err(errors::cloudfront::origin_request_policy_in_use());
    }
    cx.delete::<OriginRequestPolicy>(&policy.id);
    Ok(Record::new())
}

pub(super) fn list(cx: &mut Cx<'_>, input: ListOriginRequestPolicies) -> Result<Record, ApiError> {
    let listed = Listed::read(input.kind.as_deref())?;
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let all = managed_policy::origin_request_policies().iter().chain(own(cx));
    let mut all: Vec<&OriginRequestPolicy> = all.filter(|p| listed.takes(p.account.as_ref())).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let page = pages.cut(all, |p| p.id.as_str());
    let summary = |p: &OriginRequestPolicy| -> Value {
        record! { "Type" => policy::kind(p.account.as_ref()), "OriginRequestPolicy" => show(p) }.into()
    };
    Ok(record! { "OriginRequestPolicyList" => pages.short_list(page, summary) })
}

/// The policy that a behavior or a caller names: AWS's or the caller's own.
pub(super) fn find(cx: &Cx<'_>, id: &str) -> Result<OriginRequestPolicy, ApiError> {
    let found = OriginRequestPolicyId::parse(id);
    let found = found.and_then(|id| managed_policy::origin_request_policy(&id).or_else(|| cx.get(&id)));
    let visible = |p: &OriginRequestPolicy| p.account.as_ref().is_none_or(|account| *account == cx.account);
    found
        .filter(visible)
        .ok_or_else(errors::cloudfront::no_such_origin_request_policy)
}

/// Whether a behavior uses the policy.
pub(super) fn uses(id: &OriginRequestPolicyId) -> impl Fn(&Behavior) -> bool {
    let id = id.clone();
    move |behavior| behavior.origin_request_policy.as_ref() == Some(&id)
}

fn own<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a OriginRequestPolicy> {
    let all = cx.table::<OriginRequestPolicy>().iter().map(AsRef::as_ref);
    all.filter(|p: &&OriginRequestPolicy| p.account.as_ref() == Some(&cx.account))
}

fn read(cx: &mut Cx<'_>, config: Config, id: OriginRequestPolicyId) -> Result<OriginRequestPolicy, ApiError> {
    policy::check_name(&config.name)?;
    let comment = config.comment.unwrap_or_default();
    policy::check_comment(&comment)?;
    if own(cx).any(|p| p.name == config.name && p.id != id) {
        return Err(errors::cloudfront::origin_request_policy_exists());
    }
    let Selections {
        headers,
        cookies,
        query_strings,
    } = Selections::read(config.headers, config.cookies, config.query_strings)?;
    check_headers(&headers)?;
    if selection::named(&cookies).len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_origin_request_policy_cookies());
    }
    if selection::named(&query_strings).len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_origin_request_policy_query_strings());
    }
    Ok(OriginRequestPolicy {
        id,
        account: Some(cx.account.clone()),
        etag: etag::fresh(cx.minter),
        modified: cx.now,
        name: config.name,
        comment,
        headers,
        cookies,
        query_strings,
    })
}

/// `Authorization` and `Accept-Encoding` cannot be listed one by one (cf C8).
fn check_headers(headers: &Selection) -> Result<(), ApiError> {
    let names = selection::named(headers);
    if names.len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_origin_request_policy_headers());
    }
    let own = |name: &str| name.to_ascii_lowercase().starts_with("cloudfront-");
    let refused = |name: &&String| match headers {
        Selection::Listed(_) => ["Authorization", "Accept-Encoding"]
            .iter()
            .any(|n| n.eq_ignore_ascii_case(name)),
        Selection::AllAnd(_) => !own(name),
        _ => false,
    };
    names
        .iter()
        .find(refused)
        .map_or(Ok(()), |name| Err(errors::cloudfront::header_not_allowed(name)))
}

fn show(policy: &OriginRequestPolicy) -> Record {
    record! {
        "Id" => policy.id.as_str(),
        "LastModifiedTime" => policy.modified,
        "OriginRequestPolicyConfig" => show_config(policy),
    }
}

fn show_config(policy: &OriginRequestPolicy) -> Record {
    record! {
        "Comment" => &policy.comment,
        "Name" => &policy.name,
        "HeadersConfig" => selection::headers(&policy.headers),
        "CookiesConfig" => selection::cookies(&policy.cookies),
        "QueryStringsConfig" => selection::query_strings(&policy.query_strings),
    }
}
