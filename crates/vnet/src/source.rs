//! Where a flow starts and where it goes.

use std::net::{IpAddr, Ipv4Addr};

use adit_model::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId, VpcOriginId};

/// Who opens a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A host on the internet; CloudFront too, when it connects to a custom origin.
    Internet(IpAddr),
    /// An interface of the World, from its address and with its groups.
    Interface(NetworkInterfaceId),
    /// A vantage: a host that stands in a subnet for the length of a request. Without groups it has the VPC's default
    /// one, as an instance has. It has a public address if the subnet gives one to new hosts.
    Subnet {
        subnet: SubnetId,
        address: Ipv4Addr,
        groups: Vec<SecurityGroupId>,
    },
    /// A VPC origin's service interface.
    VpcOrigin(VpcOriginId),
}

/// Where a connection goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The VPC of a private address; `None` for a public one.
    pub vpc: Option<VpcId>,
    pub address: Ipv4Addr,
}

impl Destination {
    pub fn private(vpc: VpcId, address: Ipv4Addr) -> Self {
        Self {
            vpc: Some(vpc),
            address,
        }
    }

    pub fn public(address: Ipv4Addr) -> Self {
        Self { vpc: None, address }
    }
}

/// From where a name is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Vantage {
    Internet,
    Vpc(VpcId),
}
