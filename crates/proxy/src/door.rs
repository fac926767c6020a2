//! The doors through which a client's bytes enter, and what is known of the client behind one.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use adit_hops::facts::ViewerTls;
use adit_hops::{Arrival, CountryCode, Scheme};
use adit_model::id::{LoadBalancerArn, NetworkInterfaceId};
use adit_vnet::Permit;

/// A door was opened by the network's verdict, made when the connection was: requests on it need no other.
pub(crate) enum Door {
    /// The edge's listeners, or a vantage on the internet.
    Public,
    Balancer {
        balancer: LoadBalancerArn,
        port: u16,
        source: IpAddr,
        permit: Permit,
    },
    Endpoint {
        interface: NetworkInterfaceId,
        port: u16,
        source: IpAddr,
        permit: Permit,
    },
}

impl Door {
    pub(crate) fn arrival(&self) -> Arrival {
        match self {
            Self::Public => Arrival::Public,
            Self::Balancer {
                balancer,
                port,
                source,
                permit,
            } => Arrival::Balancer {
                balancer: balancer.clone(),
                port: *port,
                source: *source,
                permit: permit.clone(),
            },
            Self::Endpoint {
                interface,
                port,
                source,
                permit,
            } => Arrival::Endpoint {
                interface: interface.clone(),
                port: *port,
                source: *source,
                permit: permit.clone(),
            },
        }
    }
}

/// Who is at the other end, as AWS would see it.
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    pub(crate) country: Option<CountryCode>,
    /// For traces: the address, or the vantage's name.
    pub(crate) from: Arc<str>,
}

/// A connection over which requests come.
pub(crate) struct Visit {
    pub(crate) door: Door,
    pub(crate) client: Client,
    pub(crate) scheme: Scheme,
    pub(crate) tls: Option<ViewerTls>,
}
