//! FilterLogEvents: the events of a group's streams that match a pattern, by time.

use std::collections::BTreeSet;

use adit_model::log_group::LogGroup;
use adit_model::log_stream::LogStream;
use adit_wire::{ApiError, Record, errors, record, view};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::cx::Cx;
use crate::logs::filter_pattern::FilterPattern;
use crate::logs::log_group;
use crate::logs::place::{self, Found, Place};
use crate::logs::stream_events::page_size;

view! {
    pub struct FilterLogEvents: "logs"."FilterLogEvents" {
        group: Option<String> = "logGroupName",
        identifier: Option<String> = "logGroupIdentifier",
        streams: Vec<String> = "logStreamNames",
        prefix: Option<String> = "logStreamNamePrefix",
        start: Option<i64> = "startTime",
        end: Option<i64> = "endTime",
        pattern: Option<String> = "filterPattern",
        next_token: Option<String> = "nextToken",
        limit: Option<i32> = "limit",
        from_head: Option<bool> = "startFromHead",
        interleaved: Option<bool> = "interleaved",
        unmask: Option<bool> = "unmask",
    }
}

/// The first of January 2024, before which no search begins at the newest.
const FROM_TAIL_SINCE: i64 = 1_704_067_200_000;

/// Where an event stands among those of all streams.
type Key<'c> = (Place, &'c str);

pub fn filter(cx: &mut Cx<'_>, asked: FilterLogEvents) -> Result<Record, ApiError> {
    let group = log_group::either(cx, asked.group.as_deref(), asked.identifier.as_deref())?;
    if !asked.streams.is_empty() && asked.prefix.is_some() {
        return Err(errors::logs::names_and_prefix());
    }
    let pattern = FilterPattern::parse(asked.pattern.as_deref().unwrap_or_default())?;
    let token = match &asked.next_token {
        Some(token) => Some(Token::read(token).ok_or_else(errors::logs::next_token)?),
        None => None,
    };
    let from_head = match &token {
        Some(token) => token.from_head,
        None => asked.from_head.unwrap_or(true),
    };
    if asked.from_head == Some(false) && asked.start.is_some_and(|start| start < FROM_TAIL_SINCE) {
        return Err(errors::logs::from_tail_too_early());
    }
    // The end is included here.
    let times = (asked.start.unwrap_or(0), asked.end.unwrap_or(i64::MAX));
    let mut events: Vec<(Key<'_>, Found<'_>)> = Vec::new();
    for stream in searched(cx, &group, &asked)? {
        let all = place::events(cx, &group, stream, times);
        let keyed = all.map(|found| ((found.place, stream.name.as_str()), found));
        let left = keyed.filter(|(key, _)| token.as_ref().is_none_or(|token| token.leaves(key)));
        events.extend(left.filter(|(_, found)| pattern.matches(&found.event.message)));
    }
    events.sort_unstable_by(|(one, _), (other, _)| match from_head {
        true => one.cmp(other),
        false => other.cmp(one),
    });
    let size = page_size(&events, asked.limit, |(_, found)| found);
    let next = events.get(size).and(events.get(size.saturating_sub(1)));
    let next = next.map(|(key, _)| Token::write(key, from_head));
    events.truncate(size);
    let shown = events.iter().map(|((place, stream), found)| {
        record! {
            "logStreamName" => *stream,
            "timestamp" => found.event.time,
            "message" => &found.event.message,
            "ingestionTime" => found.ingested,
            "eventId" => event_id(*place, stream),
        }
    });
    Ok(record! {
        "events" => shown.collect::<Vec<_>>(),
        "searchedLogStreams" => Vec::<Record>::new(),
        "nextToken" => next,
    })
}

fn searched<'c>(
    cx: &'c Cx<'_>,
    group: &LogGroup,
    asked: &FilterLogEvents,
) -> Result<Vec<&'c LogStream>, ApiError> {
    let prefix = asked.prefix.as_deref().unwrap_or_default();
    if asked.streams.is_empty() {
        return Ok(log_group::streams(cx, group, prefix).collect());
    }
    let names: BTreeSet<&String> = asked.streams.iter().collect();
    let find = |name: &String| {
        let key = adit_model::id::LogStreamKey::of(&group.id, name);
        let found = cx.table::<LogStream>().get(&key).map(AsRef::as_ref);
        found.ok_or_else(errors::logs::log_stream_not_found)
    };
    names.into_iter().map(find).collect()
}

/// 56 digits, of which some tell the stream.
fn event_id(place: Place, stream: &str) -> String {
    let hash = stream.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!(
        "{:014}{hash:020}{:012}{:010}",
        place.time, place.chunk, place.index
    )
}

/// Which event was the last of a page, and in which direction.
struct Token {
    from_head: bool,
    place: Place,
    stream: String,
}

impl Token {
    fn write((place, stream): &Key<'_>, from_head: bool) -> String {
        let direction = if from_head { 'f' } else { 'b' };
        URL_SAFE_NO_PAD.encode(format!("{direction}{}{stream}", place.digits()))
    }

    fn read(token: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let from_head = match text.get(..1)? {
            "f" => true,
            "b" => false,
            _ => return None,
        };
        Some(Self {
            from_head,
            place: Place::parse(text.get(1..57)?)?,
            stream: text.get(57..)?.to_owned(),
        })
    }

    fn leaves(&self, key: &Key<'_>) -> bool {
        let last = (self.place, self.stream.as_str());
        match self.from_head {
            true => *key > last,
            false => *key < last,
        }
    }
}
