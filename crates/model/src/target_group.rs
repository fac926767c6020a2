//! A target group: what is registered, how it is checked, how one is chosen (api E.5, E.6). Only groups of IP addresses
//! with HTTP or HTTPS are served.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{TargetGroupArn, VpcId};
use crate::listener::{ListenerProtocol, TransportProtocol};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGroup {
    pub id: TargetGroupArn,
    pub owner: Owner,
    pub name: String,
    pub vpc: VpcId,
    pub protocol: ListenerProtocol,
    pub port: u16,
    /// `HTTP1`, `HTTP2` or `GRPC`.
    pub protocol_version: String,
    pub health_check: HealthCheck,
    pub targets: Vec<Target>,
    /// Attributes that differ from their defaults (api E23), by AWS's keys.
    pub attributes: BTreeMap<String, String>,
    /// What no hop serves: other kinds of targets, protocols of Network Load Balancers. Such a group has no `targets`
    /// that an Application Load Balancer reaches.
    #[serde(default)]
    pub unserved: Option<UnservedGroup>,
    pub tags: Tags,
}

/// What a group has that is described and carries no traffic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnservedGroup {
    pub target_type: TargetType,
    /// The group's protocol, where it is none of HTTP's.
    pub transport: Option<TransportProtocol>,
    /// Whether health is a TCP connection; the check's `protocol`, `path` and `matcher` say nothing then.
    pub tcp_check: bool,
    /// Instances and balancers; addresses are in the group's `targets`.
    pub targets: Vec<NamedTarget>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetType {
    Ip,
    Instance,
    Alb,
}

impl TargetType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ip => "ip",
            Self::Instance => "instance",
            Self::Alb => "alb",
        }
    }
}

/// A registered instance or balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTarget {
    /// `i-...` or an ARN.
    pub id: String,
    pub port: u16,
    /// Set while deregistering.
    pub draining_until: Option<OffsetDateTime>,
}

/// A registered address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub address: IpAddr,
    pub port: u16,
    /// A zone's name or `all`.
    pub zone: Option<String>,
    /// Set while deregistering: `draining` until then (api E25).
    pub draining_until: Option<OffsetDateTime>,
}

/// Seconds, counts and codes as AWS takes them (api E28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    pub enabled: bool,
    pub protocol: ListenerProtocol,
    /// `None`: `traffic-port`.
    pub port: Option<u16>,
    pub path: String,
    pub interval_seconds: u32,
    pub timeout_seconds: u32,
    pub healthy_threshold: u32,
    pub unhealthy_threshold: u32,
    /// `200`, `200,403`, `200-499`.
    pub matcher: String,
}

impl HealthCheck {
    /// Whether the matcher lists `status`.
    pub fn accepts(&self, status: u16) -> bool {
        self.matcher.split(',').any(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            matches!((from.trim().parse::<u16>(), to.trim().parse::<u16>()), (Ok(from), Ok(to)) if (from..=to).contains(&status))
        })
    }
}

/// Attributes of a target group and their defaults (api E23).
pub const ATTRIBUTE_DEFAULTS: &[(&str, &str)] = &[
    ("deregistration_delay.timeout_seconds", "300"),
    ("load_balancing.algorithm.anomaly_mitigation", "off"),
    ("load_balancing.algorithm.type", "round_robin"),
    (
        "load_balancing.cross_zone.enabled",
        "use_load_balancer_configuration",
    ),
    ("slow_start.duration_seconds", "0"),
    ("stickiness.app_cookie.cookie_name", ""),
    ("stickiness.app_cookie.duration_seconds", "86400"),
    ("stickiness.enabled", "false"),
    ("stickiness.lb_cookie.duration_seconds", "86400"),
    ("stickiness.type", "lb_cookie"),
    (
        "target_group_health.dns_failover.minimum_healthy_targets.count",
        "1",
    ),
    (
        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
        "off",
    ),
    (
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
        "1",
    ),
    (
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
        "off",
    ),
];

/// Attributes of a group of a Network Load Balancer and their defaults, those that depend on the group apart.
pub const NETWORK_ATTRIBUTE_DEFAULTS: &[(&str, &str)] = &[
    ("deregistration_delay.connection_termination.enabled", "false"),
    ("deregistration_delay.timeout_seconds", "300"),
    (
        "load_balancing.cross_zone.enabled",
        "use_load_balancer_configuration",
    ),
    ("preserve_client_ip.enabled", "true"),
    ("proxy_protocol_v2.enabled", "false"),
    ("stickiness.enabled", "false"),
    ("stickiness.type", "source_ip"),
    (
        "target_group_health.dns_failover.minimum_healthy_targets.count",
        "1",
    ),
    (
        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
        "off",
    ),
    (
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
        "1",
    ),
    (
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
        "off",
    ),
    (
        "target_health_state.unhealthy.connection_termination.enabled",
        "true",
    ),
    ("target_health_state.unhealthy.draining_interval_seconds", "0"),
];

impl TargetGroup {
    /// The protocol, where it is a Network Load Balancer's.
    pub fn transport(&self) -> Option<TransportProtocol> {
        self.unserved.as_ref().and_then(|unserved| unserved.transport)
    }

    pub fn target_type(&self) -> TargetType {
        self.unserved
            .as_ref()
            .map_or(TargetType::Ip, |unserved| unserved.target_type)
    }

    /// The attributes that a group of its protocol has, with their defaults.
    pub fn attribute_defaults(&self) -> &'static [(&'static str, &'static str)] {
        match self.transport() {
            Some(_) => NETWORK_ATTRIBUTE_DEFAULTS,
            None => ATTRIBUTE_DEFAULTS,
        }
    }

    /// An attribute's value, its default where none was set.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str).or_else(|| {
            // Addresses behind TCP and TLS see the balancer's own address.
            let own = matches!(
                self.transport(),
                Some(TransportProtocol::Tcp | TransportProtocol::Tls)
            );
            if key == "preserve_client_ip.enabled" && own && self.target_type() == TargetType::Ip {
                return Some("false");
            }
            self.attribute_defaults()
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, default)| *default)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matchers_list_codes_and_ranges() {
        let check = |matcher: &str, status| {
            HealthCheck {
                enabled: true,
                protocol: ListenerProtocol::Https,
                port: None,
                path: "/".to_owned(),
                interval_seconds: 30,
                timeout_seconds: 5,
                healthy_threshold: 5,
                unhealthy_threshold: 2,
                matcher: matcher.to_owned(),
            }
            .accepts(status)
        };
        assert!(check("200,403", 403) && check("200-499", 403) && !check("200", 403) && !check("", 200));
    }
}
