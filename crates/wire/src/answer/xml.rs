//! XML answers: EC2's, the query protocol's, and REST documents.

use std::borrow::Cow;

use super::as_text;
use crate::model::{Kind, Location, Member, Model, Operation, Shape, Structure, TimeFormat};
use crate::{Record, Value};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// `<CreateVpcResponse xmlns=...><requestId>...</requestId>...`; an operation without output answers `return`.
pub(super) fn ec2(
    model: &Model,
    operation: &Operation,
    structure: Option<&Structure>,
    output: &Record,
    request_id: &str,
) -> String {
    let mut out = Out::new(model);
    let root = format!("{}Response", operation.name);
    // AWS writes a slash after the namespace that the model has without one.
    let namespace = format!("{}/", model.xml_namespace.trim_end_matches('/'));
    out.open_in(&root, &namespace);
    out.leaf("requestId", request_id);
    match structure {
        Some(structure) => out.members(structure, output),
        None => out.leaf("return", "true"),
    }
    out.close(&root);
    out.text
}

/// `<XResponse xmlns=...><XResult>...</XResult><ResponseMetadata>...`.
pub(super) fn query(
    model: &Model,
    operation: &Operation,
    structure: Option<&Structure>,
    output: &Record,
    request_id: &str,
) -> String {
    let mut out = Out::new(model);
    let root = format!("{}Response", operation.name);
    out.open_in(&root, &model.xml_namespace);
    if let Some(structure) = structure {
        match &operation.result_wrapper {
            Some(wrapper) => {
                out.open(wrapper);
                out.members(structure, output);
                out.close(wrapper);
            }
            None => out.members(structure, output),
        }
    }
    out.open("ResponseMetadata");
    out.leaf("RequestId", request_id);
    out.close("ResponseMetadata");
    out.close(&root);
    out.text
}

/// A document whose root is a structure.
pub(super) fn rest(model: &Model, structure: &Structure, output: &Record, root: &str) -> String {
    let mut out = Out::new(model);
    let namespace = model.xml_namespace.to_string();
    out.open_in(root, &namespace);
    out.members(structure, output);
    out.close(root);
    out.text
}

/// Text that an XML document can hold between tags or in an attribute.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let plain = |letter: char| {
        !matches!(letter, '&' | '<' | '>' | '"' | '\r' | '\u{fffe}' | '\u{ffff}')
            && (letter >= ' ' || matches!(letter, '\t' | '\n'))
    };
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            letter if plain(letter) => out.push(letter),
            // XML has no way to write the others.
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

pub(super) struct Out<'m> {
    pub(super) text: String,
    model: Option<&'m Model>,
}

impl<'m> Out<'m> {
    fn new(model: &'m Model) -> Self {
        Out {
            text: DECLARATION.to_owned(),
            model: Some(model),
        }
    }

    /// For a document that has no shapes: an error.
    pub(super) fn bare() -> Self {
        Out {
            text: DECLARATION.to_owned(),
            model: None,
        }
    }

    pub(super) fn open(&mut self, name: &str) {
        self.text.extend(["<", name, ">"]);
    }

    pub(super) fn open_in(&mut self, name: &str, namespace: &str) {
        if namespace.is_empty() {
            self.open(name);
        } else {
            self.text
                .extend(["<", name, " xmlns=\"", &escape(namespace), "\">"]);
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        self.text.extend(["</", name, ">"]);
    }

    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name);
        self.text.push_str(&escape(text));
        self.close(name);
    }

    /// The body members of a structure that are there, in the model's order.
    fn members(&mut self, structure: &Structure, record: &Record) {
        for member in &structure.members {
            if member.location != Location::Body || member.xml_attribute {
                continue;
            }
            let shape = self.model.and_then(|model| member.shape(model));
            if let (Some(value), Some(shape)) = (record.get(member.name), shape) {
                self.member(member, shape, value);
            }
        }
    }

    fn member(&mut self, member: &Member, shape: &Shape, value: &Value) {
        let time = member.time_format;
        match (&shape.kind, value) {
            (Kind::List(list), Value::List(values)) if list.flattened || member.flattened => {
                let name = list.element_name.as_deref().unwrap_or_else(|| member.wire_name());
                let Some(element) = self.model.and_then(|model| list.element(model)) else {
                    return;
                };
                for value in values {
                    self.value(name, element, value, time);
                }
            }
            (Kind::Map(map), Value::Map(_)) if map.flattened || member.flattened => {
                self.entries(member.wire_name(), shape, value, time);
            }
            _ => self.value(member.wire_name(), shape, value, time),
        }
    }

    fn value(&mut self, name: &str, shape: &Shape, value: &Value, time: Option<TimeFormat>) {
        match (&shape.kind, value) {
            (Kind::Structure(structure), Value::Record(record)) => {
                self.text.extend(["<", name]);
                for member in structure.members.iter().filter(|member| member.xml_attribute) {
                    let text = record
                        .get(member.name)
                        .and_then(|value| as_text(value, TimeFormat::Iso8601));
                    if let Some(text) = text {
                        self.text
                            .extend([" ", member.wire_name(), "=\"", &escape(&text), "\""]);
                    }
                }
                self.text.push('>');
                self.members(structure, record);
                self.close(name);
            }
            (Kind::List(list), Value::List(values)) => {
                self.open(name);
                let inner = list.element_name.as_deref().unwrap_or("member");
                if let Some(element) = self.model.and_then(|model| list.element(model)) {
                    for value in values {
                        self.value(inner, element, value, time);
                    }
                }
                self.close(name);
            }
            (Kind::Map(_), Value::Map(_)) => {
                self.open(name);
                self.entries("entry", shape, value, time);
                self.close(name);
            }
            (kind, value) => {
                let own = if let Kind::Timestamp(own) = kind {
                    *own
                } else {
                    None
                };
                if let Some(text) = as_text(value, time.or(own).unwrap_or(TimeFormat::Iso8601)) {
                    self.leaf(name, &text);
                }
            }
        }
    }

    fn entries(&mut self, name: &str, shape: &Shape, value: &Value, time: Option<TimeFormat>) {
        let (Kind::Map(map), Value::Map(entries)) = (&shape.kind, value) else {
            return;
        };
        let Some(of) = self.model.and_then(|model| map.value(model)) else {
            return;
        };
        for (key, value) in entries {
            self.open(name);
            self.leaf(map.key_name.as_deref().unwrap_or("key"), key);
            self.value(map.value_name.as_deref().unwrap_or("value"), of, value, time);
            self.close(name);
        }
    }
}
