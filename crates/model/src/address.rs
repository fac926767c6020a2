//! An elastic IP address: allocated to an account, and associated with an interface's private address or with none.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{AllocationId, NetworkInterfaceId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub id: AllocationId,
    pub owner: Owner,
    pub public: Ipv4Addr,
    pub network_border_group: String,
    pub association: Option<AddressAssociation>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressAssociation {
    /// `eipassoc-...`.
    pub id: String,
    pub interface: NetworkInterfaceId,
    /// The address of the interface that is translated.
    pub private: Ipv4Addr,
}
