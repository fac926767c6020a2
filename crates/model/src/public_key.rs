//! A public key with which CloudFront checks signed URLs and cookies (cf E2).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::PublicKeyId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    pub id: PublicKeyId,
    pub account: AccountId,
    pub etag: String,
    pub created: OffsetDateTime,
    pub caller_reference: String,
    pub name: String,
    pub comment: String,
    /// PEM, as it was sent.
    pub encoded: String,
}
