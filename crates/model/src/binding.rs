//! A binding: a public name that the user has tied on purpose to a local address.
//!
//! AWS could not reach a loopback or private address, so nothing is sent to one unless a binding says so.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::id::DnsName;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    pub id: DnsName,
    pub address: SocketAddr,
}
