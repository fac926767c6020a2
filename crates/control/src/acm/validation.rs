//! How control over a name would be proved: a CNAME record in ACM's form, or mail.
//!
//! As on AWS the record depends on account and domain only, so that one record serves every certificate of the domain;
//! a wildcard shares the record of its base.

use adit_model::certificate::{Certificate, DomainValidation};
use adit_wire::{Record, record};
use aws_lc_rs::digest::{SHA256, digest};

use crate::cx::Cx;

/// The local parts that ACM writes to.
const MAILBOXES: [&str; 5] = ["admin", "administrator", "hostmaster", "postmaster", "webmaster"];

/// The record for a name of a certificate of the caller.
pub fn of(cx: &Cx<'_>, name: &str) -> DomainValidation {
    let base = name.strip_prefix("*.").unwrap_or(name);
    let part = |what: &str| digest(&SHA256, format!("{what} {} {base}", cx.account).as_bytes());
    let hex = |what: &str| {
        part(what)
            .as_ref()
            .iter()
            .take(16)
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
    };
    let zone: String = part("zone")
        .as_ref()
        .iter()
        .take(10)
        .map(|b| char::from(b'a' + b % 26))
        .collect();
    DomainValidation {
        domain: name.to_owned(),
        record_name: format!("_{}.{base}.", hex("name")),
        record_value: format!("_{}.{zone}.acm-validations.aws.", hex("value")),
        validation_domain: None,
    }
}

/// `DomainValidationOptions`.
pub fn show(certificate: &Certificate) -> Vec<Record> {
    let method = certificate.validation_method.as_deref().unwrap_or("DNS");
    let status = if certificate.material.is_some() {
        "SUCCESS"
    } else {
        "PENDING_VALIDATION"
    };
    let one = |validation: &DomainValidation| {
        let base = validation.domain.strip_prefix("*.").unwrap_or(&validation.domain);
        let mail_domain = validation.validation_domain.as_deref().unwrap_or(base);
        let shown = record! {
            "DomainName" => &validation.domain,
            "ValidationDomain" => validation.validation_domain.as_ref().unwrap_or(&validation.domain),
            "ValidationStatus" => status,
            "ValidationMethod" => method,
        };
        match method {
            "EMAIL" => {
                let mails: Vec<String> = MAILBOXES
                    .iter()
                    .map(|local| format!("{local}@{mail_domain}"))
                    .collect();
                shown.with("ValidationEmails", mails)
            }
            _ => shown.with(
                "ResourceRecord",
                record! {
                    "Name" => &validation.record_name,
                    "Type" => "CNAME",
                    "Value" => &validation.record_value,
                },
            ),
        }
    };
    certificate.validations.iter().map(one).collect()
}
