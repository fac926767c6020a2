//! A resource policy of CloudWatch Logs: of an account's region, or of one log group.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::LogResourcePolicyKey;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogResourcePolicy {
    pub id: LogResourcePolicyKey,
    pub owner: Owner,
    /// A policy of a log group has none that counts.
    pub name: Option<String>,
    /// The log group's ARN.
    pub resource: Option<String>,
    /// As it was sent.
    pub document: String,
    /// Milliseconds since 1970.
    pub updated: i64,
    pub revision: String,
}
