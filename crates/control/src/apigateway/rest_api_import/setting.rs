//! The API's own settings in a definition: name, description, version, and the extensions that stand at its root.

use serde_json::Value;

use adit_model::rest_api::RestApi;
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;

use super::document::{text, texts};
use super::{Import, endpoint};
use crate::apigateway::{resource_policy, rest_api};
use adit_wire::record;

/// Extensions at the root that other files read, or that say nothing.
const READ_ELSEWHERE: [&str; 3] = [
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-importexport-version",
    "x-amazon-apigateway-integrations",
];

pub(super) fn apply(import: &mut Import<'_, '_>, overwrite: bool) -> Result<(), ApiError> {
    let document = import.document;
    let mut api = RestApi::clone(rest_api::named(import.cx, &import.api)?);
    if let Some(title) = document.title() {
        api.name = title;
    }
    if let Some(description) = document.info("description") {
        api.description = Some(description);
    }
    if let Some(version) = document.info("version") {
        api.version = Some(version);
    }
    endpoint::apply(import, &mut api, overwrite)?;
    let members: Vec<String> = document.members().map(str::to_owned).collect();
    for member in members.iter().filter(|member| member.starts_with(EXTENSION)) {
        if let Some(value) = document.get(member) {
            extension(import, &mut api, member, value)?;
        }
    }
    import.cx.put(api);
    validators_and_responses(import);
    Ok(())
}

const EXTENSION: &str = "x-amazon-apigateway-";

fn extension(
    import: &mut Import<'_, '_>,
    api: &mut RestApi,
    name: &str,
    value: &Value,
) -> Result<(), ApiError> {
    match name.strip_prefix(EXTENSION).unwrap_or_default() {
        "policy" => {
            let document = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            api.policy = resource_policy::accept(&document, &api.owner, &api.id)?;
        }
        "binary-media-types" => {
            api.binary_media_types = value.as_array().into_iter().flatten().map(text).collect();
        }
        "minimum-compression-size" => {
            let size = text(value).parse().map_err(|_| errors::compression_size())?;
            api.minimum_compression_size = Some(rest_api::compression_size(size)?);
        }
        "api-key-source" => {
            let source = text(value).to_ascii_uppercase();
            if !["HEADER", "AUTHORIZER"].contains(&source.as_str()) {
                return Err(errors::api_key_source());
            }
            api.api_key_source = source;
        }
        "security-policy" => api.security_policy = Some(text(value)),
        "endpoint-access-mode" => api.endpoint_access_mode = Some(text(value)),
        "request-validators" | "gateway-responses" | "endpoint-configuration" => {}
        _ if READ_ELSEWHERE.contains(&name) => {}
        _ => import.warn(format!("The extension {name} is not supported. Ignoring.")),
    }
    Ok(())
}

/// By the calls that make them.
fn validators_and_responses(import: &mut Import<'_, '_>) {
    let document = import.document;
    let entries = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
    };
    for (name, validator) in entries("x-amazon-apigateway-request-validators") {
        let flag = |member: &str| validator.get(member).and_then(Value::as_bool).unwrap_or(false);
        let again = import.edit(|api| {
            api.request_validators
                .retain(|_, known| known.name.as_deref() != Some(name));
        });
        if again.is_err() {
            return;
        }
        let input = record! {
            "restApiId" => &import.api,
            "name" => name,
            "validateRequestBody" => flag("validateRequestBody"),
            "validateRequestParameters" => flag("validateRequestParameters"),
        };
        let what = || format!("Unable to create request validator '{name}'");
        import.call(&what, "CreateRequestValidator", &input);
    }
    for (kind, response) in entries("x-amazon-apigateway-gateway-responses") {
        let input = record! {
            "restApiId" => &import.api,
            "responseType" => kind,
            "statusCode" => response.get("statusCode").map(text),
            "responseParameters" => texts(response.get("responseParameters")),
            "responseTemplates" => texts(response.get("responseTemplates")),
        };
        let what = || format!("Unable to put gateway response '{kind}'");
        import.call(&what, "PutGatewayResponse", &input);
    }
}
