//! ImportCertificate: a certificate with its key, new or in place of one that was imported before.
//!
//! Certificate, chain and key are judged through the certificates port, whose sentence is the answer where one of them
//! does not pass.

use adit_model::certificate::{
    Certificate, CertificateKind, CertificateMaterial, CertificateStatus, CertificateTerms,
};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::tag::{self, Tag};
use crate::acm::{certificate, request, usage};
use crate::cx::Cx;
use crate::ports::CertificateDetails;

view! {
    pub struct ImportCertificate: "acm"."ImportCertificate" {
        arn: Option<String> = "CertificateArn",
        certificate: Vec<u8> = "Certificate",
        private_key: Vec<u8> = "PrivateKey",
        chain: Option<Vec<u8>> = "CertificateChain",
        tags: Vec<Tag> = "Tags",
    }
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

pub fn import(cx: &mut Cx<'_>, asked: ImportCertificate) -> Result<Record, ApiError> {
    let existing = asked
        .arn
        .as_deref()
        .map(|arn| certificate::find(cx, arn))
        .transpose()?;
    if existing.is_some() && !asked.tags.is_empty() {
        return Err(errors::acm::tags_on_reimport());
    }
    let tags = tag::read(asked.tags)?;
    let pem = text(asked.certificate).ok_or_else(errors::acm::certificate_unreadable)?;
    let private_key = text(asked.private_key).ok_or_else(errors::acm::key_unreadable)?;
    let chain = match asked.chain {
        Some(chain) => Some(text(chain).ok_or_else(errors::acm::chain_incomplete)?),
        None => None,
    };
    if pem.matches(BEGIN).count() > 1 {
        return Err(errors::acm::certificate_pem());
    }
    let details = cx
        .ports
        .certificates
        .inspect(&pem, chain.as_deref(), &private_key, cx.now);
    let details = details.map_err(errors::acm::validation)?;
    let material = CertificateMaterial {
        certificate: pem,
        chain,
        private_key,
        not_before: details.not_before,
        not_after: details.not_after,
    };
    let certificate = match existing {
        Some(existing) => replaced(cx, existing, &details, material)?,
        None => {
            request::check_count(cx)?;
            let (domain, names) = names(&details);
            Certificate {
                id: certificate::mint(cx)?,
                owner: cx.owner(),
                domain,
                names,
                kind: CertificateKind::Imported,
                status: CertificateStatus::Issued,
                validation_method: None,
                validations: Vec::new(),
                material: Some(material),
                created: cx.now,
                imported: Some(cx.now),
                issued: None,
                key_algorithm: details.key_algorithm,
                token: None,
                transparency_logging: false,
                terms: CertificateTerms::default(),
                tags,
            }
        }
    };
    let answer = record! { "CertificateArn" => certificate.id.as_str() };
    cx.put(certificate);
    Ok(answer)
}

/// A reimport keeps ARN, tags and users; while there are users the key stays of its kind.
fn replaced(
    cx: &Cx<'_>,
    old: Certificate,
    details: &CertificateDetails,
    material: CertificateMaterial,
) -> Result<Certificate, ApiError> {
    if old.kind != CertificateKind::Imported {
        return Err(errors::acm::not_imported(old.id));
    }
    if old.key_algorithm != details.key_algorithm && !usage::of(cx, &old.id).is_empty() {
        return Err(errors::acm::key_changed(old.id));
    }
    let (domain, names) = names(details);
    Ok(Certificate {
        domain,
        names,
        material: Some(material),
        imported: Some(cx.now),
        key_algorithm: details.key_algorithm.clone(),
        ..old
    })
}

/// ACM's domain name is the common name, or else the first alternative one; the names are the alternative ones.
fn names(details: &CertificateDetails) -> (String, Vec<String>) {
    let first = details
        .common_name
        .clone()
        .or_else(|| details.names.first().cloned())
        .unwrap_or_default();
    let names = if details.names.is_empty() {
        vec![first.clone()]
    } else {
        details.names.clone()
    };
    (first, names)
}

fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok()
}
