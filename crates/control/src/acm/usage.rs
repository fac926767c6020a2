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
        .filter(|distribution| presents(distribution, id));
    let distributions =
        distributions.map(|distribution| arn::distribution(&distribution.account, &distribution.id));
    let users: BTreeSet<String> = balancers.chain(distributions).collect();
    users.into_iter().collect()
}

fn presents(distribution: &Distribution, id: &CertificateArn) -> bool {
    match &distribution.config.certificate {
        ViewerCertificate::Acm { arn, .. } => arn == id,
        ViewerCertificate::Default => false,
    }
}
