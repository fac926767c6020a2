//! CORS in a response headers policy: which origins, methods and headers a browser may use (cf C11).

use adit_model::response_headers_policy::Cors;
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity::{self, Names};

const MAX_LISTED: usize = 100;

view! {
    pub(super) struct CorsView: "cloudfront"/"ResponseHeadersPolicyCorsConfig" {
        origins: Names = "AccessControlAllowOrigins",
        headers: Names = "AccessControlAllowHeaders",
        methods: Names = "AccessControlAllowMethods",
        credentials: bool = "AccessControlAllowCredentials",
        exposed: Option<Names> = "AccessControlExposeHeaders",
        max_age: Option<i64> = "AccessControlMaxAgeSec",
        overrides: bool = "OriginOverride",
    }
}

pub(super) fn read(view: CorsView) -> Result<Cors, ApiError> {
    let cors = Cors {
        allow_origins: names("AccessControlAllowOrigins", view.origins)?,
        allow_headers: names("AccessControlAllowHeaders", view.headers)?,
        allow_methods: names("AccessControlAllowMethods", view.methods)?,
        allow_credentials: view.credentials,
        expose_headers: view
            .exposed
            .map(|list| names("AccessControlExposeHeaders", list))
            .transpose()?,
        max_age: view.max_age.map(max_age).transpose()?,
        overrides: view.overrides,
    };
    if cors.allow_origins.is_empty() {
        return Err(errors::cloudfront::parameter_required(
            "AccessControlAllowOrigins",
        ));
    }
    if let Some(origin) = cors.allow_origins.iter().find(|origin| !is_origin(origin)) {
        return Err(errors::cloudfront::parameter_invalid(
            "AccessControlAllowOrigins",
            format!("contains {origin} that is not valid"),
        ));
    }
    if cors.allow_credentials {
        let exposed = cors.expose_headers.as_deref().unwrap_or_default();
        let lists = [
            ("Access-Control-Allow-Origin", cors.allow_origins.as_slice()),
            ("Access-Control-Allow-Headers", cors.allow_headers.as_slice()),
            ("Access-Control-Expose-Headers", exposed),
        ];
        let wild = lists.iter().find(|(_, list)| list.iter().any(|item| item == "*"));
        if let Some((header, _)) = wild {
            return Err(errors::cloudfront::cors_wildcard_with_credentials(header));
        }
    }
    Ok(cors)
}

pub(super) fn show(cors: &Cors) -> Record {
    record! {
        "AccessControlAllowOrigins" => listed(&cors.allow_origins),
        "AccessControlAllowHeaders" => listed(&cors.allow_headers),
        "AccessControlAllowMethods" => listed(&cors.allow_methods),
        "AccessControlAllowCredentials" => cors.allow_credentials,
        "AccessControlExposeHeaders" => cors.expose_headers.as_deref().map(listed),
        "AccessControlMaxAgeSec" => cors.max_age,
        "OriginOverride" => cors.overrides,
    }
}

/// With `Items` even when there are none: the model requires them.
fn listed(items: &[String]) -> Record {
    record! { "Quantity" => items.len(), "Items" => items.to_vec() }
}

fn names(parameter: &str, list: Names) -> Result<Vec<String>, ApiError> {
    let items = quantity::names(Some(list))?;
    let printable = |item: &String| !item.is_empty() && item.bytes().all(|b| b.is_ascii_graphic());
    if items.len() > MAX_LISTED || !items.iter().all(printable) {
        return Err(errors::cloudfront::parameter_not_valid(parameter));
    }
    Ok(items)
}

fn max_age(given: i64) -> Result<u32, ApiError> {
    u32::try_from(given).map_err(|_| errors::cloudfront::parameter_not_valid("AccessControlMaxAgeSec"))
}

/// `*`, or an origin whose wildcard, if it has one, is the whole leftmost label; in a port it may stand anywhere.
fn is_origin(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let host = text.split_once("://").map_or(text, |(_, host)| host);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit() || b == b'*') => name,
        _ => host,
    };
    let rest = name.strip_prefix("*.").unwrap_or(name);
    !rest.is_empty() && !rest.contains('*')
}
