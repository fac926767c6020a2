//! An operation of a path becomes a method: what it declares of requests and answers, and who may call it.

use std::collections::BTreeMap;

use adit_model::rest_api::ApiResource;
use adit_wire::{ApiError, record};
use serde_json::{Map, Value};

use super::document::{Version, text};
use super::security::{self, Schemes};
use super::{Import, definition, integration};
use crate::apigateway::rest_api;

/// Members of a path item that are methods, and what they are called.
const METHODS: [(&str, &str); 8] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("x-amazon-apigateway-any-method", "ANY"),
];

/// A method that is being put.
pub(super) struct At<'r> {
    pub resource: &'r ApiResource,
    pub http_method: &'static str,
}

pub(super) fn apply(
    import: &mut Import<'_, '_>,
    resource: &ApiResource,
    item: &Value,
    schemes: &Schemes,
) -> Result<(), ApiError> {
    let document = import.document;
    let item = document.resolve(item);
    for (member, http_method) in METHODS {
        let Some(operation) = item.get(member) else {
            continue;
        };
        let Some(operation) = operation.as_object() else {
            import.findings.errors.push(format!(
                "Unable to parse API definition because of a malformed operation at path {}.",
                resource.path
            ));
            continue;
        };
        import.edit(|api| {
            if let Some(resource) = api.resources.get_mut(&resource.id) {
                resource.methods.remove(http_method);
            }
        })?;
        let at = At {
            resource,
            http_method,
        };
        let shared = item.get("parameters");
        if put(import, &at, operation, shared, schemes)? {
            responses(import, &at, operation);
            integration::apply(import, &at, operation);
        }
    }
    let unknown = item.as_object().into_iter().flat_map(Map::keys);
    for member in unknown.filter(|name| *name == "trace") {
        import.warn(format!(
            "The method {member} at path {} is not supported. Ignoring.",
            resource.path
        ));
    }
    Ok(())
}

/// PutMethod; whether it was done.
fn put(
    import: &mut Import<'_, '_>,
    at: &At<'_>,
    operation: &Map<String, Value>,
    shared: Option<&Value>,
    schemes: &Schemes,
) -> Result<bool, ApiError> {
    let document = import.document;
    let required = security::requirement(import, operation, schemes);
    let mut parameters = BTreeMap::new();
    let mut models = BTreeMap::new();
    let own = operation.get("parameters");
    for written in [shared, own]
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
    {
        let written = document.resolve(written);
        let of = |member: &str| written.get(member).map(text).unwrap_or_default();
        let place = match of("in").as_str() {
            "header" => "header",
            "query" => "querystring",
            "path" => "path",
            "body" => {
                let schema = written.get("schema").cloned().unwrap_or_default();
                if let Some(model) = definition::model_of(import, &schema) {
                    models
                        .extend(media_types(import, operation, "consumes").map(|kind| (kind, model.clone())));
                }
                continue;
            }
            other => {
                let path = &at.resource.path;
                import.warn(format!(
                    "Parameters in '{other}' are not supported, at path {path}. Ignoring."
                ));
                continue;
            }
        };
        let required = written.get("required").and_then(Value::as_bool).unwrap_or(false);
        parameters.insert(format!("method.request.{place}.{}", of("name")), required);
    }
    if let Some(body) = operation.get("requestBody") {
        models.extend(content_models(import, document.resolve(body)));
    }
    let validator = operation
        .get("x-amazon-apigateway-request-validator")
        .or_else(|| document.get("x-amazon-apigateway-request-validator"));
    let validator = validator.map(text).filter(|name| !name.is_empty());
    let api = rest_api::named(import.cx, &import.api)?;
    let validator_id = validator.as_ref().and_then(|name| {
        let mut known = api.request_validators.values();
        let found = known.find(|known| known.name.as_deref() == Some(name));
        found.map(|known| known.id.clone())
    });
    if let (Some(name), None) = (&validator, &validator_id) {
        import.findings.errors.push(format!(
            "Unable to put method '{}' on resource at path '{}': Invalid request validator specified: {name}",
            at.http_method, at.resource.path
        ));
        return Ok(false);
    }
    let input = record! {
        "restApiId" => &import.api,
        "resourceId" => at.resource.id.as_str(),
        "httpMethod" => at.http_method,
        "authorizationType" => required.authorization,
        "authorizerId" => required.authorizer,
        "authorizationScopes" => (!required.scopes.is_empty()).then_some(required.scopes),
        "apiKeyRequired" => required.api_key,
        "operationName" => operation.get("operationId").map(text).filter(|name| !name.is_empty()),
        "requestParameters" => (!parameters.is_empty()).then_some(parameters),
        "requestModels" => (!models.is_empty()).then_some(models),
        "requestValidatorId" => validator_id,
    };
    let what = || {
        format!(
            "Unable to put method '{}' on resource at path '{}'",
            at.http_method, at.resource.path
        )
    };
    Ok(import.call(&what, "PutMethod", &input).is_some())
}

/// PutMethodResponse for every status that is one.
fn responses(import: &mut Import<'_, '_>, at: &At<'_>, operation: &Map<String, Value>) {
    let document = import.document;
    for (status, written) in operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if status.len() != 3 || !status.bytes().all(|b| b.is_ascii_digit()) {
            if status != "default" && !status.starts_with("x-") {
                let path = &at.resource.path;
                import.warn(format!(
                    "The response {status} at path {path} is not supported. Ignoring."
                ));
            }
            continue;
        }
        let written = document.resolve(written);
        let headers = written
            .get("headers")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let parameters: BTreeMap<String, bool> = headers
            .map(|(name, _)| (format!("method.response.header.{name}"), false))
            .collect();
        let models: BTreeMap<String, String> = match document.version {
            Version::OpenApi3 => content_models(import, written),
            Version::Swagger2 => match written.get("schema") {
                Some(schema) => match definition::model_of(import, schema) {
                    Some(model) => media_types(import, operation, "produces")
                        .map(|kind| (kind, model.clone()))
                        .collect(),
                    None => BTreeMap::new(),
                },
                None => BTreeMap::new(),
            },
        };
        let input = record! {
            "restApiId" => &import.api,
            "resourceId" => at.resource.id.as_str(),
            "httpMethod" => at.http_method,
            "statusCode" => status,
            "responseParameters" => (!parameters.is_empty()).then_some(parameters),
            "responseModels" => (!models.is_empty()).then_some(models),
        };
        let what = || {
            format!(
                "Unable to put method response '{status}' on '{}' for resource at path '{}'",
                at.http_method, at.resource.path
            )
        };
        import.call(&what, "PutMethodResponse", &input);
    }
}

/// Models by media type, of an OpenAPI 3 body or answer.
fn content_models(import: &mut Import<'_, '_>, written: &Value) -> BTreeMap<String, String> {
    let mut models = BTreeMap::new();
    for (kind, media) in written
        .get("content")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let schema = media.get("schema");
        if let Some(model) = schema.and_then(|schema| definition::model_of(import, schema)) {
            models.insert(kind.clone(), model);
        }
    }
    models
}

/// `consumes` or `produces`, of the operation or else of the definition.
fn media_types(
    import: &Import<'_, '_>,
    operation: &Map<String, Value>,
    member: &str,
) -> std::vec::IntoIter<String> {
    let found = operation.get(member).or_else(|| import.document.get(member));
    let mut kinds: Vec<String> = found
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    if kinds.is_empty() {
        kinds.push("application/json".to_owned());
    }
    kinds.into_iter()
}
