//! A request as a call: who, where, which operation, and the input checked against the model.
//!
//! Nothing here panics on any input, recurses deeper than `MAX_DEPTH`, or allocates more than a small multiple of
//! the request. The signature is not verified.

mod decode;
mod form;
mod json;
mod rest;
mod route;
pub(crate) mod scalar;
mod scope;
mod template;
mod xml;

use http::request::Parts;

use self::route::Target;
use self::scope::Scope;
use crate::call::{DEFAULT_ACCOUNT, DEFAULT_REGION};
use crate::constraint;
use crate::errors::protocol::{incomplete_signature, malformed, oversized};
use crate::errors::unimplemented_operation;
use crate::model::{Operation, Shape};
use crate::{ApiError, Call, Path, Protocol, Record, Rejection, Service};

/// The largest body that is read; API Gateway takes definitions of up to 6 MB, nothing else comes near.
pub const MAX_BODY: usize = 6 * 1024 * 1024;

/// Reads a request. `request_id` is a fresh one, for the answer.
pub fn read(parts: &Parts, body: &[u8], request_id: String) -> Result<Call, Rejection> {
    let mut reading = Reading {
        service: None,
        protocol: Protocol::RestJson,
        operation: None,
    };
    match reading.read(parts, body) {
        Ok((scope, service, operation, input)) => Ok(Call {
            service,
            operation,
            account: scope
                .as_ref()
                .and_then(Scope::account)
                .unwrap_or(DEFAULT_ACCOUNT)
                .to_owned(),
            region: scope
                .as_ref()
                .and_then(|scope| scope.region.clone())
                .unwrap_or_else(|| DEFAULT_REGION.to_owned()),
            access_key: scope.map(|scope| scope.access_key).unwrap_or_default(),
            request_id,
            input,
        }),
        Err(error) => Err(Rejection {
            service: reading.service,
            protocol: reading.protocol,
            operation: reading.operation,
            request_id,
            error,
        }),
    }
}

/// What is known so far, should the next step fail.
struct Reading {
    service: Option<Service>,
    protocol: Protocol,
    operation: Option<&'static Operation>,
}

type Read = (Option<Scope>, Service, &'static Operation, Record);

impl Reading {
    fn read(&mut self, parts: &Parts, body: &[u8]) -> Result<Read, ApiError> {
        let scope = Scope::of(parts);
        let signed = scope
            .as_ref()
            .ok()
            .and_then(Option::as_ref)
            .and_then(|scope| Service::signed_as(&scope.service));
        let form = is_form(parts, signed);
        if form {
            self.protocol = signed.map_or(Protocol::Query, Service::protocol);
        }
        if let Some(service) = signed {
            (self.service, self.protocol) = (Some(service), service.protocol());
        }
        let scope = scope.map_err(|_| incomplete_signature())?;
        if body.len() > MAX_BODY {
            return Err(oversized(self.protocol));
        }
        let mut fields = decode::pairs(parts.uri.query().unwrap_or_default(), self.protocol)?;
        if form {
            let text = std::str::from_utf8(body)
                .map_err(|_| malformed(self.protocol, "The query string contains a syntax error."))?;
            fields.extend(decode::pairs(text.trim_ascii_end(), self.protocol)?);
        }
        let service = route::service(parts, scope.as_ref(), &fields).map_err(|(protocol, error)| {
            self.protocol = protocol;
            error
        })?;
        (self.service, self.protocol) = (Some(service), service.protocol());
        let target = route::operation(service, parts, &fields)?;
        let operation = target.operation();
        self.operation = Some(operation);
        if !operation.shaped {
            return Err(unimplemented_operation(service, operation.name));
        }
        let input = match target {
            Target::Rest(route) => rest::input(route, parts, &fields, body)?,
            Target::Named(_) if matches!(service.protocol(), Protocol::Query | Protocol::Ec2) => {
                form::input(operation, fields)?
            }
            Target::Named(_) => match operation.input().and_then(Shape::structure) {
                Some(structure) => {
                    let document = json::parse(body, service.protocol())?;
                    json::structure(operation.model(), structure, &document, &Path::root(service))?
                }
                None => Record::new(),
            },
        };
        constraint::check(operation, &input)?;
        Ok((scope, service, operation, input))
    }
}

/// Whether the body is form fields: said by the content type, or by the service that speaks nothing else.
fn is_form(parts: &Parts, signed: Option<Service>) -> bool {
    match signed {
        Some(service) => matches!(service.protocol(), Protocol::Query | Protocol::Ec2),
        None => {
            let kind = parts
                .headers
                .get(http::header::CONTENT_TYPE)
                .and_then(|kind| kind.to_str().ok());
            kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        }
    }
}

#[cfg(test)]
mod tests;
