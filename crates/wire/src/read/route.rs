//! Which service and which operation a request is for.
//!
//! The service comes from the credential scope, else `X-Amz-Target`, the host, the form's `Version`, the path: the
//! first that says anything. Within a service the protocol decides: `Action`, target, or method and path.

use std::sync::OnceLock;

use http::request::Parts;

use super::scope::Scope;
use super::template::Template;
use crate::errors::protocol::{missing_action, unknown_operation, unknown_service};
use crate::model::{Operation, model};
use crate::{ApiError, Protocol, Service};

/// A REST operation with its parsed template.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) operation: &'static Operation,
    pub(super) template: Template,
}

/// What was found, and how to read the input.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Rest(&'static Route),
    Named(&'static Operation),
}

impl Target {
    pub(super) fn operation(self) -> &'static Operation {
        match self {
            Target::Rest(route) => route.operation,
            Target::Named(operation) => operation,
        }
    }
}

/// The service, or why there is none; the protocol is a guess in that case.
pub(super) fn service(
    parts: &Parts,
    scope: Option<&Scope>,
    fields: &[(String, String)],
) -> Result<Service, (Protocol, ApiError)> {
    let unknown = |name: Option<&str>| {
        let protocol = guess(parts, fields);
        (protocol, unknown_service(protocol, name))
    };
    if let Some(scope) = scope {
        return Service::signed_as(&scope.service).ok_or_else(|| unknown(Some(&scope.service)));
    }
    let by_target = || {
        let (prefix, _) = target(parts)?.split_once('.')?;
        Service::ALL
            .into_iter()
            .find(|service| *model(*service).target_prefix == *prefix)
    };
    let by_host = || {
        let header = parts
            .headers
            .get(http::header::HOST)
            .and_then(|host| host.to_str().ok());
        let host = header.or_else(|| parts.uri.host())?;
        Service::signed_as(host.split(['.', ':']).next()?)
    };
    let by_version = || {
        let version = field(fields, "Version")?;
        let speaks = |service: &Service| matches!(service.protocol(), Protocol::Query | Protocol::Ec2);
        Service::ALL
            .into_iter()
            .filter(speaks)
            .find(|service| *model(*service).api_version == *version)
    };
    let by_path = || {
        let path = parts.uri.path();
        [Service::CloudFront, Service::ApiGateway, Service::Route53]
            .into_iter()
            .find(|service| {
                routes(*service)
                    .iter()
                    .any(|route| route.template.fits(path, fields).is_some())
            })
    };
    by_target()
        .or_else(by_host)
        .or_else(by_version)
        .or_else(by_path)
        .ok_or_else(|| unknown(None))
}

/// The operation of a service that a request is for.
pub(super) fn operation(
    service: Service,
    parts: &Parts,
    fields: &[(String, String)],
) -> Result<Target, ApiError> {
    match service.protocol() {
        Protocol::Query | Protocol::Ec2 => {
            let action = field(fields, "Action").ok_or_else(missing_action)?;
            let version = field(fields, "Version").unwrap_or_default();
            let model = model(service);
            // EC2 serves clients of every earlier version; the others have one under this signing name.
            let version_fits =
                service == Service::Ec2 || version.is_empty() || *model.api_version == *version;
            let found = model.operation(action).filter(|_| version_fits);
            found
                .map(Target::Named)
                .ok_or_else(|| unknown_operation(service, action, version))
        }
        Protocol::Json10 | Protocol::Json11 => {
            let model = model(service);
            let name = target(parts).and_then(|target| target.split_once('.'));
            let found = name.filter(|(prefix, _)| *model.target_prefix == **prefix);
            let found = found.and_then(|(_, name)| model.operation(name));
            found
                .map(Target::Named)
                .ok_or_else(|| unknown_operation(service, "", ""))
        }
        Protocol::RestXml | Protocol::RestJson => {
            let path = parts.uri.path();
            let same_method = |route: &&Route| *route.operation.method == *parts.method.as_str();
            let fit = |route: &'static Route| Some((route.template.fits(path, fields)?, route));
            let best = routes(service).iter().filter(same_method).filter_map(fit);
            let best = best.max_by(|(one, _), (other, _)| one.cmp(other));
            best.map(|(_, route)| Target::Rest(route))
                .ok_or_else(|| unknown_operation(service, parts.uri.path(), ""))
        }
    }
}

fn routes(service: Service) -> &'static [Route] {
    static ROUTES: [OnceLock<Vec<Route>>; Service::ALL.len()] =
        [const { OnceLock::new() }; Service::ALL.len()];
    let make = || {
        let operations = model(service).operations().iter();
        operations
            .map(|operation| Route {
                operation,
                template: Template::parse(&operation.uri, service),
            })
            .collect::<Vec<_>>()
    };
    ROUTES
        .get(service as usize)
        .map_or(&[], |routes| routes.get_or_init(make))
}

/// The protocol that a request looks like.
fn guess(parts: &Parts, fields: &[(String, String)]) -> Protocol {
    if let Some(kind) = target(parts).and(parts.headers.get(http::header::CONTENT_TYPE)) {
        let newer = kind
            .to_str()
            .is_ok_and(|kind| kind.starts_with("application/x-amz-json-1.1"));
        return if newer { Protocol::Json11 } else { Protocol::Json10 };
    }
    if field(fields, "Action").is_some() {
        Protocol::Query
    } else {
        Protocol::RestJson
    }
}

fn target(parts: &Parts) -> Option<&str> {
    parts.headers.get("x-amz-target")?.to_str().ok()
}

pub(super) fn field<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields
        .iter()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}
