//! GetLogEvents: a stream's events page by page, in either direction.
//!
//! A forward token stands for what comes after a place, a backward token for what is before it. A page without events gives
//! back the token that it was asked with: that is how a reader knows the end.

use adit_model::log_stream::LogStream;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::logs::log_event::OVERHEAD;
use crate::logs::place::{self, Found, Place};
use crate::logs::{log_group, log_stream};

view! {
    pub struct GetLogEvents: "logs"."GetLogEvents" {
        group: Option<String> = "logGroupName",
        identifier: Option<String> = "logGroupIdentifier",
        stream: String = "logStreamName",
        start: Option<i64> = "startTime",
        end: Option<i64> = "endTime",
        next_token: Option<String> = "nextToken",
        limit: Option<i32> = "limit",
        from_head: Option<bool> = "startFromHead",
        unmask: Option<bool> = "unmask",
    }
}

/// The most of a page.
pub const MOST_EVENTS: usize = 10_000;
const MOST_BYTES: usize = 1_048_576;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Head,
    Tail,
    After(Place),
    Before(Place),
}

pub fn get(cx: &mut Cx<'_>, asked: GetLogEvents) -> Result<Record, ApiError> {
    let group = log_group::either(cx, asked.group.as_deref(), asked.identifier.as_deref())?;
    let stream: LogStream = log_stream::find(cx, &group, &asked.stream)?;
    let from = match &asked.next_token {
        Some(token) => read(token).ok_or_else(errors::logs::next_token)?,
        None if asked.from_head == Some(true) => From::Head,
        None => From::Tail,
    };
    // The end is not included here.
    let times = (
        asked.start.unwrap_or(0),
        asked.end.map_or(i64::MAX, |end| end - 1),
    );
    let inside = |found: &Found<'_>| match from {
        From::After(place) => found.place > place,
        From::Before(place) => found.place < place,
        From::Head | From::Tail => true,
    };
    let mut events: Vec<Found<'_>> = place::events(cx, &group, &stream, times).filter(inside).collect();
    events.sort_unstable_by_key(|found| found.place);
    let backwards = matches!(from, From::Tail | From::Before(_));
    if backwards {
        events.reverse();
    }
    let size = page_size(&events, asked.limit, |found| found);
    events.truncate(size);
    if backwards {
        events.reverse();
    }
    let (forward, backward) = match (events.first(), events.last(), from) {
        (Some(first), Some(last), _) => (last.place, first.place),
        (_, _, From::After(place)) => (place, place.after()),
        (_, _, From::Before(place)) => (place.before(), place),
        _ => (Place::default(), Place::default()),
    };
    let shown = events.iter().map(|found| {
        record! {
            "timestamp" => found.event.time,
            "message" => &found.event.message,
            "ingestionTime" => found.ingested,
        }
    });
    Ok(record! {
        "events" => shown.collect::<Vec<_>>(),
        "nextForwardToken" => format!("f/{}/s", forward.digits()),
        "nextBackwardToken" => format!("b/{}/s", backward.digits()),
    })
}

/// How many of the events make a page.
pub fn page_size<'c, T>(events: &[T], limit: Option<i32>, found: impl Fn(&T) -> &Found<'c>) -> usize {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok());
    let most = limit.unwrap_or(MOST_EVENTS).min(MOST_EVENTS);
    let mut bytes = 0;
    let fits = |one: &&T| {
        bytes += found(one).event.message.len() + OVERHEAD;
        bytes <= MOST_BYTES
    };
    // One event fits whatever its size.
    events
        .iter()
        .take(most)
        .take_while(fits)
        .count()
        .max(events.len().min(1))
}

fn read(token: &str) -> Option<From> {
    let (direction, rest) = token.split_once('/')?;
    let place = Place::parse(rest.strip_suffix("/s").unwrap_or(rest))?;
    match direction {
        "f" => Some(From::After(place)),
        "b" => Some(From::Before(place)),
        _ => None,
    }
}
