//! The request that goes to the origin: which of the viewer's headers, cookies and parameters it carries, and what
//! CloudFront adds (cf C1, C2, B12).
//!
//! With a cache policy nothing passes but what a policy lists and what describes the body; with the older inline
//! settings everything passes that the header table does not remove. The two policies' selections are united.

use std::sync::Arc;

use adit_model::cache_policy::{CachePolicy, Selection};
use adit_model::distribution::{Behavior, BehaviorCache, LegacyCookies};
use adit_model::managed_policy;
use adit_model::origin::Origin;
use adit_model::origin_request_policy::OriginRequestPolicy;
use http::header::{self, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Version};
use smallvec::SmallVec;

use crate::compile::Reader;
use crate::edge::cache_key::{is_own, select_cookies, select_query, sent_cookies, takes_everything};
use crate::edge::plan::Distribution;
use crate::edge::response::X_AMZ_CF_ID;
use crate::facts::Facts;
use crate::head::Head;

/// A behavior's origin request, compiled.
#[derive(Debug)]
pub struct Forward {
    headers: HeaderFate,
    cookies: Vec<Selection>,
    query: Vec<Selection>,
    /// The origin's Host, unless the viewer's is forwarded.
    host: Option<Arc<str>>,
    path: Arc<str>,
    custom: Vec<(HeaderName, HeaderValue)>,
    /// CloudFront's own headers that a policy lists (cf C3), lower case.
    own: Vec<String>,
}

#[derive(Debug)]
enum HeaderFate {
    /// Only what one of the selections takes.
    Listed(Vec<Selection>),
    /// Everything but what the table removes and these bring back.
    Legacy(Selection),
}

/// Removed whatever a policy says (cf C1): hop by hop, or CloudFront's to set.
const NEVER: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "upgrade",
    "x-edge-",
    "x-forwarded-proto",
    "x-real-ip",
    "expect",
    "x-amz-cf-id",
    "cloudfront-",
    "host",
];

/// Passed although no policy lists them: the body would be unreadable without (cf C1; the list is our reading).
const WITH_BODY: &[&str] = &[
    "content-type",
    "content-length",
    "content-encoding",
    "content-md5",
    "transfer-encoding",
    "x-forwarded-for",
    "via",
];

/// Removed under the older settings unless selected (cf C1).
const LEGACY_REMOVED: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-language",
    "referer",
    "x-http-method-override",
    "cookie",
    "user-agent",
    "accept-encoding",
];

pub fn compile(behavior: &Behavior, origin: Option<&Origin>, reader: &Reader<'_>) -> Forward {
    let policy = behavior.origin_request_policy.as_ref().and_then(|id| {
        reader
            .get::<OriginRequestPolicy>(id)
            .cloned()
            .or_else(|| managed_policy::origin_request_policy(id))
    });
    let (headers, mut cookies, mut query) = match &behavior.cache {
        BehaviorCache::Policy(id) => {
            let cache = reader
                .get::<CachePolicy>(id)
                .cloned()
                .or_else(|| managed_policy::cache_policy(id));
            let (h, c, q) = cache.map_or((Selection::None, Selection::None, Selection::None), |p| {
                (p.headers, p.cookies, p.query_strings)
            });
            (HeaderFate::Listed(vec![h]), vec![c], vec![q])
        }
        BehaviorCache::Legacy(legacy) => {
            let headers = if legacy.headers.iter().any(|h| h == "*") {
                Selection::All
            } else {
                Selection::Listed(legacy.headers.clone())
            };
            let cookies = match &legacy.cookies {
                LegacyCookies::None => Selection::None,
                LegacyCookies::All => Selection::All,
                LegacyCookies::Listed(names) => Selection::Listed(names.clone()),
            };
            (
                HeaderFate::Legacy(headers),
                vec![cookies],
                vec![if legacy.query_string {
                    Selection::All
                } else {
                    Selection::None
                }],
            )
        }
    };
    let mut headers = headers;
    if let Some(policy) = policy {
        match &mut headers {
            HeaderFate::Listed(all) => all.push(policy.headers),
            HeaderFate::Legacy(_) => headers = HeaderFate::Listed(vec![policy.headers]),
        }
        cookies.push(policy.cookies);
        query.push(policy.query_strings);
    }
    let viewer_host = match &headers {
        HeaderFate::Listed(all) => all.iter().any(|s| s.takes("host")),
        HeaderFate::Legacy(selection) => selection.takes("host"),
    };
    let own = match &headers {
        HeaderFate::Listed(all) => all.iter().flat_map(own_names).collect(),
        HeaderFate::Legacy(selection) => own_names(selection).collect(),
    };
    Forward {
        host: origin.filter(|_| !viewer_host).map(|o| o.domain.text()),
        path: origin.map_or("", |o| o.path.as_str()).into(),
        custom: origin
            .map(|o| custom_headers(&o.custom_headers))
            .unwrap_or_default(),
        headers,
        cookies,
        query,
        own,
    }
}

/// CloudFront's own among the names that a selection lists, lower case.
fn own_names(selection: &Selection) -> impl Iterator<Item = String> {
    let names = match selection {
        Selection::AllAnd(names) | Selection::Listed(names) => names.as_slice(),
        _ => &[],
    };
    names.iter().filter(|n| is_own(n)).map(|n| n.to_ascii_lowercase())
}

fn custom_headers(pairs: &[(String, String)]) -> Vec<(HeaderName, HeaderValue)> {
    pairs
        .iter()
        .filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?)))
        .collect()
}

impl Forward {
    /// Rewrites the viewer's head into the origin's.
    pub fn apply(
        &self,
        head: &mut Head,
        facts: &Facts,
        distribution: &Distribution,
        at: usize,
        id: &HeaderValue,
    ) {
        let encoding = distribution
            .behavior(at)
            .and_then(|b| b.cache.key.accept_encoding(head));
        self.cut_headers(&head.method, &mut head.headers);
        if head.headers.contains_key(header::COOKIE) {
            let kept = select_cookies(&self.cookies, sent_cookies(&head.headers).as_deref());
            head.headers.remove(header::COOKIE);
            if let Some(kept) = kept.and_then(|c| HeaderValue::from_str(&c).ok()) {
                head.headers.insert(header::COOKIE, kept);
            }
        }
        if !head.headers.contains_key(header::USER_AGENT) {
            head.headers
                .insert(header::USER_AGENT, HeaderValue::from_static("Amazon CloudFront"));
        }
        if let Some(encoding) = encoding {
            head.headers
                .insert(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding));
        }
        self.retarget(head);
        self.add_own(head, facts);
        add_via(head, distribution);
        append_forwarded_for(&mut head.headers, facts);
        head.headers.insert(X_AMZ_CF_ID, id.clone());
        for (name, value) in &self.custom {
            head.headers.insert(name.clone(), value.clone());
        }
        if let Some(host) = &self.host {
            head.host = host.clone();
            head.port = None;
        }
        head.version = Version::HTTP_11;
    }

    /// Whether cookies reach the origin, and so `Set-Cookie` the viewer (cf C8).
    pub fn cookies(&self) -> bool {
        self.cookies.iter().any(|s| *s != Selection::None)
    }

    fn cut_headers(&self, method: &Method, headers: &mut HeaderMap) {
        let cut: SmallVec<[HeaderName; 12]> = headers
            .keys()
            .filter(|name| !self.passes(name.as_str(), method))
            .cloned()
            .collect();
        for name in cut {
            headers.remove(name);
        }
    }

    fn passes(&self, name: &str, method: &Method) -> bool {
        if NEVER
            .iter()
            .any(|n| *n == name || (n.ends_with('-') && name.starts_with(n)))
        {
            return false;
        }
        if name == "cookie" || WITH_BODY.contains(&name) {
            return true;
        }
        match &self.headers {
            HeaderFate::Listed(selections) => selections.iter().any(|s| s.takes(name)),
            HeaderFate::Legacy(selection) => {
                let safe = matches!(*method, Method::GET | Method::HEAD);
                selection.takes(name)
                    || !(LEGACY_REMOVED.contains(&name) || (name == "authorization" && safe))
            }
        }
    }

    /// Origin path before the path, and the selected parameters behind it.
    fn retarget(&self, head: &mut Head) {
        if self.path.is_empty() && (takes_everything(&self.query) || head.query().is_none()) {
            return;
        }
        let query = select_query(&self.query, head.query());
        let target = match &query {
            Some(query) => format!("{}{}?{query}", self.path, head.path()),
            None => format!("{}{}", self.path, head.path()),
        };
        if let Ok(target) = target.parse::<PathAndQuery>() {
            head.target = target;
        }
    }

    /// The CloudFront-* headers that a policy lists (cf C3), as far as the edge knows them.
    fn add_own(&self, head: &mut Head, facts: &Facts) {
        for name in &self.own {
            let value = own_header(name, head, facts).and_then(|v| HeaderValue::from_str(&v).ok());
            if let (Ok(name), Some(value)) = (name.parse::<HeaderName>(), value) {
                head.headers.insert(name, value);
            }
        }
    }
}

/// What the edge knows under one of CloudFront's own names (cf C3), of a head that is still the viewer's.
pub fn own_header(name: &str, head: &Head, facts: &Facts) -> Option<String> {
    match name.to_ascii_lowercase().as_str() {
        "cloudfront-viewer-country" => facts.country.map(|c| c.to_string()),
        "cloudfront-viewer-address" => Some(match facts.viewer {
            std::net::SocketAddr::V4(v4) => v4.to_string(),
            std::net::SocketAddr::V6(v6) => format!("{}:{}", v6.ip(), v6.port()),
        }),
        "cloudfront-forwarded-proto" => Some(head.scheme.name().to_owned()),
        "cloudfront-viewer-http-version" => Some(protocol(head.version).to_owned()),
        "cloudfront-viewer-tls" => facts
            .tls
            .as_ref()
            .map(|tls| format!("{}:{}:fullHandshake", tls.version, tls.cipher)),
        _ => None,
    }
}

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2.0",
        _ => "1.1",
    }
}

/// The viewer's protocol and the edge's name (cf C1).
fn add_via(head: &mut Head, distribution: &Distribution) {
    let own = match head.version {
        Version::HTTP_2 => &distribution.via_http2,
        _ => &distribution.via,
    };
    match own.to_str() {
        Ok(text) if head.headers.contains_key(header::VIA) => {
            append(&mut head.headers, header::VIA, text, ", ");
        }
        _ => {
            head.headers.insert(header::VIA, own.clone());
        }
    }
}

/// cf C2: appended with a comma and no space.
fn append_forwarded_for(headers: &mut HeaderMap, facts: &Facts) {
    append(
        headers,
        HeaderName::from_static("x-forwarded-for"),
        &facts.viewer.ip().to_canonical().to_string(),
        ",",
    );
}

fn append(headers: &mut HeaderMap, name: HeaderName, value: &str, separator: &str) {
    let before: Vec<&str> = headers
        .get_all(&name)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .collect();
    let joined = if before.is_empty() {
        value.to_owned()
    } else {
        format!("{}{separator}{value}", before.join(separator))
    };
    if let Ok(joined) = HeaderValue::from_str(&joined) {
        headers.insert(name, joined);
    }
}
