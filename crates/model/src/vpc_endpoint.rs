//! An interface VPC endpoint for `execute-api` (api D): one network interface a subnet, a policy, names.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::client_token::ClientToken;
use crate::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcEndpointId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcEndpoint {
    pub id: VpcEndpointId,
    pub owner: Owner,
    pub vpc: VpcId,
    /// `com.amazonaws.{region}.execute-api`.
    pub service: String,
    pub state: EndpointState,
    pub subnets: Vec<SubnetId>,
    /// In the order of `subnets`.
    pub interfaces: Vec<NetworkInterfaceId>,
    pub groups: Vec<SecurityGroupId>,
    /// `None`: full access, the document of api A30.
    pub policy: Option<String>,
    pub private_dns: bool,
    /// What stands behind the id in the endpoint's DNS names: `vpce-{id}-{suffix}.execute-api...`.
    pub dns_suffix: String,
    pub created: OffsetDateTime,
    #[serde(default)]
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointState {
    Pending,
    Available,
    Deleting,
}

impl VpcEndpoint {
    /// `{vpce}-{suffix}.execute-api.{region}.vpce.amazonaws.com` (api D14).
    pub fn regional_name(&self) -> String {
        format!(
            "{}-{}.execute-api.{}.vpce.amazonaws.com",
            self.id, self.dns_suffix, self.owner.region
        )
    }

    /// The regional name's form for one zone (api D14).
    pub fn zonal_name(&self, zone: &ZoneName) -> String {
        format!(
            "{}-{}-{zone}.execute-api.{}.vpce.amazonaws.com",
            self.id, self.dns_suffix, self.owner.region
        )
    }
}
