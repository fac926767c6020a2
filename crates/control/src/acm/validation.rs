//! How control over a name is proved: a CNAME record in ACM's form, mail, or for CloudFront's certificates a redirect.
//!
//! As on AWS the record depends on account and domain only, so that one record serves every certificate of the domain;
//! a wildcard shares the record of its base.
//!
//! Where a public hosted zone of the World holds the domain, a certificate that is validated by DNS waits for its record
//! there. A domain that no public zone here holds has its DNS elsewhere, where nothing can be asked: it counts as proved, so
//! that the certificate is issued at once. So does mail, which nobody here reads.

use std::collections::BTreeSet;

use adit_model::certificate::{
    Certificate, CertificateKind, CertificateMaterial, CertificateStatus, DomainValidation,
};
use adit_model::hosted_zone::HostedZone;
use adit_model::id::{HostedZoneId, RecordSetKey};
use adit_model::record_set::{RecordSet, RecordTarget};
use adit_wire::{Record, record};
use aws_lc_rs::digest::{SHA256, digest};
use time::{Duration, OffsetDateTime};

use crate::cx::Cx;

/// The local parts that ACM writes to.
const MAILBOXES: [&str; 5] = ["admin", "administrator", "hostmaster", "postmaster", "webmaster"];
/// How long ACM tries.
const PATIENCE: Duration = Duration::hours(72);
/// Where ACM's validation records point.
const PROOF_ZONE: &str = "acm-validations.aws.";

/// The record for a name of a certificate of the caller.
pub fn of(cx: &Cx<'_>, name: &str) -> DomainValidation {
    let base = base(name);
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
        record_value: format!("_{}.{zone}.{PROOF_ZONE}", hex("value")),
        validation_domain: None,
    }
}

/// Whether nothing is left to prove.
pub fn proved(cx: &Cx<'_>, method: &str, validations: &[DomainValidation]) -> bool {
    if method != "DNS" {
        return true;
    }
    let zones = Zones::of(cx);
    validations.iter().all(|validation| zones.proves(cx, validation))
}

/// Whether a record set has the looks of a proof: what is worth asking certificates about.
pub fn may_prove(set: &RecordSet) -> bool {
    set.kind == "CNAME"
        && set.name.starts_with('_')
        && values(set).any(|value| value.contains("acm-validations"))
}

/// Issues the certificates that waited for records which are there now.
pub fn settle(cx: &mut Cx<'_>) {
    let waits = |certificate: &&Certificate| {
        certificate.status == CertificateStatus::PendingValidation && !timed_out(certificate, cx.now)
    };
    let waiting = cx.table::<Certificate>().iter().map(AsRef::as_ref).filter(waits);
    let waiting: Vec<Certificate> = waiting.cloned().collect();
    if waiting.is_empty() {
        return;
    }
    let zones = Zones::of(cx);
    for certificate in waiting {
        if certificate
            .validations
            .iter()
            .all(|validation| zones.proves(cx, validation))
        {
            let issued = cx
                .ports
                .certificates
                .issue(&certificate.names, &certificate.key_algorithm, cx.now);
            let issued = judged(certificate, issued, cx.now);
            cx.put(issued);
        }
    }
}

/// The certificate as the authority's answer leaves it.
fn judged(
    certificate: Certificate,
    issued: Result<CertificateMaterial, String>,
    now: OffsetDateTime,
) -> Certificate {
    match issued {
        Ok(material) => Certificate {
            status: CertificateStatus::Issued,
            issued: Some(now),
            material: Some(material),
            ..certificate
        },
        Err(_) => {
            let mut failed = Certificate {
                status: CertificateStatus::Failed,
                ..certificate
            };
            failed.terms.failure = Some("OTHER".to_owned());
            failed
        }
    }
}

/// Whether ACM has given up on a certificate that waits.
pub fn timed_out(certificate: &Certificate, now: OffsetDateTime) -> bool {
    certificate.status == CertificateStatus::PendingValidation && now - certificate.created > PATIENCE
}

/// `DomainValidationOptions`; `settled` is whether an issued certificate shows itself as one yet.
pub fn show(cx: &Cx<'_>, certificate: &Certificate, settled: bool) -> Vec<Record> {
    let method = certificate.validation_method.as_deref().unwrap_or("DNS");
    let waits = certificate.status == CertificateStatus::PendingValidation;
    let zones = waits.then(|| Zones::of(cx));
    let proved = |validation: &DomainValidation| zones.as_ref().is_some_and(|z| z.proves(cx, validation));
    let one = |validation: &DomainValidation| {
        let base = base(&validation.domain);
        let mail_domain = validation.validation_domain.as_deref().unwrap_or(base);
        let status = match certificate.status {
            CertificateStatus::Failed => "FAILED",
            CertificateStatus::Issued if settled => "SUCCESS",
            CertificateStatus::Issued => "PENDING_VALIDATION",
            CertificateStatus::PendingValidation if proved(validation) => "SUCCESS",
            CertificateStatus::PendingValidation if timed_out(certificate, cx.now) => "FAILED",
            CertificateStatus::PendingValidation => "PENDING_VALIDATION",
        };
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
            "HTTP" => shown.with("HttpRedirect", redirect(certificate, validation)),
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
    match certificate.kind {
        CertificateKind::AmazonIssued => certificate.validations.iter().map(one).collect(),
        CertificateKind::Imported | CertificateKind::Private => Vec::new(),
    }
}

fn redirect(certificate: &Certificate, validation: &DomainValidation) -> Record {
    let file = validation.record_name.split('.').next().unwrap_or_default();
    let place = format!(".well-known/pki-validation/{}.txt", file.trim_start_matches('_'));
    let owner = &certificate.owner;
    record! {
        "RedirectFrom" => format!("http://{}/{place}", base(&validation.domain)),
        "RedirectTo" => format!("https://validation.{}.acm-validations.aws/{}/{place}", owner.region, owner.account),
    }
}

/// A wildcard is proved as its base is.
fn base(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

fn values(set: &RecordSet) -> impl Iterator<Item = &str> {
    let values: &[String] = match &set.target {
        RecordTarget::Values { values, .. } => values,
        RecordTarget::Alias { .. } => &[],
    };
    values.iter().map(String::as_str)
}

/// The public hosted zones of the World, of every account: the internet's DNS, as far as it is known here.
struct Zones {
    zones: Vec<(String, HostedZoneId)>,
    names: BTreeSet<String>,
}

impl Zones {
    fn of(cx: &Cx<'_>) -> Self {
        let public = cx.table::<HostedZone>().iter().filter(|zone| !zone.private);
        let zones: Vec<_> = public.map(|zone| (zone.name.clone(), zone.id.clone())).collect();
        Self {
            names: zones.iter().map(|(name, _)| name.clone()).collect(),
            zones,
        }
    }

    fn proves(&self, cx: &Cx<'_>, validation: &DomainValidation) -> bool {
        let name = format!("{}.", base(&validation.domain));
        let above = name.match_indices('.').map(|(at, _)| at + 1);
        let mut suffixes = std::iter::once(0).chain(above).filter_map(|at| name.get(at..));
        let Some(holder) = suffixes.find(|suffix| self.names.contains(*suffix)) else {
            return true;
        };
        // Zones of one name may be several, and one above may have the record too.
        let holders = self.zones.iter().filter(|(zone, _)| {
            holder == zone
                || holder
                    .strip_suffix(zone.as_str())
                    .is_some_and(|above| above.ends_with('.'))
        });
        holders.into_iter().any(|(_, zone)| {
            let key = RecordSetKey::of(zone, &validation.record_name, "CNAME", None);
            let set = cx.table::<RecordSet>().get(&key);
            set.is_some_and(|set| values(set).any(|value| same_name(value, &validation.record_value)))
        })
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim_end_matches('.')
        .eq_ignore_ascii_case(other.trim_end_matches('.'))
}
