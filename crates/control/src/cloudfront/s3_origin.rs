//! S3 origins: a bucket, and the identity or control by which it knows CloudFront.

use adit_model::id::DnsName;
use adit_model::origin::OriginKind;
use adit_wire::{ApiError, Record, errors, record, view};

use super::{origin_access_control, origin_access_identity};
use crate::cx::Cx;

view! {
    pub(super) struct S3Origin: "cloudfront"/"S3OriginConfig" {
        identity: String = "OriginAccessIdentity",
        read_timeout: Option<i64> = "OriginReadTimeout",
    }
}

pub(super) fn read(
    cx: &Cx<'_>,
    view: &S3Origin,
    domain: &DnsName,
    read_timeout: u32,
) -> Result<(OriginKind, Record), ApiError> {
    if !origin_access_control::is_bucket(domain.as_str()) {
        return Err(errors::cloudfront::not_a_bucket());
    }
    let identity = origin_access_identity::of_origin(cx, &view.identity)?;
    let config = record! {
        "OriginAccessIdentity" => origin_access_identity::name(identity.as_ref()),
        "OriginReadTimeout" => read_timeout,
    };
    Ok((OriginKind::S3 { identity }, config))
}
