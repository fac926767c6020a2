//! The certificate that viewers see: CloudFront's own, or one of ACM in us-east-1 that covers every alias (cf B7).
//!
//! Certificates of IAM and dedicated addresses (`vip`, `static-ip`) are not served and are refused.

use adit_model::certificate::{Certificate, CertificateStatus};
use adit_model::distribution::ViewerCertificate;
use adit_model::id::{CertificateArn, DnsName};
use adit_wire::{ApiError, Path, Record, errors, record, view};

use super::neutral;
use crate::cx::Cx;

/// The only region from which CloudFront takes certificates.
const REGION: &str = "us-east-1";

view! {
    pub(super) struct CertificateView: "cloudfront"/"ViewerCertificate" {
        default: Option<bool> = "CloudFrontDefaultCertificate",
        iam: Option<String> = "IAMCertificateId",
        acm: Option<String> = "ACMCertificateArn",
        ssl_support: Option<String> = "SSLSupportMethod",
        minimum_protocol: Option<String> = "MinimumProtocolVersion",
        // The older pair, which CloudFront still answers and clients send back.
        certificate: Option<String> = "Certificate",
        source: Option<String> = "CertificateSource",
    }
}

/// The certificate, and `ViewerCertificate` as it is kept.
pub(super) fn read(
    cx: &Cx<'_>,
    view: Option<CertificateView>,
    aliases: &[DnsName],
    path: &Path<'_>,
) -> Result<(ViewerCertificate, Record), ApiError> {
    let Some(view) = view else { return default(aliases) };
    neutral::empty(view.iam.as_deref(), path, "IAMCertificateId")?;
    neutral::off(
        view.source.as_deref() != Some("iam"),
        path,
        "CertificateSource",
        "iam",
    )?;
    let older = view
        .certificate
        .filter(|_| view.source.as_deref() != Some("cloudfront"));
    let arn = match (present(view.acm), present(older)) {
        (Some(arn), Some(older)) if arn != older => {
            let text = "ACMCertificateArn and Certificate name different certificates.";
            return Err(errors::cloudfront::invalid_viewer_certificate(text));
        }
        (arn, older) => arn.or(older),
    };
    let Some(arn) = arn else { return default(aliases) };
    if view.default == Some(true) {
        let text = "CloudFrontDefaultCertificate cannot be true together with another certificate.";
        return Err(errors::cloudfront::invalid_viewer_certificate(text));
    }
    let ssl_support = view
        .ssl_support
        .ok_or_else(|| errors::cloudfront::parameter_required("SSLSupportMethod"))?;
    neutral::off(ssl_support == "sni-only", path, "SSLSupportMethod", &ssl_support)?;
    let minimum_protocol = view.minimum_protocol.unwrap_or_else(|| "TLSv1".to_owned());
    // Viewers that send SNI speak TLS.
    if minimum_protocol == "SSLv3" {
        return Err(errors::cloudfront::invalid_minimum_protocol(minimum_protocol));
    }
    let certificate = usable(cx, &arn).ok_or_else(errors::cloudfront::certificate_not_usable)?;
    if !aliases
        .iter()
        .all(|alias| certificate.names.iter().any(|name| covers(name, alias)))
    {
        return Err(errors::cloudfront::certificate_does_not_cover());
    }
    let kept = record! {
        "CloudFrontDefaultCertificate" => false,
        "ACMCertificateArn" => &arn,
        "SSLSupportMethod" => &ssl_support,
        "MinimumProtocolVersion" => &minimum_protocol,
        "Certificate" => &arn,
        "CertificateSource" => "acm",
    };
    Ok((
        ViewerCertificate::Acm {
            arn: certificate.id,
            minimum_protocol,
            ssl_support,
        },
        kept,
    ))
}

fn default(aliases: &[DnsName]) -> Result<(ViewerCertificate, Record), ApiError> {
    if !aliases.is_empty() {
        return Err(errors::cloudfront::certificate_missing());
    }
    let kept = record! {
        "CloudFrontDefaultCertificate" => true,
        "SSLSupportMethod" => "vip",
        "MinimumProtocolVersion" => "TLSv1",
        "CertificateSource" => "cloudfront",
    };
    Ok((ViewerCertificate::Default, kept))
}

/// An issued certificate of the caller's, in date.
fn usable(cx: &Cx<'_>, arn: &str) -> Option<Certificate> {
    let certificate: Certificate = cx.get(&CertificateArn::parse(arn)?)?;
    let owned = certificate.owner.account == cx.account && certificate.owner.region.as_str() == REGION;
    let material = certificate.material.as_ref()?;
    let in_date = material.not_before <= cx.now && cx.now < material.not_after;
    (owned && in_date && certificate.status == CertificateStatus::Issued).then_some(certificate)
}

/// A wildcard stands for one label; a wildcard alias needs the same wildcard in the certificate.
fn covers(name: &str, alias: &DnsName) -> bool {
    let alias = alias.as_str();
    let parent = |text: &str| {
        text.split_once('.')
            .map(|(_, parent)| parent.to_ascii_lowercase())
    };
    name.eq_ignore_ascii_case(alias) || (name.starts_with("*.") && parent(name) == parent(alias))
}

fn present(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
