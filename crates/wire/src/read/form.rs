//! Form fields as a tree (`Filter.1.Value.2`), and the tree as an input: the query and EC2 protocols.
//!
//! A list is collected from the indices that are there, in their order, so `Filter.1000000.Name` costs one node.
//! EC2 refuses a parameter that the operation does not have; the other query services let it pass.

use std::collections::BTreeMap;

use super::scalar::{scalar, shown};
use crate::errors::ec2::unknown_parameter;
use crate::errors::protocol::{ill_typed, malformed};
use crate::model::{Kind, List, Map, Member, Model, Operation, Shape, Structure, TimeFormat};
use crate::{ApiError, Path, Protocol, Record, Service, Value};

/// The deepest that names, documents and shapes may nest.
pub(super) const MAX_DEPTH: usize = 64;

/// Reads the input of a query operation.
pub(super) fn input(operation: &Operation, fields: Vec<(String, String)>) -> Result<Record, ApiError> {
    let mut tree = Fields::plant(fields, operation.service.protocol())?;
    for transport in ["Action", "Version"] {
        tree.children.remove(transport);
    }
    tree.children.retain(|name, _| !of_signature(name));
    let Some(shape) = operation.input() else {
        return Ok(Record::new());
    };
    let reader = Reader {
        model: operation.model(),
        service: operation.service,
    };
    let path = Path::root(operation.service);
    let record = match shape.structure() {
        Some(structure) => reader.structure(structure, &mut tree, &path)?,
        None => Record::new(),
    };
    if operation.service == Service::Ec2
        && let Some(unknown) = tree.first()
    {
        return Err(unknown_parameter(shown(&unknown)));
    }
    Ok(record)
}

/// Parameters of signatures old and new, which stand beside the operation's in a GET.
fn of_signature(name: &str) -> bool {
    name.starts_with("X-Amz-")
        || matches!(
            name,
            "AWSAccessKeyId"
                | "Signature"
                | "SignatureMethod"
                | "SignatureVersion"
                | "Timestamp"
                | "SecurityToken"
                | "Expires"
        )
}

#[derive(Debug, Default)]
struct Fields {
    value: Option<String>,
    children: BTreeMap<String, Fields>,
}

impl Fields {
    fn plant(fields: Vec<(String, String)>, protocol: Protocol) -> Result<Fields, ApiError> {
        let mut root = Fields::default();
        for (name, value) in fields {
            if name.split('.').count() > MAX_DEPTH {
                return Err(malformed(
                    protocol,
                    format!("A parameter's name has more than {MAX_DEPTH} parts."),
                ));
            }
            let mut here = &mut root;
            for part in name.split('.') {
                here = here.children.entry(part.to_owned()).or_default();
            }
            if here.value.replace(value).is_some() {
                return Err(malformed(
                    protocol,
                    format!("The parameter {} is given twice.", shown(&name)),
                ));
            }
        }
        Ok(root)
    }

    /// Takes the children that are numbered, in the order of their numbers.
    fn take_numbered(&mut self) -> Vec<Fields> {
        let children = std::mem::take(&mut self.children);
        let mut numbered = BTreeMap::new();
        for (name, child) in children {
            match name.parse::<u64>() {
                Ok(number) if name.len() <= 19 && !numbered.contains_key(&number) => {
                    numbered.insert(number, child);
                }
                _ => {
                    self.children.insert(name, child);
                }
            }
        }
        numbered.into_values().collect()
    }

    /// The name of a field that nobody took.
    fn first(&self) -> Option<String> {
        if self.value.is_some() {
            return Some(String::new());
        }
        self.children.iter().find_map(|(name, child)| {
            let rest = child.first()?;
            Some(if rest.is_empty() {
                name.clone()
            } else {
                format!("{name}.{rest}")
            })
        })
    }

    fn is_empty(&self) -> bool {
        self.value.is_none() && self.children.is_empty()
    }
}

struct Reader {
    model: &'static Model,
    service: Service,
}

impl Reader {
    fn structure(
        &self,
        structure: &'static Structure,
        fields: &mut Fields,
        path: &Path<'_>,
    ) -> Result<Record, ApiError> {
        let mut record = Record::new();
        for member in &structure.members {
            let Some(shape) = member.shape(self.model) else {
                continue;
            };
            let here = path.member(member.name);
            // A flattened list of the query protocol stands under its element's name.
            let flat_name = match &shape.kind {
                Kind::List(list) if self.flattened(list, member) && self.service != Service::Ec2 => {
                    list.element_name.as_deref()
                }
                _ => None,
            };
            let name = flat_name.map_or_else(|| self.name(member), ToOwned::to_owned);
            let Some(mut node) = fields.children.remove(&name) else {
                continue;
            };
            if let Some(value) = self.value(shape, Some(member), &mut node, &here)? {
                record.put(member.name, value);
            }
            if !node.is_empty() {
                fields.children.insert(name, node);
            }
        }
        Ok(record)
    }

    fn value(
        &self,
        shape: &'static Shape,
        member: Option<&Member>,
        node: &mut Fields,
        path: &Path<'_>,
    ) -> Result<Option<Value>, ApiError> {
        match &shape.kind {
            Kind::Structure(structure) => {
                refuse_text(node, "a structure", path)?;
                Ok(Some(Value::Record(self.structure(structure, node, path)?)))
            }
            Kind::List(list) => self.list(list, member, node, path).map(Some),
            Kind::Map(map) => self.map(map, member, node, path).map(Some),
            _ => {
                let Some(text) = node.value.take() else {
                    return Ok(None);
                };
                scalar(shape, &text, TimeFormat::Iso8601, path).map(Some)
            }
        }
    }

    /// `Name=` is an empty list; a name with a value but no index is no list.
    fn list(
        &self,
        list: &'static List,
        member: Option<&Member>,
        node: &mut Fields,
        path: &Path<'_>,
    ) -> Result<Value, ApiError> {
        refuse_text(node, "a list", path)?;
        let flattened =
            self.service == Service::Ec2 || member.is_some_and(|member| self.flattened(list, member));
        let elements = if flattened {
            node.take_numbered()
        } else {
            let name = list.element_name.as_deref().unwrap_or("member");
            take_below(node, name)
        };
        let mut values = Vec::with_capacity(elements.len());
        let Some(shape) = list.element(self.model) else {
            return Ok(Value::List(values));
        };
        for (at, mut element) in elements.into_iter().enumerate() {
            let here = path.index(at);
            if let Some(value) = self.value(shape, None, &mut element, &here)? {
                values.push(value);
            }
            if let Some(unknown) = element.first().filter(|_| self.service == Service::Ec2) {
                return Err(unknown_parameter(format!("{here}.{}", shown(&unknown))));
            }
        }
        Ok(Value::List(values))
    }

    fn map(
        &self,
        map: &'static Map,
        member: Option<&Member>,
        node: &mut Fields,
        path: &Path<'_>,
    ) -> Result<Value, ApiError> {
        refuse_text(node, "a map", path)?;
        let flattened = map.flattened || member.is_some_and(|member| member.flattened);
        let entries = if flattened {
            node.take_numbered()
        } else {
            take_below(node, "entry")
        };
        let key_name = map.key_name.as_deref().unwrap_or("key");
        let value_name = map.value_name.as_deref().unwrap_or("value");
        let mut values = Vec::with_capacity(entries.len());
        let Some(shape) = map.value(self.model) else {
            return Ok(Value::Map(values));
        };
        for mut entry in entries {
            let key = entry
                .children
                .remove(key_name)
                .and_then(|key| key.value)
                .unwrap_or_default();
            let mut found = entry.children.remove(value_name).unwrap_or_default();
            let value = self.value(shape, None, &mut found, &path.key(&key))?;
            if let Some(value) = value {
                values.push((key, value));
            }
        }
        Ok(Value::Map(values))
    }

    fn flattened(&self, list: &List, member: &Member) -> bool {
        list.flattened || member.flattened
    }

    /// EC2 names a parameter by `queryName`, else by the capitalised `locationName`.
    fn name(&self, member: &Member) -> String {
        if self.service != Service::Ec2 {
            return member.wire_name().to_owned();
        }
        if let Some(name) = &member.query_name {
            return name.to_string();
        }
        let mut letters = member.wire_name().chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

fn take_below(node: &mut Fields, name: &str) -> Vec<Fields> {
    let Some(mut below) = node.children.remove(name) else {
        return Vec::new();
    };
    let taken = below.take_numbered();
    if !below.is_empty() {
        node.children.insert(name.to_owned(), below);
    }
    taken
}

fn refuse_text(node: &mut Fields, wanted: &str, path: &Path<'_>) -> Result<(), ApiError> {
    match node.value.take() {
        Some(text) if !text.is_empty() => Err(ill_typed(path, "STRING_VALUE", shown(&text), wanted)),
        _ => Ok(()),
    }
}
