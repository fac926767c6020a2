//! Where an event stands: its time, the chunk that brought it, and its number there. Places order events as CloudWatch Logs
//! does (by time, then by when they came), and as 56 digits they are its tokens and ids.

use adit_model::id::LogChunkKey;
use adit_model::log_group::LogGroup;
use adit_model::log_stream::{LogChunk, LogEvent, LogStream};
use time::Duration;

use crate::cx::Cx;
use crate::logs::log_group_list::milliseconds;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub time: i64,
    pub chunk: u64,
    pub index: u64,
}

/// The greatest number that an index's digits can hold.
const LAST_INDEX: u64 = 9_999_999_999_999_999;

/// An event with what its chunk knows of it.
#[derive(Clone, Copy)]
pub struct Found<'c> {
    pub place: Place,
    pub event: &'c LogEvent,
    pub ingested: i64,
}

impl Place {
    /// 56 digits, in order.
    pub fn digits(self) -> String {
        format!("{:020}{:020}{:016}", self.time, self.chunk, self.index)
    }

    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 56 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            time: text.get(..20)?.parse().ok()?,
            chunk: text.get(20..40)?.parse().ok()?,
            index: text.get(40..)?.parse().ok()?,
        })
    }

    /// The last place before this one that could be.
    pub fn before(self) -> Self {
        match self {
            Self { index: 1.., .. } => Self {
                index: self.index - 1,
                ..self
            },
            Self { chunk: 1.., .. } => Self {
                chunk: self.chunk - 1,
                index: LAST_INDEX,
                ..self
            },
            _ => Self {
                time: self.time.saturating_sub(1).max(0),
                chunk: u64::MAX,
                index: LAST_INDEX,
            },
        }
    }

    /// The first place after this one.
    pub fn after(self) -> Self {
        Self {
            index: self.index + 1,
            ..self
        }
    }
}

/// A stream's events of a time (both ends included), in the order in which their chunks came.
pub fn events<'c>(
    cx: &'c Cx<'_>,
    group: &LogGroup,
    stream: &'c LogStream,
    times: (i64, i64),
) -> impl Iterator<Item = Found<'c>> + use<'c> {
    let first = times.0.max(oldest_kept(cx, group));
    let numbers = stream.first_chunk..stream.next_chunk;
    let chunk = |number: u64| cx.table::<LogChunk>().get(&LogChunkKey::of(&stream.id, number));
    let chunks = numbers.filter_map(move |number| Some((number, chunk(number)?)));
    let overlaps = move |chunk: &LogChunk| {
        chunk.events.last().is_some_and(|last| last.time >= first)
            && chunk.events.first().is_some_and(|one| one.time <= times.1)
    };
    let chunks = chunks.filter(move |(_, chunk)| overlaps(chunk));
    let all = chunks.flat_map(|(number, chunk)| {
        (0_u64..).zip(&chunk.events).map(move |(index, event)| Found {
            place: Place {
                time: event.time,
                chunk: number,
                index,
            },
            event,
            ingested: chunk.ingested,
        })
    });
    all.filter(move |found| (first..=times.1).contains(&found.place.time))
}

/// Older events are gone, whether they were taken away yet or not.
pub fn oldest_kept(cx: &Cx<'_>, group: &LogGroup) -> i64 {
    match group.retention_days {
        Some(days) => milliseconds(cx.now - Duration::days(days.into())),
        None => 0,
    }
}
