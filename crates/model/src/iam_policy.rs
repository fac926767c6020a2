//! Managed policies that an account made, with their versions.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::arn;
use crate::id::IamName;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IamPolicy {
    pub id: IamName,
    pub account: AccountId,
    pub name: String,
    pub path: String,
    /// `ANPA...`.
    pub policy_id: String,
    pub description: Option<String>,
    pub created: OffsetDateTime,
    pub updated: OffsetDateTime,
    /// In the order in which they were made; at least one, at most five.
    pub versions: Vec<PolicyVersion>,
    /// The number of the version in force.
    pub default_version: u32,
    /// The number of the newest version that there ever was.
    pub last_version: u32,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// 3 of `v3`.
    pub number: u32,
    /// As it was given.
    pub document: String,
    pub created: OffsetDateTime,
}

impl IamPolicy {
    pub fn arn(&self) -> String {
        arn::global("iam", &self.account, &format!("policy{}{}", self.path, self.name))
    }
}
