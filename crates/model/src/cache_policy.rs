//! A cache policy: what is in the cache key, and for how long an object is fresh (cf C5, C6, C8; managed ones cf D).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::id::CachePolicyId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachePolicy {
    pub id: CachePolicyId,
    /// `None`: managed by AWS.
    pub account: Option<AccountId>,
    pub etag: String,
    pub modified: OffsetDateTime,
    pub name: String,
    pub comment: String,
    /// Seconds.
    pub min_ttl: u64,
    pub default_ttl: u64,
    pub max_ttl: u64,
    pub gzip: bool,
    pub brotli: bool,
    pub headers: Selection,
    pub cookies: Selection,
    pub query_strings: Selection,
}

/// Which headers, cookies or query parameters are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Selection {
    None,
    All,
    Listed(Vec<String>),
    AllExcept(Vec<String>),
    /// Origin request policies only: all of the viewer's and these of CloudFront's.
    AllAnd(Vec<String>),
}

impl Selection {
    /// Whether `name` is taken; header names compare without case.
    pub fn takes(&self, name: &str) -> bool {
        let listed = |names: &[String]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        match self {
            Self::None => false,
            Self::All | Self::AllAnd(_) => true,
            Self::Listed(names) => listed(names),
            Self::AllExcept(names) => !listed(names),
        }
    }
}
