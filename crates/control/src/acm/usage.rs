//! Who uses a certificate: balancers through their listeners, and distributions. `InUseBy` lists their ARNs.

use std::collections::BTreeSet;

use adit_model::arn;
use adit_model::distribution::{Distribution, ViewerCertificate};
use adit_model::id::CertificateArn;
use adit_model::listener::Listener;

use crate::cx::Cx;

/// The users of a certificate, each once.
pub fn of(cx: &Cx<'_>, id: &CertificateArn) -> Vec<String> {
    let listeners = cx
        .table::<Listener>()
        .iter()
        .filter(|listener| listener.certificates.contains(id));
    let balancers = listeners.map(|listener| listener.balancer.to_string());
    let distributions = cx
        .table::<Distribution>()
        .iter()
        .filter(|distribution| presented(distribution) == Some(id));
    let distributions =
        distributions.map(|distribution| arn::distribution(&distribution.account, &distribution.id));
    let users: BTreeSet<String> = balancers.chain(distributions).collect();
    users.into_iter().collect()
}

/// Every certificate that somebody uses: for lists, which must not look for the users of one after another.
pub fn all(cx: &Cx<'_>) -> BTreeSet<CertificateArn> {
    let listeners = cx.table::<Listener>().iter();
    let listened = listeners.flat_map(|listener| listener.certificates.iter());
    let distributions = cx.table::<Distribution>().iter();
    listened
        .chain(distributions.filter_map(|distribution| presented(distribution)))
        .cloned()
        .collect()
}

fn presented(distribution: &Distribution) -> Option<&CertificateArn> {
    match &distribution.config.certificate {
        ViewerCertificate::Acm { arn, .. } => Some(arn),
        ViewerCertificate::Default => None,
    }
}
