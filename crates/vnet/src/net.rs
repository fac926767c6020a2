//! The compiled network: everything in it, by id and by address.
//!
//! An object whose parts are missing from the World (a subnet without its ACL) is left out, so that nothing reaches it.

use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::id::{
    InternetGatewayId, NetworkAclId, NetworkInterfaceId, RouteTableId, SecurityGroupId, SubnetId, VpcId,
    VpcOriginId,
};
use adit_model::shards::Shards;
use adit_model::{Owner, World};

use crate::compile::Compiler;
use crate::interface::Interface;
use crate::name::Names;
use crate::network_acl::NetworkAcl;
use crate::route_table::RouteTable;
use crate::security_group::SecurityGroup;
use crate::subnet::{Subnet, Vpc};

/// The network of one World. Its parts are shared, so a clone is cheap.
#[derive(Clone, Debug, Default)]
pub struct Net {
    pub(crate) vpcs: Shards<VpcId, Arc<Vpc>>,
    pub(crate) subnets: Shards<SubnetId, Arc<Subnet>>,
    pub(crate) groups: Shards<SecurityGroupId, Arc<SecurityGroup>>,
    pub(crate) acls: Shards<NetworkAclId, Arc<NetworkAcl>>,
    pub(crate) tables: Shards<RouteTableId, Arc<RouteTable>>,
    pub(crate) interfaces: Shards<NetworkInterfaceId, Arc<Interface>>,
    pub(crate) private: Shards<(VpcId, Ipv4Addr), Arc<Interface>>,
    pub(crate) public: Shards<Ipv4Addr, Arc<Interface>>,
    /// Gateways that are attached nowhere: the cure when a VPC has none.
    pub(crate) spare_gateways: Shards<Owner, Vec<InternetGatewayId>>,
    /// The VPC that each VPC origin leads into.
    pub(crate) origins: Shards<VpcOriginId, Arc<Vpc>>,
    pub(crate) names: Names,
}

impl Net {
    /// The whole of a World at once; [`Compiler`] follows its changes.
    pub fn compile(world: &World) -> Self {
        Compiler::new(world).net().clone()
    }

    pub fn interface(&self, id: &NetworkInterfaceId) -> Option<&Interface> {
        self.interfaces.get(id).map(|i| &**i)
    }

    /// The interface with a private address.
    pub fn interface_at(&self, vpc: &VpcId, address: Ipv4Addr) -> Option<&Interface> {
        self.private.get(&(vpc.clone(), address)).map(|i| &**i)
    }

    /// The interface with a public address.
    pub fn interface_at_public(&self, address: Ipv4Addr) -> Option<&Interface> {
        self.public.get(&address).map(|i| &**i)
    }

    pub fn interfaces(&self) -> impl Iterator<Item = &Interface> {
        self.interfaces.values().map(|i| &**i)
    }

    pub fn vpc(&self, id: &VpcId) -> Option<&Vpc> {
        self.vpcs.get(id).map(|v| &**v)
    }

    pub fn subnet(&self, id: &SubnetId) -> Option<&Subnet> {
        self.subnets.get(id).map(|s| &**s)
    }

    pub fn subnets(&self) -> impl Iterator<Item = &Subnet> {
        self.subnets.values().map(|s| &**s)
    }

    pub fn security_group(&self, id: &SecurityGroupId) -> Option<&SecurityGroup> {
        self.groups.get(id).map(|g| &**g)
    }

    pub fn network_acl(&self, id: &NetworkAclId) -> Option<&NetworkAcl> {
        self.acls.get(id).map(|a| &**a)
    }

    pub fn route_table(&self, id: &RouteTableId) -> Option<&RouteTable> {
        self.tables.get(id).map(|t| &**t)
    }

    /// The VPC that a VPC origin leads into.
    pub fn vpc_of_origin(&self, id: &VpcOriginId) -> Option<&Vpc> {
        self.origins.get(id).map(|v| &**v)
    }
}
