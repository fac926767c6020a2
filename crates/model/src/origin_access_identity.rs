//! An origin access identity: the older way in which CloudFront shows an S3 bucket who asks.

use serde::{Deserialize, Serialize};

use crate::account::AccountId;
use crate::id::OriginAccessIdentityId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginAccessIdentity {
    pub id: OriginAccessIdentityId,
    pub account: AccountId,
    pub etag: String,
    pub caller_reference: String,
    pub comment: String,
    /// What bucket policies name, 96 hexadecimal digits.
    pub canonical_user: String,
}
