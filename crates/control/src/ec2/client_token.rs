//! Idempotency: a token with the same parameters gives what the first call made, with others it is refused.
//!
//! The token is kept with the resource, so it is forgotten with it. AWS's memory is bounded by time instead.

use std::fmt::Debug;
use std::sync::Arc;

use adit_model::client_token::ClientToken;
use adit_model::egress_only_internet_gateway::EgressOnlyInternetGateway;
use adit_model::endpoint_service::EndpointService;
use adit_model::flow_log::FlowLog;
use adit_model::instance::Instance;
use adit_model::nat_gateway::NatGateway;
use adit_model::network_acl::NetworkAcl;
use adit_model::network_interface::NetworkInterface;
use adit_model::route_table::RouteTable;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_wire::{ApiError, errors};

use crate::cx::Cx;
use crate::ec2::resource::{Ec2Resource, owned};

/// A resource whose create call takes a token.
pub trait Tokened: Ec2Resource {
    fn client_token(&self) -> Option<&ClientToken>;
}

macro_rules! tokened {
    ($($name:ident),*) => {
        $(impl Tokened for $name {
            fn client_token(&self) -> Option<&ClientToken> {
                self.client_token.as_ref()
            }
        })*
    };
}
tokened!(
    RouteTable,
    NetworkAcl,
    VpcEndpoint,
    NatGateway,
    EgressOnlyInternetGateway,
    FlowLog,
    Instance,
    EndpointService
);

impl Tokened for NetworkInterface {
    fn client_token(&self) -> Option<&ClientToken> {
        self.more.client_token.as_ref()
    }
}

/// What is to be kept with the resource that `request` makes.
pub fn of(token: Option<&str>, request: &impl Debug) -> Option<ClientToken> {
    token.map(|token| ClientToken {
        token: token.to_owned(),
        request: digest(&format!("{request:?}")),
    })
}

/// The resource that an earlier call with this token made.
pub fn replay<T: Tokened>(cx: &Cx<'_>, token: Option<&ClientToken>) -> Result<Option<Arc<T>>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let made = owned::<T>(cx).find(|made| {
        made.client_token()
            .is_some_and(|known| known.token == token.token)
    });
    match made {
        Some(made) if made.client_token() == Some(token) => Ok(Some(made.clone())),
        Some(_) => Err(errors::ec2::idempotent_mismatch(&token.token)),
        None => Ok(None),
    }
}

/// FNV-1a, 64 bits: only equality is asked of it, within one owner and one token.
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}
