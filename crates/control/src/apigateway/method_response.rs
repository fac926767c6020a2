//! What a method declares to answer: statuses with their headers and models.

use std::collections::BTreeMap;

use adit_model::method::MethodResponse;
use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::member::{self, At, Member, member_operations};
use super::method::{self, some};
use super::patch::{Patch, PatchOperation};
use super::{api_model, mapping};
use crate::cx::Cx;

view! {
    pub(super) struct PutMethodResponse: "apigateway"."PutMethodResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
        response_parameters: BTreeMap<String, bool> = "responseParameters",
        response_models: BTreeMap<String, String> = "responseModels",
    }
}

member_operations!(MethodResponse, status_code:
    GetMethodResponse = "GetMethodResponse",
    UpdateMethodResponse = "UpdateMethodResponse",
    DeleteMethodResponse = "DeleteMethodResponse");

pub(super) fn put(cx: &mut Cx<'_>, input: PutMethodResponse) -> Result<Record, ApiError> {
    let at = At::new(input.rest_api_id, input.resource_id, input.http_method).status(input.status_code);
    member::put(cx, &at, || {
        Ok(MethodResponse {
            parameters: input.response_parameters,
            models: input.response_models,
        })
    })
}

pub(super) fn show(status: &str, response: &MethodResponse) -> Record {
    record! {
        "statusCode" => status,
        "responseParameters" => some(&response.parameters),
        "responseModels" => some(&response.models),
    }
}

impl Member for MethodResponse {
    fn find<'r>(resource: &'r ApiResource, at: &At) -> Result<&'r Self, ApiError> {
        let method = method::of(resource, at)?;
        method
            .responses
            .get(&at.status)
            .ok_or_else(errors::method_response_not_found)
    }

    fn room(resource: &ApiResource, at: &At) -> Result<(), ApiError> {
        if method::of(resource, at)?.responses.contains_key(&at.status) {
            return Err(errors::method_response_conflict());
        }
        Ok(())
    }

    fn apply(&mut self, _: &At, patch: &Patch) -> Result<(), ApiError> {
        match patch.parts().as_slice() {
            ["responseParameters", name] => {
                let value = || Ok(patch.boolean());
                patch.entry(&mut self.parameters, name, errors::parameter_not_found, value)
            }
            ["responseModels", content_type] => {
                let value = || patch.value().map(str::to_owned);
                patch.entry(
                    &mut self.models,
                    content_type,
                    errors::content_type_not_found,
                    value,
                )
            }
            _ => Err(patch.unknown()),
        }
    }

    fn check(&mut self, api: &RestApi, _: &ApiResource, _: &At) -> Result<(), ApiError> {
        self.parameters
            .keys()
            .try_for_each(|name| mapping::response_parameter(name))?;
        api_model::named(api, &self.models)
    }

    fn place(self, resource: &mut ApiResource, at: &At) {
        if let Some(method) = resource.methods.get_mut(&at.method) {
            method.responses.insert(at.status.clone(), self);
        }
    }

    fn remove(resource: &mut ApiResource, at: &At) {
        if let Some(method) = resource.methods.get_mut(&at.method) {
            method.responses.remove(&at.status);
        }
    }

    fn show(&self, at: &At) -> Record {
        show(&at.status, self)
    }
}
