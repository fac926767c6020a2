//! Standard logs to a bucket (cf E7): kept and read back. No log is written yet.

use adit_wire::{ApiError, Record, errors, record, view};

use super::origin_access_control::is_bucket;

view! {
    /// With `Enabled` false AWS forgets the rest.
    pub(super) struct Logging: "cloudfront"/"LoggingConfig" {
        enabled: Option<bool> = "Enabled",
        cookies: Option<bool> = "IncludeCookies",
        bucket: Option<String> = "Bucket",
        prefix: Option<String> = "Prefix",
    }
}

/// `Logging` as it is kept.
pub(super) fn read(logging: Option<Logging>) -> Result<Record, ApiError> {
    let on = logging.filter(|logging| logging.enabled == Some(true));
    let Some(logging) = on else {
        return Ok(record! { "Enabled" => false, "IncludeCookies" => false, "Bucket" => "", "Prefix" => "" });
    };
    let bucket = logging.bucket.unwrap_or_default();
    let prefix = logging.prefix.unwrap_or_default();
    if !is_bucket(&bucket) {
        let reason = "must be the domain name of an S3 bucket";
        return Err(errors::cloudfront::parameter_invalid("Logging Bucket", reason));
    }
    if prefix.starts_with('/') || prefix.len() > 256 {
        let reason = "must not begin with a slash and has at most 256 characters";
        return Err(errors::cloudfront::parameter_invalid("Logging Prefix", reason));
    }
    Ok(record! {
        "Enabled" => true,
        "IncludeCookies" => logging.cookies.unwrap_or(false),
        "Bucket" => bucket,
        "Prefix" => prefix,
    })
}
