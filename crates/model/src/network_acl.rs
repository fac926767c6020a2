//! A network ACL: numbered entries, stateless, first match wins, at last everything is denied (api F7).

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::client_token::ClientToken;
use crate::id::{NetworkAclId, VpcId};
use crate::security_group::{Direction, IpProtocol, PortRange};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkAcl {
    pub id: NetworkAclId,
    pub owner: Owner,
    pub vpc: VpcId,
    pub is_default: bool,
    /// Sorted by direction and number, without the final `*` entries (32767, 32768), which always stand.
    pub entries: Vec<NetworkAclEntry>,
    #[serde(default)]
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkAclEntry {
    /// 1 to 32766.
    pub number: u16,
    pub direction: Direction,
    pub protocol: IpProtocol,
    pub ports: Option<PortRange>,
    /// ICMP type and code.
    pub icmp: Option<(i32, i32)>,
    pub cidr: IpNet,
    pub allow: bool,
}
