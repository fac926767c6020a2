//! Attributes: keys with values in text, of which each key has a form.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use adit_wire::{ApiError, Record, errors, record, view};

view! {
    /// An attribute of a balancer or of a target group.
    pub struct Attribute: "elbv2"/"LoadBalancerAttribute" { key: String = "Key", value: Option<String> = "Value" }
}

/// What the value of a key may be.
#[derive(Clone, Debug)]
pub enum Form {
    /// `true` or `false`.
    Flag,
    Number(RangeInclusive<u32>),
    /// A number or `off`.
    NumberOrOff(RangeInclusive<u32>),
    /// 0, or a number of the range.
    ZeroOr(RangeInclusive<u32>),
    OneOf(&'static [&'static str]),
    Text,
}

impl Form {
    fn admits(&self, value: &str) -> bool {
        let number =
            |range: &RangeInclusive<u32>| value.parse().is_ok_and(|number: u32| range.contains(&number));
        match self {
            Self::Flag => matches!(value, "true" | "false"),
            Self::Number(range) => number(range),
            Self::NumberOrOff(range) => value == "off" || number(range),
            Self::ZeroOr(range) => value == "0" || number(range),
            Self::OneOf(values) => values.contains(&value),
            Self::Text => true,
        }
    }
}

/// Sets attributes, of which none may repeat; `form` knows the keys, `unknown` is the answer to the others.
pub fn set(
    attributes: &mut BTreeMap<String, String>,
    asked: Vec<Attribute>,
    form: fn(&str) -> Option<Form>,
    unknown: fn(&str) -> ApiError,
) -> Result<(), ApiError> {
    let mut seen = Vec::new();
    for Attribute { key, value } in asked {
        if seen.contains(&key) {
            return Err(errors::elbv2::repeated_attribute(key));
        }
        let form = form(&key).ok_or_else(|| unknown(&key))?;
        let value = value.unwrap_or_default();
        if !form.admits(&value) {
            return Err(errors::elbv2::attribute_value(key, value));
        }
        seen.push(key.clone());
        attributes.insert(key, value);
    }
    Ok(())
}

pub fn show<'a>(attributes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Record> {
    attributes
        .map(|(key, value)| record! { "Key" => key, "Value" => value })
        .collect()
}
