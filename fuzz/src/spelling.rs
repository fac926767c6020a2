//! A sample request in its protocol, as the target of that protocol takes it.
//!
//! The counterpart of what `adit_wire` reads, kept as plain as samples allow: timestamps have one value, and nothing is
//! escaped that samples do not hold.

use std::fmt::Write;

use adit_wire::model::{List, Location, Map, Member, Operation, Shape};
use adit_wire::{Protocol, Service};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use crate::samples::Sample;

const TIME: &str = "2026-01-01T00:00:00Z";

type Members = Vec<(&'static Member, Sample)>;

pub(crate) fn request(operation: &'static Operation, input: Members) -> Vec<u8> {
    match operation.service.protocol() {
        Protocol::Query | Protocol::Ec2 => form(operation, &input).into_bytes(),
        Protocol::Json10 | Protocol::Json11 => {
            let prefix = &operation.model().target_prefix;
            format!("{prefix}.{}\n{}", operation.name, json_members(&input)).into_bytes()
        }
        Protocol::RestXml | Protocol::RestJson => rest(operation, input),
    }
}

fn form(operation: &Operation, input: &Members) -> String {
    let mut out = format!(
        "Action={}&Version={}",
        operation.name,
        operation.model().api_version
    );
    let ec2 = operation.service == Service::Ec2;
    for (member, value) in input {
        field(&mut out, ec2, &parameter(member, value, ec2), Some(member), value);
    }
    out
}

fn field(out: &mut String, ec2: bool, name: &str, member: Option<&Member>, value: &Sample) {
    match value {
        Sample::Record(members) => {
            for (member, value) in members {
                let below = parameter(member, value, ec2);
                field(out, ec2, &format!("{name}.{below}"), Some(member), value);
            }
        }
        Sample::List(list, values) => {
            let flat = ec2 || list.flattened || member.is_some_and(|member| member.flattened);
            let element = list.element_name.as_deref().unwrap_or("member");
            for (at, value) in values.iter().enumerate() {
                let at = at + 1;
                let name = if flat {
                    format!("{name}.{at}")
                } else {
                    format!("{name}.{element}.{at}")
                };
                field(out, ec2, &name, None, value);
            }
        }
        Sample::Map(map, entries) => {
            let flat = map.flattened || member.is_some_and(|member| member.flattened);
            for (at, (key, value)) in entries.iter().enumerate() {
                let at = at + 1;
                let name = if flat {
                    format!("{name}.{at}")
                } else {
                    format!("{name}.entry.{at}")
                };
                let (of_key, of_value) = entry_names(map);
                let _ = write!(out, "&{name}.{of_key}={}", escaped(key));
                field(out, ec2, &format!("{name}.{of_value}"), None, value);
            }
        }
        scalar => {
            let _ = write!(out, "&{name}={}", escaped(&text(scalar)));
        }
    }
}

/// A member's name in a form.
fn parameter(member: &Member, value: &Sample, ec2: bool) -> String {
    if !ec2 {
        let flat = match value {
            Sample::List(list, _) if list.flattened || member.flattened => list.element_name.as_deref(),
            _ => None,
        };
        return flat.unwrap_or_else(|| member.wire_name()).to_owned();
    }
    if let Some(name) = &member.query_name {
        return name.to_string();
    }
    let mut letters = member.wire_name().chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn rest(operation: &Operation, input: Members) -> Vec<u8> {
    let xml = operation.service.protocol() == Protocol::RestXml;
    let structure = operation.input().and_then(Shape::structure);
    let payload = structure.and_then(|structure| structure.payload_member());
    let mut target = operation.uri.to_string();
    let (mut headers, mut inside, mut body) = (String::new(), Vec::new(), Vec::new());
    for (member, value) in input {
        match member.location {
            Location::Uri => {
                // A greedy label takes slashes as they are.
                let value = escaped(&text(&value));
                target = target.replace(&format!("{{{}+}}", member.wire_name()), &value);
                let label = format!("{{{}}}", member.wire_name());
                target = target.replace(&label, &value.replace('/', "%2F"));
            }
            Location::Query => {
                let mut pair = |name: &str, value: &Sample| {
                    let mark = if target.contains('?') { '&' } else { '?' };
                    let _ = write!(target, "{mark}{name}={}", escaped(&text(value)));
                };
                match &value {
                    Sample::List(_, values) => {
                        values.iter().for_each(|value| pair(member.wire_name(), value))
                    }
                    Sample::Map(_, entries) => entries.iter().for_each(|(key, value)| pair(key, value)),
                    value => pair(member.wire_name(), value),
                }
            }
            Location::Header => {
                let _ = writeln!(headers, "{}: {}", member.wire_name(), text(&value));
            }
            Location::Headers | Location::Status => {}
            Location::Body if payload.is_some_and(|payload| payload.name == member.name) => {
                body = match &value {
                    Sample::Blob(bytes) => bytes.to_vec(),
                    Sample::Text(text) => text.clone().into_bytes(),
                    Sample::Record(members) if xml => {
                        let mut out = String::new();
                        element(&mut out, member.wire_name(), &Sample::Record(Vec::new()), members);
                        out.into_bytes()
                    }
                    value => json(value).to_string().into_bytes(),
                };
            }
            Location::Body => inside.push((member, value)),
        }
    }
    if payload.is_none() && !inside.is_empty() {
        body = if xml {
            let mut out = String::new();
            let root = operation.input_root.as_deref().unwrap_or(operation.name);
            element(&mut out, root, &Sample::Record(Vec::new()), &inside);
            out.into_bytes()
        } else {
            json_members(&inside).to_string().into_bytes()
        };
    }
    // What a change holds against the version that it was made from asks for that first.
    let asks = if headers.contains("{ETag}") {
        format!("GET {target}\n\n\n---\n")
    } else {
        String::new()
    };
    let mut request = format!("{asks}{} {target}\n{headers}\n", operation.method).into_bytes();
    request.extend(body);
    request
}

fn json_members(members: &[(&'static Member, Sample)]) -> Json {
    let pairs = members.iter();
    Json::Object(
        pairs
            .map(|(member, value)| (member.wire_name().to_owned(), json(value)))
            .collect(),
    )
}

fn json(value: &Sample) -> Json {
    match value {
        Sample::Record(members) => json_members(members),
        Sample::List(_, values) => Json::Array(values.iter().map(json).collect()),
        Sample::Map(_, entries) => Json::Object(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), json(value)))
                .collect(),
        ),
        Sample::Number(digits) => serde_json::from_str(digits).unwrap_or(Json::Null),
        Sample::Bool(value) => Json::Bool(*value),
        Sample::Time => Json::from(1_767_225_600),
        Sample::Text(_) | Sample::Blob(_) => Json::String(text(value)),
    }
}

/// An element around members, or around one value.
fn element(out: &mut String, name: &str, value: &Sample, members: &[(&'static Member, Sample)]) {
    let attributes = members.iter().filter(|(member, _)| member.xml_attribute);
    let _ = write!(out, "<{name}");
    for (member, value) in attributes {
        let _ = write!(out, " {}=\"{}\"", member.wire_name(), text(value));
    }
    out.push('>');
    match value {
        Sample::Record(_) => {
            for (member, value) in members.iter().filter(|(member, _)| !member.xml_attribute) {
                child(out, member, value);
            }
        }
        Sample::List(list, values) => elements(out, list.element_name.as_deref().unwrap_or("member"), values),
        Sample::Map(map, entries) => self::entries(out, "entry", map, entries),
        scalar => out.push_str(&text(scalar).replace('&', "&amp;").replace('<', "&lt;")),
    }
    let _ = write!(out, "</{name}>");
}

fn child(out: &mut String, member: &Member, value: &Sample) {
    match value {
        Sample::List(list, values) if flattened(list, member) => {
            elements(
                out,
                list.element_name.as_deref().unwrap_or_else(|| member.wire_name()),
                values,
            );
        }
        Sample::Map(map, entries) if map.flattened || member.flattened => {
            self::entries(out, member.wire_name(), map, entries);
        }
        value => nested(out, member.wire_name(), value),
    }
}

fn nested(out: &mut String, name: &str, value: &Sample) {
    match value {
        Sample::Record(members) => element(out, name, value, members),
        value => element(out, name, value, &[]),
    }
}

fn elements(out: &mut String, name: &str, values: &[Sample]) {
    values.iter().for_each(|value| nested(out, name, value));
}

fn entries(out: &mut String, name: &str, map: &Map, entries: &[(String, Sample)]) {
    let (of_key, of_value) = entry_names(map);
    for (key, value) in entries {
        let _ = write!(out, "<{name}><{of_key}>{key}</{of_key}>");
        nested(out, of_value, value);
        let _ = write!(out, "</{name}>");
    }
}

fn flattened(list: &List, member: &Member) -> bool {
    list.flattened || member.flattened
}

fn entry_names(map: &Map) -> (&str, &str) {
    (
        map.key_name.as_deref().unwrap_or("key"),
        map.value_name.as_deref().unwrap_or("value"),
    )
}

fn text(value: &Sample) -> String {
    match value {
        Sample::Text(text) | Sample::Number(text) => text.clone(),
        Sample::Bool(value) => value.to_string(),
        Sample::Blob(bytes) => STANDARD.encode(bytes),
        Sample::Time => TIME.to_owned(),
        Sample::List(..) | Sample::Map(..) | Sample::Record(_) => String::new(),
    }
}

/// Percent-encoded but for what never needs it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~*,/:{}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
