//! A method as an operation: parameters, bodies, answers, and its integration.

use std::collections::{BTreeMap, BTreeSet};

use adit_model::method::{Integration, IntegrationResponse, Method};
use serde_json::{Map, Value, json};

use super::{Export, schema, security};

pub(super) fn of(export: &Export<'_>, path: &str, method: &Method) -> Value {
    let mut operation = Map::new();
    let mut put = |name: &str, value: Value| {
        operation.insert(name.to_owned(), value);
    };
    if let Some(name) = &method.operation_name {
        put("operationId", json!(name));
    }
    let mut parameters = parameters(export, path, method);
    if export.openapi {
        if !method.request_models.is_empty() {
            put(
                "requestBody",
                json!({ "content": content(export, &method.request_models), "required": true }),
            );
        }
    } else {
        if let Some(model) = method.request_models.values().next() {
            put(
                "consumes",
                json!(method.request_models.keys().collect::<Vec<_>>()),
            );
            let body = schema::reference(export, model);
            parameters.push(json!({ "in": "body", "name": model, "required": true, "schema": body }));
        }
        let produced: BTreeSet<&String> = method
            .responses
            .values()
            .flat_map(|response| response.models.keys())
            .collect();
        if !produced.is_empty() {
            put("produces", json!(produced));
        }
    }
    if !parameters.is_empty() {
        put("parameters", Value::Array(parameters));
    }
    put("responses", responses(export, method));
    if let Some(security) = security::of(export, method) {
        put("security", security);
    }
    if export.extensions.gateway {
        let validator = method.request_validator.as_ref();
        let validator = validator.and_then(|id| export.api.request_validators.get(id)?.name.clone());
        if let Some(name) = validator {
            put("x-amazon-apigateway-request-validator", json!(name));
        }
    }
    if let (true, Some(integration)) = (export.extensions.integrations, &method.integration) {
        put("x-amazon-apigateway-integration", shown(integration));
    }
    Value::Object(operation)
}

/// Those that the method declares, and those of the path that it does not.
fn parameters(export: &Export<'_>, path: &str, method: &Method) -> Vec<Value> {
    let mut found: BTreeMap<(String, String), bool> = BTreeMap::new();
    for part in path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            found.insert(("path".to_owned(), name.trim_end_matches('+').to_owned()), true);
        }
    }
    for (text, required) in &method.request_parameters {
        let declared = text
            .strip_prefix("method.request.")
            .and_then(|rest| rest.split_once('.'));
        if let Some((place, name)) = declared {
            let place = match place.trim_start_matches("multivalue") {
                "querystring" => "query",
                place => place,
            };
            let required = *required || place == "path";
            found.insert((place.to_owned(), name.to_owned()), required);
        }
    }
    let shown = found.into_iter().map(|((place, name), required)| {
        let mut parameter = json!({ "name": name, "in": place, "required": required });
        if let Some(members) = parameter.as_object_mut() {
            if export.openapi {
                members.insert("schema".to_owned(), json!({ "type": "string" }));
            } else {
                members.insert("type".to_owned(), json!("string"));
            }
        }
        parameter
    });
    shown.collect()
}

fn responses(export: &Export<'_>, method: &Method) -> Value {
    let shown = method.responses.iter().map(|(status, response)| {
        let mut answer = Map::new();
        answer.insert("description".to_owned(), json!(format!("{status} response")));
        let headers = response
            .parameters
            .keys()
            .filter_map(|name| name.strip_prefix("method.response.header."));
        let kind = json!({ "type": "string" });
        let header = if export.openapi {
            json!({ "schema": kind })
        } else {
            kind
        };
        let headers: Map<String, Value> = headers.map(|name| (name.to_owned(), header.clone())).collect();
        if !headers.is_empty() {
            answer.insert("headers".to_owned(), Value::Object(headers));
        }
        if export.openapi {
            answer.insert("content".to_owned(), content(export, &response.models));
        } else if let Some(model) = response.models.values().next() {
            answer.insert("schema".to_owned(), schema::reference(export, model));
        }
        (status.clone(), Value::Object(answer))
    });
    Value::Object(shown.collect())
}

fn content(export: &Export<'_>, models: &BTreeMap<String, String>) -> Value {
    let kinds = models.iter().map(|(kind, model)| {
        let schema = schema::reference(export, model);
        (kind.clone(), json!({ "schema": schema }))
    });
    Value::Object(kinds.collect())
}

/// As `x-amazon-apigateway-integration` writes it: types and behaviours in lower case.
fn shown(integration: &Integration) -> Value {
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            shown.insert(name.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::from);
    put("type", json!(integration.kind.name().to_ascii_lowercase()));
    put("httpMethod", text(&integration.http_method));
    put("uri", text(&integration.uri));
    put("credentials", text(&integration.credentials));
    put("connectionType", text(&integration.connection_type));
    put("connectionId", text(&integration.connection_id));
    put("integrationTarget", text(&integration.target));
    put("responseTransferMode", text(&integration.transfer_mode));
    put("requestParameters", some(&integration.request_parameters));
    put("requestTemplates", some(&integration.request_templates));
    put(
        "passthroughBehavior",
        json!(integration.passthrough.to_ascii_lowercase()),
    );
    put("contentHandling", text(&integration.content_handling));
    if integration.timeout_millis != DEFAULT_TIMEOUT {
        put("timeoutInMillis", json!(integration.timeout_millis));
    }
    if !integration.cache_key_parameters.is_empty() {
        put("cacheNamespace", json!(integration.cache_namespace));
        put("cacheKeyParameters", json!(integration.cache_key_parameters));
    }
    if let Some(insecure) = integration.tls_insecure {
        put("tlsConfig", json!({ "insecureSkipVerification": insecure }));
    }
    let responses = integration.responses.iter().map(|(status, response)| {
        let pattern = response
            .selection_pattern
            .clone()
            .filter(|pattern| !pattern.is_empty());
        (
            pattern.unwrap_or_else(|| "default".to_owned()),
            answer(status, response),
        )
    });
    let responses: Map<String, Value> = responses.collect();
    if !responses.is_empty() {
        put("responses", Value::Object(responses));
    }
    Value::Object(shown)
}

const DEFAULT_TIMEOUT: u32 = 29_000;

fn answer(status: &str, response: &IntegrationResponse) -> Value {
    let mut shown = Map::new();
    shown.insert("statusCode".to_owned(), json!(status));
    for (name, entries) in [
        ("responseParameters", &response.parameters),
        ("responseTemplates", &response.templates),
    ] {
        if !entries.is_empty() {
            shown.insert(name.to_owned(), json!(entries));
        }
    }
    if let Some(handling) = &response.content_handling {
        shown.insert("contentHandling".to_owned(), json!(handling));
    }
    Value::Object(shown)
}

fn some(entries: &BTreeMap<String, String>) -> Value {
    if entries.is_empty() {
        Value::Null
    } else {
        json!(entries)
    }
}
