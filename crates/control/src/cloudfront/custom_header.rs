//! Headers that CloudFront sets on every request to an origin: which names it refuses, and the limits (cf B12).

use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity;

const MAX_HEADERS: usize = 30;
const MAX_NAME: usize = 256;
const MAX_VALUE: usize = 1783;
const MAX_ALL: usize = 10_240;

const FORBIDDEN: [&str; 23] = [
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "pragma",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "request-range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-real-ip",
];
const FORBIDDEN_PREFIXES: [&str; 2] = ["x-amz-", "x-edge-"];

view! {
    pub(super) struct CustomHeaders: "cloudfront"/"CustomHeaders" {
        quantity: i64 = "Quantity",
        items: Vec<CustomHeader> = "Items",
    }
}
view! {
    pub(super) struct CustomHeader: "cloudfront"/"OriginCustomHeader" {
        name: String = "HeaderName",
        value: String = "HeaderValue",
    }
}

/// Names with their values, in the caller's order and case.
pub(super) fn read(headers: Option<CustomHeaders>) -> Result<Vec<(String, String)>, ApiError> {
    let Some(headers) = headers else {
        return Ok(Vec::new());
    };
    let headers = quantity::items(headers.quantity, headers.items)?;
    if headers.len() > MAX_HEADERS {
        return Err(errors::cloudfront::too_many_custom_headers());
    }
    let mut read: Vec<(String, String)> = Vec::new();
    for CustomHeader { name, value } in headers {
        check_name(&name)?;
        if value.len() > MAX_VALUE || !value.bytes().all(|b| b == b'\t' || (b' '..=b'~').contains(&b)) {
            let reason = format!("for {name} must have at most {MAX_VALUE} printable characters");
            return Err(errors::cloudfront::parameter_invalid("HeaderValue", reason));
        }
        if read.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
            return Err(errors::cloudfront::parameter_invalid(
                "HeaderName",
                format!("{name} is used twice"),
            ));
        }
        read.push((name, value));
    }
    if read
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum::<usize>()
        > MAX_ALL
    {
        return Err(errors::cloudfront::too_many_custom_headers());
    }
    Ok(read)
}

/// `CustomHeaders` as answered.
pub(super) fn show(headers: &[(String, String)]) -> Record {
    let shown = |(name, value): &(String, String)| record! { "HeaderName" => name, "HeaderValue" => value };
    quantity::list(headers.iter().map(shown).collect::<Vec<_>>())
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let lower = name.to_ascii_lowercase();
    let forbidden =
        FORBIDDEN.contains(&lower.as_str()) || FORBIDDEN_PREFIXES.iter().any(|p| lower.starts_with(p));
    let well_formed = (1..=MAX_NAME).contains(&name.len()) && name.bytes().all(token);
    if forbidden || !well_formed {
        Err(errors::cloudfront::custom_header_forbidden(name))
    } else {
        Ok(())
    }
}
