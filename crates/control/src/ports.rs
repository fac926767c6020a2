//! What the control plane needs from outside, plugged by the binary.

use adit_model::certificate::CertificateMaterial;
use adit_model::id::TargetGroupArn;
use time::OffsetDateTime;

/// The ports of one call.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    pub certificates: &'a dyn Certificates,
    pub health: &'a dyn TargetHealth,
    pub objects: &'a dyn Objects,
    /// How long what was created or changed shows AWS's state on the way (`Deploying`, `provisioning`, ...): `--deploy-delay`.
    pub deploy_delay: time::Duration,
}

/// Certificates: judged as ACM judges an import, issued as Amazon's authority would.
pub trait Certificates: Sync {
    /// Parses and checks an import; the error is a sentence for the caller.
    fn inspect(
        &self,
        certificate: &str,
        chain: Option<&str>,
        private_key: &str,
        now: OffsetDateTime,
    ) -> Result<CertificateDetails, String>;

    /// What DescribeCertificate shows of a certificate that was accepted before.
    fn describe(&self, certificate: &str) -> Result<CertificateDetails, String>;

    /// Issues a certificate for `names` with a key of `algorithm` (`RSA_2048`, `EC_prime256v1`, ...).
    fn issue(
        &self,
        names: &[String],
        algorithm: &str,
        now: OffsetDateTime,
    ) -> Result<CertificateMaterial, String>;
}

/// What a certificate says of itself, in ACM's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateDetails {
    /// The subject's common name, if it has one.
    pub common_name: Option<String>,
    pub names: Vec<String>,
    /// Hexadecimal pairs joined by colons.
    pub serial: String,
    pub issuer: String,
    pub subject: String,
    pub not_before: OffsetDateTime,
    pub not_after: OffsetDateTime,
    /// `RSA_2048`, `EC_prime256v1`, ...
    pub key_algorithm: String,
    /// `SHA256WITHRSA`, ...
    pub signature_algorithm: String,
    /// `DIGITAL_SIGNATURE`, ...
    pub key_usages: Vec<String>,
    /// Name and OID: `TLS_WEB_SERVER_AUTHENTICATION`, `1.3.6.1.5.5.7.3.1`.
    pub extended_key_usages: Vec<(String, String)>,
}

/// Objects of S3, which requests to other services name.
pub trait Objects: Sync {
    /// The bytes of an object; `None` where there is none, or none of that version.
    fn get(&self, bucket: &str, key: &str, version: Option<&str>) -> Option<Vec<u8>>;
}

/// Where there is no S3: nothing is found.
#[derive(Clone, Copy, Debug)]
pub struct NoObjects;

impl Objects for NoObjects {
    fn get(&self, _: &str, _: &str, _: Option<&str>) -> Option<Vec<u8>> {
        None
    }
}

/// Target health as the data plane observed it.
pub trait TargetHealth: Sync {
    /// By address and port; a target without an entry is in its first check.
    fn states(&self, group: &TargetGroupArn) -> Vec<ObservedTarget>;
}

/// DescribeTargetHealth's words (api E32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedTarget {
    pub address: std::net::IpAddr,
    pub port: u16,
    /// `initial`, `healthy`, `unhealthy`, ...
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub description: Option<String>,
}
