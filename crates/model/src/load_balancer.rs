//! A load balancer and its interfaces, one a subnet: an Application Load Balancer, or a Network Load Balancer, which is
//! described but carries no traffic.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::id::{AllocationId, LoadBalancerArn, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
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
    /// What a Network Load Balancer has; `None` for an Application Load Balancer.
    #[serde(default)]
    pub network: Option<NetworkBalancer>,
    /// Stored and shown: capacity has no meaning here.
    #[serde(default)]
    pub capacity: Option<CapacityReservation>,
    pub tags: Tags,
}

/// What only a Network Load Balancer has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkBalancer {
    /// Addresses that were chosen for subnets.
    pub mappings: BTreeMap<SubnetId, ChosenAddress>,
    /// Whether groups judge what comes through PrivateLink; `None` without groups.
    pub enforce_on_private_link: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChosenAddress {
    /// An elastic IP address, of a balancer that faces the internet.
    Elastic {
        allocation: AllocationId,
        public: Ipv4Addr,
    },
    /// An address of the subnet, of an internal balancer.
    Private(Ipv4Addr),
}

/// ModifyCapacityReservation's last word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityReservation {
    /// `None` after a reset.
    pub units: Option<u32>,
    pub modified: OffsetDateTime,
    /// When it was lowered, within a day of the last time.
    pub decreases: Vec<OffsetDateTime>,
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

/// Attributes of a Network Load Balancer and their defaults.
pub const NETWORK_ATTRIBUTE_DEFAULTS: &[(&str, &str)] = &[
    ("access_logs.s3.bucket", ""),
    ("access_logs.s3.enabled", "false"),
    ("access_logs.s3.prefix", ""),
    ("deletion_protection.enabled", "false"),
    ("dns_record.client_routing_policy", "any_availability_zone"),
    ("ipv6.deny_all_igw_traffic", "false"),
    ("load_balancing.cross_zone.enabled", "false"),
    ("secondary_ips.auto_assigned.per_subnet", "0"),
    ("zonal_shift.config.enabled", "false"),
];

impl LoadBalancer {
    /// The attributes that a balancer of its type has, with their defaults.
    pub fn attribute_defaults(&self) -> &'static [(&'static str, &'static str)] {
        match self.network {
            Some(_) => NETWORK_ATTRIBUTE_DEFAULTS,
            None => ATTRIBUTE_DEFAULTS,
        }
    }

    /// An attribute's value, its default where none was set.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str).or_else(|| {
            // The one default that depends on the balancer (api E20).
            if key == "ipv6.deny_all_igw_traffic" && self.scheme == Scheme::Internal {
                return Some("true");
            }
            self.attribute_defaults()
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, default)| *default)
        })
    }
}
