//! An egress-only internet gateway: IPv6 out of one VPC, and nothing in.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::client_token::ClientToken;
use crate::id::{EgressOnlyInternetGatewayId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EgressOnlyInternetGateway {
    pub id: EgressOnlyInternetGatewayId,
    pub owner: Owner,
    pub vpc: VpcId,
    pub client_token: Option<ClientToken>,
    pub tags: Tags,
}
