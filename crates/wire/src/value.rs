//! The value that every protocol is read into and written from.
//!
//! A [`Record`] has the member names of the service model, never those of the wire (`locationName`, `queryName`):
//! a handler sees the same `TagSpecifications` whether it came as a form field or as XML. An absent member is not
//! in the record; there is no null.

use std::borrow::Cow;
use std::collections::BTreeMap;

use time::OffsetDateTime;

/// One value of a request or an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Blob(Vec<u8>),
    Time(OffsetDateTime),
    List(Vec<Value>),
    /// Keys are the caller's, in the caller's order.
    Map(Vec<(String, Value)>),
    Record(Record),
}

/// A structure: members by the names of the model, in the order in which they were put.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(Vec<(&'static str, Value)>);

/// What may stand at the right of a member in [`record!`](crate::record): a value, or an option of one, where
/// `None` leaves the member out.
pub trait IntoMember {
    fn into_member(self) -> Option<Value>;
}

/// Builds a [`Record`]: `record! { "VpcId" => id, "Tags" => tags, "Note" => None::<String> }`.
#[macro_export]
macro_rules! record {
    () => { $crate::Record::new() };
    ($($name:literal => $value:expr),+ $(,)?) => {{
        let mut record = $crate::Record::new();
        $( record.put($name, $value); )+
        record
    }};
}

impl Record {
    pub const fn new() -> Self {
        Record(Vec::new())
    }

    /// Sets a member; `None` changes nothing. A member that is there already is replaced.
    pub fn put(&mut self, name: &'static str, value: impl IntoMember) {
        let Some(value) = value.into_member() else { return };
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// [`put`](Record::put) that returns the record.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl IntoMember) -> Self {
        self.put(name, value);
        self
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The text of a text member.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether `DryRun` was asked for, the EC2 parameter that every operation has.
    pub fn dry_run(&self) -> bool {
        matches!(self.get("DryRun"), Some(Value::Bool(true)))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Value {
    /// The kind in a word, for messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Bool(_) => "boolean",
            Value::Int(_) => "integer",
            Value::Float(_) => "float",
            Value::Text(_) => "string",
            Value::Blob(_) => "blob",
            Value::Time(_) => "timestamp",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Record(_) => "structure",
        }
    }
}

impl<T: Into<Value>> IntoMember for T {
    fn into_member(self) -> Option<Value> {
        Some(self.into())
    }
}

impl<T: Into<Value>> IntoMember for Option<T> {
    fn into_member(self) -> Option<Value> {
        self.map(Into::into)
    }
}

macro_rules! from {
    ($($source:ty => |$value:ident| $made:expr;)+) => {
        $(impl From<$source> for Value {
            fn from($value: $source) -> Value {
                $made
            }
        })+
    };
}

from! {
    bool => |value| Value::Bool(value);
    i32 => |value| Value::Int(value.into());
    i64 => |value| Value::Int(value);
    u16 => |value| Value::Int(value.into());
    u32 => |value| Value::Int(value.into());
    u64 => |value| Value::Int(i64::try_from(value).unwrap_or(i64::MAX));
    usize => |value| Value::Int(i64::try_from(value).unwrap_or(i64::MAX));
    f64 => |value| Value::Float(value);
    &str => |value| Value::Text(value.to_owned());
    String => |value| Value::Text(value);
    &String => |value| Value::Text(value.clone());
    Cow<'_, str> => |value| Value::Text(value.into_owned());
    Vec<u8> => |value| Value::Blob(value);
    OffsetDateTime => |value| Value::Time(value);
    Record => |value| Value::Record(value);
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Value {
        Value::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<BTreeMap<String, T>> for Value {
    fn from(entries: BTreeMap<String, T>) -> Value {
        Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key, value.into()))
                .collect(),
        )
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Value {
        Value::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_absent_member_is_left_out_and_a_second_put_replaces() {
        let mut record = record! {
            "VpcId" => "vpc-1",
            "Tags" => vec![record! { "Key" => "a", "Value" => String::from("b") }],
            "OwnerId" => None::<String>,
            "IsDefault" => Some(false),
            "Size" => 3usize,
        };
        assert_eq!(record.get("OwnerId"), None);
        assert_eq!(
            record.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ["VpcId", "Tags", "IsDefault", "Size"]
        );
        record.put("VpcId", "vpc-2");
        assert_eq!(record.text("VpcId"), Some("vpc-2"));
        assert!(!record.dry_run());
        assert!(record.with("DryRun", true).dry_run());
    }
}
