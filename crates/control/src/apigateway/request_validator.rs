//! Request validators: whether parameters, bodies or both are held against what a method declares (api C56).
//!
//! The gateway does not validate yet, and lets nobody through to a method whose validator wants something.

use std::collections::BTreeMap;

use adit_model::request_validator::RequestValidator;
use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::collection::{self, Part, outside, part_operations};
use super::patch::{Op, Patch, PatchOperation};
use super::{method, rest_api};
use crate::cx::Cx;

view! {
    pub(super) struct CreateRequestValidator: "apigateway"."CreateRequestValidator" {
        rest_api_id: String = "restApiId",
        name: Option<String> = "name",
        validate_request_body: Option<bool> = "validateRequestBody",
        validate_request_parameters: Option<bool> = "validateRequestParameters",
    }
}

part_operations!(RequestValidator, request_validator_id = "requestValidatorId":
    GetRequestValidator = "GetRequestValidator",
    GetRequestValidators = "GetRequestValidators",
    UpdateRequestValidator = "UpdateRequestValidator",
    DeleteRequestValidator = "DeleteRequestValidator");

/// Of one API.
const MOST: usize = 20;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateRequestValidator) -> Result<Record, ApiError> {
    let api = rest_api::named(cx, &input.rest_api_id)?;
    if api.request_validators.len() >= MOST {
        return Err(errors::quota("Request Validators", "API"));
    }
    let validator = RequestValidator {
        id: cx.minter.lower(6),
        name: input.name.filter(|name| !name.is_empty()),
        body: input.validate_request_body.unwrap_or(false),
        parameters: input.validate_request_parameters.unwrap_or(false),
    };
    collection::create(cx, &input.rest_api_id, validator)
}

const PATHS: &[(Op, &str)] = &[
    (Op::Replace, "/name"),
    (Op::Replace, "/validateRequestBody"),
    (Op::Replace, "/validateRequestParameters"),
];

impl Part for RequestValidator {
    fn key(&self) -> &str {
        &self.id
    }

    fn kept(api: &RestApi) -> &BTreeMap<String, Self> {
        &api.request_validators
    }

    fn kept_in(api: &mut RestApi) -> &mut BTreeMap<String, Self> {
        &mut api.request_validators
    }

    fn missing(_: &str) -> ApiError {
        errors::request_validator_not_found()
    }

    fn apply(&mut self, patch: &Patch) -> Result<(), ApiError> {
        match (patch.op, patch.parts().as_slice()) {
            (Op::Replace, ["name"]) => self.name = patch.optional(),
            (Op::Replace, ["validateRequestBody"]) => self.body = patch.boolean(),
            (Op::Replace, ["validateRequestParameters"]) => self.parameters = patch.boolean(),
            _ => return Err(outside(patch, PATHS)),
        }
        Ok(())
    }

    fn check(&self, api: &RestApi) -> Result<(), ApiError> {
        let Some(name) = &self.name else { return Ok(()) };
        let mut others = api
            .request_validators
            .values()
            .filter(|other| other.id != self.id);
        if others.any(|other| other.name.as_ref() == Some(name)) {
            return Err(errors::request_validator_exists(name));
        }
        Ok(())
    }

    fn deletable(&self, api: &RestApi) -> Result<(), ApiError> {
        let used =
            method::all(api).find(|(_, _, method)| method.request_validator.as_ref() == Some(&self.id));
        match used {
            Some((path, name, _)) => {
                let validator = self.name.as_deref().unwrap_or(&self.id);
                Err(errors::request_validator_in_use(validator, name, path))
            }
            None => Ok(()),
        }
    }

    fn show(&self) -> Record {
        record! {
            "id" => &self.id,
            "name" => self.name.as_deref(),
            "validateRequestBody" => self.body,
            "validateRequestParameters" => self.parameters,
        }
    }
}
