//! A certificate: found by ARN, described, fetched, deleted.
//!
//! The key algorithm is shown as the service model spells it (`RSA_2048`).

use adit_model::arn;
use adit_model::certificate::{Certificate, CertificateKind, CertificateStatus};
use adit_model::id::CertificateArn;
use adit_wire::{ApiError, Record, Service, errors, record, view};

use crate::acm::{options, renewal, usage, validation};
use crate::cx::Cx;
use crate::ports::CertificateDetails;

view! {
    pub struct DescribeCertificate: "acm"."DescribeCertificate" { arn: String = "CertificateArn" }
}
view! {
    pub struct GetCertificate: "acm"."GetCertificate" { arn: String = "CertificateArn" }
}
view! {
    pub struct DeleteCertificate: "acm"."DeleteCertificate" { arn: String = "CertificateArn" }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeCertificate) -> Result<Record, ApiError> {
    let certificate = find(cx, &asked.arn)?;
    let users = usage::of(cx, &certificate.id);
    let mut record = record! {
        "CertificateArn" => certificate.id.as_str(),
        "DomainName" => &certificate.domain,
        "SubjectAlternativeNames" => certificate.names.clone(),
    };
    if certificate.kind == CertificateKind::AmazonIssued {
        let shown = validation::show(cx, &certificate, settled(cx, &certificate));
        record.put("DomainValidationOptions", shown);
        record.put("RenewalSummary", renewal::summary(cx, &certificate));
        record.put("UpdateSummary", options::summary(cx, &certificate));
    }
    if let Some(details) = details(cx, &certificate)? {
        let usages = details.key_usages.iter().map(|name| record! { "Name" => name });
        let extended = details
            .extended_key_usages
            .iter()
            .map(|(name, oid)| record! { "Name" => name, "OID" => oid });
        record.put("Serial", &details.serial);
        record.put("Subject", &details.subject);
        record.put("Issuer", &details.issuer);
        record.put("NotBefore", details.not_before);
        record.put("NotAfter", details.not_after);
        record.put("SignatureAlgorithm", &details.signature_algorithm);
        record.put("KeyUsages", usages.collect::<Vec<_>>());
        record.put("ExtendedKeyUsages", extended.collect::<Vec<_>>());
    }
    let issued = certificate.issued.filter(|_| settled(cx, &certificate));
    let record = record
        .with("CreatedAt", certificate.created)
        .with("IssuedAt", issued)
        .with("ImportedAt", certificate.imported)
        .with("Status", status(cx, &certificate))
        .with("FailureReason", certificate.terms.failure.as_ref())
        .with("KeyAlgorithm", &certificate.key_algorithm)
        .with("RenewalEligibility", eligibility(&certificate, !users.is_empty()))
        .with("InUseBy", users)
        .with("Type", kind(&certificate))
        .with("ManagedBy", certificate.terms.managed_by.as_ref())
        .with("CertificateAuthorityArn", certificate.terms.authority.as_ref())
        .with("Options", options::show(&certificate))
        .with("CertificateKeyPairOrigin", key_pair_origin(&certificate));
    Ok(record! { "Certificate" => record })
}

pub fn get(cx: &mut Cx<'_>, asked: GetCertificate) -> Result<Record, ApiError> {
    let certificate = find(cx, &asked.arn)?;
    match certificate.material.clone().filter(|_| settled(cx, &certificate)) {
        Some(material) => {
            Ok(record! { "Certificate" => material.certificate, "CertificateChain" => material.chain })
        }
        None if status(cx, &certificate) == "PENDING_VALIDATION" => {
            Err(errors::acm::request_in_progress(certificate.id))
        }
        None => Err(errors::acm::never_issued(certificate.id)),
    }
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteCertificate) -> Result<Record, ApiError> {
    let certificate = find(cx, &asked.arn)?;
    if !usage::of(cx, &certificate.id).is_empty() {
        return Err(errors::acm::certificate_in_use(certificate.id, &cx.account));
    }
    cx.delete::<Certificate>(&certificate.id);
    Ok(Record::new())
}

/// The caller's certificate with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<Certificate, ApiError> {
    let named = text
        .splitn(6, ':')
        .nth(5)
        .is_some_and(|resource| resource.starts_with("certificate/"));
    let id = CertificateArn::parse(text)
        .filter(|_| named)
        .ok_or_else(|| errors::acm::malformed_arn(text))?;
    let found = cx
        .get::<Certificate>(&id)
        .filter(|certificate| cx.owns(&certificate.owner));
    found.ok_or_else(|| errors::acm::certificate_not_found(id, &cx.account))
}

/// A new ARN: `certificate/` and a UUID.
pub fn mint(cx: &mut Cx<'_>) -> Result<CertificateArn, ApiError> {
    let uuid = cx.minter.uuid();
    let text = arn::regional("acm", &cx.owner(), &format!("certificate/{uuid}"));
    CertificateArn::parse(&text).ok_or_else(|| errors::internal_failure(Service::Acm))
}

/// What the certificate says of itself; `None` until it is issued.
pub fn details(cx: &Cx<'_>, certificate: &Certificate) -> Result<Option<CertificateDetails>, ApiError> {
    let Some(material) = certificate.material.as_ref().filter(|_| settled(cx, certificate)) else {
        return Ok(None);
    };
    // It was read when it came in, so a failure is ours.
    let described = cx.ports.certificates.describe(&material.certificate);
    described
        .map(Some)
        .map_err(|_| errors::internal_failure(Service::Acm))
}

/// Whether what was issued shows itself as issued: at once, but for `--deploy-delay`.
pub fn settled(cx: &Cx<'_>, certificate: &Certificate) -> bool {
    certificate.issued.is_none_or(|issued| cx.settled(issued))
}

/// A certificate expires, and a request times out, without anybody's doing.
pub fn status(cx: &Cx<'_>, certificate: &Certificate) -> &'static str {
    match (certificate.status, &certificate.material) {
        (CertificateStatus::PendingValidation, _) if validation::timed_out(certificate, cx.now) => {
            "VALIDATION_TIMED_OUT"
        }
        (CertificateStatus::PendingValidation, _) => "PENDING_VALIDATION",
        (CertificateStatus::Failed, _) => "FAILED",
        (CertificateStatus::Issued, _) if !settled(cx, certificate) => "PENDING_VALIDATION",
        (CertificateStatus::Issued, Some(material)) if material.not_after < cx.now => "EXPIRED",
        (CertificateStatus::Issued, _) => "ISSUED",
    }
}

pub fn kind(certificate: &Certificate) -> &'static str {
    match certificate.kind {
        CertificateKind::Imported => "IMPORTED",
        CertificateKind::AmazonIssued => "AMAZON_ISSUED",
        CertificateKind::Private => "PRIVATE",
    }
}

pub fn key_pair_origin(certificate: &Certificate) -> &'static str {
    match certificate.kind {
        CertificateKind::Imported => "CUSTOMER_PROVIDED",
        CertificateKind::AmazonIssued | CertificateKind::Private => "AWS_MANAGED",
    }
}

/// `RenewalEligibility`.
pub fn eligibility(certificate: &Certificate, in_use: bool) -> &'static str {
    match renewal::eligible(certificate, in_use) {
        true => "ELIGIBLE",
        false => "INELIGIBLE",
    }
}
