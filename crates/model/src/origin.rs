//! An origin of a distribution: a public name, or a VPC origin that leads into private subnets (cf A2).

use serde::{Deserialize, Serialize};

use crate::id::{DnsName, OriginAccessControlId, OriginAccessIdentityId, VpcOriginId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The name that behaviors refer to.
    pub id: String,
    /// `Host` by default, and what the origin's certificate is checked against (cf A3).
    pub domain: DnsName,
    /// Prefixed to the request's path; empty or `/...` without a final slash (cf B3).
    pub path: String,
    /// Set on every origin request, over a viewer's header of the same name (cf B12).
    pub custom_headers: Vec<(String, String)>,
    pub kind: OriginKind,
    /// 1 to 3.
    pub connection_attempts: u32,
    /// Seconds, 1 to 10.
    pub connection_timeout: u32,
    /// Seconds, 1 to 120 (cf A7).
    pub read_timeout: u32,
    /// Seconds, 1 to 120.
    pub keepalive_timeout: u32,
    /// Seconds over everything, retries included.
    pub completion_timeout: Option<u32>,
    /// How requests to the origin are signed.
    #[serde(default)]
    pub access_control: Option<OriginAccessControlId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OriginKind {
    Custom {
        protocol: OriginProtocolPolicy,
        http_port: u16,
        https_port: u16,
        ssl_protocols: Vec<String>,
    },
    VpcOrigin(VpcOriginId),
    /// A bucket, which is asked over the viewer's protocol.
    S3 {
        identity: Option<OriginAccessIdentityId>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OriginProtocolPolicy {
    HttpOnly,
    HttpsOnly,
    MatchViewer,
}

impl OriginProtocolPolicy {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "http-only" => Some(Self::HttpOnly),
            "https-only" => Some(Self::HttpsOnly),
            "match-viewer" => Some(Self::MatchViewer),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::HttpOnly => "http-only",
            Self::HttpsOnly => "https-only",
            Self::MatchViewer => "match-viewer",
        }
    }
}
