//! CloudFront's errors (cf A1, B1). The statuses are the model's where none is given.

use super::errors;

errors! {
    // Any request.
    invalid_argument(text) => "InvalidArgument", "{text}";
    malformed_xml(text) => @ 400 "MalformedXML", "{text}";
    missing_body() => @ 400 "MissingBody",
        "This operation requires a body. Ensure that the body is present and the Content-Type header is set.";
    access_denied(text) => @ 403 "AccessDenied", "{text}";
    /// `Quantity` and the number of `Items` differ.
    inconsistent_quantities() => "InconsistentQuantities",
        "The value of Quantity and the size of Items don't match.";
    invalid_if_match() => @ 400 "InvalidIfMatchVersion",
        "The If-Match version is missing or not valid for the resource.";
    precondition_failed() => @ 412 "PreconditionFailed",
        "The request failed because it didn't meet the preconditions in one or more request-header fields.";
    illegal_update(text) => "IllegalUpdate", "{text}";
    parameter_required(name) => "InvalidArgument", "The parameter {name} is required.";
    /// `reason` follows the name: "must be ...".
    parameter_invalid(name, reason) => "InvalidArgument", "The parameter {name} {reason}.";
    parameter_range(name, low, high) => "InvalidArgument", "The parameter {name} must be between {low} and {high}.";
    parameter_not_valid(name) => "InvalidArgument", "The parameter {name} is not valid.";

    // Tags.
    invalid_tagging(text) => "InvalidTagging", "{text}";
    tag_key_reserved(key) => "InvalidTagging", "The tag key {key} is not valid: keys that begin with aws: are reserved.";
    tag_key_repeated(key) => "InvalidTagging", "The tag key {key} is given more than once.";
    too_many_tags() => "InvalidTagging", "A resource can have at most 50 tags.";
    no_such_resource(arn) => @ 404 "NoSuchResource", "The specified resource {arn} does not exist.";

    // VPC origins.
    vpc_origin_not_found() => @ 404 "EntityNotFound", "The specified vpc origin does not exist";
    vpc_origin_exists() => "EntityAlreadyExists", "A VPC origin with the same name already exists.";
    vpc_origin_limit() => "EntityLimitExceeded", "You have reached the maximum number of VPC origins for this account.";
    vpc_origin_distribution_limit(id) => "EntityLimitExceeded",
        "The VPC origin {id} is associated with the maximum number of distributions.";
    vpc_origin_update_in_use() => "CannotUpdateEntityWhileInUse",
        "The specified VPC origin is currently associated with one or more distributions. Please disassociate the VPC origin from all distributions before updating or deleting";
    vpc_origin_delete_in_use() => "CannotDeleteEntityWhileInUse",
        "The specified VPC origin is currently associated with one or more distributions. Please disassociate the VPC origin from all distributions before updating or deleting";
    vpc_origin_no_internet_gateway(arn, vpc) => "InvalidArgument",
        "{arn} does not have an internet gateway in its VPC {vpc}.";
    vpc_origin_target_not_found(arn) => "InvalidArgument", "The specified origin endpoint {arn} does not exist.";
    /// `reason` is the rest of a sentence.
    vpc_origin_target_refused(arn, reason) => "InvalidArgument", "The origin endpoint {arn} {reason}.";
    /// A kind of target that CloudFront takes and that nothing serves here.
    vpc_origin_target_unsupported(kind, arn) => "UnsupportedOperation",
        "{kind} is not supported as the endpoint of a VPC origin: {arn}.";
    vpc_origin_other_account(account) => "AccessDenied",
        "The VPC origin is owned by account {account} and is not shared with this account.";

    // Distributions.
    no_such_distribution() => "NoSuchDistribution", "The specified distribution does not exist.";
    distribution_exists(id) => "DistributionAlreadyExists",
        "The caller reference that you are using to create a distribution is associated with another distribution. Already exists: {id}";
    distribution_not_disabled() => "DistributionNotDisabled",
        "The distribution you are trying to delete has not been disabled.";
    too_many_distributions() => "TooManyDistributions", "Your request causes you to exceed the number of distributions allowed.";
    caller_reference_changed() => "IllegalUpdate", "The caller reference of a distribution cannot be changed.";
    invalid_cname() => "InvalidArgument", "The parameter CNAME contains one or more parameters that are not valid.";
    cname_exists(alias) => "CNAMEAlreadyExists",
        "One or more of the CNAMEs you provided are already associated with a different resource: {alias}";
    too_many_cnames() => "TooManyDistributionCNAMEs",
        "Your request contains more CNAMEs than are allowed per distribution.";
    invalid_viewer_certificate(text) => "InvalidViewerCertificate", "{text}";
    certificate_missing() => "InvalidViewerCertificate",
        "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements";
    certificate_not_usable() => "InvalidViewerCertificate",
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
    certificate_does_not_cover() => "InvalidViewerCertificate",
        "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements";
    invalid_minimum_protocol(version) => "InvalidMinimumProtocolVersion",
        "The minimum protocol version {version} is not valid with the SSL support method.";
    invalid_default_root_object() => "InvalidDefaultRootObject",
        "The default root object file name is too big or contains an invalid character.";
    invalid_geo_restriction() => "InvalidGeoRestrictionParameter", "Your request contains invalid Restriction parameters.";
    invalid_location_code(code) => "InvalidLocationCode", "The location code {code} is not valid.";
    invalid_error_code(code) => "InvalidErrorCode", "The error code {code} cannot have a custom error response.";
    invalid_response_code(code) => "InvalidResponseCode", "The response code {code} is not valid for a custom error response.";
    no_such_invalidation() => "NoSuchInvalidation", "The specified invalidation does not exist.";
    invalid_invalidation_path() => "InvalidArgument", "Your request contains one or more invalid invalidation paths.";
    invalidation_reference_used() => "InvalidArgument",
        "Your request contains a caller reference that was used for a previous invalidation batch for the same distribution.";
    invalidation_too_large() => "BatchTooLarge", "Your request contains more invalidation paths than are allowed.";
    too_many_invalidations() => "TooManyInvalidationsInProgress",
        "Your request contains more wildcard invalidation paths than are allowed to be in progress.";

    // Origins.
    no_such_origin() => "NoSuchOrigin",
        "One or more of your cache behavior target origins or origin groups do not exist.";
    origin_kind() => "InvalidArgument",
        "Exactly one of CustomOriginConfig, S3OriginConfig and VpcOriginConfig must be specified";
    invalid_origin_name() => "InvalidArgument", "The parameter origin name must be a domain name.";
    too_many_origins() => "TooManyOrigins", "You cannot create more origins for the distribution.";
    too_many_custom_headers() => "TooManyOriginCustomHeaders", "Your request contains too many origin custom headers.";
    custom_header_forbidden(name) => "InvalidArgument", "The parameter HeaderName : {name} is not allowed.";
    invalid_read_timeout() => "InvalidOriginReadTimeout", "The read timeout specified for the origin is not valid.";
    invalid_keepalive_timeout() => "InvalidOriginKeepaliveTimeout",
        "The keep alive timeout specified for the origin is not valid.";

    // Behaviors.
    too_many_cache_behaviors() => "TooManyCacheBehaviors",
        "You cannot create more cache behaviors for the distribution.";
    /// `name` is of the older settings that a cache policy replaces.
    excluded_by_cache_policy(name) => "InvalidArgument",
        "The parameter {name} cannot be used when a cache policy is associated to the cache behavior.";
    origin_request_policy_alone() => "InvalidArgument",
        "The parameter OriginRequestPolicyId cannot be used without a cache policy associated to the cache behavior.";
    query_string_keys_without_query_string() => "InvalidArgument",
        "The parameter QueryString cannot be false if query strings are set in QueryStringCacheKeys";
    invalid_ttl_order() => "InvalidTTLOrder",
        "MinTTL, MaxTTL and DefaultTTL should follow order MinTTL less than or equal to DefaultTTL less than or equal to MaxTTL";
    invalid_forward_cookies() => "InvalidForwardCookies",
        "Your request contains forward cookies option which doesn't match with the expectation for the whitelisted list of cookie names.";
    too_many_forwarded_headers() => "TooManyHeadersInForwardedValues",
        "Your request contains too many headers in forwarded values.";
    too_many_query_string_keys() => "TooManyQueryStringParameters",
        "Your request contains too many query string parameters.";
    too_many_forwarded_cookies() => "TooManyCookieNamesInWhiteList",
        "Your request contains more cookie names in the whitelist than are allowed per cache behavior.";

    // Policies.
    invalid_when_caching_disabled(name) => "InvalidArgument",
        "The parameter {name} is invalid for policy with caching disabled.";
    header_not_allowed(name) => "InvalidArgument", "The parameter Headers contains {name} that is not allowed.";
    no_such_cache_policy() => "NoSuchCachePolicy", "The specified cache policy does not exist.";
    cache_policy_exists() => "CachePolicyAlreadyExists",
        "A cache policy with the same name already exists for this account.";
    cache_policy_in_use() => "CachePolicyInUse",
        "The specified cache policy is currently associated with a cache behavior. Please disassociate the policy before deleting.";
    cache_policy_managed() => "IllegalUpdate", "You can't modify a managed cache policy.";
    cache_policy_managed_delete() => "IllegalDelete", "You can't delete a managed cache policy.";
    too_many_cache_policies() => "TooManyCachePolicies",
        "You have reached the maximum number of cache policies for this account.";
    too_many_cache_policy_headers() => "TooManyHeadersInCachePolicy",
        "The number of headers in the cache policy exceeds the maximum.";
    too_many_cache_policy_cookies() => "TooManyCookiesInCachePolicy",
        "The number of cookies in the cache policy exceeds the maximum.";
    too_many_cache_policy_query_strings() => "TooManyQueryStringsInCachePolicy",
        "The number of query strings in the cache policy exceeds the maximum.";
    too_many_cache_policy_distributions() => "TooManyDistributionsAssociatedToCachePolicy",
        "The maximum number of distributions have been associated with the specified cache policy.";
    no_such_origin_request_policy() => "NoSuchOriginRequestPolicy",
        "The specified origin request policy does not exist.";
    origin_request_policy_exists() => "OriginRequestPolicyAlreadyExists",
        "An origin request policy with the same name already exists for this account.";
    origin_request_policy_in_use() => "OriginRequestPolicyInUse",
        "The specified origin request policy is currently associated with a cache behavior. Please disassociate the policy before deleting.";
    origin_request_policy_managed() => "IllegalUpdate", "You can't modify a managed origin request policy.";
    origin_request_policy_managed_delete() => "IllegalDelete", "You can't delete a managed origin request policy.";
    too_many_origin_request_policies() => "TooManyOriginRequestPolicies",
        "You have reached the maximum number of origin request policies for this account.";
    too_many_origin_request_policy_headers() => "TooManyHeadersInOriginRequestPolicy",
        "The number of headers in the origin request policy exceeds the maximum.";
    too_many_origin_request_policy_cookies() => "TooManyCookiesInOriginRequestPolicy",
        "The number of cookies in the origin request policy exceeds the maximum.";
    too_many_origin_request_policy_query_strings() => "TooManyQueryStringsInOriginRequestPolicy",
        "The number of query strings in the origin request policy exceeds the maximum.";
    too_many_origin_request_policy_distributions() => "TooManyDistributionsAssociatedToOriginRequestPolicy",
        "The maximum number of distributions have been associated with the specified origin request policy.";

    // Response headers policies.
    no_such_response_headers_policy() => "NoSuchResponseHeadersPolicy",
        "The specified response headers policy does not exist.";
    response_headers_policy_exists() => "ResponseHeadersPolicyAlreadyExists",
        "A response headers policy with the same name already exists for this account.";
    response_headers_policy_in_use() => "ResponseHeadersPolicyInUse",
        "The specified response headers policy is currently associated with a cache behavior. Please disassociate the policy before deleting.";
    response_headers_policy_managed() => "IllegalUpdate", "You can't modify a managed response headers policy.";
    response_headers_policy_managed_delete() => "IllegalDelete",
        "You can't delete a managed response headers policy.";
    too_many_response_headers_policies() => "TooManyResponseHeadersPolicies",
        "You have reached the maximum number of response headers policies for this account.";
    too_many_response_headers_policy_distributions() => "TooManyDistributionsAssociatedToResponseHeadersPolicy",
        "The maximum number of distributions have been associated with the specified response headers policy.";
    too_many_response_custom_headers() => "TooManyCustomHeadersInResponseHeadersPolicy",
        "The number of custom headers in the response headers policy exceeds the maximum.";
    too_many_response_remove_headers() => "TooManyRemoveHeadersInResponseHeadersPolicy",
        "The number of headers in RemoveHeadersConfig in the response headers policy exceeds the maximum.";
    too_long_content_security_policy() => "TooLongCSPInResponseHeadersPolicy",
        "The length of the Content-Security-Policy header value in the response headers policy exceeds the maximum.";
    response_headers_policy_empty() => "InvalidArgument",
        "The parameter ResponseHeadersPolicyConfig must configure at least one header.";
    cors_wildcard_with_credentials(header) => "InvalidArgument",
        "The parameter {header} cannot contain * when allowCredentials is true.";
    security_header_as_custom_header(name) => "InvalidArgument",
        "The parameter CustomHeaders contains {name} that is a security header and cannot be set as custom header.";
    response_header_not_allowed(parameter, name) => "InvalidArgument",
        "The parameter {parameter} contains {name} that is not allowed.";

    // Access to origins.
    no_such_origin_access_control() => "NoSuchOriginAccessControl",
        "The specified origin access control does not exist.";
    origin_access_control_exists() => "OriginAccessControlAlreadyExists",
        "An origin access control with the same name already exists.";
    origin_access_control_in_use() => "OriginAccessControlInUse",
        "The specified origin access control is in use by one or more distributions.";
    too_many_origin_access_controls() => "TooManyOriginAccessControls",
        "You have reached the maximum number of origin access controls for this account.";
    too_many_origin_access_control_distributions() => "TooManyDistributionsAssociatedToOriginAccessControl",
        "The maximum number of distributions have been associated with the specified origin access control.";
    invalid_origin_access_control() => "InvalidOriginAccessControl",
        "The specified origin access control does not exist or is not valid.";
    origin_access_control_domain(domain, kind) => "InvalidDomainNameForOriginAccessControl",
        "The domain name {domain} is not supported by an origin access control of type {kind}.";
    two_origin_accesses() => "IllegalOriginAccessConfiguration",
        "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).";
    no_such_origin_access_identity() => "NoSuchCloudFrontOriginAccessIdentity",
        "The specified CloudFront origin access identity does not exist.";
    origin_access_identity_exists(reference) => "CloudFrontOriginAccessIdentityAlreadyExists",
        "The caller reference {reference} was used for another origin access identity.";
    origin_access_identity_in_use() => "CloudFrontOriginAccessIdentityInUse",
        "The CloudFront origin access identity is still being used.";
    too_many_origin_access_identities() => "TooManyCloudFrontOriginAccessIdentities",
        "Your request would cause you to exceed the number of origin access identities allowed.";
    invalid_origin_access_identity() => "InvalidOriginAccessIdentity",
        "The specified origin access identity does not exist or is not valid.";
    origin_access_identity_reference_changed() => "IllegalUpdate",
        "The caller reference of an origin access identity cannot be changed.";
    not_a_bucket() => "InvalidArgument", "The parameter Origin DomainName does not refer to a valid S3 bucket.";

    // Signed URLs.
    no_such_public_key() => "NoSuchPublicKey", "The specified public key does not exist.";
    public_key_exists() => "PublicKeyAlreadyExists", "The specified public key already exists.";
    public_key_in_use() => "PublicKeyInUse",
        "The Cloudfront public key is currently associated with either Key Group or a field level encryption profile.";
    too_many_public_keys() => "TooManyPublicKeys", "You have reached the maximum number of public keys for this account.";
    invalid_encoded_key() => "InvalidArgument",
        "Your request contains empty/invalid/out of limits RSA Encoded Key";
    public_key_immutable() => "CannotChangeImmutablePublicKeyFields", "You can't change the value of a public key.";
    no_such_key_group() => "NoSuchResource", "The specified key group does not exist.";
    key_group_exists() => "KeyGroupAlreadyExists", "A key group with this name already exists.";
    key_group_in_use() => "ResourceInUse", "Cannot delete this resource because it is in use.";
    too_many_key_groups() => "TooManyKeyGroups", "You have reached the maximum number of key groups for this account.";
    too_many_public_keys_in_key_group() => "TooManyPublicKeysInKeyGroup",
        "The number of public keys in this key group is more than the maximum allowed.";
    key_group_key_unknown(id) => "InvalidArgument", "The public key {id} does not exist.";
    trusted_key_group_unknown() => "TrustedKeyGroupDoesNotExist", "The specified key group does not exist.";
    too_many_key_groups_in_behavior() => "TooManyKeyGroupsAssociatedToDistribution",
        "The number of key groups referenced by this distribution is more than the maximum allowed.";
    too_many_key_group_distributions() => "TooManyDistributionsAssociatedToKeyGroup",
        "The number of distributions that reference this key group is more than the maximum allowed.";
    trusted_signer_unknown() => "TrustedSignerDoesNotExist", "One or more of your trusted signers don't exist.";
    too_many_trusted_signers() => "TooManyTrustedSigners",
        "Your request contains more trusted signers than are allowed per distribution.";

    // Functions and key value stores.
    no_such_function() => "NoSuchFunctionExists", "The specified function does not exist.";
    function_exists() => "FunctionAlreadyExists",
        "A function with the same name already exists in this AWS account. To create a function, you must provide a unique name. To update an existing function, use UpdateFunction.";
    function_in_use(name, count) => "FunctionInUse",
        "Cannot delete function {name}, it is in use by {count} distributions";
    function_too_large() => "FunctionSizeLimitExceeded", "The function is too large.";
    too_many_functions() => "TooManyFunctions", "You have reached the maximum number of functions for this account.";
    function_store_unknown(arn) => "InvalidArgument", "The key value store {arn} does not exist.";
    function_store_runtime() => "InvalidArgument",
        "The parameter KeyValueStoreAssociations cannot be used with the runtime cloudfront-js-1.0.";
    too_many_function_stores() => "InvalidArgument",
        "The parameter KeyValueStoreAssociations can have at most 1 key value store.";
    /// `reason` is a sentence.
    invalid_function_association(reason) => "InvalidFunctionAssociation", "{reason}";
    invalid_lambda_association(reason) => "InvalidLambdaFunctionAssociation", "{reason}";
    too_many_function_associations() => "TooManyFunctionAssociations",
        "Your request contains more function associations than are allowed per cache behavior.";
    too_many_lambda_associations() => "TooManyLambdaFunctionAssociations",
        "Your request contains more Lambda@Edge function associations than are allowed per cache behavior.";
    too_many_function_distributions() => "TooManyDistributionsWithFunctionAssociations",
        "You have reached the maximum number of distributions that are associated with a CloudFront function.";
    key_value_store_not_found() => @ 404 "EntityNotFound", "The specified key value store does not exist.";
    key_value_store_exists() => "EntityAlreadyExists", "A key value store with the same name already exists.";
    key_value_store_limit() => "EntityLimitExceeded",
        "You have reached the maximum number of key value stores for this account.";
    key_value_store_in_use() => "CannotDeleteEntityWhileInUse",
        "The key value store is associated with one or more functions.";

    // Other settings of distributions.
    invalid_web_acl() => "InvalidWebACLId", "The specified web ACL ID is not valid.";
    web_acl_distribution_not_found() => @ 404 "EntityNotFound", "The specified distribution does not exist.";
    no_such_realtime_log_config() => "NoSuchRealtimeLogConfig", "The specified real-time log configuration does not exist.";
    no_such_field_level_encryption_config() => "NoSuchFieldLevelEncryptionConfig",
        "The specified configuration for field-level encryption doesn't exist.";
    no_such_continuous_deployment_policy() => "NoSuchContinuousDeploymentPolicy",
        "The continuous deployment policy doesn't exist.";
    too_many_origin_groups() => "TooManyOriginGroupsPerDistribution",
        "Your request contains more origin groups than are allowed per distribution.";
    no_such_monitoring_subscription() => "NoSuchMonitoringSubscription",
        "A monitoring subscription does not exist for the specified distribution.";
}
