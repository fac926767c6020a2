//! Whether a name of a certificate covers a host: equal without regard to case, or a wildcard in place of the whole
//! leftmost label (RFC 6125, cf B7) with at least two labels behind it, as OpenSSL and webpki want it. Addresses are
//! not matched; an origin is named.

/// `*.example.com` covers `api.example.com`, neither `example.com` nor `a.b.example.com`.
pub fn covers(name: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    match name.strip_prefix("*.") {
        Some(parent) => host.split_once('.').is_some_and(|(label, rest)| {
            !label.is_empty() && parent.contains('.') && rest.eq_ignore_ascii_case(parent)
        }),
        None => !host.is_empty() && name.eq_ignore_ascii_case(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_one_label() {
        for (name, host, expected) in [
            ("api.example.com", "API.example.com", true),
            ("api.example.com", "api.example.com.", true),
            ("api.example.com", "example.com", false),
            ("*.example.com", "api.Example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("*.example.com", ".example.com", false),
            ("*.example", "api.example", false),
            ("a*.example.com", "ab.example.com", false),
            ("", "", false),
        ] {
            assert_eq!(covers(name, host), expected, "{name} {host}");
        }
    }
}
