//! An API key: a caller's name towards usage plans (api C57).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::ApiKeyId;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub owner: Owner,
    /// What callers send; unique in its account and region.
    pub value: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub customer: Option<String>,
    pub enabled: bool,
    /// `{api}/{stage}`; what keys were tied to before there were usage plans.
    pub stages: Vec<String>,
    pub created: OffsetDateTime,
    pub updated: OffsetDateTime,
    pub tags: Tags,
}
