//! A call's output, or its refusal, as the HTTP response of its protocol.
//!
//! Members go where the shape says: status, headers, the payload or the body. No `Date` here: the HTTP layer adds
//! one. A member that the output shape does not have is left out; `conformance` finds it in tests.

mod json;
mod refuse;
mod xml;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};

pub use refuse::refuse;

use crate::model::{Kind, Location, Model, Operation, Shape, Structure, TimeFormat};
use crate::{Call, Protocol, Record, Service, Value};

/// The response to a call that succeeded.
pub fn answer(call: &Call, output: &Record) -> Response<Bytes> {
    let operation = call.operation;
    let model = operation.model();
    let structure = operation.output().and_then(Shape::structure);
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::from_u16(operation.code).unwrap_or(StatusCode::OK);
    put_header(&mut response, "x-amzn-requestid", &call.request_id);
    match call.service.protocol() {
        Protocol::Ec2 => {
            let body = xml::ec2(model, operation, structure, output, &call.request_id);
            put_body(&mut response, "text/xml;charset=UTF-8", body);
        }
        Protocol::Query => {
            let body = xml::query(model, operation, structure, output, &call.request_id);
            put_body(&mut response, "text/xml", body);
        }
        Protocol::Json10 => json_body(
            &mut response,
            "application/x-amz-json-1.0",
            model,
            structure,
            output,
        ),
        Protocol::Json11 => json_body(
            &mut response,
            "application/x-amz-json-1.1",
            model,
            structure,
            output,
        ),
        Protocol::RestXml | Protocol::RestJson => {
            if let Some(structure) = structure {
                rest(&mut response, call.service, operation, structure, output);
            }
        }
    }
    response
}

fn json_body(
    response: &mut Response<Bytes>,
    kind: &'static str,
    model: &Model,
    structure: Option<&Structure>,
    output: &Record,
) {
    if let Some(structure) = structure {
        put_body(response, kind, json::document(model, structure, output));
    } else {
        put_header(response, "content-type", kind);
    }
}

fn rest(
    response: &mut Response<Bytes>,
    service: Service,
    operation: &Operation,
    structure: &Structure,
    output: &Record,
) {
    let model = operation.model();
    let xml = service.protocol() == Protocol::RestXml;
    let kind = if xml { "text/xml" } else { "application/json" };
    let payload = structure.payload_member();
    if let Some(member) = payload {
        match (output.get(member.name), member.shape(model)) {
            (Some(Value::Blob(bytes)), _) => *response.body_mut() = Bytes::copy_from_slice(bytes),
            (Some(Value::Text(text)), _) => *response.body_mut() = Bytes::copy_from_slice(text.as_bytes()),
            (Some(Value::Record(record)), Some(shape)) => {
                let body = match (&shape.kind, xml) {
                    (Kind::Structure(of), true) => {
                        let root = member.location_name.as_deref().unwrap_or(shape.name);
                        xml::rest(model, of, record, root)
                    }
                    (Kind::Structure(of), false) => json::document(model, of, record),
                    _ => String::new(),
                };
                put_body(response, kind, body);
            }
            _ => {}
        }
    } else if structure
        .members
        .iter()
        .any(|member| member.location == Location::Body)
    {
        let body = if xml {
            xml::rest(
                model,
                structure,
                output,
                operation.output().map_or("", |shape| shape.name),
            )
        } else {
            json::document(model, structure, output)
        };
        put_body(response, kind, body);
    }
    for member in &structure.members {
        let Some(value) = output.get(member.name) else {
            continue;
        };
        match (member.location, value) {
            (Location::Header, value) => {
                if let Some(text) = as_text(value, member.time_format.unwrap_or(TimeFormat::Rfc822)) {
                    put_header(response, member.wire_name(), &text);
                }
            }
            (Location::Headers, Value::Map(entries)) => {
                for (name, value) in entries {
                    if let Some(text) = as_text(value, TimeFormat::Rfc822) {
                        put_header(response, &format!("{}{name}", member.wire_name()), &text);
                    }
                }
            }
            (Location::Status, Value::Int(code)) => {
                let code = u16::try_from(*code)
                    .ok()
                    .and_then(|code| StatusCode::from_u16(code).ok());
                if let Some(code) = code {
                    *response.status_mut() = code;
                }
            }
            _ => {}
        }
    }
}

/// A scalar as text; `None` for what has none.
fn as_text(value: &Value, time: TimeFormat) -> Option<String> {
    use base64::Engine as _;
    Some(match value {
        Value::Bool(is) => is.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes),
        Value::Time(moment) => crate::timestamp::format(*moment, time),
        Value::List(_) | Value::Map(_) | Value::Record(_) => return None,
    })
}

fn put_body(response: &mut Response<Bytes>, kind: &'static str, body: String) {
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.body_mut() = Bytes::from(body);
}

/// Sets a header, unless its name or value cannot be one.
fn put_header(response: &mut Response<Bytes>, name: &str, value: &str) {
    let parsed = HeaderName::try_from(name)
        .ok()
        .zip(HeaderValue::from_str(value).ok());
    if let Some((name, value)) = parsed {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests;
