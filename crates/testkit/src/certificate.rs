//! `certificate`: a certificate of ACM, good or broken in a chosen way.

use adit_model::certificate::{
    Certificate, CertificateKind, CertificateMaterial, CertificateStatus, DomainValidation,
};
use adit_model::tag::Tags;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::arn;
use crate::builder::Builder;
use crate::clock::START;
use crate::issuer::{self, Issuer};
use crate::line::{Result, Statement, Words};

/// `certificate ID NAME ... [by adit|self-signed|unknown-ca|no-intermediate] [from DATE] [until DATE] [pending]`
///
/// The first name is ACM's domain name. Without `by`: Adit's authority (`testkit::authority`). Dates are such as 2025-01-31;
/// without them the year before and the year after the world's start.
pub(crate) fn certificate(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let id = words.read("a certificate's id", |text| arn::certificate(&world.owner, text))?;
    if world.world.certificates.contains(&id) {
        return Err(at.error(format!("`{id}` is declared twice")));
    }
    let mut names = vec![words.next("a domain name")?.text.to_owned()];
    while let Some(name) = words.maybe(|t| t.contains('.').then(|| t.to_owned())) {
        names.push(name);
    }
    let mut issuer = Issuer::Adit;
    let mut not_before = datetime!(2025-01-01 00:00 UTC);
    let mut not_after = datetime!(2027-01-01 00:00 UTC);
    let mut pending = false;
    loop {
        if words.eat("by") {
            issuer = words.read("an issuer", Issuer::parse)?;
        } else if words.eat("from") {
            not_before = date(words)?;
        } else if words.eat("until") {
            not_after = date(words)?;
        } else if words.eat("pending") {
            pending = true;
        } else {
            break;
        }
    }
    statement.words.end()?;
    let Some(domain) = names.first().cloned() else {
        return Err(at.error("a certificate needs a name"));
    };
    let material = match pending {
        true => None,
        false => {
            let issued = issuer::issue(issuer, &names, not_before, not_after).map_err(|e| at.error(e))?;
            Some(CertificateMaterial {
                certificate: issued.certificate,
                chain: Some(issued.chain).filter(|chain| !chain.is_empty()),
                private_key: issued.private_key,
                not_before,
                not_after,
            })
        }
    };
    let amazon = issuer == Issuer::Adit;
    world.put(Certificate {
        id,
        owner: world.owner.clone(),
        kind: match amazon {
            true => CertificateKind::AmazonIssued,
            false => CertificateKind::Imported,
        },
        status: match pending {
            true => CertificateStatus::PendingValidation,
            false => CertificateStatus::Issued,
        },
        validation_method: amazon.then(|| "DNS".to_owned()),
        validations: match amazon {
            true => names.iter().map(|name| validation(name)).collect(),
            false => Vec::new(),
        },
        domain,
        names,
        material,
        created: START,
        imported: (!amazon).then_some(START),
        issued: (amazon && !pending).then_some(START),
        key_algorithm: "EC_prime256v1".to_owned(),
        token: None,
        transparency_logging: true,
        terms: Default::default(),
        tags: Tags::new(),
    });
    Ok(())
}

fn validation(name: &str) -> DomainValidation {
    DomainValidation {
        domain: name.to_owned(),
        record_name: format!("_acme.{}.", name.trim_start_matches("*.")),
        record_value: "_proof.acm-validations.aws.".to_owned(),
        validation_domain: None,
    }
}

/// Midnight UTC of a date such as `2025-01-31`.
fn date(words: &mut Words<'_>) -> Result<OffsetDateTime> {
    words.read("a date such as 2025-01-31", |text| {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month: u8 = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        let date = time::Date::from_calendar_date(year, month.try_into().ok()?, day).ok()?;
        Some(date.midnight().assume_utc())
    })
}
