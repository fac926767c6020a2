//! What a certificate says about itself, in the words of ACM's DescribeCertificate.
//!
//! Not established by the fact books, chosen here: the serial number is written without the sign byte, in lower case;
//! `Issuer` is the issuer's organization, or its common name if it has none.

use rustls_pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::x509::{X509Name, X509Version};

use crate::error::Error;
use crate::key_algorithm::KeyAlgorithm;
use crate::signature_algorithm::SignatureAlgorithm;
use crate::window::Window;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// `CN=api.example.com, O=Example`
    pub subject: String,
    pub common_name: Option<String>,
    /// The DNS names of the subject alternative names, lower case, wildcards as written; the common name if there are
    /// none.
    pub names: Vec<String>,
    /// `0a:1b:...`
    pub serial: String,
    pub issuer: String,
    pub issuer_common_name: Option<String>,
    pub window: Window,
    pub key_algorithm: KeyAlgorithm,
    pub signature_algorithm: SignatureAlgorithm,
    /// `DIGITAL_SIGNATURE`, ...
    pub key_usages: Vec<&'static str>,
    pub extended_key_usages: Vec<ExtendedKeyUsage>,
    /// Subject and issuer are one.
    pub self_issued: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedKeyUsage {
    /// `TLS_WEB_SERVER_AUTHENTICATION`, ...; `CUSTOM` if ACM has no word for it.
    pub name: &'static str,
    pub oid: String,
}

impl CertificateFacts {
    pub fn of(certificate: &CertificateDer<'_>) -> Result<Self, Error> {
        let (_, parsed) = x509_parser::parse_x509_certificate(certificate)
            .map_err(|error| Error::CertificateUnreadable(error.to_string()))?;
        Self::of_parsed(&parsed)
    }

    pub(crate) fn of_parsed(certificate: &X509Certificate<'_>) -> Result<Self, Error> {
        if certificate.version() != X509Version::V3 {
            return Err(Error::CertificateVersion);
        }
        let issuer_common_name = common_name(certificate.issuer());
        let organization = certificate.issuer().iter_organization().next();
        let organization = organization.and_then(|o| o.as_str().ok()).map(str::to_owned);
        Ok(Self {
            subject: certificate.subject().to_string(),
            common_name: common_name(certificate.subject()),
            names: names(certificate),
            serial: serial(certificate),
            issuer: organization
                .or_else(|| issuer_common_name.clone())
                .unwrap_or_default(),
            issuer_common_name,
            window: window(certificate),
            key_algorithm: KeyAlgorithm::of(certificate.public_key())?,
            signature_algorithm: SignatureAlgorithm::of(certificate),
            key_usages: key_usages(certificate),
            extended_key_usages: extended_key_usages(certificate),
            self_issued: is_self_issued(certificate),
        })
    }
}

pub(crate) fn window(certificate: &X509Certificate<'_>) -> Window {
    let validity = certificate.validity();
    Window::between(
        validity.not_before.to_datetime(),
        validity.not_after.to_datetime(),
    )
}

pub(crate) fn is_self_issued(certificate: &X509Certificate<'_>) -> bool {
    certificate.subject().as_raw() == certificate.issuer().as_raw()
}

/// CloudFront compares both the common name and the alternative names (cf A3); certificates of the last decades repeat
/// the one among the others, so the common name counts where there are no others, as in RFC 6125.
pub(crate) fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let mut names = Vec::new();
    if let Ok(Some(alternative)) = certificate.subject_alternative_name() {
        for name in &alternative.value.general_names {
            if let GeneralName::DNSName(name) = name {
                names.push(name.to_ascii_lowercase());
            }
        }
    }
    if names.is_empty() {
        names.extend(common_name(certificate.subject()).map(|name| name.to_ascii_lowercase()));
    }
    names
}

fn common_name(name: &X509Name<'_>) -> Option<String> {
    name.iter_common_name().next()?.as_str().ok().map(str::to_owned)
}

fn serial(certificate: &X509Certificate<'_>) -> String {
    let bytes = match certificate.raw_serial() {
        [0, rest @ ..] if !rest.is_empty() => rest,
        bytes => bytes,
    };
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(":")
}

fn key_usages(certificate: &X509Certificate<'_>) -> Vec<&'static str> {
    const WORDS: [&str; 9] = [
        "DIGITAL_SIGNATURE",
        "NON_REPUDIATION",
        "KEY_ENCIPHERMENT",
        "DATA_ENCIPHERMENT",
        "KEY_AGREEMENT",
        "CERTIFICATE_SIGNING",
        "CRL_SIGNING",
        "ENCIPHER_ONLY",
        "DECIPHER_ONLY",
    ];
    let Ok(Some(usage)) = certificate.key_usage() else {
        return Vec::new();
    };
    let flags = usage.value.flags;
    WORDS
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| flags >> bit & 1 == 1)
        .map(|(_, word)| word)
        .collect()
}

fn extended_key_usages(certificate: &X509Certificate<'_>) -> Vec<ExtendedKeyUsage> {
    const WORDS: [(&str, &str); 7] = [
        ("1.3.6.1.5.5.7.3.1", "TLS_WEB_SERVER_AUTHENTICATION"),
        ("1.3.6.1.5.5.7.3.2", "TLS_WEB_CLIENT_AUTHENTICATION"),
        ("1.3.6.1.5.5.7.3.3", "CODE_SIGNING"),
        ("1.3.6.1.5.5.7.3.4", "EMAIL_PROTECTION"),
        ("1.3.6.1.5.5.7.3.8", "TIME_STAMPING"),
        ("1.3.6.1.5.5.7.3.9", "OCSP_SIGNING"),
        ("2.5.29.37.0", "ANY"),
    ];
    let mut usages = Vec::new();
    for extension in certificate.extensions() {
        let ParsedExtension::ExtendedKeyUsage(usage) = extension.parsed_extension() else {
            continue;
        };
        let flags = [
            usage.server_auth,
            usage.client_auth,
            usage.code_signing,
            usage.email_protection,
            usage.time_stamping,
            usage.ocsp_signing,
            usage.any,
        ];
        let known = WORDS.into_iter().zip(flags).filter(|(_, set)| *set);
        usages.extend(known.map(|((oid, name), _)| ExtendedKeyUsage {
            name,
            oid: oid.into(),
        }));
        usages.extend(usage.other.iter().map(|oid| ExtendedKeyUsage {
            name: "CUSTOM",
            oid: oid.to_id_string(),
        }));
    }
    usages
}
