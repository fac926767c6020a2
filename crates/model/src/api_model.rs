//! A model of a REST API: the schema of a body, by name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiModel {
    pub id: String,
    /// Alphanumeric, unique in its API.
    pub name: String,
    pub description: Option<String>,
    /// JSON Schema draft 4, as written.
    pub schema: Option<String>,
    pub content_type: String,
}

/// By name.
pub type ApiModels = BTreeMap<String, ApiModel>;

impl ApiModel {
    pub const EMPTY: &'static str = "Empty";
    pub const ERROR: &'static str = "Error";

    /// The two models that every API begins with.
    pub fn given(mut id: impl FnMut() -> String) -> ApiModels {
        [
            (Self::EMPTY, "This is a default empty schema model", EMPTY_SCHEMA),
            (Self::ERROR, "This is a default error schema model", ERROR_SCHEMA),
        ]
        .into_iter()
        .map(|(name, description, schema)| {
            let model = Self {
                id: id(),
                name: name.to_owned(),
                description: Some(description.to_owned()),
                schema: Some(schema.to_owned()),
                content_type: "application/json".to_owned(),
            };
            (model.name.clone(), model)
        })
        .collect()
    }

    /// For APIs that were stored before models were.
    pub(crate) fn before() -> ApiModels {
        Self::given(|| "000000".to_owned())
    }
}

const EMPTY_SCHEMA: &str = r#"{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "title" : "Empty Schema",
  "type" : "object"
}"#;

const ERROR_SCHEMA: &str = r#"{
  "$schema" : "http://json-schema.org/draft-04/schema#",
  "title" : "Error Schema",
  "type" : "object",
  "properties" : {
    "message" : { "type" : "string" }
  }
}"#;
