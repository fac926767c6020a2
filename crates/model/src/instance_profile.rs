//! Instance profiles: what hands a role to an instance.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::arn;
use crate::id::IamName;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceProfile {
    pub id: IamName,
    pub account: AccountId,
    pub name: String,
    pub path: String,
    /// `AIPA...`.
    pub profile_id: String,
    pub created: OffsetDateTime,
    /// AWS allows one.
    pub role: Option<IamName>,
    pub tags: Tags,
}

impl InstanceProfile {
    pub fn arn(&self) -> String {
        arn::global(
            "iam",
            &self.account,
            &format!("instance-profile{}{}", self.path, self.name),
        )
    }
}
