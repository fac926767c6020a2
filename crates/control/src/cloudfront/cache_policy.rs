//! Cache policies: the cache key and how long an object is fresh (cf C5, C6, C8); AWS's own come with the account (cf D).

use adit_model::cache_policy::{CachePolicy, Selection};
use adit_model::distribution::{Behavior, BehaviorCache};
use adit_model::id::CachePolicyId;
use adit_model::managed_policy;
use adit_wire::{ApiError, Record, errors, record, view};

use super::selection::{self, CookiesView, HeadersView, MAX_NAMES, QueryStringsView, Selections};
use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{cache_key, etag, policy};
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
operations! {
    CachePolicy, Config = "CachePolicyConfig";
    CreateCachePolicy "CreateCachePolicy", GetCachePolicy "GetCachePolicy",
    GetCachePolicyConfig "GetCachePolicyConfig", UpdateCachePolicy "UpdateCachePolicy",
    DeleteCachePolicy "DeleteCachePolicy", ListCachePolicies "ListCachePolicies" typed
}

impl Versioned for CachePolicy {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "CachePolicy",
        config: "CachePolicyConfig",
        list: "CachePolicyList",
        path: "cache-policy",
        marked: false,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_cache_policy,
        exists: errors::cloudfront::cache_policy_exists,
        too_many: errors::cloudfront::too_many_cache_policies,
        in_use: errors::cloudfront::cache_policy_in_use,
        managed: Some([
            errors::cloudfront::cache_policy_managed,
            errors::cloudfront::cache_policy_managed_delete,
        ]),
    };
    const LIMIT: usize = policy::MAX_POLICIES;

    identity! { CachePolicyId, |minter| minter.uuid(), |policy| policy.account.as_ref(), |policy| Some(&policy.name) }

    fn read(cx: &mut Cx<'_>, config: Config, id: CachePolicyId, _: Option<&Self>) -> Result<Self, ApiError> {
        read(cx, config, id)
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        policy::users(cx, uses(&self.id)).next().is_some()
    }

    fn show(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "LastModifiedTime" => self.modified,
            "CachePolicyConfig" => self.show_config(),
        }
    }

    fn show_config(&self) -> Record {
        show_config(self)
    }

    fn summary(&self) -> Record {
        record! { "Type" => versioned::kind(self.account()), "CachePolicy" => self.show() }
    }

    fn managed() -> &'static [Self] {
        managed_policy::cache_policies()
    }
}

/// Whether a behavior uses the policy.
pub(super) fn uses(id: &CachePolicyId) -> impl Fn(&Behavior) -> bool {
    let cache = BehaviorCache::Policy(id.clone());
    move |behavior| behavior.cache == cache
}

fn read(cx: &mut Cx<'_>, config: Config, id: CachePolicyId) -> Result<CachePolicy, ApiError> {
    policy::check_name(&config.name)?;
    let comment = config.comment.unwrap_or_default();
    policy::check_comment(&comment)?;
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
