//! UpdateCertificateOptions: transparency logging, export, and from mail to DNS.
//!
//! The options are stored and shown. What was issued stays as it is, a certificate that waits is judged anew.

use adit_model::certificate::{Certificate, CertificateKind, CertificateStatus, MethodChange};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::acm::{certificate, validation};
use crate::cx::Cx;

view! {
    pub struct UpdateCertificateOptions: "acm"."UpdateCertificateOptions" {
        arn: String = "CertificateArn",
        options: CertificateOptions = "Options",
    }
}
view! {
    pub struct CertificateOptions: "acm"/"CertificateOptions" {
        logging: Option<String> = "CertificateTransparencyLoggingPreference",
        export: Option<String> = "Export",
        method: Option<String> = "ValidationMethod",
    }
}

pub fn update(cx: &mut Cx<'_>, asked: UpdateCertificateOptions) -> Result<Record, ApiError> {
    let mut found = certificate::find(cx, &asked.arn)?;
    if found.kind == CertificateKind::Imported || found.status == CertificateStatus::Failed {
        return Err(errors::acm::options_fixed(found.id));
    }
    if let Some(logging) = &asked.options.logging {
        found.transparency_logging = logging == "ENABLED";
    }
    if let Some(export) = &asked.options.export {
        found.terms.exportable = export == "ENABLED";
    }
    match (
        asked.options.method.as_deref(),
        found.validation_method.as_deref(),
    ) {
        (None, _) => {}
        (Some(wanted), Some(now)) if wanted == now => {}
        (Some("DNS"), Some("EMAIL")) => {
            found.terms.method_change = Some(MethodChange {
                from: "EMAIL".to_owned(),
                to: "DNS".to_owned(),
                requested: cx.now,
            });
            found.validation_method = Some("DNS".to_owned());
        }
        (Some(wanted), _) => return Err(errors::acm::validation_method(wanted)),
    }
    cx.put(found);
    validation::settle(cx);
    Ok(Record::new())
}

/// `Options`.
pub fn show(certificate: &Certificate) -> Record {
    let word = |enabled: bool| if enabled { "ENABLED" } else { "DISABLED" };
    record! {
        "CertificateTransparencyLoggingPreference" => word(certificate.transparency_logging),
        "Export" => word(certificate.terms.exportable),
    }
}

/// `UpdateSummary`, of a certificate whose validation method was changed.
pub fn summary(cx: &Cx<'_>, certificate: &Certificate) -> Option<Record> {
    let change = certificate.terms.method_change.as_ref()?;
    let done = cx.settled(change.requested) && certificate.status == CertificateStatus::Issued;
    Some(record! {
        "Status" => if done { "SUCCESS" } else { "PENDING_DOMAIN_VALIDATION" },
        "Type" => "DOMAIN_VALIDATION_METHOD",
        "DomainValidationMethodUpdateSummary" => record! { "From" => &change.from, "To" => &change.to },
        "RequestedAt" => change.requested,
        "UpdatedAt" => change.requested,
    })
}
