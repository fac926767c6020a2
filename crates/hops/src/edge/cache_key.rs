//! What makes two requests the same object: distribution, path, and what the cache policy selects (cf C8).

use std::borrow::Cow;
use std::slice::from_ref;

use adit_model::cache_policy::Selection;
use bytes::Bytes;
use http::HeaderMap;
use http::header::COOKIE;

use crate::edge::forward::own_header;
use crate::facts::Facts;
use crate::head::Head;

/// Equal keys mean one object. Opaque bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey(pub Bytes);

/// What of a request enters the key.
#[derive(Clone, Debug)]
pub struct KeyRules {
    pub headers: Selection,
    pub cookies: Selection,
    pub query: Selection,
    pub gzip: bool,
    pub brotli: bool,
}

impl KeyRules {
    pub fn key(&self, domain: &str, head: &Head, facts: &Facts) -> CacheKey {
        let mut out = Vec::with_capacity(96);
        let mut part = |tag: u8, bytes: &[u8]| {
            out.push(tag);
            out.extend_from_slice(bytes);
            out.push(0);
        };
        part(b'm', head.method.as_str().as_bytes());
        part(b'd', domain.as_bytes());
        part(b'p', head.path().as_bytes());
        if let Some(query) = select_query(from_ref(&self.query), head.query()) {
            part(b'q', query.as_bytes());
        }
        if let Selection::Listed(names) = &self.headers {
            for name in names {
                part(b'h', name.as_bytes());
                if name.eq_ignore_ascii_case("host") {
                    part(b'v', head.host.as_bytes());
                }
                // CloudFront's own: what the edge says, never what a viewer wrote (cf C3).
                if is_own(name) {
                    if let Some(value) = own_header(name, head, facts) {
                        part(b'v', value.as_bytes());
                    }
                    continue;
                }
                for value in head.headers.get_all(name.as_str()) {
                    part(b'v', value.as_bytes());
                }
            }
        }
        if let Some(cookies) = select_cookies(from_ref(&self.cookies), sent_cookies(&head.headers).as_deref())
        {
            part(b'c', cookies.as_bytes());
        }
        // A viewer that takes neither coding shares the object of one that says nothing (cf C6).
        if let Some(encoding) = self.accept_encoding(head).filter(|e| *e != "identity") {
            part(b'e', encoding.as_bytes());
        }
        CacheKey(Bytes::from(out))
    }

    /// `Accept-Encoding` as normalised for key and origin (cf C6); `None` where it has no part.
    pub fn accept_encoding(&self, head: &Head) -> Option<&'static str> {
        let sent = head.header("accept-encoding")?;
        let wants = |coding: &str| {
            sent.split(',').any(|c| {
                c.split(';')
                    .next()
                    .is_some_and(|c| c.trim().eq_ignore_ascii_case(coding))
            })
        };
        match (self.brotli && wants("br"), self.gzip && wants("gzip")) {
            (true, true) => Some("br,gzip"),
            (true, false) => Some("br"),
            (false, true) => Some("gzip"),
            (false, false) => (self.gzip || self.brotli).then_some("identity"),
        }
    }
}

/// Whether a header is CloudFront's to set: `CloudFront-Viewer-Country` and its like.
pub fn is_own(name: &str) -> bool {
    name.get(..11)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("cloudfront-"))
}

/// All of the viewer's cookies: HTTP/2 may carry each in a field of its own (RFC 9113, 8.2.3).
pub fn sent_cookies(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let mut sent = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok());
    let first = sent.next()?;
    Some(sent.fold(Cow::Borrowed(first), |all, more| {
        Cow::Owned(format!("{all}; {more}"))
    }))
}

/// The parameters that one of the selections takes, in the viewer's order; `None` when nothing is left.
pub fn select_query(selections: &[Selection], query: Option<&str>) -> Option<String> {
    let query = query?;
    if takes_everything(selections) {
        return Some(query.to_owned());
    }
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| takes(selections, pair.split('=').next().unwrap_or_default()))
        .collect();
    (!kept.is_empty()).then(|| kept.join("&"))
}

/// The cookies that one of the selections takes, sorted by name (cf C8); `None` when nothing is left.
pub fn select_cookies(selections: &[Selection], cookies: Option<&str>) -> Option<String> {
    let name = |cookie: &&str| cookie.split('=').next().unwrap_or_default().to_owned();
    let mut kept: Vec<&str> = cookies?
        .split(';')
        .map(str::trim)
        .filter(|c| !c.is_empty() && takes(selections, &name(c)))
        .collect();
    kept.sort_by_key(name);
    (!kept.is_empty()).then(|| kept.join("; "))
}

/// Whether nothing is left out.
pub fn takes_everything(selections: &[Selection]) -> bool {
    selections
        .iter()
        .any(|s| matches!(s, Selection::All | Selection::AllAnd(_)))
}

/// Names of parameters and cookies compare with case, unlike header names (cf C8).
fn takes(selections: &[Selection], name: &str) -> bool {
    selections.iter().any(|selection| match selection {
        Selection::None => false,
        Selection::All | Selection::AllAnd(_) => true,
        Selection::Listed(names) => names.iter().any(|n| n == name),
        Selection::AllExcept(names) => !names.iter().any(|n| n == name),
    })
}

#[cfg(test)]
mod unit {
    use super::*;
    use crate::facts::CountryCode;
    use crate::head::{BodyLength, Scheme};

    #[test]
    fn selections_cut_queries_and_cookies() {
        let listed = [Selection::Listed(vec!["b".to_owned()])];
        assert_eq!(select_query(&listed, Some("a=1&b=2&B=3")).as_deref(), Some("b=2"));
        assert_eq!(select_query(&[Selection::None], Some("a=1")), None);
        assert_eq!(
            select_cookies(&[Selection::All], Some("z=1; a=2;")).as_deref(),
            Some("a=2; z=1")
        );
        assert_eq!(select_cookies(&listed, Some("z=1")), None);
    }

    #[test]
    fn two_policies_selections_are_united() {
        let both = [
            Selection::Listed(vec!["a".to_owned()]),
            Selection::AllExcept(vec!["a".to_owned(), "c".to_owned()]),
        ];
        assert_eq!(
            select_query(&both, Some("c=3&b=2&a=1")).as_deref(),
            Some("b=2&a=1")
        );
        assert_eq!(
            select_cookies(&both, Some("c=3; b=2; a=1")).as_deref(),
            Some("a=1; b=2")
        );
    }

    #[test]
    fn cookies_of_several_fields_are_one_list() {
        let mut headers = HeaderMap::new();
        assert_eq!(sent_cookies(&headers), None);
        for crumb in ["b=2", "a=1"] {
            headers.append(COOKIE, crumb.parse().unwrap());
        }
        assert_eq!(sent_cookies(&headers).as_deref(), Some("b=2; a=1"));
    }

    #[test]
    fn a_country_in_the_key_is_the_edge_s_own() {
        let rules = KeyRules {
            headers: Selection::Listed(vec!["CloudFront-Viewer-Country".to_owned()]),
            cookies: Selection::None,
            query: Selection::None,
            gzip: false,
            brotli: false,
        };
        let key = |country, claimed: Option<&str>| {
            let mut head = Head {
                method: http::Method::GET,
                version: http::Version::HTTP_11,
                scheme: Scheme::Https,
                host: "d1.cloudfront.net".into(),
                port: None,
                target: http::uri::PathAndQuery::from_static("/x"),
                headers: HeaderMap::new(),
                body: BodyLength::None,
            };
            let facts = Facts {
                now: std::time::UNIX_EPOCH,
                viewer: ([198, 51, 100, 7], 40_000).into(),
                country: CountryCode::parse(country),
                draw: 7,
                tls: None,
            };
            if let Some(claimed) = claimed {
                head.headers
                    .insert("cloudfront-viewer-country", claimed.parse().unwrap());
            }
            rules.key("d1.cloudfront.net", &head, &facts)
        };
        assert_ne!(key("IE", None), key("US", None));
        assert_eq!(key("US", Some("IE")), key("US", None));
    }
}
