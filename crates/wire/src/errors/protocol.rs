//! What a protocol refuses before any service looks: requests that cannot be parsed, routed or converted.

use crate::path::lower_camel;
use crate::{ApiError, Path, Protocol, Service};

/// A body, query or path that does not parse. `text` is a sentence.
pub fn malformed(protocol: Protocol, text: impl Into<String>) -> ApiError {
    let code = match protocol {
        Protocol::Query | Protocol::Ec2 => "MalformedQueryString",
        Protocol::RestXml => "MalformedXML",
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 => "SerializationException",
    };
    ApiError::new(code, text).with_status(400)
}

/// A body larger than is read.
pub fn oversized(protocol: Protocol) -> ApiError {
    let code = match protocol {
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => "RequestEntityTooLarge",
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 => "RequestEntityTooLargeException",
    };
    ApiError::new(code, "The request body is too large.").with_status(413)
}

/// A value that does not convert. `token` is AWS's name of what was found (`STRING_VALUE`), `shown` the value, and
/// `wanted` has its article (`an Integer`).
pub fn ill_typed(path: &Path<'_>, token: &str, shown: &str, wanted: &str) -> ApiError {
    let text = format!("{token} can not be converted to {wanted}");
    match path.service().protocol() {
        Protocol::Ec2 => super::ec2::invalid_value(
            shown,
            lower_camel(path.last_member()),
            format!("It cannot be converted to {wanted}."),
        ),
        Protocol::Query | Protocol::RestXml => ApiError::new("MalformedInput", text).with_status(400),
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 => {
            ApiError::new("SerializationException", text).with_status(400)
        }
    }
}

/// An action, target or path that the service does not have.
pub fn unknown_operation(service: Service, action: &str, version: &str) -> ApiError {
    match service.protocol() {
        Protocol::Ec2 => ApiError::new(
            "InvalidAction",
            format!("The action {action} is not valid for this web service."),
        ),
        Protocol::Query => {
            let text = format!("Could not find operation {action} for version {version}");
            ApiError::new("InvalidAction", text)
        }
        Protocol::RestJson => super::apigateway::missing_authentication_token(),
        Protocol::RestXml => ApiError::new(
            "UnknownOperationException",
            "The requested operation does not exist.",
        )
        .with_status(404),
        Protocol::Json10 | Protocol::Json11 => ApiError::new(
            "UnknownOperationException",
            "The requested operation does not exist.",
        ),
    }
}

/// A query request without an `Action`.
pub fn missing_action() -> ApiError {
    ApiError::new("MissingAction", "The request must contain the parameter Action").with_status(400)
}

/// A request for a service whose model is not carried, or for none that can be told.
pub fn unknown_service(protocol: Protocol, name: Option<&str>) -> ApiError {
    let code = match protocol {
        Protocol::Query | Protocol::Ec2 => "InvalidAction",
        Protocol::RestXml | Protocol::RestJson | Protocol::Json10 | Protocol::Json11 => {
            "UnknownOperationException"
        }
    };
    let text = match name {
        Some(name) => format!("The service {name} is not supported."),
        None => "The service cannot be told from the request.".to_owned(),
    };
    ApiError::new(code, text).with_status(400)
}

/// An `Authorization` header or `X-Amz-Credential` that is not of a signature's form.
pub fn incomplete_signature() -> ApiError {
    let text = "Authorization header requires 'Credential' parameter in the form KEY/DATE/REGION/SERVICE/aws4_request.";
    ApiError::new("IncompleteSignature", text).with_status(403)
}
