//! A CloudFront distribution: what of its configuration decides, and the whole as it was asked for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::{CachePolicyId, CertificateArn, DistributionId, DnsName, OriginRequestPolicyId};
use crate::origin::Origin;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    pub id: DistributionId,
    pub account: AccountId,
    pub domain: DnsName,
    pub etag: String,
    pub status: DeployStatus,
    pub modified: OffsetDateTime,
    pub caller_reference: String,
    pub config: DistributionConfig,
    /// The configuration in AWS's members, read back by GetDistributionConfig.
    pub document: serde_json::Value,
    /// The newest last; the oldest are forgotten past [`MAX_INVALIDATIONS`].
    #[serde(default)]
    pub invalidations: Vec<Invalidation>,
    pub tags: Tags,
}

/// How many invalidations a distribution remembers; one is completed as soon as it is made.
pub const MAX_INVALIDATIONS: usize = 100;

/// Objects taken out of the cache (cf E3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invalidation {
    /// `I` and 25 upper-case letters and digits.
    pub id: String,
    pub created: OffsetDateTime,
    pub caller_reference: String,
    pub paths: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeployStatus {
    /// `InProgress` for distributions, `Deploying` for VPC origins.
    Deploying,
    Deployed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistributionConfig {
    pub enabled: bool,
    pub aliases: Vec<DnsName>,
    pub default_root_object: Option<String>,
    pub origins: Vec<Origin>,
    pub default_behavior: Behavior,
    /// In order; the first whose pattern matches serves (cf B3).
    pub behaviors: Vec<(String, Behavior)>,
    pub error_responses: Vec<CustomErrorResponse>,
    pub geo: GeoRestriction,
    pub certificate: ViewerCertificate,
    /// `PriceClass_100`, `PriceClass_200`, `PriceClass_All`.
    pub price_class: String,
    /// Whether viewers may speak HTTP/2.
    pub http2: bool,
    pub ipv6: bool,
    pub comment: String,
}

/// A cache behavior (cf B2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behavior {
    /// The id of an origin in the same distribution.
    pub origin: String,
    pub viewer_protocol: ViewerProtocolPolicy,
    pub allowed_methods: BTreeSet<String>,
    pub cached_methods: BTreeSet<String>,
    pub compress: bool,
    pub cache: BehaviorCache,
    pub origin_request_policy: Option<OriginRequestPolicyId>,
}

/// A behavior names a cache policy or carries the older inline settings (cf B2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BehaviorCache {
    Policy(CachePolicyId),
    Legacy(LegacyCache),
}

/// `ForwardedValues` and the TTLs beside it; seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegacyCache {
    pub query_string: bool,
    /// Names in the key and forwarded; `*`: all.
    pub headers: Vec<String>,
    /// `none`, `all`, or a list.
    pub cookies: LegacyCookies,
    pub min_ttl: u64,
    pub default_ttl: u64,
    pub max_ttl: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LegacyCookies {
    None,
    All,
    Listed(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ViewerProtocolPolicy {
    AllowAll,
    HttpsOnly,
    RedirectToHttps,
}

/// Seconds; `response` is the page's path and the code to answer with (cf B9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomErrorResponse {
    pub code: u16,
    pub caching_min_ttl: Option<u64>,
    pub response: Option<(String, u16)>,
}

/// ISO 3166-1 alpha-2 codes, upper case (cf B5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GeoRestriction {
    None,
    Whitelist(BTreeSet<String>),
    Blacklist(BTreeSet<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ViewerCertificate {
    /// `*.cloudfront.net`, minimum protocol TLSv1 (cf B7).
    Default,
    Acm {
        arn: CertificateArn,
        minimum_protocol: String,
        ssl_support: String,
    },
}
