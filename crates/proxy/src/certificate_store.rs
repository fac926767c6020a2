//! Which certificate each door presents: looked up in the World that the Plan was compiled from, swapped with it.
//!
//! Distributions present their ACM certificate for their aliases and `*.cloudfront.net`'s for anything else, with or
//! without SNI; public APIs and endpoints one wildcard a region, whatever the SNI (api A22, A24); balancers' listeners
//! what the Plan chose among theirs (api E13). Names of AWS are certified by Adit's authority, once a name.
//!
//! TLS 1.0 and 1.1 are in older policies of AWS and in no rustls: such policies offer TLS 1.2 (and 1.3) alone.

use std::sync::Arc;

use adit_model::account::Region;
use adit_model::distribution::{Distribution, ViewerCertificate};
use adit_model::id::{CertificateArn, DnsName, LoadBalancerArn, NetworkInterfaceId};
use adit_model::listener::{Listener, ListenerProtocol};
use adit_model::load_balancer::{LoadBalancer, Scheme};
use adit_model::relation::Bucket;
use adit_model::rest_api::{EndpointType, RestApi};
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_model::{Relation, World, certificate};
use adit_tls::viewer_policy::OF_DEFAULT_CERTIFICATE;
use rustls::ServerConfig;

use crate::certifier::{Certifier, Offer, Policy};

/// Server configurations by where a connection goes, found for each handshake in one World.
pub struct CertificateStore {
    world: World,
    certifier: Arc<Certifier>,
}

impl CertificateStore {
    pub fn new(world: World, certifier: Arc<Certifier>) -> Self {
        Self { world, certifier }
    }

    /// For the edge's listener: never fails for a name (CloudFront's handshake does not, cf B7); `None` only when Adit's
    /// authority could not issue.
    pub(crate) fn edge(&self, sni: Option<&str>) -> Option<Arc<ServerConfig>> {
        sni.and_then(|name| self.named(name))
            .or_else(|| self.certifier.aws(&["*.cloudfront.net".to_owned()], offer(true)))
    }

    /// For a balancer's listener that presents `arn`; `None` where it speaks no TLS, or the certificate is not issued.
    pub(crate) fn listener(
        &self,
        balancer: &LoadBalancerArn,
        port: u16,
        arn: &CertificateArn,
    ) -> Option<Arc<ServerConfig>> {
        let balancer = self.world.load_balancers.get(balancer)?;
        let listener = self.listener_at(balancer, port)?;
        listener
            .certificates
            .contains(arn)
            .then(|| self.of_listener(balancer, listener, arn))?
    }

    pub(crate) fn endpoint(&self, interface: &NetworkInterfaceId) -> Option<Arc<ServerConfig>> {
        let interface = self.world.network_interfaces.get(interface)?;
        let mut endpoints = self
            .world
            .related::<VpcEndpoint>(&Relation::EndpointsIn(interface.vpc.clone()));
        let endpoint = endpoints
            .find(|endpoint| endpoint.fronts_execute_api() && endpoint.interfaces.contains(&interface.id))?;
        // No ALPN was agreed there (api A23).
        self.certifier.aws(&names(&endpoint.owner.region), offer(false))
    }

    /// A balancer's name before an API's before an alias, as [`adit_hops::front`] has it; then wildcards.
    fn named(&self, name: &str) -> Option<Arc<ServerConfig>> {
        let name = DnsName::of(name)?;
        let exact = Relation::Named(name.clone());
        let balancer = self.world.related::<LoadBalancer>(&exact).last();
        if let Some(config) = balancer.and_then(|balancer| self.of_balancer(balancer)) {
            return Some(config);
        }
        if let Some(api) = self.world.related::<RestApi>(&exact).last() {
            return self.certifier.aws(&names(&api.owner.region), offer(true));
        }
        let (_, parent) = name.as_str().split_once('.')?;
        let wildcard = DnsName::of(&format!("*.{parent}"))?;
        // A name whose certificate cannot be presented falls to the wildcard, as if it had none.
        for name in [&name, &wildcard] {
            let named = Relation::Named(name.clone());
            let distribution = self.world.related::<Distribution>(&named).last();
            if let Some(config) = distribution.and_then(|d| self.of_distribution(d, name)) {
                return Some(config);
            }
        }
        let region = parent
            .strip_prefix("execute-api.")?
            .strip_suffix(".amazonaws.com")?;
        let region = Region::parse(region)?;
        let mut apis = Bucket::all().flat_map(|bucket| {
            self.world
                .related::<RestApi>(&Relation::ApisIn(region.clone(), bucket))
        });
        apis.any(|api| api.endpoint_type != EndpointType::Private)
            .then(|| self.certifier.aws(&names(&region), offer(true)))?
    }

    fn of_distribution(&self, distribution: &Distribution, name: &DnsName) -> Option<Arc<ServerConfig>> {
        let config = &distribution.config;
        if *name == distribution.domain {
            return self
                .certifier
                .aws(&["*.cloudfront.net".to_owned()], offer(config.http2));
        }
        let ViewerCertificate::Acm {
            arn,
            minimum_protocol,
            ..
        } = &config.certificate
        else {
            return None;
        };
        let offer = Offer {
            policy: Policy::viewer(minimum_protocol),
            http2: config.http2,
        };
        self.certifier.acm(self.issued(arn)?, offer)
    }

    fn of_balancer(&self, balancer: &LoadBalancer) -> Option<Arc<ServerConfig>> {
        if balancer.scheme != Scheme::InternetFacing {
            return None;
        }
        let listener = self.listener_at(balancer, 443)?;
        self.of_listener(balancer, listener, listener.certificates.first()?)
    }

    fn of_listener(
        &self,
        balancer: &LoadBalancer,
        listener: &Listener,
        arn: &CertificateArn,
    ) -> Option<Arc<ServerConfig>> {
        let offer = Offer {
            policy: Policy::listener(listener.ssl_policy.as_deref()),
            http2: balancer.attribute("routing.http2.enabled") == Some("true"),
        };
        self.certifier.acm(self.issued(arn)?, offer)
    }

    fn listener_at(&self, balancer: &LoadBalancer, port: u16) -> Option<&Listener> {
        self.world
            .related::<Listener>(&Relation::ListenersOf(balancer.id.clone()))
            .map(AsRef::as_ref)
            .find(|listener| listener.port == port && listener.protocol == ListenerProtocol::Https)
    }

    fn issued(&self, arn: &CertificateArn) -> Option<&certificate::Certificate> {
        self.world.certificates.get(arn).map(AsRef::as_ref)
    }
}

/// What execute-api's doors are certified for in a region.
fn names(region: &Region) -> [String; 2] {
    [
        format!("*.execute-api.{region}.amazonaws.com"),
        format!("*.execute-api.{region}.vpce.amazonaws.com"),
    ]
}

/// For AWS's own names.
fn offer(http2: bool) -> Offer {
    Offer {
        policy: Policy::Viewer(OF_DEFAULT_CERTIFICATE),
        http2,
    }
}
