//! The response headers policies that AWS manages, by their ids (cf D).

use std::sync::OnceLock;

use time::OffsetDateTime;

use crate::id::ResponseHeadersPolicyId;
use crate::response_headers_policy::{
    Cors, ResponseHeadersPolicy, SecurityHeaders, StrictTransportSecurity, XssProtection,
};

/// Every managed response headers policy.
pub fn policies() -> &'static [ResponseHeadersPolicy] {
    static ALL: OnceLock<Vec<ResponseHeadersPolicy>> = OnceLock::new();
    ALL.get_or_init(|| {
        [
            (
                "SimpleCORS",
                "60669652-455b-4ae9-85a4-c4c02393f86c",
                Some(simple()),
                None,
            ),
            (
                "CORS-With-Preflight",
                "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
                Some(preflight()),
                None,
            ),
            (
                "SecurityHeadersPolicy",
                "67f7725c-6f97-4210-82d7-5512b31e9d03",
                None,
                Some(security()),
            ),
            (
                "CORS-and-SecurityHeadersPolicy",
                "e61eb60c-9c35-4d20-a928-2b84e02af89c",
                Some(simple()),
                Some(security()),
            ),
            (
                "CORS-with-preflight-and-SecurityHeadersPolicy",
                "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
                Some(preflight()),
                Some(security()),
            ),
        ]
        .into_iter()
        .filter_map(|(name, id, cors, security)| {
            Some(ResponseHeadersPolicy {
                id: ResponseHeadersPolicyId::parse(id)?,
                account: None,
                etag: "E23ZP02F085DFQ".to_owned(),
                modified: OffsetDateTime::UNIX_EPOCH,
                name: format!("Managed-{name}"),
                comment: String::new(),
                cors,
                security,
                server_timing: None,
                custom: None,
                removed: None,
            })
        })
        .collect()
    })
}

pub fn policy(id: &ResponseHeadersPolicyId) -> Option<&'static ResponseHeadersPolicy> {
    policies().iter().find(|policy| policy.id == *id)
}

fn simple() -> Cors {
    Cors {
        allow_origins: all(),
        allow_headers: Vec::new(),
        allow_methods: Vec::new(),
        allow_credentials: false,
        expose_headers: None,
        max_age: None,
        overrides: false,
    }
}

fn preflight() -> Cors {
    Cors {
        allow_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
            .map(str::to_owned)
            .to_vec(),
        expose_headers: Some(all()),
        ..simple()
    }
}

fn all() -> Vec<String> {
    vec!["*".to_owned()]
}

fn security() -> SecurityHeaders {
    SecurityHeaders {
        xss_protection: Some(XssProtection {
            overrides: false,
            protection: true,
            mode_block: Some(true),
            report_uri: None,
        }),
        frame_options: Some(("SAMEORIGIN".to_owned(), false)),
        referrer_policy: Some(("strict-origin-when-cross-origin".to_owned(), false)),
        content_security_policy: None,
        content_type_options: Some(true),
        strict_transport_security: Some(StrictTransportSecurity {
            overrides: false,
            max_age: 31_536_000,
            include_subdomains: None,
            preload: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_managed_policy_is_there() {
        assert_eq!(policies().len(), 5);
        let id = ResponseHeadersPolicyId::parse("67f7725c-6f97-4210-82d7-5512b31e9d03").unwrap();
        assert_eq!(policy(&id).unwrap().name, "Managed-SecurityHeadersPolicy");
    }
}
