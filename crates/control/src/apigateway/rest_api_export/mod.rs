//! GetExport: what a stage serves, as an OpenAPI 3.0 or Swagger 2.0 definition.
//!
//! Resources, methods and the policy are those of the stage's deployment; models, authorizers and validators are the API's.
//! Without extensions the definition says nothing of the gateway; `integrations` and `apigateway` add its integrations,
//! `authorizers` and `apigateway` its authorizers, `apigateway` all else. What is exported with them imports as the same
//! API. Only JSON is written. Documentation and the `postman` extension are not here.

mod operation;
mod schema;
mod security;

use std::collections::BTreeMap;

use adit_model::deployment::Deployment;
use adit_model::id::VpcEndpointId;
use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{rest_api, stage};
use crate::cx::Cx;

view! {
    pub(super) struct GetExport: "apigateway"."GetExport" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
        export_type: String = "exportType",
        parameters: BTreeMap<String, String> = "parameters",
        accepts: Option<String> = "accepts",
    }
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetExport) -> Result<Record, ApiError> {
    let stage = stage::find(cx, &input.rest_api_id, &input.stage_name).ok_or_else(errors::stage_not_found)?;
    let openapi = match input.export_type.as_str() {
        "oas30" => true,
        "swagger" => false,
        _ => return Err(errors::export_type()),
    };
    let accepts = input.accepts.as_deref().unwrap_or(JSON);
    if ![JSON, "*/*", ""].contains(&accepts) {
        return Err(errors::export_accepts(accepts));
    }
    let extensions = Extensions::read(input.parameters)?;
    let api = rest_api::named(cx, &input.rest_api_id)?;
    let deployment = cx.table::<Deployment>().get(&stage.deployment);
    let deployment = deployment.ok_or_else(errors::deployment_not_found)?;
    let export = Export {
        api,
        deployment,
        stage: stage.id.name(),
        openapi,
        extensions,
    };
    let made = moment(deployment.created);
    let file = format!("attachment; filename=\"{}_{made}.json\"", input.export_type);
    let body = serde_json::to_vec_pretty(&export.document(&made)).unwrap_or_default();
    Ok(record! { "contentType" => JSON, "contentDisposition" => file, "body" => body })
}

const JSON: &str = "application/json";

/// Which of the gateway's own members are exported.
#[derive(Clone, Copy, Debug, Default)]
struct Extensions {
    integrations: bool,
    authorizers: bool,
    gateway: bool,
}

impl Extensions {
    fn read(parameters: BTreeMap<String, String>) -> Result<Self, ApiError> {
        let mut read = Self::default();
        for (name, value) in parameters {
            if name != "extensions" {
                return Err(errors::import_parameter(name));
            }
            for word in value.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                match word {
                    "integrations" => read.integrations = true,
                    "authorizers" => read.authorizers = true,
                    "apigateway" => {
                        read = Self {
                            integrations: true,
                            authorizers: true,
                            gateway: true,
                        };
                    }
                    other => return Err(errors::export_extensions(other)),
                }
            }
        }
        Ok(read)
    }
}

/// An export under way.
struct Export<'e> {
    api: &'e RestApi,
    deployment: &'e Deployment,
    stage: &'e str,
    openapi: bool,
    extensions: Extensions,
}

impl Export<'_> {
    fn document(&self, made: &str) -> Value {
        let mut document = Map::new();
        let mut put = |name: &str, value: Value| {
            let empty = value.as_object().is_some_and(Map::is_empty) || value.is_null();
            if !empty {
                document.insert(name.to_owned(), value);
            }
        };
        let api = self.api;
        let mut info = Map::new();
        info.insert("title".to_owned(), api.name.clone().into());
        if let Some(description) = &api.description {
            info.insert("description".to_owned(), description.clone().into());
        }
        let version = api.version.clone().unwrap_or_else(|| made.to_owned());
        info.insert("version".to_owned(), version.into());
        put("info", Value::Object(info));
        let name = api.default_name();
        if self.openapi {
            put("openapi", json!("3.0.1"));
            let mut server = json!({
                "url": format!("https://{name}/{{basePath}}"),
                "variables": { "basePath": { "default": self.stage } },
            });
            if let (Some(endpoint), Some(server)) = (self.endpoint(), server.as_object_mut()) {
                server.insert(ENDPOINT.to_owned(), endpoint);
            }
            put("servers", Value::Array(vec![server]));
            put("components", self.components());
        } else {
            put("swagger", json!("2.0"));
            put("host", json!(name));
            put("basePath", json!(format!("/{}", self.stage)));
            put("schemes", json!(["https"]));
            put("securityDefinitions", security::schemes(self));
            put("definitions", schema::all(self));
            put(ENDPOINT, self.endpoint().unwrap_or_default());
        }
        put("paths", self.paths());
        if self.extensions.gateway {
            for (name, value) in self.settings() {
                put(name, value);
            }
        }
        Value::Object(document)
    }

    fn paths(&self) -> Value {
        let served = self
            .deployment
            .resources
            .values()
            .filter(|resource| !resource.methods.is_empty());
        let items = served.map(|resource| {
            let operations = resource.methods.iter().map(|(name, method)| {
                let member = match name.as_str() {
                    "ANY" => "x-amazon-apigateway-any-method".to_owned(),
                    name => name.to_ascii_lowercase(),
                };
                (member, operation::of(self, &resource.path, method))
            });
            (resource.path.clone(), Value::Object(operations.collect()))
        });
        Value::Object(items.collect())
    }

    fn components(&self) -> Value {
        let parts = [
            ("schemas", schema::all(self)),
            ("securitySchemes", security::schemes(self)),
        ];
        let filled = parts
            .into_iter()
            .filter(|(_, part)| part.as_object().is_some_and(|all| !all.is_empty()));
        Value::Object(filled.map(|(name, part)| (name.to_owned(), part)).collect())
    }

    fn endpoint(&self) -> Option<Value> {
        let api = self.api;
        let plain = api.vpc_endpoints.is_empty() && !self.deployment.disable_execute_api_endpoint;
        if !self.extensions.gateway || plain {
            return None;
        }
        let mut endpoint = Map::new();
        if !api.vpc_endpoints.is_empty() {
            let ids: Vec<&str> = api.vpc_endpoints.iter().map(VpcEndpointId::as_str).collect();
            endpoint.insert("vpcEndpointIds".to_owned(), json!(ids));
        }
        if self.deployment.disable_execute_api_endpoint {
            endpoint.insert("disableExecuteApiEndpoint".to_owned(), json!(true));
        }
        Some(Value::Object(endpoint))
    }

    /// The API's settings, by the extensions that import them.
    fn settings(&self) -> Vec<(&'static str, Value)> {
        let api = self.api;
        let policy = self.deployment.policy.as_deref();
        let policy = policy.and_then(|policy| serde_json::from_str(policy).ok());
        let validators = api.request_validators.values().filter_map(|validator| {
            let flags = json!({
                "validateRequestParameters": validator.parameters,
                "validateRequestBody": validator.body,
            });
            Some((validator.name.clone()?, flags))
        });
        let responses = api.gateway_responses.iter().map(|(kind, response)| {
            let mut shown = Map::new();
            if let Some(status) = &response.status {
                shown.insert("statusCode".to_owned(), json!(status));
            }
            shown.insert("responseParameters".to_owned(), json!(response.parameters));
            shown.insert("responseTemplates".to_owned(), json!(response.templates));
            (kind.clone(), Value::Object(shown))
        });
        let some = |set: bool, value: Value| if set { value } else { Value::Null };
        vec![
            ("x-amazon-apigateway-policy", policy.unwrap_or_default()),
            (
                "x-amazon-apigateway-binary-media-types",
                some(!api.binary_media_types.is_empty(), json!(api.binary_media_types)),
            ),
            (
                "x-amazon-apigateway-minimum-compression-size",
                api.minimum_compression_size.map_or(Value::Null, Value::from),
            ),
            (
                "x-amazon-apigateway-api-key-source",
                some(api.api_key_source != "HEADER", json!(api.api_key_source)),
            ),
            (
                "x-amazon-apigateway-request-validators",
                Value::Object(validators.collect()),
            ),
            (
                "x-amazon-apigateway-gateway-responses",
                Value::Object(responses.collect()),
            ),
        ]
    }
}

const ENDPOINT: &str = "x-amazon-apigateway-endpoint-configuration";

fn moment(time: OffsetDateTime) -> String {
    let whole = time.replace_nanosecond(0).unwrap_or(time);
    whole.format(&Rfc3339).unwrap_or_default()
}
