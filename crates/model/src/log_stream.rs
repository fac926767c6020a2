//! A log stream, and its events in chunks.
//!
//! A chunk is what one call put, and is never written again: an event costs no rewriting of those before it. The stream
//! knows which chunks it has, so that they are found without looking at other streams'.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::id::{LogChunkKey, LogGroupKey, LogStreamKey};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogStream {
    pub id: LogStreamKey,
    pub group: LogGroupKey,
    pub name: String,
    pub created: OffsetDateTime,
    /// Milliseconds since 1970, as events have them.
    pub first_event: Option<i64>,
    pub last_event: Option<i64>,
    pub last_ingestion: Option<i64>,
    /// The numbers of the chunks that are there: from the first up to, not including, the next one.
    pub first_chunk: u64,
    pub next_chunk: u64,
    pub stored_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogChunk {
    pub id: LogChunkKey,
    pub stream: LogStreamKey,
    pub ingested: i64,
    pub bytes: u64,
    /// What the caller said the events come from: key attributes and attributes.
    #[serde(default)]
    pub entity: Option<(BTreeMap<String, String>, BTreeMap<String, String>)>,
    /// In order of their times.
    pub events: Vec<LogEvent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEvent {
    pub time: i64,
    pub message: String,
}
