//! STS's errors, and what every service says of temporary credentials.

use super::errors;
use crate::{ApiError, Protocol, Service};

errors! {
    access_denied(caller, action, resource) => @ 403 "AccessDenied",
        "User: {caller} is not authorized to perform: {action} on resource: {resource}";
    validation(text) => @ 400 "ValidationError", "{text}";
    invalid_role_arn(arn) => @ 400 "ValidationError", "{arn} is invalid";
    malformed_policy(text) => "MalformedPolicyDocument", "{text}";
    session_too_long() => @ 400 "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    chained_session_too_long() => @ 400 "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
    packed_too_large(percent) => "PackedPolicyTooLarge",
        "Packed size of session tags consumes {percent}% of allotted space.";
    /// There are no MFA devices.
    mfa_failed() => @ 403 "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.";
    session_of_session() => @ 403 "AccessDenied", "Cannot call GetSessionToken with session credentials";
    invalid_access_key(key) => @ 400 "ValidationError", "The access key ID {key} is not valid.";
}

/// A temporary key that is over, in the words of the service that was called.
pub fn expired(service: Service) -> ApiError {
    let code = match (service, service.protocol()) {
        (Service::Ec2, _) => "RequestExpired",
        (_, Protocol::Json10 | Protocol::Json11 | Protocol::RestJson) => "ExpiredTokenException",
        _ => "ExpiredToken",
    };
    ApiError::new(code, "The security token included in the request is expired").with_status(403)
}
