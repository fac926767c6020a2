//! A certificate with its key and chain, from the three PEM texts that ACM's ImportCertificate takes.
//!
//! Checked as ACM's user guide lists it (prerequisites and problems of importing): one certificate of version 3; one
//! unencrypted key of at most 5,120 bytes that belongs to it; RSA of 1024 to 4096 bits or P-256, P-384, P-521; valid
//! at the time of import; each certificate of the chain directly certifies the one before it. A chain may end below
//! its root. Without a chain only a self-signed certificate is taken, as an answer of ACM's recorded in public says
//! ("not a valid self signed"); the guide calls the chain optional.
//!
//! What was accepted once is [`Material::read`] again without these checks: it may have expired since.

use std::fmt;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::{Any, FromDer, Integer, Sequence};
use x509_parser::public_key::PublicKey;

use crate::certificate_facts::{CertificateFacts, is_self_issued};
use crate::error::Error;
use crate::signature_algorithm::certifies;

/// ACM's limit.
const KEY_BYTES: usize = 5120;

pub struct Material {
    leaf: CertificateDer<'static>,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    facts: CertificateFacts,
}

impl Material {
    /// Everything that ImportCertificate checks, at `now` (seconds since 1970).
    pub fn import(
        certificate: &str,
        private_key: &str,
        chain: Option<&str>,
        now: u64,
    ) -> Result<Self, Error> {
        let material = Self::read(certificate, private_key, chain)?;
        if private_key.len() > KEY_BYTES {
            return Err(Error::KeyTooLong(private_key.len()));
        }
        if now < material.facts.window.not_before {
            return Err(Error::NotYetValid);
        }
        if now > material.facts.window.not_after {
            return Err(Error::Expired);
        }
        if material.facts.names.is_empty() {
            return Err(Error::NoName);
        }
        material.check_chain()?;
        Ok(material)
    }

    /// What was imported or issued before.
    pub fn read(certificate: &str, private_key: &str, chain: Option<&str>) -> Result<Self, Error> {
        let leaf = one_certificate(certificate)?;
        let facts = CertificateFacts::of(&leaf)?;
        let key = private_key_of(private_key)?;
        check_key(&key, &parse(&leaf)?)?;
        Ok(Self {
            chain: chain.map_or_else(|| Ok(Vec::new()), chain_certificates)?,
            leaf,
            key,
            facts,
        })
    }

    pub fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    pub fn leaf(&self) -> &CertificateDer<'static> {
        &self.leaf
    }

    /// As given, its order kept.
    pub fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    /// What a server shows: the certificate and its chain, without roots, which a client has or distrusts anyway.
    pub fn presented(&self) -> Vec<CertificateDer<'static>> {
        let above = self
            .chain
            .iter()
            .filter(|der| !parse(der).is_ok_and(|above| is_self_issued(&above)));
        std::iter::once(&self.leaf).chain(above).cloned().collect()
    }

    pub fn private_key(&self) -> &PrivateKeyDer<'static> {
        &self.key
    }

    /// For a rustls server. RSA 1024, which ACM imports, is refused here.
    pub fn certified_key(&self) -> Result<Arc<CertifiedKey>, Error> {
        let key = any_supported_type(&self.key)
            .map_err(|_| Error::KeyUnsupported(self.facts.key_algorithm.name().into()))?;
        Ok(Arc::new(CertifiedKey::new(self.presented(), key)))
    }

    fn check_chain(&self) -> Result<(), Error> {
        let leaf = parse(&self.leaf)?;
        if self.chain.is_empty() {
            return if certifies(&leaf, &leaf) {
                Ok(())
            } else {
                Err(Error::ChainMissing)
            };
        }
        if self.chain.contains(&self.leaf) {
            return Err(Error::ChainHoldsCertificate);
        }
        let mut before = leaf;
        for (index, der) in self.chain.iter().enumerate() {
            let above = parse(der).map_err(|error| Error::ChainUnreadable(error.to_string()))?;
            if !certifies(&above, &before) {
                return Err(Error::ChainBroken { place: index + 1 });
            }
            before = above;
        }
        Ok(())
    }
}

// By hand, so that a private key never reaches a log.
impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Material")
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

pub(crate) fn parse<'a>(der: &'a CertificateDer<'_>) -> Result<X509Certificate<'a>, Error> {
    match x509_parser::parse_x509_certificate(der) {
        Ok((_, parsed)) => Ok(parsed),
        Err(error) => Err(Error::CertificateUnreadable(error.to_string())),
    }
}

pub(crate) fn one_certificate(pem: &str) -> Result<CertificateDer<'static>, Error> {
    let mut certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    let Some(first) = certificates.next() else {
        return Err(Error::CertificateUnreadable("no PEM block inside".into()));
    };
    if certificates.next().is_some() {
        return Err(Error::MoreThanOneCertificate);
    }
    first.map_err(|error| Error::CertificateUnreadable(error.to_string()))
}

pub(crate) fn chain_certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut chain = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        chain.push(certificate.map_err(|error| Error::ChainUnreadable(error.to_string()))?);
    }
    if chain.is_empty() && !pem.trim().is_empty() {
        return Err(Error::ChainUnreadable("no PEM block inside".into()));
    }
    Ok(chain)
}

fn private_key_of(pem: &str) -> Result<PrivateKeyDer<'static>, Error> {
    // PKCS #8 says it in the label, PKCS #1 and SEC 1 in a header.
    if pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(Error::KeyEncrypted);
    }
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| Error::KeyUnreadable(error.to_string()))
}

fn check_key(key: &PrivateKeyDer<'_>, certificate: &X509Certificate<'_>) -> Result<(), Error> {
    let matches = match any_supported_type(key) {
        Ok(key) => key
            .public_key()
            .is_some_and(|public| public.as_ref() == certificate.public_key().raw),
        Err(error) => {
            // RSA below 2048 bits is not for rustls, but is for ACM.
            let Some(modulus) = rsa_modulus(key) else {
                return Err(Error::KeyUnreadable(error.to_string()));
            };
            match certificate.public_key().parsed() {
                Ok(PublicKey::RSA(public)) => unsigned(&modulus) == unsigned(public.modulus),
                _ => false,
            }
        }
    };
    if matches { Ok(()) } else { Err(Error::KeyMismatch) }
}

/// The second number of RSAPrivateKey (RFC 8017, A.1.2), which PKCS #8 wraps.
fn rsa_modulus(key: &PrivateKeyDer<'_>) -> Option<Vec<u8>> {
    let pkcs1 = match key {
        PrivateKeyDer::Pkcs1(key) => key.secret_pkcs1_der().to_vec(),
        PrivateKeyDer::Pkcs8(key) => {
            let (_, outer) = Sequence::from_der(key.secret_pkcs8_der()).ok()?;
            let (rest, _version) = Any::from_der(&outer.content).ok()?;
            let (rest, _algorithm) = Any::from_der(rest).ok()?;
            Any::from_der(rest).ok()?.1.data.to_vec()
        }
        _ => return None,
    };
    let (_, fields) = Sequence::from_der(&pkcs1).ok()?;
    let (rest, _version) = Integer::from_der(&fields.content).ok()?;
    let (_, modulus) = Any::from_der(rest).ok()?;
    (modulus.data.len() >= 128).then(|| modulus.data.to_vec())
}

fn unsigned(number: &[u8]) -> &[u8] {
    match number {
        [0, rest @ ..] => rest,
        _ => number,
    }
}

#[cfg(test)]
mod tests;
