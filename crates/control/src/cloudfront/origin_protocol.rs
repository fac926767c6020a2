//! How CloudFront speaks to an origin: scheme, ports, TLS versions. Custom origins carry it themselves, VPC origins
//! once for every distribution that uses them (cf A1, A2, B12).

use adit_model::origin::OriginProtocolPolicy;
use adit_wire::{ApiError, errors};

use super::quantity::{self, Names};

/// The versions that a caller who names none gets.
const DEFAULT_SSL_PROTOCOLS: [&str; 3] = ["TLSv1", "TLSv1.1", "TLSv1.2"];
const SSL_PROTOCOLS: [&str; 4] = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"];

pub(super) fn policy(text: &str) -> Result<OriginProtocolPolicy, ApiError> {
    OriginProtocolPolicy::parse(text)
        .ok_or_else(|| errors::cloudfront::parameter_not_valid("OriginProtocolPolicy"))
}

/// 80, 443, or one from 1024 on.
pub(super) fn port(name: &str, given: i64) -> Result<u16, ApiError> {
    let port = u16::try_from(given)
        .ok()
        .filter(|port| matches!(port, 80 | 443 | 1024..));
    port.ok_or_else(|| errors::cloudfront::parameter_invalid(name, "must be 80, 443 or from 1024 to 65535"))
}

pub(super) fn ssl_protocols(list: Option<Names>) -> Result<Vec<String>, ApiError> {
    let Some(list) = list else {
        return Ok(DEFAULT_SSL_PROTOCOLS.map(str::to_owned).to_vec());
    };
    let names = quantity::names(Some(list))?;
    if names.is_empty() {
        return Err(errors::cloudfront::parameter_required("OriginSslProtocols"));
    }
    match names.iter().find(|name| !SSL_PROTOCOLS.contains(&name.as_str())) {
        Some(name) => Err(errors::cloudfront::parameter_invalid(
            "OriginSslProtocols",
            format!("cannot contain {name}"),
        )),
        None => Ok(names),
    }
}
