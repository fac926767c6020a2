//! Trust stores of Elastic Load Balancing: authorities whose client certificates a listener accepts.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::TrustStoreArn;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustStore {
    pub id: TrustStoreArn,
    pub owner: Owner,
    pub name: String,
    /// PEM, as it was read from the bundle's object.
    pub certificates: String,
    pub certificate_count: u32,
    pub created: OffsetDateTime,
    pub tags: Tags,
}
