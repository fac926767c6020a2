//! The constraints of the service model: required members, lengths, ranges, patterns, enums.
//!
//! The services of AWS's common framework report every broken constraint in one answer and in words of their own
//! ("failed to satisfy constraint: Member must ..."); EC2 reports the first, in other words. Enum values stand in
//! the model's order, which is AWS's in most messages but not in those of `RECORDED_ORDER`.

mod pattern;
mod violation;

pub use pattern::Pattern;

use self::violation::Violation;
use crate::model::{Constraints, Kind, Location, Model, Operation, Shape, Structure};
use crate::path::lower_camel;
use crate::{ApiError, Path, Record, Service, Value, errors};

/// The most that one answer lists.
const MOST: usize = 20;

/// Checks an input against its operation's shape.
pub fn check(operation: &Operation, input: &Record) -> Result<(), ApiError> {
    let Some(structure) = operation.input().and_then(Shape::structure) else {
        return Ok(());
    };
    let mut check = Check {
        model: operation.model(),
        service: operation.service,
        broken: Vec::new(),
        outside_body: false,
        first: None,
    };
    check.input(operation, structure, input);
    match check.first {
        Some(first) => Err(first),
        None if check.broken.is_empty() => Ok(()),
        // What is not in the body is no XML that could be malformed.
        None if check.outside_body && operation.service == Service::CloudFront => Err(ApiError {
            code: "InvalidArgument".into(),
            ..errors::invalid_input(operation.service, &check.broken)
        }),
        None => Err(errors::invalid_input(operation.service, &check.broken)),
    }
}

struct Check {
    model: &'static Model,
    service: Service,
    broken: Vec<String>,
    /// Whether what broke first stands in the path, the query or a header.
    outside_body: bool,
    /// EC2's only answer.
    first: Option<ApiError>,
}

impl Check {
    fn done(&self) -> bool {
        self.first.is_some() || self.broken.len() >= MOST
    }

    /// API Gateway names the input of an operation before the members of its body, but not before a label.
    fn input(&mut self, operation: &Operation, structure: &'static Structure, input: &Record) {
        let named = format!("{}Input", lower_camel(operation.name));
        let plain = Path::root(self.service);
        let body = match self.service {
            Service::ApiGateway => Path::root_named(self.service, &named),
            _ => plain,
        };
        for member in &structure.members {
            let root = if member.location == Location::Body {
                &body
            } else {
                &plain
            };
            let sound = self.broken.is_empty();
            self.member(structure, member.name, input, root);
            self.outside_body |= sound && !self.broken.is_empty() && member.location != Location::Body;
        }
    }

    fn structure(&mut self, structure: &'static Structure, record: &Record, path: &Path<'_>) {
        for member in &structure.members {
            self.member(structure, member.name, record, path);
        }
    }

    fn member(&mut self, structure: &'static Structure, name: &str, record: &Record, path: &Path<'_>) {
        let Some(member) = structure.member(name).filter(|_| !self.done()) else {
            return;
        };
        let here = path.member(member.name);
        match (record.get(name), member.shape(self.model)) {
            (Some(value), Some(shape)) => self.value(shape, value, &here),
            (None, _) if member.required => self.report(&Violation::Null, None, &here),
            _ => {}
        }
    }

    fn value(&mut self, shape: &'static Shape, value: &Value, path: &Path<'_>) {
        if self.done() {
            return;
        }
        match (&shape.kind, value) {
            (Kind::Structure(structure), Value::Record(record)) => self.structure(structure, record, path),
            (Kind::List(list), Value::List(values)) => {
                self.count(list.constraints, values.len(), value, path);
                let Some(element) = list.element(self.model) else {
                    return;
                };
                if self.service != Service::Ec2 && is_scalar(element) {
                    let whole = || violation::all_of(element);
                    if values
                        .iter()
                        .any(|value| !violation::of(element, value).is_empty())
                    {
                        self.report(&Violation::Elements(whole()), Some(value), path);
                    }
                    return;
                }
                for (at, value) in values.iter().enumerate() {
                    self.value(element, value, &path.index(at));
                }
            }
            (Kind::Map(map), Value::Map(entries)) => {
                self.count(map.constraints, entries.len(), value, path);
                let Some((key, of)) = map.key(self.model).zip(map.value(self.model)) else {
                    return;
                };
                let bad_key = |(name, _): &(String, Value)| !violation::of_text(key, name).is_empty();
                if entries.iter().any(bad_key) {
                    self.report(&Violation::Keys(violation::all_of(key)), Some(value), path);
                }
                if is_scalar(of) {
                    if entries
                        .iter()
                        .any(|(_, value)| !violation::of(of, value).is_empty())
                    {
                        self.report(&Violation::Values(violation::all_of(of)), Some(value), path);
                    }
                    return;
                }
                for (name, value) in entries {
                    self.value(of, value, &path.key(name));
                }
            }
            _ => {
                for violation in violation::of(shape, value) {
                    self.report(&violation, Some(value), path);
                }
            }
        }
    }

    fn count(&mut self, constraints: Constraints, count: usize, value: &Value, path: &Path<'_>) {
        for violation in violation::of_length(constraints, count) {
            self.report(&violation, Some(value), path);
        }
    }

    fn report(&mut self, violation: &Violation, value: Option<&Value>, path: &Path<'_>) {
        if self.done() {
            return;
        }
        let shown = value.map(violation::show);
        match (self.service, violation, shown) {
            (Service::Ec2, Violation::Null, _) => self.first = Some(errors::missing_member(path)),
            (Service::Ec2, violation, shown) => {
                let name = lower_camel(path.last_member());
                let shown = shown.unwrap_or_default();
                self.first = Some(match violation.ec2() {
                    (true, reason) => errors::ec2::invalid_value(format!(" {shown} "), name, reason),
                    (false, reason) => errors::ec2::invalid_value(shown, name, reason),
                });
            }
            (_, Violation::Null, _) | (_, _, None) => self.broken.push(format!(
                "Value null at '{path}' failed to satisfy constraint: Member must not be null"
            )),
            (_, violation, Some(shown)) => self.broken.push(format!(
                "Value '{shown}' at '{path}' failed to satisfy constraint: {violation}"
            )),
        }
    }
}

fn is_scalar(shape: &Shape) -> bool {
    !matches!(shape.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map(_))
}

#[cfg(test)]
mod tests;
