//! STS's errors.

use super::errors;

errors! {
    access_denied(caller, action, resource) => @ 403 "AccessDenied",
        "User: {caller} is not authorized to perform: {action} on resource: {resource}";
    validation(text) => @ 400 "ValidationError", "{text}";
    invalid_role_arn(arn) => @ 400 "ValidationError", "{arn} is invalid";
    malformed_policy(text) => "MalformedPolicyDocument", "{text}";
}
