//! A set of DHCP options, which VPCs hand to their hosts.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::DhcpOptionsId;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DhcpOptions {
    pub id: DhcpOptionsId,
    pub owner: Owner,
    /// Option names, such as `domain-name-servers`, each with its values.
    pub options: Vec<(String, Vec<String>)>,
    /// The set that a region's VPCs have unless another is associated.
    pub is_default: bool,
    pub tags: Tags,
}
