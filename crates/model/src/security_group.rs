//! A security group: allow rules only, stateful, their union over an interface's groups decides (api F1).

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::account::{AccountId, Owner};
use crate::id::{PrefixListId, SecurityGroupId, SecurityGroupRuleId, VpcId};
use crate::tag::Tags;

/// The service group that CloudFront makes with a VPC's first VPC origin (cf A5).
pub const VPC_ORIGIN_SERVICE_GROUP: &str = "CloudFront-VPCOrigins-Service-SG";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroup {
    pub id: SecurityGroupId,
    pub owner: Owner,
    pub vpc: VpcId,
    pub name: String,
    pub description: String,
    pub rules: Vec<SecurityGroupRule>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroupRule {
    pub id: SecurityGroupRuleId,
    pub direction: Direction,
    pub protocol: IpProtocol,
    /// Ports of TCP and UDP, both ends included; type and code of ICMP. `None`: all.
    pub ports: Option<PortRange>,
    pub peer: RulePeer,
    pub description: Option<String>,
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    Ingress,
    Egress,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RulePeer {
    Cidr(IpNet),
    Group { id: SecurityGroupId, account: AccountId },
    PrefixList(PrefixListId),
}

/// An IP protocol as EC2 names it: `-1`, `tcp`, `udp`, `icmp`, `icmpv6` or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IpProtocol {
    All,
    /// The protocol's IANA number.
    Number(u8),
}

impl IpProtocol {
    pub const TCP: Self = Self::Number(6);
    pub const UDP: Self = Self::Number(17);
    pub const ICMP: Self = Self::Number(1);
    pub const ICMPV6: Self = Self::Number(58);

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "-1" | "all" => Self::All,
            "tcp" => Self::TCP,
            "udp" => Self::UDP,
            "icmp" => Self::ICMP,
            "icmpv6" => Self::ICMPV6,
            number => Self::Number(number.parse().ok()?),
        })
    }

    /// As security group rules show it.
    pub fn name(self) -> String {
        match self {
            Self::All => "-1".to_owned(),
            Self::TCP => "tcp".to_owned(),
            Self::UDP => "udp".to_owned(),
            Self::ICMP => "icmp".to_owned(),
            Self::ICMPV6 => "icmpv6".to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// As network ACL entries show it: a number, -1 for all.
    pub fn number(self) -> i32 {
        match self {
            Self::All => -1,
            Self::Number(number) => i32::from(number),
        }
    }
}

/// Both ends included; -1 means all for ICMP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortRange {
    pub from: i32,
    pub to: i32,
}
