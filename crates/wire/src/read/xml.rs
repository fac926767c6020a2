//! XML bodies: a small tree, and the tree as an input.
//!
//! No document type is accepted and no entity but the five that XML itself has, so nothing expands. Namespaces
//! are not compared: AWS takes a document without one.

use quick_xml::Reader as Events;
use quick_xml::events::{BytesStart, Event};

use super::form::MAX_DEPTH;
use super::scalar::{scalar, shown};
use crate::errors::protocol::{ill_typed, malformed};
use crate::model::{Kind, List, Location, Map, Member, Model, Shape, Structure, TimeFormat};
use crate::{ApiError, Path, Protocol, Record, Value};

/// The most elements that a document may have.
const MAX_ELEMENTS: usize = 200_000;

/// An element with its local name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// Parses a document to its root.
pub(super) fn parse(body: &[u8]) -> Result<Element, ApiError> {
    let refused = |text: &str| malformed(Protocol::RestXml, text);
    let text = std::str::from_utf8(body).map_err(|_| refused("The XML document is not UTF-8."))?;
    if !text.chars().all(is_xml) {
        return Err(refused(
            "The XML document has a character that XML does not allow.",
        ));
    }
    let mut events = Events::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut count = 0usize;
    loop {
        let event = events
            .read_event()
            .map_err(|_| refused("The XML document is not well-formed."))?;
        let closed = match event {
            Event::Start(start) => {
                count += 1;
                if root.is_some() || open.len() >= MAX_DEPTH || count > MAX_ELEMENTS {
                    return Err(refused(
                        "The XML document has more than one root, or is too deep or too large.",
                    ));
                }
                open.push(element(&start).ok_or_else(|| refused("An attribute is not well-formed."))?);
                None
            }
            Event::Empty(start) => {
                count += 1;
                if root.is_some() || open.len() >= MAX_DEPTH || count > MAX_ELEMENTS {
                    return Err(refused(
                        "The XML document has more than one root, or is too deep or too large.",
                    ));
                }
                Some(element(&start).ok_or_else(|| refused("An attribute is not well-formed."))?)
            }
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                put_text(&mut open, &text.xml10_content())
                    .ok_or_else(|| refused("Text stands outside the root."))?;
                None
            }
            Event::CData(text) => {
                put_text(&mut open, &text.xml10_content())
                    .ok_or_else(|| refused("Text stands outside the root."))?;
                None
            }
            Event::GeneralRef(reference) => {
                let named = reference.xml10_content();
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) if is_xml(letter) => Some(letter),
                    Ok(None) => predefined(&named),
                    _ => None,
                };
                let letter =
                    letter.ok_or_else(|| refused("The XML document refers to an unknown entity."))?;
                let mut buffer = [0; 4];
                put_text(&mut open, letter.encode_utf8(&mut buffer))
                    .ok_or_else(|| refused("Text stands outside the root."))?;
                None
            }
            Event::DocType(_) => return Err(refused("A document type is not allowed.")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => None,
            Event::Eof => break,
        };
        if let Some(element) = closed {
            match open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => root = Some(element),
            }
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(refused("The XML document ends early.")),
    }
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let mut element = Element {
        name: start.local_name().as_ref().to_owned(),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        element
            .attributes
            .push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    Some(element)
}

fn put_text(open: &mut [Element], text: &str) -> Option<()> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// A character that XML 1.0 may hold.
fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Reads the body members of a structure from an element.
pub(super) fn structure(
    model: &'static Model,
    structure: &'static Structure,
    element: &Element,
    path: &Path<'_>,
) -> Result<Record, ApiError> {
    let mut record = Record::new();
    for member in structure
        .members
        .iter()
        .filter(|member| member.location == Location::Body)
    {
        let Some(shape) = member.shape(model) else {
            continue;
        };
        let here = path.member(member.name);
        let time = member.time_format.unwrap_or(TimeFormat::Iso8601);
        if member.xml_attribute {
            let name = member.wire_name();
            let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
            if let Some((_, text)) = element.attributes.iter().find(|(found, _)| found == name) {
                record.put(member.name, scalar(shape, text, time, &here)?);
            }
            continue;
        }
        if let Some(flat) = flattened(shape, member) {
            let mut found = element
                .children
                .iter()
                .filter(|child| child.name == flat)
                .peekable();
            if found.peek().is_some() {
                let value = match &shape.kind {
                    Kind::List(list) => self::list(model, list, found, &here)?,
                    Kind::Map(map) => self::map(model, map, found, &here)?,
                    _ => continue,
                };
                record.put(member.name, value);
            }
            continue;
        }
        let mut found = element
            .children
            .iter()
            .filter(|child| child.name == member.wire_name());
        let Some(child) = found.next() else { continue };
        if found.next().is_some() {
            let text = format!("The element {} is given twice.", member.wire_name());
            return Err(malformed(Protocol::RestXml, text));
        }
        record.put(member.name, value(model, shape, child, time, &here)?);
    }
    Ok(record)
}

fn value(
    model: &'static Model,
    shape: &'static Shape,
    element: &Element,
    time: TimeFormat,
    path: &Path<'_>,
) -> Result<Value, ApiError> {
    let container = matches!(shape.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map(_));
    if container && !element.text.trim().is_empty() {
        return Err(ill_typed(
            path,
            "STRING_VALUE",
            shown(element.text.trim()),
            "a structure or list",
        ));
    }
    match &shape.kind {
        Kind::Structure(of) => Ok(Value::Record(structure(model, of, element, path)?)),
        Kind::List(of) => {
            let name = of.element_name.as_deref().unwrap_or("member");
            if let Some(other) = element.children.iter().find(|child| child.name != name) {
                let text = format!("Unexpected list element {}, expected {name}", shown(&other.name));
                return Err(ApiError::new("MalformedInput", text).with_status(400));
            }
            list(model, of, element.children.iter(), path)
        }
        Kind::Map(of) => map(
            model,
            of,
            element.children.iter().filter(|child| child.name == "entry"),
            path,
        ),
        _ if !element.children.is_empty() => Err(malformed(
            Protocol::RestXml,
            "Start of structure or map found where not expected.",
        )),
        _ => scalar(shape, &element.text, time, path),
    }
}

fn list<'e>(
    model: &'static Model,
    list: &'static List,
    elements: impl Iterator<Item = &'e Element>,
    path: &Path<'_>,
) -> Result<Value, ApiError> {
    let Some(shape) = list.element(model) else {
        return Ok(Value::List(Vec::new()));
    };
    let read = |(at, element)| value(model, shape, element, TimeFormat::Iso8601, &path.index(at));
    elements
        .enumerate()
        .map(read)
        .collect::<Result<_, _>>()
        .map(Value::List)
}

fn map<'e>(
    model: &'static Model,
    map: &'static Map,
    entries: impl Iterator<Item = &'e Element>,
    path: &Path<'_>,
) -> Result<Value, ApiError> {
    let mut read = Vec::new();
    let Some(shape) = map.value(model) else {
        return Ok(Value::Map(read));
    };
    let child = |entry: &'e Element, name: &str| entry.children.iter().find(|child| child.name == name);
    for entry in entries {
        let key = child(entry, map.key_name.as_deref().unwrap_or("key"));
        let found = child(entry, map.value_name.as_deref().unwrap_or("value"));
        let Some((key, found)) = key.zip(found) else {
            return Err(malformed(
                Protocol::RestXml,
                "A map entry has no key or no value.",
            ));
        };
        let value = value(model, shape, found, TimeFormat::Iso8601, &path.key(&key.text))?;
        read.push((key.text.clone(), value));
    }
    Ok(Value::Map(read))
}

/// The name under which a flattened list or map stands; `None` where it is not flattened.
fn flattened<'m>(shape: &'m Shape, member: &'m Member) -> Option<&'m str> {
    match &shape.kind {
        Kind::List(list) if list.flattened || member.flattened => {
            Some(list.element_name.as_deref().unwrap_or_else(|| member.wire_name()))
        }
        Kind::Map(map) if map.flattened || member.flattened => Some(member.wire_name()),
        _ => None,
    }
}
