//! ListCertificates and its filters.
//!
//! Without a filter by key type only RSA keys of up to 2,048 bits are listed, which is AWS's default too. Certificates are
//! parsed for the page only, unless a filter asks for what they say of themselves.

use adit_model::certificate::{Certificate, CertificateKind};
use adit_model::id::CertificateArn;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::{certificate, page, usage};
use crate::cx::Cx;
use crate::ports::CertificateDetails;
use std::collections::BTreeSet;

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

/// How many a page has unless the caller says.
const PAGE: u32 = 1_000;
const DEFAULT_KEY_TYPES: [&str; 2] = ["RSA_1024", "RSA_2048"];

impl Filters {
    fn read_certificates(&self) -> bool {
        !self.key_usages.is_empty() || !self.extended_key_usages.is_empty()
    }
}

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
        let parsed = asked.includes.as_ref().is_some_and(Filters::read_certificates);
        let details = if parsed {
            certificate::details(cx, certificate)?
        } else {
            None
        };
        if wanted(cx, &asked, certificate, details.as_ref()) {
            found.push(certificate.as_ref().clone());
        }
    }
    match asked.sort_order.as_deref() {
        Some("ASCENDING") => found.sort_by_key(|certificate| certificate.created),
        Some(_) => found.sort_by_key(|certificate| std::cmp::Reverse(certificate.created)),
        None => {}
    }
    let (page, next) = page::cut(
        found,
        asked.next_token.as_deref(),
        Some(asked.max_items.unwrap_or(PAGE)),
    )?;
    let used = usage::all(cx);
    let summaries = page
        .iter()
        .map(|certificate| summary(cx, certificate, &used))
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
            (if filters.key_types.is_empty() {
                by_default
            } else {
                among(&filters.key_types, key)
            }) && any_of(&filters.key_usages, Box::new(usages))
                && any_of(&filters.extended_key_usages, Box::new(extended))
                && filters
                    .export
                    .as_deref()
                    .is_none_or(|wanted| wanted == export(certificate))
                && (filters.managed_by.is_none() || filters.managed_by == certificate.terms.managed_by)
        }
    };
    included
        && among(&asked.statuses, certificate::status(cx, certificate))
        && among(&asked.origins, certificate::key_pair_origin(certificate))
}

fn export(certificate: &Certificate) -> &'static str {
    match certificate.terms.exportable {
        true => "ENABLED",
        false => "DISABLED",
    }
}

fn summary(
    cx: &Cx<'_>,
    certificate: &Certificate,
    used: &BTreeSet<CertificateArn>,
) -> Result<Record, ApiError> {
    let in_use = used.contains(&certificate.id);
    let mut record = record! {
        "CertificateArn" => certificate.id.as_str(),
        "DomainName" => &certificate.domain,
        "SubjectAlternativeNameSummaries" => certificate.names.clone(),
        "HasAdditionalSubjectAlternativeNames" => false,
        "Status" => certificate::status(cx, certificate),
        "Type" => certificate::kind(certificate),
        "KeyAlgorithm" => &certificate.key_algorithm,
        "ExportOption" => export(certificate),
        "InUse" => in_use,
        "Exported" => (certificate.kind == CertificateKind::Private).then_some(false),
        "ManagedBy" => certificate.terms.managed_by.as_ref(),
        "RenewalEligibility" => certificate::eligibility(certificate, in_use),
        "CreatedAt" => certificate.created,
        "IssuedAt" => certificate.issued.filter(|_| certificate::settled(cx, certificate)),
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
