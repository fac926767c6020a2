//! GetAccessKeyInfo: the account of a key. AWS reads it off the key; here a long-term key names no account unless it is
//! the account's number, so that its account is the one that calls with it get.

use adit_model::credential;
use adit_wire::{ApiError, DEFAULT_ACCOUNT, Record, errors, record, view};

use crate::cx::Cx;

view! {
    pub struct GetAccessKeyInfo: "sts"."GetAccessKeyInfo" { key: String = "AccessKeyId" }
}

pub fn info(cx: &mut Cx<'_>, input: GetAccessKeyInfo) -> Result<Record, ApiError> {
    if let Some(account) = credential::session_account(cx.world(), &input.key) {
        return Ok(record! { "Account" => account.as_str() });
    }
    match input.key.starts_with("AKIA") {
        true => Ok(record! { "Account" => DEFAULT_ACCOUNT }),
        false => Err(errors::sts::invalid_access_key(input.key)),
    }
}
