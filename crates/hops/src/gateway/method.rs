//! A deployed method compiled, with everything that is decided once it is found.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::method::{IntegrationKind, Method as Model};
use adit_model::rest_api::{ApiResource, RestApi};
use adit_model::stage::Stage;

use crate::compile::Reader;
use crate::dim::Rules;
use crate::gateway::api_key::{self, KeyOutcome};
use crate::gateway::authorization::{self, AuthorizationOutcome};
use crate::gateway::integration::Integration;
use crate::gateway::passthrough::{self, PassOutcome};
use crate::gateway::request_template::{self, Template};
use crate::gateway::request_validator::{self, ValidationOutcome};
use crate::gateway::route_index::Part;
use crate::trace::By;

#[derive(Debug)]
pub struct Method {
    /// `GET /pets/{id} of api0000001/v1`.
    pub by: By,
    /// The resource's path.
    pub path: Arc<str>,
    pub parts: Vec<Part>,
    pub authorization: Rules<AuthorizationOutcome>,
    pub key: Rules<KeyOutcome>,
    pub validation: Rules<ValidationOutcome>,
    pub passthrough: Rules<PassOutcome>,
    pub templates: Vec<Template>,
    /// `None`: a method that was deployed without one.
    pub integration: Option<Integration>,
}

impl Method {
    pub fn compile(
        api: &RestApi,
        stage: &Stage,
        resource: &ApiResource,
        name: &str,
        method: &Model,
        reader: &Reader<'_>,
    ) -> Self {
        let by = By::object(format!("{name} {} of {}", resource.path, stage.id));
        let model = method.integration.as_ref();
        let empty = BTreeMap::new();
        let templates = model.map_or(&empty, |integration| &integration.request_templates);
        Self {
            path: resource.path.as_str().into(),
            parts: Part::of(&resource.path),
            authorization: authorization::compile(&method.authorization, &by),
            key: api_key::compile(method.api_key_required, &by),
            validation: request_validator::compile(api, method, &by),
            passthrough: passthrough::compile(model, &by),
            templates: model
                .map(|model| {
                    templates
                        .values()
                        .map(|text| request_template::compile(model.kind, text))
                        .collect()
                })
                .unwrap_or_default(),
            integration: model.map(|model| Integration::compile(api, stage, resource, model, reader)),
            by,
        }
    }

    pub fn is_mock(&self) -> bool {
        matches!(&self.integration, Some(integration) if integration.kind == IntegrationKind::Mock)
    }

    /// The value of a path parameter in `path`, which this method's resource matches.
    pub fn path_parameter<'p>(&self, name: &str, path: &'p str) -> Option<&'p str> {
        let at = self.parts.iter().position(|part| part.names(name))?;
        let rest = path.strip_prefix('/')?;
        match self.parts.get(at)? {
            Part::Proxy(_) => {
                let skipped: usize = rest.split('/').take(at).map(|segment| segment.len() + 1).sum();
                rest.get(skipped..)
            }
            Part::Literal(_) | Part::Param(_) => rest.split('/').nth(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_off_the_path() {
        let method = |path: &str| Method {
            by: By::Aws("test"),
            path: path.into(),
            parts: Part::of(path),
            authorization: authorization::compile("NONE", &By::Aws("test")),
            key: api_key::compile(false, &By::Aws("test")),
            validation: request_validator::none(&By::Aws("test")),
            passthrough: passthrough::compile(None, &By::Aws("test")),
            templates: Vec::new(),
            integration: None,
        };
        let check = |resource: &str, name: &str, path: &str, value: Option<&str>| {
            assert_eq!(
                method(resource).path_parameter(name, path),
                value,
                "{resource} {path}"
            );
        };
        check("/pets/{id}", "id", "/pets/7", Some("7"));
        check("/a/{x}/{proxy+}", "proxy", "/a/b/c//d", Some("c//d"));
        check("/{proxy+}", "proxy", "/a/b", Some("a/b"));
        check("/pets/{id}", "other", "/pets/7", None);
    }
}
