//! Policies that nobody manages: which origins are allowed, and what is removed before anything is added.

use adit_model::managed_response_headers;
use adit_model::response_headers_policy::{CustomHeader, StrictTransportSecurity};
use adit_rules::testing::check_agreement;
use adit_rules::{Point, Value};

use super::*;

/// One that does nothing.
fn policy() -> ResponseHeadersPolicy {
    ResponseHeadersPolicy {
        name: "mine".to_owned(),
        cors: None,
        security: None,
        ..managed_response_headers::policies()[0].clone()
    }
}

fn facts() -> Facts {
    Facts {
        now: std::time::SystemTime::UNIX_EPOCH,
        viewer: ([198, 51, 100, 7], 40_000).into(),
        country: None,
        draw: 1,
        tls: None,
    }
}

fn applied(
    policy: &ResponseHeadersPolicy,
    grant: Option<&Grant>,
    headers: &[(&'static str, &str)],
) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, value.parse().unwrap());
    }
    compile(policy).apply(&mut map, grant, &facts());
    map
}

/// A request that has nothing but an origin.
struct From(&'static str);

impl Point<Dim> for From {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match dim {
            Dim::Header(name) if &**name == "origin" => Value::Text(self.0),
            Dim::Method => Value::Text("GET"),
            _ => Value::Absent,
        }
    }
}

#[test]
fn origins_are_allowed_as_awss_table_says() {
    for (allowed, origin, granted) in [
        ("https://www.example.org", "https://www.example.org", true),
        ("https://www.example.org", "http://www.example.org", false),
        ("http://*.example.org", "http://test.example.org", true),
        ("http://*.example.org", "https://test.example.org", false),
        ("http://*.example.org", "http://test.example.org:123", false),
        ("*.example.org", "test.example.org", true),
        ("*.example.org", "https://test.example.org", false),
        ("http://example.org:*", "http://example.org:123", true),
        ("http://example.org:*", "http://example.org", false),
    ] {
        let cors = Cors {
            allow_origins: vec!["https://other.example".to_owned(), allowed.to_owned()],
            allow_headers: vec!["X-A".to_owned()],
            allow_methods: vec!["ALL".to_owned()],
            allow_credentials: true,
            expose_headers: None,
            max_age: Some(600),
            overrides: true,
        };
        let compiled = compile(&ResponseHeadersPolicy {
            cors: Some(cors),
            ..policy()
        });
        check_agreement(&compiled.cors, &Guard::any()).unwrap();
        let decided = compiled.cors.eval(&From(origin));
        let wanted = match granted {
            true => CorsOutcome::Granted {
                any_origin: false,
                preflight: false,
            },
            false => CorsOutcome::Silent,
        };
        assert_eq!(*decided.outcome, wanted, "{allowed} {origin}");
    }
}

#[test]
fn what_is_removed_goes_first_and_cloudfront_names_itself() {
    let removing = ResponseHeadersPolicy {
        removed: Some(vec![
            "Server".to_owned(),
            "X-Powered-By".to_owned(),
            "X-Kept".to_owned(),
        ]),
        custom: Some(vec![CustomHeader {
            name: "X-Kept".to_owned(),
            value: "ours".to_owned(),
            overrides: false,
        }]),
        security: Some(SecurityHeaders {
            strict_transport_security: Some(StrictTransportSecurity {
                overrides: true,
                max_age: 60,
                include_subdomains: Some(true),
                preload: Some(true),
            }),
            xss_protection: Some(XssProtection {
                overrides: false,
                protection: true,
                mode_block: None,
                report_uri: Some("https://example.com/r".to_owned()),
            }),
            ..SecurityHeaders::default()
        }),
        ..policy()
    };
    let headers = applied(
        &removing,
        None,
        &[
            ("server", "nginx"),
            ("x-powered-by", "php"),
            ("x-kept", "origin's"),
        ],
    );
    assert_eq!(headers["server"], "CloudFront");
    assert!(!headers.contains_key("x-powered-by"));
    assert_eq!(headers["x-kept"], "ours");
    assert_eq!(
        headers["strict-transport-security"],
        "max-age=60; includeSubDomains; preload"
    );
    assert_eq!(headers["x-xss-protection"], "1; report=https://example.com/r");
}

#[test]
fn cors_headers_replace_the_origins_where_they_override() {
    let cors = |overrides| ResponseHeadersPolicy {
        cors: Some(Cors {
            allow_origins: vec!["https://a.example".to_owned()],
            allow_headers: vec!["X-A".to_owned(), "X-B".to_owned()],
            allow_methods: vec!["ALL".to_owned()],
            allow_credentials: true,
            expose_headers: Some(vec!["X-C".to_owned()]),
            max_age: Some(600),
            overrides,
        }),
        ..policy()
    };
    let grant = || {
        Some(Grant {
            origin: HeaderValue::from_static("https://a.example"),
            preflight: true,
        })
    };
    let own = [("access-control-allow-origin", "*")];
    let headers = applied(&cors(true), grant().as_ref(), &own);
    for (name, value) in [
        ("access-control-allow-origin", "https://a.example"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", ALL_METHODS),
        ("access-control-allow-headers", "X-A, X-B"),
        ("access-control-expose-headers", "X-C"),
        ("access-control-max-age", "600"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    let headers = applied(&cors(false), grant().as_ref(), &own);
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert!(!headers.contains_key("access-control-allow-methods"));
}
