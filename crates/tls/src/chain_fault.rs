//! Why no path leads from a certificate to a root, in the operator's terms.
//!
//! webpki says `UnknownIssuer` both for a private authority and for a gap in the chain of a known one, since to a
//! client they look alike. They are told apart by evidence for a known authority: the organization of the issuer is
//! that of a root, or the certificate was logged for certificate transparency, which only public ones are. Without
//! evidence the authority counts as unknown. The verdict does not hang on it, only its explanation.

use std::collections::HashSet;

use rustls_pki_types::CertificateDer;
use webpki::Error as WebpkiError;
use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::OID_CT_LIST_SCT;
use x509_parser::x509::X509Name;

use crate::certificate_facts::is_self_issued;
use crate::fault::Fault;
use crate::key_algorithm::KeyAlgorithm;
use crate::signature_algorithm::certifies;

pub(crate) struct Classify<'a> {
    pub(crate) leaf: &'a X509Certificate<'a>,
    pub(crate) chain: &'a [(CertificateDer<'a>, X509Certificate<'a>)],
    /// Of the roots.
    pub(crate) organizations: &'a HashSet<String>,
}

pub(crate) fn is_about_time(error: &WebpkiError) -> bool {
    matches!(
        error,
        WebpkiError::CertExpired { .. } | WebpkiError::CertNotValidYet { .. }
    )
}

impl Classify<'_> {
    pub(crate) fn fault(&self, error: &WebpkiError) -> Fault {
        match error {
            WebpkiError::UnknownIssuer => self.unknown_issuer(),
            WebpkiError::InvalidSignatureForPublicKey | WebpkiError::SignatureAlgorithmMismatch => {
                Fault::BadSignature
            }
            WebpkiError::UnsupportedSignatureAlgorithmContext(_)
            | WebpkiError::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => self.unsupported(),
            WebpkiError::CaUsedAsEndEntity
            | WebpkiError::EndEntityUsedAsCa
            | WebpkiError::EmptyEkuExtension
            | WebpkiError::RequiredEkuNotFoundContext(_) => Fault::WrongPurpose,
            WebpkiError::NameConstraintViolation
            | WebpkiError::PathLenConstraintViolated
            | WebpkiError::MaximumPathDepthExceeded => Fault::Constraint,
            other => Fault::Unreadable(other.to_string()),
        }
    }

    fn unknown_issuer(&self) -> Fault {
        let top = self.top();
        let issuer = printed(top.issuer());
        if is_self_issued(top) {
            return Fault::UnknownAuthority { issuer };
        }
        if self.is_of_known_authority(top) || was_logged(self.leaf) {
            Fault::MissingIntermediate { issuer }
        } else {
            Fault::UnknownAuthority { issuer }
        }
    }

    /// The last certificate that can be reached from the leaf through what was presented.
    fn top(&self) -> &X509Certificate<'_> {
        let mut top = self.leaf;
        for _ in 0..self.chain.len() {
            let above = self.chain.iter().map(|(_, parsed)| parsed);
            match above
                .filter(|above| certifies(above, top))
                .find(|above| !std::ptr::eq(*above, top))
            {
                Some(above) => top = above,
                None => break,
            }
        }
        top
    }

    fn is_of_known_authority(&self, top: &X509Certificate<'_>) -> bool {
        let organization = top
            .issuer()
            .iter_organization()
            .next()
            .and_then(|o| o.as_str().ok());
        organization.is_some_and(|organization| self.organizations.contains(organization))
    }

    /// The first certificate that was signed with what webpki does not know.
    fn unsupported(&self) -> Fault {
        let all = std::iter::once(self.leaf).chain(self.chain.iter().map(|(_, parsed)| parsed));
        for certificate in all {
            if let Ok(KeyAlgorithm::Rsa1024) = KeyAlgorithm::of(certificate.public_key()) {
                return Fault::UnsupportedKey(KeyAlgorithm::Rsa1024.name().into());
            }
            let name = crate::SignatureAlgorithm::of(certificate);
            if name.hash_rank() < 256 {
                let oid = certificate.signature_algorithm.algorithm.to_id_string();
                let name = if name.name().is_empty() {
                    oid
                } else {
                    name.name().to_owned()
                };
                return Fault::UnsupportedKey(name);
            }
        }
        Fault::UnsupportedKey("signature algorithm".into())
    }
}

/// Carries signed timestamps of certificate transparency logs (RFC 6962, 3.3), whatever is in them.
fn was_logged(certificate: &X509Certificate<'_>) -> bool {
    certificate
        .extensions()
        .iter()
        .any(|extension| extension.oid == OID_CT_LIST_SCT)
}

fn printed(name: &X509Name<'_>) -> String {
    let common_name = name.iter_common_name().next().and_then(|name| name.as_str().ok());
    common_name.map_or_else(|| name.to_string(), str::to_owned)
}
