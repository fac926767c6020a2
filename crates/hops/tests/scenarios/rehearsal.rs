//! Certificates judged for a text world, without a handshake.

use adit_hops::tls::{CertificateFact, ChainFault, Rehearse};
use adit_model::certificate::Certificate;
use adit_tls::{Fault, Roots};

/// Certificates as the edge would judge them, with the test authority in the place of Amazon's.
pub(crate) struct Rehearsal(pub(crate) Roots);

impl Rehearse for Rehearsal {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact {
        let Some(material) = &certificate.material else {
            return CertificateFact {
                names: Vec::new(),
                not_before: 0,
                not_after: 0,
                chain: Err(ChainFault::Invalid),
            };
        };
        let judged = self.0.judge(&material.certificate, material.chain.as_deref());
        let chain = judged.chain.map_err(|fault| match fault {
            Fault::SelfSigned => ChainFault::SelfSigned,
            Fault::UnknownAuthority { .. } => ChainFault::UnknownAuthority,
            Fault::MissingIntermediate { .. } => ChainFault::MissingIntermediate,
            _ => ChainFault::Invalid,
        });
        CertificateFact {
            names: judged.names,
            not_before: judged.window.not_before,
            not_after: judged.window.not_after,
            chain,
        }
    }

    fn overlap(&self, listener_policy: &str, client_protocols: &[String]) -> bool {
        adit_tls::overlap(listener_policy, client_protocols, None).is_ok()
    }
}
