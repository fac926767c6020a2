//! Roles of IAM: who may assume them, what they may do, and what a deletion of a service's own role came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{AccountId, Region};
use crate::arn;
use crate::id::{IamName, RoleDeletionId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub id: IamName,
    pub account: AccountId,
    pub name: String,
    /// `/`, or `/some/path/`.
    pub path: String,
    /// `AROA...`: never given twice, so that a role made anew is another one.
    pub role_id: String,
    pub created: OffsetDateTime,
    /// The trust policy, as it was given.
    pub trust: String,
    pub description: Option<String>,
    /// 3,600 to 43,200.
    pub max_session_seconds: u32,
    /// The ARN of the policy that bounds its permissions.
    pub boundary: Option<String>,
    /// Inline policies by name.
    pub policies: BTreeMap<String, String>,
    /// ARNs of managed policies, in the order in which they were attached.
    pub attached: Vec<String>,
    /// The service whose own role it is, such as `elasticloadbalancing.amazonaws.com`.
    pub service: Option<String>,
    pub last_used: Option<RoleUse>,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleUse {
    pub at: OffsetDateTime,
    pub region: Region,
}

/// What DeleteServiceLinkedRole began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDeletion {
    pub id: RoleDeletionId,
    pub account: AccountId,
    pub created: OffsetDateTime,
    /// ARNs of what still uses the role, by region; it was not deleted then.
    pub used_by: BTreeMap<String, Vec<String>>,
}

impl Role {
    pub fn arn(&self) -> String {
        arn::global("iam", &self.account, &format!("role{}{}", self.path, self.name))
    }
}
