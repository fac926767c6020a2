//! RenewCertificate: a new certificate under the same ARN.
//!
//! What can be renewed is what DescribeCertificate shows as eligible: issued here, not expired, and used by a service.

use adit_model::certificate::{Certificate, CertificateKind};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::{certificate, usage, validation};
use crate::cx::Cx;

view! {
    pub struct RenewCertificate: "acm"."RenewCertificate" { arn: String = "CertificateArn" }
}

pub fn renew(cx: &mut Cx<'_>, asked: RenewCertificate) -> Result<Record, ApiError> {
    let mut found = certificate::find(cx, &asked.arn)?;
    match certificate::status(cx, &found) {
        "ISSUED" => {}
        "PENDING_VALIDATION" => return Err(errors::acm::request_in_progress(found.id)),
        _ => return Err(errors::acm::not_renewable(found.id)),
    }
    if !eligible(&found, !usage::of(cx, &found.id).is_empty()) {
        return Err(errors::acm::not_renewable(found.id));
    }
    let issued = cx
        .ports
        .certificates
        .issue(&found.names, &found.key_algorithm, cx.now);
    found.material = Some(issued.map_err(errors::acm::validation)?);
    found.terms.renewed = Some(cx.now);
    cx.put(found);
    Ok(Record::new())
}

/// ACM renews what it issued as long as a service uses it.
pub fn eligible(certificate: &Certificate, in_use: bool) -> bool {
    certificate.kind == CertificateKind::AmazonIssued && in_use
}

/// `RenewalSummary`, of a certificate that was renewed.
pub fn summary(cx: &Cx<'_>, certificate: &Certificate) -> Option<Record> {
    let renewed = certificate.terms.renewed?;
    let status = if cx.settled(renewed) {
        "SUCCESS"
    } else {
        "PENDING_AUTO_RENEWAL"
    };
    Some(record! {
        "RenewalStatus" => status,
        "DomainValidationOptions" => validation::show(cx, certificate, cx.settled(renewed)),
        "UpdatedAt" => renewed,
    })
}
