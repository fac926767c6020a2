//! How a certificate was signed: ACM's name for it, its hash's rank among those that a load balancer prefers, and the
//! check of one signature.
//!
//! Weak ones (SHA-1, RSA 1024) are checked too, because ACM imports them. Whether a client trusts them is the
//! rehearsal's matter, which asks webpki and refuses them.

use aws_lc_rs::signature as aws;
use x509_parser::certificate::X509Certificate;

use crate::key_algorithm::KeyAlgorithm;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    Md5Rsa,
    Sha1Rsa,
    Sha256Rsa,
    Sha384Rsa,
    Sha512Rsa,
    Sha1Ecdsa,
    Sha256Ecdsa,
    Sha384Ecdsa,
    Sha512Ecdsa,
    Other,
}

use SignatureAlgorithm::*;

/// The object identifier, ACM's name, the hash's rank.
const TABLE: [(&str, &str, u16, SignatureAlgorithm); 9] = [
    ("1.2.840.113549.1.1.4", "MD5WITHRSA", 0, Md5Rsa),
    ("1.2.840.113549.1.1.5", "SHA1WITHRSA", 1, Sha1Rsa),
    ("1.2.840.113549.1.1.11", "SHA256WITHRSA", 256, Sha256Rsa),
    ("1.2.840.113549.1.1.12", "SHA384WITHRSA", 384, Sha384Rsa),
    ("1.2.840.113549.1.1.13", "SHA512WITHRSA", 512, Sha512Rsa),
    ("1.2.840.10045.4.1", "SHA1WITHECDSA", 1, Sha1Ecdsa),
    ("1.2.840.10045.4.3.2", "SHA256WITHECDSA", 256, Sha256Ecdsa),
    ("1.2.840.10045.4.3.3", "SHA384WITHECDSA", 384, Sha384Ecdsa),
    ("1.2.840.10045.4.3.4", "SHA512WITHECDSA", 512, Sha512Ecdsa),
];

impl SignatureAlgorithm {
    pub(crate) fn of(certificate: &X509Certificate<'_>) -> Self {
        let oid = certificate.signature_algorithm.algorithm.to_id_string();
        TABLE.iter().find(|row| row.0 == oid).map_or(Other, |row| row.3)
    }

    /// ACM's name; empty if ACM has none.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    /// More is better.
    pub fn hash_rank(self) -> u16 {
        self.row().map_or(0, |row| row.2)
    }

    fn row(self) -> Option<&'static (&'static str, &'static str, u16, Self)> {
        TABLE.iter().find(|row| row.3 == self)
    }
}

/// Whether `issuer` certifies `certificate`, by name and by signature. Validity and purpose are not looked at.
pub(crate) fn certifies(issuer: &X509Certificate<'_>, certificate: &X509Certificate<'_>) -> bool {
    issuer.subject().as_raw() == certificate.issuer().as_raw() && signed(issuer, certificate)
}

fn signed(issuer: &X509Certificate<'_>, certificate: &X509Certificate<'_>) -> bool {
    let Ok(key) = KeyAlgorithm::of(issuer.public_key()) else {
        return false;
    };
    let algorithm: &'static dyn aws::VerificationAlgorithm = match (SignatureAlgorithm::of(certificate), key)
    {
        (Sha1Rsa, _) => &aws::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        (Sha256Rsa, _) => &aws::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        (Sha384Rsa, _) => &aws::RSA_PKCS1_2048_8192_SHA384,
        (Sha512Rsa, _) => &aws::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        (Sha1Ecdsa, KeyAlgorithm::P256) => &aws::ECDSA_P256_SHA1_ASN1,
        (Sha256Ecdsa, KeyAlgorithm::P256) => &aws::ECDSA_P256_SHA256_ASN1,
        (Sha384Ecdsa, KeyAlgorithm::P256) => &aws::ECDSA_P256_SHA384_ASN1,
        (Sha512Ecdsa, KeyAlgorithm::P256) => &aws::ECDSA_P256_SHA512_ASN1,
        (Sha256Ecdsa, KeyAlgorithm::P384) => &aws::ECDSA_P384_SHA256_ASN1,
        (Sha384Ecdsa, KeyAlgorithm::P384) => &aws::ECDSA_P384_SHA384_ASN1,
        (Sha512Ecdsa, KeyAlgorithm::P384) => &aws::ECDSA_P384_SHA512_ASN1,
        (Sha1Ecdsa, KeyAlgorithm::P521) => &aws::ECDSA_P521_SHA1_ASN1,
        (Sha256Ecdsa, KeyAlgorithm::P521) => &aws::ECDSA_P521_SHA256_ASN1,
        (Sha384Ecdsa, KeyAlgorithm::P521) => &aws::ECDSA_P521_SHA384_ASN1,
        (Sha512Ecdsa, KeyAlgorithm::P521) => &aws::ECDSA_P521_SHA512_ASN1,
        _ => return false,
    };
    let key = &issuer.public_key().subject_public_key.data;
    let signature = &certificate.signature_value.data;
    aws::UnparsedPublicKey::new(algorithm, key)
        .verify(certificate.tbs_certificate.as_ref(), signature)
        .is_ok()
}
