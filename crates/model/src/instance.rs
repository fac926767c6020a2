//! An EC2 instance, as the API describes one: nothing of it runs here.
//!
//! What it has in the network (addresses, groups) is its interfaces', which say themselves to which instance they are
//! attached; what it has on disk is its volumes'.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::client_token::ClientToken;
use crate::id::{InstanceId, NetworkInterfaceId, SubnetId, VolumeId, VpcId};
use crate::subnet::HostnameType;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    pub id: InstanceId,
    pub owner: Owner,
    /// `r-...`: the call that launched it.
    pub reservation: String,
    /// Its place among those of the same call.
    pub launch_index: u32,
    pub image: String,
    pub instance_type: String,
    pub power: Power,
    /// Since when it is, or is on its way to, `power`.
    pub changed: OffsetDateTime,
    /// Code and message of what last stopped or ended it.
    pub reason: Option<(String, String)>,
    pub launched: OffsetDateTime,
    /// Interfaces that lost a public address when the instance stopped, and get another when it starts.
    #[serde(default)]
    pub public_on_start: BTreeSet<NetworkInterfaceId>,
    pub zone: ZoneName,
    pub vpc: VpcId,
    pub subnet: SubnetId,
    pub address: Ipv4Addr,
    /// The root volume first; none once it is terminated.
    pub volumes: Vec<InstanceVolume>,
    pub settings: InstanceSettings,
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

/// What a caller may set, most of it later too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceSettings {
    pub key_name: Option<String>,
    /// Base64, as it was sent.
    pub user_data: Option<String>,
    /// ARN and id of the profile.
    pub profile: Option<(String, String)>,
    pub tenancy: String,
    pub placement_group: Option<String>,
    pub monitoring: bool,
    pub ebs_optimized: bool,
    pub disable_api_termination: bool,
    pub disable_api_stop: bool,
    /// `stop` or `terminate`.
    pub shutdown_behavior: String,
    /// `standard` or `unlimited`; only types that burst have one.
    pub credits: Option<String>,
    pub metadata: MetadataOptions,
    pub hostname_type: HostnameType,
    pub resource_name_a_record: bool,
    pub resource_name_aaaa_record: bool,
    pub auto_recovery: String,
    pub hibernation: bool,
    pub enclave: bool,
    /// Cores and threads a core.
    pub cpu: (u32, u32),
}

/// Where an instance is, or where it goes until it has settled.
///
/// ```text
/// pending -> Running <-> (stopping, pending) <-> Stopped
///               `------- shutting-down -> Terminated
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Power {
    Running,
    Stopped,
    Terminated,
}

impl Power {
    /// Code and name of EC2's state; `settled`: whether it has arrived.
    pub fn state(self, settled: bool) -> (i64, &'static str) {
        match (self, settled) {
            (Self::Running, false) => (0, "pending"),
            (Self::Running, true) => (16, "running"),
            (Self::Stopped, false) => (64, "stopping"),
            (Self::Stopped, true) => (80, "stopped"),
            (Self::Terminated, false) => (32, "shutting-down"),
            (Self::Terminated, true) => (48, "terminated"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceVolume {
    pub id: VolumeId,
    /// Such as `/dev/xvda`.
    pub device: String,
    pub delete_on_termination: bool,
    pub attached: OffsetDateTime,
}

/// How the instance's metadata service would answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataOptions {
    /// `optional` or `required`.
    pub tokens: String,
    pub hop_limit: u32,
    /// `enabled` or `disabled`, as the two below.
    pub endpoint: String,
    pub ipv6: String,
    pub tags: String,
}
