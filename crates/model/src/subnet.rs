//! A subnet, with the network ACL and the route table that it is associated with.

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::id::{
    NetworkAclAssociationId, NetworkAclId, RouteTableAssociationId, RouteTableId, SubnetId, VpcId,
};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    pub id: SubnetId,
    pub owner: Owner,
    pub vpc: VpcId,
    pub cidr: Ipv4Net,
    pub zone: ZoneName,
    pub map_public_ip_on_launch: bool,
    /// How instances are named, and whether resource names resolve: stored and read back.
    #[serde(default)]
    pub hostname_type: HostnameType,
    #[serde(default)]
    pub resource_name_a_record: bool,
    #[serde(default)]
    pub more: MoreOfSubnet,
    /// Every subnet has exactly one network ACL, the VPC's default one at first (api F7).
    pub acl: (NetworkAclAssociationId, NetworkAclId),
    /// `None`: the VPC's main route table.
    pub route_table: Option<(RouteTableAssociationId, RouteTableId)>,
    pub tags: Tags,
}

/// What subnets may have besides: stored and read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreOfSubnet {
    pub default_for_az: bool,
    pub ipv6: Vec<SubnetIpv6Block>,
    pub assign_ipv6_on_creation: bool,
    pub dns64: bool,
    pub resource_name_aaaa_record: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubnetIpv6Block {
    /// `subnet-cidr-assoc-...`.
    pub association: String,
    pub block: Ipv6Net,
    pub since: OffsetDateTime,
}

/// What an instance's private DNS name is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HostnameType {
    #[default]
    IpName,
    ResourceName,
}

impl HostnameType {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "ip-name" => Some(Self::IpName),
            "resource-name" => Some(Self::ResourceName),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::IpName => "ip-name",
            Self::ResourceName => "resource-name",
        }
    }
}
