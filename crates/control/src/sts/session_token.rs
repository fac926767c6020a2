//! GetSessionToken: temporary credentials of the account's root, for an hour at most, as AWS gives them to root.

use std::collections::BTreeMap;

use adit_model::session::SessionPrincipal;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::sts::Caller;
use crate::sts::credentials::{self, Grant};

view! {
    pub struct GetSessionToken: "sts"."GetSessionToken" {
        seconds: Option<u32> = "DurationSeconds",
        device: Option<String> = "SerialNumber",
        code: Option<String> = "TokenCode",
    }
}

const LONGEST: u32 = 3_600;

pub fn get(cx: &mut Cx<'_>, input: GetSessionToken) -> Result<Record, ApiError> {
    if Caller::of(cx).is_session() {
        return Err(errors::sts::session_of_session());
    }
    if input.device.is_some() || input.code.is_some() {
        return Err(errors::sts::mfa_failed());
    }
    let grant = Grant {
        account: cx.account.clone(),
        principal: SessionPrincipal::Root,
        seconds: input.seconds.unwrap_or(LONGEST).min(LONGEST),
        policies: Vec::new(),
        source_identity: None,
        tags: BTreeMap::new(),
        transitive: Vec::new(),
    };
    Ok(record! { "Credentials" => credentials::give(cx, grant)? })
}
