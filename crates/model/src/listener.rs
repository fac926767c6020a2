//! A balancer's listener: port, protocol, certificates, default actions; and what an action is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{
    CertificateArn, ListenerArn, ListenerRuleArn, LoadBalancerArn, TargetGroupArn, TrustStoreArn,
};
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
    /// Attributes that differ from their defaults (api E21): stored and shown.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// `None` is `off`; `verify` is never served, see [`UnservedListener`].
    #[serde(default)]
    pub mutual: Option<MutualAuthentication>,
    pub tags: Tags,
}

/// What a listener asks of its clients' certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MutualAuthentication {
    /// Certificates are not asked for; a client that sends none is not affected.
    Passthrough,
    Verify {
        trust_store: TrustStoreArn,
        ignore_expiry: bool,
        advertise_names: bool,
    },
}

/// A listener that is described but not served, so that its port stays shut: one of a Network Load Balancer, or one that
/// verifies client certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnservedListener {
    pub id: ListenerArn,
    /// Its `protocol` says nothing where `transport` does.
    pub listener: Listener,
    pub transport: Option<TransportProtocol>,
    /// `HTTP2Optional` and the like, of a TLS listener.
    pub alpn: Option<String>,
}

/// The protocols of Network Load Balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TransportProtocol {
    Tcp,
    Tls,
    Udp,
    TcpUdp,
}

impl TransportProtocol {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "TCP" => Some(Self::Tcp),
            "TLS" => Some(Self::Tls),
            "UDP" => Some(Self::Udp),
            "TCP_UDP" => Some(Self::TcpUdp),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Udp => "UDP",
            Self::TcpUdp => "TCP_UDP",
        }
    }
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

impl Action {
    /// The groups that it forwards to.
    pub fn groups(&self) -> impl Iterator<Item = &TargetGroupArn> {
        let groups = match self {
            Self::Forward { groups, .. } => groups.as_slice(),
            Self::Redirect(_) | Self::FixedResponse { .. } => &[],
        };
        groups.iter().map(|weighted| &weighted.group)
    }
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
