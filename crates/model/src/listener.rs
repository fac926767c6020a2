//! A balancer's listener: port, protocol, certificates, default actions; and what an action is.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{CertificateArn, ListenerArn, ListenerRuleArn, LoadBalancerArn, TargetGroupArn};
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
    /// `Order` of the default action as it was given; shown, of no effect with one action.
    #[serde(default)]
    pub action_order: Option<u32>,
    pub tags: Tags,
}

impl Listener {
    /// The default rule, which is a rule in AWS's eyes and part of the listener in ours. Its last part is made from the
    /// listener's own, so that it is stable.
    pub fn default_rule(&self) -> Option<ListenerRuleArn> {
        let hash = self.id.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        let rule = self.id.as_str().replacen(":listener/", ":listener-rule/", 1);
        ListenerRuleArn::parse(&format!("{rule}/{hash:016x}"))
    }
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
        stickiness: Option<GroupStickiness>,
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

/// Whether a client stays with the group that was chosen first (api E11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupStickiness {
    pub enabled: bool,
    /// 1 to 604,800; kept even where disabled.
    pub seconds: Option<u32>,
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
