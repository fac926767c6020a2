//! ListCertificates and its filters.
//!
//! Without a filter by key type only RSA keys of up to 2,048 bits are listed, which is AWS's default too.

use adit_model::certificate::Certificate;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::{certificate, page, usage};
use crate::cx::Cx;
use crate::ports::CertificateDetails;

view! {
    pub struct ListCertificates: "acm"."ListCertificates" {
        statuses: Vec<String> = "CertificateStatuses",
        origins: Vec<String> = "CertificateKeyPairOrigins",
        includes: Option<Filters> = "Includes",
        next_token: Option<String> = "NextToken",
        max_items: Option<u32> = "MaxItems",
        sort_by: Option<String> = "SortBy",
        sort_order: Option<String> = "SortOrder",
    }
}
view! {
    pub struct Filters: "acm"/"Filters" {
        extended_key_usages: Vec<String> = "extendedKeyUsage",
        key_usages: Vec<String> = "keyUsage",
        key_types: Vec<String> = "keyTypes",
        export: Option<String> = "exportOption",
        managed_by: Option<String> = "managedBy",
    }
}

const DEFAULT_KEY_TYPES: [&str; 2] = ["RSA_1024", "RSA_2048"];

pub fn list(cx: &mut Cx<'_>, asked: ListCertificates) -> Result<Record, ApiError> {
    if asked.sort_by.is_some() != asked.sort_order.is_some() {
        return Err(errors::acm::sort_incomplete());
    }
    let mut found = Vec::new();
    for certificate in cx
        .table::<Certificate>()
        .iter()
        .filter(|certificate| cx.owns(&certificate.owner))
    {
        let details = certificate::details(cx, certificate)?;
        if wanted(cx, &asked, certificate, details.as_ref()) {
            found.push(certificate.as_ref().clone());
        }
    }
    match asked.sort_order.as_deref() {
        Some("ASCENDING") => found.sort_by_key(|certificate| certificate.created),
        Some(_) => found.sort_by_key(|certificate| std::cmp::Reverse(certificate.created)),
        None => {}
    }
    let (page, next) = page::cut(found, asked.next_token.as_deref(), asked.max_items)?;
    let summaries = page
        .iter()
        .map(|certificate| summary(cx, certificate))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(record! { "CertificateSummaryList" => summaries, "NextToken" => next })
}

fn wanted(
    cx: &Cx<'_>,
    asked: &ListCertificates,
    certificate: &Certificate,
    details: Option<&CertificateDetails>,
) -> bool {
    let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|wanted| wanted == value);
    let any_of = |list: &[String], mut values: Box<dyn Iterator<Item = &str> + '_>| {
        list.is_empty() || values.any(|value| list.iter().any(|wanted| wanted == value || wanted == "ANY"))
    };
    let key = certificate.key_algorithm.as_str();
    let by_default = DEFAULT_KEY_TYPES.contains(&key);
    let included = match &asked.includes {
        None => by_default,
        Some(filters) => {
            let usages = details
                .into_iter()
                .flat_map(|details| details.key_usages.iter().map(String::as_str));
            let extended = details
                .into_iter()
                .flat_map(|d| d.extended_key_usages.iter().map(|(name, _)| name.as_str()));
            (if filters.key_types.is_empty() { by_default } else { among(&filters.key_types, key) })
                && any_of(&filters.key_usages, Box::new(usages))
                && any_of(&filters.extended_key_usages, Box::new(extended))
                // Nothing can be exported, and CloudFront manages none.
                && filters.export.as_deref() != Some("ENABLED")
                && filters.managed_by.is_none()
        }
    };
    included
        && among(&asked.statuses, certificate::status(cx, certificate))
        && among(&asked.origins, certificate::key_pair_origin(certificate))
}

fn summary(cx: &Cx<'_>, certificate: &Certificate) -> Result<Record, ApiError> {
    let users = usage::of(cx, &certificate.id);
    let mut record = record! {
        "CertificateArn" => certificate.id.as_str(),
        "DomainName" => &certificate.domain,
        "SubjectAlternativeNameSummaries" => certificate.names.clone(),
        "HasAdditionalSubjectAlternativeNames" => false,
        "Status" => certificate::status(cx, certificate),
        "Type" => certificate::kind(certificate),
        "KeyAlgorithm" => &certificate.key_algorithm,
        "ExportOption" => "DISABLED",
        "InUse" => !users.is_empty(),
        "RenewalEligibility" => certificate::renewal(certificate, &users),
        "CreatedAt" => certificate.created,
        "IssuedAt" => certificate.issued,
        "ImportedAt" => certificate.imported,
        "CertificateKeyPairOrigin" => certificate::key_pair_origin(certificate),
    };
    if let Some(details) = certificate::details(cx, certificate)? {
        let extended: Vec<&str> = details
            .extended_key_usages
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        record.put("KeyUsages", details.key_usages.clone());
        record.put("ExtendedKeyUsages", extended);
        record.put("NotBefore", details.not_before);
        record.put("NotAfter", details.not_after);
    }
    Ok(record)
}
