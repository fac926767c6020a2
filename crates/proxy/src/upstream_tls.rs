//! TLS towards real servers: the chain against Mozilla's roots, Adit's authority and the operator's own, the name
//! against the names that the hop accepts, the dates against the proxy's clock.
//!
//! CloudFront takes a certificate that carries the origin's domain or the Host sent (cf A3), so there may be several
//! names; a hop that gives none wants no verification (api E15).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use adit_model::clock::Clock;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::pool::TlsKey;

/// Client configurations by what they accept, made on first use.
pub(crate) struct ClientConfigs {
    made: Mutex<HashMap<TlsKey, Arc<ClientConfig>>>,
    trust: Trust,
}

/// What a server's certificate is judged by.
#[derive(Clone)]
pub(crate) struct Trust {
    pub(crate) provider: Arc<CryptoProvider>,
    pub(crate) roots: Arc<RootCertStore>,
    pub(crate) clock: Arc<dyn Clock>,
}

/// Configurations kept; beyond that they are made anew.
const KEPT: usize = 256;

impl ClientConfigs {
    pub(crate) fn new(trust: Trust) -> Self {
        Self {
            made: Mutex::default(),
            trust,
        }
    }

    pub(crate) fn get(&self, key: &TlsKey) -> Result<Arc<ClientConfig>, Error> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = made.get(key) {
            return Ok(config.clone());
        }
        let config = Arc::new(self.make(key)?);
        if made.len() < KEPT {
            made.insert(key.clone(), config.clone());
        }
        Ok(config)
    }

    fn make(&self, key: &TlsKey) -> Result<ClientConfig, Error> {
        let names = key
            .names
            .iter()
            .filter_map(|name| ServerName::try_from(name.to_string()).ok())
            .collect();
        let verifier = Verifier {
            trust: self.trust.clone(),
            names,
            verify: !key.names.is_empty(),
        };
        let mut config = ClientConfig::builder_with_details(
            self.trust.provider.clone(),
            Arc::new(ClockTime(self.trust.clock.clone())),
        )
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config.resumption = Resumption::in_memory_sessions(32);
        Ok(config)
    }
}

/// The proxy's clock as rustls asks for it.
#[derive(Clone)]
pub(crate) struct ClockTime(pub(crate) Arc<dyn Clock>);

impl rustls::time_provider::TimeProvider for ClockTime {
    fn current_time(&self) -> Option<UnixTime> {
        let since = self
            .0
            .now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        Some(UnixTime::since_unix_epoch(since))
    }
}

impl std::fmt::Debug for ClockTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClockTime")
    }
}

struct Verifier {
    trust: Trust,
    names: Vec<ServerName<'static>>,
    verify: bool,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if !self.verify {
            return Ok(ServerCertVerified::assertion());
        }
        let certificate = ParsedCertificate::try_from(end_entity)?;
        let algorithms = self.trust.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(
            &certificate,
            &self.trust.roots,
            intermediates,
            now,
            algorithms,
        )?;
        if self
            .names
            .iter()
            .any(|name| verify_server_name(&certificate, name).is_ok())
        {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::NotValidForName))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.trust.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.trust.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust
            .provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
