//! The answers that API Gateway makes itself, byte for byte where they are recorded (api A.4, A26-A27).
//!
//! Errors of the gateway say `message`, denials by policy say `Message`; integration errors have a space behind the
//! colon. Gateway responses that a user customised are not built (api C.7).

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::facts::Facts;
use crate::head::{ResponseHead, Tail};
use crate::step::Step;
use crate::{date, request_id};

pub const X_AMZN_REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
pub const X_AMZ_APIGW_ID: HeaderName = HeaderName::from_static("x-amz-apigw-id");
pub const X_AMZN_ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// An answer of API Gateway's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    status: u16,
    error: Option<&'static str>,
    content_type: &'static str,
    body: Bytes,
}

/// A denial by a policy: whose, and whether a statement said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    EndpointPolicyExplicit,
    EndpointPolicyImplicit,
    ResourcePolicyExplicit,
    ResourcePolicyImplicit,
}

impl Answered {
    fn json(status: u16, error: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            error: Some(error),
            content_type: "application/json",
            body: body.into(),
        }
    }

    fn plain(status: u16, body: &'static str) -> Self {
        Self {
            status,
            error: None,
            content_type: "text/plain",
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    pub fn respond<S>(self, facts: &Facts) -> Step<S> {
        let (head, tail) = self.parts(facts);
        Step::Respond(head, tail)
    }

    pub fn parts(self, facts: &Facts) -> (ResponseHead, Tail) {
        let mut headers = HeaderMap::with_capacity(8);
        stamp(&mut headers, facts);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        if let Some(error) = self.error {
            headers.insert(X_AMZN_ERROR_TYPE, HeaderValue::from_static(error));
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (ResponseHead { status, headers }, Tail::Bytes(self.body))
    }
}

/// What every answer of API Gateway carries.
pub fn stamp(headers: &mut HeaderMap, facts: &Facts) {
    headers.insert(DATE, date::header(facts.now));
    headers.insert(CONNECTION, HeaderValue::from_static("keep-alive"));
    for (name, id) in [
        (X_AMZN_REQUEST_ID, request_id::gateway(facts.draw)),
        (X_AMZ_APIGW_ID, request_id::gateway_extended(facts.draw)),
    ] {
        if let Ok(id) = HeaderValue::from_maybe_shared(Bytes::from(id)) {
            headers.insert(name, id);
        }
    }
}

/// Rows 1 to 3, 17, 18.
pub fn forbidden() -> Answered {
    Answered::json(403, "ForbiddenException", r#"{"message":"Forbidden"}"#)
}

/// Rows 4 and 10.
pub fn missing_token() -> Answered {
    Answered::json(
        403,
        "MissingAuthenticationTokenException",
        r#"{"message":"Missing Authentication Token"}"#,
    )
}

/// Row 5, in its older wording.
pub fn incomplete_signature(authorization: &str) -> Answered {
    let token = authorization
        .split_ascii_whitespace()
        .next_back()
        .unwrap_or_default();
    let message = format!(
        "'{token}' not a valid key=value pair (missing equal-sign) in Authorization header: '{authorization}'."
    );
    let body = format!(r#"{{"message":{}}}"#, serde_json::Value::String(message));
    Answered::json(403, "IncompleteSignatureException", body)
}

/// Rows 6, 8 and 9; `resource` has its account masked.
pub fn denied(denial: Denial, resource: &str) -> Answered {
    let clause = match denial {
        Denial::ResourcePolicyExplicit => " with an explicit deny in a resource-based policy",
        Denial::ResourcePolicyImplicit => {
            " because no resource-based policy allows the execute-api:Invoke action"
        }
        Denial::EndpointPolicyExplicit => " with an explicit deny in a VPC endpoint policy",
        Denial::EndpointPolicyImplicit => {
            " because no VPC endpoint policy allows the execute-api:Invoke action"
        }
    };
    let message = format!(
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: {resource}{clause}"
    );
    Answered::json(
        403,
        "AccessDeniedException",
        format!(r#"{{"Message":{}}}"#, serde_json::Value::String(message)),
    )
}

/// Row 16: an authorizer that gives no usable result; here one that is not built.
pub fn authorizer_error() -> Answered {
    Answered::json(500, "AuthorizerConfigurationException", r#"{"message":null}"#)
}

/// Row 23.
pub fn unsupported_media_type() -> Answered {
    Answered::json(
        415,
        "BadRequestException",
        r#"{"message":"Unsupported Media Type"}"#,
    )
}

/// Row 24a.
pub fn internal_error() -> Answered {
    Answered::json(
        500,
        "InternalServerErrorException",
        r#"{"message": "Internal server error"}"#,
    )
}

/// Row 25.
pub fn network_error() -> Answered {
    Answered::json(
        504,
        "InternalServerErrorException",
        r#"{"message": "Network error communicating with endpoint"}"#,
    )
}

/// Row 26.
pub fn integration_timeout() -> Answered {
    Answered::json(
        504,
        "InternalServerErrorException",
        r#"{"message": "Endpoint request timed out"}"#,
    )
}

/// Row 27.
pub fn body_too_large() -> Answered {
    Answered::plain(413, "HTTP content length exceeded 10485760 bytes.")
}

/// Row 29.
pub fn uri_too_long() -> Answered {
    Answered::plain(414, "Request URI too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_recorded_lengths() {
        let lengths = [
            (forbidden(), 23),
            (missing_token(), 42),
            (authorizer_error(), 16),
            (internal_error(), 36),
            (network_error(), 56),
            (integration_timeout(), 41),
        ];
        for (answer, length) in lengths {
            assert_eq!(answer.body.len(), length, "{answer:?}");
        }
    }

    #[test]
    fn a_strange_authorization_header_is_quoted() {
        let body = |header: &str| String::from_utf8(incomplete_signature(header).body.to_vec()).unwrap();
        assert_eq!(
            body("Bearer x"),
            r#"{"message":"'x' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer x'."}"#
        );
        assert!(body("a\"b").contains(r#"'a\"b'"#));
    }
}
