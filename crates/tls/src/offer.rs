//! What of a policy rustls can offer to a real client, and what it cannot: SSL 3 to TLS 1.1, CBC ciphers, plain RSA
//! key exchange. A client that needs those gets no handshake from Adit where AWS would give one.

use rustls::crypto::aws_lc_rs::{default_provider, kx_group};
use rustls::crypto::{CryptoProvider, SupportedKxGroup};
use rustls::{SupportedCipherSuite, SupportedProtocolVersion};

use crate::cipher_suite::CipherSuite;
use crate::protocol::Version;

#[derive(Clone, Debug)]
pub struct Offer {
    pub versions: Vec<&'static SupportedProtocolVersion>,
    /// In order of preference.
    pub cipher_suites: Vec<SupportedCipherSuite>,
    pub versions_not_offered: Vec<Version>,
    pub suites_not_offered: Vec<CipherSuite>,
}

impl Offer {
    pub(crate) fn of(versions: &[Version], suites: impl Iterator<Item = CipherSuite>) -> Self {
        let mut offer = Self {
            versions: Vec::new(),
            cipher_suites: Vec::new(),
            versions_not_offered: Vec::new(),
            suites_not_offered: Vec::new(),
        };
        for version in versions {
            match version.rustls() {
                Some(known) => offer.versions.push(known),
                None => offer.versions_not_offered.push(*version),
            }
        }
        for suite in suites {
            match suite.rustls() {
                Some(known) => offer.cipher_suites.push(known),
                None => offer.suites_not_offered.push(suite),
            }
        }
        offer
    }

    /// For `ServerConfig::builder_with_provider`, with `versions` for its protocol versions. The key exchanges are
    /// those that CloudFront names (cf B7), its two hybrids first.
    pub fn provider(&self) -> CryptoProvider {
        let groups: [&'static dyn SupportedKxGroup; 5] = [
            kx_group::X25519MLKEM768,
            kx_group::SECP256R1MLKEM768,
            kx_group::X25519,
            kx_group::SECP256R1,
            kx_group::SECP384R1,
        ];
        CryptoProvider {
            cipher_suites: self.cipher_suites.clone(),
            kx_groups: groups.to_vec(),
            ..default_provider()
        }
    }
}
