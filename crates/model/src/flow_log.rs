//! A flow log: what is to be recorded of a VPC, a subnet or an interface, and where it goes. Stored; nothing is recorded.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::client_token::ClientToken;
use crate::id::FlowLogId;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowLog {
    pub id: FlowLogId,
    pub owner: Owner,
    pub resource: String,
    /// `None` where the resource's kind takes none.
    pub traffic: Option<String>,
    pub destination: LogDestination,
    pub permission: Option<String>,
    pub cross_account_role: Option<String>,
    pub format: String,
    /// Seconds.
    pub max_aggregation_interval: u32,
    /// Kinds of resources, each with the tag keys that records carry.
    pub tag_fields: Vec<(String, Vec<String>)>,
    pub created: OffsetDateTime,
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogDestination {
    /// `cloud-watch-logs`, `s3` or `kinesis-data-firehose`.
    pub kind: String,
    pub arn: Option<String>,
    pub log_group: Option<String>,
    /// File format, Hive-compatible prefixes, a partition each hour.
    pub options: Option<(String, bool, bool)>,
}
