//! A key value store: what a CloudFront function may look up (cf E1). Its pairs belong to another API.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::KeyValueStoreKey;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyValueStore {
    pub id: KeyValueStoreKey,
    pub account: AccountId,
    pub etag: String,
    /// A UUID; the ARN ends in it.
    pub uuid: String,
    pub comment: String,
    pub created: OffsetDateTime,
    pub modified: OffsetDateTime,
    pub tags: Tags,
}
