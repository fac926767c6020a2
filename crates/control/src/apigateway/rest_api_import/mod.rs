//! ImportRestApi and PutRestApi: a REST API from an OpenAPI 3.0 or Swagger 2.0 definition.
//!
//! A definition is carried out as the calls that a client would make (CreateResource, PutMethod, PutIntegration, ...), so
//! that an imported API is what those calls accept and nothing else, and serves what they serve. What the calls refuse is
//! gathered into one error; what the definition says beyond them is left out with a warning, as on AWS. YAML is not read.
//!
//! `merge` adds to the API and replaces the methods that the definition has; `overwrite` leaves nothing else of it. Resources
//! whose paths stay keep their ids.

mod definition;
mod document;
mod endpoint;
mod integration;
mod operation;
mod resource;
mod security;
mod setting;

use std::collections::BTreeMap;

use adit_model::api_model::ApiModel;
use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Service, record, view};

use self::document::{BasePath, Document};
use super::{endpoint_configuration, rest_api};
use crate::cx::Cx;
use crate::operation::within;

view! {
    pub(super) struct ImportRestApi: "apigateway"."ImportRestApi" {
        fail_on_warnings: Option<bool> = "failOnWarnings",
        parameters: BTreeMap<String, String> = "parameters",
        body: Vec<u8> = "body",
    }
}

view! {
    pub(super) struct PutRestApi: "apigateway"."PutRestApi" {
        rest_api_id: String = "restApiId",
        mode: Option<String> = "mode",
        fail_on_warnings: Option<bool> = "failOnWarnings",
        parameters: BTreeMap<String, String> = "parameters",
        body: Vec<u8> = "body",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: ImportRestApi) -> Result<Record, ApiError> {
    let asked = Asked::read(input.parameters)?;
    let document = Document::parse(&input.body)?;
    let mut record = record! { "name" => document.title().unwrap_or_default() };
    if let Some(kind) = &asked.endpoint_type {
        record.put(
            "endpointConfiguration",
            record! { "types" => vec![kind.as_str()] },
        );
    }
    let made = within(cx, Service::ApiGateway, "CreateRestApi", &record)?;
    let id = made.text("id").unwrap_or_default().to_owned();
    import(cx, &id, &document, &asked, true, input.fail_on_warnings)
}

pub(super) fn put(cx: &mut Cx<'_>, input: PutRestApi) -> Result<Record, ApiError> {
    rest_api::named(cx, &input.rest_api_id)?;
    let asked = Asked::read(input.parameters)?;
    let document = Document::parse(&input.body)?;
    let overwrite = input.mode.as_deref() == Some("overwrite");
    if let Some(kind) = &asked.endpoint_type {
        let mut api = RestApi::clone(rest_api::named(cx, &input.rest_api_id)?);
        if api.endpoint_type.name() != kind {
            endpoint_configuration::convert(&mut api, kind)?;
            cx.put(api);
        }
    }
    import(
        cx,
        &input.rest_api_id,
        &document,
        &asked,
        overwrite,
        input.fail_on_warnings,
    )
}

/// The query's other parameters.
struct Asked {
    base_path: BasePath,
    endpoint_type: Option<String>,
}

impl Asked {
    fn read(parameters: BTreeMap<String, String>) -> Result<Self, ApiError> {
        let mut asked = Self {
            base_path: BasePath::Ignore,
            endpoint_type: None,
        };
        for (name, value) in parameters {
            match (name.as_str(), value.as_str()) {
                ("basepath" | "basePath", "ignore") | ("ignore", "documentation") => {}
                ("basepath" | "basePath", "prepend") => asked.base_path = BasePath::Prepend,
                ("basepath" | "basePath", "split") => asked.base_path = BasePath::Split,
                ("endpointConfigurationTypes", _) => asked.endpoint_type = Some(value),
                _ => return Err(errors::import_parameter(name)),
            }
        }
        Ok(asked)
    }
}

/// What an import found wrong, in the order of the definition.
#[derive(Default)]
struct Findings {
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// An import under way.
struct Import<'i, 'w> {
    cx: &'i mut Cx<'w>,
    document: &'i Document,
    api: String,
    findings: Findings,
}

impl Import<'_, '_> {
    /// One of the calls that the definition stands for; a refusal is noted after `what`.
    fn call(&mut self, what: &dyn Fn() -> String, operation: &str, input: &Record) -> Option<Record> {
        match within(self.cx, Service::ApiGateway, operation, input) {
            Ok(output) => Some(output),
            Err(error) => {
                self.findings
                    .errors
                    .push(format!("{}: {}", what(), error.message));
                None
            }
        }
    }

    fn warn(&mut self, text: String) {
        if !self.findings.warnings.contains(&text) {
            self.findings.warnings.push(text);
        }
    }

    /// Changes the API in place.
    fn edit(&mut self, change: impl FnOnce(&mut RestApi)) -> Result<(), ApiError> {
        let mut api = RestApi::clone(rest_api::named(self.cx, &self.api)?);
        change(&mut api);
        self.cx.put(api);
        Ok(())
    }
}

fn import(
    cx: &mut Cx<'_>,
    api: &str,
    document: &Document,
    asked: &Asked,
    overwrite: bool,
    fail_on_warnings: Option<bool>,
) -> Result<Record, ApiError> {
    let mut import = Import {
        cx,
        document,
        api: api.to_owned(),
        findings: Findings::default(),
    };
    if overwrite {
        import.edit(clear)?;
    }
    setting::apply(&mut import, overwrite)?;
    definition::apply(&mut import)?;
    let authorizers = security::apply(&mut import)?;
    let paths = document.paths(asked.base_path);
    resource::apply(&mut import, &paths, &authorizers, overwrite)?;
    let Findings { errors, warnings } = import.findings;
    let lines = |found: &[String]| found.iter().map(|line| format!("\n\t{line}")).collect::<String>();
    if !errors.is_empty() {
        return Err(errors::import_errors(lines(&errors)));
    }
    if fail_on_warnings == Some(true) && !warnings.is_empty() {
        return Err(errors::import_warnings(lines(&warnings)));
    }
    let output = rest_api::show_with_tags(cx, rest_api::named(cx, api)?);
    Ok(output.with("warnings", (!warnings.is_empty()).then_some(warnings)))
}

/// What an overwriting import leaves of an API, before its own: the settings that no definition has, and the tree's ids.
fn clear(api: &mut RestApi) {
    api.description = None;
    api.version = None;
    api.policy = None;
    api.vpc_endpoints.clear();
    api.binary_media_types.clear();
    api.minimum_compression_size = None;
    api.disable_execute_api_endpoint = false;
    api.authorizers.clear();
    api.request_validators.clear();
    api.gateway_responses.clear();
    api.models
        .retain(|name, _| [ApiModel::EMPTY, ApiModel::ERROR].contains(&name.as_str()));
    for resource in api.resources.values_mut() {
        resource.methods.clear();
    }
}
