//! A VPC: its address block, DNS attributes and the default objects that AWS makes with it.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

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
    pub is_default: bool,
    pub default_group: SecurityGroupId,
    pub default_acl: NetworkAclId,
    pub main_route_table: RouteTableId,
    pub tags: Tags,
}
