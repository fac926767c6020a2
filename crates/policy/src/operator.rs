//! The names of condition operators: family, negation, `IfExists`, and the prefixes for multivalued keys.
//!
//! Names are compared with case; one that differs only in case is refused with the right spelling.

use crate::quantity::Order;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Operator {
    pub(crate) quantifier: Option<Quantifier>,
    pub(crate) family: Family,
    pub(crate) negated: bool,
    pub(crate) if_exists: bool,
}

/// How an operator treats a key with several values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Quantifier {
    ForAllValues,
    ForAnyValue,
}

/// What is compared, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    String,
    StringIgnoreCase,
    StringLike,
    Numeric(Order),
    Date(Order),
    Bool,
    Binary,
    IpAddress,
    /// `ArnEquals` and `ArnLike` are the same test.
    Arn,
    Null,
}

const NAMES: [(&str, Family, bool); 27] = [
    ("StringEquals", Family::String, false),
    ("StringNotEquals", Family::String, true),
    ("StringEqualsIgnoreCase", Family::StringIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Family::StringIgnoreCase, true),
    ("StringLike", Family::StringLike, false),
    ("StringNotLike", Family::StringLike, true),
    ("NumericEquals", Family::Numeric(Order::Equal), false),
    ("NumericNotEquals", Family::Numeric(Order::Equal), true),
    ("NumericLessThan", Family::Numeric(Order::Less), false),
    (
        "NumericLessThanEquals",
        Family::Numeric(Order::LessOrEqual),
        false,
    ),
    ("NumericGreaterThan", Family::Numeric(Order::Greater), false),
    (
        "NumericGreaterThanEquals",
        Family::Numeric(Order::GreaterOrEqual),
        false,
    ),
    ("DateEquals", Family::Date(Order::Equal), false),
    ("DateNotEquals", Family::Date(Order::Equal), true),
    ("DateLessThan", Family::Date(Order::Less), false),
    ("DateLessThanEquals", Family::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Family::Date(Order::Greater), false),
    (
        "DateGreaterThanEquals",
        Family::Date(Order::GreaterOrEqual),
        false,
    ),
    ("Bool", Family::Bool, false),
    ("BinaryEquals", Family::Binary, false),
    ("IpAddress", Family::IpAddress, false),
    ("NotIpAddress", Family::IpAddress, true),
    ("ArnEquals", Family::Arn, false),
    ("ArnLike", Family::Arn, false),
    ("ArnNotEquals", Family::Arn, true),
    ("ArnNotLike", Family::Arn, true),
    ("Null", Family::Null, false),
];

impl Operator {
    /// The error completes a sentence that starts with the name of the element.
    pub(crate) fn parse(name: &str) -> Result<Operator, String> {
        let (quantifier, bare) = match name.split_once(':') {
            None => (None, name),
            Some(("ForAllValues", bare)) => (Some(Quantifier::ForAllValues), bare),
            Some(("ForAnyValue", bare)) => (Some(Quantifier::ForAnyValue), bare),
            Some(_) => return Err(format!("has an unknown operator `{name}`")),
        };
        let (base, if_exists) = match bare.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (bare, false),
        };
        let Some((_, family, negated)) = NAMES.into_iter().find(|(known, ..)| *known == base) else {
            let alike = NAMES
                .into_iter()
                .find(|(known, ..)| known.eq_ignore_ascii_case(base));
            let hint = alike.map(|(known, ..)| format!(", it is spelled `{known}`"));
            return Err(format!(
                "has an unknown operator `{name}`{}",
                hint.unwrap_or_default()
            ));
        };
        if family == Family::Null && (if_exists || quantifier.is_some()) {
            return Err(format!(
                "has an operator `{name}`, but `Null` takes no prefix and no suffix"
            ));
        }
        Ok(Operator {
            quantifier,
            family,
            negated,
            if_exists,
        })
    }

    /// What the operator says of a request without the key: a negated operator is true (api B16), and so are
    /// `IfExists` and `ForAllValues`; `ForAnyValue` never is, whatever its suffix.
    pub(crate) fn holds_when_absent(&self) -> bool {
        match self.quantifier {
            Some(Quantifier::ForAllValues) => true,
            Some(Quantifier::ForAnyValue) => false,
            None => self.negated || self.if_exists,
        }
    }
}
