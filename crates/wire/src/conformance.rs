//! Whether an answer is one that the model allows: a member that the output does not have would be lost.

use crate::model::{Kind, Model, Operation, Shape};
use crate::{Record, Value};

/// Holds an output against its operation's shape; an error names the first member that does not fit.
pub fn conformance(operation: &Operation, output: &Record) -> Result<(), String> {
    match operation.output() {
        Some(shape) => record(operation.model(), shape, output, operation.name),
        None => match output.iter().next() {
            Some((name, _)) => Err(format!("{} has no output, but `{name}` is given", operation.name)),
            None => Ok(()),
        },
    }
}

fn record(model: &Model, shape: &Shape, output: &Record, at: &str) -> Result<(), String> {
    let Some(structure) = shape.structure() else {
        return Err(format!("{at}: shape `{}` is no structure", shape.name));
    };
    output.iter().try_for_each(|(name, value)| {
        let at = format!("{at}.{name}");
        match structure.member(name).and_then(|member| member.shape(model)) {
            Some(shape) => fits(model, shape, value, &at),
            None => Err(format!("{at}: shape `{}` has no such member", shape.name)),
        }
    })
}

/// Values that AWS answers although its model does not list them: an attached gateway's state, that of an interface just
/// made, the type of CloudFront's own interfaces (cf A5), and what bounds the permissions of a role.
const BEYOND: &[&str] = &["available", "pending", "cloudfront_managed", "Policy"];

fn fits(model: &Model, shape: &Shape, value: &Value, at: &str) -> Result<(), String> {
    match (&shape.kind, value) {
        (Kind::Structure(_), Value::Record(inner)) => record(model, shape, inner, at),
        (Kind::List(list), Value::List(values)) => match list.element(model) {
            Some(element) => values
                .iter()
                .try_for_each(|value| fits(model, element, value, &format!("{at}[]"))),
            None => Ok(()),
        },
        (Kind::Map(map), Value::Map(entries)) => match map.value(model) {
            Some(of) => entries
                .iter()
                .try_for_each(|(key, value)| fits(model, of, value, &format!("{at}[{key}]"))),
            None => Ok(()),
        },
        (Kind::Text(text), Value::Text(found)) => {
            // EC2's model capitalises states that the wire has in lower case (api D3).
            let known = |value: &&str| value.eq_ignore_ascii_case(found);
            if text.values.is_empty()
                || text.values.iter().any(|value| known(&&**value))
                || BEYOND.contains(&&**found)
            {
                Ok(())
            } else {
                Err(format!(
                    "{at}: `{found}` is no value of the enum `{}`",
                    shape.name
                ))
            }
        }
        (Kind::Integer(_) | Kind::Long(_), Value::Int(_))
        | (Kind::Float(_), Value::Float(_) | Value::Int(_))
        | (Kind::Boolean, Value::Bool(_))
        | (Kind::Blob(_), Value::Blob(_))
        | (Kind::Timestamp(_), Value::Time(_)) => Ok(()),
        (_, value) => Err(format!(
            "{at}: a {} is given where the shape is `{}`",
            value.kind(),
            shape.name
        )),
    }
}
