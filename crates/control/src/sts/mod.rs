//! Who is calling: `sts`.

use adit_model::arn;
use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::operation::{Operation, op};

view! {
    pub struct GetCallerIdentity: "sts"."GetCallerIdentity" {}
}

pub const OPERATIONS: &[Operation] = &[op!(GetCallerIdentity, get_caller_identity)];

/// Every caller is an account's root: there are no users to sign in as yet.
fn get_caller_identity(cx: &mut Cx<'_>, _: GetCallerIdentity) -> Result<Record, ApiError> {
    Ok(record! {
        "UserId" => cx.account.as_str(),
        "Account" => cx.account.as_str(),
        "Arn" => arn::global("iam", &cx.account, "root"),
    })
}
