//! A gateway response of a REST API: what the gateway itself answers when it refuses (api C51-C55). Only those that were
//! changed are kept; the others follow from their type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayResponse {
    /// `UNAUTHORIZED`, `DEFAULT_4XX` and so on.
    pub kind: String,
    pub status: Option<String>,
    /// `gatewayresponse.header.X` to where its value comes from.
    pub parameters: BTreeMap<String, String>,
    /// Content type to template.
    pub templates: BTreeMap<String, String>,
}
