//! The key algorithms of ACM, by their API names.
//!
//! ACM imports all seven. CloudFront takes RSA up to 3072 and P-256 only for viewers, a load balancer takes every one
//! (ACM user guide, import prerequisites); which service takes what is the caller's to decide.

use rcgen::{KeyPair, RsaKeySize};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::error::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyAlgorithm {
    Rsa1024,
    Rsa2048,
    Rsa3072,
    Rsa4096,
    P256,
    P384,
    P521,
}

/// What a cipher suite asks of the certificate's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyFamily {
    Rsa,
    Ecdsa,
}

impl KeyAlgorithm {
    pub const ALL: [Self; 7] = [
        Self::Rsa1024,
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::P256,
        Self::P384,
        Self::P521,
    ];

    /// ACM's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa1024 => "RSA_1024",
            Self::Rsa2048 => "RSA_2048",
            Self::Rsa3072 => "RSA_3072",
            Self::Rsa4096 => "RSA_4096",
            Self::P256 => "EC_prime256v1",
            Self::P384 => "EC_secp384r1",
            Self::P521 => "EC_secp521r1",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    pub fn family(self) -> KeyFamily {
        match self {
            Self::Rsa1024 | Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => KeyFamily::Rsa,
            Self::P256 | Self::P384 | Self::P521 => KeyFamily::Ecdsa,
        }
    }

    pub fn bits(self) -> u16 {
        match self {
            Self::Rsa1024 => 1024,
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
            Self::P256 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
        }
    }

    pub(crate) fn of(key: &SubjectPublicKeyInfo<'_>) -> Result<Self, Error> {
        match key.parsed() {
            Ok(PublicKey::RSA(rsa)) => {
                let bits = rsa.key_size();
                Self::ALL
                    .into_iter()
                    .find(|known| known.family() == KeyFamily::Rsa && usize::from(known.bits()) == bits)
                    .ok_or_else(|| Error::KeyUnsupported(format!("RSA_{bits}")))
            }
            Ok(PublicKey::EC(_)) => {
                let parameters = key.algorithm.parameters.as_ref();
                let curve = parameters.and_then(|any| any.as_oid().ok());
                let curve = curve.map(|oid| oid.to_id_string()).unwrap_or_default();
                match curve.as_str() {
                    "1.2.840.10045.3.1.7" => Ok(Self::P256),
                    "1.3.132.0.34" => Ok(Self::P384),
                    "1.3.132.0.35" => Ok(Self::P521),
                    _ => Err(Error::KeyUnsupported(format!("EC {curve}"))),
                }
            }
            _ => Err(Error::KeyUnsupported(key.algorithm.algorithm.to_id_string())),
        }
    }

    /// A new key. RSA takes from tens of milliseconds (2048) to seconds (4096).
    pub(crate) fn generate(self) -> Result<KeyPair, Error> {
        let rsa = |size| KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size);
        match self {
            Self::Rsa1024 => return Err(Error::KeyUnsupported(self.name().into())),
            Self::Rsa2048 => rsa(RsaKeySize::_2048),
            Self::Rsa3072 => rsa(RsaKeySize::_3072),
            Self::Rsa4096 => rsa(RsaKeySize::_4096),
            Self::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            Self::P384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
            Self::P521 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512),
        }
        .map_err(|error| Error::Crypto(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_acms() {
        for algorithm in KeyAlgorithm::ALL {
            assert_eq!(KeyAlgorithm::parse(algorithm.name()), Some(algorithm));
        }
        assert_eq!(KeyAlgorithm::parse("ED25519"), None);
    }
}
