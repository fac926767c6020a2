//! What a balancer changes in a request that it forwards (api E18-E20).

use std::net::IpAddr;

use adit_model::listener::Listener;
use adit_model::load_balancer::LoadBalancer;
use http::HeaderName;
use http::header::{CONNECTION, UPGRADE};

use crate::balancer::group::Group;
use crate::facts::Facts;
use crate::head::Head;
use crate::header_op::{self, Fill, HeaderOp};

/// The compiled rewrite of one listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarding {
    pub host: HostPort,
    pub headers: Vec<HeaderOp>,
}

/// What becomes of the Host header's port (api E18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostPort {
    /// `preserve_host_header`.
    Kept,
    /// Listeners on 80 and 443.
    Stripped,
    Appended(u16),
}

/// TLS towards targets: what the endpoint negotiates (api A23, E15).
const TLS_VERSION: &str = "TLSv1.2";
const TLS_CIPHER: &str = "ECDHE-RSA-AES128-GCM-SHA256";

impl Forwarding {
    pub fn compile(listener: &Listener, balancer: &LoadBalancer) -> Self {
        let is = |key: &str, value: &str| balancer.attribute(key) == Some(value);
        let host = match listener.port {
            _ if is("routing.http.preserve_host_header.enabled", "true") => HostPort::Kept,
            80 | 443 => HostPort::Stripped,
            port => HostPort::Appended(port),
        };
        let forwarded_for = HeaderName::from_static("x-forwarded-for");
        let peer = match is("routing.http.xff_client_port.enabled", "true") {
            true => Fill::PeerAndPort,
            false => Fill::Peer,
        };
        let mut ops = vec![
            HeaderOp::Remove(CONNECTION),
            HeaderOp::Remove(HeaderName::from_static("keep-alive")),
            HeaderOp::Remove(HeaderName::from_static("proxy-connection")),
            HeaderOp::Remove(UPGRADE),
        ];
        if is("routing.http.drop_invalid_header_fields.enabled", "true") {
            ops.push(HeaderOp::RemoveUnusualNames);
        }
        ops.extend(
            match balancer.attribute("routing.http.xff_header_processing.mode") {
                Some("preserve") => None,
                Some("remove") => Some(HeaderOp::Remove(forwarded_for)),
                _ => Some(HeaderOp::Append(forwarded_for, peer)),
            },
        );
        let mut set = |name: &'static str, value: &str| {
            ops.extend(Fill::text(value).map(|fill| HeaderOp::Set(HeaderName::from_static(name), fill)));
        };
        set(
            "x-forwarded-proto",
            &listener.protocol.name().to_ascii_lowercase(),
        );
        set("x-forwarded-port", &listener.port.to_string());
        if is("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "true") {
            set("x-amzn-tls-version", TLS_VERSION);
            set("x-amzn-tls-cipher-suite", TLS_CIPHER);
        }
        ops.push(HeaderOp::TraceId);
        Self { host, headers: ops }
    }

    pub fn apply(&self, head: &mut Head, group: &Group, source: IpAddr, facts: &Facts) {
        match self.host {
            HostPort::Kept => {}
            HostPort::Stripped => head.port = None,
            HostPort::Appended(port) => head.port = Some(port),
        }
        header_op::apply(&self.headers, &mut head.headers, source, facts);
        head.scheme = group.scheme();
        head.version = group.version;
    }
}
