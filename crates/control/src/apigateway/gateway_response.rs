//! Gateway responses: what an API answers where the gateway itself refuses (api C51-C55).
//!
//! Every type has one from the beginning; what is put or patched is kept, and deleting it brings the first one back. A status
//! of DEFAULT_4XX or DEFAULT_5XX is also that of every type of its class that has none of its own (api C52). Traffic does
//! not use them yet: refusals are answered as AWS does where nothing was changed.

use std::collections::BTreeMap;

use adit_model::gateway_response::GatewayResponse;
use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::method::some;
use super::page::Wanted;
use super::patch::{self, Patch, PatchOperation};
use super::{mapping, rest_api};
use crate::cx::Cx;

view! {
    pub(super) struct PutGatewayResponse: "apigateway"."PutGatewayResponse" {
        rest_api_id: String = "restApiId",
        response_type: String = "responseType",
        status_code: Option<String> = "statusCode",
        response_parameters: BTreeMap<String, String> = "responseParameters",
        response_templates: BTreeMap<String, String> = "responseTemplates",
    }
}

view! {
    pub(super) struct GetGatewayResponse: "apigateway"."GetGatewayResponse" {
        rest_api_id: String = "restApiId",
        response_type: String = "responseType",
    }
}

view! {
    pub(super) struct GetGatewayResponses: "apigateway"."GetGatewayResponses" {
        rest_api_id: String = "restApiId",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateGatewayResponse: "apigateway"."UpdateGatewayResponse" {
        rest_api_id: String = "restApiId",
        response_type: String = "responseType",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteGatewayResponse: "apigateway"."DeleteGatewayResponse" {
        rest_api_id: String = "restApiId",
        response_type: String = "responseType",
    }
}

/// Types with the status of their first response (api C51), in the order of lists.
const TYPES: [(&str, Option<&str>); 21] = [
    ("ACCESS_DENIED", Some("403")),
    ("API_CONFIGURATION_ERROR", Some("500")),
    ("AUTHORIZER_CONFIGURATION_ERROR", Some("500")),
    ("AUTHORIZER_FAILURE", Some("500")),
    ("BAD_REQUEST_BODY", Some("400")),
    ("BAD_REQUEST_PARAMETERS", Some("400")),
    (DEFAULT_4XX, None),
    (DEFAULT_5XX, None),
    ("EXPIRED_TOKEN", Some("403")),
    ("INTEGRATION_FAILURE", Some("504")),
    ("INTEGRATION_TIMEOUT", Some("504")),
    ("INVALID_API_KEY", Some("403")),
    ("INVALID_SIGNATURE", Some("403")),
    ("MISSING_AUTHENTICATION_TOKEN", Some("403")),
    ("QUOTA_EXCEEDED", Some("429")),
    ("REQUEST_TOO_LARGE", Some("413")),
    ("RESOURCE_NOT_FOUND", Some("404")),
    ("THROTTLED", Some("429")),
    ("UNAUTHORIZED", Some("401")),
    ("UNSUPPORTED_MEDIA_TYPE", Some("415")),
    ("WAF_FILTERED", Some("403")),
];
const DEFAULT_4XX: &str = "DEFAULT_4XX";
const DEFAULT_5XX: &str = "DEFAULT_5XX";

pub(super) fn put(cx: &mut Cx<'_>, input: PutGatewayResponse) -> Result<Record, ApiError> {
    let api = RestApi::clone(rest_api::named(cx, &input.rest_api_id)?);
    known(&input.response_type)?;
    let response = GatewayResponse {
        kind: input.response_type,
        status: input.status_code,
        parameters: input.response_parameters,
        templates: input.response_templates,
    };
    settle(cx, api, response)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetGatewayResponse) -> Result<Record, ApiError> {
    let api = rest_api::named(cx, &input.rest_api_id)?;
    Ok(show(api, known(&input.response_type)?))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetGatewayResponses) -> Result<Record, ApiError> {
    let api = rest_api::named(cx, &input.rest_api_id)?;
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    Ok(page.of(TYPES.iter(), |(kind, _)| kind, |of| show(api, of)))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateGatewayResponse) -> Result<Record, ApiError> {
    let api = RestApi::clone(rest_api::named(cx, &input.rest_api_id)?);
    known(&input.response_type)?;
    let mut response = match api.gateway_responses.get(&input.response_type) {
        Some(kept) => kept.clone(),
        None => first(&input.response_type),
    };
    for patch in patch::read(input.patch_operations)? {
        apply(&mut response, &patch)?;
    }
    settle(cx, api, response)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteGatewayResponse) -> Result<Record, ApiError> {
    let mut api = RestApi::clone(rest_api::named(cx, &input.rest_api_id)?);
    let gone = api.gateway_responses.remove(&input.response_type);
    gone.ok_or_else(errors::gateway_response_not_found)?;
    cx.put(api);
    Ok(Record::new())
}

fn known(kind: &str) -> Result<&'static (&'static str, Option<&'static str>), ApiError> {
    let found = TYPES.iter().find(|(name, _)| *name == kind);
    found.ok_or_else(errors::gateway_response_not_found)
}

fn settle(cx: &mut Cx<'_>, mut api: RestApi, response: GatewayResponse) -> Result<Record, ApiError> {
    for (target, expression) in &response.parameters {
        mapping::gateway_response(target, expression)?;
    }
    response
        .templates
        .keys()
        .try_for_each(|content_type| mapping::content_type(content_type))?;
    let of = known(&response.kind)?;
    api.gateway_responses.insert(response.kind.clone(), response);
    let output = show(&api, of);
    cx.put(api);
    Ok(output)
}

/// What a type answers until it is changed.
fn first(kind: &str) -> GatewayResponse {
    let message = r#"{"message":$context.error.messageString}"#.to_owned();
    GatewayResponse {
        kind: kind.to_owned(),
        templates: [("application/json".to_owned(), message)].into(),
        ..GatewayResponse::default()
    }
}

fn apply(response: &mut GatewayResponse, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["statusCode"] => {
            response.status = patch.text()?;
            let digits = |status: &String| {
                status.len() == 3
                    && status.starts_with(['1', '2', '3', '4', '5'])
                    && status.parse::<u16>().is_ok()
            };
            if response.status.as_ref().is_some_and(|status| !digits(status)) {
                return Err(errors::gateway_response_status());
            }
        }
        ["responseParameters", name] => {
            let value = || patch.value().map(str::to_owned);
            let parameters = &mut response.parameters;
            patch.entry(parameters, name, errors::parameter_not_found, value)?;
        }
        ["responseTemplates", content_type] => {
            let value = || Ok(patch.optional().unwrap_or_default());
            let templates = &mut response.templates;
            patch.entry(templates, content_type, errors::content_type_not_found, value)?;
        }
        _ => return Err(patch.unknown()),
    }
    Ok(())
}

fn show(api: &RestApi, (kind, status): &(&'static str, Option<&'static str>)) -> Record {
    let kept = api.gateway_responses.get(*kind);
    let first = first(kind);
    let response = kept.unwrap_or(&first);
    let class = match status {
        Some(status) if status.starts_with('4') => api.gateway_responses.get(DEFAULT_4XX),
        Some(_) => api.gateway_responses.get(DEFAULT_5XX),
        None => None,
    };
    let effective = response
        .status
        .as_deref()
        .or_else(|| class?.status.as_deref())
        .or(*status);
    record! {
        "responseType" => *kind,
        "statusCode" => effective,
        "responseParameters" => some(&response.parameters).or_else(|| kept.is_none().then(empty)),
        "responseTemplates" => some(&response.templates),
        "defaultResponse" => kept.is_none(),
    }
}

/// AWS shows a first response's parameters, of which it has none.
fn empty() -> adit_wire::Value {
    adit_wire::Value::Map(Vec::new())
}
