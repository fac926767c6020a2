//! Percent-decoding that refuses what it cannot decode, unlike the lenient kind that browsers need.

use crate::errors::protocol::malformed;
use crate::{ApiError, Protocol};

/// The most fields that a form may have; AWS's own limits on lists are far below.
pub(super) const MAX_FIELDS: usize = 20_000;

/// Decodes `%XX`, and `+` as a space where `plus` says so. `None` for a bad escape or bad UTF-8.
pub(super) fn percent(text: &str, plus: bool) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            b'+' if plus => b' ',
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

/// Splits a form or query string into decoded pairs.
pub(super) fn pairs(text: &str, protocol: Protocol) -> Result<Vec<(String, String)>, ApiError> {
    let mut pairs = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if pairs.len() >= MAX_FIELDS {
            return Err(malformed(
                protocol,
                format!("The request has more than {MAX_FIELDS} parameters."),
            ));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = percent(name, true).zip(percent(value, true));
        pairs.push(decoded.ok_or_else(|| malformed(protocol, "The query string contains a syntax error."))?);
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_escapes_decode_and_bad_ones_are_refused() {
        assert_eq!(percent("a%2Fb+c%C3%A9", true).as_deref(), Some("a/b cé"));
        assert_eq!(percent("a+b", false).as_deref(), Some("a+b"));
        for bad in ["%", "%2", "%zz", "%+1", "%C3", "%FF"] {
            assert_eq!(percent(bad, true), None, "{bad}");
        }
        let found = pairs("a=1&b&&c=%20", Protocol::Query).unwrap();
        assert_eq!(
            found,
            [("a", "1"), ("b", ""), ("c", " ")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert!(pairs("a=%", Protocol::Query).is_err());
        assert!(pairs(&"a&".repeat(MAX_FIELDS + 1), Protocol::Query).is_err());
    }
}
