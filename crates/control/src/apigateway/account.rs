//! The account's settings in a region: the role that writes logs, and limits that are constants (api C2).
//!
//! The role must trust the gateway, and is a condition of logging, as on AWS. Usage plans cannot be taken away again.

use adit_model::gateway_account::GatewayAccount;
use adit_model::id::{GatewayAccountKey, IamName};
use adit_model::role::Role;
use adit_policy::{Effect, Request, evaluate};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::patch::{self, Op, PatchOperation};
use crate::cx::Cx;
use crate::iam::document;

view! {
    pub(super) struct GetAccount: "apigateway"."GetAccount" {}
}

view! {
    pub(super) struct UpdateAccount: "apigateway"."UpdateAccount" {
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

pub(super) fn get(cx: &mut Cx<'_>, _: GetAccount) -> Result<Record, ApiError> {
    Ok(show(&of(cx)))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateAccount) -> Result<Record, ApiError> {
    let mut account = of(cx);
    for patch in patch::read(input.patch_operations)? {
        match (patch.parts().as_slice(), patch.op) {
            (["cloudwatchRoleArn"], Op::Replace) => {
                let role = patch.optional();
                if let Some(arn) = &role {
                    assumable(cx, arn)?;
                }
                account.cloudwatch_role_arn = role;
            }
            (["cloudwatchRoleArn"], Op::Remove) => account.cloudwatch_role_arn = None,
            (["cloudwatchRoleArn"], _) => return Err(errors::patch_operation("replace")),
            (["features"], Op::Add) if patch.value()? == USAGE_PLANS => {}
            (["features"], Op::Remove) if patch.value()? == USAGE_PLANS => {
                return Err(errors::account_feature());
            }
            (["features"], _) => return Err(errors::patch_operation("add, remove")),
            _ => return Err(patch.unknown()),
        }
    }
    let output = show(&account);
    cx.put(account);
    Ok(output)
}

/// The role with which logs may be written.
pub(super) fn logging_role(cx: &Cx<'_>) -> Option<String> {
    of(cx).cloudwatch_role_arn
}

const USAGE_PLANS: &str = "UsagePlans";

fn of(cx: &Cx<'_>) -> GatewayAccount {
    let owner = cx.owner();
    cx.get(&GatewayAccountKey::of(&owner))
        .unwrap_or_else(|| GatewayAccount::of(&owner))
}

/// A role of the caller's account that the gateway may assume. What the role may do is not asked.
fn assumable(cx: &Cx<'_>, arn: &str) -> Result<(), ApiError> {
    let start = format!("arn:aws:iam::{}:role/", cx.account);
    let path = arn.strip_prefix(&start).filter(|path| !path.is_empty());
    let path = path.ok_or_else(|| errors::cloudwatch_role(arn))?;
    let name = path.rsplit('/').next().unwrap_or_default();
    let role = cx.get::<Role>(&IamName::of(&cx.account, name));
    let role = role
        .filter(|role| role.arn() == arn)
        .ok_or_else(errors::cloudwatch_role_trust)?;
    let document = serde_json::from_str(&role.trust).ok();
    let policy = document.and_then(|document| document::trust_policy(&document).ok());
    let request = Request::new("sts:AssumeRole", role.arn()).principal("apigateway.amazonaws.com");
    match policy.map(|policy| evaluate(&policy.compile(), &request).effect) {
        Some(Effect::Allow) => Ok(()),
        _ => Err(errors::cloudwatch_role_trust()),
    }
}

fn show(account: &GatewayAccount) -> Record {
    record! {
        "cloudwatchRoleArn" => account.cloudwatch_role_arn.as_deref(),
        "throttleSettings" => record! { "burstLimit" => 5_000, "rateLimit" => 10_000.0 },
        "features" => vec![USAGE_PLANS],
        "apiKeyVersion" => "4",
    }
}
