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
    patch_path_among(path, op, allowed) => "BadRequestException",
        "Invalid patch path  '{path}' specified for op '{op}'. Must be one of: [{allowed}]";
    patch_operation(allowed) => "BadRequestException",
        "Invalid patch operation specified. Must be one of: [{allowed}]";
    patch_entry_operation() => "BadRequestException",
        "Invalid patch operation specified. Must be 'add'|'remove'|'replace'";
    /// Ours.
    patch_enumeration(path, allowed) => "BadRequestException", "Invalid value specified for {path}. Must be one of: [{allowed}]";
    /// Ours.
    patch_number(path) => "BadRequestException", "Invalid numeric value specified for {path}";
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
    /// Ours.
    integration_type() => "BadRequestException",
        "Invalid integration type specified. Valid options are HTTP,AWS,MOCK,HTTP_PROXY,AWS_PROXY";
    integration_arn() => "BadRequestException", "Invalid ARN specified in the request";
    integration_arn_action() => "BadRequestException", "AWS ARN for integration must contain path or action";
    integration_proxy_service() => "BadRequestException",
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.";
    /// Ours.
    integration_connection_type() => "BadRequestException",
        "Invalid connectionType specified. Valid options are INTERNET,VPC_LINK";
    /// Ours.
    integration_connection_id() => "BadRequestException", "A connection of type VPC_LINK requires a connectionId";
    /// Ours.
    integration_transfer_mode() => "BadRequestException",
        "Invalid responseTransferMode specified. Valid options are BUFFERED,STREAM";
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
    content_type(text) => "BadRequestException",
        "Validation Result: warnings : [], errors : [Invalid content type specified: {text}]";

    // Authorizers.
    authorizer_not_found() => "NotFoundException", "Invalid Authorizer identifier specified";
    /// Ours.
    authorizer_name() => "BadRequestException", "Authorizer name cannot be blank";
    authorizer_exists(name) => "BadRequestException",
        "Authorizer name must be unique. Authorizer {name} already exists in this RestApi.";
    /// Ours.
    authorizer_type() => "BadRequestException",
        "Invalid authorizer type specified. Valid options are TOKEN,REQUEST,COGNITO_USER_POOLS";
    authorizer_uri(uri) => "BadRequestException",
        "Invalid Authorizer URI: {uri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.";
    /// Ours, after api C45.
    authorizer_ttl() => "BadRequestException",
        "Invalid authorizerResultTtlInSeconds specified. Must be between 0 and 3600";
    /// Ours.
    authorizer_token_source() => "BadRequestException",
        "An authorizer of type TOKEN requires one request header as its identity source: method.request.header.NAME";
    /// Seen of HTTP APIs.
    authorizer_source() => "BadRequestException",
        "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)";
    /// Ours.
    authorizer_providers() => "BadRequestException",
        "An authorizer of type COGNITO_USER_POOLS requires at least one provider ARN";
    /// Ours.
    authorizer_provider(arn) => "BadRequestException", "Invalid provider ARN specified: {arn}";
    authorizer_in_use(name, method, path) => "ConflictException",
        "Cannot delete authorizer '{name}', is referenced in method: {method}/{path}";

    // Request validators.
    request_validator_not_found() => "NotFoundException", "Invalid Request Validator identifier specified";
    request_validator_exists(name) => "BadRequestException",
        "Request Validator name must be unique. Request Validator {name} already exists in this RestApi.";
    /// Ours, in the words of authorizers.
    request_validator_in_use(name, method, path) => "ConflictException",
        "Cannot delete request validator '{name}', is referenced in method: {method}/{path}";

    // Models.
    model_not_found(name) => "NotFoundException", "Invalid model name specified: {name}";
    model_name(name) => "BadRequestException", "Model name must be alphanumeric: {name}";
    model_exists() => "ConflictException", "Model name already exists for this REST API";
    model_schema() => "BadRequestException",
        "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]";
    model_in_use(name, what, path, method) => "ConflictException",
        "Cannot delete model '{name}', is referenced in {what}: {path}/{method}";
    /// Ours.
    model_in_model(name, other) => "ConflictException",
        "Cannot delete model '{name}', is referenced in model: {other}";

    // Gateway responses.
    gateway_response_not_found() => "NotFoundException", "Gateway response type not defined on api";
    /// Ours.
    gateway_response_status() => "BadRequestException", "Invalid status code specified";

    // API keys and usage plans.
    api_key_not_found() => "NotFoundException", "Invalid API Key identifier specified";
    api_key_exists() => "ConflictException", "API Key already exists";
    api_key_short(least) => "BadRequestException", "API Key value should be at least {least} characters";
    api_key_long(most) => "BadRequestException", "API Key value exceeds maximum size of {most} characters";
    usage_plan_not_found() => "NotFoundException", "Invalid Usage Plan ID specified";
    /// Ours.
    usage_plan_name() => "BadRequestException", "Usage Plan name cannot be blank";
    usage_plan_stage_not_found(name) => "NotFoundException", "API Stage not found: {name}";
    /// With AWS's unfilled places.
    usage_plan_stage_blank() => "BadRequestException",
        "Invalid API Stage {{api: %s, stage: %s}} specified for usageplan %s";
    usage_plan_stage_invalid() => "BadRequestException", "Invalid API Stage specified";
    /// Ours.
    usage_plan_stage_exists(name) => "ConflictException", "The API Stage {name} is already in the Usage Plan";
    usage_plan_in_use(id, stage) => "BadRequestException",
        "Cannot delete Usage Plan {id} because there are API Stages associated with it, including {stage}";
    /// Ours.
    usage_plan_throttle() => "BadRequestException",
        "Invalid throttle settings specified: burstLimit and rateLimit must be numbers of 0 or more";
    /// Ours.
    usage_plan_quota_limit() => "BadRequestException", "Usage Plan quota limit must be a number of 1 or more";
    /// Ours.
    usage_plan_quota_period() => "BadRequestException",
        "Invalid Usage Plan quota period specified. Valid options are DAY,WEEK,MONTH";
    usage_plan_quota_offset(allowed) => "BadRequestException", "Usage Plan quota offset must be {allowed}";
    /// Ours.
    usage_plan_key_type() => "BadRequestException", "Invalid key type specified. Valid options are API_KEY";
    /// Ours.
    usage_plan_key_exists() => "ConflictException", "The API Key is already in the Usage Plan";
    usage_plan_key_doubled(plan, key, stage) => "ConflictException",
        "Usage Plan {plan} cannot be added because API Key {key} cannot reference multiple Usage Plans with the same API stage: {stage}";
    /// Ours.
    usage_plan_key_not_found() => "NotFoundException", "Invalid Usage Plan Key identifier specified";

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

    logging_role() => "BadRequestException",
        "CloudWatch Logs role ARN must be set in account settings to enable logging";
    /// Ours.
    access_log_destination(arn) => "BadRequestException",
        "Invalid access log destination {arn}: the ARN of a log group or of a Firehose stream amazon-apigateway-* is expected";
    /// Ours.
    access_log_format() => "BadRequestException",
        "Access log format must be single line, new line character is allowed only at end of the format, and must contain $context.requestId or $context.extendedRequestId";
    /// Ours.
    client_certificate() => "NotFoundException", "Invalid Client Certificate identifier specified";
    documentation_version() => "NotFoundException", "Invalid Documentation version specified";
    /// Ours.
    canary_missing() => "BadRequestException", "Stage does not have a canary";
    /// Ours.
    canary_percent() => "BadRequestException", "Invalid canary percentTraffic. Must be between 0.0 and 100.0";
    method_setting_not_found() => "NotFoundException", "Invalid method setting path";

    // The account.
    /// Ours.
    cloudwatch_role(arn) => "BadRequestException", "Invalid ARN specified in the request: {arn}";
    cloudwatch_role_trust() => "BadRequestException",
        "The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.";
    /// Ours.
    account_feature() => "BadRequestException", "The feature UsagePlans cannot be removed";

    // Domain names.
    domain_name_not_found() => "NotFoundException", "Invalid domain name identifier specified";
    domain_name_exists() => "BadRequestException", "The domain name you provided already exists.";
    /// Ours.
    domain_name(name) => "BadRequestException", "Invalid domain name specified: {name}";
    /// Ours.
    domain_name_wildcard() => "BadRequestException", "Wildcard domain names are not supported for private custom domain names";
    certificate_missing(endpoint_type) => "BadRequestException",
        "A certificate was not provided for the endpoint type {endpoint_type}.";
    certificate_region(arn, region) => "BadRequestException",
        "Invalid certificate ARN: {arn}. Certificate must be in '{region}'.";
    certificate_unknown() => "BadRequestException", "The provided certificate does not exist.";
    /// Ours.
    certificate_pending(arn) => "BadRequestException", "The certificate {arn} is not issued";
    /// Ours.
    certificate_domain(arn, name) => "BadRequestException", "The certificate {arn} does not cover the domain name {name}";
    /// Ours.
    certificate_key(arn) => "BadRequestException",
        "The certificate {arn} has a key that is not supported: RSA 2048 or ECDSA P-256 or P-384 is expected";
    /// Ours.
    certificate_unused(member, endpoint_type) => "BadRequestException",
        "{member} cannot be specified for the endpoint type {endpoint_type}";
    /// Ours.
    domain_endpoint_types() => "BadRequestException",
        "A domain name has one endpoint type, or EDGE and REGIONAL while it migrates";
    /// Ours.
    domain_private_conversion() => "BadRequestException", "The endpoint type of a private custom domain name cannot be changed";
    /// Ours.
    domain_private_only(member) => "BadRequestException", "{member} can only be specified for private custom domain names";
    /// Ours.
    domain_private_not(member) => "BadRequestException", "{member} cannot be specified for private custom domain names";
    /// Ours.
    domain_private_dualstack() => "BadRequestException",
        "Only dualstack ipAddressType is supported for private custom domain names.";
    /// Ours.
    mutual_tls_edge() => "BadRequestException", "Mutual TLS authentication is only supported for REGIONAL domain names";
    /// Ours.
    mutual_tls_policy() => "BadRequestException", "Mutual TLS authentication needs a security policy of TLS_1_2 or later";
    /// Ours.
    truststore_uri() => "BadRequestException", "Invalid truststoreUri: s3://bucket-name/key-name is expected";
    /// Ours.
    domain_associated() => "BadRequestException",
        "The domain name has access associations, which must be deleted first";
    base_path_not_found() => "NotFoundException", "Invalid base path mapping identifier specified";
    base_path_exists() => "ConflictException", "Base path already exists for this domain name";
    base_path_slash() => "BadRequestException",
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.";
    /// Ours.
    base_path(path) => "BadRequestException",
        "Invalid base path specified: {path}. It can only contain letters, numbers and $-_.+!*'()";
    base_path_api() => "BadRequestException", "Invalid REST API identifier specified";
    base_path_stage() => "BadRequestException", "Invalid stage identifier specified";
    /// Ours.
    base_path_endpoint_types(domain, api) => "BadRequestException",
        "A {api} API cannot be mapped to a {domain} domain name";
    api_mapped() => "BadRequestException",
        "Please remove all base path mappings related to the API in your domains before deleting your API.";
    /// Ours.
    api_mapped_type() => "BadRequestException",
        "The endpoint type of an API that is mapped to a private custom domain name cannot be changed";
    association_not_found() => "NotFoundException", "Invalid domain name access association identifier specified";
    association_exists() => "ConflictException",
        "A domain name access association already exists for this domain name and access association source";
    /// Ours.
    association_domain(arn) => "BadRequestException", "Invalid domain name ARN specified: {arn}";

    // VPC links.
    vpc_link_not_found() => "NotFoundException", "Invalid Vpc Link identifier specified";
    /// Ours.
    vpc_link_name() => "BadRequestException", "Vpc link name cannot be blank";
    vpc_link_targets() => "BadRequestException", "More than one target arn specified for vpc link.";
    /// Ours.
    vpc_link_target() => "BadRequestException", "No target arn specified for vpc link.";
    vpc_link_targets_fixed() => "BadRequestException", "Target arns are not allowed to be changed/added.";
    vpc_link_in_use(id, users) => "BadRequestException",
        "Cannot delete vpc link. Vpc link '{id}', is referenced in [{users}] in format of [RESTApiId:Method:Resource:Stage].";

    // Imports and exports.
    import_body() => "BadRequestException", "Invalid OpenAPI input.";
    /// Ours.
    import_yaml() => "BadRequestException", "YAML definitions are not supported. Send the definition as JSON.";
    /// Ours.
    import_version() => "BadRequestException",
        "Invalid OpenAPI input: the member swagger must be 2.0 or the member openapi 3.0.x";
    import_errors(found) => "BadRequestException", "Errors found during import:{found}";
    import_warnings(found) => "BadRequestException", "Warnings found during import:{found}";
    /// Ours.
    import_parameter(name) => "BadRequestException", "The import parameter {name} is not supported.";
    export_type() => "BadRequestException", "Invalid export type specified. Valid options are oas30,swagger";
    /// Ours.
    export_accepts(text) => "BadRequestException", "The export format {text} is not supported. Use application/json.";
    /// Ours.
    export_extensions(text) => "BadRequestException",
        "The extensions {text} are not supported. Valid options are integrations,authorizers,apigateway";

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
