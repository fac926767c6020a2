//! X-Amzn-Trace-Id as a balancer passes it on (api E19).
//!
//! Without a `Root` it begins a trace; with one it puts its own `Self` in front, in place of another's; other fields
//! stay. A header over 7 KB is replaced by a new root.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::dim::seconds;
use crate::facts::Facts;
use crate::request_id;

pub const X_AMZN_TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

const LIMIT: usize = 7 * 1024;

pub fn keep(headers: &mut HeaderMap, facts: &Facts) {
    let root = request_id::trace_root(facts.draw, seconds(facts));
    let value = match headers.get(X_AMZN_TRACE_ID).and_then(|value| value.to_str().ok()) {
        Some(before) if before.len() <= LIMIT => extended(before, &root),
        _ => root,
    };
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(X_AMZN_TRACE_ID, value);
    }
}

fn extended(before: &str, root: &str) -> String {
    let fields = || before.split(';').map(str::trim).filter(|field| !field.is_empty());
    let own = root.strip_prefix("Root=").unwrap_or(root);
    let mut out = match fields().any(|field| field.starts_with("Root=")) {
        true => format!("Self={own}"),
        false => root.to_owned(),
    };
    for field in fields().filter(|field| !field.starts_with("Self=")) {
        out.push(';');
        out.push_str(field);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_trace() {
        let check = |before: &str, after: &str| assert_eq!(extended(before, "Root=1-2-3"), after, "{before}");
        check("Root=1-a-b", "Self=1-2-3;Root=1-a-b");
        check(
            "Self=1-x-y;Root=1-a-b;CalledFrom=app",
            "Self=1-2-3;Root=1-a-b;CalledFrom=app",
        );
        check("CalledFrom=app", "Root=1-2-3;CalledFrom=app");
    }
}
