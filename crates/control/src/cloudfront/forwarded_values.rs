//! The older cache settings, inline in a behavior: `ForwardedValues` and three TTLs (cf B2, C5, C8).
//!
//! Cookie names with wildcards are not served and are refused.

use adit_model::distribution::{LegacyCache, LegacyCookies};
use adit_wire::{ApiError, Path, Record, errors, record, view};

use super::cache_key;
use super::cache_policy::ordered_ttls;
use super::quantity::{self, Names};

const MAX_NAMES: usize = 10;

view! {
    pub(super) struct ForwardedValues: "cloudfront"/"ForwardedValues" {
        query_string: bool = "QueryString",
        cookies: Cookies = "Cookies",
        headers: Option<Names> = "Headers",
        query_string_keys: Option<Names> = "QueryStringCacheKeys",
    }
}
view! {
    pub(super) struct Cookies: "cloudfront"/"CookiePreference" {
        forward: String = "Forward",
        names: Option<Names> = "WhitelistedNames",
    }
}

/// A behavior's TTLs as they were sent.
pub(super) struct Ttls {
    pub(super) min: Option<i64>,
    pub(super) default: Option<i64>,
    pub(super) max: Option<i64>,
}

/// The settings, and `ForwardedValues` as it is kept.
pub(super) fn read(
    forwarded: Option<ForwardedValues>,
    ttls: &Ttls,
    path: &Path<'_>,
) -> Result<(LegacyCache, Record), ApiError> {
    let min = ttls
        .min
        .ok_or_else(|| errors::cloudfront::parameter_required("MinTTL"))?;
    let forwarded = forwarded.ok_or_else(|| errors::cloudfront::parameter_required("ForwardedValues"))?;
    let [min_ttl, default_ttl, max_ttl] = ordered_ttls(
        min,
        ttls.default.unwrap_or(86_400),
        ttls.max.unwrap_or(31_536_000),
    )?;

    let keys = quantity::names(forwarded.query_string_keys)?;
    if !keys.is_empty() && !forwarded.query_string {
        return Err(errors::cloudfront::query_string_keys_without_query_string());
    }
    if keys.len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_query_string_keys());
    }
    let path = path.member("ForwardedValues");

    let headers = headers(quantity::names(forwarded.headers)?)?;
    let (cookies, kept_cookies) = cookies(forwarded.cookies, &path)?;
    let kept = record! {
        "QueryString" => forwarded.query_string,
        "Cookies" => kept_cookies,
        "Headers" => quantity::list(headers.clone()),
        "QueryStringCacheKeys" => quantity::list(keys.clone()),
    };
    let query_string = forwarded.query_string;
    Ok((
        LegacyCache {
            query_string,
            query_string_keys: keys,
            headers,
            cookies,
            min_ttl,
            default_ttl,
            max_ttl,
        },
        kept,
    ))
}

fn headers(names: Vec<String>) -> Result<Vec<String>, ApiError> {
    if names.len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_forwarded_headers());
    }
    if names.iter().any(|name| name == "*") && names.len() > 1 {
        return Err(errors::cloudfront::parameter_invalid(
            "Headers",
            "cannot contain names beside *",
        ));
    }
    match names
        .iter()
        .find(|name| name.is_empty() || cache_key::refuses(name))
    {
        Some(name) => Err(errors::cloudfront::header_not_allowed(name)),
        None => Ok(names),
    }
}

fn cookies(cookies: Cookies, path: &Path<'_>) -> Result<(LegacyCookies, Record), ApiError> {
    let names = quantity::names(cookies.names)?;
    let read = match (cookies.forward.as_str(), names.is_empty()) {
        ("none", true) => LegacyCookies::None,
        ("all", true) => LegacyCookies::All,
        ("whitelist", false) => LegacyCookies::Listed(names.clone()),
        _ => return Err(errors::cloudfront::invalid_forward_cookies()),
    };
    if names.len() > MAX_NAMES {
        return Err(errors::cloudfront::too_many_forwarded_cookies());
    }
    if let Some(wild) = names.iter().find(|name| name.contains(['*', '?'])) {
        return Err(errors::unsupported_value(
            &path.member("Cookies").member("WhitelistedNames"),
            wild,
        ));
    }
    let kept = record! {
        "Forward" => &cookies.forward,
        "WhitelistedNames" => (!names.is_empty()).then(|| quantity::list(names)),
    };
    Ok((read, kept))
}
