//! How each type of a view's field is read, and which shapes of the model fit it.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::model::{Kind, Model, Shape, Structure};
use crate::{ApiError, Path, Record, Value, errors};

/// A type that a field of a view may have.
pub trait FromValue: Sized {
    fn from_value(value: &Value, path: &Path<'_>) -> Result<Self, ApiError>;

    /// What a member that was not sent reads as; for most types that is a refusal.
    fn absent(path: &Path<'_>) -> Result<Self, ApiError> {
        Err(errors::missing_member(path))
    }

    /// Adds to `found` why a value of `shape` could not be read as this type.
    fn misfits(model: &Model, shape: &Shape, at: &str, found: &mut Vec<String>);

    /// As `misfits`, for the member `member` of a structure.
    fn member_misfits(
        model: &Model,
        structure: &Structure,
        shape_name: &str,
        member: &str,
        at: &str,
        found: &mut Vec<String>,
    ) {
        let at = format!("{at}.{member}");
        match structure.member(member).and_then(|member| member.shape(model)) {
            Some(shape) => Self::misfits(model, shape, &at, found),
            None => found.push(format!("{at}: shape `{shape_name}` has no such member")),
        }
    }
}

fn misfit(shape: &Shape, at: &str, wanted: &str, found: &mut Vec<String>) {
    found.push(format!("{at}: shape `{}` is no {wanted}", shape.name));
}

macro_rules! plain {
    ($($type:ty: $kind:literal, $pattern:pat, |$value:ident| $read:expr;)+) => {
        $(impl FromValue for $type {
            fn from_value(value: &Value, path: &Path<'_>) -> Result<Self, ApiError> {
                let $value = value;
                let read: Option<Self> = $read;
                read.ok_or_else(|| errors::wrong_kind(path, $kind, value))
            }

            fn misfits(_: &Model, shape: &Shape, at: &str, found: &mut Vec<String>) {
                if !matches!(shape.kind, $pattern) {
                    misfit(shape, at, $kind, found);
                }
            }
        })+
    };
}

fn int<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    match value {
        Value::Int(int) => T::try_from(*int).ok(),
        _ => None,
    }
}

plain! {
    String: "string", Kind::Text(_), |value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    bool: "boolean", Kind::Boolean, |value| match value {
        Value::Bool(is) => Some(*is),
        _ => None,
    };
    i32: "integer", Kind::Integer(_), |value| int(value);
    u16: "integer", Kind::Integer(_), |value| int(value);
    u32: "integer", Kind::Integer(_) | Kind::Long(_), |value| int(value);
    i64: "integer", Kind::Integer(_) | Kind::Long(_), |value| int(value);
    f64: "float", Kind::Float(_), |value| match value {
        Value::Float(float) => Some(*float),
        _ => None,
    };
    OffsetDateTime: "timestamp", Kind::Timestamp(_), |value| match value {
        Value::Time(time) => Some(*time),
        _ => None,
    };
    Vec<u8>: "blob", Kind::Blob(_), |value| match value {
        Value::Blob(bytes) => Some(bytes.clone()),
        _ => None,
    };
    Record: "structure", Kind::Structure(_), |value| match value {
        Value::Record(record) => Some(record.clone()),
        _ => None,
    };
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value, path: &Path<'_>) -> Result<Self, ApiError> {
        T::from_value(value, path).map(Some)
    }

    fn absent(_: &Path<'_>) -> Result<Self, ApiError> {
        Ok(None)
    }

    fn misfits(model: &Model, shape: &Shape, at: &str, found: &mut Vec<String>) {
        T::misfits(model, shape, at, found);
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &Value, path: &Path<'_>) -> Result<Self, ApiError> {
        match value {
            Value::List(values) => values
                .iter()
                .enumerate()
                .map(|(at, value)| T::from_value(value, &path.index(at)))
                .collect(),
            other => Err(errors::wrong_kind(path, "list", other)),
        }
    }

    fn absent(_: &Path<'_>) -> Result<Self, ApiError> {
        Ok(Vec::new())
    }

    fn misfits(model: &Model, shape: &Shape, at: &str, found: &mut Vec<String>) {
        match &shape.kind {
            Kind::List(list) => match list.element(model) {
                Some(element) => T::misfits(model, element, &format!("{at}[]"), found),
                None => misfit(shape, at, "list with elements", found),
            },
            _ => misfit(shape, at, "list", found),
        }
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: &Value, path: &Path<'_>) -> Result<Self, ApiError> {
        match value {
            Value::Map(entries) => entries
                .iter()
                .map(|(key, value)| Ok((key.clone(), T::from_value(value, &path.key(key))?)))
                .collect(),
            other => Err(errors::wrong_kind(path, "map", other)),
        }
    }

    fn absent(_: &Path<'_>) -> Result<Self, ApiError> {
        Ok(BTreeMap::new())
    }

    fn misfits(model: &Model, shape: &Shape, at: &str, found: &mut Vec<String>) {
        match &shape.kind {
            Kind::Map(map) => match map.value(model) {
                Some(value) => T::misfits(model, value, &format!("{at}{{}}"), found),
                None => misfit(shape, at, "map with values", found),
            },
            _ => misfit(shape, at, "map", found),
        }
    }
}
