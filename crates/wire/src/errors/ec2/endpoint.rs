//! EC2's errors: network ACLs, VPC endpoints, network interfaces.

use super::super::errors;

errors! {
    // Network ACLs.
    network_acl_not_found(id) => "InvalidNetworkAclID.NotFound", "The networkAcl ID '{id}' does not exist";
    network_acl_default(id) => "InvalidParameterValue", "cannot delete default network ACL {id}";
    network_acl_in_use(id) => "DependencyViolation",
        "The networkAcl '{id}' has dependencies and cannot be deleted.";
    network_acl_network(acl, subnet) => "InvalidParameterValue",
        "network acl {acl} and subnet {subnet} belong to different networks";
    network_acl_entry_exists(number) => "NetworkAclEntryAlreadyExists",
        "The network acl entry identified by {number} already exists.";
    network_acl_entry_not_found(number) => "InvalidNetworkAclEntry.NotFound",
        "The network acl entry identified by {number} does not exist.";
    network_acl_entry_limit() => "NetworkAclEntryLimitExceeded",
        "The maximum number of network acl entries has been reached.";
    network_acl_rule_number(number) => "InvalidParameterValue",
        "Value ({number}) for parameter ruleNumber is invalid. The rule number must be between 1 and 32766.";

    // VPC endpoints.
    vpc_endpoint_not_found(id) => "InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '{id}' does not exist";
    vpc_endpoint_limit() => "VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.";
    vpc_endpoint_service_not_found(name) => "InvalidServiceName",
        "The Vpc Endpoint Service '{name}' does not exist";
    vpc_endpoint_subnets_in_zone(subnet) => "DuplicateSubnetsInSameZone",
        "Found another VPC endpoint subnet in the availability zone of {subnet}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.";
    vpc_endpoint_subnet_vpc(subnet, vpc) => "InvalidParameter", "The subnet {subnet} is not in the VPC {vpc}";
    vpc_endpoint_subnet_absent(subnet, endpoint) => "InvalidParameter",
        "The subnet {subnet} is not a subnet of the VPC endpoint {endpoint}";
    vpc_endpoint_groups_empty() => "InvalidParameter", "A VPC endpoint must have at least one security group";
    vpc_endpoint_dns_attributes(vpc) => "InvalidParameter",
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {vpc}";
    vpc_endpoint_dns_conflict(name, vpc) => "InvalidParameter",
        "private-dns-enabled cannot be set because there is already a conflicting DNS domain for {name} in the VPC {vpc}";
    vpc_endpoint_type(endpoint_type, types) => "InvalidParameter",
        "Endpoint type ({endpoint_type}) does not match available service types ([{types}]).";
    vpc_endpoint_kind(what, endpoint_type) => "InvalidParameter",
        "{what} are not supported for {endpoint_type} type VPC endpoints.";
    vpc_endpoint_ip_type(service, ip_type) => "InvalidParameter",
        "The VPC endpoint service {service} does not support the IP address type {ip_type}.";
    vpc_endpoint_record_type(record_type) => "InvalidParameter",
        "The DNS record IP type {record_type} is not compatible with the IP address type ipv4.";
    vpc_endpoint_resolver_only(service) => "InvalidParameter",
        "PrivateDnsOnlyForInboundResolverEndpoint is not supported for {service}.";
    vpc_endpoint_dns_none(service) => "InvalidParameter",
        "Private DNS can't be enabled because the service {service} does not provide a private DNS name.";
    vpc_endpoint_zone(service, subnet) => "InvalidParameter",
        "The VPC endpoint service {service} does not support the availability zone of the subnet: {subnet}.";
    vpc_endpoint_route_table_vpc(table, vpc) => "InvalidParameter",
        "The route table {table} is not in the VPC {vpc}";
    vpc_endpoint_route_table_absent(table, endpoint) => "InvalidParameter",
        "The route table {table} is not associated with the VPC endpoint {endpoint}";
    vpc_endpoint_state(id, state) => "InvalidVpcEndpointState",
        "The VPC endpoint '{id}' is in the state {state}.";
    endpoint_service_in_use(id) => "ExistingVpcEndpointConnections",
        "Service {id} has existing active VPC Endpoint connections!";
    endpoint_service_balancer(arn) => "InvalidParameter",
        "The load balancer {arn} does not exist or is not available to the service.";
    endpoint_service_balancer_type(arn) => "InvalidParameter",
        "The load balancer {arn} is not a Network Load Balancer.";
    endpoint_service_balancer_missing() => "InvalidParameter",
        "A VPC endpoint service must have at least one Network Load Balancer or Gateway Load Balancer.";
    endpoint_service_parameter(text) => "InvalidParameter", "{text}";
    endpoint_service_principal(principal) => "InvalidPrincipal", "Invalid Principal: '{principal}'";
    vpc_endpoint_parameter(text) => "InvalidParameter", "{text}";
    endpoint_service_not_found(id) => "InvalidVpcEndpointServiceId.NotFound",
        "The VpcEndpointService Id '{id}' does not exist";
    vpc_endpoint_route_exists(table, prefix_list) => "RouteAlreadyExists",
        "route table {table} already has a route with destination-prefix-list-id {prefix_list}";
    policy_malformed(text) => "InvalidPolicyDocument", "{text}";

    // Network interfaces.
    network_interface_not_found(id) => "InvalidNetworkInterfaceID.NotFound",
        "The networkInterface ID '{id}' does not exist";
    network_interface_in_use(id) => "InvalidParameterValue",
        "Network interface '{id}' is currently in use.";
    network_interface_managed() => @ 403 "AuthFailure",
        "You do not have permission to access the specified resource.";
    network_interface_attachment_managed() => "OperationNotPermitted",
        "You are not allowed to manage 'ela-attach' attachments.";
    attachment_primary() => "OperationNotPermitted",
        "The network interface at device index 0 and networkCard index 0 cannot be detached.";
    attachment_zone() => "InvalidParameterCombination",
        "You may not attach a network interface to an instance if they are not in the same availability zone";
    attachment_index(instance, index) => "InvalidParameterValue",
        "Instance '{instance}' already has an interface attached at device index '{index}'.";
    instance_state(id) => "IncorrectInstanceState", "The instance '{id}' is not in a valid state for this operation.";
    address_primary(address) => "InvalidParameterValue", "{address} is the primary address of the interface and cannot be unassigned.";
    attachment_not_found(id) => "InvalidAttachmentID.NotFound", "The attachment '{id}' does not exist";
    address_in_use(address) => "InvalidIPAddress.InUse", "The specified address '{address}' is already in use.";
    address_reserved(address) => "InvalidParameterValue", "Address {address} is reserved and cannot be used.";
    address_out_of_subnet() => "InvalidParameterValue", "Address does not fall within the subnet's address range";
    security_groups_per_interface() => "SecurityGroupsPerInterfaceLimitExceeded",
        "The maximum number of security groups per interface has been reached.";
}
