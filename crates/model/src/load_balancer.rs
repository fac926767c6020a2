//! An Application Load Balancer and its interfaces, one a subnet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::id::{LoadBalancerArn, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadBalancer {
    pub id: LoadBalancerArn,
    pub owner: Owner,
    pub name: String,
    pub scheme: Scheme,
    pub vpc: VpcId,
    pub zones: Vec<BalancerZone>,
    pub groups: Vec<SecurityGroupId>,
    /// `internal-NAME-NUMBER.REGION.elb.amazonaws.com`, lower case.
    pub dns_name: String,
    pub hosted_zone: String,
    pub ip_address_type: String,
    pub state: BalancerState,
    /// Attributes that differ from their defaults (api E20), by AWS's keys.
    pub attributes: BTreeMap<String, String>,
    pub created: OffsetDateTime,
    pub tags: Tags,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalancerZone {
    pub zone: ZoneName,
    pub subnet: SubnetId,
    pub interface: NetworkInterfaceId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    InternetFacing,
    Internal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BalancerState {
    Provisioning,
    Active,
}

/// Attributes of an ALB and their defaults (api E20).
pub const ATTRIBUTE_DEFAULTS: &[(&str, &str)] = &[
    ("access_logs.s3.bucket", ""),
    ("access_logs.s3.enabled", "false"),
    ("access_logs.s3.prefix", ""),
    ("client_keep_alive.seconds", "3600"),
    ("connection_logs.s3.bucket", ""),
    ("connection_logs.s3.enabled", "false"),
    ("connection_logs.s3.prefix", ""),
    ("deletion_protection.enabled", "false"),
    ("health_check_logs.s3.bucket", ""),
    ("health_check_logs.s3.enabled", "false"),
    ("health_check_logs.s3.prefix", ""),
    ("idle_timeout.timeout_seconds", "60"),
    ("ipv6.deny_all_igw_traffic", "false"),
    ("load_balancing.cross_zone.enabled", "true"),
    ("routing.http.desync_mitigation_mode", "defensive"),
    ("routing.http.drop_invalid_header_fields.enabled", "false"),
    ("routing.http.preserve_host_header.enabled", "false"),
    (
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        "false",
    ),
    ("routing.http.xff_client_port.enabled", "false"),
    ("routing.http.xff_header_processing.mode", "append"),
    ("routing.http2.enabled", "true"),
    ("waf.fail_open.enabled", "false"),
    ("zonal_shift.config.enabled", "false"),
];

impl LoadBalancer {
    /// An attribute's value, its default where none was set.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str).or_else(|| {
            // The one default that depends on the balancer (api E20).
            if key == "ipv6.deny_all_igw_traffic" && self.scheme == Scheme::Internal {
                return Some("true");
            }
            ATTRIBUTE_DEFAULTS
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, default)| *default)
        })
    }
}
