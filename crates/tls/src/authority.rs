//! Adit's own certificate authority: it issues what RequestCertificate asks of Amazon's, and stands among the roots
//! that the edge trusts, as Amazon's does on AWS.
//!
//! Each installation makes its own, with its own name, so that a certificate of another installation is told from a
//! chain with a gap. Keys are ECDSA P-256; AWS signs RSA certificates with RSA, this authority signs all with ECDSA.
//! It keeps nothing and reads no clock: PEM goes in and out, and the caller says how long a certificate holds.

use std::fmt;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PublicKeyData, SerialNumber,
};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::error::Error;
use crate::key_algorithm::KeyAlgorithm;
use crate::window::Window;

/// A certificate, the PEM of those that certify it (nearest first, the root last), and its key (PKCS #8).
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    pub certificate: String,
    pub chain: String,
    pub private_key: String,
}

pub struct Authority {
    certificate: String,
    der: CertificateDer<'static>,
    key: String,
    issuer: Issuer<'static, KeyPair>,
    /// PEM of what certifies this authority, nearest first; empty for a root.
    above: String,
}

impl Authority {
    /// A new root.
    pub fn create(window: Window) -> Result<Self, Error> {
        let [a, b, c, d] = random()?;
        let name = format!("Adit Authority {a:02x}{b:02x}{c:02x}{d:02x}");
        let key = KeyAlgorithm::P256.generate()?;
        let parameters = authority_parameters(&name, &format!("{name} root"), None, window)?;
        let certificate = parameters.self_signed(&key).map_err(crypto)?;
        Self::assemble(certificate.pem(), key, String::new())
    }

    /// One that was persisted: its certificate, followed by those above it if it is not a root, and its key.
    pub fn from_pem(certificates: &str, private_key: &str) -> Result<Self, Error> {
        let unreadable = |error: &dyn fmt::Display| Error::CertificateUnreadable(error.to_string());
        let Some((own, above)) = split_first(certificates) else {
            return Err(unreadable(&"no PEM block inside"));
        };
        let der = CertificateDer::from_pem_slice(own.as_bytes()).map_err(|error| unreadable(&error))?;
        let key = KeyPair::from_pem(private_key).map_err(|error| Error::KeyUnreadable(error.to_string()))?;
        let (_, parsed) = x509_parser::parse_x509_certificate(&der).map_err(|error| unreadable(&error))?;
        if !parsed.is_ca() {
            return Err(Error::NotAnAuthority);
        }
        if parsed.public_key().raw != key.subject_public_key_info() {
            return Err(Error::KeyMismatch);
        }
        Self::assemble(format!("{own}\n"), key, above.to_owned())
    }

    /// A server certificate for names as ACM takes them: `api.example.com`, `*.example.com`.
    pub fn issue(&self, names: &[&str], algorithm: KeyAlgorithm, window: Window) -> Result<Issued, Error> {
        let key = algorithm.generate()?;
        let mut parameters = server_parameters(names, window)?;
        parameters.use_authority_key_identifier_extension = true;
        let certificate = parameters.signed_by(&key, &self.issuer).map_err(crypto)?;
        Ok(Issued {
            certificate: certificate.pem(),
            chain: self.chain_pem(),
            private_key: key.serialize_pem(),
        })
    }

    /// An authority below this one, whose certificates need it in their chain.
    pub fn intermediate(&self, window: Window) -> Result<Self, Error> {
        let [a, b, ..] = random::<4>()?;
        let organization = organization(&self.der).unwrap_or_else(|| "Adit Authority".into());
        let name = format!("{organization} {a:02x}{b:02x}");
        let key = KeyAlgorithm::P256.generate()?;
        let mut parameters = authority_parameters(&organization, &name, Some(0), window)?;
        parameters.use_authority_key_identifier_extension = true;
        let certificate = parameters.signed_by(&key, &self.issuer).map_err(crypto)?;
        Self::assemble(certificate.pem(), key, self.chain_pem())
    }

    /// Its own certificate.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate
    }

    pub fn certificate_der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// Its own certificate and those above it; with the key, what `from_pem` takes.
    pub fn chain_pem(&self) -> String {
        format!("{}{}", self.certificate, self.above)
    }

    /// PKCS #8, to be kept where only Adit reads it.
    pub fn private_key_pem(&self) -> &str {
        &self.key
    }

    fn assemble(certificate: String, key: KeyPair, above: String) -> Result<Self, Error> {
        let der = CertificateDer::from_pem_slice(certificate.as_bytes())
            .map_err(|error| Error::CertificateUnreadable(error.to_string()))?;
        let private_key = key.serialize_pem();
        let issuer = Issuer::from_ca_cert_der(&der, key).map_err(crypto)?;
        Ok(Self {
            certificate,
            der,
            key: private_key,
            issuer,
            above,
        })
    }
}

// By hand, so that a private key never reaches a log.
impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority")
            .field("organization", &organization(&self.der))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

/// A certificate that nobody vouches for; the chain is empty.
pub fn self_signed(names: &[&str], algorithm: KeyAlgorithm, window: Window) -> Result<Issued, Error> {
    let key = algorithm.generate()?;
    let certificate = server_parameters(names, window)?
        .self_signed(&key)
        .map_err(crypto)?;
    Ok(Issued {
        certificate: certificate.pem(),
        chain: String::new(),
        private_key: key.serialize_pem(),
    })
}

fn server_parameters(names: &[&str], window: Window) -> Result<CertificateParams, Error> {
    let Some(first) = names.first() else {
        return Err(Error::NoName);
    };
    for name in names {
        if !is_certificate_name(name) {
            return Err(Error::BadName((*name).into()));
        }
    }
    let names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let mut parameters = CertificateParams::new(names).map_err(crypto)?;
    let mut subject = DistinguishedName::new();
    // A common name holds 64 characters (RFC 5280, appendix A); a longer domain is in the alternative names alone.
    if first.len() <= 64 {
        subject.push(DnType::CommonName, first.to_ascii_lowercase());
    }
    parameters.distinguished_name = subject;
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyEncipherment,
    ];
    parameters.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    stamp(&mut parameters, window)?;
    Ok(parameters)
}

fn authority_parameters(
    organization: &str,
    name: &str,
    depth: Option<u8>,
    window: Window,
) -> Result<CertificateParams, Error> {
    let mut parameters = CertificateParams::default();
    let mut subject = DistinguishedName::new();
    subject.push(DnType::OrganizationName, organization);
    subject.push(DnType::CommonName, name);
    parameters.distinguished_name = subject;
    parameters.is_ca = IsCa::Ca(depth.map_or(BasicConstraints::Unconstrained, BasicConstraints::Constrained));
    parameters.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::CrlSign,
    ];
    stamp(&mut parameters, window)?;
    Ok(parameters)
}

fn stamp(parameters: &mut CertificateParams, window: Window) -> Result<(), Error> {
    parameters.not_before = window.not_before_time()?;
    parameters.not_after = window.not_after_time()?;
    let mut serial = random::<16>()?;
    // Positive and not shortened: the first byte is between 0x40 and 0x7f.
    if let Some(first) = serial.first_mut() {
        *first = (*first & 0x3f) | 0x40;
    }
    parameters.serial_number = Some(SerialNumber::from_slice(&serial));
    Ok(())
}

/// A DNS name, its leftmost label possibly `*`, or an address.
fn is_certificate_name(name: &str) -> bool {
    if name.parse::<std::net::IpAddr>().is_ok() {
        return true;
    }
    let plain = name.strip_prefix("*.").unwrap_or(name);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    plain.len() <= 253 && plain.split('.').all(label)
}

fn organization(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let organization = parsed.subject().iter_organization().next()?;
    organization.as_str().ok().map(str::to_owned)
}

/// The first certificate's text and the rest, as they were written.
fn split_first(certificates: &str) -> Option<(&str, &str)> {
    const END: &str = "-----END CERTIFICATE-----";
    let end = certificates.find(END)? + END.len();
    let (own, above) = certificates.split_at_checked(end)?;
    Some((own, above.trim_start()))
}

fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::Crypto("no random numbers".into()))?;
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err hands over")]
fn crypto(error: rcgen::Error) -> Error {
    Error::Crypto(error.to_string())
}

#[cfg(test)]
mod tests;
