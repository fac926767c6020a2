//! A response headers policy: what CloudFront removes from and adds to its answers to viewers (cf C11, D).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::ResponseHeadersPolicyId;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponseHeadersPolicy {
    pub id: ResponseHeadersPolicyId,
    /// `None`: managed by AWS.
    pub account: Option<AccountId>,
    pub etag: String,
    pub modified: OffsetDateTime,
    pub name: String,
    pub comment: String,
    pub cors: Option<Cors>,
    pub security: Option<SecurityHeaders>,
    pub server_timing: Option<ServerTiming>,
    pub custom: Option<Vec<CustomHeader>>,
    /// Names of headers that the origin's answer loses.
    pub removed: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cors {
    /// `*`, or origins with perhaps a wildcard as the leftmost label.
    pub allow_origins: Vec<String>,
    pub allow_headers: Vec<String>,
    /// `ALL` stands for every method.
    pub allow_methods: Vec<String>,
    pub allow_credentials: bool,
    pub expose_headers: Option<Vec<String>>,
    /// Seconds.
    pub max_age: Option<u32>,
    /// Whether the policy's headers replace the origin's.
    pub overrides: bool,
}

/// Each with whether it replaces the origin's header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityHeaders {
    pub xss_protection: Option<XssProtection>,
    /// `DENY` or `SAMEORIGIN`.
    pub frame_options: Option<(String, bool)>,
    pub referrer_policy: Option<(String, bool)>,
    pub content_security_policy: Option<(String, bool)>,
    pub content_type_options: Option<bool>,
    pub strict_transport_security: Option<StrictTransportSecurity>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct XssProtection {
    pub overrides: bool,
    pub protection: bool,
    pub mode_block: Option<bool>,
    pub report_uri: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrictTransportSecurity {
    pub overrides: bool,
    /// Seconds.
    pub max_age: u32,
    pub include_subdomains: Option<bool>,
    pub preload: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServerTiming {
    pub enabled: bool,
    /// Per cent of the answers.
    pub sampling_rate: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomHeader {
    pub name: String,
    pub value: String,
    pub overrides: bool,
}
