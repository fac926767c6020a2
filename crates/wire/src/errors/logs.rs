//! CloudWatch Logs's errors: 400 but for the service's own.

use super::errors;

errors! {
    invalid_parameter(text) => "InvalidParameterException", "{text}";
    // Groups and streams.
    log_group_exists() => "ResourceAlreadyExistsException", "The specified log group already exists";
    log_group_not_found() => "ResourceNotFoundException", "The specified log group does not exist.";
    log_group_reserved() => "InvalidParameterException", "Log groups starting with AWS/ are reserved for AWS.";
    log_group_protected() => "ValidationException",
        "Cannot delete the log group or its log streams because deletion protection is enabled for the log group.";
    log_stream_exists() => "ResourceAlreadyExistsException", "The specified log stream already exists";
    log_stream_not_found() => "ResourceNotFoundException", "The specified log stream does not exist.";
    resource_not_found() => "ResourceNotFoundException", "The specified resource does not exist.";
    prefix_and_pattern() => "InvalidParameterException",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.";
    identifiers_alone() => "InvalidParameterException",
        "logGroupIdentifiers can be combined with includeLinkedAccounts only.";
    accounts_without_linked() => "InvalidParameterException",
        "accountIdentifiers can be given only when includeLinkedAccounts is true.";
    order_with_prefix() => "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.";
    name_and_identifier() => "InvalidParameterException",
        "Exactly one of logGroupName and logGroupIdentifier must be given.";
    name_and_resource() => "InvalidParameterException",
        "Exactly one of logGroupName and resourceIdentifier must be given.";
    query_results() => "InvalidParameterException",
        "There are no query results, so no key can be associated with them.";
    kms_key(key) => "InvalidParameterException",
        "The specified KMS key {key} is not valid: it must be the ARN of a key of the log group's region.";
    retention(days, allowed) => "InvalidParameterException",
        "1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{allowed}]";
    retention_of_delivery() => "InvalidParameterException",
        "The retention of a log group of the DELIVERY class cannot be changed.";
    next_token() => "InvalidParameterException", "The specified nextToken is invalid.";

    // Events.
    not_chronological() => "InvalidParameterException",
        "Log events in a single PutLogEvents request must be in chronological order.";
    batch_too_long() => "InvalidParameterException",
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.";
    batch_too_large(bytes, limit) => "InvalidParameterException", "Upload too large: {bytes} bytes exceeds limit of {limit}";
    event_too_large(bytes, limit) => "InvalidParameterException", "Log event too large: {bytes} bytes exceeds limit of {limit}";
    names_and_prefix() => "InvalidParameterException",
        "logStreamNamePrefix and logStreamNames cannot be specified at the same time.";
    from_tail_too_early() => "InvalidParameterException",
        "startFromHead can be false only when startTime is on or after Jan 1, 2024 00:00:00 UTC.";
    /// `why` is the rest of a sentence.
    filter_pattern(why) => "InvalidParameterException", "Invalid filter pattern: {why}.";

    // Resource policies.
    policy_name_missing() => "InvalidParameterException", "The policy name is missing.";
    policy_name_invalid() => "InvalidParameterException", "The policy name is not valid.";
    policy_document() => "InvalidParameterException", "The policy document is not valid.";
    policy_not_found() => "ResourceNotFoundException", "Policy with that name does not exist.";
    policy_limit() => "LimitExceededException", "Resource limit exceeded.";
    policy_revision() => "InvalidParameterException",
        "The expected revision ID does not match the revision of the resource policy.";
    policy_of_resource() => "InvalidParameterException",
        "A resource policy can be attached to a log group by its ARN only.";

    // Tags.
    reserved_tag_key() => "InvalidParameterException", "Tag keys that begin with aws: are reserved for AWS use.";
    too_many_tags() => "TooManyTagsException", "A log group can have at most 50 tags.";
}
