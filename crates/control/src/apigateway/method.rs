//! Methods of a resource (api C6).
//!
//! A method names its authorizer, its request validator and its models, all of which must be its API's. Authorization
//! other than NONE, API keys and validators are kept as such, and the gateway lets no one through to what it cannot
//! check yet. An authorizer for an authorization that has none is ignored when patched in, as on AWS; scopes are kept whatever
//! the authorization.

use std::collections::BTreeMap;

use adit_model::method::Method;
use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::member::{self, At, Member, member_operations};
use super::patch::{Op, Patch, PatchOperation};
use super::{api_model, integration, mapping, method_response};
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
        authorization_scopes: Vec<String> = "authorizationScopes",
    }
}

member_operations!(Method:
    GetMethod = "GetMethod",
    UpdateMethod = "UpdateMethod",
    DeleteMethod = "DeleteMethod");

pub(super) fn put(cx: &mut Cx<'_>, input: PutMethod) -> Result<Record, ApiError> {
    let at = At::new(input.rest_api_id, input.resource_id, input.http_method);
    member::put(cx, &at, || {
        let authorizer = input.authorizer_id.filter(|id| !id.is_empty());
        if authorizer.is_some() && ["NONE", "AWS_IAM"].contains(&input.authorization_type.as_str()) {
            return Err(errors::authorizer_required());
        }
        Ok(Method {
            authorization: input.authorization_type,
            authorizer,
            api_key_required: input.api_key_required.unwrap_or(false),
            operation_name: input.operation_name,
            request_parameters: input.request_parameters,
            request_models: input.request_models,
            request_validator: input.request_validator_id.filter(|id| !id.is_empty()),
            authorization_scopes: input.authorization_scopes,
            ..Method::default()
        })
    })
}

/// The method there.
pub(super) fn of<'r>(resource: &'r ApiResource, at: &At) -> Result<&'r Method, ApiError> {
    resource
        .methods
        .get(&at.method)
        .ok_or_else(errors::method_not_found)
}

pub(super) fn show(http_method: &str, method: &Method) -> Record {
    let responses = method.responses.iter();
    let responses =
        responses.map(|(status, response)| (status.clone(), method_response::show(status, response).into()));
    let scopes = &method.authorization_scopes;
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
        "authorizationScopes" => (!scopes.is_empty()).then(|| scopes.clone()),
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

/// Every method of an API with the path that it stands under.
pub(super) fn all(api: &RestApi) -> impl Iterator<Item = (&str, &str, &Method)> {
    api.resources.values().flat_map(|resource| {
        let methods = resource.methods.iter();
        methods.map(|(name, method)| (resource.path.as_str(), name.as_str(), method))
    })
}

impl Member for Method {
    fn find<'r>(resource: &'r ApiResource, at: &At) -> Result<&'r Self, ApiError> {
        of(resource, at)
    }

    fn room(resource: &ApiResource, at: &At) -> Result<(), ApiError> {
        http_method(&at.method)?;
        if resource.methods.contains_key(&at.method) {
            return Err(errors::method_conflict());
        }
        Ok(())
    }

    fn apply(&mut self, _: &At, patch: &Patch) -> Result<(), ApiError> {
        match patch.parts().as_slice() {
            ["authorizationType"] => {
                patch.replaces()?;
                patch.value()?.clone_into(&mut self.authorization);
            }
            ["authorizerId"] => {
                patch.replaces()?;
                self.authorizer = patch.optional();
            }
            ["apiKeyRequired"] => {
                patch.replaces()?;
                self.api_key_required = patch.boolean();
            }
            ["operationName"] => {
                patch.replaces()?;
                self.operation_name = patch.optional();
            }
            ["requestValidatorId"] => {
                patch.replaces()?;
                self.request_validator = patch.optional();
            }
            ["authorizationScopes"] => match (patch.op, patch.optional()) {
                (Op::Remove, None) => self.authorization_scopes.clear(),
                _ => patch.item(&mut self.authorization_scopes, patch.value()?)?,
            },
            ["authorizationScopes", scope] => patch.item(&mut self.authorization_scopes, scope)?,
            ["requestParameters", name] => {
                let value = || Ok(patch.boolean());
                let parameters = &mut self.request_parameters;
                patch.entry(parameters, name, errors::parameter_not_found, value)?;
            }
            ["requestModels", content_type] => {
                let value = || patch.value().map(str::to_owned);
                let models = &mut self.request_models;
                patch.entry(models, content_type, errors::content_type_not_found, value)?;
            }
            _ => return Err(patch.unknown()),
        }
        Ok(())
    }

    fn check(&mut self, api: &RestApi, _: &ApiResource, _: &At) -> Result<(), ApiError> {
        match self.authorization.as_str() {
            "NONE" | "AWS_IAM" => self.authorizer = None,
            "CUSTOM" | "COGNITO_USER_POOLS" => {
                let named = self.authorizer.as_deref().and_then(|id| api.authorizers.get(id));
                named
                    .filter(|authorizer| authorizer.kind.authorization() == self.authorization)
                    .ok_or_else(errors::authorizer_required)?;
            }
            _ => return Err(errors::authorization_type()),
        }
        let validator = self.request_validator.as_deref();
        if validator.is_some_and(|id| !api.request_validators.contains_key(id)) {
            return Err(errors::request_validator());
        }
        api_model::named(api, &self.request_models)?;
        self.request_parameters
            .keys()
            .try_for_each(|name| mapping::request_parameter(name))?;
        mapping::unique_names(&self.request_parameters)
    }

    fn place(self, resource: &mut ApiResource, at: &At) {
        resource.methods.insert(at.method.clone(), self);
    }

    fn remove(resource: &mut ApiResource, at: &At) {
        resource.methods.remove(&at.method);
    }

    fn show(&self, at: &At) -> Record {
        show(&at.method, self)
    }
}
