//! EC2's errors: VPCs and what is in them.

use std::fmt::Display;

mod endpoint;
mod instance;

pub use endpoint::*;
pub use instance::*;

use super::errors;
use crate::ApiError;

/// An id that is not of its kind's form; `prefix` is as `vpc`.
pub fn malformed_id(id: impl Display, prefix: &str) -> ApiError {
    let code = match prefix {
        "vpc" => "InvalidVpcID.Malformed",
        "subnet" => "InvalidSubnetID.Malformed",
        "sg" => "InvalidGroupId.Malformed",
        "sgr" => "InvalidSecurityGroupRuleId.Malformed",
        "igw" => "InvalidInternetGatewayId.Malformed",
        "rtb" => "InvalidRouteTableId.Malformed",
        "acl" => "InvalidNetworkAclId.Malformed",
        "eni" => "InvalidNetworkInterfaceId.Malformed",
        "vpce" => "InvalidVpcEndpointId.Malformed",
        "vpce-svc" => "InvalidVpcEndpointServiceId.Malformed",
        "i" => "InvalidInstanceID.Malformed",
        "vol" => "InvalidVolumeID.Malformed",
        "key" => "InvalidKeyPair.Malformed",
        "ami" => "InvalidAMIID.Malformed",
        "eipalloc" => "InvalidAllocationID.Malformed",
        "nat" => "NatGatewayMalformed",
        "pcx" => "InvalidVpcPeeringConnectionId.Malformed",
        "dopt" => "InvalidDhcpOptionsId.Malformed",
        "scr" => "InvalidSubnetCidrReservationId.Malformed",
        "vgw" => "InvalidVpnGatewayId.Malformed",
        "cgw" => "InvalidCustomerGatewayId.Malformed",
        "eigw" => "InvalidEgressOnlyInternetGatewayId.Malformed",
        "fl" => "InvalidFlowLogId.Malformed",
        "pl" => "InvalidPrefixListId.Malformed",
        _ => "InvalidParameterValue",
    };
    ApiError::new(code, format!("Invalid id: \"{id}\" (expecting \"{prefix}-...\")"))
}

errors! {
    // Any request.
    /// The answer to `DryRun` where the request would have succeeded.
    dry_run() => @ 412 "DryRunOperation", "Request would have succeeded, but DryRun flag is set.";
    missing_parameter(name) => "MissingParameter", "The request must contain the parameter {name}";
    /// `reason` is a sentence, which may be empty.
    invalid_value(value, name, reason) =>
        "InvalidParameterValue", "Value ({value}) for parameter {name} is invalid. {reason}";
    /// A sentence of the caller's choice.
    invalid_parameter_value(text) => "InvalidParameterValue", "{text}";
    invalid_combination(text) => "InvalidParameterCombination", "{text}";
    exclusive_parameters(one, other) => "InvalidParameterCombination",
        "The parameter {one} cannot be used with the parameter {other}";
    several_attributes(one, other) => "InvalidParameterCombination",
        "Fields for multiple attribute types specified: {one}, {other}";
    no_attribute() => "InvalidParameterCombination", "No attributes specified.";
    unknown_parameter(name) => "UnknownParameter", "The parameter {name} is not recognized";
    invalid_filter(name) => "InvalidParameterValue", "The filter '{name}' is invalid";
    filter_without_values(name) => "InvalidParameterValue", "The filter '{name}' must have at least one value.";
    filter_limit(most) => "FilterLimitExceeded", "The maximum number of filter values specified on a single call is {most}";
    invalid_next_token(token) => "InvalidNextToken", "The token '{token}' is invalid";
    operation_not_permitted(text) => "OperationNotPermitted", "{text}";
    unsupported_operation(text) => "UnsupportedOperation", "{text}";
    unauthorized() => @ 403 "UnauthorizedOperation", "You are not authorized to perform this operation.";
    idempotent_mismatch(token) => "IdempotentParameterMismatch",
        "Arguments on this idempotent request are inconsistent with arguments used in previous request(s). Client token: {token}";

    // Tags.
    invalid_resource_id(id) => "InvalidID", "The ID '{id}' is not valid";
    reserved_tag_key() => "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use";
    duplicate_tag_key(key) => "InvalidParameterValue", "Duplicate tag key '{key}' specified.";
    tag_limit() => "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.";
    tag_key_empty() => "InvalidParameterValue", "Tag key cannot be empty";
    tag_key_length(most) => "InvalidParameterValue", "Tag key exceeds the maximum length of {most} characters";
    tag_value_length(most) => "InvalidParameterValue", "Tag value exceeds the maximum length of {most} characters";
    tag_specification_type() => "InvalidParameterValue", "Tag specification resource type must have a value";
    tag_specification_empty() => "InvalidParameterValue", "Tag specification must have at least one tag";
    tag_resource_type(given, wanted) => "InvalidParameterValue",
        "'{given}' is not a valid taggable resource type for this operation. Expected '{wanted}'.";

    // VPC.
    vpc_not_found(id) => "InvalidVpcID.NotFound", "The vpc ID '{id}' does not exist";
    vpc_range(cidr) => "InvalidVpc.Range", "The CIDR '{cidr}' is invalid.";
    vpc_limit() => "VpcLimitExceeded", "The maximum number of VPCs has been reached.";
    vpc_cidr_missing() => "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.";
    vpc_tenancy(tenancy) => "InvalidParameterValue",
        "Value ({tenancy}) for parameter instanceTenancy is invalid. A VPC cannot have this tenancy.";
    dns_hostnames_need_support(id) => "InvalidParameterCombination",
        "DNS hostnames cannot be enabled for {id} while DNS support is disabled.";
    no_default_vpc() => "VPCIdNotSpecified", "No default VPC for this user";
    vpc_in_use(id) => "DependencyViolation", "The vpc '{id}' has dependencies and cannot be deleted.";
    invalid_cidr(cidr, name) => "InvalidParameterValue",
        "Value ({cidr}) for parameter {name} is invalid. This is not a valid CIDR block.";
    cidr_association_not_found(id) => "InvalidCidrBlockAssociationID.NotFound",
        "The vpc CIDR block association ID '{id}' does not exist";
    cidr_conflicts_with_vpc(cidr, vpc) => "InvalidVpc.Range",
        "The CIDR '{cidr}' conflicts with an existing CIDR block of the VPC '{vpc}'.";
    default_vpc_exists(id) => "DefaultVpcAlreadyExists", "A Default VPC already exists for this account: {id}.";
    dhcp_options_not_found(id) => "InvalidDhcpOptionID.NotFound", "The dhcpOption ID '{id}' does not exist";

    vpc_cidr_association_not_found(id) => "InvalidVpcCidrBlockAssociationID.NotFound",
        "The vpc CIDR block association ID '{id}' does not exist";
    vpc_cidr_primary(id) => "OperationNotPermitted",
        "The vpc CIDR block with association ID {id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC";
    vpc_cidr_in_use(id) => "DependencyViolation",
        "The vpc CIDR block with association ID {id} has dependencies and cannot be disassociated.";
    vpc_cidr_limit(vpc, most) => "CidrLimitExceeded",
        "This network '{vpc}' has met its maximum number of allowed CIDRs: {most}";
    vpc_cidr_choice() => "MissingParameter",
        "Either 'cidrBlock', 'amazonProvidedIpv6CidrBlock', 'ipv6CidrBlock' or an IPAM pool should be provided.";
    vpc_tenancy_change(id) => "InvalidParameterValue",
        "The tenancy of {id} can be changed to default only.";

    // DHCP options.
    dhcp_options_in_use(id) => "DependencyViolation",
        "The dhcpOptions '{id}' has dependencies and cannot be deleted.";
    dhcp_option_key(key) => "InvalidParameterValue", "Value ({key}) for parameter key is invalid. Unknown DHCP option.";
    dhcp_option_empty(key) => "InvalidParameterValue", "Value () for parameter value is invalid. Option {key} has no values.";
    dhcp_option_value(value, key) => "InvalidParameterValue", "Value ({value}) for parameter value is invalid. Invalid value for DHCP option {key}.";

    // Subnets and zones.
    subnet_not_found(id) => "InvalidSubnetID.NotFound", "The subnet ID '{id}' does not exist";
    subnet_range(cidr) => "InvalidSubnet.Range", "The CIDR '{cidr}' is invalid.";
    subnet_conflict(cidr) => "InvalidSubnet.Conflict", "The CIDR '{cidr}' conflicts with another subnet";
    subnet_cidr_missing() => "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.";
    subnet_in_use(id) => "DependencyViolation", "The subnet '{id}' has dependencies and cannot be deleted.";
    subnet_full(id) => "InsufficientFreeAddressesInSubnet",
        "The specified subnet '{id}' does not have enough free addresses to satisfy the request.";
    subnet_zone(zone, zones) => "InvalidParameterValue",
        "Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: {zones}.";
    zone_not_found(zone) => "InvalidParameterValue", "Invalid availability zone: [{zone}]";
    region_not_found(region) => "InvalidParameterValue", "Invalid region: [{region}]";

    subnet_cidr_association_not_found(id) => "InvalidSubnetCidrBlockAssociationID.NotFound",
        "The subnet CIDR block with association ID {id} does not exist";
    subnet_ipv6_range(cidr) => "InvalidSubnet.Range", "The IPv6 CIDR '{cidr}' is invalid.";
    subnet_ipv6_associated(subnet) => "InvalidParameterValue",
        "The subnet {subnet} already has an IPv6 CIDR block associated.";
    subnet_ipv6_in_use(id) => "DependencyViolation",
        "The subnet CIDR block with association ID {id} has dependencies and cannot be disassociated.";
    subnet_ipv6_missing(subnet) => "InvalidParameterValue",
        "The subnet {subnet} does not have an IPv6 CIDR block associated.";
    cidr_reservation_not_found(id) => "InvalidSubnetCidrReservationID.NotFound",
        "The subnet CIDR reservation ID '{id}' does not exist";
    cidr_reservation_range(cidr, subnet) => "InvalidParameterValue",
        "Value ({cidr}) for parameter cidr is invalid. It is not within the CIDR range of {subnet}.";
    cidr_reservation_conflict(cidr) => "InvalidParameterValue",
        "Value ({cidr}) for parameter cidr is invalid. It overlaps with an existing subnet CIDR reservation.";

    // Elastic IP addresses.
    allocation_not_found(id) => "InvalidAllocationID.NotFound", "The allocation ID '{id}' does not exist";
    address_not_found(address) => "InvalidAddress.NotFound", "Address '{address}' not found.";
    address_not_yours(address) => "AuthFailure", "The address '{address}' does not belong to you.";
    address_associated(allocation, association) => "Resource.AlreadyAssociated",
        "resource {allocation} is already associated with associate-id {association}";
    address_mapped(address, interface) => "Resource.AlreadyAssociated",
        "the private address {address} of {interface} already has an elastic IP address associated with it";
    address_released_in_use(address) => "InvalidIPAddress.InUse", "Address {address} is in use.";
    address_no_gateway(vpc) => "Gateway.NotAttached", "Network {vpc} is not attached to any internet gateway";
    address_border_group(group) => "InvalidParameterValue",
        "Value ({group}) for parameter networkBorderGroup is invalid. You can use any of the network border groups of the region.";
    address_domain(domain) => "InvalidParameterValue", "Value ({domain}) for parameter domain is invalid. EC2-Classic is retired.";
    private_address_absent(address, interface) => "InvalidParameterValue",
        "The private IP address {address} is not assigned to the network interface {interface}";
    instance_not_found(id) => "InvalidInstanceID.NotFound", "The instance ID '{id}' does not exist";
    instance_interfaces(id) => "InvalidInstanceID",
        "There are multiple interfaces attached to instance '{id}'. Please specify an interface ID for the operation instead.";

    // NAT gateways.
    nat_gateway_not_found(id) => "NatGatewayNotFound", "The Nat Gateway {id} was not found";
    nat_gateway_allocation_missing() => "MissingParameter",
        "The request must include the AllocationId parameter. Add the required parameter and retry the request.";
    nat_gateway_allocation_private() => "InvalidParameter",
        "The AllocationId parameter cannot be used with a private NAT gateway.";

    // Peering.
    peering_not_found(id) => "InvalidVpcPeeringConnectionID.NotFound",
        "The vpcPeeringConnection ID '{id}' does not exist";
    peering_exists(id) => "VpcPeeringConnectionAlreadyExists",
        "The vpc peering connection identified by {id} already exists.";
    peering_transition(id, from, to) => "InvalidStateTransition",
        "Invalid state transition for {id}, attempted to transition from {from} to {to}";
    peering_permission(account, verb, id) => "OperationNotPermitted", "User {account} cannot {verb} peering {id}";
    peering_options(id) => "OperationNotPermitted", "Peering {id} is not active. Peering options can be added only to active peerings.";

    // VPN and egress-only gateways.
    vpn_gateway_not_found(id) => "InvalidVpnGatewayID.NotFound", "The vpnGateway ID '{id}' does not exist";
    vpn_gateway_in_use(id) => "IncorrectState", "The virtual private gateway '{id}' is attached to a VPC and cannot be deleted.";
    vpn_gateway_attached(vgw, vpc) => "VpnGatewayAttachmentLimitExceeded",
        "The virtual private gateway {vgw} is already attached to {vpc}.";
    vpc_has_vpn_gateway(vpc) => "VpcAttachmentLimitExceeded",
        "The VPC {vpc} already has a virtual private gateway attached.";
    vpn_gateway_not_attached(vgw, vpc) => "InvalidVpnGatewayAttachment.NotFound",
        "The attachment with vpn gateway ID '{vgw}' and vpc ID '{vpc}' does not exist";
    vpn_gateway_asn(asn) => "InvalidParameterValue",
        "Value ({asn}) for parameter amazonSideAsn is invalid. Private 16-bit and 32-bit ASNs are supported.";
    customer_gateway_not_found(id) => "InvalidCustomerGatewayID.NotFound", "The customerGateway ID '{id}' does not exist";
    customer_gateway_address() => "MissingParameter", "The request must contain the parameter ipAddress or certificateArn";
    gateway_not_found(id) => "InvalidGatewayID.NotFound", "The gateway ID '{id}' does not exist";

    // Flow logs.
    flow_log_not_found(id) => "InvalidFlowLogId.NotFound", "The specified flow log {id} was not found.";
    flow_log_exists() => "FlowLogAlreadyExists",
        "Error. There is an existing Flow Log with the same configuration and log destination.";
    flow_log_parameter(text) => "InvalidParameter", "{text}";

    // Internet gateways.
    internet_gateway_not_found(id) => "InvalidInternetGatewayID.NotFound",
        "The internetGateway ID '{id}' does not exist";
    internet_gateway_in_use(id) => "DependencyViolation",
        "The internetGateway '{id}' has dependencies and cannot be deleted.";
    internet_gateway_attached(id, vpc) => "Resource.AlreadyAssociated",
        "resource {id} is already attached to network {vpc}";
    vpc_has_internet_gateway(vpc) => "InvalidParameterValue",
        "Network {vpc} already has an internet gateway attached";
    internet_gateway_not_attached(id, vpc) => "Gateway.NotAttached",
        "resource {id} is not attached to network {vpc}";
    internet_gateway_has_addresses(vpc) => "DependencyViolation",
        "Network {vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.";

    // Route tables.
    route_table_not_found(id) => "InvalidRouteTableID.NotFound", "The routeTable ID '{id}' does not exist";
    route_table_in_use(id) => "DependencyViolation",
        "The routeTable '{id}' has dependencies and cannot be deleted.";
    route_exists(destination) => "RouteAlreadyExists", "The route identified by {destination} already exists.";
    /// `parameter` as `destination-cidr-block`.
    route_not_found(parameter, destination, table) => "InvalidRoute.NotFound",
        "no route with {parameter} {destination} in route table {table}";
    route_not_defined(destination) => "InvalidParameterValue",
        "There is no route defined for '{destination}' in the route table. Use CreateRoute instead.";
    route_limit() => "RouteLimitExceeded", "The maximum number of routes has been reached.";
    route_destinations() => "InvalidParameterCombination",
        "The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId";
    route_gateway_network(table, gateway) => "InvalidParameterValue",
        "route table {table} and network gateway {gateway} belong to different networks";
    route_interface_network(table, interface) => "InvalidParameterValue",
        "route table {table} and interface {interface} belong to different networks";
    route_inside_vpc(destination) => "InvalidParameterValue",
        "The destination CIDR block {destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.";
    route_matches_no_subnet() => "InvalidParameterValue", "Route destination doesn't match any subnet CIDR blocks.";
    route_table_network(table, other) => "InvalidParameterValue",
        "route table {table} and network {other} belong to different networks";
    local_route(destination, table) => "InvalidParameterValue",
        "cannot remove local route {destination} in route table {table}";
    vpc_endpoint_route(destination, table) => "InvalidParameterValue",
        "cannot remove VPC endpoint route {destination} in route table {table}";
    route_target_missing() => "InvalidParameterCombination",
        "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, vpcEndpointId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, carrierGatewayId, coreNetworkArn or instanceId";
    route_nat_gateway_not_found(id) => "InvalidNatGatewayID.NotFound", "The natGateway ID '{id}' does not exist";
    route_target_family(target, family) => "InvalidParameterValue",
        "A route with an {family} destination cannot have the target {target}.";
    route_target_not_found(id) => "InvalidGatewayID.NotFound", "The gateway ID '{id}' does not exist";
    association_not_found(id) => "InvalidAssociationID.NotFound", "The association ID '{id}' does not exist";
    route_table_associated(table, subnet) => "Resource.AlreadyAssociated",
        "the specified association for route table {table} conflicts with an existing association of {subnet}";
    main_association(id) => "InvalidParameterValue",
        "cannot disassociate the main route table association {id}";

    // Security groups.
    security_group_not_found(id) => "InvalidGroup.NotFound", "The security group '{id}' does not exist";
    security_group_in_vpc_not_found(id, vpc) => "InvalidGroup.NotFound",
        "The security group '{id}' does not exist in VPC '{vpc}'";
    security_group_duplicate(name, vpc) => "InvalidGroup.Duplicate",
        "The security group '{name}' already exists for VPC '{vpc}'";
    security_group_in_use(id) => "DependencyViolation", "resource {id} has a dependent object";
    security_group_default(id) => "CannotDelete",
        "the specified group: \"{id}\" name: \"default\" cannot be deleted by a user";
    security_group_reserved_name() => "InvalidParameterValue", "Cannot use reserved security group name: default";
    security_group_name_like_id(name) => "InvalidParameterValue",
        "Value ({name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.";
    security_group_service_name(name) => "InvalidParameterValue",
        "Value ({name}) for parameter GroupName is invalid. The name is reserved for CloudFront.";
    security_group_text(text, name) => "InvalidParameterValue",
        "Value ({text}) for parameter {name} is invalid. Character sets beyond ASCII are not supported.";
    security_group_networks() => "InvalidGroup.NotFound",
        "You have specified two resources that belong to different networks.";
    security_group_limit() => "SecurityGroupLimitExceeded",
        "The maximum number of security groups for this account has been reached.";
    security_group_rule_not_found(id) => "InvalidSecurityGroupRuleId.NotFound",
        "The security group rule ID '{id}' does not exist";
    permission_not_found() => "InvalidPermission.NotFound",
        "The specified rule does not exist in this security group.";
    /// `peer` as `10.0.0.0/16` or a group id, `protocol` as `TCP`.
    permission_duplicate(peer, protocol, from, to) => "InvalidPermission.Duplicate",
        "the specified rule \"peer: {peer}, {protocol}, from port: {from}, to port: {to}, ALLOW\" already exists";
    /// For `-1`, which has no ports.
    permission_duplicate_all(peer) => "InvalidPermission.Duplicate",
        "the specified rule \"peer: {peer}, ALL, ALLOW\" already exists";
    permission_malformed(text) => "InvalidPermission.Malformed", "{text}";
    permission_source_missing() => "MissingParameter",
        "Missing source specification: include source security group or CIDR information";
    permission_protocol_missing() => "InvalidParameterValue",
        "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.";
    permission_ports_missing() => "InvalidParameterValue", "Must specify both from and to ports with TCP/UDP.";
    permission_port(port) => "InvalidParameterValue", "TCP/UDP port ({port}) out of range";
    permission_icmp(kind, code) => "InvalidParameterValue", "ICMP type ({kind}) or code ({code}) out of range";
    permission_icmp_missing() => "InvalidParameterValue", "Must specify both ICMP type and code.";
    permission_repeated() => "InvalidParameterValue", "The same permission must not appear multiple times";
    permission_description() => "InvalidParameterValue",
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{{}}!$*";
    permission_cidr(cidr) => "InvalidParameterValue", "CIDR block {cidr} is malformed";
    permission_limit() => "RulesPerSecurityGroupLimitExceeded",
        "The maximum number of rules per security group has been reached.";
    permission_port_range(from, to) => "InvalidParameterValue",
        "Invalid TCP/UDP port range ({from}:{to})";
    permission_protocol(protocol) => "InvalidParameterValue", "Invalid value '{protocol}' for IP protocol. Unknown protocol.";
}
