//! An origin request policy: what of the viewer's request the origin sees beyond the cache key (cf C1, D).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::cache_policy::Selection;
use crate::id::OriginRequestPolicyId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginRequestPolicy {
    pub id: OriginRequestPolicyId,
    /// `None`: managed by AWS.
    pub account: Option<AccountId>,
    pub etag: String,
    pub modified: OffsetDateTime,
    pub name: String,
    pub comment: String,
    pub headers: Selection,
    pub cookies: Selection,
    pub query_strings: Selection,
}
