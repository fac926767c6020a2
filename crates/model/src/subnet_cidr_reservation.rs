//! A range of a subnet that is kept from automatic assignment.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{SubnetCidrReservationId, SubnetId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubnetCidrReservation {
    pub id: SubnetCidrReservationId,
    pub owner: Owner,
    pub subnet: SubnetId,
    pub cidr: IpNet,
    /// `prefix` or `explicit`.
    pub kind: String,
    pub description: Option<String>,
    pub tags: Tags,
}
