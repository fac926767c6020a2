//! Cache policies: the cache key and how long an object is fresh (cf C5, C6, C8); AWS's own come with the account (cf D).

use adit_model::cache_policy::{CachePolicy, Selection};
use adit_model::distribution::{Behavior, BehaviorCache};
use adit_model::id::CachePolicyId;
use adit_model::managed_policy;
use adit_wire::{ApiError, Record, Service, Value, errors, record, view};

use super::cache_key;
use super::page::Pages;
use super::policy::{self, Listed};
use super::selection::{self, CookiesView, HeadersView, MAX_NAMES, QueryStringsView, Selections};
use super::{LOCATION, etag};
use crate::cx::Cx;

const DAY: i64 = 86_400;
const YEAR: i64 = 31_536_000;

view! {
    pub(super) struct Parameters: "cloudfront"/"ParametersInCacheKeyAndForwardedToOrigin" {
        gzip: bool = "EnableAcceptEncodingGzip",
        brotli: Option<bool> = "EnableAcceptEncodingBrotli",
        headers: HeadersView = "HeadersConfig",
        cookies: CookiesView = "CookiesConfig",
        query_strings: QueryStringsView = "QueryStringsConfig",
    }
}
view! {
    pub(super) struct Config: "cloudfront"/"CachePolicyConfig" {
        comment: Option<String> = "Comment",
        name: String = "Name",
        default_ttl: Option<i64> = "DefaultTTL",
        max_ttl: Option<i64> = "MaxTTL",
        min_ttl: i64 = "MinTTL",
        parameters: Option<Parameters> = "ParametersInCacheKeyAndForwardedToOrigin",
    }
}
view! {
    pub struct CreateCachePolicy: "cloudfront"."CreateCachePolicy" { config: Config = "CachePolicyConfig" }
}
view! {
    pub struct GetCachePolicy: "cloudfront"."GetCachePolicy" { id: String = "Id" }
}
view! {
    pub struct GetCachePolicyConfig: "cloudfront"."GetCachePolicyConfig" { id: String = "Id" }
}
view! {
    pub struct UpdateCachePolicy: "cloudfront"."UpdateCachePolicy" {
        config: Config = "CachePolicyConfig",
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DeleteCachePolicy: "cloudfront"."DeleteCachePolicy" { id: String = "Id", if_match: Option<String> = "IfMatch" }
}
view! {
    pub struct ListCachePolicies: "cloudfront"."ListCachePolicies" {
        kind: Option<String> = "Type",
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateCachePolicy) -> Result<Record, ApiError> {
    let id = CachePolicyId::parse(&cx.minter.uuid())
        .ok_or_else(|| errors::internal_failure(Service::CloudFront))?;
    let policy = read(cx, input.config, id)?;
    if own(cx).count() >= policy::MAX_POLICIES {
        return Err(errors::cloudfront::too_many_cache_policies());
    }
    cx.put(policy.clone());
    let location = format!("{LOCATION}/cache-policy/{}", policy.id);
    Ok(record! { "CachePolicy" => show(&policy), "Location" => location, "ETag" => policy.etag })
}

pub(super) fn get(cx: &mut Cx<'_>, GetCachePolicy { id }: GetCachePolicy) -> Result<Record, ApiError> {
    let policy = find(cx, &id)?;
    Ok(record! { "CachePolicy" => show(&policy), "ETag" => policy.etag })
}

pub(super) fn get_config(
    cx: &mut Cx<'_>,
    GetCachePolicyConfig { id }: GetCachePolicyConfig,
) -> Result<Record, ApiError> {
    let policy = find(cx, &id)?;
    Ok(record! { "CachePolicyConfig" => show_config(&policy), "ETag" => policy.etag })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateCachePolicy) -> Result<Record, ApiError> {
    let old = find(cx, &input.id)?;
    if old.account.is_none() {
        return Err(errors::cloudfront::cache_policy_managed());
    }
    etag::check(input.if_match.as_deref(), &old.etag)?;
    let policy = read(cx, input.config, old.id)?;
    cx.put(policy.clone());
    Ok(record! { "CachePolicy" => show(&policy), "ETag" => policy.etag })
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteCachePolicy { id, if_match }: DeleteCachePolicy,
) -> Result<Record, ApiError> {
    let policy = find(cx, &id)?;
    if policy.account.is_none() {
        return Err(errors::cloudfront::cache_policy_managed_delete());
    }
    etag::check(if_match.as_deref(), &policy.etag)?;
    if policy::users(cx, uses(&policy.id)).next().is_some() {
        return Err(errors::cloudfront::cache_policy_in_use());
    }
    cx.delete::<CachePolicy>(&policy.id);
    Ok(Record::new())
}

pub(super) fn list(cx: &mut Cx<'_>, input: ListCachePolicies) -> Result<Record, ApiError> {
    let listed = Listed::read(input.kind.as_deref())?;
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let all = managed_policy::cache_policies().iter().chain(own(cx));
    let mut all: Vec<&CachePolicy> = all.filter(|p| listed.takes(p.account.as_ref())).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let page = pages.cut(all, |p| p.id.as_str());
    let summary = |p: &CachePolicy| -> Value {
        record! { "Type" => policy::kind(p.account.as_ref()), "CachePolicy" => show(p) }.into()
    };
    Ok(record! { "CachePolicyList" => pages.short_list(page, summary) })
}

/// The policy that a behavior or a caller names: AWS's or the caller's own.
pub(super) fn find(cx: &Cx<'_>, id: &str) -> Result<CachePolicy, ApiError> {
    let found =
        CachePolicyId::parse(id).and_then(|id| managed_policy::cache_policy(&id).or_else(|| cx.get(&id)));
    let found =
        found.filter(|p: &CachePolicy| p.account.as_ref().is_none_or(|account| *account == cx.account));
    found.ok_or_else(errors::cloudfront::no_such_cache_policy)
}

/// Whether a behavior uses the policy.
pub(super) fn uses(id: &CachePolicyId) -> impl Fn(&Behavior) -> bool {
    let cache = BehaviorCache::Policy(id.clone());
    move |behavior| behavior.cache == cache
}

fn own<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a CachePolicy> {
    let all = cx.table::<CachePolicy>().iter().map(AsRef::as_ref);
    all.filter(|p: &&CachePolicy| p.account.as_ref() == Some(&cx.account))
}

fn read(cx: &mut Cx<'_>, config: Config, id: CachePolicyId) -> Result<CachePolicy, ApiError> {
    policy::check_name(&config.name)?;
    let comment = config.comment.unwrap_or_default();
    policy::check_comment(&comment)?;
    if own(cx).any(|p| p.name == config.name && p.id != id) {
        return Err(errors::cloudfront::cache_policy_exists());
    }
    let [min_ttl, default_ttl, max_ttl] = ttls(config.min_ttl, config.default_ttl, config.max_ttl)?;
    let (mut gzip, mut brotli, mut selections) = (false, false, Selections::nothing());
    if let Some(parameters) = config.parameters {
        (gzip, brotli) = (parameters.gzip, parameters.brotli.unwrap_or(false));
        selections = Selections::read(parameters.headers, parameters.cookies, parameters.query_strings)?;
    }
    let Selections {
        headers,
        cookies,
        query_strings,
    } = selections;
    check_headers(&headers, gzip || brotli)?;
    if selection::named(&cookies).len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_cache_policy_cookies());
    }
    if selection::named(&query_strings).len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_cache_policy_query_strings());
    }
    if max_ttl == 0 {
        let set = [
            ("EnableAcceptEncodingGzip", gzip),
            ("EnableAcceptEncodingBrotli", brotli),
            ("HeaderBehavior", headers != Selection::None),
            ("CookieBehavior", cookies != Selection::None),
            ("QueryStringBehavior", query_strings != Selection::None),
        ];
        if let Some((name, _)) = set.into_iter().find(|(_, set)| *set) {
            return Err(errors::cloudfront::invalid_when_caching_disabled(name));
        }
    }
    Ok(CachePolicy {
        id,
        account: Some(cx.account.clone()),
        etag: etag::fresh(cx.minter),
        modified: cx.now,
        name: config.name,
        comment,
        min_ttl,
        default_ttl,
        max_ttl,
        gzip,
        brotli,
        headers,
        cookies,
        query_strings,
    })
}

/// Seconds, with AWS's defaults: a day and a year, or the bound below where that is larger.
fn ttls(min: i64, default: Option<i64>, max: Option<i64>) -> Result<[u64; 3], ApiError> {
    let default = default.unwrap_or(DAY.max(min));
    let max = max.unwrap_or(YEAR.max(default));
    ordered_ttls(min, default, max)
}

/// TTLs that follow one another.
pub(super) fn ordered_ttls(min: i64, default: i64, max: i64) -> Result<[u64; 3], ApiError> {
    if min > default || default > max {
        return Err(errors::cloudfront::invalid_ttl_order());
    }
    let seconds = |ttl: i64| u64::try_from(ttl);
    match (seconds(min), seconds(default), seconds(max)) {
        (Ok(min), Ok(default), Ok(max)) => Ok([min, default, max]),
        _ => Err(errors::cloudfront::parameter_invalid(
            "MinTTL",
            "must not be negative",
        )),
    }
}

fn check_headers(headers: &Selection, encodings: bool) -> Result<(), ApiError> {
    let names = selection::named(headers);
    if !matches!(headers, Selection::None | Selection::Listed(_)) {
        return Err(errors::cloudfront::parameter_invalid(
            "HeaderBehavior",
            "must be none or whitelist",
        ));
    }
    if names.len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_cache_policy_headers());
    }
    let refused = |name: &&String| {
        cache_key::refuses(name)
            || cache_key::only_for_origin(name)
            || (encodings && name.eq_ignore_ascii_case("Accept-Encoding"))
    };
    names
        .iter()
        .find(refused)
        .map_or(Ok(()), |name| Err(errors::cloudfront::header_not_allowed(name)))
}

fn show(policy: &CachePolicy) -> Record {
    record! {
        "Id" => policy.id.as_str(),
        "LastModifiedTime" => policy.modified,
        "CachePolicyConfig" => show_config(policy),
    }
}

fn show_config(policy: &CachePolicy) -> Record {
    record! {
        "Comment" => &policy.comment,
        "Name" => &policy.name,
        "DefaultTTL" => policy.default_ttl,
        "MaxTTL" => policy.max_ttl,
        "MinTTL" => policy.min_ttl,
        "ParametersInCacheKeyAndForwardedToOrigin" => record! {
            "EnableAcceptEncodingGzip" => policy.gzip,
            "EnableAcceptEncodingBrotli" => policy.brotli,
            "HeadersConfig" => selection::headers(&policy.headers),
            "CookiesConfig" => selection::cookies(&policy.cookies),
            "QueryStringsConfig" => selection::query_strings(&policy.query_strings),
        },
    }
}
