//! A network interface: an address in a subnet with security groups. Here all are managed by a service.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
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
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InterfaceKind {
    /// Made by a user, or by a load balancer (which EC2 shows as `interface` too).
    Interface,
    VpcEndpoint,
    /// The service interface of a VPC origin (cf A5).
    CloudFrontManaged,
}

impl InterfaceKind {
    /// EC2's `InterfaceType`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::VpcEndpoint => "vpc_endpoint",
            Self::CloudFrontManaged => "cloudfront_managed",
        }
    }
}
