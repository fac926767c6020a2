//! Makes server configurations: from ACM's certificates, and for AWS's own names from Adit's authority.
//!
//! What was parsed or issued is kept between worlds, so that a change to one object costs one certificate. All
//! configurations share one ticket key: sessions resume without a table.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use adit_model::World;
use adit_model::certificate::{Certificate, CertificateMaterial};
use adit_model::clock::Clock;
use adit_model::id::CertificateArn;
use adit_tls::{
    Authority, KeyAlgorithm, SecurityPolicy, ViewerPolicy, Window, security_policy, viewer_policy,
};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{NoServerSessionStorage, ProducesTickets};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::certificate_store::CertificateStore;
use crate::upstream_tls::ClockTime;

/// How long Adit certifies AWS's names for, and how long before the end anew.
const LIFE_SECONDS: u64 = 90 * 24 * 3600;
const RENEW_SECONDS: u64 = 30 * 24 * 3600;

pub struct Certifier {
    authority: Arc<Authority>,
    clock: Arc<dyn Clock>,
    provider: Arc<CryptoProvider>,
    tickets: Arc<dyn ProducesTickets>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    acm: HashMap<CertificateArn, (CertificateMaterial, Configs)>,
    aws: HashMap<Vec<String>, (u64, Configs)>,
}

/// One certificate and the configurations that present it.
struct Configs {
    key: Arc<CertifiedKey>,
    made: HashMap<Offer, Arc<ServerConfig>>,
}

/// What the server side of a handshake offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Offer {
    pub(crate) policy: Policy,
    pub(crate) http2: bool,
}

/// Whose protocols and ciphers; by AWS's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Policy {
    Viewer(&'static str),
    Listener(&'static str),
}

/// The random numbers or the ticket key could not be made.
#[derive(Debug)]
pub struct CertifierError(rustls::Error);

impl fmt::Display for CertifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no TLS ticket key could be made: {}", self.0)
    }
}

impl std::error::Error for CertifierError {}

impl Certifier {
    pub fn new(authority: Arc<Authority>, clock: Arc<dyn Clock>) -> Result<Self, CertifierError> {
        Ok(Self {
            authority,
            clock,
            provider: Arc::new(rustls::crypto::aws_lc_rs::default_provider()),
            tickets: rustls::crypto::aws_lc_rs::Ticketer::new().map_err(CertifierError)?,
            kept: Mutex::default(),
        })
    }

    /// What every door of `world` presents.
    pub fn build(self: &Arc<Self>, world: &World) -> CertificateStore {
        CertificateStore::new(world.clone(), self.clone())
    }

    /// A certificate is no more.
    pub fn forget(&self, certificate: &CertificateArn) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.acm.remove(certificate);
    }

    /// For a certificate of ACM; `None` until it is issued, or where rustls cannot serve it.
    pub(crate) fn acm(&self, certificate: &Certificate, offer: Offer) -> Option<Arc<ServerConfig>> {
        let material = certificate.material.as_ref()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.acm.get_mut(&certificate.id) {
            Some((of, configs)) if of == material => self.config(configs, offer),
            _ => {
                let chain = material.chain.as_deref().unwrap_or_default();
                let key = self.key(&material.certificate, chain, &material.private_key)?;
                let mut configs = Configs {
                    key,
                    made: HashMap::new(),
                };
                let config = self.config(&mut configs, offer);
                kept.acm
                    .insert(certificate.id.clone(), (material.clone(), configs));
                config
            }
        }
    }

    /// For names of AWS.
    pub(crate) fn aws(&self, names: &[String], offer: Offer) -> Option<Arc<ServerConfig>> {
        let now = self
            .clock
            .now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.aws.get_mut(names) {
            Some((until, configs)) if now + RENEW_SECONDS < *until => self.config(configs, offer),
            _ => {
                // A day back, for clients whose clocks are behind.
                let window = Window {
                    not_before: now.saturating_sub(24 * 3600),
                    not_after: now + LIFE_SECONDS,
                };
                let texts: Vec<&str> = names.iter().map(String::as_str).collect();
                let issued = self.authority.issue(&texts, KeyAlgorithm::P256, window).ok()?;
                // A client knows the root, or nothing that is sent will convince it.
                let above = issued
                    .chain
                    .rfind("-----BEGIN CERTIFICATE-----")
                    .and_then(|root| issued.chain.get(..root));
                let key = self.key(
                    &issued.certificate,
                    above.unwrap_or_default(),
                    &issued.private_key,
                )?;
                let mut configs = Configs {
                    key,
                    made: HashMap::new(),
                };
                let config = self.config(&mut configs, offer);
                kept.aws.insert(names.to_vec(), (window.not_after, configs));
                config
            }
        }
    }

    fn key(&self, certificate: &str, chain: &str, private_key: &str) -> Option<Arc<CertifiedKey>> {
        let presented = CertificateDer::pem_slice_iter(certificate.as_bytes())
            .chain(CertificateDer::pem_slice_iter(chain.as_bytes()))
            .collect::<Result<Vec<_>, _>>()
            .ok()?;
        let private_key = PrivateKeyDer::from_pem_slice(private_key.as_bytes()).ok()?;
        CertifiedKey::from_der(presented, private_key, &self.provider)
            .ok()
            .map(Arc::new)
    }

    fn config(&self, configs: &mut Configs, offer: Offer) -> Option<Arc<ServerConfig>> {
        if let Some(config) = configs.made.get(&offer) {
            return Some(config.clone());
        }
        let time = Arc::new(ClockTime(self.clock.clone()));
        let terms = offer.policy.terms()?;
        let mut config = ServerConfig::builder_with_details(Arc::new(terms.provider()), time)
            .with_protocol_versions(&terms.versions)
            .ok()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(CertifiedKey::clone(
                &configs.key,
            ))));
        config.alpn_protocols = match offer.http2 {
            true => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            false => vec![b"http/1.1".to_vec()],
        };
        config.ticketer = self.tickets.clone();
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 1;
        // AWS's order of ciphers, not the client's: AES-128 first (cf B7).
        config.ignore_client_order = true;
        let config = Arc::new(config);
        configs.made.insert(offer, config.clone());
        Some(config)
    }
}

impl Policy {
    /// CloudFront's policy by name; an unknown one counts as that of the default certificate.
    pub(crate) fn viewer(name: &str) -> Self {
        Self::Viewer(
            ViewerPolicy::parse(name).map_or(viewer_policy::OF_DEFAULT_CERTIFICATE, |policy| policy.name),
        )
    }

    /// A listener's policy by name, or what a listener gets that names none (api E14).
    pub(crate) fn listener(name: Option<&str>) -> Self {
        let known = name.and_then(SecurityPolicy::parse);
        Self::Listener(known.map_or(security_policy::DEFAULT, |policy| policy.name))
    }

    fn terms(self) -> Option<adit_tls::Offer> {
        match self {
            Self::Viewer(name) => ViewerPolicy::parse(name).map(ViewerPolicy::offer),
            Self::Listener(name) => SecurityPolicy::parse(name).map(SecurityPolicy::offer),
        }
    }
}
