//! A stage: the name under which a deployment answers, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{DeploymentKey, RestApiId, StageKey};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// What has no effect on traffic yet.
    #[serde(default)]
    pub settings: StageSettings,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StageSettings {
    pub cache: CacheCluster,
    pub access_log: Option<AccessLog>,
    pub canary: Option<Canary>,
    pub tracing_enabled: bool,
    /// By `{resource}/{method}` as it was written, or `*/*`.
    pub methods: BTreeMap<String, MethodSetting>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheCluster {
    pub enabled: bool,
    /// Gigabytes, in AWS's words: `0.5` to `237`.
    pub size: Option<String>,
    /// When it was last turned on, off or to another size.
    pub changed: Option<OffsetDateTime>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLog {
    pub destination_arn: Option<String>,
    pub format: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Canary {
    pub percent_traffic: f64,
    pub deployment: DeploymentKey,
    pub variable_overrides: BTreeMap<String, String>,
    pub use_stage_cache: bool,
}

/// `None` is what was not set and shows AWS's default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MethodSetting {
    pub metrics_enabled: Option<bool>,
    pub logging_level: Option<String>,
    pub data_trace_enabled: Option<bool>,
    pub throttling_burst_limit: Option<i64>,
    pub throttling_rate_limit: Option<f64>,
    pub caching_enabled: Option<bool>,
    pub cache_ttl_in_seconds: Option<i64>,
    pub cache_data_encrypted: Option<bool>,
    pub require_authorization_for_cache_control: Option<bool>,
    pub unauthorized_cache_control_header_strategy: Option<String>,
}

impl Stage {
    pub fn new(
        id: StageKey,
        owner: Owner,
        api: RestApiId,
        deployment: DeploymentKey,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            id,
            owner,
            api,
            deployment,
            description: None,
            variables: BTreeMap::new(),
            created: now,
            updated: now,
            tags: Tags::new(),
            settings: StageSettings::default(),
        }
    }
}
