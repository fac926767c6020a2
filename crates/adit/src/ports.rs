//! Plugs for what the control plane asks of the world outside it: certificates and observed health.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use adit_control::ports::{CertificateDetails, Certificates, Objects, ObservedTarget, Ports, TargetHealth};
use adit_model::certificate::CertificateMaterial;
use adit_model::id::TargetGroupArn;
use adit_proxy::HealthTable;
use adit_tls::{Authority, CertificateFacts, KeyAlgorithm, Material, Window};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use time::{Duration, OffsetDateTime};

/// How long Adit's authority issues for, as ACM does: 13 months.
const ISSUED_FOR: Duration = Duration::days(395);

/// Everything that is plugged.
#[derive(Clone)]
pub(crate) struct Outside {
    authority: Issuer,
    health: Observed,
    objects: Folder,
    deploy_delay: Duration,
}

#[derive(Clone)]
struct Issuer(Arc<Authority>);

/// The data plane's table, known once the data plane has started.
#[derive(Clone)]
struct Observed(Arc<OnceLock<Arc<HealthTable>>>);

impl Outside {
    pub(crate) fn new(authority: Arc<Authority>, objects: Option<PathBuf>, deploy_delay: Duration) -> Self {
        Self {
            authority: Issuer(authority),
            health: Observed(Arc::new(OnceLock::new())),
            objects: Folder(objects.map(Into::into)),
            deploy_delay,
        }
    }

    pub(crate) fn observe(&self, health: Arc<HealthTable>) {
        // A second data plane in one process does not happen.
        let _ = self.health.0.set(health);
    }

    pub(crate) fn ports(&self) -> Ports<'_> {
        Ports {
            certificates: &self.authority,
            health: &self.health,
            objects: &self.objects,
            deploy_delay: self.deploy_delay,
        }
    }
}

impl Certificates for Issuer {
    fn inspect(
        &self,
        certificate: &str,
        chain: Option<&str>,
        private_key: &str,
        now: OffsetDateTime,
    ) -> Result<CertificateDetails, String> {
        let material = Material::import(
            certificate,
            private_key,
            chain,
            u64::try_from(now.unix_timestamp()).unwrap_or(0),
        )
        .map_err(|error| error.to_string())?;
        details(material.facts())
    }

    fn describe(&self, certificate: &str) -> Result<CertificateDetails, String> {
        let der =
            CertificateDer::from_pem_slice(certificate.as_bytes()).map_err(|error| error.to_string())?;
        details(&CertificateFacts::of(&der).map_err(|error| error.to_string())?)
    }

    fn issue(
        &self,
        names: &[String],
        algorithm: &str,
        now: OffsetDateTime,
    ) -> Result<CertificateMaterial, String> {
        let algorithm =
            KeyAlgorithm::parse(algorithm).ok_or_else(|| format!("`{algorithm}` is no key algorithm"))?;
        let (not_before, not_after) = (now - Duration::days(1), now + ISSUED_FOR);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let issued = self
            .0
            .issue(&names, algorithm, Window::between(not_before, not_after))
            .map_err(|error| error.to_string())?;
        Ok(CertificateMaterial {
            certificate: issued.certificate,
            chain: Some(issued.chain),
            private_key: issued.private_key,
            not_before,
            not_after,
        })
    }
}

fn details(facts: &CertificateFacts) -> Result<CertificateDetails, String> {
    let time = |moment: Result<OffsetDateTime, adit_tls::Error>| moment.map_err(|error| error.to_string());
    Ok(CertificateDetails {
        common_name: facts.common_name.clone(),
        names: facts.names.clone(),
        serial: facts.serial.clone(),
        issuer: facts.issuer.clone(),
        subject: facts.subject.clone(),
        not_before: time(facts.window.not_before_time())?,
        not_after: time(facts.window.not_after_time())?,
        key_algorithm: facts.key_algorithm.name().to_owned(),
        signature_algorithm: facts.signature_algorithm.name().to_owned(),
        key_usages: facts.key_usages.iter().map(|usage| (*usage).to_owned()).collect(),
        extended_key_usages: facts
            .extended_key_usages
            .iter()
            .map(|usage| (usage.name.to_owned(), usage.oid.clone()))
            .collect(),
    })
}

/// `--objects`: a folder of buckets, in which keys are paths; `None` without it.
#[derive(Clone)]
struct Folder(Option<Arc<Path>>);

/// The longest object that is read: what takes objects here wants far less.
const LARGEST_OBJECT: u64 = 10 * 1024 * 1024;

impl Objects for Folder {
    /// Objects of a folder have one version, which S3 calls `null`. A key that would lead out of its bucket names nothing.
    fn get(&self, bucket: &str, key: &str, version: Option<&str>) -> Option<Vec<u8>> {
        let inside = |path: &str| {
            Path::new(path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)))
        };
        if bucket.contains('/') || !inside(bucket) || !inside(key) || version.is_some_and(|v| v != "null") {
            return None;
        }
        let path = self.0.as_deref()?.join(bucket).join(key);
        let facts = fs::metadata(&path).ok()?;
        match facts.is_file() && facts.len() <= LARGEST_OBJECT {
            true => fs::read(path).ok(),
            false => None,
        }
    }
}

impl TargetHealth for Observed {
    fn states(&self, group: &TargetGroupArn) -> Vec<ObservedTarget> {
        let states = self.0.get().map(|table| table.states(group)).unwrap_or_default();
        let observed = |s: adit_proxy::TargetState| ObservedTarget {
            address: s.address,
            port: s.port,
            state: s.state,
            reason: s.reason,
            description: s.description,
        };
        states.into_iter().map(observed).collect()
    }
}
