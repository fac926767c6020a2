//! A change that Route 53 was asked for, as GetChange tells of it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::RecordChangeId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    pub id: RecordChangeId,
    pub account: AccountId,
    pub submitted: OffsetDateTime,
    pub comment: Option<String>,
}
