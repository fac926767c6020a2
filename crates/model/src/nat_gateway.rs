//! A NAT gateway: an interface in a subnet that sends for others, through an elastic IP address or within the VPC only.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::client_token::ClientToken;
use crate::id::{AllocationId, NatGatewayId, NetworkInterfaceId, SubnetId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NatGateway {
    pub id: NatGatewayId,
    pub owner: Owner,
    pub vpc: VpcId,
    pub subnet: SubnetId,
    pub connectivity: Connectivity,
    /// The primary first; empty where creation failed before there were any.
    pub addresses: Vec<NatGatewayAddress>,
    /// Why it could not be made: the code and a sentence.
    pub failure: Option<(String, String)>,
    pub created: OffsetDateTime,
    /// It is still shown for a while afterwards.
    pub deleted: Option<OffsetDateTime>,
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NatGatewayAddress {
    pub interface: NetworkInterfaceId,
    pub private: Ipv4Addr,
    /// The elastic IP address with its allocation and association; `None` on private gateways.
    pub elastic: Option<(AllocationId, String, Ipv4Addr)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Connectivity {
    Public,
    Private,
}

impl Connectivity {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "public" => Some(Self::Public),
            "private" => Some(Self::Private),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}
