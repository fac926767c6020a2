//! What makes two requests the same object: distribution, path, and what the cache policy selects (cf C8).

use adit_model::cache_policy::Selection;
use bytes::Bytes;

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
    pub fn key(&self, domain: &str, head: &Head) -> CacheKey {
        let mut out = Vec::with_capacity(96);
        let mut part = |tag: u8, bytes: &[u8]| {
            out.push(tag);
            out.extend_from_slice(bytes);
            out.push(0);
        };
        part(b'm', head.method.as_str().as_bytes());
        part(b'd', domain.as_bytes());
        part(b'p', head.path().as_bytes());
        if let Some(query) = select_query(&self.query, head.query()) {
            part(b'q', query.as_bytes());
        }
        if let Selection::Listed(names) = &self.headers {
            for name in names {
                part(b'h', name.as_bytes());
                if name.eq_ignore_ascii_case("host") {
                    part(b'v', head.host.as_bytes());
                }
                for value in head.headers.get_all(name.as_str()) {
                    part(b'v', value.as_bytes());
                }
            }
        }
        if let Some(cookies) = select_cookies(&self.cookies, head.header("cookie")) {
            part(b'c', cookies.as_bytes());
        }
        if let Some(encoding) = self.accept_encoding(head) {
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

/// The selected parameters, in the viewer's order; `None` when nothing is left.
pub fn select_query(selection: &Selection, query: Option<&str>) -> Option<String> {
    let query = query?;
    match selection {
        Selection::None => None,
        Selection::All | Selection::AllAnd(_) => Some(query.to_owned()),
        _ => {
            // Names compare with case here, unlike header names (cf C8).
            let takes = |pair: &&str| {
                let name = pair.split('=').next().unwrap_or_default();
                match selection {
                    Selection::Listed(names) => names.iter().any(|n| n == name),
                    Selection::AllExcept(names) => !names.iter().any(|n| n == name),
                    _ => true,
                }
            };
            let kept: Vec<&str> = query.split('&').filter(takes).collect();
            (!kept.is_empty()).then(|| kept.join("&"))
        }
    }
}

/// The selected cookies, sorted by name (cf C8); `None` when nothing is left.
pub fn select_cookies(selection: &Selection, cookies: Option<&str>) -> Option<String> {
    let cookies = cookies?;
    let takes = |name: &str| match selection {
        Selection::None => false,
        Selection::All | Selection::AllAnd(_) => true,
        Selection::Listed(names) => names.iter().any(|n| n == name),
        Selection::AllExcept(names) => !names.iter().any(|n| n == name),
    };
    let mut kept: Vec<&str> = cookies
        .split(';')
        .map(str::trim)
        .filter(|c| takes(c.split('=').next().unwrap_or_default()))
        .collect();
    kept.sort_unstable();
    (!kept.is_empty()).then(|| kept.join("; "))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn selections_cut_queries_and_cookies() {
        let listed = Selection::Listed(vec!["b".to_owned()]);
        assert_eq!(select_query(&listed, Some("a=1&b=2&B=3")).as_deref(), Some("b=2"));
        assert_eq!(select_query(&Selection::None, Some("a=1")), None);
        assert_eq!(
            select_cookies(&Selection::All, Some("z=1; a=2")).as_deref(),
            Some("a=2; z=1")
        );
        assert_eq!(select_cookies(&listed, Some("z=1")), None);
    }
}
