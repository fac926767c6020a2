//! A target group of IP addresses: what is registered, how it is checked, how one is chosen (api E.5, E.6).

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::{TargetGroupArn, VpcId};
use crate::listener::ListenerProtocol;
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
    pub tags: Tags,
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

impl TargetGroup {
    /// An attribute's value, its default where none was set.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str).or_else(|| {
            ATTRIBUTE_DEFAULTS
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
