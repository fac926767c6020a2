//! A route table: destinations and where packets for them go (api F10).

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::client_token::ClientToken;
use crate::id::{
    EgressOnlyInternetGatewayId, InternetGatewayId, NatGatewayId, NetworkInterfaceId, PrefixListId,
    RouteTableAssociationId, RouteTableId, VpcEndpointId, VpcId, VpcPeeringConnectionId, VpnGatewayId,
};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteTable {
    pub id: RouteTableId,
    pub owner: Owner,
    pub vpc: VpcId,
    /// Set on the VPC's main table: the association that makes it so.
    pub main_association: Option<RouteTableAssociationId>,
    /// In order of creation; the local route stands first.
    pub routes: Vec<Route>,
    #[serde(default)]
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    pub destination: RouteDestination,
    pub target: RouteTarget,
    /// `CreateRouteTable` for the local route, `CreateRoute` for the others.
    pub origin: RouteOrigin,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RouteDestination {
    Cidr(IpNet),
    PrefixList(PrefixListId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RouteTarget {
    Local,
    InternetGateway(InternetGatewayId),
    NetworkInterface(NetworkInterfaceId),
    NatGateway(NatGatewayId),
    VpcPeeringConnection(VpcPeeringConnectionId),
    VpnGateway(VpnGatewayId),
    /// A gateway endpoint, whose route is the endpoint's to make and to remove.
    VpcEndpoint(VpcEndpointId),
    EgressOnlyInternetGateway(EgressOnlyInternetGatewayId),
    /// The gateway was deleted: packets vanish (state `blackhole`).
    Blackhole(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RouteOrigin {
    CreateRouteTable,
    CreateRoute,
}
