//! Which answer of the integration becomes which answer of the method: by a pattern over its status, with which headers,
//! from which body.
//!
//! The pattern is kept as written; the gateway judges it, and refuses where a template uses VTL or a header comes out of
//! the body, which it does not read yet. Putting a response replaces the one before it.

use std::collections::BTreeMap;

use adit_model::method::{Integration, IntegrationResponse};
use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::member::{self, At, Member, member_operations};
use super::method::{self, some};
use super::patch::{Patch, PatchOperation};
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

member_operations!(IntegrationResponse, status_code:
    GetIntegrationResponse = "GetIntegrationResponse",
    UpdateIntegrationResponse = "UpdateIntegrationResponse",
    DeleteIntegrationResponse = "DeleteIntegrationResponse");

pub(super) fn put(cx: &mut Cx<'_>, input: PutIntegrationResponse) -> Result<Record, ApiError> {
    let at = At::new(input.rest_api_id, input.resource_id, input.http_method).status(input.status_code);
    member::put(cx, &at, || {
        Ok(IntegrationResponse {
            selection_pattern: input.selection_pattern,
            parameters: input.response_parameters,
            templates: input.response_templates,
            content_handling: input.content_handling,
        })
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

impl Member for IntegrationResponse {
    fn find<'r>(resource: &'r ApiResource, at: &At) -> Result<&'r Self, ApiError> {
        Integration::find(resource, at)?
            .responses
            .get(&at.status)
            .ok_or_else(errors::integration_response_not_found)
    }

    fn room(resource: &ApiResource, at: &At) -> Result<(), ApiError> {
        Integration::find(resource, at).map(|_| ())
    }

    fn apply(&mut self, _: &At, patch: &Patch) -> Result<(), ApiError> {
        match patch.parts().as_slice() {
            ["selectionPattern"] => {
                patch.replaces()?;
                self.selection_pattern = Some(patch.optional().unwrap_or_default());
            }
            ["contentHandling"] => self.content_handling = patch.text()?,
            ["responseParameters", name] => {
                let value = || patch.value().map(str::to_owned);
                patch.entry(&mut self.parameters, name, errors::parameter_not_found, value)?;
            }
            ["responseTemplates", content_type] => {
                let value = || Ok(patch.optional().unwrap_or_default());
                let templates = &mut self.templates;
                patch.entry(templates, content_type, errors::content_type_not_found, value)?;
            }
            _ => return Err(patch.unknown()),
        }
        Ok(())
    }

    fn check(&mut self, _: &RestApi, resource: &ApiResource, at: &At) -> Result<(), ApiError> {
        let method = method::of(resource, at)?;
        for (target, expression) in &self.parameters {
            mapping::response(method, &at.status, target, expression)?;
        }
        self.templates
            .keys()
            .try_for_each(|content_type| mapping::content_type(content_type))?;
        integration::content_handling(self.content_handling.as_deref())
    }

    fn place(self, resource: &mut ApiResource, at: &At) {
        if let Some(integration) = integration::of(resource, at) {
            integration.responses.insert(at.status.clone(), self);
        }
    }

    fn remove(resource: &mut ApiResource, at: &At) {
        if let Some(integration) = integration::of(resource, at) {
            integration.responses.remove(&at.status);
        }
    }

    fn show(&self, at: &At) -> Record {
        show(&at.status, self)
    }

    /// Here AWS says of a method that is not there that its integration is not.
    fn nothing_to_delete(missing: ApiError) -> ApiError {
        if missing == errors::method_not_found() {
            errors::integration_not_found()
        } else {
            missing
        }
    }
}
