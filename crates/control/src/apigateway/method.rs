//! Methods of a resource (api C6).
//!
//! There are no authorizers, request validators and models to name yet, but for the two models that every API has. A method
//! with authorization AWS_IAM or with an API key is kept as such, and the gateway lets no one through.

use std::collections::BTreeMap;

use adit_model::method::Method;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::patch::{self, Patch, PatchOperation};
use super::{integration, mapping, method_response, resource};
use crate::cx::Cx;

view! {
    pub(super) struct PutMethod: "apigateway"."PutMethod" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        authorization_type: String = "authorizationType",
        authorizer_id: Option<String> = "authorizerId",
        api_key_required: Option<bool> = "apiKeyRequired",
        operation_name: Option<String> = "operationName",
        request_parameters: BTreeMap<String, bool> = "requestParameters",
        request_models: BTreeMap<String, String> = "requestModels",
        request_validator_id: Option<String> = "requestValidatorId",
    }
}

view! {
    pub(super) struct GetMethod: "apigateway"."GetMethod" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
    }
}

view! {
    pub(super) struct UpdateMethod: "apigateway"."UpdateMethod" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteMethod: "apigateway"."DeleteMethod" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        http_method: String = "httpMethod",
    }
}

pub(super) fn put(cx: &mut Cx<'_>, input: PutMethod) -> Result<Record, ApiError> {
    resource::edit(cx, &input.rest_api_id, &input.resource_id, |resource| {
        http_method(&input.http_method)?;
        if resource.methods.contains_key(&input.http_method) {
            return Err(errors::method_conflict());
        }
        let method = Method {
            authorization: input.authorization_type,
            api_key_required: input.api_key_required.unwrap_or(false),
            operation_name: input.operation_name,
            request_parameters: input.request_parameters,
            request_models: input.request_models,
            request_validator: input.request_validator_id.filter(|id| !id.is_empty()),
            ..Method::default()
        };
        authorizer(&method, input.authorizer_id.as_deref())?;
        check(&method)?;
        let output = show(&input.http_method, &method);
        resource.methods.insert(input.http_method, method);
        Ok(output)
    })
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetMethod) -> Result<Record, ApiError> {
    let GetMethod {
        rest_api_id,
        resource_id,
        http_method,
    } = input;
    let at = At {
        api: &rest_api_id,
        resource: &resource_id,
        method: &http_method,
    };
    Ok(show(&http_method, find(cx, at)?))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateMethod) -> Result<Record, ApiError> {
    let UpdateMethod {
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
    edit(cx, at, |method| {
        let mut authorizer_id = None;
        for patch in patch::read(patch_operations)? {
            apply(method, &mut authorizer_id, &patch)?;
        }
        // An authorizer for a type that has none is ignored, as AWS does.
        authorizer(method, None)?;
        check(method)?;
        Ok(show(&http_method, method))
    })
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteMethod) -> Result<Record, ApiError> {
    let DeleteMethod {
        rest_api_id,
        resource_id,
        http_method,
    } = input;
    resource::edit(cx, &rest_api_id, &resource_id, |resource| {
        resource
            .methods
            .remove(&http_method)
            .map(|_| Record::new())
            .ok_or_else(errors::method_not_found)
    })
}

/// Where a method stands, as the caller wrote it.
#[derive(Clone, Copy)]
pub(super) struct At<'r> {
    pub api: &'r str,
    pub resource: &'r str,
    pub method: &'r str,
}

pub(super) fn find<'a>(cx: &'a Cx<'_>, at: At<'_>) -> Result<&'a Method, ApiError> {
    resource::find(cx, at.api, at.resource)?
        .methods
        .get(at.method)
        .ok_or_else(errors::method_not_found)
}

/// Changes a method in place.
pub(super) fn edit<T>(
    cx: &mut Cx<'_>,
    at: At<'_>,
    change: impl FnOnce(&mut Method) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    resource::edit(cx, at.api, at.resource, |resource| {
        change(
            resource
                .methods
                .get_mut(at.method)
                .ok_or_else(errors::method_not_found)?,
        )
    })
}

pub(super) fn show(http_method: &str, method: &Method) -> Record {
    let responses = method.responses.iter();
    let responses =
        responses.map(|(status, response)| (status.clone(), method_response::show(status, response).into()));
    record! {
        "httpMethod" => http_method,
        "authorizationType" => &method.authorization,
        "authorizerId" => method.authorizer.as_deref(),
        "apiKeyRequired" => method.api_key_required,
        "requestValidatorId" => method.request_validator.as_deref(),
        "operationName" => method.operation_name.as_deref(),
        "requestParameters" => some(&method.request_parameters),
        "requestModels" => some(&method.request_models),
        "methodResponses" => (!method.responses.is_empty()).then(|| Value::Map(responses.collect())),
        "methodIntegration" => method.integration.as_ref().map(integration::show),
    }
}

/// A map as an answer has it: absent when empty.
pub(super) fn some<T: Clone + Into<Value>>(entries: &BTreeMap<String, T>) -> Option<Value> {
    (!entries.is_empty()).then(|| entries.clone().into())
}

/// What may stand as a method, in resources and towards backends.
pub(super) fn http_method(name: &str) -> Result<(), ApiError> {
    const ALL: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];
    if ALL.contains(&name) {
        Ok(())
    } else {
        Err(errors::http_method())
    }
}

/// The models that every API has; others cannot be made yet.
pub(super) fn models(models: &BTreeMap<String, String>) -> Result<(), ApiError> {
    for (content_type, name) in models {
        mapping::content_type(content_type)?;
        if !["Empty", "Error"].contains(&name.as_str()) {
            return Err(errors::model_identifier(name));
        }
    }
    Ok(())
}

fn authorizer(method: &Method, authorizer: Option<&str>) -> Result<(), ApiError> {
    match (method.authorization.as_str(), authorizer) {
        ("NONE" | "AWS_IAM", None) => Ok(()),
        ("NONE" | "AWS_IAM" | "CUSTOM" | "COGNITO_USER_POOLS", _) => Err(errors::authorizer_required()),
        _ => Err(errors::authorization_type()),
    }
}

fn check(method: &Method) -> Result<(), ApiError> {
    if method.request_validator.is_some() {
        return Err(errors::request_validator());
    }
    models(&method.request_models)?;
    method
        .request_parameters
        .keys()
        .try_for_each(|name| mapping::request_parameter(name))?;
    mapping::unique_names(&method.request_parameters)
}

fn apply(method: &mut Method, authorizer_id: &mut Option<String>, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["authorizationType"] => {
            patch.replaces()?;
            patch.value()?.clone_into(&mut method.authorization);
        }
        ["authorizerId"] => {
            patch.replaces()?;
            *authorizer_id = patch.optional();
        }
        ["apiKeyRequired"] => {
            patch.replaces()?;
            method.api_key_required = patch.boolean();
        }
        ["operationName"] => {
            patch.replaces()?;
            method.operation_name = patch.optional();
        }
        ["requestValidatorId"] => {
            patch.replaces()?;
            method.request_validator = patch.optional();
        }
        ["requestParameters", name] => {
            let value = || Ok(patch.boolean());
            patch.entry(
                &mut method.request_parameters,
                name,
                errors::parameter_not_found,
                value,
            )?;
        }
        ["requestModels", content_type] => {
            let value = || patch.value().map(str::to_owned);
            patch.entry(
                &mut method.request_models,
                content_type,
                errors::content_type_not_found,
                value,
            )?;
        }
        _ => return Err(patch.unknown()),
    }
    Ok(())
}
