//! A peering connection between two VPCs, which may be of two accounts and two regions.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{VpcId, VpcPeeringConnectionId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcPeeringConnection {
    pub id: VpcPeeringConnectionId,
    pub requester: PeeringSide,
    pub accepter: PeeringSide,
    pub status: PeeringStatus,
    pub created: OffsetDateTime,
    /// When `status` was reached.
    pub changed: OffsetDateTime,
}

/// One side. Tags are each account's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeeringSide {
    pub owner: Owner,
    pub vpc: VpcId,
    /// Whether the other side's public host names resolve to private addresses here: stored and read back.
    pub dns_resolution: bool,
    pub tags: Tags,
}

/// ```text
/// PendingAcceptance -> Active -> Deleted
///        |----> Rejected, Deleted, Failed; Expired is Pending after a week
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeeringStatus {
    PendingAcceptance,
    Active,
    Rejected,
    /// By which account.
    Deleted(crate::account::AccountId),
    /// Why.
    Failed(String),
}
