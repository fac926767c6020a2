//! A request validator of a REST API: what of a request is held against its method's declarations (api C56).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestValidator {
    pub id: String,
    pub name: Option<String>,
    /// The body against the model of its content type.
    pub body: bool,
    /// Required parameters are there and not blank.
    pub parameters: bool,
}
