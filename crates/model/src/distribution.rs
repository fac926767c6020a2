//! A CloudFront distribution: what of its configuration decides, and the whole as it was asked for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::{
    CachePolicyId, CertificateArn, DistributionId, DnsName, EdgeFunctionKey, KeyGroupId,
    OriginRequestPolicyId, ResponseHeadersPolicyId,
};
use crate::kept_json::KeptJson;
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
    pub document: KeptJson,
    /// The newest last; the oldest are forgotten past [`MAX_INVALIDATIONS`].
    #[serde(default)]
    pub invalidations: Vec<Invalidation>,
    /// Whether additional metrics are on; `None` without a monitoring subscription.
    #[serde(default)]
    pub realtime_metrics: Option<bool>,
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
    #[serde(default)]
    pub origin_groups: Vec<OriginGroup>,
    /// An ARN of AWS WAF, or an id of WAF Classic.
    #[serde(default)]
    pub web_acl: Option<String>,
}

impl DistributionConfig {
    /// The place of the origin that a behavior's target begins with: an origin's own, or that of a group's first member.
    pub fn first_origin(&self, target: &str) -> Option<usize> {
        let group = self.origin_groups.iter().find(|group| group.id == target);
        let id = group.map_or(target, |group| group.primary.as_str());
        self.origins.iter().position(|origin| origin.id == id)
    }
}

/// Two origins, the second of which serves when the first answers with one of `codes` (cf B10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginGroup {
    pub id: String,
    pub codes: BTreeSet<u16>,
    pub primary: String,
    pub secondary: String,
    /// `default`, `media-quality-based`.
    pub selection: Option<String>,
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
    #[serde(default)]
    pub response_headers_policy: Option<ResponseHeadersPolicyId>,
    #[serde(default)]
    pub functions: Vec<FunctionAssociation>,
    #[serde(default)]
    pub lambdas: Vec<LambdaAssociation>,
    /// Key groups of which one must have signed the viewer's request.
    #[serde(default)]
    pub key_groups: Vec<KeyGroupId>,
    /// Accounts (or `self`) whose key pairs may sign: the older form of key groups.
    #[serde(default)]
    pub signers: Vec<String>,
}

/// A CloudFront function that runs at `viewer-request` or `viewer-response` (cf E1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionAssociation {
    pub function: EdgeFunctionKey,
    pub event: String,
}

/// A version of a Lambda function that runs at one of the four events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LambdaAssociation {
    pub arn: String,
    pub event: String,
    pub include_body: bool,
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
    /// Parameters in the key; none stands for all that are forwarded.
    #[serde(default)]
    pub query_string_keys: Vec<String>,
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
