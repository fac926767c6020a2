//! A method of a REST API's resource, its integration and their responses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`.
    pub authorization: String,
    pub authorizer: Option<String>,
    pub api_key_required: bool,
    pub operation_name: Option<String>,
    /// `method.request.header.X` and the like; true when required.
    pub request_parameters: BTreeMap<String, bool>,
    /// Content type to model name.
    pub request_models: BTreeMap<String, String>,
    pub request_validator: Option<String>,
    pub authorization_scopes: Vec<String>,
    /// By status code.
    pub responses: BTreeMap<String, MethodResponse>,
    pub integration: Option<Integration>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodResponse {
    /// `method.response.header.X`; true when required.
    pub parameters: BTreeMap<String, bool>,
    pub models: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    pub kind: IntegrationKind,
    /// The method towards the backend; none for MOCK.
    pub http_method: Option<String>,
    pub uri: Option<String>,
    /// `INTERNET` where the caller said so; AWS shows it only then.
    #[serde(default)]
    pub connection_type: Option<String>,
    /// A VPC link, or a stage variable that names one.
    #[serde(default)]
    pub connection_id: Option<String>,
    pub credentials: Option<String>,
    /// Integration parameter to where its value comes from (api C27).
    pub request_parameters: BTreeMap<String, String>,
    /// Content type to template.
    pub request_templates: BTreeMap<String, String>,
    /// `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` or `NEVER` (api C22).
    pub passthrough: String,
    pub content_handling: Option<String>,
    /// 50 to 29,000 (api C16).
    pub timeout_millis: u32,
    pub cache_namespace: String,
    pub cache_key_parameters: Vec<String>,
    #[serde(default)]
    pub tls_insecure: Option<bool>,
    /// `BUFFERED` or `STREAM`.
    #[serde(default)]
    pub transfer_mode: Option<String>,
    /// A balancer or listener behind a VPC link.
    #[serde(default)]
    pub target: Option<String>,
    /// By status code.
    pub responses: BTreeMap<String, IntegrationResponse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IntegrationKind {
    Aws,
    AwsProxy,
    Http,
    HttpProxy,
    Mock,
}

impl IntegrationKind {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "AWS" => Some(Self::Aws),
            "AWS_PROXY" => Some(Self::AwsProxy),
            "HTTP" => Some(Self::Http),
            "HTTP_PROXY" => Some(Self::HttpProxy),
            "MOCK" => Some(Self::Mock),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::AwsProxy => "AWS_PROXY",
            Self::Http => "HTTP",
            Self::HttpProxy => "HTTP_PROXY",
            Self::Mock => "MOCK",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationResponse {
    /// A regular expression over the backend's status (api C21); `None` or empty: the default.
    pub selection_pattern: Option<String>,
    /// `method.response.header.X` to where its value comes from (api C27).
    pub parameters: BTreeMap<String, String>,
    /// Content type to template.
    pub templates: BTreeMap<String, String>,
    pub content_handling: Option<String>,
}
