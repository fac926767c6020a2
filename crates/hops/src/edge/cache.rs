//! Whether an answer may come from the cache, and for how long one is kept (cf C5, C9).
//!
//! Here GET and HEAD objects are whole or not there; collapsing, ranges and revalidation come with their own issue.

use std::time::Duration;

use adit_model::cache_policy::{CachePolicy, Selection};
use adit_model::distribution::{Behavior, BehaviorCache, DistributionConfig, LegacyCache, LegacyCookies};
use adit_model::managed_policy;
use adit_rules::{Guard, Rule, RuleList, TextSet};
use bytes::Bytes;
use http::header::SET_COOKIE;

use crate::compile::Reader;
use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::cache_key::KeyRules;
use crate::edge::{Request, Taken};
use crate::head::{Keep, ResponseHead, Tail};
use crate::step::{Ask, Cx};
use crate::trace::{By, Decision};

/// An object as the cache returned it.
#[derive(Debug)]
pub struct Stored {
    pub head: ResponseHead,
    pub body: Bytes,
    pub age: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheOutcome {
    Looked,
    Bypassed,
}

/// A behavior's caching, compiled. Seconds.
#[derive(Clone, Debug)]
pub struct CacheRules {
    pub key: KeyRules,
    pub lookup: Rules<CacheOutcome>,
    pub min_ttl: u64,
    pub default_ttl: u64,
    pub max_ttl: u64,
    /// Minimum lifetime of error answers by status; 10 when not listed.
    error_ttls: Vec<(u16, u64)>,
}

pub fn compile(behavior: &Behavior, config: &DistributionConfig, reader: &Reader<'_>) -> CacheRules {
    let policy = match &behavior.cache {
        BehaviorCache::Policy(id) => reader
            .get::<CachePolicy>(id)
            .cloned()
            .or_else(|| managed_policy::cache_policy(id))
            .map(Settings::of_policy),
        BehaviorCache::Legacy(legacy) => Some(Settings::of_legacy(legacy)),
    };
    // A policy that is not there cannot be attached; caching nothing is the safe reading.
    let policy = policy.unwrap_or_else(Settings::nothing);
    let by = By::object(format!("cache policy {}", policy.name));
    let cached = TextSet::literals(behavior.cached_methods.iter().map(String::as_str));
    let looked = (policy.max_ttl > 0).then(|| {
        Rule::new(
            Guard::any().with(Dim::Method, cached),
            CacheOutcome::Looked,
            by.clone(),
        )
    });
    CacheRules {
        lookup: RuleList::new(looked, CacheOutcome::Bypassed, by),
        min_ttl: policy.min_ttl,
        default_ttl: policy.default_ttl,
        max_ttl: policy.max_ttl,
        error_ttls: config
            .error_responses
            .iter()
            .filter_map(|e| Some((e.code, e.caching_min_ttl?)))
            .collect(),
        key: KeyRules {
            headers: policy.headers,
            cookies: policy.cookies,
            query: policy.query_strings,
            gzip: policy.gzip,
            brotli: policy.brotli,
        },
    }
}

/// What a cache policy and the older inline settings have in common.
struct Settings {
    name: String,
    min_ttl: u64,
    default_ttl: u64,
    max_ttl: u64,
    gzip: bool,
    brotli: bool,
    headers: Selection,
    cookies: Selection,
    query_strings: Selection,
}

impl Settings {
    fn nothing() -> Self {
        Self {
            name: "missing".to_owned(),
            min_ttl: 0,
            default_ttl: 0,
            max_ttl: 0,
            gzip: false,
            brotli: false,
            headers: Selection::None,
            cookies: Selection::None,
            query_strings: Selection::None,
        }
    }

    fn of_policy(policy: CachePolicy) -> Self {
        Self {
            name: policy.name,
            min_ttl: policy.min_ttl,
            default_ttl: policy.default_ttl,
            max_ttl: policy.max_ttl,
            gzip: policy.gzip,
            brotli: policy.brotli,
            headers: policy.headers,
            cookies: policy.cookies,
            query_strings: policy.query_strings,
        }
    }

    fn of_legacy(legacy: &LegacyCache) -> Self {
        let listed = |names: &[String]| {
            if names.is_empty() {
                Selection::None
            } else {
                Selection::Listed(names.to_vec())
            }
        };
        Self {
            name: "ForwardedValues".to_owned(),
            min_ttl: legacy.min_ttl,
            default_ttl: legacy.default_ttl,
            // Every header in the key means that nothing is kept.
            max_ttl: if legacy.headers.iter().any(|h| h == "*") {
                0
            } else {
                legacy.max_ttl
            },
            gzip: true,
            brotli: false,
            headers: listed(&legacy.headers),
            cookies: match &legacy.cookies {
                LegacyCookies::None => Selection::None,
                LegacyCookies::All => Selection::All,
                LegacyCookies::Listed(names) => listed(names),
            },
            query_strings: match (legacy.query_string, legacy.query_string_keys.as_slice()) {
                (false, _) => Selection::None,
                (true, []) => Selection::All,
                (true, keys) => listed(keys),
            },
        }
    }
}

pub fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let (Some(head), Some(behavior)) = (&request.head, request.behavior()) else {
        return Taken::Passed;
    };
    let decided = behavior.cache.lookup.eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        CacheOutcome::Bypassed => {
            cx.trail.choose(Decision::Cache, decided.by.clone());
            Taken::Passed
        }
        CacheOutcome::Looked => {
            let key = behavior
                .cache
                .key
                .key(&request.distribution.domain, head, cx.facts);
            request.key = Some(key.clone());
            Taken::Ask(Ask::Cache(key))
        }
    }
}

/// Wraps an origin's answer so that `proxy` keeps it, when it may be kept.
pub fn keep(request: &Request, head: ResponseHead, tail: Tail) -> (ResponseHead, Tail) {
    let (Some(key), Some(behavior)) = (&request.key, request.behavior()) else {
        return (head, tail);
    };
    let rules = &behavior.cache;
    let failed = head.status.is_client_error() || head.status.is_server_error();
    let seconds = if failed {
        rules.error_ttl(&head)
    } else if matches!(
        head.status.as_u16(),
        // Not 206: a part is no object, and the range is not in the key.
        200 | 203 | 204 | 300 | 301 | 302 | 307 | 308 | 410
    ) {
        rules.ttl(&head)
    } else {
        None
    };
    let Some(seconds) = seconds.filter(|s| *s > 0) else {
        return (head, tail);
    };
    // An error that was kept is no object to fall back to.
    let stale_for = Duration::from_secs(if failed { 0 } else { rules.max_ttl.min(86_400) });
    let mut kept = head.clone();
    let without = |(name, value): &(&str, Option<&str>)| {
        name.eq_ignore_ascii_case("no-cache")
            && value.is_some_and(|fields| fields.eq_ignore_ascii_case("set-cookie"))
    };
    if directives(&head).iter().any(without) {
        kept.headers.remove(SET_COOKIE);
    }
    let keep = Keep {
        key: key.clone(),
        head: kept,
        fresh_for: Duration::from_secs(seconds),
        stale_for,
    };
    (
        head,
        Tail::Keep {
            source: Box::new(tail),
            keep: Box::new(keep),
        },
    )
}

/// The same for an error that CloudFront made for a failed origin.
pub fn keep_error(request: &Request, head: ResponseHead, tail: Tail) -> (ResponseHead, Tail) {
    if head.status.is_server_error() {
        keep(request, head, tail)
    } else {
        (head, tail)
    }
}

impl CacheRules {
    /// cf C5's table. `None`: not kept.
    fn ttl(&self, head: &ResponseHead) -> Option<u64> {
        let control = directives(head);
        let directive = |name: &str| {
            control
                .iter()
                .find_map(|(n, v)| n.eq_ignore_ascii_case(name).then_some(*v))
        };
        let clamp = |seconds: u64| seconds.clamp(self.min_ttl, self.max_ttl.max(self.min_ttl));
        if ["no-cache", "no-store", "private"]
            .iter()
            .any(|name| directive(name).is_some_and(|v| v.is_none()))
        {
            return (self.min_ttl > 0).then_some(self.min_ttl);
        }
        let age = ["s-maxage", "max-age"]
            .iter()
            .find_map(|name| directive(name).flatten()?.parse::<u64>().ok());
        if let Some(age) = age {
            return Some(clamp(age));
        }
        let text = |name: &str| head.headers.get(name).and_then(|v| v.to_str().ok());
        if let Some(expires) = text("expires") {
            let expires = httpdate::parse_http_date(expires).ok();
            let date = text("date").and_then(|d| httpdate::parse_http_date(d).ok());
            let left = expires
                .zip(date)
                .and_then(|(e, d)| e.duration_since(d).ok())
                .map_or(0, |d| d.as_secs());
            return Some(clamp(left));
        }
        Some(self.default_ttl.max(self.min_ttl))
    }

    /// cf C9: which errors are kept, and how long.
    fn error_ttl(&self, head: &ResponseHead) -> Option<u64> {
        let code = head.status.as_u16();
        let stated = directives(head)
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case("max-age") || n.eq_ignore_ascii_case("s-maxage"))
            .find_map(|(_, v)| v.and_then(|v| v.parse::<u64>().ok()));
        let minimum = self
            .error_ttls
            .iter()
            .find(|(c, _)| *c == code)
            .map_or(10, |(_, ttl)| *ttl);
        match code {
            404 | 414 | 500 | 501 | 502 | 503 | 504 => {
                Some(minimum.max(stated.unwrap_or(0).min(self.max_ttl)))
            }
            400 | 403 | 405 | 412 | 415 => stated.map(|s| minimum.max(s.min(self.max_ttl))),
            _ => None,
        }
    }
}

fn directives(head: &ResponseHead) -> Vec<(&str, Option<&str>)> {
    let values = head
        .headers
        .get_all("cache-control")
        .iter()
        .filter_map(|v| v.to_str().ok());
    values
        .flat_map(|v| v.split(','))
        .map(|d| {
            let (name, value) = d
                .split_once('=')
                .map_or((d, None), |(n, v)| (n, Some(v.trim().trim_matches('"'))));
            (name.trim(), value)
        })
        .collect()
}
