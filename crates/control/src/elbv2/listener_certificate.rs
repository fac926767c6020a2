//! The certificates of an HTTPS listener: which may serve, and those beside the default one, chosen by SNI (api E13).
//!
//! A certificate must be ACM's, of the listener's account and region, and issued. Server certificates of IAM are not
//! here, so an ARN of one names nothing.

use adit_model::certificate::{Certificate, CertificateStatus};
use adit_model::id::CertificateArn;
use adit_model::listener::Listener;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::{limit, listener_store, page};

view! {
    /// `IsDefault` is an answer's member: AWS refuses it in a request.
    pub struct AskedCertificate: "elbv2"/"Certificate" { arn: Option<String> = "CertificateArn" }
}
view! {
    pub struct AddListenerCertificates: "elbv2"."AddListenerCertificates" {
        listener: String = "ListenerArn",
        certificates: Vec<AskedCertificate> = "Certificates",
    }
}
view! {
    pub struct RemoveListenerCertificates: "elbv2"."RemoveListenerCertificates" {
        listener: String = "ListenerArn",
        certificates: Vec<AskedCertificate> = "Certificates",
    }
}
view! {
    pub struct DescribeListenerCertificates: "elbv2"."DescribeListenerCertificates" {
        listener: String = "ListenerArn",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}

/// One that is there already is no error and stays where it is.
pub fn add(cx: &mut Cx<'_>, asked: AddListenerCertificates) -> Result<Record, ApiError> {
    let mut stored = listener_store::find(cx, &asked.listener)?;
    if !stored.protocol().has_tls() {
        return Err(errors::elbv2::certificate_of(stored.protocol().name()));
    }
    let listener = &mut stored.listener;
    let mut added = Vec::new();
    for certificate in asked.certificates {
        let id = usable(cx, certificate)?;
        added.push(show(&id, listener.certificates.first() == Some(&id)));
        if !listener.certificates.contains(&id) {
            listener.certificates.push(id);
        }
    }
    let others = listener_store::of_balancer(cx, &listener.balancer);
    let others = others.iter().filter(|other| other.listener.id != listener.id);
    let count: usize = others.map(|other| extra(&other.listener)).sum();
    if count + extra(listener) > limit::CERTIFICATES {
        return Err(errors::elbv2::too_many_certificates());
    }
    stored.put(cx);
    Ok(record! { "Certificates" => added })
}

pub fn remove(cx: &mut Cx<'_>, asked: RemoveListenerCertificates) -> Result<Record, ApiError> {
    let mut stored = listener_store::find(cx, &asked.listener)?;
    let listener = &mut stored.listener;
    for certificate in asked.certificates {
        let arn = certificate.arn.ok_or_else(errors::elbv2::certificate_arn)?;
        if listener
            .certificates
            .first()
            .is_some_and(|default| default.as_str() == arn)
        {
            return Err(errors::elbv2::certificate_default(arn));
        }
        listener.certificates.retain(|known| known.as_str() != arn);
    }
    stored.put(cx);
    Ok(Record::new())
}

/// The default certificate first.
pub fn describe(cx: &mut Cx<'_>, asked: DescribeListenerCertificates) -> Result<Record, ApiError> {
    let listener = listener_store::find(cx, &asked.listener)?.listener;
    let items = listener
        .certificates
        .iter()
        .enumerate()
        .map(|(at, id)| (format!("{at:04}"), show(id, at == 0)));
    let page = page::cut(items.collect(), asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "Certificates" => page.items, "NextMarker" => page.next })
}

/// The id of a certificate that a listener of the caller may present.
pub fn usable(cx: &Cx<'_>, asked: AskedCertificate) -> Result<CertificateArn, ApiError> {
    let arn = asked.arn.ok_or_else(errors::elbv2::certificate_arn)?;
    let found = CertificateArn::parse(&arn).and_then(|id| cx.get::<Certificate>(&id));
    let Some(certificate) = found.filter(|certificate| cx.owns(&certificate.owner)) else {
        return Err(errors::elbv2::certificate_not_found(arn));
    };
    let named = certificate.names.iter().any(|name| name.contains('.'));
    let valid = certificate
        .material
        .as_ref()
        .is_some_and(|material| cx.now <= material.not_after);
    match certificate.status == CertificateStatus::Issued && named && valid {
        true => Ok(certificate.id),
        false => Err(errors::elbv2::certificate_unsupported(arn)),
    }
}

/// How many beside the default one.
fn extra(listener: &Listener) -> usize {
    listener.certificates.len().saturating_sub(1)
}

fn show(id: &CertificateArn, default: bool) -> Record {
    record! { "CertificateArn" => id.as_str(), "IsDefault" => default }
}
