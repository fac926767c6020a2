//! Which certificate each door presents: compiled from the World beside the Plan, swapped as a whole.
//!
//! Distributions present their ACM certificate for their aliases and `*.cloudfront.net`'s for anything else, with or
//! without SNI; public APIs and endpoints one wildcard a region, whatever the SNI (api A22, A24); balancers' listeners
//! what the Plan chose among theirs (api E13). Names of AWS are certified by Adit's authority, once a name.
//!
//! TLS 1.0 and 1.1 are in older policies of AWS and in no rustls: such policies offer TLS 1.2 (and 1.3) alone.

use std::collections::HashMap;
use std::sync::Arc;

use adit_model::account::Region;
use adit_model::distribution::ViewerCertificate;
use adit_model::id::{CertificateArn, LoadBalancerArn, NetworkInterfaceId};
use adit_model::listener::ListenerProtocol;
use adit_model::load_balancer::Scheme;
use adit_model::rest_api::EndpointType;
use adit_model::{World, certificate};
use adit_tls::viewer_policy::OF_DEFAULT_CERTIFICATE;
use rustls::ServerConfig;

use crate::certifier::{Certifier, Offer, Policy};

/// Server configurations by where a connection goes.
#[derive(Default)]
pub struct CertificateStore {
    /// `None` only when Adit's authority could not issue.
    default: Option<Arc<ServerConfig>>,
    exact: HashMap<Arc<str>, Arc<ServerConfig>>,
    /// By what stands behind `*.`.
    wildcards: HashMap<Arc<str>, Arc<ServerConfig>>,
    listeners: HashMap<(LoadBalancerArn, u16), ListenerDoor>,
    endpoints: HashMap<NetworkInterfaceId, Arc<ServerConfig>>,
}

/// What a listener speaks.
pub(crate) enum ListenerDoor {
    Http,
    /// By the certificate that is presented.
    Https(HashMap<CertificateArn, Arc<ServerConfig>>),
}

impl CertificateStore {
    pub(crate) fn build(world: &World, certifier: &Certifier) -> Self {
        let default = certifier.aws(&["*.cloudfront.net".to_owned()], offer(true));
        let mut store = Self {
            default,
            ..Self::default()
        };
        store.listeners(world, certifier);
        store.regions(world, certifier);
        store.distributions(world, certifier);
        store
    }

    /// For the edge's listener: never fails for a name (CloudFront's handshake does not, cf B7).
    pub(crate) fn edge(&self, sni: Option<&str>) -> Option<Arc<ServerConfig>> {
        sni.and_then(|name| self.named(name))
            .or(self.default.as_ref())
            .cloned()
    }

    pub(crate) fn listener(&self, balancer: &LoadBalancerArn, port: u16) -> Option<&ListenerDoor> {
        self.listeners.get(&(balancer.clone(), port))
    }

    pub(crate) fn endpoint(&self, interface: &NetworkInterfaceId) -> Option<Arc<ServerConfig>> {
        self.endpoints.get(interface).cloned()
    }

    fn named(&self, name: &str) -> Option<&Arc<ServerConfig>> {
        self.exact
            .get(name)
            .or_else(|| self.wildcards.get(name.split_once('.')?.1))
    }

    fn name(&mut self, name: &str, config: &Arc<ServerConfig>) {
        match name.strip_prefix("*.") {
            Some(suffix) => self.wildcards.insert(suffix.into(), config.clone()),
            None => self.exact.insert(name.into(), config.clone()),
        };
    }

    fn distributions(&mut self, world: &World, certifier: &Certifier) {
        for distribution in world.distributions.iter() {
            let config = &distribution.config;
            if !config.http2
                && let Some(plain) = certifier.aws(&["*.cloudfront.net".to_owned()], offer(false))
            {
                self.name(distribution.domain.as_str(), &plain);
            }
            let ViewerCertificate::Acm {
                arn,
                minimum_protocol,
                ..
            } = &config.certificate
            else {
                continue;
            };
            let offer = Offer {
                policy: Policy::viewer(minimum_protocol),
                http2: config.http2,
            };
            let Some(server) = issued(world, arn).and_then(|c| certifier.acm(c, offer)) else {
                continue;
            };
            for alias in &config.aliases {
                self.name(alias.as_str(), &server);
            }
        }
    }

    fn listeners(&mut self, world: &World, certifier: &Certifier) {
        for listener in world.listeners.iter() {
            let Some(balancer) = world.load_balancers.get(&listener.balancer) else {
                continue;
            };
            let key = (balancer.id.clone(), listener.port);
            if listener.protocol == ListenerProtocol::Http {
                self.listeners.insert(key, ListenerDoor::Http);
                continue;
            }
            let http2 = balancer.attribute("routing.http2.enabled") == Some("true");
            let offer = Offer {
                policy: Policy::listener(listener.ssl_policy.as_deref()),
                http2,
            };
            let config =
                |arn: &CertificateArn| Some((arn.clone(), certifier.acm(issued(world, arn)?, offer)?));
            let configs: HashMap<_, _> = listener.certificates.iter().filter_map(config).collect();
            let first = listener.certificates.first().and_then(|arn| configs.get(arn));
            if let (Scheme::InternetFacing, 443, Some(first)) = (balancer.scheme, listener.port, first) {
                self.name(&balancer.dns_name.to_ascii_lowercase(), &first.clone());
            }
            self.listeners.insert(key, ListenerDoor::Https(configs));
        }
    }

    fn regions(&mut self, world: &World, certifier: &Certifier) {
        for api in world
            .rest_apis
            .iter()
            .filter(|api| api.endpoint_type != EndpointType::Private)
        {
            let region = &api.owner.region;
            let suffix = format!("*.execute-api.{region}.amazonaws.com");
            if let Some(config) = certifier.aws(&names(region), offer(true)) {
                self.name(&suffix, &config);
            }
        }
        // No ALPN was agreed there (api A23).
        for endpoint in world.vpc_endpoints.iter() {
            let Some(config) = certifier.aws(&names(&endpoint.owner.region), offer(false)) else {
                continue;
            };
            for interface in &endpoint.interfaces {
                self.endpoints.insert(interface.clone(), config.clone());
            }
        }
    }
}

/// What execute-api's doors are certified for in a region.
fn names(region: &Region) -> [String; 2] {
    [
        format!("*.execute-api.{region}.amazonaws.com"),
        format!("*.execute-api.{region}.vpce.amazonaws.com"),
    ]
}

fn issued<'a>(world: &'a World, arn: &CertificateArn) -> Option<&'a certificate::Certificate> {
    world.certificates.get(arn).map(AsRef::as_ref)
}

/// For AWS's own names.
fn offer(http2: bool) -> Offer {
    Offer {
        policy: Policy::Viewer(OF_DEFAULT_CERTIFICATE),
        http2,
    }
}
