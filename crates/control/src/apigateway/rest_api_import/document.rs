//! A definition read: which specification it is of, its paths, its parts by reference.
//!
//! Both versions are asked the same questions; where they differ (schemas, schemes, base path) the answer is found here.

use std::collections::BTreeMap;

use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;
use serde_json::{Map, Value};

/// What becomes of the definition's base path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BasePath {
    Ignore,
    /// Every path begins with it.
    Prepend,
    /// Every path begins with it, but for its first part.
    Split,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Swagger2,
    OpenApi3,
}

pub(super) struct Document {
    root: Map<String, Value>,
    pub version: Version,
}

/// References to references that are followed.
const DEEPEST: usize = 16;

impl Document {
    pub(super) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        let root = match serde_json::from_slice(body) {
            Ok(Value::Object(root)) => root,
            Ok(_) => return Err(errors::import_body()),
            Err(_) => {
                let text = String::from_utf8_lossy(body);
                let yaml = !text.trim_start().starts_with(['{', '[', '"'])
                    && (text.contains("swagger:") || text.contains("openapi:"));
                return Err(if yaml {
                    errors::import_yaml()
                } else {
                    errors::import_body()
                });
            }
        };
        let of = |member: &str| root.get(member).map(text).unwrap_or_default();
        let version = if of("swagger") == "2.0" {
            Version::Swagger2
        } else if of("openapi").starts_with("3.0") {
            Version::OpenApi3
        } else {
            return Err(errors::import_version());
        };
        Ok(Self { root, version })
    }

    pub(super) fn get(&self, member: &str) -> Option<&Value> {
        self.root.get(member)
    }

    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.root.keys().map(String::as_str)
    }

    pub(super) fn info(&self, member: &str) -> Option<String> {
        let value = self.get("info")?.get(member)?;
        Some(text(value)).filter(|text| !text.is_empty())
    }

    pub(super) fn title(&self) -> Option<String> {
        self.info("title")
    }

    /// The part itself, or the one that its `$ref` leads to within the definition.
    pub(super) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut found = value;
        for _ in 0..DEEPEST {
            let Some(reference) = found.get("$ref").and_then(Value::as_str) else {
                return found;
            };
            let mut parts = reference.trim_start_matches("#/").split('/');
            let first = parts.next().and_then(|part| self.root.get(&unescaped(part)));
            match parts.fold(first, |at, part| at?.get(unescaped(part))) {
                Some(next) => found = next,
                None => return found,
            }
        }
        found
    }

    pub(super) fn schemas(&self) -> Option<&Map<String, Value>> {
        self.component("definitions", "schemas")
    }

    pub(super) fn security_schemes(&self) -> Option<&Map<String, Value>> {
        self.component("securityDefinitions", "securitySchemes")
    }

    /// The name of the schema that a reference names.
    pub(super) fn schema_name(reference: &str) -> Option<&str> {
        reference
            .strip_prefix("#/definitions/")
            .or_else(|| reference.strip_prefix("#/components/schemas/"))
    }

    /// Path items by path, the base path treated as asked.
    pub(super) fn paths(&self, base: BasePath) -> BTreeMap<String, &Value> {
        let prefix = match base {
            BasePath::Ignore => String::new(),
            BasePath::Prepend => self.base_path(),
            BasePath::Split => {
                let base = self.base_path();
                let below = base.trim_start_matches('/').split_once('/');
                below.map(|(_, rest)| format!("/{rest}")).unwrap_or_default()
            }
        };
        let items = self.get("paths").and_then(Value::as_object);
        let items = items
            .into_iter()
            .flatten()
            .filter(|(path, _)| path.starts_with('/'));
        let whole = |path: &str| {
            let path = format!("{}{path}", prefix.trim_end_matches('/'));
            match path.trim_end_matches('/') {
                "" => "/".to_owned(),
                path => path.to_owned(),
            }
        };
        items.map(|(path, item)| (whole(path), item)).collect()
    }

    /// The first server, of an OpenAPI 3 definition.
    pub(super) fn server(&self) -> Option<&Value> {
        self.get("servers")?.as_array()?.first()
    }

    fn component(&self, swagger: &str, openapi: &str) -> Option<&Map<String, Value>> {
        let found = match self.version {
            Version::Swagger2 => self.get(swagger),
            Version::OpenApi3 => self.get("components").and_then(|all| all.get(openapi)),
        };
        found.and_then(Value::as_object)
    }

    fn base_path(&self) -> String {
        if self.version == Version::Swagger2 {
            return self.get("basePath").map(text).unwrap_or_default();
        }
        let server = self.server();
        let url = server
            .and_then(|server| server.get("url"))
            .map(text)
            .unwrap_or_default();
        let variable = |name: &str| {
            let variables = server.and_then(|server| server.get("variables"));
            let default = variables.and_then(|all| all.get(name)?.get("default"));
            default.map(text).unwrap_or_default()
        };
        let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let path = after_scheme
            .find('/')
            .and_then(|at| after_scheme.get(at..))
            .unwrap_or_default();
        let parts = path.split('/').filter(|part| !part.is_empty()).map(|part| {
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => variable(name).trim_matches('/').to_owned(),
                None => part.to_owned(),
            }
        });
        parts
            .filter(|part| !part.is_empty())
            .map(|part| format!("/{part}"))
            .collect()
    }
}

/// A scalar as text; numbers stand where texts are meant.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// An object of scalars.
pub(super) fn texts(value: Option<&Value>) -> BTreeMap<String, String> {
    let entries = value.and_then(Value::as_object).into_iter().flatten();
    entries.map(|(name, value)| (name.clone(), text(value))).collect()
}

fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}
