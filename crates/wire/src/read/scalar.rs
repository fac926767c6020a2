//! Text to value, for every place where a value stands as text: form fields, XML, labels, headers, queries.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::errors::protocol::ill_typed;
use crate::model::{Kind, Shape, TimeFormat};
use crate::{ApiError, Path, Value};

/// Converts `text` to what `shape` wants. `time` is how a timestamp stands where neither shape nor member says.
pub(super) fn scalar(
    shape: &Shape,
    text: &str,
    time: TimeFormat,
    path: &Path<'_>,
) -> Result<Value, ApiError> {
    let refused = |wanted: &str| ill_typed(path, "STRING_VALUE", shown(text), wanted);
    Ok(match &shape.kind {
        Kind::Text(_) => Value::Text(text.to_owned()),
        Kind::Integer(_) => match text.trim().parse::<i32>() {
            Ok(int) => Value::Int(int.into()),
            Err(_) => return Err(refused("an Integer")),
        },
        Kind::Long(_) => match text.trim().parse::<i64>() {
            Ok(int) => Value::Int(int),
            Err(_) => return Err(refused("a Long")),
        },
        Kind::Float(_) => match text.trim().parse::<f64>() {
            Ok(float) if float.is_finite() => Value::Float(float),
            _ => return Err(refused("a Double")),
        },
        Kind::Boolean => match text.trim() {
            text if text.eq_ignore_ascii_case("true") => Value::Bool(true),
            text if text.eq_ignore_ascii_case("false") => Value::Bool(false),
            _ => return Err(refused("an Boolean")),
        },
        Kind::Blob(_) => {
            let compact: String = text.split_ascii_whitespace().collect();
            Value::Blob(STANDARD.decode(compact).map_err(|_| refused("a Blob"))?)
        }
        Kind::Timestamp(own) => {
            let read = crate::timestamp::parse(text, own.unwrap_or(time));
            Value::Time(read.ok_or_else(|| refused("a Timestamp"))?)
        }
        Kind::Structure(_) => return Err(refused("a structure")),
        Kind::List(_) => return Err(refused("a list")),
        Kind::Map(_) => return Err(refused("a map")),
    })
}

/// As much of a caller's text as an error repeats.
pub(crate) fn shown(text: &str) -> &str {
    const MOST: usize = 512;
    if text.len() <= MOST {
        return text;
    }
    let end = (0..=MOST)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
