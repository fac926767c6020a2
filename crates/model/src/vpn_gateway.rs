//! A virtual private gateway, and a customer's gateway at the other end of a VPN.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::id::{CustomerGatewayId, VpcId, VpnGatewayId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpnGateway {
    pub id: VpnGatewayId,
    pub owner: Owner,
    pub zone: Option<ZoneName>,
    pub amazon_side_asn: u64,
    pub vpc: Option<VpcId>,
    /// When it was made, attached or detached.
    pub changed: OffsetDateTime,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerGateway {
    pub id: CustomerGatewayId,
    pub owner: Owner,
    pub bgp_asn: u64,
    pub ip_address: Option<String>,
    pub certificate: Option<String>,
    pub device_name: Option<String>,
    pub created: OffsetDateTime,
    /// A deleted one is still shown for a while.
    pub deleted: Option<OffsetDateTime>,
    pub tags: Tags,
}
