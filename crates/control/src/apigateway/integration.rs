//! What stands behind a method: MOCK, HTTP or HTTP_PROXY (api C15-C22).
//!
//! AWS and AWS_PROXY integrations, VPC links, credentials and TLS settings are not built, and refused. A template of a
//! MOCK must be static; HTTP takes no request template yet; those of HTTP_PROXY have no effect on AWS either. Content
//! handling and cache keys are kept and shown, and nothing is converted or cached. Putting an integration replaces the one
//! before it, its responses with it.

use std::collections::BTreeMap;

use adit_model::method::{Integration, IntegrationKind, Method};
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::unsupported_value;
use adit_wire::{ApiError, Path, Record, Service, Value, record, view};

use super::method::{self, At, some};
use super::patch::{self, Patch, PatchOperation};
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
        request_parameters: BTreeMap<String, String> = "requestParameters",
        request_templates: BTreeMap<String, String> = "requestTemplates",
        passthrough_behavior: Option<String> = "passthroughBehavior",
        cache_namespace: Option<String> = "cacheNamespace",
        cache_key_parameters: Vec<String> = "cacheKeyParameters",
        content_handling: Option<String> = "contentHandling",
        timeout_in_millis: Option<i64> = "timeoutInMillis",
    }
}

view! {
    pub(super) struct GetIntegration: "apigateway"."GetIntegration" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
    }
}

view! {
    pub(super) struct UpdateIntegration: "apigateway"."UpdateIntegration" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteIntegration: "apigateway"."DeleteIntegration" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
    }
}

pub(super) fn put(cx: &mut Cx<'_>, input: PutIntegration) -> Result<Record, ApiError> {
    let at = At {
        api: &input.rest_api_id,
        resource: &input.resource_id,
        method: &input.http_method,
    };
    method::edit(cx, at, |method| {
        let kind = IntegrationKind::parse(&input.kind);
        let http = kind.is_some_and(|kind| kind != IntegrationKind::Mock);
        let integration = Integration {
            kind: kind.ok_or_else(|| not_built("type", &input.kind))?,
            http_method: input.integration_http_method,
            uri: input.uri,
            connection_type: input
                .connection_type
                .or_else(|| http.then(|| INTERNET.to_owned())),
            credentials: None,
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
            cache_namespace: input.cache_namespace.unwrap_or_else(|| input.resource_id.clone()),
            cache_key_parameters: input.cache_key_parameters,
            responses: BTreeMap::new(),
        };
        check(method, &integration)?;
        let output = show(&integration);
        method.integration = Some(integration);
        Ok(output)
    })
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetIntegration) -> Result<Record, ApiError> {
    let GetIntegration {
        rest_api_id,
        resource_id,
        http_method,
    } = input;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    method::find(cx, at)?
        .integration
        .as_ref()
        .map(show)
        .ok_or_else(errors::integration_not_found)
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateIntegration) -> Result<Record, ApiError> {
    let UpdateIntegration {
        rest_api_id,
        resource_id,
        http_method,
        patch_operations,
    } = input;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    method::edit(cx, at, |method| {
        let mut integration = method
            .integration
            .clone()
            .ok_or_else(errors::integration_not_found)?;
        for patch in patch::read(patch_operations)? {
            apply(&mut integration, &resource_id, &patch)?;
        }
        check(method, &integration)?;
        let output = show(&integration);
        method.integration = Some(integration);
        Ok(output)
    })
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteIntegration) -> Result<Record, ApiError> {
    let DeleteIntegration {
        rest_api_id,
        resource_id,
        http_method,
    } = input;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    method::edit(cx, at, |method| {
        method
            .integration
            .take()
            .map(|_| Record::new())
            .ok_or_else(errors::integration_not_found)
    })
}

pub(super) fn show(integration: &Integration) -> Record {
    let responses = integration.responses.iter();
    let responses = responses.map(|(status, response)| {
        (
            status.clone(),
            integration_response::show(status, response).into(),
        )
    });
    record! {
        "type" => integration.kind.name(),
        "httpMethod" => integration.http_method.as_deref(),
        "uri" => integration.uri.as_deref(),
        "connectionType" => integration.connection_type.as_deref(),
        "requestParameters" => some(&integration.request_parameters),
        "requestTemplates" => some(&integration.request_templates),
        "passthroughBehavior" => &integration.passthrough,
        "contentHandling" => integration.content_handling.as_deref(),
        "timeoutInMillis" => integration.timeout_millis,
        "cacheNamespace" => &integration.cache_namespace,
        "cacheKeyParameters" => integration.cache_key_parameters.clone(),
        "integrationResponses" => (!integration.responses.is_empty()).then(|| Value::Map(responses.collect())),
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
const WHEN_NO_MATCH: &str = "WHEN_NO_MATCH";
/// Milliseconds (api C16).
const TIMEOUT: std::ops::RangeInclusive<u32> = 50..=29_000;

fn timeout(millis: i64) -> Result<u32, ApiError> {
    let millis = u32::try_from(millis)
        .ok()
        .filter(|millis| TIMEOUT.contains(millis));
    millis.ok_or_else(errors::integration_timeout)
}

fn not_built(member: &str, value: &str) -> ApiError {
    unsupported_value(&Path::root(Service::ApiGateway).member(member), value)
}

fn check(method: &Method, integration: &Integration) -> Result<(), ApiError> {
    if let Some(http_method) = &integration.http_method {
        method::http_method(http_method)?;
    }
    if integration.kind != IntegrationKind::Mock {
        if integration.http_method.is_none() {
            return Err(errors::integration_http_method());
        }
        if !integration.uri.as_deref().is_some_and(is_http) {
            return Err(errors::integration_uri());
        }
    }
    if let Some(connection) = integration
        .connection_type
        .as_deref()
        .filter(|connection| *connection != INTERNET)
    {
        return Err(not_built("connectionType", connection));
    }
    if ![WHEN_NO_MATCH, "WHEN_NO_TEMPLATES", "NEVER"].contains(&integration.passthrough.as_str()) {
        return Err(errors::passthrough_behavior());
    }
    content_handling(integration.content_handling.as_deref())?;
    for (target, expression) in &integration.request_parameters {
        mapping::request(method, target, expression)?;
    }
    for (content_type, template) in &integration.request_templates {
        mapping::content_type(content_type)?;
        match integration.kind {
            IntegrationKind::Mock => mapping::static_template(content_type, template)?,
            IntegrationKind::Http => return Err(errors::template_of_http()),
            IntegrationKind::HttpProxy => {}
        }
    }
    Ok(())
}

/// `http` or `https` with a host, either of which stage variables may complete.
fn is_http(uri: &str) -> bool {
    let rest = ["http://", "https://"]
        .iter()
        .find_map(|scheme| uri.strip_prefix(scheme));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && uri.bytes().all(|b| b.is_ascii_graphic())
}

fn apply(integration: &mut Integration, resource: &str, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["httpMethod"] => integration.http_method = patch.text()?,
        ["uri"] => integration.uri = patch.text()?,
        ["connectionType"] => integration.connection_type = patch.text()?,
        ["contentHandling"] => integration.content_handling = patch.text()?,
        ["passthroughBehavior"] => {
            integration.passthrough = patch.text()?.unwrap_or_else(|| WHEN_NO_MATCH.to_owned());
        }
        ["timeoutInMillis"] => {
            patch.replaces()?;
            let millis = patch
                .value()?
                .parse()
                .map_err(|_| errors::integration_timeout())?;
            integration.timeout_millis = timeout(millis)?;
        }
        ["cacheNamespace"] => {
            integration.cache_namespace = patch.text()?.unwrap_or_else(|| resource.to_owned());
        }
        ["cacheKeyParameters", name] => patch.item(&mut integration.cache_key_parameters, name)?,
        ["requestParameters", name] => {
            let value = || patch.value().map(str::to_owned);
            patch.entry(
                &mut integration.request_parameters,
                name,
                errors::parameter_not_found,
                value,
            )?;
        }
        ["requestTemplates", content_type] => {
            let value = || Ok(patch.optional().unwrap_or_default());
            let templates = &mut integration.request_templates;
            patch.entry(templates, content_type, errors::content_type_not_found, value)?;
        }
        [
            "connectionId" | "credentials" | "tlsConfig" | "responseTransferMode" | "integrationTarget",
            ..,
        ] => {
            return Err(errors::patch_unsupported(&patch.path));
        }
        _ => return Err(patch.unknown()),
    }
    Ok(())
}
