//! A walk over the document that remembers where it is, so that an error can say so.

use serde_json::{Map, Value};

use crate::PolicyError;

/// One element of the document and the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Node<'v> {
    value: &'v Value,
    at: String,
}

impl<'v> Node<'v> {
    pub(crate) fn root(value: &'v Value) -> Self {
        Node {
            value,
            at: String::new(),
        }
    }

    /// `what` completes a sentence that starts with the name of the element.
    pub(crate) fn error(&self, what: impl Into<String>) -> PolicyError {
        PolicyError::Malformed {
            at: self.at.clone(),
            what: what.into(),
        }
    }

    pub(crate) fn value(&self) -> &'v Value {
        self.value
    }

    /// The fields of an object, in the order of their names.
    pub(crate) fn fields(&self) -> Result<Vec<(&'v str, Node<'v>)>, PolicyError> {
        let fields = self.object()?.iter();
        Ok(fields
            .map(|(name, value)| (name.as_str(), self.below(name, value)))
            .collect())
    }

    pub(crate) fn field(&self, name: &str) -> Result<Option<Node<'v>>, PolicyError> {
        Ok(self.object()?.get(name).map(|value| self.below(name, value)))
    }

    pub(crate) fn required(&self, name: &str) -> Result<Node<'v>, PolicyError> {
        self.field(name)?
            .ok_or_else(|| self.error(format!("has no `{name}`")))
    }

    /// Refuses fields other than `known`.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), PolicyError> {
        match self.object()?.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(self.error(format!("has an unknown element `{name}`"))),
            None => Ok(()),
        }
    }

    /// One of two fields that exclude each other; `true` is the second.
    pub(crate) fn either(&self, one: &str, other: &str) -> Result<Option<(bool, Node<'v>)>, PolicyError> {
        match (self.field(one)?, self.field(other)?) {
            (Some(_), Some(_)) => Err(self.error(format!("has both `{one}` and `{other}`"))),
            (Some(node), None) => Ok(Some((false, node))),
            (None, Some(node)) => Ok(Some((true, node))),
            (None, None) => Ok(None),
        }
    }

    pub(crate) fn text(&self) -> Result<&'v str, PolicyError> {
        self.value.as_str().ok_or_else(|| self.error("must be a string"))
    }

    /// The elements of a list, or the one element that stands for a list.
    pub(crate) fn one_or_more(&self) -> Vec<Node<'v>> {
        match self.value {
            Value::Array(values) => {
                let nodes = values.iter().enumerate();
                nodes
                    .map(|(n, value)| Node {
                        value,
                        at: format!("{}[{n}]", self.at),
                    })
                    .collect()
            }
            _ => vec![self.clone()],
        }
    }

    /// A condition's operand: a string, or a JSON number or boolean that is read as one.
    pub(crate) fn scalar(&self) -> Result<String, PolicyError> {
        match self.value {
            Value::String(text) => Ok(text.clone()),
            Value::Bool(value) => Ok(value.to_string()),
            Value::Number(value) => Ok(value.to_string()),
            _ => Err(self.error("must be a string, a number or a boolean")),
        }
    }

    fn object(&self) -> Result<&'v Map<String, Value>, PolicyError> {
        self.value
            .as_object()
            .ok_or_else(|| self.error("must be an object"))
    }

    fn below(&self, name: &str, value: &'v Value) -> Node<'v> {
        let at = if self.at.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.at)
        };
        Node { value, at }
    }
}
