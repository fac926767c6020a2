//! EC2: the network of a VPC, and the endpoints and interfaces in it.
//!
//! One file a resource, with its operations, views and answers. What they share: `resource` (ids and owners),
//! `page` and `filter` (describe calls), `tag`, `client_token`, `cidr`. Other services make their interfaces through
//! [`network_interface`]. What a request asks for beyond what is here is refused by name.

pub mod address;
pub mod address_shown;
pub mod authorization;
pub mod availability_zone;
pub mod cidr;
pub mod client_token;
pub mod customer_gateway;
pub mod default_vpc;
pub mod dhcp_options;
pub mod egress_only_internet_gateway;
pub mod endpoint_connection;
pub mod endpoint_service;
pub mod endpoint_service_permission;
pub mod filter;
pub mod flow_log;
pub mod image;
pub mod instance;
pub mod instance_attribute;
pub mod instance_facts;
pub mod instance_launch;
pub mod instance_network;
pub mod instance_option;
pub mod instance_power;
pub mod instance_shown;
pub mod instance_status;
pub mod instance_type;
pub mod internet_gateway;
pub mod key_material;
pub mod key_pair;
pub mod nat_gateway;
pub mod nat_gateway_shown;
pub mod network;
pub mod network_acl;
pub mod network_acl_entry;
pub mod network_interface;
pub mod network_interface_attachment;
pub mod network_interface_attribute;
pub mod network_interface_create;
pub mod network_interface_shown;
pub mod page;
pub mod permission;
pub mod prefix_list;
pub mod private_address;
pub mod public_key;
pub mod resource;
pub mod route;
pub mod route_table;
pub mod route_table_association;
pub mod route_target;
pub mod security_group;
pub mod security_group_rule;
pub mod security_group_rule_change;
pub mod subnet;
pub mod subnet_cidr_block;
pub mod subnet_cidr_reservation;
pub mod tag;
pub mod volume;
pub mod vpc;
pub mod vpc_attribute;
pub mod vpc_cidr_block;
pub mod vpc_endpoint;
pub mod vpc_endpoint_change;
pub mod vpc_endpoint_dns;
pub mod vpc_endpoint_route;
pub mod vpc_endpoint_rule;
pub mod vpc_endpoint_service;
pub mod vpc_endpoint_subnet;
pub mod vpc_peering_connection;
pub mod vpc_peering_connection_shown;
pub mod vpn_gateway;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(vpc::CreateVpc, vpc::create),
    op!(vpc::DescribeVpcs, vpc::describe),
    op!(vpc::DeleteVpc, vpc::delete),
    op!(vpc_attribute::ModifyVpcAttribute, vpc_attribute::modify),
    op!(vpc_attribute::DescribeVpcAttribute, vpc_attribute::describe),
    op!(subnet::CreateSubnet, subnet::create),
    op!(subnet::DescribeSubnets, subnet::describe),
    op!(subnet::ModifySubnetAttribute, subnet::modify),
    op!(subnet::DeleteSubnet, subnet::delete),
    op!(internet_gateway::CreateInternetGateway, internet_gateway::create),
    op!(internet_gateway::AttachInternetGateway, internet_gateway::attach),
    op!(internet_gateway::DetachInternetGateway, internet_gateway::detach),
    op!(
        internet_gateway::DescribeInternetGateways,
        internet_gateway::describe
    ),
    op!(internet_gateway::DeleteInternetGateway, internet_gateway::delete),
    op!(route_table::CreateRouteTable, route_table::create),
    op!(route_table::DescribeRouteTables, route_table::describe),
    op!(route_table::DeleteRouteTable, route_table::delete),
    op!(route::CreateRoute, route::create),
    op!(route::ReplaceRoute, route::replace),
    op!(route::DeleteRoute, route::delete),
    op!(
        route_table_association::AssociateRouteTable,
        route_table_association::associate
    ),
    op!(
        route_table_association::DisassociateRouteTable,
        route_table_association::disassociate
    ),
    op!(
        route_table_association::ReplaceRouteTableAssociation,
        route_table_association::replace
    ),
    op!(security_group::CreateSecurityGroup, security_group::create),
    op!(security_group::DescribeSecurityGroups, security_group::describe),
    op!(security_group::DeleteSecurityGroup, security_group::delete),
    op!(
        authorization::AuthorizeSecurityGroupIngress,
        authorization::authorize_ingress
    ),
    op!(
        authorization::AuthorizeSecurityGroupEgress,
        authorization::authorize_egress
    ),
    op!(
        authorization::RevokeSecurityGroupIngress,
        authorization::revoke_ingress
    ),
    op!(
        authorization::RevokeSecurityGroupEgress,
        authorization::revoke_egress
    ),
    op!(
        security_group_rule::DescribeSecurityGroupRules,
        security_group_rule::describe
    ),
    op!(
        security_group_rule_change::ModifySecurityGroupRules,
        security_group_rule_change::modify
    ),
    op!(
        security_group_rule_change::UpdateIngress,
        security_group_rule_change::describe_ingress
    ),
    op!(
        security_group_rule_change::UpdateEgress,
        security_group_rule_change::describe_egress
    ),
    op!(network_acl::CreateNetworkAcl, network_acl::create),
    op!(network_acl::DescribeNetworkAcls, network_acl::describe),
    op!(
        network_acl::ReplaceNetworkAclAssociation,
        network_acl::replace_association
    ),
    op!(network_acl::DeleteNetworkAcl, network_acl::delete),
    op!(
        network_acl_entry::CreateNetworkAclEntry,
        network_acl_entry::create
    ),
    op!(
        network_acl_entry::ReplaceNetworkAclEntry,
        network_acl_entry::replace
    ),
    op!(
        network_acl_entry::DeleteNetworkAclEntry,
        network_acl_entry::delete
    ),
    op!(vpc_endpoint::CreateVpcEndpoint, vpc_endpoint::create),
    op!(vpc_endpoint::DescribeVpcEndpoints, vpc_endpoint::describe),
    op!(vpc_endpoint::DeleteVpcEndpoints, vpc_endpoint::delete),
    op!(
        vpc_endpoint_change::ModifyVpcEndpoint,
        vpc_endpoint_change::modify
    ),
    op!(
        vpc_endpoint_service::DescribeVpcEndpointServices,
        vpc_endpoint_service::describe
    ),
    op!(
        network_interface::DescribeNetworkInterfaces,
        network_interface::describe
    ),
    op!(
        prefix_list::DescribeManagedPrefixLists,
        prefix_list::describe_managed
    ),
    op!(prefix_list::GetManagedPrefixListEntries, prefix_list::entries),
    op!(prefix_list::DescribePrefixLists, prefix_list::describe),
    op!(
        availability_zone::DescribeAvailabilityZones,
        availability_zone::describe
    ),
    op!(availability_zone::DescribeRegions, availability_zone::regions),
    op!(
        availability_zone::DescribeAccountAttributes,
        availability_zone::account_attributes
    ),
    op!(
        endpoint_service::CreateVpcEndpointServiceConfiguration,
        endpoint_service::create
    ),
    op!(
        endpoint_service::ModifyVpcEndpointServiceConfiguration,
        endpoint_service::modify
    ),
    op!(
        endpoint_service::DescribeVpcEndpointServiceConfigurations,
        endpoint_service::describe
    ),
    op!(
        endpoint_service::DeleteVpcEndpointServiceConfigurations,
        endpoint_service::delete
    ),
    op!(
        endpoint_service_permission::ModifyVpcEndpointServicePermissions,
        endpoint_service_permission::modify
    ),
    op!(
        endpoint_service_permission::DescribeVpcEndpointServicePermissions,
        endpoint_service_permission::describe
    ),
    op!(
        endpoint_connection::DescribeVpcEndpointConnections,
        endpoint_connection::describe
    ),
    op!(
        endpoint_connection::AcceptVpcEndpointConnections,
        endpoint_connection::accept
    ),
    op!(
        endpoint_connection::RejectVpcEndpointConnections,
        endpoint_connection::reject
    ),
    op!(instance_launch::RunInstances, instance_launch::run),
    op!(instance::DescribeInstances, instance::describe),
    op!(
        instance_attribute::DescribeInstanceAttribute,
        instance_attribute::describe
    ),
    op!(
        instance_attribute::ModifyInstanceAttribute,
        instance_attribute::modify
    ),
    op!(instance_status::DescribeInstanceStatus, instance_status::describe),
    op!(
        instance_status::DescribeInstanceCreditSpecifications,
        instance_status::credits
    ),
    op!(instance_status::GetInstanceUefiData, instance_status::uefi_data),
    op!(instance_power::StartInstances, instance_power::start),
    op!(instance_power::StopInstances, instance_power::stop),
    op!(instance_power::RebootInstances, instance_power::reboot),
    op!(instance_power::TerminateInstances, instance_power::terminate),
    op!(instance_type::DescribeInstanceTypes, instance_type::describe),
    op!(volume::DescribeVolumes, volume::describe),
    op!(volume::GetEbsEncryptionByDefault, volume::encryption_by_default),
    op!(image::DescribeImages, image::describe),
    op!(key_pair::ImportKeyPair, key_pair::import),
    op!(key_pair::CreateKeyPair, key_pair::create),
    op!(key_pair::DescribeKeyPairs, key_pair::describe),
    op!(key_pair::DeleteKeyPair, key_pair::delete),
    op!(default_vpc::CreateDefaultVpc, default_vpc::create_vpc),
    op!(default_vpc::CreateDefaultSubnet, default_vpc::create_subnet),
    op!(tag::CreateTags, tag::create),
    op!(tag::DeleteTags, tag::delete),
    op!(tag::DescribeTags, tag::describe),
];

#[cfg(test)]
mod tests;
