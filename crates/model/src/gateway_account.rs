//! What an account has set for API Gateway in a region.

use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::GatewayAccountKey;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayAccount {
    pub id: GatewayAccountKey,
    /// The role with which the gateway writes logs.
    pub cloudwatch_role_arn: Option<String>,
}

impl GatewayAccount {
    pub fn of(owner: &Owner) -> Self {
        Self {
            id: GatewayAccountKey::of(owner),
            cloudwatch_role_arn: None,
        }
    }
}
