//! The bench's ports: they answer what a test says.

use std::collections::BTreeMap;

use adit_model::certificate::CertificateMaterial;
use adit_model::id::TargetGroupArn;
use time::{Duration, OffsetDateTime};

use super::NOW;
use crate::ports::{CertificateDetails, Certificates, Objects, ObservedTarget, TargetHealth};

/// Objects by bucket and key, without versions.
pub(super) struct Shelf(pub(super) BTreeMap<(String, String), Vec<u8>>);

impl Objects for Shelf {
    fn get(&self, bucket: &str, key: &str, version: Option<&str>) -> Option<Vec<u8>> {
        let found = self.0.get(&(bucket.to_owned(), key.to_owned()));
        found.filter(|_| version.is_none()).cloned()
    }
}

pub(super) struct Observed(pub(super) Vec<ObservedTarget>);

impl TargetHealth for Observed {
    fn states(&self, _: &TargetGroupArn) -> Vec<ObservedTarget> {
        self.0.clone()
    }
}

/// Certificates on paper: `-----BEGIN CERTIFICATE----- RSA_2048 a.example.com b.example.com`.
pub(super) struct Paper;

pub(crate) fn paper(algorithm: &str, names: &str) -> String {
    format!("-----BEGIN CERTIFICATE----- {algorithm} {names}")
}

impl Certificates for Paper {
    fn inspect(
        &self,
        certificate: &str,
        _: Option<&str>,
        key: &str,
        _: OffsetDateTime,
    ) -> Result<CertificateDetails, String> {
        match key {
            "good key" => self.describe(certificate),
            _ => Err("The certificate and private key do not match.".to_owned()),
        }
    }

    fn describe(&self, certificate: &str) -> Result<CertificateDetails, String> {
        let rest = certificate
            .strip_prefix("-----BEGIN CERTIFICATE----- ")
            .ok_or("Could not parse certificate.")?;
        let mut words = rest.split(' ').map(str::to_owned);
        let key_algorithm = words.next().unwrap_or_default();
        let names: Vec<String> = words.collect();
        Ok(CertificateDetails {
            common_name: names.first().cloned(),
            subject: format!("CN={}", names.join("+")),
            names,
            serial: "0a:0b".to_owned(),
            issuer: "Adit".to_owned(),
            not_before: NOW - Duration::days(1),
            not_after: NOW + Duration::days(90),
            key_algorithm,
            signature_algorithm: "SHA256WITHRSA".to_owned(),
            key_usages: vec!["DIGITAL_SIGNATURE".to_owned()],
            extended_key_usages: vec![(
                "TLS_WEB_SERVER_AUTHENTICATION".to_owned(),
                "1.3.6.1.5.5.7.3.1".to_owned(),
            )],
        })
    }

    fn issue(
        &self,
        names: &[String],
        algorithm: &str,
        now: OffsetDateTime,
    ) -> Result<CertificateMaterial, String> {
        Ok(CertificateMaterial {
            certificate: paper(algorithm, &names.join(" ")),
            chain: Some("chain".to_owned()),
            private_key: "good key".to_owned(),
            not_before: now - Duration::days(1),
            not_after: now + Duration::days(90),
        })
    }
}
