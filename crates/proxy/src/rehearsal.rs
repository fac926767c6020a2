//! Judges certificates for the Plan, and gathers the roots that real servers are judged by: crate `tls` plugged into
//! the port that hops define.

use adit_hops::tls::{CertificateFact, ChainFault, Rehearse};
use adit_model::certificate::Certificate;
use adit_tls::{Authority, Fault, Judgement, Roots};
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;

/// CloudFront's judgement of certificates, with Adit's authority in the place of Amazon's.
pub struct Rehearsal {
    roots: Roots,
}

impl Rehearsal {
    /// Mozilla's roots, Adit's, and the operator's own.
    pub fn new(authority: &Authority, more: &[CertificateDer<'static>]) -> Result<Self, adit_tls::Error> {
        let mut roots = Roots::mozilla().with(authority.certificate_der())?;
        for root in more {
            roots = roots.with(root)?;
        }
        Ok(Self { roots })
    }

    /// The same roots, for handshakes with real servers.
    pub fn root_store(authority: &Authority, more: &[CertificateDer<'static>]) -> RootCertStore {
        let mut store = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        store.add_parsable_certificates(
            std::iter::once(authority.certificate_der().clone()).chain(more.iter().cloned()),
        );
        store
    }
}

impl Rehearse for Rehearsal {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact {
        let Some(material) = &certificate.material else {
            // Not issued yet: no listener can present it.
            return CertificateFact {
                names: certificate.names.clone(),
                not_before: 0,
                not_after: 0,
                chain: Err(ChainFault::Invalid),
            };
        };
        let Judgement { names, window, chain } =
            self.roots.judge(&material.certificate, material.chain.as_deref());
        CertificateFact {
            names,
            not_before: window.not_before,
            not_after: window.not_after,
            chain: chain.map_err(|fault| chain_fault(&fault)),
        }
    }

    fn overlap(&self, listener_policy: &str, client_protocols: &[String]) -> bool {
        // Any key: which certificate is shown is decided at request time.
        adit_tls::overlap(listener_policy, client_protocols, None).is_ok()
    }
}

fn chain_fault(fault: &Fault) -> ChainFault {
    match fault {
        Fault::SelfSigned => ChainFault::SelfSigned,
        Fault::UnknownAuthority { .. } => ChainFault::UnknownAuthority,
        Fault::MissingIntermediate { .. } => ChainFault::MissingIntermediate,
        _ => ChainFault::Invalid,
    }
}
