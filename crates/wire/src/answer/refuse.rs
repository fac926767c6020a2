//! An error as each protocol shows it (cf B1 for CloudFront's envelope, api A13 for API Gateway's).

use bytes::Bytes;
use http::{Response, StatusCode};

use super::xml::Out;
use super::{json, put_body, put_header};
use crate::model::{ErrorFacts, Operation, model};
use crate::{ApiError, Call, Fault, Protocol, Rejection, Service};

/// The response to a call that was refused.
pub fn refuse(call: &Call, error: &ApiError) -> Response<Bytes> {
    Refusal {
        service: Some(call.service),
        protocol: call.service.protocol(),
        operation: Some(call.operation),
        request_id: &call.request_id,
        error,
    }
    .response()
}

impl Rejection {
    /// The response to a request that could not be made a call.
    pub fn answer(&self) -> Response<Bytes> {
        Refusal {
            service: self.service,
            protocol: self.protocol,
            operation: self.operation,
            request_id: &self.request_id,
            error: &self.error,
        }
        .response()
    }
}

struct Refusal<'r> {
    service: Option<Service>,
    protocol: Protocol,
    operation: Option<&'static Operation>,
    request_id: &'r str,
    error: &'r ApiError,
}

impl Refusal<'_> {
    fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = self.status();
        put_header(&mut response, "x-amzn-requestid", self.request_id);
        match self.protocol {
            Protocol::Ec2 => put_body(&mut response, "text/xml;charset=UTF-8", self.ec2()),
            Protocol::Query | Protocol::RestXml => put_body(&mut response, "text/xml", self.envelope()),
            Protocol::RestJson => {
                put_header(&mut response, "x-amzn-errortype", &self.error.code);
                let body = format!("{{\"message\":{}}}", json::quoted(&self.error.message));
                put_body(&mut response, "application/json", body);
            }
            Protocol::Json10 | Protocol::Json11 => {
                put_header(&mut response, "x-amzn-errortype", &self.error.code);
                let kind = match self.protocol {
                    Protocol::Json10 => "application/x-amz-json-1.0",
                    _ => "application/x-amz-json-1.1",
                };
                let (code, message) = (json::quoted(&self.error.code), json::quoted(&self.error.message));
                put_body(
                    &mut response,
                    kind,
                    format!("{{\"__type\":{code},\"message\":{message}}}"),
                );
            }
        }
        response
    }

    /// What was given, else what the model says of the code, else 400 or 500.
    fn status(&self) -> StatusCode {
        let status = self
            .error
            .status
            .or_else(|| self.facts().and_then(|facts| facts.status));
        let default = match self.error.fault {
            Fault::Sender => StatusCode::BAD_REQUEST,
            Fault::Receiver => StatusCode::INTERNAL_SERVER_ERROR,
        };
        status
            .and_then(|status| StatusCode::from_u16(status).ok())
            .unwrap_or(default)
    }

    /// The model's facts on the code: of the operation's errors first, else of any in the service.
    fn facts(&self) -> Option<&'static ErrorFacts> {
        let of = |shape: &'static crate::model::Shape| shape.structure()?.error.as_ref();
        let has_code = |facts: &&ErrorFacts| *facts.code == *self.error.code;
        let own = self
            .operation
            .into_iter()
            .flat_map(Operation::errors)
            .filter_map(of)
            .find(has_code);
        own.or_else(|| model(self.service?).shapes().iter().filter_map(of).find(has_code))
    }

    fn ec2(&self) -> String {
        let mut out = Out::bare();
        out.open("Response");
        out.open("Errors");
        out.open("Error");
        out.leaf("Code", &self.error.code);
        out.leaf("Message", &self.error.message);
        out.close("Error");
        out.close("Errors");
        out.leaf("RequestID", self.request_id);
        out.close("Response");
        out.text
    }

    fn envelope(&self) -> String {
        let namespace = self.service.map_or("", |service| &*model(service).xml_namespace);
        let mut out = Out::bare();
        out.open_in("ErrorResponse", namespace);
        out.open("Error");
        out.leaf(
            "Type",
            match self.error.fault {
                Fault::Sender => "Sender",
                Fault::Receiver => "Receiver",
            },
        );
        out.leaf("Code", &self.error.code);
        out.leaf("Message", &self.error.message);
        out.close("Error");
        out.leaf("RequestId", self.request_id);
        out.close("ErrorResponse");
        out.text
    }
}
