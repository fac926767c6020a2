//! GetUser: of the account's root, who is every caller without a role. There are no users.
//!
//! AWS answers root's call with a user whose name is the account's alias; without an alias it has none, which the model
//! requires, so that the account's number stands there.

use adit_model::arn;
use adit_wire::{ApiError, Record, errors, record, view};
use time::OffsetDateTime;

use crate::cx::Cx;
use crate::sts::Caller;

view! {
    pub struct GetUser: "iam"."GetUser" { name: Option<String> = "UserName" }
}

pub fn get(cx: &mut Cx<'_>, input: GetUser) -> Result<Record, ApiError> {
    if let Some(name) = input.name {
        return Err(errors::iam::user_not_found(name));
    }
    if Caller::of(cx).is_session() {
        return Err(errors::iam::caller_is_no_user());
    }
    Ok(record! {
        "User" => record! {
            "Path" => "/",
            "UserName" => cx.account.as_str(),
            "UserId" => cx.account.as_str(),
            "Arn" => arn::global("iam", &cx.account, "root"),
            "CreateDate" => OffsetDateTime::UNIX_EPOCH,
        },
    })
}
