//! PutLogEvents, and how a stream keeps what it gets.
//!
//! A call's events become one chunk. A stream keeps so many chunks and bytes; the oldest chunks go when more come, and those
//! whose events have outlived the group's retention. The sequence token is ignored, as on AWS today.

use std::collections::BTreeMap;

use adit_model::id::LogChunkKey;
use adit_model::log_stream::{LogChunk, LogEvent, LogStream};
use adit_wire::{ApiError, Record, errors, record, view};
use time::Duration;

use crate::cx::Cx;
use crate::logs::log_group_list::milliseconds;
use crate::logs::place::{self, Place};
use crate::logs::{log_group, log_stream};

view! {
    pub struct PutLogEvents: "logs"."PutLogEvents" {
        group: String = "logGroupName",
        stream: String = "logStreamName",
        events: Vec<InputLogEvent> = "logEvents",
        sequence_token: Option<String> = "sequenceToken",
        entity: Option<Entity> = "entity",
    }
}
view! {
    pub struct InputLogEvent: "logs"/"InputLogEvent" { time: i64 = "timestamp", message: String = "message" }
}
view! {
    pub struct Entity: "logs"/"Entity" {
        keys: BTreeMap<String, String> = "keyAttributes",
        attributes: BTreeMap<String, String> = "attributes",
    }
}

/// What an event costs beside its message.
pub const OVERHEAD: usize = 26;
const LARGEST_BATCH: usize = 1_048_576;
const LARGEST_EVENT: usize = 1_048_576;
const OLDEST: Duration = Duration::days(14);
const NEWEST: Duration = Duration::hours(2);
const LONGEST_SPAN: i64 = 24 * 3_600 * 1_000;
/// What a stream keeps.
const MOST_CHUNKS: u64 = 4_096;
const MOST_BYTES: u64 = 16 * 1024 * 1024;

pub fn put(cx: &mut Cx<'_>, asked: PutLogEvents) -> Result<Record, ApiError> {
    let group = log_group::named(cx, &asked.group)?;
    let mut stream = log_stream::find(cx, &group, &asked.stream)?;
    check(&asked.events)?;
    let sorting = Sorting {
        too_old: milliseconds(cx.now - OLDEST),
        expired: place::oldest_kept(cx, &group),
        too_new: milliseconds(cx.now + NEWEST),
    };
    let (events, rejected) = sorting.apply(asked.events);
    let (first, last) = (events.first().map(|e| e.time), events.last().map(|e| e.time));
    if let (Some(first), Some(last)) = (first, last) {
        if last - first > LONGEST_SPAN {
            return Err(errors::logs::batch_too_long());
        }
        stream.first_event = stream
            .first_event
            .map_or(Some(first), |known| Some(known.min(first)));
        stream.last_event = stream.last_event.max(Some(last));
    }
    let refused = asked.entity.as_ref().and_then(Entity::problem);
    stream.last_ingestion = Some(milliseconds(cx.now));
    if !events.is_empty() {
        let entity = asked.entity.filter(|_| refused.is_none());
        append(
            cx,
            &mut stream,
            events,
            entity.map(|entity| (entity.keys, entity.attributes)),
        );
    }
    shorten(cx, &mut stream, sorting.expired);
    let next = Place {
        time: milliseconds(cx.now),
        chunk: stream.next_chunk,
        index: 0,
    };
    cx.put(stream);
    Ok(record! {
        "nextSequenceToken" => next.digits(),
        "rejectedLogEventsInfo" => rejected,
        "rejectedEntityInfo" => refused.map(|problem| record! { "errorType" => problem }),
    })
}

/// Takes away all events of a stream.
pub fn delete_all(cx: &mut Cx<'_>, stream: &LogStream) {
    for number in stream.first_chunk..stream.next_chunk {
        cx.delete::<LogChunk>(&LogChunkKey::of(&stream.id, number));
    }
}

fn append(
    cx: &mut Cx<'_>,
    stream: &mut LogStream,
    events: Vec<LogEvent>,
    entity: Option<(BTreeMap<String, String>, BTreeMap<String, String>)>,
) {
    let bytes: usize = events.iter().map(|event| event.message.len() + OVERHEAD).sum();
    let bytes = bytes as u64;
    cx.put(LogChunk {
        id: LogChunkKey::of(&stream.id, stream.next_chunk),
        stream: stream.id.clone(),
        ingested: milliseconds(cx.now),
        bytes,
        entity,
        events,
    });
    stream.next_chunk += 1;
    stream.stored_bytes += bytes;
}

/// Keeps the stream within its bounds.
fn shorten(cx: &mut Cx<'_>, stream: &mut LogStream, expired: i64) {
    while stream.first_chunk < stream.next_chunk {
        let id = LogChunkKey::of(&stream.id, stream.first_chunk);
        let (bytes, last) = match cx.table::<LogChunk>().get(&id) {
            Some(chunk) => (chunk.bytes, chunk.events.last().map_or(0, |event| event.time)),
            None => (0, 0),
        };
        let many = stream.next_chunk - stream.first_chunk > MOST_CHUNKS || stream.stored_bytes > MOST_BYTES;
        let newest = stream.next_chunk - stream.first_chunk == 1;
        if !(last < expired || many && !newest) {
            return;
        }
        cx.delete::<LogChunk>(&id);
        stream.first_chunk += 1;
        stream.stored_bytes = stream.stored_bytes.saturating_sub(bytes);
    }
}

fn check(events: &[InputLogEvent]) -> Result<(), ApiError> {
    if !events.is_sorted_by_key(|event| event.time) {
        return Err(errors::logs::not_chronological());
    }
    if let Some(event) = events.iter().find(|event| event.message.len() > LARGEST_EVENT) {
        return Err(errors::logs::event_too_large(event.message.len(), LARGEST_EVENT));
    }
    let bytes: usize = events.iter().map(|event| event.message.len() + OVERHEAD).sum();
    match bytes > LARGEST_BATCH {
        true => Err(errors::logs::batch_too_large(bytes, LARGEST_BATCH)),
        false => Ok(()),
    }
}

/// The times between which events are taken.
struct Sorting {
    too_old: i64,
    expired: i64,
    too_new: i64,
}

impl Sorting {
    /// What is taken, and `RejectedLogEventsInfo`. The events are in order, so what is refused stands at the ends.
    fn apply(&self, events: Vec<InputLogEvent>) -> (Vec<LogEvent>, Option<Record>) {
        let before = |time: i64| events.iter().take_while(|event| event.time < time).count();
        let (old, expired, new) = (
            before(self.too_old),
            before(self.expired),
            before(self.too_new.saturating_add(1)),
        );
        let some = |count: usize| (count > 0).then_some(count);
        let rejected = record! {
            "tooNewLogEventStartIndex" => (new < events.len()).then_some(new),
            "tooOldLogEventEndIndex" => some(old),
            "expiredLogEventEndIndex" => some(expired),
        };
        let kept = events.into_iter().take(new).skip(old.max(expired));
        let kept = kept.map(|event| LogEvent {
            time: event.time,
            message: event.message,
        });
        (kept.collect(), (!rejected.is_empty()).then_some(rejected))
    }
}

impl Entity {
    /// AWS's word for what is wrong with an entity; its events are taken all the same.
    fn problem(&self) -> Option<&'static str> {
        match self.keys.get("Type").map(String::as_str) {
            None => Some("MissingRequiredFields"),
            Some("Service" | "Resource" | "AWS::Resource" | "RemoteService") => {
                let known = |key: &String| {
                    matches!(
                        key.as_str(),
                        "Type" | "Name" | "Environment" | "ResourceType" | "Identifier" | "AwsAccountId"
                    )
                };
                (!self.keys.keys().all(known)).then_some("InvalidKeyAttributes")
            }
            Some(_) => Some("InvalidTypeValue"),
        }
    }
}
