//! Every error that Adit answers, by name: AWS's code and text stand here once and nowhere else.
//!
//! A file for each service, and here what all of them share. Texts that AWS is not known to publish are our own
//! and end in a full stop as AWS's do; docs/semantics.md names them. Statuses come from the service model
//! unless one is given.

pub mod acm;
pub mod apigateway;
pub mod cloudfront;
pub mod ec2;
pub mod elbv2;
pub mod iam;
pub mod logs;
pub mod protocol;
pub mod route53;
pub mod signature;
pub mod sts;

use crate::path::lower_camel;
use crate::{ApiError, Path, Protocol, Service, Value};

/// Defines errors of one service: `name(arguments) => "Code", "text with {arguments}"`, with `@ status` before the
/// code where the model gives none.
macro_rules! errors {
    ($(
        $(#[$doc:meta])*
        $name:ident($($arg:ident),*) => $(@ $status:literal)? $code:literal, $text:literal;
    )+) => {
        $(
            $(#[$doc])*
            pub fn $name($($arg: impl std::fmt::Display),*) -> crate::ApiError {
                crate::ApiError::new($code, format!($text))$(.with_status($status))?
            }
        )+
    };
}
use errors;

/// A member that was sent and that nothing honours.
pub fn unsupported_member(path: &Path<'_>) -> ApiError {
    ApiError::new(
        unsupported_code(path.service()),
        format!("The parameter {path} is not supported."),
    )
}

/// A value that the operation's handler does not honour, of a member that it does.
pub fn unsupported_value(path: &Path<'_>, value: &str) -> ApiError {
    let text = format!("The value {value} for parameter {path} is not supported.");
    ApiError::new(unsupported_code(path.service()), text)
}

/// An operation that the model has and nobody implements. The status is one that no SDK retries.
pub fn unimplemented_operation(service: Service, operation: &str) -> ApiError {
    let text = format!(
        "The operation {operation} of {} is not supported.",
        service.name()
    );
    ApiError::new(unsupported_code(service), text).with_status(400)
}

/// A required member that was not sent.
pub fn missing_member(path: &Path<'_>) -> ApiError {
    match path.service() {
        Service::Ec2 => ec2::missing_parameter(path),
        service => invalid_input(
            service,
            &[format!(
                "Value null at '{path}' failed to satisfy constraint: Member must not be null"
            )],
        ),
    }
}

/// A value of another kind, or one that does not fit the kind's width.
pub fn wrong_kind(path: &Path<'_>, wanted: &str, found: &Value) -> ApiError {
    match path.service() {
        Service::Ec2 => {
            let shown = match found {
                Value::Int(int) => int.to_string(),
                other => other.kind().to_owned(),
            };
            ec2::invalid_value(
                shown,
                lower_camel(path.last_member()),
                format!("It must be a {wanted}."),
            )
        }
        service => {
            let text = format!("The value at '{path}' is a {}, not a {wanted}.", found.kind());
            match service.protocol() {
                Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => {
                    ApiError::new("SerializationException", text)
                }
                _ => invalid_input(service, &[text]),
            }
        }
    }
}

/// What the services of AWS's common framework answer to broken constraints; each of `broken` is one sentence.
pub fn invalid_input(service: Service, broken: &[String]) -> ApiError {
    let code = match service {
        Service::Acm | Service::ApiGateway => "ValidationException",
        Service::CloudFront => "MalformedXML",
        Service::Ec2 => "InvalidParameterValue",
        Service::Elbv2 | Service::Iam | Service::Sts => "ValidationError",
        Service::Logs => "InvalidParameterException",
        Service::Route53 => "InvalidInput",
    };
    let (count, plural) = (broken.len(), if broken.len() == 1 { "" } else { "s" });
    ApiError::new(
        code,
        format!("{count} validation error{plural} detected: {}", broken.join("; ")),
    )
    .with_status(400)
}

/// A failure of ours. Its cause belongs in the log, not in the answer.
pub fn internal_failure(service: Service) -> ApiError {
    let code = match service {
        Service::Ec2 => "InternalError",
        Service::ApiGateway | Service::Acm => "InternalServerException",
        Service::Iam => "ServiceFailure",
        Service::Logs => "ServiceUnavailableException",
        Service::CloudFront | Service::Elbv2 | Service::Route53 | Service::Sts => "InternalFailure",
    };
    ApiError::internal(
        code,
        "The request processing has failed because of an unknown error, exception or failure.",
    )
}

const fn unsupported_code(service: Service) -> &'static str {
    match service {
        Service::Ec2 | Service::CloudFront => "UnsupportedOperation",
        Service::Elbv2 => "OperationNotPermitted",
        Service::ApiGateway => "BadRequestException",
        Service::Acm => "ValidationException",
        Service::Iam | Service::Sts => "ValidationError",
        Service::Logs => "InvalidParameterException",
        Service::Route53 => "InvalidInput",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_carry_awss_words() {
        let error = ec2::vpc_not_found("vpc-1");
        assert_eq!(
            error.to_string(),
            "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist"
        );
        let root = Path::root(Service::Acm);
        assert_eq!(
            missing_member(&root.member("DomainName")).message,
            "1 validation error detected: Value null at 'domainName' failed to satisfy constraint: \
             Member must not be null"
        );
        assert_eq!(ec2::dry_run().status, Some(412));
        assert_eq!(
            unimplemented_operation(Service::Elbv2, "AddTrustStoreRevocations").code,
            "OperationNotPermitted"
        );
    }
}
