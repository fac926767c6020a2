//! A caller's idempotency token, kept with what it made, so that a repeated request makes nothing.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientToken {
    pub token: String,
    /// A digest of the request's other parameters: the same token with others is refused.
    pub request: String,
}
