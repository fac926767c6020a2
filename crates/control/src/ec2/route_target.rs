//! Where a route may lead: a gateway or an interface of the table's VPC, a NAT gateway, a peering connection.
//!
//! Traffic follows routes to internet gateways only; the others are stored and shown, and lead nowhere. An instance
//! stands for its only interface. An egress-only gateway takes IPv6, a NAT gateway IPv4.

use adit_model::egress_only_internet_gateway::EgressOnlyInternetGateway;
use adit_model::id::{InternetGatewayId, VpnGatewayId};
use adit_model::internet_gateway::InternetGateway;
use adit_model::nat_gateway::NatGateway;
use adit_model::network_interface::NetworkInterface;
use adit_model::route_table::{RouteDestination, RouteTable, RouteTarget};
use adit_model::vpn_gateway::VpnGateway;
use adit_wire::{ApiError, errors};
use ipnet::IpNet;

use crate::cx::Cx;
use crate::ec2::nat_gateway::stands;
use crate::ec2::network_interface_attachment::{instance, of_instance};
use crate::ec2::resource::{named, unsupported};
use crate::ec2::vpc_peering_connection_shown as peering;

/// The targets of a request, of which there is to be one.
#[derive(Default)]
pub struct Wanted {
    pub gateway: Option<String>,
    pub interface: Option<String>,
    pub instance: Option<String>,
    pub nat_gateway: Option<String>,
    pub peering: Option<String>,
    pub egress_only: Option<String>,
}

pub fn parse(
    cx: &Cx<'_>,
    table: &RouteTable,
    destination: &RouteDestination,
    wanted: Wanted,
) -> Result<RouteTarget, ApiError> {
    let ipv6 = matches!(destination, RouteDestination::Cidr(IpNet::V6(_)));
    let Wanted {
        gateway,
        interface,
        instance,
        nat_gateway,
        peering,
        egress_only,
    } = wanted;
    match (gateway, interface, instance, nat_gateway, peering, egress_only) {
        (Some(id), None, None, None, None, None) => through_gateway(cx, table, &id),
        (None, Some(id), None, None, None, None) => to_interface(cx, table, &id),
        (None, None, Some(id), None, None, None) => to_instance(cx, table, &id),
        (None, None, None, Some(id), None, None) => through_nat(cx, table, &id, ipv6),
        (None, None, None, None, Some(id), None) => to_peer(cx, table, &id),
        (None, None, None, None, None, Some(id)) => through_egress_only(cx, table, &id, ipv6),
        _ => Err(errors::ec2::route_target_missing()),
    }
}

fn through_gateway(cx: &Cx<'_>, table: &RouteTable, id: &str) -> Result<RouteTarget, ApiError> {
    if id == "local" {
        return Err(unsupported("GatewayId", "local"));
    }
    let (target, vpc) = match (InternetGatewayId::parse(id), VpnGatewayId::parse(id)) {
        (Some(parsed), _) => {
            let known = cx
                .table::<InternetGateway>()
                .get(&parsed)
                .filter(|known| cx.owns(&known.owner));
            (
                RouteTarget::InternetGateway(parsed),
                known.map(|known| known.vpc.clone()),
            )
        }
        (None, Some(parsed)) => {
            let known = cx
                .table::<VpnGateway>()
                .get(&parsed)
                .filter(|known| cx.owns(&known.owner));
            (
                RouteTarget::VpnGateway(parsed),
                known.map(|known| known.vpc.clone()),
            )
        }
        (None, None) => return Err(errors::ec2::route_target_not_found(id)),
    };
    let vpc = vpc.ok_or_else(|| errors::ec2::route_target_not_found(id))?;
    match vpc == Some(table.vpc.clone()) {
        true => Ok(target),
        false => Err(errors::ec2::route_gateway_network(&table.id, id)),
    }
}

fn to_interface(cx: &Cx<'_>, table: &RouteTable, id: &str) -> Result<RouteTarget, ApiError> {
    let interface = named::<NetworkInterface>(cx, id)?;
    if interface.vpc != table.vpc {
        return Err(errors::ec2::route_interface_network(&table.id, id));
    }
    Ok(RouteTarget::NetworkInterface(interface.id.clone()))
}

fn to_instance(cx: &Cx<'_>, table: &RouteTable, id: &str) -> Result<RouteTarget, ApiError> {
    let host = instance(cx, id)?;
    match of_instance(cx, &host.id).as_slice() {
        [eni] => to_interface(cx, table, eni.id.as_str()),
        [] => Err(errors::ec2::instance_state(&host.id)),
        _ => Err(errors::ec2::instance_interfaces(&host.id)),
    }
}

fn through_nat(cx: &Cx<'_>, table: &RouteTable, id: &str, ipv6: bool) -> Result<RouteTarget, ApiError> {
    let unknown = || errors::ec2::route_nat_gateway_not_found(id);
    let gateway = named::<NatGateway>(cx, id).map_err(|_| unknown())?;
    if !stands(&gateway) {
        return Err(unknown());
    }
    if gateway.vpc != table.vpc {
        return Err(errors::ec2::route_gateway_network(&table.id, id));
    }
    if ipv6 {
        return Err(errors::ec2::route_target_family("NatGatewayId", "IPv6"));
    }
    Ok(RouteTarget::NatGateway(gateway.id.clone()))
}

fn to_peer(cx: &Cx<'_>, table: &RouteTable, id: &str) -> Result<RouteTarget, ApiError> {
    let known = peering::named(cx, id)?;
    if ![&known.requester.vpc, &known.accepter.vpc].contains(&&table.vpc) {
        return Err(errors::ec2::route_gateway_network(&table.id, id));
    }
    match peering::code(cx, &known) {
        "active" | "provisioning" | "pending-acceptance" | "initiating-request" => {
            Ok(RouteTarget::VpcPeeringConnection(known.id.clone()))
        }
        _ => Err(errors::ec2::peering_not_found(id)),
    }
}

fn through_egress_only(
    cx: &Cx<'_>,
    table: &RouteTable,
    id: &str,
    ipv6: bool,
) -> Result<RouteTarget, ApiError> {
    let gateway = named::<EgressOnlyInternetGateway>(cx, id)?;
    if gateway.vpc != table.vpc {
        return Err(errors::ec2::route_gateway_network(&table.id, id));
    }
    if !ipv6 {
        return Err(errors::ec2::route_target_family(
            "EgressOnlyInternetGatewayId",
            "IPv4",
        ));
    }
    Ok(RouteTarget::EgressOnlyInternetGateway(gateway.id.clone()))
}
