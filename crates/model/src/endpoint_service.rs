//! A service that an account offers to others' endpoints (PrivateLink): what it stands on, and who may connect.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::client_token::ClientToken;
use crate::id::{EndpointServiceId, LoadBalancerArn};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointService {
    pub id: EndpointServiceId,
    pub owner: Owner,
    pub acceptance_required: bool,
    /// Network load balancers; at least one.
    pub balancers: Vec<LoadBalancerArn>,
    pub private_dns: Option<ServiceDomain>,
    pub principals: Vec<AllowedPrincipal>,
    pub created: OffsetDateTime,
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}

/// A private name and the TXT record by which its owner would prove it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceDomain {
    pub name: String,
    pub record: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedPrincipal {
    /// `vpce-svc-perm-...`.
    pub id: String,
    /// An ARN, or `*`.
    pub principal: String,
}

impl EndpointService {
    /// `com.amazonaws.vpce.{region}.{id}`.
    pub fn name(&self) -> String {
        format!("com.amazonaws.vpce.{}.{}", self.owner.region, self.id)
    }
}
