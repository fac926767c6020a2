//! A deployment: a REST API frozen at one moment. Later changes need another deployment (api B9).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{DeploymentKey, ResourceId, RestApiId};
use crate::rest_api::ApiResource;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    pub id: DeploymentKey,
    pub owner: Owner,
    pub api: RestApiId,
    pub description: Option<String>,
    pub created: OffsetDateTime,
    /// What was deployed.
    pub policy: Option<String>,
    pub resources: BTreeMap<ResourceId, ApiResource>,
    pub disable_execute_api_endpoint: bool,
}
