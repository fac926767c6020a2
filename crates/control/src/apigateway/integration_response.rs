//! What becomes of the backend's answer (api C20, C21, C27): which status, which headers, which body.
//!
//! The pattern is kept as written; the gateway judges it. Templates must be static, except where an HTTP_PROXY ignores them
//! anyway. Putting a response replaces the one before it.

use std::collections::BTreeMap;

use adit_model::method::{IntegrationKind, IntegrationResponse, Method};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::method::{self, At, some};
use super::patch::{self, Patch, PatchOperation};
use super::{integration, mapping};
use crate::cx::Cx;

view! {
    pub(super) struct PutIntegrationResponse: "apigateway"."PutIntegrationResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
        selection_pattern: Option<String> = "selectionPattern",
        response_parameters: BTreeMap<String, String> = "responseParameters",
        response_templates: BTreeMap<String, String> = "responseTemplates",
        content_handling: Option<String> = "contentHandling",
    }
}

view! {
    pub(super) struct GetIntegrationResponse: "apigateway"."GetIntegrationResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
    }
}

view! {
    pub(super) struct UpdateIntegrationResponse: "apigateway"."UpdateIntegrationResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteIntegrationResponse: "apigateway"."DeleteIntegrationResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
    }
}

pub(super) fn put(cx: &mut Cx<'_>, input: PutIntegrationResponse) -> Result<Record, ApiError> {
    let at = At {
        api: &input.rest_api_id,
        resource: &input.resource_id,
        method: &input.http_method,
    };
    method::edit(cx, at, |method| {
        let response = IntegrationResponse {
            selection_pattern: input.selection_pattern,
            parameters: input.response_parameters,
            templates: input.response_templates,
            content_handling: input.content_handling,
        };
        settle(method, input.status_code, response)
    })
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetIntegrationResponse) -> Result<Record, ApiError> {
    let GetIntegrationResponse {
        rest_api_id,
        resource_id,
        http_method,
        status_code,
    } = input;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    let integration = method::find(cx, at)?
        .integration
        .as_ref()
        .ok_or_else(errors::integration_not_found)?;
    let response = integration.responses.get(&status_code);
    Ok(show(
        &status_code,
        response.ok_or_else(errors::integration_response_not_found)?,
    ))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateIntegrationResponse) -> Result<Record, ApiError> {
    let UpdateIntegrationResponse {
        rest_api_id,
        resource_id,
        http_method,
        status_code,
        patch_operations,
    } = input;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    method::edit(cx, at, |method| {
        let integration = method
            .integration
            .as_ref()
            .ok_or_else(errors::integration_not_found)?;
        let response = integration.responses.get(&status_code);
        let mut response = response
            .cloned()
            .ok_or_else(errors::integration_response_not_found)?;
        for patch in patch::read(patch_operations)? {
            apply(&mut response, &patch)?;
        }
        settle(method, status_code, response)
    })
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteIntegrationResponse) -> Result<Record, ApiError> {
    let DeleteIntegrationResponse {
        rest_api_id,
        resource_id,
        http_method,
        status_code,
    } = input;
    // Here AWS says of a method that is not there that its integration is not.
    method::find(
        cx,
        At {
            api: &rest_api_id,
            resource: &resource_id,
            method: &http_method,
        },
    )
    .map_err(|error| {
        if error == errors::method_not_found() {
            errors::integration_not_found()
        } else {
            error
        }
    })?;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    method::edit(cx, at, |method| {
        let integration = method
            .integration
            .as_mut()
            .ok_or_else(errors::integration_not_found)?;
        let gone = integration.responses.remove(&status_code);
        gone.map(|_| Record::new())
            .ok_or_else(errors::integration_response_not_found)
    })
}

pub(super) fn show(status: &str, response: &IntegrationResponse) -> Record {
    record! {
        "statusCode" => status,
        "selectionPattern" => response.selection_pattern.as_deref(),
        "responseParameters" => some(&response.parameters),
        "responseTemplates" => some(&response.templates),
        "contentHandling" => response.content_handling.as_deref(),
    }
}

/// Checks a response against its method and puts it there.
fn settle(method: &mut Method, status: String, response: IntegrationResponse) -> Result<Record, ApiError> {
    let kind = method
        .integration
        .as_ref()
        .ok_or_else(errors::integration_not_found)?
        .kind;
    for (target, expression) in &response.parameters {
        mapping::response(method, &status, target, expression)?;
    }
    for (content_type, template) in &response.templates {
        mapping::content_type(content_type)?;
        if kind != IntegrationKind::HttpProxy {
            mapping::static_template(content_type, template)?;
        }
    }
    integration::content_handling(response.content_handling.as_deref())?;
    let output = show(&status, &response);
    if let Some(integration) = &mut method.integration {
        integration.responses.insert(status, response);
    }
    Ok(output)
}

fn apply(response: &mut IntegrationResponse, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["selectionPattern"] => {
            patch.replaces()?;
            response.selection_pattern = Some(patch.optional().unwrap_or_default());
        }
        ["contentHandling"] => response.content_handling = patch.text()?,
        ["responseParameters", name] => {
            let value = || patch.value().map(str::to_owned);
            patch.entry(&mut response.parameters, name, errors::parameter_not_found, value)?;
        }
        ["responseTemplates", content_type] => {
            let value = || Ok(patch.optional().unwrap_or_default());
            patch.entry(
                &mut response.templates,
                content_type,
                errors::content_type_not_found,
                value,
            )?;
        }
        _ => return Err(patch.unknown()),
    }
    Ok(())
}
