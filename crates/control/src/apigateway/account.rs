//! The account's settings (api C2). They are constants: roles for logs are not built, so nothing can be changed.

use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;

view! {
    pub(super) struct GetAccount: "apigateway"."GetAccount" {}
}

pub(super) fn get(_: &mut Cx<'_>, _: GetAccount) -> Result<Record, ApiError> {
    Ok(record! {
        "throttleSettings" => record! { "burstLimit" => 5_000, "rateLimit" => 10_000.0 },
        "features" => vec!["UsagePlans"],
        "apiKeyVersion" => "4",
    })
}
