//! Models of an API: schemas that methods name by content type. `Empty` and `Error` are in every new API.
//!
//! A schema is kept as written. That of an `application/json` model must be a JSON object; its keywords are not looked at,
//! and nothing is validated against it yet. Sample templates made from schemas are left out, and so is a schema with its
//! references resolved.

use std::collections::BTreeMap;

use adit_model::api_model::{ApiModel, ApiModels};
use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::unsupported_value;
use adit_wire::{ApiError, Path, Record, Service, record, view};

use super::collection::{self, Item, Part, outside};
use super::patch::{Op, Patch, PatchOperation};
use super::{mapping, method, rest_api};
use crate::cx::Cx;

view! {
    pub(super) struct CreateModel: "apigateway"."CreateModel" {
        rest_api_id: String = "restApiId",
        name: String = "name",
        description: Option<String> = "description",
        schema: Option<String> = "schema",
        content_type: String = "contentType",
    }
}

view! {
    pub(super) struct GetModel: "apigateway"."GetModel" {
        rest_api_id: String = "restApiId",
        model_name: String = "modelName",
        flatten: Option<bool> = "flatten",
    }
}

view! {
    pub(super) struct GetModels: "apigateway"."GetModels" {
        rest_api_id: String = "restApiId",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateModel: "apigateway"."UpdateModel" {
        rest_api_id: String = "restApiId",
        model_name: String = "modelName",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteModel: "apigateway"."DeleteModel" {
        rest_api_id: String = "restApiId",
        model_name: String = "modelName",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateModel) -> Result<Record, ApiError> {
    if rest_api::named(cx, &input.rest_api_id)?
        .models
        .contains_key(&input.name)
    {
        return Err(errors::model_exists());
    }
    let model = ApiModel {
        id: cx.minter.lower(6),
        name: input.name,
        description: input.description.filter(|text| !text.is_empty()),
        schema: input.schema.filter(|text| !text.is_empty()),
        content_type: input.content_type,
    };
    collection::create(cx, &input.rest_api_id, model)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetModel) -> Result<Record, ApiError> {
    let model = ApiModel::find(cx, &input.rest_api_id, &input.model_name)?;
    let refers = model
        .schema
        .as_deref()
        .is_some_and(|schema| schema.contains("$ref"));
    if input.flatten == Some(true) && refers {
        let path = Path::root(Service::ApiGateway);
        return Err(unsupported_value(&path.member("flatten"), "true"));
    }
    Ok(Item::show(model))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetModels) -> Result<Record, ApiError> {
    collection::list::<ApiModel>(cx, &input.rest_api_id, input.position.as_deref(), input.limit)
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateModel) -> Result<Record, ApiError> {
    let UpdateModel {
        rest_api_id,
        model_name,
        patch_operations,
    } = input;
    collection::update::<ApiModel>(cx, &rest_api_id, &model_name, patch_operations)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteModel) -> Result<Record, ApiError> {
    collection::delete::<ApiModel>(cx, &input.rest_api_id, &input.model_name)
}

/// Whether what a method or a response names by content type is there.
pub(super) fn named(api: &RestApi, models: &BTreeMap<String, String>) -> Result<(), ApiError> {
    for (content_type, name) in models {
        mapping::content_type(content_type)?;
        if !api.models.contains_key(name) {
            return Err(errors::model_identifier(name));
        }
    }
    Ok(())
}

const PATHS: &[(Op, &str)] = &[(Op::Replace, "/description"), (Op::Replace, "/schema")];

impl Part for ApiModel {
    fn key(&self) -> &str {
        &self.name
    }

    fn kept(api: &RestApi) -> &ApiModels {
        &api.models
    }

    fn kept_in(api: &mut RestApi) -> &mut ApiModels {
        &mut api.models
    }

    fn missing(name: &str) -> ApiError {
        errors::model_not_found(name)
    }

    fn apply(&mut self, patch: &Patch) -> Result<(), ApiError> {
        match (patch.op, patch.parts().as_slice()) {
            (Op::Replace, ["description"]) => self.description = patch.optional(),
            (Op::Replace, ["schema"]) => self.schema = Some(patch.value()?.to_owned()),
            _ => return Err(outside(patch, PATHS)),
        }
        Ok(())
    }

    fn check(&self, _: &RestApi) -> Result<(), ApiError> {
        if self.name.is_empty() || !self.name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(errors::model_name(&self.name));
        }
        mapping::content_type(&self.content_type)?;
        if let (Some(schema), "application/json") = (&self.schema, self.content_type.as_str()) {
            let read = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(schema);
            read.map_err(|_| errors::model_schema())?;
        }
        Ok(())
    }

    fn deletable(&self, api: &RestApi) -> Result<(), ApiError> {
        let names = |models: &BTreeMap<String, String>| models.values().any(|name| *name == self.name);
        for (path, name, method) in method::all(api) {
            if names(&method.request_models) {
                return Err(errors::model_in_use(&self.name, "method request", path, name));
            }
            if method.responses.values().any(|response| names(&response.models)) {
                return Err(errors::model_in_use(&self.name, "method response", path, name));
            }
        }
        let reference = format!("/{}/models/{}\"", api.id, self.name);
        let mut others = api.models.values().filter(|other| other.name != self.name);
        let refers = |other: &&ApiModel| other.schema.as_deref().is_some_and(|s| s.contains(&reference));
        match others.find(refers) {
            Some(other) => Err(errors::model_in_model(&self.name, &other.name)),
            None => Ok(()),
        }
    }

    fn show(&self) -> Record {
        record! {
            "id" => &self.id,
            "name" => &self.name,
            "description" => self.description.as_deref(),
            "schema" => self.schema.as_deref(),
            "contentType" => &self.content_type,
        }
    }
}
