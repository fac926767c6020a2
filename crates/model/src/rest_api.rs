//! A REST API of API Gateway: settings, resource policy, and the tree of resources with their methods.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::api_model::{ApiModel, ApiModels};
use crate::authorizer::Authorizer;
use crate::gateway_response::GatewayResponse;
use crate::id::{ResourceId, RestApiId, VpcEndpointId};
use crate::method::Method;
use crate::request_validator::RequestValidator;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApi {
    pub id: RestApiId,
    pub owner: Owner,
    pub name: String,
    pub description: Option<String>,
    pub version: Option<String>,
    pub endpoint_type: EndpointType,
    /// Aliases only: neither grants nor restricts (api A3).
    pub vpc_endpoints: Vec<VpcEndpointId>,
    pub ip_address_type: String,
    /// The resource policy with its shorthand resources expanded (api A8). In force once deployed (api B9).
    pub policy: Option<String>,
    pub api_key_source: String,
    pub binary_media_types: Vec<String>,
    pub minimum_compression_size: Option<u32>,
    pub disable_execute_api_endpoint: bool,
    pub security_policy: Option<String>,
    pub endpoint_access_mode: Option<String>,
    pub root: ResourceId,
    pub resources: BTreeMap<ResourceId, ApiResource>,
    #[serde(default = "ApiModel::before")]
    pub models: ApiModels,
    /// By id.
    #[serde(default)]
    pub authorizers: BTreeMap<String, Authorizer>,
    /// By id.
    #[serde(default)]
    pub request_validators: BTreeMap<String, RequestValidator>,
    /// By type, those that were changed.
    #[serde(default)]
    pub gateway_responses: BTreeMap<String, GatewayResponse>,
    pub created: OffsetDateTime,
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointType {
    Edge,
    Regional,
    Private,
}

impl EndpointType {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "EDGE" => Some(Self::Edge),
            "REGIONAL" => Some(Self::Regional),
            "PRIVATE" => Some(Self::Private),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Edge => "EDGE",
            Self::Regional => "REGIONAL",
            Self::Private => "PRIVATE",
        }
    }
}

/// A node of the path tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiResource {
    pub id: ResourceId,
    /// `None` for the root.
    pub parent: Option<ResourceId>,
    /// A literal segment, `{name}` or `{name+}`; `None` for the root.
    pub path_part: Option<String>,
    /// From the root: `/`, `/pets`, `/pets/{id}`.
    pub path: String,
    /// By HTTP method; `ANY` stands for those not listed (api C6).
    pub methods: BTreeMap<String, Method>,
}

impl RestApi {
    /// `{api}.execute-api.{region}.amazonaws.com`.
    pub fn default_name(&self) -> String {
        format!("{}.execute-api.{}.amazonaws.com", self.id, self.owner.region)
    }
}
