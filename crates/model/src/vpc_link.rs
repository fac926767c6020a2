//! A VPC link of API Gateway's REST APIs: one network load balancer that integrations may reach.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::VpcLinkId;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcLink {
    pub id: VpcLinkId,
    pub owner: Owner,
    pub name: String,
    pub description: Option<String>,
    pub target_arns: Vec<String>,
    /// Why the link cannot be had, if it cannot.
    pub failure: Option<String>,
    pub created: OffsetDateTime,
    pub tags: Tags,
}
