//! JSON answers, members in the model's order.

use crate::model::{Kind, Location, Model, Shape, Structure, TimeFormat};
use crate::{Record, Value};

/// The body members of a structure as a document.
pub(super) fn document(model: &Model, structure: &Structure, record: &Record) -> String {
    let mut out = String::new();
    members(model, structure, record, &mut out);
    out
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn members(model: &Model, structure: &Structure, record: &Record, out: &mut String) {
    out.push('{');
    let mut first = true;
    for member in structure
        .members
        .iter()
        .filter(|member| member.location == Location::Body)
    {
        let (Some(found), Some(shape)) = (record.get(member.name), member.shape(model)) else {
            continue;
        };
        if !first {
            out.push(',');
        }
        first = false;
        out.push_str(&quoted(member.wire_name()));
        out.push(':');
        value(model, shape, found, member.time_format, out);
    }
    out.push('}');
}

fn value(model: &Model, shape: &Shape, found: &Value, time: Option<TimeFormat>, out: &mut String) {
    match (&shape.kind, found) {
        (Kind::Structure(structure), Value::Record(record)) => members(model, structure, record, out),
        (Kind::List(list), Value::List(values)) => {
            out.push('[');
            for (at, found) in values.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                if let Some(element) = list.element(model) {
                    value(model, element, found, time, out);
                }
            }
            out.push(']');
        }
        (Kind::Map(map), Value::Map(entries)) => {
            out.push('{');
            for (at, (key, found)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&quoted(key));
                out.push(':');
                if let Some(of) = map.value(model) {
                    value(model, of, found, time, out);
                }
            }
            out.push('}');
        }
        (kind, Value::Time(moment)) => {
            let own = if let Kind::Timestamp(own) = kind {
                *own
            } else {
                None
            };
            let format = time.or(own).unwrap_or(TimeFormat::UnixSeconds);
            let text = crate::timestamp::format(*moment, format);
            out.push_str(&if format == TimeFormat::UnixSeconds {
                text
            } else {
                quoted(&text)
            });
        }
        (_, Value::Bool(is)) => out.push_str(if *is { "true" } else { "false" }),
        (_, Value::Int(int)) => out.push_str(&int.to_string()),
        (_, Value::Float(float)) => out.push_str(&serde_json::Value::from(*float).to_string()),
        (_, found) => match super::as_text(found, TimeFormat::UnixSeconds) {
            Some(text) => out.push_str(&quoted(&text)),
            None => out.push_str("null"),
        },
    }
}
