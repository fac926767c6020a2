//! What a method declares to answer: statuses with their headers and models.

use std::collections::BTreeMap;

use adit_model::method::MethodResponse;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::mapping;
use super::method::{self, At, some};
use super::patch::{self, Patch, PatchOperation};
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

view! {
    pub(super) struct GetMethodResponse: "apigateway"."GetMethodResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
    }
}

view! {
    pub(super) struct UpdateMethodResponse: "apigateway"."UpdateMethodResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteMethodResponse: "apigateway"."DeleteMethodResponse" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        status_code: String = "statusCode",
    }
}

pub(super) fn put(cx: &mut Cx<'_>, input: PutMethodResponse) -> Result<Record, ApiError> {
    let at = At {
        api: &input.rest_api_id,
        resource: &input.resource_id,
        method: &input.http_method,
    };
    method::edit(cx, at, |method| {
        if method.responses.contains_key(&input.status_code) {
            return Err(errors::method_response_conflict());
        }
        let response = MethodResponse {
            parameters: input.response_parameters,
            models: input.response_models,
        };
        check(&response)?;
        let output = show(&input.status_code, &response);
        method.responses.insert(input.status_code, response);
        Ok(output)
    })
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetMethodResponse) -> Result<Record, ApiError> {
    let GetMethodResponse {
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
    let response = method::find(cx, at)?.responses.get(&status_code);
    Ok(show(
        &status_code,
        response.ok_or_else(errors::method_response_not_found)?,
    ))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateMethodResponse) -> Result<Record, ApiError> {
    let UpdateMethodResponse {
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
        let response = method
            .responses
            .get_mut(&status_code)
            .ok_or_else(errors::method_response_not_found)?;
        for patch in patch::read(patch_operations)? {
            apply(response, &patch)?;
        }
        check(response)?;
        Ok(show(&status_code, response))
    })
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteMethodResponse) -> Result<Record, ApiError> {
    let DeleteMethodResponse {
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
    method::edit(cx, at, |method| {
        let gone = method.responses.remove(&status_code);
        gone.map(|_| Record::new())
            .ok_or_else(errors::method_response_not_found)
    })
}

pub(super) fn show(status: &str, response: &MethodResponse) -> Record {
    record! {
        "statusCode" => status,
        "responseParameters" => some(&response.parameters),
        "responseModels" => some(&response.models),
    }
}

fn check(response: &MethodResponse) -> Result<(), ApiError> {
    response
        .parameters
        .keys()
        .try_for_each(|name| mapping::response_parameter(name))?;
    method::models(&response.models)
}

fn apply(response: &mut MethodResponse, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["responseParameters", name] => {
            let value = || Ok(patch.boolean());
            patch.entry(&mut response.parameters, name, errors::parameter_not_found, value)
        }
        ["responseModels", content_type] => {
            let value = || patch.value().map(str::to_owned);
            patch.entry(
                &mut response.models,
                content_type,
                errors::content_type_not_found,
                value,
            )
        }
        _ => Err(patch.unknown()),
    }
}
