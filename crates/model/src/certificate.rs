//! A certificate of ACM: imported, or issued by Adit's authority in Amazon's place.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::Owner;
use crate::id::CertificateArn;
use crate::tag::Tags;

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub id: CertificateArn,
    pub owner: Owner,
    /// The first name, as ACM shows it.
    pub domain: String,
    /// All names, the first included.
    pub names: Vec<String>,
    pub kind: CertificateKind,
    pub status: CertificateStatus,
    /// `DNS` or `EMAIL`; requested certificates only.
    pub validation_method: Option<String>,
    pub validations: Vec<DomainValidation>,
    /// `None` until issued.
    pub material: Option<CertificateMaterial>,
    pub created: OffsetDateTime,
    pub imported: Option<OffsetDateTime>,
    pub issued: Option<OffsetDateTime>,
    /// `RSA_2048`, `EC_prime256v1`, ...
    pub key_algorithm: String,
    /// RequestCertificate's idempotency token.
    pub token: Option<String>,
    pub transparency_logging: bool,
    #[serde(default)]
    pub terms: CertificateTerms,
    pub tags: Tags,
}

/// What else was asked of a requested certificate, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateTerms {
    /// Whether its key may leave Certificate Manager.
    pub exportable: bool,
    /// `CLOUDFRONT`.
    pub managed_by: Option<String>,
    /// The ARN of the private authority that was to issue it.
    pub authority: Option<String>,
    /// AWS's word for why it failed.
    pub failure: Option<String>,
    pub renewed: Option<OffsetDateTime>,
    pub method_change: Option<MethodChange>,
}

/// A change of the validation method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodChange {
    pub from: String,
    pub to: String,
    pub requested: OffsetDateTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateKind {
    Imported,
    AmazonIssued,
    /// Asked of a private authority.
    Private,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateStatus {
    PendingValidation,
    Issued,
    Failed,
}

/// The record that proves control over a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainValidation {
    pub domain: String,
    pub record_name: String,
    pub record_value: String,
    /// Where validation mail goes, if it was named: the domain or one above it.
    #[serde(default)]
    pub validation_domain: Option<String>,
}

/// PEM texts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateMaterial {
    pub certificate: String,
    pub chain: Option<String>,
    pub private_key: String,
    pub not_before: OffsetDateTime,
    pub not_after: OffsetDateTime,
}

// By hand, so that a private key never reaches a log.
impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate")
            .field("id", &self.id)
            .field("names", &self.names)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for CertificateMaterial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CertificateMaterial")
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}
