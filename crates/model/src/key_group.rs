//! A key group: the public keys of which one must have signed a viewer's request (cf E2).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::{KeyGroupId, PublicKeyId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyGroup {
    pub id: KeyGroupId,
    pub account: AccountId,
    pub etag: String,
    pub modified: OffsetDateTime,
    pub name: String,
    pub comment: String,
    pub keys: Vec<PublicKeyId>,
}
