//! JSON bodies: the JSON protocols whole, and the body of the REST one.
//!
//! `null` is absence. A member that the shape does not have is ignored, as AWS does.

use serde_json::Value as Json;

use super::form::MAX_DEPTH;
use super::scalar::{scalar, shown};
use crate::errors::protocol::{ill_typed, malformed};
use crate::model::{Kind, Model, Shape, Structure, TimeFormat};
use crate::{ApiError, Path, Protocol, Record, Value};

/// The most values that a document may have.
const MAX_VALUES: usize = 200_000;

/// Parses a body; an empty one is an empty object.
pub(super) fn parse(body: &[u8], protocol: Protocol) -> Result<Json, ApiError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Json::Object(serde_json::Map::new()));
    }
    let (depth, count) = extent(body);
    if count > MAX_VALUES {
        return Err(malformed(
            protocol,
            format!("The document has more than {MAX_VALUES} values."),
        ));
    }
    if depth > MAX_DEPTH {
        return Err(malformed(
            protocol,
            format!("The document is nested deeper than {MAX_DEPTH} levels."),
        ));
    }
    serde_json::from_slice(body).map_err(|_| malformed(protocol, "The request body is not valid JSON."))
}

/// Reads the body members of a structure from an object.
pub(super) fn structure(
    model: &'static Model,
    structure: &'static Structure,
    json: &Json,
    path: &Path<'_>,
) -> Result<Record, ApiError> {
    let Json::Object(object) = json else {
        return Err(mismatch(path, json, "a structure"));
    };
    let mut record = Record::new();
    for member in &structure.members {
        let Some(shape) = member.shape(model) else {
            continue;
        };
        if member.location != crate::model::Location::Body {
            continue;
        }
        let Some(found) = object.get(member.wire_name()) else {
            continue;
        };
        let time = member.time_format.unwrap_or(TimeFormat::UnixSeconds);
        if let Some(value) = value(model, shape, found, time, &path.member(member.name))? {
            record.put(member.name, value);
        }
    }
    Ok(record)
}

/// Reads one value; `None` for null.
pub(super) fn value(
    model: &'static Model,
    shape: &'static Shape,
    json: &Json,
    time: TimeFormat,
    path: &Path<'_>,
) -> Result<Option<Value>, ApiError> {
    Ok(Some(match (&shape.kind, json) {
        (_, Json::Null) => return Ok(None),
        (Kind::Structure(of), json) => Value::Record(structure(model, of, json, path)?),
        (Kind::List(list), Json::Array(items)) => {
            let mut values = Vec::with_capacity(items.len());
            for (at, item) in items.iter().enumerate() {
                let Some(shape) = list.element(model) else {
                    continue;
                };
                values.extend(value(model, shape, item, time, &path.index(at))?);
            }
            Value::List(values)
        }
        (Kind::Map(map), Json::Object(object)) => {
            let mut entries = Vec::with_capacity(object.len());
            for (key, item) in object {
                let Some(shape) = map.value(model) else { continue };
                if let Some(value) = value(model, shape, item, time, &path.key(key))? {
                    entries.push((key.clone(), value));
                }
            }
            Value::Map(entries)
        }
        (Kind::Boolean, Json::Bool(is)) => Value::Bool(*is),
        (Kind::Integer(_), Json::Number(number)) => {
            match number.as_i64().filter(|int| i32::try_from(*int).is_ok()) {
                Some(int) => Value::Int(int),
                None => return Err(mismatch(path, json, "an Integer")),
            }
        }
        (Kind::Long(_), Json::Number(number)) => match number.as_i64() {
            Some(int) => Value::Int(int),
            None => return Err(mismatch(path, json, "a Long")),
        },
        (Kind::Float(_), Json::Number(number)) => match number.as_f64() {
            Some(float) => Value::Float(float),
            None => return Err(mismatch(path, json, "a Double")),
        },
        (Kind::Timestamp(_), Json::Number(number)) => {
            match number.as_f64().and_then(crate::timestamp::from_seconds) {
                Some(moment) => Value::Time(moment),
                None => return Err(mismatch(path, json, "a Timestamp")),
            }
        }
        (Kind::Text(_) | Kind::Blob(_) | Kind::Timestamp(_), Json::String(text)) => {
            scalar(shape, text, time, path)?
        }
        (kind, json) => return Err(mismatch(path, json, wanted(kind))),
    }))
}

const fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) => "a structure",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
        Kind::Text(_) => "a String",
        Kind::Integer(_) => "an Integer",
        Kind::Long(_) => "a Long",
        Kind::Float(_) => "a Double",
        Kind::Boolean => "an Boolean",
        Kind::Blob(_) => "a Blob",
        Kind::Timestamp(_) => "a Timestamp",
    }
}

fn mismatch(path: &Path<'_>, json: &Json, wanted: &str) -> ApiError {
    let (token, text) = match json {
        Json::Null => ("NULL_VALUE", String::new()),
        Json::Bool(true) => ("TRUE_VALUE", String::new()),
        Json::Bool(false) => ("FALSE_VALUE", String::new()),
        Json::Number(number) if number.is_f64() => ("DECIMAL_VALUE", number.to_string()),
        Json::Number(number) => ("NUMBER_VALUE", number.to_string()),
        Json::String(text) => ("STRING_VALUE", text.clone()),
        Json::Array(_) => {
            return malformed(
                path.service().protocol(),
                "Start of list found where not expected",
            );
        }
        Json::Object(_) => {
            return malformed(
                path.service().protocol(),
                "Start of structure or map found where not expected.",
            );
        }
    };
    ill_typed(path, token, shown(&text), wanted)
}

/// How deep brackets nest outside strings, and about how many values there are. Cheap, and before any recursion
/// or allocation.
fn extent(body: &[u8]) -> (usize, usize) {
    let (mut depth, mut deepest, mut count) = (0usize, 0usize, 0usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                count += 1;
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            b',' if !quoted => count += 1,
            _ => {}
        }
    }
    (deepest, count)
}
