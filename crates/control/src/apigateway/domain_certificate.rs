//! The certificate of a custom domain name: one of ACM, of the caller's, issued, in the right region, and for that name.
//!
//! Edge-optimized names take theirs from us-east-1, the others from their own region. Private names want a key of RSA 2048
//! or ECDSA P-256 or P-384 (api A37).

use adit_model::certificate::{Certificate, CertificateStatus};
use adit_model::domain_name::DomainCertificate;
use adit_model::id::CertificateArn;
use adit_model::rest_api::EndpointType;
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;

use crate::cx::Cx;

/// The endpoint that shows the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Edge,
    Regional,
    Private,
}

impl Purpose {
    fn endpoint_type(self) -> EndpointType {
        match self {
            Self::Edge => EndpointType::Edge,
            Self::Regional => EndpointType::Regional,
            Self::Private => EndpointType::Private,
        }
    }
}

pub(super) fn check(
    cx: &Cx<'_>,
    certificate: Option<&DomainCertificate>,
    purpose: Purpose,
    domain: &str,
) -> Result<(), ApiError> {
    let arn = certificate.and_then(|certificate| certificate.arn.as_deref());
    let arn = arn.ok_or_else(|| errors::certificate_missing(purpose.endpoint_type().name()))?;
    let region = match purpose {
        Purpose::Edge => "us-east-1",
        Purpose::Regional | Purpose::Private => cx.region.as_str(),
    };
    if arn.split(':').nth(3).is_none_or(|named| named != region) {
        return Err(errors::certificate_region(arn, region));
    }
    let id = CertificateArn::parse(arn).ok_or_else(errors::certificate_unknown)?;
    let found = cx.table::<Certificate>().get(&id);
    let found = found.filter(|found| found.owner.account == cx.account);
    let found = found.ok_or_else(errors::certificate_unknown)?;
    if found.status != CertificateStatus::Issued {
        return Err(errors::certificate_pending(arn));
    }
    if !found.names.iter().any(|name| covers(name, domain)) {
        return Err(errors::certificate_domain(arn, domain));
    }
    let keys = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"];
    if purpose == Purpose::Private && !keys.contains(&found.key_algorithm.as_str()) {
        return Err(errors::certificate_key(arn));
    }
    Ok(())
}

/// A wildcard stands for one label; a wildcard domain name needs the same wildcard in the certificate.
fn covers(name: &str, domain: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let below = name.strip_prefix("*.");
    let parent = domain.split_once('.').map(|(_, parent)| parent);
    name == domain || below.is_some() && below == parent && !domain.starts_with("*.")
}
