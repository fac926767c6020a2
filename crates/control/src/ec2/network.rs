//! The table of what surrounds subnets: further blocks, addresses, interfaces of users, gateways of every kind but the
//! internet's, peering, DHCP options, flow logs.

use crate::ec2::{
    address, address_shown, customer_gateway, dhcp_options, egress_only_internet_gateway, flow_log,
    nat_gateway, network_interface_attachment, network_interface_attribute, network_interface_create,
    private_address, subnet_cidr_block, subnet_cidr_reservation, vpc, vpc_cidr_block, vpc_peering_connection,
    vpc_peering_connection_shown, vpn_gateway,
};
use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(vpc::ModifyVpcTenancy, vpc::modify_tenancy),
    op!(vpc_cidr_block::AssociateVpcCidrBlock, vpc_cidr_block::associate),
    op!(
        vpc_cidr_block::DisassociateVpcCidrBlock,
        vpc_cidr_block::disassociate
    ),
    op!(
        subnet_cidr_block::AssociateSubnetCidrBlock,
        subnet_cidr_block::associate
    ),
    op!(
        subnet_cidr_block::DisassociateSubnetCidrBlock,
        subnet_cidr_block::disassociate
    ),
    op!(
        subnet_cidr_reservation::CreateSubnetCidrReservation,
        subnet_cidr_reservation::create
    ),
    op!(
        subnet_cidr_reservation::GetSubnetCidrReservations,
        subnet_cidr_reservation::get
    ),
    op!(
        subnet_cidr_reservation::DeleteSubnetCidrReservation,
        subnet_cidr_reservation::delete
    ),
    op!(
        network_interface_create::CreateNetworkInterface,
        network_interface_create::create
    ),
    op!(
        network_interface_create::DeleteNetworkInterface,
        network_interface_create::delete
    ),
    op!(
        network_interface_attachment::AttachNetworkInterface,
        network_interface_attachment::attach
    ),
    op!(
        network_interface_attachment::DetachNetworkInterface,
        network_interface_attachment::detach
    ),
    op!(
        network_interface_attribute::ModifyNetworkInterfaceAttribute,
        network_interface_attribute::modify
    ),
    op!(
        network_interface_attribute::DescribeNetworkInterfaceAttribute,
        network_interface_attribute::describe
    ),
    op!(
        network_interface_attribute::ResetNetworkInterfaceAttribute,
        network_interface_attribute::reset
    ),
    op!(
        private_address::AssignPrivateIpAddresses,
        private_address::assign_private
    ),
    op!(
        private_address::UnassignPrivateIpAddresses,
        private_address::unassign_private
    ),
    op!(private_address::AssignIpv6Addresses, private_address::assign_v6),
    op!(
        private_address::UnassignIpv6Addresses,
        private_address::unassign_v6
    ),
    op!(address::AllocateAddress, address::allocate),
    op!(address::AssociateAddress, address::associate),
    op!(address::DisassociateAddress, address::disassociate),
    op!(address::ReleaseAddress, address::release),
    op!(address_shown::DescribeAddresses, address_shown::describe),
    op!(
        address_shown::DescribeAddressesAttribute,
        address_shown::describe_attribute
    ),
    op!(nat_gateway::CreateNatGateway, nat_gateway::create),
    op!(nat_gateway::DescribeNatGateways, nat_gateway::describe),
    op!(nat_gateway::DeleteNatGateway, nat_gateway::delete),
    op!(
        vpc_peering_connection::CreateVpcPeeringConnection,
        vpc_peering_connection::create
    ),
    op!(
        vpc_peering_connection::AcceptVpcPeeringConnection,
        vpc_peering_connection::accept
    ),
    op!(
        vpc_peering_connection::RejectVpcPeeringConnection,
        vpc_peering_connection::reject
    ),
    op!(
        vpc_peering_connection::DeleteVpcPeeringConnection,
        vpc_peering_connection::delete
    ),
    op!(
        vpc_peering_connection::ModifyVpcPeeringConnectionOptions,
        vpc_peering_connection::modify_options
    ),
    op!(
        vpc_peering_connection_shown::DescribeVpcPeeringConnections,
        vpc_peering_connection_shown::describe
    ),
    op!(dhcp_options::CreateDhcpOptions, dhcp_options::create),
    op!(dhcp_options::AssociateDhcpOptions, dhcp_options::associate),
    op!(dhcp_options::DescribeDhcpOptions, dhcp_options::describe),
    op!(dhcp_options::DeleteDhcpOptions, dhcp_options::delete),
    op!(vpn_gateway::CreateVpnGateway, vpn_gateway::create),
    op!(vpn_gateway::AttachVpnGateway, vpn_gateway::attach),
    op!(vpn_gateway::DetachVpnGateway, vpn_gateway::detach),
    op!(vpn_gateway::DescribeVpnGateways, vpn_gateway::describe),
    op!(vpn_gateway::DeleteVpnGateway, vpn_gateway::delete),
    op!(customer_gateway::CreateCustomerGateway, customer_gateway::create),
    op!(
        customer_gateway::DescribeCustomerGateways,
        customer_gateway::describe
    ),
    op!(customer_gateway::DeleteCustomerGateway, customer_gateway::delete),
    op!(
        egress_only_internet_gateway::CreateEgressOnlyInternetGateway,
        egress_only_internet_gateway::create
    ),
    op!(
        egress_only_internet_gateway::DescribeEgressOnlyInternetGateways,
        egress_only_internet_gateway::describe
    ),
    op!(
        egress_only_internet_gateway::DeleteEgressOnlyInternetGateway,
        egress_only_internet_gateway::delete
    ),
    op!(flow_log::CreateFlowLogs, flow_log::create),
    op!(flow_log::DescribeFlowLogs, flow_log::describe),
    op!(flow_log::DeleteFlowLogs, flow_log::delete),
];
