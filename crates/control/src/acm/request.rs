//! RequestCertificate: issued at once by Adit's authority, with the validation records that ACM would wait for.
//!
//! A token repeats a request of the same names within an hour, as ACM documents it. The quotas are the defaults.

use adit_model::certificate::{Certificate, CertificateKind, CertificateStatus, DomainValidation};
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};
use time::Duration;

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
view! {
    pub struct CertificateOptions: "acm"/"CertificateOptions" {
        logging: Option<String> = "CertificateTransparencyLoggingPreference",
        export: Option<String> = "Export",
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
    let method = asked.method.unwrap_or_else(|| "EMAIL".to_owned());
    if !matches!(method.as_str(), "DNS" | "EMAIL") {
        return Err(errors::acm::validation_method(method));
    }
    let key_algorithm = asked.key_algorithm.unwrap_or_else(|| "RSA_2048".to_owned());
    if !KEY_ALGORITHMS.contains(&key_algorithm.as_str()) {
        return Err(errors::acm::key_not_requestable(key_algorithm));
    }
    let options = asked.options.as_ref();
    if let Some(export) = options
        .and_then(|options| options.export.as_deref())
        .filter(|export| *export != "DISABLED")
    {
        return Err(errors::unsupported_value(
            &Path::root(Service::Acm).member("Options").member("Export"),
            export,
        ));
    }
    let logging = options.and_then(|options| options.logging.as_deref()) != Some("DISABLED");
    let names = names(&asked.domain, &asked.alternatives)?;
    let validations = validations(cx, &names, &asked.validations)?;
    let tags = tag::read(asked.tags)?;
    if let Some(earlier) = earlier(cx, asked.token.as_deref(), &names) {
        return Ok(record! { "CertificateArn" => earlier.id.as_str() });
    }
    check_count(cx)?;
    let issued = cx.ports.certificates.issue(&names, &key_algorithm, cx.now);
    let material = issued.map_err(errors::acm::invalid_parameter)?;
    let certificate = Certificate {
        id: certificate::mint(cx)?,
        owner: cx.owner(),
        domain: names.first().cloned().unwrap_or_default(),
        names,
        kind: CertificateKind::AmazonIssued,
        status: CertificateStatus::Issued,
        validation_method: Some(method),
        validations,
        material: Some(material),
        created: cx.now,
        imported: None,
        issued: Some(cx.now),
        key_algorithm,
        token: asked.token,
        transparency_logging: logging,
        tags,
    };
    let answer = record! { "CertificateArn" => certificate.id.as_str() };
    cx.put(certificate);
    Ok(answer)
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
