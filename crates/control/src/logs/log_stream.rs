//! Log streams: made, listed by name or by their last event, deleted.

use std::cmp::Reverse;

use adit_model::arn;
use adit_model::id::LogStreamKey;
use adit_model::log_group::LogGroup;
use adit_model::log_stream::LogStream;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::logs::log_group_list::milliseconds;
use crate::logs::page::Page;
use crate::logs::{log_event, log_group};

view! {
    pub struct CreateLogStream: "logs"."CreateLogStream" {
        group: String = "logGroupName",
        name: String = "logStreamName",
    }
}
view! {
    pub struct DeleteLogStream: "logs"."DeleteLogStream" {
        group: String = "logGroupName",
        name: String = "logStreamName",
    }
}
view! {
    pub struct DescribeLogStreams: "logs"."DescribeLogStreams" {
        group: Option<String> = "logGroupName",
        identifier: Option<String> = "logGroupIdentifier",
        prefix: Option<String> = "logStreamNamePrefix",
        order: Option<String> = "orderBy",
        descending: Option<bool> = "descending",
        next_token: Option<String> = "nextToken",
        limit: Option<i32> = "limit",
    }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateLogStream) -> Result<Record, ApiError> {
    let group = log_group::named(cx, &asked.group)?;
    let id = LogStreamKey::of(&group.id, &asked.name);
    if cx.table::<LogStream>().contains(&id) {
        return Err(errors::logs::log_stream_exists());
    }
    cx.put(LogStream {
        id,
        group: group.id,
        name: asked.name,
        created: cx.now,
        first_event: None,
        last_event: None,
        last_ingestion: None,
        first_chunk: 0,
        next_chunk: 0,
        stored_bytes: 0,
    });
    Ok(Record::new())
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteLogStream) -> Result<Record, ApiError> {
    let group = log_group::named(cx, &asked.group)?;
    let stream = find(cx, &group, &asked.name)?;
    if group.deletion_protection {
        return Err(errors::logs::log_group_protected());
    }
    log_event::delete_all(cx, &stream);
    cx.delete::<LogStream>(&stream.id);
    Ok(Record::new())
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeLogStreams) -> Result<Record, ApiError> {
    let group = log_group::either(cx, asked.group.as_deref(), asked.identifier.as_deref())?;
    let by_time = asked.order.as_deref() == Some("LastEventTime");
    if by_time && asked.prefix.is_some() {
        return Err(errors::logs::order_with_prefix());
    }
    let page = Page::read(asked.next_token.as_deref(), asked.limit)?;
    let all = log_group::streams(cx, &group, asked.prefix.as_deref().unwrap_or_default());
    // A page's token is the sort key of its last stream, so that it means the same in any order.
    let key = |stream: &LogStream| match by_time {
        true => format!("{:020} {}", stream.last_event.unwrap_or_default(), stream.name),
        false => stream.name.clone(),
    };
    let mut streams: Vec<(String, &LogStream)> = all.map(|stream| (key(stream), stream)).collect();
    let (shown, next) = if asked.descending == Some(true) {
        streams.sort_by(|(one, _), (other, _)| Reverse(one).cmp(&Reverse(other)));
        page.cut_descending(streams.into_iter(), |(key, _)| key)
    } else {
        streams.sort_by(|(one, _), (other, _)| one.cmp(other));
        page.cut(streams.into_iter(), |(key, _)| key)
    };
    let shown = shown.into_iter().map(|(_, stream)| show(&group, stream));
    Ok(record! { "logStreams" => shown.collect::<Vec<_>>(), "nextToken" => next })
}

pub fn find(cx: &Cx<'_>, group: &LogGroup, name: &str) -> Result<LogStream, ApiError> {
    cx.get::<LogStream>(&LogStreamKey::of(&group.id, name))
        .ok_or_else(errors::logs::log_stream_not_found)
}

/// AWS has not told a stream's size since 2019: it is always 0, and a group's is not.
fn show(group: &LogGroup, stream: &LogStream) -> Record {
    let resource = format!("log-group:{}:log-stream:{}", group.name, stream.name);
    record! {
        "logStreamName" => &stream.name,
        "creationTime" => milliseconds(stream.created),
        "firstEventTimestamp" => stream.first_event,
        "lastEventTimestamp" => stream.last_event,
        "lastIngestionTime" => stream.last_ingestion,
        "arn" => arn::regional("logs", &group.owner, &resource),
        "storedBytes" => 0,
    }
}
