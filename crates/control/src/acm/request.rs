//! RequestCertificate: issued by Adit's authority as soon as its names are proved, which is at once where no hosted zone
//! here holds them.
//!
//! A certificate that is asked of a private authority fails as on AWS when the authority does not exist: none does.
//! A token repeats a request of the same names within an hour, as ACM documents it. The quotas are the defaults.

use adit_model::certificate::{
    Certificate, CertificateKind, CertificateMaterial, CertificateStatus, CertificateTerms, DomainValidation,
};
use adit_wire::{ApiError, Record, errors, record, view};
use time::Duration;

use crate::acm::options::CertificateOptions;
use crate::acm::tag::{self, Tag};
use crate::acm::{certificate, validation};
use crate::cx::Cx;

view! {
    pub struct RequestCertificate: "acm"."RequestCertificate" {
        domain: String = "DomainName",
        method: Option<String> = "ValidationMethod",
        alternatives: Vec<String> = "SubjectAlternativeNames",
        token: Option<String> = "IdempotencyToken",
        validations: Vec<DomainValidationOption> = "DomainValidationOptions",
        options: Option<CertificateOptions> = "Options",
        authority: Option<String> = "CertificateAuthorityArn",
        managed_by: Option<String> = "ManagedBy",
        tags: Vec<Tag> = "Tags",
        key_algorithm: Option<String> = "KeyAlgorithm",
    }
}
view! {
    pub struct DomainValidationOption: "acm"/"DomainValidationOption" {
        domain: String = "DomainName",
        validation_domain: String = "ValidationDomain",
    }
}

const MAX_NAMES: usize = 10;
const MAX_CERTIFICATES: usize = 2_500;
/// The subject's common name has no room for more.
const LONGEST_FIRST_NAME: usize = 64;
const TOKEN_LIFE: Duration = Duration::hours(1);
/// What Amazon issues for.
const KEY_ALGORITHMS: [&str; 3] = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"];

pub fn request(cx: &mut Cx<'_>, asked: RequestCertificate) -> Result<Record, ApiError> {
    let method = method(&asked)?;
    let private = asked.authority.is_some();
    let key_algorithm = asked.key_algorithm.unwrap_or_else(|| "RSA_2048".to_owned());
    if !KEY_ALGORITHMS.contains(&key_algorithm.as_str()) {
        return Err(errors::acm::key_not_requestable(key_algorithm));
    }
    let options = asked.options.as_ref();
    let names = names(&asked.domain, &asked.alternatives)?;
    let validations = validations(cx, &names, &asked.validations)?;
    let tags = tag::read(asked.tags)?;
    if let Some(earlier) = earlier(cx, asked.token.as_deref(), &names) {
        return Ok(record! { "CertificateArn" => earlier.id.as_str() });
    }
    check_count(cx)?;
    let (status, material) = match private {
        true => (CertificateStatus::Failed, None),
        false => issue(cx, &method, &names, &validations, &key_algorithm)?,
    };
    let certificate = Certificate {
        id: certificate::mint(cx)?,
        owner: cx.owner(),
        domain: names.first().cloned().unwrap_or_default(),
        names,
        kind: match private {
            true => CertificateKind::Private,
            false => CertificateKind::AmazonIssued,
        },
        status,
        validation_method: (!private).then_some(method),
        validations: if private { Vec::new() } else { validations },
        issued: material.is_some().then_some(cx.now),
        material,
        created: cx.now,
        imported: None,
        key_algorithm,
        token: asked.token,
        transparency_logging: options.and_then(|options| options.logging.as_deref()) != Some("DISABLED"),
        terms: CertificateTerms {
            exportable: options.and_then(|options| options.export.as_deref()) == Some("ENABLED"),
            managed_by: asked.managed_by,
            authority: asked.authority,
            failure: private.then(|| "PCA_RESOURCE_NOT_FOUND".to_owned()),
            ..CertificateTerms::default()
        },
        tags,
    };
    let answer = record! { "CertificateArn" => certificate.id.as_str() };
    cx.put(certificate);
    Ok(answer)
}

/// Mail unless the caller says; a redirect is for certificates that CloudFront manages.
fn method(asked: &RequestCertificate) -> Result<String, ApiError> {
    let cloudfront = asked.managed_by.is_some();
    let default = if cloudfront { "HTTP" } else { "EMAIL" };
    let options = asked.options.as_ref();
    let said = asked
        .method
        .as_deref()
        .or(options.and_then(|options| options.method.as_deref()));
    match said.unwrap_or(default) {
        method @ ("DNS" | "EMAIL") => Ok(method.to_owned()),
        "HTTP" if cloudfront => Ok("HTTP".to_owned()),
        other => Err(errors::acm::validation_method(other)),
    }
}

fn issue(
    cx: &Cx<'_>,
    method: &str,
    names: &[String],
    validations: &[DomainValidation],
    key_algorithm: &str,
) -> Result<(CertificateStatus, Option<CertificateMaterial>), ApiError> {
    if !validation::proved(cx, method, validations) {
        return Ok((CertificateStatus::PendingValidation, None));
    }
    let issued = cx.ports.certificates.issue(names, key_algorithm, cx.now);
    let material = issued.map_err(errors::acm::invalid_parameter)?;
    Ok((CertificateStatus::Issued, Some(material)))
}

/// Whether one more certificate fits into the account's region.
pub fn check_count(cx: &Cx<'_>) -> Result<(), ApiError> {
    match cx
        .table::<Certificate>()
        .iter()
        .filter(|c| cx.owns(&c.owner))
        .count()
        < MAX_CERTIFICATES
    {
        true => Ok(()),
        false => Err(errors::acm::too_many_certificates()),
    }
}

/// The first name and the others, each once, in lower case.
fn names(first: &str, alternatives: &[String]) -> Result<Vec<String>, ApiError> {
    if first.len() > LONGEST_FIRST_NAME {
        return Err(errors::acm::domain_too_long(first));
    }
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(first).chain(alternatives.iter().map(String::as_str)) {
        let name = name.to_ascii_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() > MAX_NAMES {
        true => Err(errors::acm::too_many_names(MAX_NAMES)),
        false => Ok(names),
    }
}

fn validations(
    cx: &Cx<'_>,
    names: &[String],
    asked: &[DomainValidationOption],
) -> Result<Vec<DomainValidation>, ApiError> {
    let mut validations: Vec<DomainValidation> = names.iter().map(|name| validation::of(cx, name)).collect();
    for option in asked {
        let domain = option.domain.to_ascii_lowercase();
        let above = option.validation_domain.to_ascii_lowercase();
        let Some(validation) = validations
            .iter_mut()
            .find(|validation| validation.domain == domain)
        else {
            return Err(errors::acm::validation_domain_unknown(domain));
        };
        let base = domain.strip_prefix("*.").unwrap_or(&domain);
        if base != above && !base.ends_with(&format!(".{above}")) {
            return Err(errors::acm::validation_domain(domain, above));
        }
        validation.validation_domain = Some(above);
    }
    Ok(validations)
}

fn earlier(cx: &Cx<'_>, token: Option<&str>, names: &[String]) -> Option<Certificate> {
    let token = token?;
    let repeats = |certificate: &Certificate| {
        cx.owns(&certificate.owner)
            && certificate.token.as_deref() == Some(token)
            && certificate.names == names
            && cx.now - certificate.created <= TOKEN_LIFE
    };
    cx.table::<Certificate>()
        .iter()
        .find(|certificate| repeats(certificate))
        .map(|found| found.as_ref().clone())
}
