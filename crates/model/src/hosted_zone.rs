//! A hosted zone of Route 53: a domain whose records it holds, for the internet or for VPCs.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{AccountId, Region};
use crate::id::{HostedZoneId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedZone {
    pub id: HostedZoneId,
    pub account: AccountId,
    /// Lower case, other characters as octal escapes, with the final dot.
    pub name: String,
    /// The caller's, unique in the account: what makes a repeated creation a refusal.
    pub caller_reference: String,
    pub comment: Option<String>,
    /// The VPCs that see a private zone; a public one has none.
    pub vpcs: Vec<ZoneVpc>,
    pub private: bool,
    /// Four names without a final dot.
    pub name_servers: Vec<String>,
    /// How many record sets it holds, NS and SOA included.
    pub record_count: u64,
    pub created: OffsetDateTime,
    pub tags: Tags,
}

/// A VPC as a private zone names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneVpc {
    pub region: Region,
    pub vpc: VpcId,
}

impl HostedZone {
    /// Whether a name, written as ours is, lies in the zone.
    pub fn holds(&self, name: &str) -> bool {
        let above = name.strip_suffix(self.name.as_str());
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    }
}
