//! One broken constraint, and how AWS words it.

use std::fmt;

use crate::Value;
use crate::model::{Constraints, Kind, Number, Shape, Text};
use crate::read::scalar::shown;

/// The enums whose values recorded messages list in another order than the model (api A1 and the recorded text
/// for `apiKeySource`).
const RECORDED_ORDER: [(&str, &str); 2] = [
    ("EndpointType", "PRIVATE, EDGE, REGIONAL"),
    ("ApiKeySourceType", "AUTHORIZER, HEADER"),
];

/// What a value does not satisfy.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Violation {
    Null,
    LengthMin(u64),
    LengthMax(u64),
    ValueMin(String),
    ValueMax(String),
    Pattern(String),
    /// The allowed values, joined.
    Enum(String),
    /// A list of which an element does not satisfy one of these.
    Elements(Vec<Violation>),
    /// A map, likewise.
    Keys(Vec<Violation>),
    Values(Vec<Violation>),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let within = |f: &mut fmt::Formatter<'_>, what: &str, inner: &[Violation]| {
            let inner: Vec<String> = inner.iter().map(ToString::to_string).collect();
            write!(f, "{what} must satisfy constraint: [{}]", inner.join(", "))
        };
        match self {
            Violation::Null => f.write_str("Member must not be null"),
            Violation::LengthMin(min) => write!(f, "Member must have length greater than or equal to {min}"),
            Violation::LengthMax(max) => write!(f, "Member must have length less than or equal to {max}"),
            Violation::ValueMin(min) => write!(f, "Member must have value greater than or equal to {min}"),
            Violation::ValueMax(max) => write!(f, "Member must have value less than or equal to {max}"),
            Violation::Pattern(pattern) => {
                write!(f, "Member must satisfy regular expression pattern: {pattern}")
            }
            Violation::Enum(values) => write!(f, "Member must satisfy enum value set: [{values}]"),
            Violation::Elements(inner) => within(f, "Member", inner),
            Violation::Keys(inner) => within(f, "Map keys", inner),
            Violation::Values(inner) => within(f, "Map value", inner),
        }
    }
}

impl Violation {
    /// EC2's reason, and whether EC2 sets the value off by spaces: it does for numbers.
    pub(super) fn ec2(&self) -> (bool, String) {
        match self {
            Violation::ValueMin(min) => (true, format!("Expecting a value greater than {min}.")),
            Violation::ValueMax(max) => (true, format!("Expecting a value less than {max}.")),
            Violation::LengthMin(min) => (false, format!("Its length must be at least {min}.")),
            Violation::LengthMax(max) => (false, format!("Its length must be at most {max}.")),
            Violation::Pattern(pattern) => (false, format!("It must match the pattern {pattern}.")),
            Violation::Enum(values) => (false, format!("Valid values are: {values}.")),
            other => (false, other.to_string()),
        }
    }
}

/// What a scalar value breaks.
pub(super) fn of(shape: &Shape, value: &Value) -> Vec<Violation> {
    match (&shape.kind, value) {
        (Kind::Text(_), Value::Text(text)) => of_text(shape, text),
        (Kind::Integer(number) | Kind::Long(number), Value::Int(int)) => of_number(number, int),
        (Kind::Float(number), Value::Float(float)) => of_number(number, float),
        (Kind::Blob(constraints), Value::Blob(bytes)) => of_length(*constraints, bytes.len()),
        _ => Vec::new(),
    }
}

/// What a text breaks; a map's key is one too.
pub(super) fn of_text(shape: &Shape, text: &str) -> Vec<Violation> {
    let Kind::Text(rule) = &shape.kind else {
        return Vec::new();
    };
    let mut found = of_length(rule.constraints, text.chars().count());
    if !found.is_empty() {
        return found;
    }
    if let Some(pattern) = rule.pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
        found.push(Violation::Pattern(pattern.source().to_owned()));
    }
    if !rule.values.is_empty() && !rule.values.iter().any(|value| **value == *text) {
        found.push(Violation::Enum(values(shape, rule)));
    }
    found
}

pub(super) fn of_length(constraints: Constraints, length: usize) -> Vec<Violation> {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let short = constraints
        .min
        .filter(|min| length < *min)
        .map(Violation::LengthMin);
    let long = constraints
        .max
        .filter(|max| length > *max)
        .map(Violation::LengthMax);
    short.into_iter().chain(long).collect()
}

fn of_number<T: PartialOrd + fmt::Display>(number: &Number<T>, value: &T) -> Vec<Violation> {
    let low = number
        .min
        .as_ref()
        .filter(|min| value < min)
        .map(|min| Violation::ValueMin(min.to_string()));
    let high = number
        .max
        .as_ref()
        .filter(|max| value > max)
        .map(|max| Violation::ValueMax(max.to_string()));
    low.into_iter().chain(high).collect()
}

/// Every constraint of a scalar shape, in AWS's order: what a message about a list repeats.
pub(super) fn all_of(shape: &Shape) -> Vec<Violation> {
    let lengths = |constraints: &Constraints| {
        let max = constraints.max.map(Violation::LengthMax);
        max.into_iter()
            .chain(constraints.min.map(Violation::LengthMin))
            .collect::<Vec<_>>()
    };
    let range = |min: Option<String>, max: Option<String>| {
        max.map(Violation::ValueMax)
            .into_iter()
            .chain(min.map(Violation::ValueMin))
            .collect()
    };
    match &shape.kind {
        Kind::Text(rule) => {
            let mut all = lengths(&rule.constraints);
            all.extend(
                rule.pattern
                    .as_ref()
                    .map(|pattern| Violation::Pattern(pattern.source().to_owned())),
            );
            if !rule.values.is_empty() {
                all.push(Violation::Enum(values(shape, rule)));
            }
            all
        }
        Kind::Integer(number) | Kind::Long(number) => range(
            number.min.map(|min| min.to_string()),
            number.max.map(|max| max.to_string()),
        ),
        Kind::Float(number) => range(
            number.min.map(|min| min.to_string()),
            number.max.map(|max| max.to_string()),
        ),
        Kind::Blob(constraints) => lengths(constraints),
        _ => Vec::new(),
    }
}

fn values(shape: &Shape, rule: &Text) -> String {
    match RECORDED_ORDER.iter().find(|(name, _)| *name == shape.name) {
        Some((_, recorded)) => (*recorded).to_owned(),
        None => rule.values.join(", "),
    }
}

/// A value as AWS's messages show it; lists and maps by their scalars.
pub(super) fn show(value: &Value) -> String {
    let whole = match value {
        Value::Bool(is) => is.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float.to_string(),
        Value::Text(text) => return shown(text).to_owned(),
        Value::Blob(bytes) => format!("java.nio.HeapByteBuffer[pos=0 lim={0} cap={0}]", bytes.len()),
        Value::Time(moment) => crate::timestamp::format(*moment, crate::model::TimeFormat::Iso8601),
        Value::List(values) => {
            let inner: Vec<String> = values.iter().take(MOST_SHOWN).map(show).collect();
            format!("[{}]", inner.join(", "))
        }
        Value::Map(entries) => {
            let one = |(key, value): &(String, Value)| format!("{}={}", shown(key), show(value));
            let inner: Vec<String> = entries.iter().take(MOST_SHOWN).map(one).collect();
            format!("{{{}}}", inner.join(", "))
        }
        Value::Record(_) => "{...}".to_owned(),
    };
    shown(&whole).to_owned()
}

const MOST_SHOWN: usize = 50;
