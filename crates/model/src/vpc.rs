//! A VPC: its address block, DNS attributes and the default objects that AWS makes with it.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{NetworkAclId, RouteTableId, SecurityGroupId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vpc {
    pub id: VpcId,
    pub owner: Owner,
    pub cidr: Ipv4Net,
    /// The id of the primary block's association, shown by DescribeVpcs.
    pub cidr_association: String,
    pub instance_tenancy: String,
    pub dhcp_options: String,
    pub dns_support: bool,
    pub dns_hostnames: bool,
    /// Stored and read back; nothing counts addresses here.
    #[serde(default)]
    pub network_address_usage_metrics: bool,
    /// Blocks after the primary one, IPv4 and IPv6, in order of association.
    #[serde(default)]
    pub more_blocks: Vec<VpcBlock>,
    pub is_default: bool,
    pub default_group: SecurityGroupId,
    pub default_acl: NetworkAclId,
    pub main_route_table: RouteTableId,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcBlock {
    /// `vpc-cidr-assoc-...`.
    pub association: String,
    pub block: IpNet,
    pub since: OffsetDateTime,
}

impl Vpc {
    /// Every IPv4 block, the primary first.
    pub fn ipv4(&self) -> impl Iterator<Item = Ipv4Net> {
        let more = self.more_blocks.iter().filter_map(|more| match more.block {
            IpNet::V4(net) => Some(net),
            IpNet::V6(_) => None,
        });
        std::iter::once(self.cidr).chain(more)
    }

    pub fn ipv6(&self) -> impl Iterator<Item = Ipv6Net> {
        self.more_blocks.iter().filter_map(|more| match more.block {
            IpNet::V6(net) => Some(net),
            IpNet::V4(_) => None,
        })
    }
}
