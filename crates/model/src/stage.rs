//! A stage: the name under which a deployment answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{DeploymentKey, RestApiId, StageKey};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub id: StageKey,
    pub owner: Owner,
    pub api: RestApiId,
    pub deployment: DeploymentKey,
    pub description: Option<String>,
    pub variables: BTreeMap<String, String>,
    pub created: OffsetDateTime,
    pub updated: OffsetDateTime,
    pub tags: Tags,
}
