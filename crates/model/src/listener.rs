//! A balancer's listener: port, protocol, certificates, default actions; and what an action is.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{CertificateArn, ListenerArn, LoadBalancerArn, TargetGroupArn};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    pub id: ListenerArn,
    pub owner: Owner,
    pub balancer: LoadBalancerArn,
    pub port: u16,
    pub protocol: ListenerProtocol,
    /// HTTPS only, such as `ELBSecurityPolicy-2016-08` (api E14).
    pub ssl_policy: Option<String>,
    /// The default certificate first, then those added for SNI (api E13).
    pub certificates: Vec<CertificateArn>,
    pub default_actions: Vec<Action>,
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ListenerProtocol {
    Http,
    Https,
}

impl ListenerProtocol {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "HTTP" => Some(Self::Http),
            "HTTPS" => Some(Self::Https),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
        }
    }
}

/// What is done with a request; exactly one of these ends a rule (api E7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    Forward {
        groups: Vec<WeightedGroup>,
        stickiness_seconds: Option<u32>,
    },
    Redirect(Redirect),
    FixedResponse {
        status: u16,
        content_type: Option<String>,
        body: Option<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightedGroup {
    pub group: TargetGroupArn,
    /// 0 to 999 (api E11).
    pub weight: u16,
}

/// Parts may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}` (api E11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    pub protocol: String,
    pub host: String,
    pub port: String,
    pub path: String,
    pub query: String,
    /// 301 or 302.
    pub status: u16,
}
