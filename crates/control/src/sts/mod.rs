//! Who is calling: `sts`. Roles are assumed here, and temporary credentials given out.

pub mod access_key;
pub mod assume_role;
mod caller;
pub mod credentials;
pub mod session_token;
#[cfg(test)]
mod tests;

pub use caller::Caller;

use adit_wire::{ApiError, Record, record, view};

use crate::cx::Cx;
use crate::operation::{Operation, op};

view! {
    pub struct GetCallerIdentity: "sts"."GetCallerIdentity" {}
}

pub const OPERATIONS: &[Operation] = &[
    op!(access_key::GetAccessKeyInfo, access_key::info),
    op!(assume_role::AssumeRole, assume_role::assume),
    op!(GetCallerIdentity, get_caller_identity),
    op!(session_token::GetSessionToken, session_token::get),
];

fn get_caller_identity(cx: &mut Cx<'_>, _: GetCallerIdentity) -> Result<Record, ApiError> {
    let caller = Caller::of(cx);
    Ok(record! {
        "UserId" => caller.user_id(),
        "Account" => cx.account.as_str(),
        "Arn" => caller.arn(),
    })
}
