//! Elastic Load Balancing's errors (api E6): codes without `Exception`, as the wire has them.

use super::errors;

errors! {
    validation(text) => @ 400 "ValidationError", "{text}";
    /// An ARN that does not look like one of its kind (`load balancer`, `target group`, ...).
    malformed_arn(arn, kind) => @ 400 "ValidationError", "'{arn}' is not a valid {kind} ARN";
    invalid_configuration(text) => "InvalidConfigurationRequest", "{text}";
    reserved_tag_key() => @ 400 "ValidationError", "Tag keys beginning with 'aws:' are reserved for AWS use";
    invalid_marker() => @ 400 "ValidationError", "The marker is not valid";
    /// Two parameters of which one may be given.
    exclusive(one, other) => @ 400 "ValidationError", "{one} and {other} cannot be specified at the same time";
    one_of(one, other) => @ 400 "ValidationError", "You must specify either {one} or {other}";
    duplicate_tag_keys(key) => "DuplicateTagKeys", "Tag key '{key}' was specified more than once";
    too_many_tags() => "TooManyTags", "The maximum number of tags has been reached for this resource";

    // Load balancers.
    load_balancer_in_use(arn) => "ResourceInUse",
        "Load balancer '{arn}' cannot be deleted because it is currently associated with another service";
    /// For a search by name, which AWS answers with the list.
    load_balancers_not_found(names) => "LoadBalancerNotFound", "Load balancers '[{names}]' not found";
    duplicate_load_balancer_name(name) => "DuplicateLoadBalancerName",
        "A load balancer with the same name '{name}' exists, but with different settings";
    too_many_load_balancers() => "TooManyLoadBalancers",
        "The maximum number of load balancers has been reached on the account";
    load_balancer_name(name) => @ 400 "ValidationError",
        "The load balancer name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)";
    load_balancer_name_length(name) => @ 400 "ValidationError",
        "The load balancer name '{name}' cannot be longer than '32' characters";
    load_balancer_name_hyphen(name) => @ 400 "ValidationError",
        "The load balancer name '{name}' cannot begin or end with a hyphen(-)";
    load_balancer_name_internal(name) => @ 400 "ValidationError",
        "The load balancer name '{name}' cannot begin with 'internal-'";
    two_zones() => @ 400 "ValidationError",
        "At least two subnets in two different Availability Zones must be specified";
    zone_repeated() => "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone";
    subnet_ipv6() => "InvalidSubnet", "You must specify subnets with an associated IPv6 CIDR block.";
    subnet_not_found(id) => "SubnetNotFound", "The subnet ID '{id}' does not exist";
    subnets_in_vpcs() => "InvalidSubnet", "Not all subnets belong to the same VPC";
    subnet_small(id) => "InvalidSubnet",
        "Not enough IP space available in {id}. ELB requires at least 8 free IP addresses in each subnet.";
    subnet_public(vpc) => "InvalidSubnet", "VPC {vpc} has no internet gateway";
    security_group_not_found(id) => "InvalidSecurityGroup", "The security group '{id}' does not exist";
    security_group_vpc() => "InvalidConfigurationRequest",
        "One or more security groups are invalid";
    security_group_count(limit) => "InvalidConfigurationRequest",
        "A maximum of '{limit}' security groups can be specified";
    invalid_scheme(scheme) => "InvalidScheme", "The scheme '{scheme}' is not valid";
    deletion_protected(arn) => "OperationNotPermitted",
        "Load balancer '{arn}' cannot be deleted because deletion protection is enabled";
    repeated_attribute(key) => @ 400 "ValidationError", "Attribute key '{key}' was specified more than once";
    unknown_attribute(key) => @ 400 "ValidationError", "Load balancer attribute key '{key}' is not recognized";
    attribute_value(key, value) => @ 400 "ValidationError", "The value '{value}' of the attribute '{key}' is not valid";

    unknown_listener_attribute(key) => @ 400 "ValidationError", "Listener attribute key '{key}' is not recognized";
    one_zone() => @ 400 "ValidationError", "At least one subnet must be specified";
    mapping_subnet() => @ 400 "ValidationError", "A subnet ID must be specified in each subnet mapping";
    mapping_address() => "InvalidConfigurationRequest",
        "An address can be specified once in a subnet mapping, and only for Network Load Balancers";
    mapping_scheme() => "InvalidConfigurationRequest",
        "Allocation IDs can be specified for internet-facing load balancers, and private IPv4 addresses for internal ones";
    mapping_outside(address, subnet) => "InvalidConfigurationRequest",
        "The private IPv4 address '{address}' is not in the subnet '{subnet}'";
    mapping_changed(subnet) => "InvalidConfigurationRequest",
        "The address of the load balancer in the subnet '{subnet}' cannot be changed";
    allocation_not_found(id) => "AllocationIdNotFound", "The allocation ID '{id}' does not exist";
    allocation_in_use(id) => "InvalidConfigurationRequest", "The allocation ID '{id}' is already in use";
    enforce_of_application() => "InvalidConfigurationRequest",
        "Inbound rules on PrivateLink traffic can only be enforced by Network Load Balancers";
    groups_of_network() => "InvalidConfigurationRequest",
        "The security groups of a Network Load Balancer can be replaced, but neither added to one that was created without nor all removed";
    capacity_or_reset() => @ 400 "ValidationError",
        "You must specify either a minimum load balancer capacity or to reset the capacity reservation";
    capacity_units(units, least, most) => @ 400 "ValidationError",
        "The capacity units '{units}' must be between {least} and {most}";
    capacity_pending() => "CapacityReservationPending", "There is a pending capacity reservation";
    capacity_decreases() => "CapacityDecreaseRequestsLimitExceeded",
        "You've exceeded the daily capacity decrease limit for this reservation.";

    // Trust stores.
    trust_stores_not_found() => "TrustStoreNotFound", "One or more trust stores not found";
    duplicate_trust_store_name(name) => "DuplicateTrustStoreName",
        "A trust store with the same name '{name}' already exists";
    too_many_trust_stores() => "TooManyTrustStores",
        "The maximum number of trust stores has been reached on the account";
    trust_store_in_use(arn) => "TrustStoreInUse", "Trust store '{arn}' is currently in use by a listener";
    trust_store_not_ready(arn) => "TrustStoreNotReady", "Trust store '{arn}' is not active";
    bundle_not_found(bucket, key) => "CaCertificatesBundleNotFound",
        "The specified ca certificate bundle does not exist: 's3://{bucket}/{key}'";
    invalid_bundle() => "InvalidCaCertificatesBundle",
        "The specified ca certificate bundle is in an invalid format, or corrupt.";
    too_many_bundle_certificates() => "InvalidCaCertificatesBundle",
        "The maximum number of ca certificates has been reached for the trust store";

    // Target groups and targets.
    target_groups_not_found() => "TargetGroupNotFound", "One or more target groups not found";
    duplicate_target_group_name(name) => "DuplicateTargetGroupName",
        "A target group with the same name '{name}' exists, but with different settings";
    too_many_target_groups() => "TooManyTargetGroups",
        "The maximum number of target groups has been reached on the account";
    target_group_in_use(arn) => "ResourceInUse",
        "Target group '{arn}' is currently in use by a listener or a rule";
    target_group_name(name) => @ 400 "ValidationError",
        "Target group name '{name}' can only contain characters that are alphanumeric characters or hyphens(-)";
    target_group_name_length(name) => @ 400 "ValidationError",
        "Target group name '{name}' cannot be longer than '32' characters";
    target_group_name_hyphen(name) => @ 400 "ValidationError",
        "Target group name '{name}' cannot begin or end with a hyphen(-)";
    target_group_protocol_version(version) => @ 400 "ValidationError",
        "The protocol version '{version}' must be one of 'HTTP1, HTTP2, GRPC'";
    target_group_ipv6() => "InvalidConfigurationRequest",
        "The VPC of the target group has no IPv6 CIDR block";
    target_group_other_vpc(balancer, group) => "InvalidConfigurationRequest",
        "The following target groups are in a different VPC than load balancer '{balancer}': {group}";
    health_check_interval() => @ 400 "ValidationError",
        "Health check interval must be greater than the timeout.";
    health_check_protocol(protocol) => @ 400 "ValidationError",
        "Health check protocol '{protocol}' must be one of 'HTTP, HTTPS'";
    health_check_port(port) => @ 400 "ValidationError",
        "Health check port '{port}' must be 'traffic-port' or a number between 1 and 65535";
    health_check_path(path) => @ 400 "ValidationError", "Health check path '{path}' must begin with '/'";
    health_check_enabled(kind) => @ 400 "ValidationError",
        "Health check enabled must be true for target groups with target type '{kind}'";
    health_check_of_tcp() => @ 400 "ValidationError",
        "Health check path and matcher cannot be specified for health checks with protocol 'TCP'";
    health_check_matcher(code, range) => @ 400 "ValidationError",
        "Health check matcher code '{code}' must be within '{range}' inclusive";
    health_check_matcher_kind(version) => @ 400 "ValidationError",
        "The health check matcher does not fit the protocol version '{version}'";
    target_group_protocol() => @ 400 "ValidationError", "A protocol must be specified";
    target_group_port() => @ 400 "ValidationError", "A port must be specified";
    target_group_vpc() => @ 400 "ValidationError", "A VPC ID must be specified";
    vpc_not_found(id) => @ 400 "ValidationError", "The VPC ID '{id}' is not found";
    unknown_target_group_attribute(key) => @ 400 "ValidationError",
        "Target group attribute key '{key}' is not recognized";
    target_address(address) => @ 400 "ValidationError", "The IP address '{address}' is not a valid IPv4 address";
    target_zone_required(address) => @ 400 "ValidationError",
        "The Availability Zone is required for IP address '{address}' because it is not in the VPC";
    target_zone_all(address) => @ 400 "ValidationError",
        "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '{address}' is outside the VPC";
    target_zone_override(address, given, own) => @ 400 "ValidationError",
        "The IP address '{address}' is within the VPC, and cannot have its Availability Zone overridden to '{given}' from '{own}'";
    /// Outside the VPC and the private blocks (api E22).
    target_public(address) => @ 400 "ValidationError",
        "The IP address '{address}' is not within the VPC or a private address range";
    target_group_alb_protocol(protocol) => "InvalidConfigurationRequest",
        "Target groups with target type 'alb' must have the protocol 'TCP', not '{protocol}'";
    target_group_version_of_network() => @ 400 "ValidationError",
        "A protocol version can only be specified for target groups with protocol 'HTTP' or 'HTTPS'";
    target_zone_of_named(id, zone) => @ 400 "ValidationError",
        "The Availability Zone '{zone}' cannot be specified for the target '{id}'";
    target_instance(id) => "InvalidTarget", "The following targets are not valid instances: '{id}'";
    target_balancer(id) => "InvalidTarget",
        "The following targets are not valid Application Load Balancers: '{id}'";
    target_balancer_port(id, port) => "InvalidTarget",
        "The load balancer '{id}' must have a listener on port '{port}'";
    target_other_vpc(vpc, id) => "InvalidTarget",
        "The following targets are not in the target group VPC '{vpc}': '{id}'";
    target_draining(address) => "InvalidTarget",
        "The IP address '{address}' is being deregistered and cannot be registered until the deregistration delay has passed";
    too_many_targets() => "TooManyTargets", "The maximum number of targets has been reached for the target group";
    target_group_association_limit(arn) => "TargetGroupAssociationLimit",
        "The following target groups cannot be associated with more than one load balancer: {arn}";

    // Listeners and rules.
    listener_protocol_of_network(protocol) => @ 400 "ValidationError",
        "Listener protocol '{protocol}' must be one of 'UDP, TCP, TCP_UDP, TLS'";
    incompatible_protocols(listener, group) => "IncompatibleProtocols",
        "Listener protocol '{listener}' is not supported with a target group with the protocol '{group}'";
    action_of_network(kind) => "InvalidLoadBalancerAction",
        "Actions of type '{kind}' are not supported for Network Load Balancers";
    rules_of_network() => "OperationNotPermitted", "Rules are not supported for listeners of Network Load Balancers";
    alpn_of(protocol) => @ 400 "ValidationError", "An ALPN policy cannot be specified for {protocol} listeners";
    alpn_unsupported(policy) => "ALPNPolicyNotFound", "The ALPN policy '{policy}' is not supported";
    mutual_mode_missing() => @ 400 "ValidationError", "A mutual authentication mode must be specified";
    mutual_mode(mode) => @ 400 "ValidationError",
        "Mutual authentication mode '{mode}' must be one of 'off, passthrough, verify'";
    mutual_protocol(protocol) => @ 400 "ValidationError",
        "Mutual authentication is not supported for listeners with protocol '{protocol}'";
    mutual_trust_store() => @ 400 "ValidationError",
        "A trust store ARN must be specified for mutual authentication mode 'verify'";
    mutual_extra(mode) => @ 400 "ValidationError",
        "Trust store settings cannot be specified for mutual authentication mode '{mode}'";
    listeners_not_found() => "ListenerNotFound", "One or more listeners not found";
    duplicate_listener() => "DuplicateListener",
        "A listener already exists on this port for this load balancer";
    too_many_listeners(arn) => "TooManyListeners",
        "The maximum number of listeners has been reached on the load balancer '{arn}'";
    unsupported_protocol(protocol) => "UnsupportedProtocol", "The protocol '{protocol}' is not supported";
    listener_protocol() => @ 400 "ValidationError", "A listener protocol must be specified";
    listener_port() => @ 400 "ValidationError", "A listener port must be specified";
    certificate_count(limit, given) => @ 400 "ValidationError",
        "Up to '{limit}' certificate ARNs can be specified, but '{given}' were specified";
    certificate_of(protocol) => @ 400 "ValidationError", "Certificates cannot be specified for {protocol} listeners";
    certificate_arn() => @ 400 "ValidationError", "A certificate ARN must be specified";
    certificate_unsupported(arn) => @ 400 "UnsupportedCertificate",
        "The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.";
    certificate_default(arn) => "OperationNotPermitted",
        "The default certificate '{arn}' cannot be removed from the listener";
    ssl_policy_of(protocol) => @ 400 "ValidationError", "An SSL policy cannot be specified for {protocol} listeners";
    protocol_version_mismatch(protocol, version) => "InvalidConfigurationRequest",
        "Listener protocol '{protocol}' is not supported with a target group with the protocol-version '{version}'";
    certificate_required() => @ 400 "ValidationError", "A certificate must be specified for HTTPS listeners";
    certificate_not_found(arn) => "CertificateNotFound", "Certificate '{arn}' not found";
    too_many_certificates() => "TooManyCertificates",
        "The maximum number of certificates has been reached on the load balancer";
    ssl_policy_not_found(name) => "SSLPolicyNotFound", "SSL policy '{name}' not found";
    rules_not_found() => "RuleNotFound", "One or more rules not found";
    priority_in_use(priority) => "PriorityInUse", "Priority '{priority}' is currently in use";
    priority_range() => @ 400 "ValidationError", "Priority must be between 1 and 50000";
    default_rule() => "OperationNotPermitted", "Default rule cannot be deleted or modified";
    too_many_rules() => "TooManyRules", "The maximum number of rules has been reached on the load balancer";
    default_rule_tags() => "OperationNotPermitted", "The default rule cannot be tagged";
    priority_repeated(priority) => @ 400 "ValidationError", "Priority '{priority}' was specified more than once";
    action_missing() => @ 400 "ValidationError", "An action must be specified";
    action_single() => "InvalidLoadBalancerAction",
        "You can specify exactly one action of type 'forward', 'redirect' or 'fixed-response'";
    action_config(kind, field) => "InvalidLoadBalancerAction",
        "For actions of type '{kind}', you must specify the following fields: '{field}'";
    action_foreign_config(kind, field) => "InvalidLoadBalancerAction",
        "For actions of type '{kind}', you cannot specify the following fields: '{field}'";
    redirect_loop() => "InvalidLoadBalancerAction",
        "The redirect configuration is not valid because it creates a loop.";
    redirect_downgrade() => "InvalidLoadBalancerAction", "You cannot redirect requests from HTTPS to HTTP";
    redirect_part(part, value) => "InvalidLoadBalancerAction", "The redirect {part} '{value}' is not valid";
    content_type(value) => "InvalidLoadBalancerAction", "The content type '{value}' is not valid";
    forward_groups(limit) => @ 400 "ValidationError",
        "A forward action must have between '1' and '{limit}' target groups";
    forward_repeated(group) => "InvalidLoadBalancerAction",
        "Target group '{group}' is specified more than once in the action";
    forward_disagrees() => "InvalidLoadBalancerAction",
        "The target group of the forward configuration must be the same as the target group of the action";
    forward_weight(weight) => @ 400 "ValidationError", "The weight '{weight}' must be between 0 and 999";
    forward_stickiness() => @ 400 "ValidationError",
        "The duration of target group stickiness must be between 1 and 604800 seconds";
    condition_missing() => @ 400 "ValidationError", "A condition must be specified";
    condition_field(field) => @ 400 "ValidationError", "Condition field '{field}' is not valid";
    condition_config(field, config) => @ 400 "ValidationError",
        "For conditions with field '{field}', you must specify '{config}' and no other values";
    condition_repeated(field) => @ 400 "ValidationError",
        "A rule can only have one condition with field '{field}'";
    condition_values(limit) => @ 400 "ValidationError", "A rule can only have '{limit}' condition values";
    condition_wildcards(limit) => @ 400 "ValidationError", "A rule can only have '{limit}' condition wildcards";
    condition_empty(field) => @ 400 "ValidationError",
        "A condition with field '{field}' must have at least one value";
    condition_value(field, value) => @ 400 "ValidationError",
        "The {field} condition value '{value}' is not valid";
    condition_header_name(name) => @ 400 "ValidationError", "The http-header name '{name}' is not valid";
    unique_target_groups() => "TooManyUniqueTargetGroupsPerLoadBalancer",
        "The maximum number of unique target groups has been reached on the load balancer";
    prior_request() => "PriorRequestNotComplete",
        "A prior request on this resource has not been completed. Try again later";
}
