//! A usage plan: which keys may call which stages, how fast and how often (api C2, C57).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{ApiKeyId, UsagePlanId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsagePlan {
    pub id: UsagePlanId,
    pub owner: Owner,
    pub name: String,
    pub description: Option<String>,
    pub stages: Vec<PlanStage>,
    pub throttle: Option<PlanThrottle>,
    pub quota: Option<PlanQuota>,
    /// A product of the AWS Marketplace.
    pub product_code: Option<String>,
    /// The usage plan keys.
    pub keys: BTreeSet<ApiKeyId>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanStage {
    pub api: String,
    pub stage: String,
    /// By `{resource path}/{method}`.
    pub throttle: BTreeMap<String, PlanThrottle>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanThrottle {
    pub burst: Option<i64>,
    /// Requests a second.
    pub rate: Option<f64>,
}

/// Requests of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanQuota {
    pub limit: Option<i64>,
    /// Taken off the first period.
    pub offset: i64,
    /// `DAY`, `WEEK` or `MONTH`.
    pub period: Option<String>,
}

impl PlanStage {
    /// `{api}:{stage}`, as plans write it.
    pub fn name(&self) -> String {
        format!("{}:{}", self.api, self.stage)
    }
}
