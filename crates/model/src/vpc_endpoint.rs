//! A VPC endpoint (api D): an interface one has a network interface a subnet and names, a gateway one has routes.
//!
//! Traffic is carried by interface endpoints for `execute-api` only; all others are configuration.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::{Owner, ZoneName};
use crate::client_token::ClientToken;
use crate::id::{
    EndpointServiceId, NetworkInterfaceId, RouteTableId, SecurityGroupId, SubnetId, VpcEndpointId, VpcId,
};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcEndpoint {
    pub id: VpcEndpointId,
    pub owner: Owner,
    pub vpc: VpcId,
    /// `com.amazonaws.{region}.execute-api`, or another service's name.
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
    pub more: MoreOfEndpoint,
    #[serde(default)]
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointState {
    Pending,
    Available,
    Deleting,
    /// The service's owner has not said yes.
    PendingAcceptance,
    /// The service's owner has said no.
    Rejected,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointKind {
    #[default]
    Interface,
    Gateway,
}

impl EndpointKind {
    /// `VpcEndpointType`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interface => "Interface",
            Self::Gateway => "Gateway",
        }
    }
}

/// What endpoints for `execute-api` do without, stored and read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreOfEndpoint {
    pub kind: EndpointKind,
    /// The service of some account that it connects to, where it is not one of AWS's.
    pub provider: Option<EndpointServiceId>,
    /// When its service's owner last said yes or no.
    pub answered: Option<OffsetDateTime>,
    /// Of a gateway endpoint: the tables that have its route.
    pub route_tables: Vec<RouteTableId>,
    /// `None`: what the kind of endpoint gives.
    pub dns_record_type: Option<String>,
    pub inbound_resolver_only: Option<bool>,
}

impl VpcEndpoint {
    /// Whether it leads to API Gateway's private APIs, which is what carries traffic.
    pub fn fronts_execute_api(&self) -> bool {
        self.more.kind == EndpointKind::Interface && self.service.ends_with(".execute-api")
    }

    /// `{vpce}-{suffix}.execute-api.{region}.vpce.amazonaws.com` (api D14), or with another service's label.
    pub fn regional_name(&self) -> String {
        let (id, suffix, region) = (&self.id, &self.dns_suffix, &self.owner.region);
        format!("{id}-{suffix}.{}.{region}.vpce.amazonaws.com", self.label())
    }

    /// The regional name's form for one zone (api D14).
    pub fn zonal_name(&self, zone: &ZoneName) -> String {
        let (id, suffix, region) = (&self.id, &self.dns_suffix, &self.owner.region);
        format!(
            "{id}-{suffix}-{zone}.{}.{region}.vpce.amazonaws.com",
            self.label()
        )
    }

    /// The service within names: `execute-api`, or the id of an account's service.
    fn label(&self) -> String {
        let known = self
            .service
            .strip_prefix("com.amazonaws.")
            .unwrap_or(&self.service);
        let region = format!("{}.", self.owner.region);
        let known = known.strip_prefix("vpce.").unwrap_or(known);
        // `ecr.api` stands reversed in names: `api.ecr`.
        let mut parts: Vec<&str> = known.strip_prefix(&region).unwrap_or(known).split('.').collect();
        parts.reverse();
        parts.join(".")
    }
}
