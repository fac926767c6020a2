//! Subnets and the VPCs they stand in, with what decides for them.

use std::sync::Arc;

use adit_model::Owner;
use adit_model::id::{InternetGatewayId, SecurityGroupId, SubnetId, VpcId};
use ipnet::Ipv4Net;

use crate::network_acl::NetworkAcl;
use crate::route_table::RouteTable;

#[derive(Debug)]
pub struct Subnet {
    pub id: SubnetId,
    pub vpc: Arc<Vpc>,
    pub cidr: Ipv4Net,
    pub acl: Arc<NetworkAcl>,
    /// Its own or the VPC's main one.
    pub routes: Arc<RouteTable>,
    /// Whether new hosts get a public address.
    pub public: bool,
}

#[derive(Debug)]
pub struct Vpc {
    pub id: VpcId,
    pub owner: Owner,
    pub cidr: Ipv4Net,
    /// The internet gateway that is attached.
    pub gateway: Option<InternetGatewayId>,
    pub default_group: SecurityGroupId,
    /// What CloudFront made with the first VPC origin (cf A5).
    pub service_group: Option<SecurityGroupId>,
}
