//! EC2: the network of a VPC, and the endpoints and interfaces in it.
//!
//! One file a resource, with its operations, views and answers. What they share: `resource` (ids and owners),
//! `page` and `filter` (describe calls), `tag`, `client_token`, `cidr`. Other services make their interfaces through
//! [`network_interface`]. Instances, NAT gateways, peering, IPv6 of VPCs, customers' prefix lists and a default VPC
//! are left out; what a request asks for beyond what is here is refused by name.

pub mod authorization;
pub mod availability_zone;
pub mod cidr;
pub mod client_token;
pub mod filter;
pub mod internet_gateway;
pub mod network_acl;
pub mod network_acl_entry;
pub mod network_interface;
pub mod page;
pub mod permission;
pub mod prefix_list;
pub mod resource;
pub mod route;
pub mod route_table;
pub mod route_table_association;
pub mod security_group;
pub mod security_group_rule;
pub mod security_group_rule_change;
pub mod subnet;
pub mod tag;
pub mod vpc;
pub mod vpc_attribute;
pub mod vpc_endpoint;
pub mod vpc_endpoint_change;
pub mod vpc_endpoint_dns;
pub mod vpc_endpoint_service;
pub mod vpc_endpoint_subnet;

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
    op!(tag::CreateTags, tag::create),
    op!(tag::DeleteTags, tag::delete),
    op!(tag::DescribeTags, tag::describe),
];

#[cfg(test)]
mod tests;
