//! An origin access control: whether and how CloudFront signs what it asks of an origin (cf B1).

use serde::{Deserialize, Serialize};

use crate::account::AccountId;
use crate::id::OriginAccessControlId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginAccessControl {
    pub id: OriginAccessControlId,
    pub account: AccountId,
    pub etag: String,
    pub name: String,
    pub description: String,
    /// `sigv4`.
    pub signing_protocol: String,
    /// `always`, `never`, `no-override`.
    pub signing_behavior: String,
    /// `s3`, `lambda`, `mediastore`, `mediapackagev2`.
    pub origin_type: String,
}
