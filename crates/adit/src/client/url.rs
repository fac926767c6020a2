//! A URL's parts, as far as a request needs them (RFC 3986).

use std::str::FromStr;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    pub(crate) https: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Path and query; begins with `/`.
    pub(crate) target: String,
}

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (https, rest) = match text.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            _ => return Err(format!("`{text}` is no http:// or https:// URL")),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| format!("`{port}` is no port"))?),
            None => (authority, if https { 443 } else { 80 }),
        };
        if host.is_empty() || host.contains(['@', ' ']) {
            return Err(format!("`{authority}` is no host"));
        }
        let target = target.split('#').next().unwrap_or_default();
        let target = if target.starts_with('/') {
            target.to_owned()
        } else {
            format!("/{target}")
        };
        if target.bytes().any(|b| b <= b' ' || b == 127) {
            return Err("the URL holds a space or a control character".to_owned());
        }
        Ok(Self {
            https,
            host: host.to_owned(),
            port,
            target,
        })
    }
}

impl Url {
    /// The Host header's value.
    pub(crate) fn authority(&self) -> String {
        match (self.https, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            (_, port) => format!("{}:{port}", self.host),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_parsed() {
        let url: Url = "https://d1.cloudfront.net/v1/x?a=b#c".parse().unwrap();
        assert_eq!(
            (url.https, url.port, url.target.as_str()),
            (true, 443, "/v1/x?a=b")
        );
        let url: Url = "http://h:8080?q".parse().unwrap();
        assert_eq!((url.authority().as_str(), url.target.as_str()), ("h:8080", "/?q"));
        for bad in [
            "d1.cloudfront.net",
            "ftp://x/",
            "https:///x",
            "https://h/a b",
            "https://h:x/",
        ] {
            assert!(bad.parse::<Url>().is_err(), "{bad}");
        }
    }
}
