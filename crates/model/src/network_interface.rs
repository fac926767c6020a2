//! A network interface: addresses in a subnet with security groups, made by a user or by a service.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::client_token::ClientToken;
use crate::id::{AllocationId, InstanceId, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkInterface {
    pub id: NetworkInterfaceId,
    pub owner: Owner,
    pub vpc: VpcId,
    pub subnet: SubnetId,
    pub zone: ZoneName,
    pub address: Ipv4Addr,
    /// The public address that an internet gateway translates to `address`.
    pub public_address: Option<Ipv4Addr>,
    pub groups: Vec<SecurityGroupId>,
    pub kind: InterfaceKind,
    pub description: String,
    /// `amazon-elb` and the like; `None` on interfaces that a user made.
    pub requester: Option<String>,
    pub mac: String,
    pub source_dest_check: bool,
    pub created: OffsetDateTime,
    #[serde(default)]
    pub more: MoreOfInterface,
    pub tags: Tags,
}

/// What interfaces of users have besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreOfInterface {
    /// Private addresses after the primary one: stored and read back, no traffic goes to them.
    pub secondary: Vec<Ipv4Addr>,
    /// Stored and read back.
    pub ipv6: Vec<Ipv6Addr>,
    pub primary_ipv6: bool,
    /// The elastic IP addresses, whose association the `Address` has too.
    pub elastic: Vec<ElasticAddress>,
    /// To an instance.
    pub attachment: Option<Attachment>,
    /// Stored and read back.
    pub tracking: Option<ConnectionTracking>,
    pub client_token: Option<ClientToken>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElasticAddress {
    pub private: Ipv4Addr,
    pub public: Ipv4Addr,
    pub allocation: AllocationId,
    /// `eipassoc-...`.
    pub association: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// `eni-attach-...`.
    pub id: String,
    pub instance: InstanceId,
    /// 0 on an instance's primary interface.
    pub device_index: u32,
    pub network_card_index: u32,
    pub delete_on_termination: bool,
    pub since: OffsetDateTime,
}

/// Idle timeouts in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionTracking {
    pub tcp_established: Option<u32>,
    pub udp_stream: Option<u32>,
    pub udp: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InterfaceKind {
    /// Made by a user, or by a load balancer (which EC2 shows as `interface` too).
    Interface,
    VpcEndpoint,
    /// The service interface of a VPC origin (cf A5).
    CloudFrontManaged,
    NatGateway,
    NetworkLoadBalancer,
    Efa,
    EfaOnly,
    Branch,
    Trunk,
}

impl InterfaceKind {
    /// EC2's `InterfaceType`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::VpcEndpoint => "vpc_endpoint",
            Self::CloudFrontManaged => "cloudfront_managed",
            Self::NatGateway => "natGateway",
            Self::NetworkLoadBalancer => "network_load_balancer",
            Self::Efa => "efa",
            Self::EfaOnly => "efa-only",
            Self::Branch => "branch",
            Self::Trunk => "trunk",
        }
    }
}
