//! What REST operations take from outside the body, and the body by its payload.

use http::request::Parts;

use super::route::Route;
use super::scalar::scalar;
use super::{json, xml};
use crate::errors::cloudfront::missing_body;
use crate::errors::protocol::malformed;
use crate::model::{Kind, Location, Member, Model, Shape, Structure, TimeFormat};
use crate::{ApiError, Path, Protocol, Record, Service, Value};

/// Reads the input of a REST operation.
pub(super) fn input(
    route: &'static Route,
    parts: &Parts,
    query: &[(String, String)],
    body: &[u8],
) -> Result<Record, ApiError> {
    let operation = route.operation;
    let (service, model) = (operation.service, operation.model());
    let Some(structure) = operation.input().and_then(Shape::structure) else {
        return Ok(Record::new());
    };
    let path = Path::root(service);
    let labels = route.template.labels(parts.uri.path());
    let labels = labels.ok_or_else(|| malformed(service.protocol(), "The path contains a bad escape."))?;
    let mut record = Record::new();
    for member in &structure.members {
        let Some(shape) = member.shape(model) else {
            continue;
        };
        let here = path.member(member.name);
        let found = match member.location {
            Location::Uri => labels
                .iter()
                .find(|(name, _)| *name == member.wire_name())
                .map(|(_, text)| text),
            Location::Query => match shape.kind {
                Kind::List(_) | Kind::Map(_) => {
                    if let Some(value) = repeated(model, shape, member, structure, route, query, &here)? {
                        record.put(member.name, value);
                    }
                    continue;
                }
                _ => query
                    .iter()
                    .find(|(name, _)| name == member.wire_name())
                    .map(|(_, text)| text),
            },
            Location::Header => {
                if let Some(value) = header(shape, member, parts, &here)? {
                    record.put(member.name, value);
                }
                continue;
            }
            Location::Headers => {
                record.put(member.name, prefixed(member, parts));
                continue;
            }
            Location::Body | Location::Status => continue,
        };
        if let Some(text) = found {
            let time = member.time_format.unwrap_or(TimeFormat::Iso8601);
            record.put(
                member.name,
                scalar(shape, bare(service, shape, text), time, &here)?,
            );
        }
    }
    for (name, value) in body_members(operation.input_root.as_deref(), structure, model, service, body)? {
        record.put(name, value);
    }
    Ok(record)
}

/// Route 53 shows ids as paths (`/hostedzone/Z1`, `/change/C1`) and takes them back as they are or bare.
fn bare<'t>(service: Service, shape: &Shape, text: &'t str) -> &'t str {
    match (service, shape.name) {
        (Service::Route53, "ResourceId" | "ChangeId" | "TagResourceId") => {
            text.rsplit_once('/').map_or(text, |(_, id)| id)
        }
        _ => text,
    }
}

/// The members that the body carries.
fn body_members(
    root: Option<&str>,
    structure: &'static Structure,
    model: &'static Model,
    service: Service,
    body: &[u8],
) -> Result<Vec<(&'static str, Value)>, ApiError> {
    let path = Path::root(service);
    let empty = body.iter().all(u8::is_ascii_whitespace);
    if let Some(member) = structure.payload_member() {
        let Some(shape) = member.shape(model) else {
            return Ok(Vec::new());
        };
        let here = path.member(member.name);
        let value = match &shape.kind {
            Kind::Blob(_) if body.is_empty() => return Ok(Vec::new()),
            Kind::Blob(_) => Value::Blob(body.to_vec()),
            Kind::Text(_) => match std::str::from_utf8(body) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => return Err(malformed(service.protocol(), "The request body is not UTF-8.")),
            },
            _ if empty && member.required && service == Service::CloudFront => return Err(missing_body()),
            _ if empty => return Ok(Vec::new()),
            Kind::Structure(of) if service.protocol() == Protocol::RestXml => {
                let document = document(body, Some(member.wire_name()))?;
                Value::Record(xml::structure(model, of, &document, &here)?)
            }
            _ => {
                let document = json::parse(body, service.protocol())?;
                match json::value(model, shape, &document, TimeFormat::UnixSeconds, &here)? {
                    Some(value) => value,
                    None => return Ok(Vec::new()),
                }
            }
        };
        return Ok(vec![(member.name, value)]);
    }
    let mut in_body = structure
        .members
        .iter()
        .filter(|member| member.location == Location::Body)
        .peekable();
    if in_body.peek().is_none() {
        return Ok(Vec::new());
    }
    let record = match service.protocol() {
        Protocol::RestXml if empty && in_body.any(|member| member.required) => return Err(missing_body()),
        _ if empty => return Ok(Vec::new()),
        Protocol::RestXml => xml::structure(model, structure, &document(body, root)?, &path)?,
        protocol => json::structure(model, structure, &json::parse(body, protocol)?, &path)?,
    };
    Ok(record.iter().map(|(name, value)| (name, value.clone())).collect())
}

/// A document whose root is the one that is expected.
fn document(body: &[u8], root: Option<&str>) -> Result<xml::Element, ApiError> {
    let document = xml::parse(body)?;
    match root {
        Some(root) if document.name != root => Err(malformed(
            Protocol::RestXml,
            format!("The root element must be {root}."),
        )),
        _ => Ok(document),
    }
}

/// A list is a repeated parameter; a map takes every parameter that nothing else names.
fn repeated(
    model: &'static Model,
    shape: &'static Shape,
    member: &Member,
    structure: &Structure,
    route: &Route,
    query: &[(String, String)],
    path: &Path<'_>,
) -> Result<Option<Value>, ApiError> {
    let value = match &shape.kind {
        Kind::List(list) => {
            let Some(element) = list.element(model) else {
                return Ok(None);
            };
            let found = query.iter().filter(|(name, _)| name == member.wire_name());
            let read = |(at, (_, text)): (usize, &(String, String))| {
                scalar(element, text, TimeFormat::Iso8601, &path.index(at))
            };
            Value::List(found.enumerate().map(read).collect::<Result<_, _>>()?)
        }
        Kind::Map(map) => {
            let Some(of) = map.value(model) else {
                return Ok(None);
            };
            let named = |name: &str| {
                let mut members = structure
                    .members
                    .iter()
                    .filter(|member| member.location == Location::Query);
                members.any(|other| other.name != member.name && other.wire_name() == name)
            };
            let free = |name: &str| !named(name) && !route.template.owns(name) && !name.starts_with("X-Amz-");
            let found = query.iter().filter(|(name, _)| free(name));
            let read = |(name, text): &(String, String)| {
                Ok((
                    name.clone(),
                    scalar(of, text, TimeFormat::Iso8601, &path.key(name))?,
                ))
            };
            Value::Map(found.map(read).collect::<Result<_, ApiError>>()?)
        }
        _ => return Ok(None),
    };
    let empty = match &value {
        Value::List(values) => values.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => false,
    };
    Ok((!empty).then_some(value))
}

fn header(shape: &Shape, member: &Member, parts: &Parts, path: &Path<'_>) -> Result<Option<Value>, ApiError> {
    let Some(value) = parts.headers.get(member.wire_name()) else {
        return Ok(None);
    };
    let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
        let text = format!("The header {} is not UTF-8.", member.wire_name());
        return Err(malformed(path.service().protocol(), text));
    };
    scalar(
        shape,
        text.trim(),
        member.time_format.unwrap_or(TimeFormat::Rfc822),
        path,
    )
    .map(Some)
}

fn prefixed(member: &Member, parts: &Parts) -> Value {
    let prefix = member
        .location_name
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let entry = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let rest = name.as_str().strip_prefix(prefix.as_str())?;
        Some((rest.to_owned(), Value::Text(value.to_str().ok()?.to_owned())))
    };
    Value::Map(parts.headers.iter().filter_map(entry).collect())
}
