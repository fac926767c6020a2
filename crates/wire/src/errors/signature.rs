//! What AWS says of a request that is not signed, or not well: the same before every operation of a service, and different
//! from protocol to protocol.
//!
//! Query and REST-XML services have one set of codes, JSON services the set that ends in `Exception`, and EC2 a few of its
//! own which say less (`AuthFailure` for an unknown key and for a wrong signature alike). Statuses are those that callers
//! have met: 403, but 400 from JSON 1.0 and 1.1, and 401 or 400 from EC2.

use crate::{ApiError, Protocol};

/// No signature at all.
pub fn missing(protocol: Protocol) -> ApiError {
    match protocol {
        Protocol::RestJson => super::apigateway::missing_authentication_token(),
        Protocol::Ec2 => ApiError::new(
            "MissingAuthenticationToken",
            "Request is missing Authentication Token",
        )
        .with_status(403),
        _ => named(
            protocol,
            "MissingAuthenticationToken",
            "Request is missing Authentication Token",
        ),
    }
}

/// A signature that lacks a part. `text` is a sentence.
pub fn incomplete(protocol: Protocol, text: impl Into<String>) -> ApiError {
    match protocol {
        Protocol::Ec2 => ApiError::new("IncompleteSignature", text).with_status(403),
        _ => named(protocol, "IncompleteSignature", text),
    }
}

/// A key that nobody has, or a session token that is not the key's.
pub fn unknown_key(protocol: Protocol) -> ApiError {
    let text = "The security token included in the request is invalid.";
    match protocol {
        Protocol::Ec2 => auth_failure(),
        Protocol::Query | Protocol::RestXml => ApiError::new("InvalidClientTokenId", text).with_status(403),
        _ => named(protocol, "UnrecognizedClient", text),
    }
}

/// A session that is over.
pub fn expired_token(protocol: Protocol) -> ApiError {
    match protocol {
        Protocol::Ec2 => request_expired(),
        _ => named(
            protocol,
            "ExpiredToken",
            "The security token included in the request is expired",
        ),
    }
}

/// Signed too long ago, or in the future. `text` says which.
pub fn wrong_time(protocol: Protocol, text: impl Into<String>) -> ApiError {
    match protocol {
        Protocol::Ec2 => request_expired(),
        _ => does_not_match(protocol, text),
    }
}

/// Another secret, or a request that was changed after it was signed. API Gateway also says what it would have signed.
pub fn mismatch(protocol: Protocol, canonical_request: &str, string_to_sign: &str) -> ApiError {
    let text = "The request signature we calculated does not match the signature you provided. \
                Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
    match protocol {
        Protocol::Ec2 => auth_failure(),
        Protocol::RestJson => {
            let text = format!(
                "{text}\n\nThe Canonical String for this request should have been\n'{canonical_request}'\n\n\
                 The String-to-Sign should have been\n'{string_to_sign}'\n"
            );
            does_not_match(protocol, text)
        }
        _ => does_not_match(protocol, text),
    }
}

/// A scope or date that contradicts the request. `text` is a sentence.
pub fn wrong_scope(protocol: Protocol, text: impl Into<String>) -> ApiError {
    match protocol {
        Protocol::Ec2 => auth_failure(),
        _ => does_not_match(protocol, text),
    }
}

fn does_not_match(protocol: Protocol, text: impl Into<String>) -> ApiError {
    match protocol {
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 => named(protocol, "InvalidSignature", text),
        _ => ApiError::new("SignatureDoesNotMatch", text).with_status(403),
    }
}

fn auth_failure() -> ApiError {
    let text = "AWS was not able to validate the provided access credentials";
    ApiError::new("AuthFailure", text).with_status(401)
}

fn request_expired() -> ApiError {
    ApiError::new("RequestExpired", "Request has expired.").with_status(400)
}

/// A code that JSON services end in `Exception`.
fn named(protocol: Protocol, code: &'static str, text: impl Into<String>) -> ApiError {
    match protocol {
        Protocol::RestJson => ApiError::new(format!("{code}Exception"), text).with_status(403),
        Protocol::Json10 | Protocol::Json11 => {
            ApiError::new(format!("{code}Exception"), text).with_status(400)
        }
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => ApiError::new(code, text).with_status(403),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_has_its_own_words() {
        let said = |error: ApiError| (error.code.into_owned(), error.status);
        for (protocol, code, status) in [
            (Protocol::Query, "SignatureDoesNotMatch", 403),
            (Protocol::RestXml, "SignatureDoesNotMatch", 403),
            (Protocol::Ec2, "AuthFailure", 401),
            (Protocol::RestJson, "InvalidSignatureException", 403),
            (Protocol::Json11, "InvalidSignatureException", 400),
        ] {
            assert_eq!(said(mismatch(protocol, "", "")), (code.to_owned(), Some(status)));
        }
        assert_eq!(
            said(unknown_key(Protocol::Json11)).0,
            "UnrecognizedClientException"
        );
        assert_eq!(said(wrong_time(Protocol::Ec2, "")).0, "RequestExpired");
        assert_eq!(
            said(missing(Protocol::RestJson)).0,
            "MissingAuthenticationTokenException"
        );
    }
}
