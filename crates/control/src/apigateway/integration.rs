//! What stands behind a method: MOCK, HTTP, HTTP_PROXY, AWS or AWS_PROXY (api C15-C22).
//!
//! The gateway reaches MOCK, HTTP and HTTP_PROXY over the internet; AWS services, VPC links and mappings that it does not
//! read yet are kept and shown, and let nobody through. Without any effect: credentials, TLS settings, content handling,
//! the mode of transfer, cache keys. A Lambda function's method is not checked to be POST (api C19): AWS's refusal comes
//! with the call. Putting an integration replaces the one before it, its responses with it.

use std::collections::BTreeMap;

use adit_model::method::{Integration, IntegrationKind};
use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::member::{self, At, Member, member_operations};
use super::method::{self, some};
use super::patch::{Op, Patch, PatchOperation};
use super::{integration_response, mapping};
use crate::cx::Cx;

view! {
    pub(super) struct PutIntegration: "apigateway"."PutIntegration" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        kind: String = "type",
        integration_http_method: Option<String> = "integrationHttpMethod",
        uri: Option<String> = "uri",
        connection_type: Option<String> = "connectionType",
        connection_id: Option<String> = "connectionId",
        credentials: Option<String> = "credentials",
        request_parameters: BTreeMap<String, String> = "requestParameters",
        request_templates: BTreeMap<String, String> = "requestTemplates",
        passthrough_behavior: Option<String> = "passthroughBehavior",
        cache_namespace: Option<String> = "cacheNamespace",
        cache_key_parameters: Vec<String> = "cacheKeyParameters",
        content_handling: Option<String> = "contentHandling",
        timeout_in_millis: Option<i64> = "timeoutInMillis",
        tls_config: Option<TlsConfig> = "tlsConfig",
        response_transfer_mode: Option<String> = "responseTransferMode",
        integration_target: Option<String> = "integrationTarget",
    }
}

view! {
    pub(super) struct TlsConfig: "apigateway"/"TlsConfig" {
        insecure_skip_verification: Option<bool> = "insecureSkipVerification",
    }
}

member_operations!(Integration:
    GetIntegration = "GetIntegration",
    UpdateIntegration = "UpdateIntegration",
    DeleteIntegration = "DeleteIntegration");

pub(super) fn put(cx: &mut Cx<'_>, input: PutIntegration) -> Result<Record, ApiError> {
    let at = At::new(input.rest_api_id, input.resource_id, input.http_method);
    let cache_namespace = input.cache_namespace.unwrap_or_else(|| at.resource.clone());
    member::put(cx, &at, || {
        let kind = IntegrationKind::parse(&input.kind).ok_or_else(errors::integration_type)?;
        let http = matches!(kind, IntegrationKind::Http | IntegrationKind::HttpProxy);
        let tls = input.tls_config;
        Ok(Integration {
            kind,
            http_method: input.integration_http_method,
            uri: input.uri,
            connection_type: input
                .connection_type
                .or_else(|| http.then(|| INTERNET.to_owned())),
            connection_id: input.connection_id.filter(|id| !id.is_empty()),
            credentials: input.credentials.filter(|arn| !arn.is_empty()),
            request_parameters: input.request_parameters,
            request_templates: input.request_templates,
            passthrough: input
                .passthrough_behavior
                .unwrap_or_else(|| WHEN_NO_MATCH.to_owned()),
            content_handling: input.content_handling,
            timeout_millis: input
                .timeout_in_millis
                .map(timeout)
                .transpose()?
                .unwrap_or(*TIMEOUT.end()),
            cache_namespace,
            cache_key_parameters: input.cache_key_parameters,
            tls_insecure: tls.map(|tls| tls.insecure_skip_verification.unwrap_or(false)),
            transfer_mode: input.response_transfer_mode,
            target: input.integration_target,
            responses: BTreeMap::new(),
        })
    })
}

/// The integration there, to be changed.
pub(super) fn of<'r>(resource: &'r mut ApiResource, at: &At) -> Option<&'r mut Integration> {
    resource.methods.get_mut(&at.method)?.integration.as_mut()
}

pub(super) fn show(integration: &Integration) -> Record {
    let responses = integration.responses.iter();
    let responses = responses.map(|(status, response)| {
        (
            status.clone(),
            integration_response::show(status, response).into(),
        )
    });
    let tls = integration.tls_insecure;
    record! {
        "type" => integration.kind.name(),
        "httpMethod" => integration.http_method.as_deref(),
        "uri" => integration.uri.as_deref(),
        "connectionType" => integration.connection_type.as_deref(),
        "connectionId" => integration.connection_id.as_deref(),
        "credentials" => integration.credentials.as_deref(),
        "requestParameters" => some(&integration.request_parameters),
        "requestTemplates" => some(&integration.request_templates),
        "passthroughBehavior" => &integration.passthrough,
        "contentHandling" => integration.content_handling.as_deref(),
        "timeoutInMillis" => integration.timeout_millis,
        "cacheNamespace" => &integration.cache_namespace,
        "cacheKeyParameters" => integration.cache_key_parameters.clone(),
        "integrationResponses" => (!integration.responses.is_empty()).then(|| Value::Map(responses.collect())),
        "tlsConfig" => tls.map(|insecure| record! { "insecureSkipVerification" => insecure }),
        "responseTransferMode" => integration.transfer_mode.as_deref(),
        "integrationTarget" => integration.target.as_deref(),
    }
}

/// How bodies may be converted; `None` passes them.
pub(super) fn content_handling(text: Option<&str>) -> Result<(), ApiError> {
    match text {
        None | Some("CONVERT_TO_BINARY" | "CONVERT_TO_TEXT") => Ok(()),
        Some(_) => Err(errors::content_handling()),
    }
}

const INTERNET: &str = "INTERNET";
const VPC_LINK: &str = "VPC_LINK";
const WHEN_NO_MATCH: &str = "WHEN_NO_MATCH";
/// Milliseconds (api C16).
const TIMEOUT: std::ops::RangeInclusive<u32> = 50..=29_000;

fn timeout(millis: i64) -> Result<u32, ApiError> {
    let millis = u32::try_from(millis)
        .ok()
        .filter(|millis| TIMEOUT.contains(millis));
    millis.ok_or_else(errors::integration_timeout)
}

impl Member for Integration {
    fn find<'r>(resource: &'r ApiResource, at: &At) -> Result<&'r Self, ApiError> {
        let integration = method::of(resource, at)?.integration.as_ref();
        integration.ok_or_else(errors::integration_not_found)
    }

    fn room(resource: &ApiResource, at: &At) -> Result<(), ApiError> {
        method::of(resource, at).map(|_| ())
    }

    fn apply(&mut self, at: &At, patch: &Patch) -> Result<(), ApiError> {
        match patch.parts().as_slice() {
            ["httpMethod"] => self.http_method = patch.text()?,
            ["uri"] => self.uri = patch.text()?,
            ["connectionType"] => self.connection_type = patch.text()?,
            ["connectionId"] => self.connection_id = patch.text()?,
            ["credentials"] => self.credentials = patch.text()?,
            ["contentHandling"] => self.content_handling = patch.text()?,
            ["responseTransferMode"] => self.transfer_mode = patch.text()?,
            ["integrationTarget"] => self.target = patch.text()?,
            ["passthroughBehavior"] => {
                self.passthrough = patch.text()?.unwrap_or_else(|| WHEN_NO_MATCH.to_owned());
            }
            ["timeoutInMillis"] => {
                patch.replaces()?;
                let millis = patch.value()?.parse();
                self.timeout_millis = timeout(millis.map_err(|_| errors::integration_timeout())?)?;
            }
            ["tlsConfig"] if patch.op == Op::Remove => self.tls_insecure = None,
            ["tlsConfig", "insecureSkipVerification"] => {
                patch.replaces()?;
                self.tls_insecure = Some(patch.boolean());
            }
            ["cacheNamespace"] => {
                self.cache_namespace = patch.text()?.unwrap_or_else(|| at.resource.clone());
            }
            ["cacheKeyParameters", name] => patch.item(&mut self.cache_key_parameters, name)?,
            ["requestParameters", name] => {
                let value = || patch.value().map(str::to_owned);
                let parameters = &mut self.request_parameters;
                patch.entry(parameters, name, errors::parameter_not_found, value)?;
            }
            ["requestTemplates", content_type] => {
                let value = || Ok(patch.optional().unwrap_or_default());
                let templates = &mut self.request_templates;
                patch.entry(templates, content_type, errors::content_type_not_found, value)?;
            }
            _ => return Err(patch.unknown()),
        }
        Ok(())
    }

    fn check(&mut self, _: &RestApi, resource: &ApiResource, at: &At) -> Result<(), ApiError> {
        if let Some(http_method) = &self.http_method {
            method::http_method(http_method)?;
        }
        if self.kind != IntegrationKind::Mock {
            if self.http_method.is_none() {
                return Err(errors::integration_http_method());
            }
            address(self.kind, self.uri.as_deref().unwrap_or_default())?;
        }
        match self.connection_type.as_deref() {
            None | Some(INTERNET) => {}
            Some(VPC_LINK) if self.connection_id.is_some() => {}
            Some(VPC_LINK) => return Err(errors::integration_connection_id()),
            Some(_) => return Err(errors::integration_connection_type()),
        }
        if self
            .credentials
            .as_deref()
            .is_some_and(|arn| !arn.starts_with("arn:"))
        {
            return Err(errors::integration_arn());
        }
        if ![WHEN_NO_MATCH, "WHEN_NO_TEMPLATES", "NEVER"].contains(&self.passthrough.as_str()) {
            return Err(errors::passthrough_behavior());
        }
        if !matches!(self.transfer_mode.as_deref(), None | Some("BUFFERED" | "STREAM")) {
            return Err(errors::integration_transfer_mode());
        }
        content_handling(self.content_handling.as_deref())?;
        let method = method::of(resource, at)?;
        for (target, expression) in &self.request_parameters {
            mapping::request(method, target, expression)?;
        }
        self.request_templates
            .keys()
            .try_for_each(|content_type| mapping::content_type(content_type))
    }

    fn place(self, resource: &mut ApiResource, at: &At) {
        if let Some(method) = resource.methods.get_mut(&at.method) {
            method.integration = Some(self);
        }
    }

    fn remove(resource: &mut ApiResource, at: &At) {
        if let Some(method) = resource.methods.get_mut(&at.method) {
            method.integration = None;
        }
    }

    fn show(&self, _: &At) -> Record {
        show(self)
    }
}

fn address(kind: IntegrationKind, uri: &str) -> Result<(), ApiError> {
    match kind {
        IntegrationKind::Mock => Ok(()),
        IntegrationKind::Http | IntegrationKind::HttpProxy if is_http(uri) => Ok(()),
        IntegrationKind::Http | IntegrationKind::HttpProxy => Err(errors::integration_uri()),
        IntegrationKind::Aws | IntegrationKind::AwsProxy => {
            // `arn:aws:apigateway:{region}:{service, with a subdomain or not}:{path|action}/...`
            let parts: Vec<&str> = uri.splitn(6, ':').collect();
            let [_, _, "apigateway", region, service, action] = parts.as_slice() else {
                return Err(errors::integration_arn());
            };
            if !uri.starts_with("arn:") || region.is_empty() || service.is_empty() {
                return Err(errors::integration_arn());
            }
            if !["path/", "action/"].iter().any(|start| action.starts_with(start)) {
                return Err(errors::integration_arn_action());
            }
            let name = service.rsplit('.').next().unwrap_or_default();
            if kind == IntegrationKind::AwsProxy && !["lambda", "firehose"].contains(&name) {
                return Err(errors::integration_proxy_service());
            }
            Ok(())
        }
    }
}

/// `http` or `https` with a host, either of which stage variables may complete.
fn is_http(uri: &str) -> bool {
    let rest = ["http://", "https://"]
        .iter()
        .find_map(|scheme| uri.strip_prefix(scheme));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && uri.bytes().all(|b| b.is_ascii_graphic())
}
