//! An internet gateway and the VPC that it is attached to.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{InternetGatewayId, VpcId};
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InternetGateway {
    pub id: InternetGatewayId,
    pub owner: Owner,
    pub vpc: Option<VpcId>,
    pub tags: Tags,
}
