//! A request in the one form that both sides sign.
//!
//! Clients differ in two places: some leave dots and doubled slashes in a path as they are, some sign a query as they sent
//! it. So there is more than one form, each of which covers the whole request.

use std::fmt::Write;

use aws_lc_rs::digest;
use http::request::Parts;

use super::presented::{Place, Presented};

/// The forms that a client may have signed, the specification's first.
pub(super) struct Canonical {
    pub(super) requests: Vec<String>,
}

impl Canonical {
    pub(super) fn of(parts: &Parts, body: &[u8], presented: &Presented) -> Self {
        let presigned = matches!(presented.place, Place::Query { .. });
        let tail = format!(
            "{}\n{}\n{}",
            headers(parts, &presented.headers),
            presented.headers.join(";"),
            payload(parts, body)
        );
        let raw = parts.uri.query().unwrap_or_default();
        let paths = forms(&normalized(parts.uri.path()), parts.uri.path(), encoded_path);
        let queries = forms(
            &sorted(raw, presigned, true),
            &sorted(raw, presigned, false),
            str::to_owned,
        );
        let mut requests = Vec::new();
        for path in &paths {
            for query in &queries {
                requests.push(format!("{}\n{path}\n{query}\n{tail}", parts.method));
            }
        }
        Self { requests }
    }
}

/// The first value of a header, if it is text.
pub(super) fn header(parts: &Parts, name: &str) -> Option<String> {
    let value = parts.headers.get(name)?.to_str().ok()?;
    Some(value.trim().to_owned())
}

/// The first value of a query parameter.
pub(super) fn parameter(parts: &Parts, name: &str) -> Option<String> {
    let mut pairs = parts.uri.query().unwrap_or_default().split('&');
    let raw = pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    String::from_utf8(decoded(raw)).ok()
}

pub(super) fn hex_digest(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest::digest(&digest::SHA256, bytes).as_ref() {
        // Writing into a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What the body counts as. A caller may leave it unsigned, and says so in a header.
fn payload(parts: &Parts, body: &[u8]) -> String {
    const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
    match header(parts, "x-amz-content-sha256") {
        Some(value) if value == UNSIGNED => value,
        _ => hex_digest(body),
    }
}

/// `name:value` for each signed header: values trimmed, runs of spaces made one, several of one name joined.
fn headers(parts: &Parts, names: &[String]) -> String {
    let mut text = String::new();
    for name in names {
        let mut values: Vec<String> = parts
            .headers
            .get_all(name.as_str())
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect();
        if values.is_empty()
            && (name == "host" || name == ":authority")
            && let Some(authority) = parts.uri.authority()
        {
            values.push(authority.to_string());
        }
        let value: Vec<String> = values
            .iter()
            .map(|value| value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let _ = writeln!(text, "{name}:{}", value.join(","));
    }
    text
}

fn forms(one: &str, other: &str, form: impl Fn(&str) -> String) -> Vec<String> {
    let mut forms = vec![form(one)];
    if one != other {
        forms.push(form(other));
    }
    forms
}

/// Without `.`, `..` and empty parts (RFC 3986, 5.2.4).
fn normalized(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end)) && !parts.is_empty();
    format!("/{}{}", parts.join("/"), if folder { "/" } else { "" })
}

/// A path is encoded once more than it is on the wire, slashes excepted.
fn encoded_path(path: &str) -> String {
    let parts: Vec<String> = path.split('/').map(|part| encoded(part.as_bytes())).collect();
    parts.join("/")
}

/// The parameters in the order of their names, then of their values; that of the signature left out.
fn sorted(query: &str, presigned: bool, recoded: bool) -> String {
    let text = |raw: &str| match recoded {
        true => encoded(&decoded(raw)),
        false => raw.to_owned(),
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(name, _)| !(presigned && *name == "X-Amz-Signature"))
        .map(|(name, value)| (text(name), text(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// Everything but RFC 3986's unreserved characters as `%XX`.
fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(*byte));
            }
            byte => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// What stands behind `%XX`; a percent sign that begins none stands for itself.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = tail.first_chunk::<2>().filter(|_| *first == b'%');
        let value = escape
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}
