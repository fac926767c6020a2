//! API Gateway's management errors (api A1-A13): few codes, many texts.
//!
//! Texts that end in a full stop and name "not supported" are ours; so are those marked.

use super::errors;

errors! {
    /// What an unknown path gets, before any operation is known.
    missing_authentication_token() => @ 403 "MissingAuthenticationTokenException", "Missing Authentication Token";

    // REST APIs.
    api_not_found(account, id) => "NotFoundException", "Invalid API identifier specified {account}:{id}";
    rest_api_name() => "BadRequestException", "API Name cannot be blank";
    description_empty() => "BadRequestException", "Description cannot be an empty string";
    compression_size() => "BadRequestException",
        "Invalid minimum compression size, must be between 0 and 10485760";
    /// Ours.
    api_key_source() => "BadRequestException", "Invalid apiKeySource specified. Valid options are HEADER,AUTHORIZER";
    endpoint_types_exclusive() => "BadRequestException", "Cannot create an api with multiple Endpoint Types.";
    endpoint_types_empty() => "BadRequestException",
        "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.";
    endpoint_type_patch() => "BadRequestException",
        "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE";
    private_needs_dualstack() => "BadRequestException",
        "Only dualstack ipAddressType is supported for Private APIs.";
    ip_address_type_patch() => "BadRequestException", "ipAddressType must be either ipv4 or dualstack.";
    vpc_endpoints_need_private() => "BadRequestException",
        "VPCEndpoints can only be specified with PRIVATE apis.";
    /// Ours.
    vpc_endpoint_unknown(id) => "BadRequestException", "Invalid VPC endpoint identifier specified: {id}";
    /// Ours.
    private_to_edge() => "BadRequestException", "Cannot update endpoint from PRIVATE to EDGE";
    invalid_policy() => "BadRequestException",
        "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.";
    /// Ours.
    policy_too_long(limit) => "BadRequestException", "The policy exceeds the limit of {limit} characters";
    private_without_policy() => "BadRequestException",
        "Private REST API doesn't have a resource policy attached to it";
    /// `what` is `Resources`, `Stages`, `Private APIs`.
    quota(what, whole) => "LimitExceededException",
        "Maximum number of {what} for this {whole} has been reached. Please contact AWS if you need additional {what}.";

    // Patches: the two spaces are AWS's.
    patch_path(path) => "BadRequestException", "Invalid patch path {path}";
    patch_path_replace(path, allowed) => "BadRequestException",
        "Invalid patch path  '{path}' specified for op 'replace'. Must be one of: [{allowed}]";
    patch_path_operation(path, op) => "BadRequestException",
        "Invalid patch path  '{path}' specified for op '{op}'. Please choose supported operations";
    patch_operation(allowed) => "BadRequestException",
        "Invalid patch operation specified. Must be one of: [{allowed}]";
    patch_entry_operation() => "BadRequestException",
        "Invalid patch operation specified. Must be 'add'|'remove'|'replace'";
    /// Ours.
    patch_value(path) => "BadRequestException", "Invalid null or empty value in {path}";
    patch_unsupported(path) => "BadRequestException", "The patch path {path} is not supported.";
    parameter_not_found() => "NotFoundException", "Invalid parameter name specified";
    content_type_not_found() => "NotFoundException", "Content-Type specified was not found";

    // Resources.
    resource_not_found() => "NotFoundException", "Invalid Resource identifier specified";
    resource_conflict(part) => "ConflictException",
        "Another resource with the same parent already has this name: {part}";
    resource_path_part() => "BadRequestException",
        "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";
    resource_greedy_child(part) => "BadRequestException",
        "Cannot create a child of a resource with a greedy path variable: {part}";
    resource_variable_sibling(variable) => "BadRequestException",
        "A sibling ({variable}) of this resource already has a variable path part -- only one is allowed";
    /// Ours.
    resource_greedy_parent() => "BadRequestException",
        "A resource with children cannot have a greedy path variable";
    resource_cycle() => "BadRequestException", "Resources cannot be cyclical.";
    root_resource_update(member) => "BadRequestException", "Root resource cannot update its {member}.";
    root_resource_delete() => "BadRequestException", "Root resource cannot be deleted";
    /// Ours.
    embed(value, allowed) => "BadRequestException", "Invalid embed parameter specified: {value}. Must be one of: [{allowed}]";

    // Methods.
    method_not_found() => "NotFoundException", "Invalid Method identifier specified";
    method_conflict() => "ConflictException", "Method already exists for this resource";
    http_method() => "BadRequestException",
        "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY";
    /// Ours.
    authorization_type() => "BadRequestException",
        "Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS";
    authorizer_required() => "BadRequestException",
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";
    request_validator() => "BadRequestException", "Invalid Request Validator identifier specified";
    model_identifier(name) => "BadRequestException", "Invalid model identifier specified: {name}";
    parameter_names_unique() => "BadRequestException",
        "Parameter names must be unique across querystring, header and path";
    method_response_not_found() => "NotFoundException", "Invalid Response status code specified";
    method_response_conflict() => "ConflictException", "Response already exists for this resource";

    // Integrations.
    integration_not_found() => "NotFoundException", "Invalid Integration identifier specified";
    integration_response_not_found() => "NotFoundException", "Invalid Response status code specified";
    integration_uri() => "BadRequestException", "Invalid HTTP endpoint specified for URI";
    integration_http_method() => "BadRequestException", "Enumeration value for HttpMethod must be non-empty";
    integration_timeout() => "BadRequestException", "Timeout should be between 50 ms and 29000 ms";
    /// Ours.
    passthrough_behavior() => "BadRequestException",
        "Invalid passthroughBehavior specified. Valid options are WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER";
    /// Ours.
    content_handling() => "BadRequestException",
        "Invalid contentHandling specified. Valid options are CONVERT_TO_BINARY,CONVERT_TO_TEXT";
    mapping_expression(expression) => "BadRequestException",
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {expression}]";
    mapping_parameter(parameter) => "BadRequestException",
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {parameter}]";
    mapping_without_response() => "BadRequestException",
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : [No method response exists for method.]";
    mapping_of_body(expression) => "BadRequestException", "Mapping from a body ({expression}) is not supported.";
    content_type(text) => "BadRequestException",
        "Validation Result: warnings : [], errors : [Invalid content type specified: {text}]";
    template_of_vtl(content_type) => "BadRequestException",
        "The template for {content_type} uses VTL ($ or #), which is not supported.";
    template_of_http() => "BadRequestException", "Request templates of HTTP integrations are not supported.";

    // Deployments and stages.
    deployment_not_found() => "NotFoundException", "Invalid Deployment identifier specified";
    deployment_without_methods() => "BadRequestException", "The REST API doesn't contain any methods";
    deployment_without_integration() => "BadRequestException", "No integration defined for method";
    deployment_in_use() => "BadRequestException",
        "Active stages pointing to this deployment must be moved or deleted";
    /// Ours.
    deployment_stage_name() => "BadRequestException", "A stage name is required to set a stage's description or variables";
    stage_not_found() => "NotFoundException", "Invalid stage identifier specified";
    stage_exists() => "ConflictException", "Stage already exists";
    stage_name() => "BadRequestException", "Stage name only allows a-zA-Z0-9_";
    /// Ours, after the limits of api C60.
    stage_variable(name) => "BadRequestException",
        "Invalid stage variable {name}: at most 100 variables, names of up to 64 of A-Za-z0-9_, values of up to 512 of A-Za-z0-9-._~:/?#&=,";
    stage_patch_path(path) => "BadRequestException",
        "Invalid method setting path: {path}. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{{resourcePath}}/{{httpMethod}}/metrics/enabled, /{{resourcePath}}/{{httpMethod}}/logging/dataTrace, /{{resourcePath}}/{{httpMethod}}/logging/loglevel, /{{resourcePath}}/{{httpMethod}}/throttling/burstLimit/{{resourcePath}}/{{httpMethod}}/throttling/rateLimit/{{resourcePath}}/{{httpMethod}}/caching/ttlInSeconds, /{{resourcePath}}/{{httpMethod}}/caching/enabled, /{{resourcePath}}/{{httpMethod}}/caching/dataEncrypted, /{{resourcePath}}/{{httpMethod}}/caching/requireAuthorizationForCacheControl, /{{resourcePath}}/{{httpMethod}}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{{variable_name}}, /tracingEnabled]";

    // Tags and lists.
    tagged_resource_not_found() => "NotFoundException", "Invalid resource specified";
    invalid_arn(arn) => "BadRequestException", "Invalid ARN specified: {arn}";
    /// Ours.
    tag(key) => "BadRequestException",
        "Invalid tag {key}: at most 50 tags, keys of 1 to 128 characters that do not begin with aws:, values of up to 256";
    /// Ours.
    invalid_position() => "BadRequestException", "Invalid position parameter specified";
    /// Ours.
    invalid_limit() => "BadRequestException", "Invalid limit parameter specified. Must be between 1 and 500";
}
