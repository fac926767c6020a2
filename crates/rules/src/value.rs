//! A coordinate of a point: what a request has in one dimension.
//!
//! A dimension has one kind (addresses, numbers or text) for all requests; its value is of that kind or `Absent`.
//! A value of another kind is in no set of the dimension, so a point that mixes kinds lies outside every region.

use std::net::IpAddr;

/// What a point has in one dimension, borrowed from the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    /// The request has nothing there: no such header, no such condition key, an anonymous caller.
    Absent,
    Addr(IpAddr),
    Num(u64),
    Text(&'a str),
}

/// A value that stands alone: samples, witnesses, edges.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OwnedValue {
    Absent,
    Addr(IpAddr),
    Num(u64),
    Text(String),
}

impl OwnedValue {
    pub fn as_value(&self) -> Value<'_> {
        match self {
            OwnedValue::Absent => Value::Absent,
            OwnedValue::Addr(addr) => Value::Addr(*addr),
            OwnedValue::Num(num) => Value::Num(*num),
            OwnedValue::Text(text) => Value::Text(text),
        }
    }
}

impl From<Value<'_>> for OwnedValue {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Absent => OwnedValue::Absent,
            Value::Addr(addr) => OwnedValue::Addr(addr),
            Value::Num(num) => OwnedValue::Num(num),
            Value::Text(text) => OwnedValue::Text(text.to_owned()),
        }
    }
}

impl From<IpAddr> for OwnedValue {
    fn from(addr: IpAddr) -> Self {
        OwnedValue::Addr(addr)
    }
}

impl From<u64> for OwnedValue {
    fn from(num: u64) -> Self {
        OwnedValue::Num(num)
    }
}

impl From<&str> for OwnedValue {
    fn from(text: &str) -> Self {
        OwnedValue::Text(text.to_owned())
    }
}

impl From<String> for OwnedValue {
    fn from(text: String) -> Self {
        OwnedValue::Text(text)
    }
}
