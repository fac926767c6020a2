//! Reads `models/*.json` into shapes that refer to each other by position.
//!
//! Names are leaked: a model lives as long as the process, is loaded once, and its member names are the keys of
//! every record that is read.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use super::shape::ErrorFacts;
use super::{
    Constraints, Kind, List, Location, Map, Member, Model, Number, Operation, Shape, Structure, Text,
    TimeFormat,
};
use crate::Service;
use crate::constraint::Pattern;

/// Why an embedded model could not be read.
#[derive(Debug)]
pub enum LoadError {
    Json(serde_json::Error),
    /// A shape that is referred to and not there, or is of no known type.
    Shape(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Json(_) => f.write_str("the model is not the JSON that was expected"),
            LoadError::Shape(name) => write!(f, "shape `{name}` is missing or of unknown type"),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LoadError::Json(error) => Some(error),
            LoadError::Shape(_) => None,
        }
    }
}

pub(super) fn load(service: Service) -> Result<Model, LoadError> {
    let file: File<'_> = serde_json::from_str(text(service)).map_err(LoadError::Json)?;
    let by_name: HashMap<&'static str, usize> = file
        .shapes
        .iter()
        .enumerate()
        .map(|(at, shape)| (leak(shape.name), at))
        .collect();
    let names = Names(&by_name);
    let mut shapes = Vec::with_capacity(file.shapes.len());
    for raw in &file.shapes {
        let name = by_name.get_key_value(raw.name).map_or("", |(name, _)| name);
        shapes.push(Shape {
            name,
            kind: kind(raw, &names)?,
        });
    }
    let mut operations = Vec::with_capacity(file.operations.len());
    for raw in &file.operations {
        operations.push(operation(service, raw, &names)?);
    }
    operations.sort_by_key(|operation| operation.name);
    Ok(Model {
        service,
        api_version: file.api_version.into(),
        target_prefix: file.target_prefix.unwrap_or_default().into(),
        xml_namespace: file.xml_namespace.unwrap_or_default().into(),
        operations,
        shapes,
        by_name,
    })
}

const fn text(service: Service) -> &'static str {
    match service {
        Service::Acm => include_str!("../../models/acm.json"),
        Service::ApiGateway => include_str!("../../models/apigateway.json"),
        Service::CloudFront => include_str!("../../models/cloudfront.json"),
        Service::Ec2 => include_str!("../../models/ec2.json"),
        Service::Elbv2 => include_str!("../../models/elbv2.json"),
        Service::Iam => include_str!("../../models/iam.json"),
        Service::Logs => include_str!("../../models/logs.json"),
        Service::Route53 => include_str!("../../models/route53.json"),
        Service::Sts => include_str!("../../models/sts.json"),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    api_version: &'a str,
    target_prefix: Option<&'a str>,
    xml_namespace: Option<&'a str>,
    #[serde(borrow)]
    operations: Vec<RawOperation<'a>>,
    #[serde(borrow)]
    shapes: Vec<RawShape<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawOperation<'a> {
    name: &'a str,
    method: &'a str,
    uri: &'a str,
    code: Option<u16>,
    input: Option<&'a str>,
    input_root: Option<&'a str>,
    output: Option<&'a str>,
    result_wrapper: Option<&'a str>,
    #[serde(default, borrow)]
    errors: Vec<&'a str>,
    #[serde(default)]
    named_only: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawShape<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(default, borrow)]
    members: Vec<RawMember<'a>>,
    payload: Option<&'a str>,
    error: Option<RawError<'a>>,
    #[serde(borrow)]
    member: Option<RawMember<'a>>,
    #[serde(borrow)]
    key: Option<RawMember<'a>>,
    #[serde(borrow)]
    value: Option<RawMember<'a>>,
    #[serde(default)]
    flattened: bool,
    min: Option<f64>,
    max: Option<f64>,
    pattern: Option<String>,
    #[serde(default, rename = "enum")]
    values: Vec<String>,
    #[serde(default, rename = "jsonvalue")]
    json_value: bool,
    timestamp_format: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMember<'a> {
    #[serde(default)]
    name: &'a str,
    shape: &'a str,
    location: Option<&'a str>,
    location_name: Option<&'a str>,
    query_name: Option<&'a str>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    flattened: bool,
    #[serde(default)]
    xml_attribute: bool,
    xml_namespace: Option<&'a str>,
    #[serde(default)]
    idempotency_token: bool,
    timestamp_format: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawError<'a> {
    code: Option<&'a str>,
    http_status_code: Option<u16>,
    #[serde(default)]
    sender_fault: bool,
}

struct Names<'a>(&'a HashMap<&'static str, usize>);

impl Names<'_> {
    fn find(&self, name: &str) -> Result<usize, LoadError> {
        self.0
            .get(name)
            .copied()
            .ok_or_else(|| LoadError::Shape(name.to_owned()))
    }

    fn of(&self, shape: &str, member: Option<&RawMember<'_>>) -> Result<usize, LoadError> {
        self.find(member.ok_or_else(|| LoadError::Shape(shape.to_owned()))?.shape)
    }
}

fn leak(name: &str) -> &'static str {
    Box::leak(Box::<str>::from(name))
}

fn boxed(text: Option<&str>) -> Option<Box<str>> {
    text.map(Into::into)
}

fn operation(service: Service, raw: &RawOperation<'_>, names: &Names<'_>) -> Result<Operation, LoadError> {
    Ok(Operation {
        service,
        name: leak(raw.name),
        method: raw.method.into(),
        uri: raw.uri.into(),
        code: raw.code.unwrap_or(200),
        input_root: boxed(raw.input_root),
        result_wrapper: boxed(raw.result_wrapper),
        shaped: !raw.named_only,
        input: raw.input.map(|name| names.find(name)).transpose()?,
        output: raw.output.map(|name| names.find(name)).transpose()?,
        errors: raw
            .errors
            .iter()
            .map(|name| names.find(name))
            .collect::<Result<_, _>>()?,
    })
}

fn kind(raw: &RawShape<'_>, names: &Names<'_>) -> Result<Kind, LoadError> {
    Ok(match raw.kind {
        "structure" => Kind::Structure(Structure {
            members: raw
                .members
                .iter()
                .map(|raw| member(raw, names))
                .collect::<Result<_, _>>()?,
            payload: boxed(raw.payload),
            error: raw.error.as_ref().map(|error| ErrorFacts {
                code: error.code.unwrap_or(raw.name).into(),
                status: error.http_status_code,
                sender: error.sender_fault,
            }),
        }),
        "list" => Kind::List(List {
            element: names.of(raw.name, raw.member.as_ref())?,
            element_name: raw.member.as_ref().and_then(|member| boxed(member.location_name)),
            flattened: raw.flattened,
            constraints: lengths(raw),
        }),
        "map" => Kind::Map(Map {
            key: names.of(raw.name, raw.key.as_ref())?,
            value: names.of(raw.name, raw.value.as_ref())?,
            key_name: raw.key.as_ref().and_then(|key| boxed(key.location_name)),
            value_name: raw.value.as_ref().and_then(|value| boxed(value.location_name)),
            flattened: raw.flattened,
            constraints: lengths(raw),
        }),
        "string" => Kind::Text(Text {
            constraints: lengths(raw),
            pattern: raw.pattern.as_deref().map(Pattern::new),
            values: raw.values.iter().map(|value| value.as_str().into()).collect(),
            json_value: raw.json_value,
        }),
        "integer" => Kind::Integer(whole(raw)),
        "long" => Kind::Long(whole(raw)),
        "float" | "double" => Kind::Float(Number {
            min: raw.min,
            max: raw.max,
        }),
        "boolean" => Kind::Boolean,
        "blob" => Kind::Blob(lengths(raw)),
        "timestamp" => Kind::Timestamp(time_format(raw.timestamp_format)),
        _ => return Err(LoadError::Shape(raw.name.to_owned())),
    })
}

fn member(raw: &RawMember<'_>, names: &Names<'_>) -> Result<Member, LoadError> {
    Ok(Member {
        name: leak(raw.name),
        shape: names.find(raw.shape)?,
        location: match raw.location {
            Some("uri") => Location::Uri,
            Some("querystring") => Location::Query,
            Some("header") => Location::Header,
            Some("headers") => Location::Headers,
            Some("statusCode") => Location::Status,
            _ => Location::Body,
        },
        location_name: boxed(raw.location_name),
        query_name: boxed(raw.query_name),
        required: raw.required,
        flattened: raw.flattened,
        xml_attribute: raw.xml_attribute,
        xml_namespace: boxed(raw.xml_namespace),
        idempotency_token: raw.idempotency_token,
        time_format: time_format(raw.timestamp_format),
    })
}

fn time_format(name: Option<&str>) -> Option<TimeFormat> {
    match name? {
        "iso8601" => Some(TimeFormat::Iso8601),
        "rfc822" => Some(TimeFormat::Rfc822),
        "unixTimestamp" => Some(TimeFormat::UnixSeconds),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; lengths are small and whole"
)]
fn lengths(raw: &RawShape<'_>) -> Constraints {
    Constraints {
        min: raw.min.map(|min| min as u64),
        max: raw.max.map(|max| max as u64),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` saturates, which a bound past 64 bits may"
)]
fn whole(raw: &RawShape<'_>) -> Number<i64> {
    Number {
        min: raw.min.map(|min| min as i64),
        max: raw.max.map(|max| max as i64),
    }
}
