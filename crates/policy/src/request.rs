//! A request as policies see it: principal, action, resource and the condition keys that it has.

use std::net::IpAddr;

use adit_rules::{OwnedValue, Point, Value, Witness};

use crate::quantity::Quantity;
use crate::{Key, KeyKind};

/// Keys that are not set are absent; a request without principal is anonymous.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    values: Witness<Key>,
}

impl Request {
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        let action = (Key::Action, OwnedValue::Text(action.into()));
        let resource = (Key::Resource, OwnedValue::Text(resource.into()));
        Request {
            values: Witness::new([action, resource]),
        }
    }

    /// The caller's ARN, or a service's name.
    #[must_use]
    pub fn principal(mut self, principal: impl Into<String>) -> Self {
        self.values
            .set(Key::Principal, OwnedValue::Text(principal.into()));
        self
    }

    /// Sets a condition key. The value is brought to the key's kind (an address may be given as text); a value that
    /// cannot be is as good as absent.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<OwnedValue>) -> Self {
        let key = Key::condition(name);
        let value = convert(value.into(), key.kind());
        self.values.set(key, value);
        self
    }
}

impl Point<Key> for Request {
    fn value(&self, key: &Key) -> Value<'_> {
        self.values.value(key)
    }
}

fn convert(value: OwnedValue, kind: KeyKind) -> OwnedValue {
    let converted = match (kind, value) {
        (KeyKind::Addrs, OwnedValue::Text(text)) => text.parse().ok().map(|addr: IpAddr| canonical(addr)),
        (KeyKind::Addrs, OwnedValue::Addr(addr)) => Some(canonical(addr)),
        (KeyKind::Nums, OwnedValue::Text(text)) => {
            let quantity = Quantity::number(&text).or_else(|| Quantity::date(&text));
            quantity.and_then(Quantity::seconds).map(OwnedValue::Num)
        }
        (KeyKind::Nums, OwnedValue::Num(num)) => Some(OwnedValue::Num(num)),
        (KeyKind::Texts, OwnedValue::Text(text)) => Some(OwnedValue::Text(text)),
        (KeyKind::Texts, OwnedValue::Addr(addr)) => Some(OwnedValue::Text(addr.to_string())),
        (KeyKind::Texts, OwnedValue::Num(num)) => Some(OwnedValue::Text(num.to_string())),
        (_, OwnedValue::Absent) | (KeyKind::Addrs, _) | (KeyKind::Nums, _) => None,
    };
    converted.unwrap_or(OwnedValue::Absent)
}

/// An IPv4 caller on an IPv6 socket is an IPv4 caller.
fn canonical(addr: IpAddr) -> OwnedValue {
    OwnedValue::Addr(addr.to_canonical())
}
