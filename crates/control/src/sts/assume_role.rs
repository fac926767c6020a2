//! AssumeRole: the role's trust policy decides, evaluated as every policy is.
//!
//! AWS lets no root assume a role. Here every caller without a role is root, so that root stands for an administrator of
//! the account: what the trust policy allows to the account is allowed. The identity policies that AWS asks of such a
//! caller, session policies and tags are kept and asked by nothing yet.

use std::collections::BTreeMap;

use adit_model::AccountId;
use adit_model::arn;
use adit_model::id::IamName;
use adit_model::role::{Role, RoleUse};
use adit_model::session::SessionPrincipal;
use adit_policy::{Effect, Request, evaluate};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::iam::document;
use crate::sts::Caller;
use crate::sts::credentials::{self, Grant};

view! {
    pub struct AssumeRole: "sts"."AssumeRole" {
        role: String = "RoleArn",
        session: String = "RoleSessionName",
        policy_arns: Vec<PolicyDescriptor> = "PolicyArns",
        policy: Option<String> = "Policy",
        seconds: Option<u32> = "DurationSeconds",
        tags: Vec<Tag> = "Tags",
        transitive: Vec<String> = "TransitiveTagKeys",
        external_id: Option<String> = "ExternalId",
        device: Option<String> = "SerialNumber",
        code: Option<String> = "TokenCode",
        source_identity: Option<String> = "SourceIdentity",
    }
}
view! {
    pub struct PolicyDescriptor: "sts"/"PolicyDescriptorType" { arn: Option<String> = "arn" }
}
view! {
    pub struct Tag: "sts"/"Tag" { key: String = "Key", value: String = "Value" }
}

const USUAL: u32 = 3_600;
/// Characters of a session's policies and tags, which AWS packs into so much.
const PACKED: usize = 2_048;

pub fn assume(cx: &mut Cx<'_>, input: AssumeRole) -> Result<Record, ApiError> {
    let caller = Caller::of(cx);
    let (account, name) = read_arn(&input.role)?;
    if let Some(policy) = &input.policy {
        document::permissions(policy).map_err(|error| errors::sts::malformed_policy(error.message))?;
    }
    if input.device.is_some() || input.code.is_some() {
        return Err(errors::sts::mfa_failed());
    }
    let denied = |action: &str| errors::sts::access_denied(caller.arn(), action, &input.role);
    // A role that does not exist and one that does not trust the caller are told apart by nobody outside.
    let found = cx.get::<Role>(&IamName::of(&account, &name));
    let mut role = found
        .filter(|role| role.arn() == input.role)
        .ok_or_else(|| denied("sts:AssumeRole"))?;
    let mut actions = vec!["sts:AssumeRole"];
    if !input.tags.is_empty() {
        actions.push("sts:TagSession");
    }
    if input.source_identity.is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    for action in actions {
        if !trusts(cx, &role, &caller, &input, action) {
            return Err(denied(action));
        }
    }
    let seconds = input.seconds.unwrap_or(USUAL);
    if seconds > role.max_session_seconds {
        return Err(errors::sts::session_too_long());
    }
    if caller.role_session().is_some() && seconds > USUAL {
        return Err(errors::sts::chained_session_too_long());
    }
    let arns = input
        .policy_arns
        .iter()
        .filter_map(|descriptor| descriptor.arn.clone());
    let policies: Vec<String> = input.policy.iter().cloned().chain(arns).collect();
    let tags: BTreeMap<String, String> = input.tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
    let sizes = policies.iter().map(String::len);
    let size: usize = sizes
        .chain(tags.iter().map(|(key, value)| key.len() + value.len()))
        .sum();
    let packed = (size * 100).div_ceil(PACKED);
    if packed > 100 {
        return Err(errors::sts::packed_too_large(packed));
    }
    // A source identity lasts through a chain of roles, and so do transitive tags.
    let before = caller.role_session();
    let source_identity = input
        .source_identity
        .or_else(|| before.and_then(|session| session.source_identity.clone()));
    let mut inherited: BTreeMap<String, String> = before.map_or_else(BTreeMap::new, |session| {
        let tags = session.tags.iter();
        tags.filter(|(key, _)| session.transitive.contains(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    });
    let mut transitive: Vec<String> = inherited.keys().cloned().collect();
    transitive.extend(input.transitive);
    inherited.extend(tags);
    let grant = Grant {
        account,
        principal: SessionPrincipal::Role {
            name: role.name.clone(),
            role_id: role.role_id.clone(),
            session: input.session.clone(),
        },
        seconds,
        policies,
        source_identity: source_identity.clone(),
        tags: inherited,
        transitive,
    };
    let assumed = record! {
        "AssumedRoleId" => format!("{}:{}", role.role_id, input.session),
        "Arn" => arn::global("sts", &role.account, &format!("assumed-role/{}/{}", role.name, input.session)),
    };
    let credentials = credentials::give(cx, grant)?;
    role.last_used = Some(RoleUse {
        at: cx.now,
        region: cx.region.clone(),
    });
    cx.put(role);
    Ok(record! {
        "Credentials" => credentials,
        "AssumedRoleUser" => assumed,
        "PackedPolicySize" => (size > 0).then_some(packed),
        "SourceIdentity" => source_identity,
    })
}

/// `arn:aws:iam::ACCOUNT:role/PATH/NAME`.
fn read_arn(text: &str) -> Result<(AccountId, String), ApiError> {
    let read = || {
        let rest = text.strip_prefix("arn:aws:iam::")?;
        let (account, path) = rest.split_once(":role/")?;
        let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
        Some((AccountId::parse(account)?, name.to_owned()))
    };
    read().ok_or_else(|| errors::sts::invalid_role_arn(text))
}

/// Whether the role's trust policy lets the caller act.
fn trusts(cx: &Cx<'_>, role: &Role, caller: &Caller, input: &AssumeRole, action: &str) -> bool {
    let document = serde_json::from_str(&role.trust).ok();
    let Some(policy) = document.and_then(|document| document::trust_policy(&document).ok()) else {
        return false;
    };
    let mut request = Request::new(action, role.arn())
        .principal(caller.arn())
        .with("aws:PrincipalAccount", cx.account.as_str().to_owned())
        .with("aws:PrincipalArn", caller.principal_arn())
        .with(
            "aws:CurrentTime",
            u64::try_from(cx.now.unix_timestamp()).unwrap_or(0),
        )
        .with("aws:RequestedRegion", cx.region.as_str().to_owned())
        .with("aws:MultiFactorAuthPresent", "false".to_owned())
        .with("sts:RoleSessionName", input.session.clone());
    if let Some(id) = &input.external_id {
        request = request.with("sts:ExternalId", id.clone());
    }
    if let Some(identity) = &input.source_identity {
        request = request.with("sts:SourceIdentity", identity.clone());
    }
    for tag in &input.tags {
        request = request.with(&format!("aws:RequestTag/{}", tag.key), tag.value.clone());
    }
    evaluate(&policy.compile(), &request).effect == Effect::Allow
}
