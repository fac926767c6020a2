//! A log group of CloudWatch Logs.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::LogGroupKey;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogGroup {
    pub id: LogGroupKey,
    pub owner: Owner,
    pub name: String,
    pub created: OffsetDateTime,
    /// `STANDARD`, `INFREQUENT_ACCESS`, ...
    pub class: String,
    /// Events are kept for ever when there is none.
    pub retention_days: Option<u32>,
    pub kms_key: Option<String>,
    pub deletion_protection: bool,
    pub tags: Tags,
}

impl LogGroup {
    /// Without the `:*` that policies want.
    pub fn arn(&self) -> String {
        crate::arn::regional("logs", &self.owner, &format!("log-group:{}", self.name))
    }
}
