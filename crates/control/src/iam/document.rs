//! Policy documents: what IAM accepts, what it says of the rest, and how it shows them.
//!
//! The order and the words are IAM's for what it has words for; what is left is judged by the parser that would evaluate
//! the document. It is kept as it came and shown URL-encoded (RFC 3986). Not checked: whether actions, condition keys and
//! users exist; AWS refuses a trust policy that names an unknown user.

use std::collections::BTreeSet;

use adit_model::AccountId;
use adit_model::id::IamName;
use adit_model::role::Role;
use adit_policy::{Policy, PolicyKind};
use adit_wire::{ApiError, errors};
use serde_json::{Map, Value};

use crate::cx::Cx;

/// Characters without white space.
const INLINE: usize = 10_240;
const MANAGED: usize = 6_144;
const TRUST: usize = 2_048;

/// An inline policy of a role; `others` are the sizes of the role's other ones, which count too.
pub fn inline(text: &str, role: &str, others: usize) -> Result<(), ApiError> {
    permissions(text)?;
    match size(text) + others > INLINE {
        true => Err(errors::iam::role_policy_size(role, INLINE)),
        false => Ok(()),
    }
}

/// A version of a managed policy.
pub fn managed(text: &str) -> Result<(), ApiError> {
    permissions(text)?;
    match size(text) > MANAGED {
        true => Err(errors::iam::quota("PolicySize", MANAGED)),
        false => Ok(()),
    }
}

/// What a role may be assumed by.
pub fn trust(cx: &Cx<'_>, text: &str) -> Result<(), ApiError> {
    let mut document = parse(text)?;
    for statement in statements(&mut document) {
        for field in ["Resource", "NotResource"] {
            if statement.contains_key(field) {
                return Err(malformed(format!("Has prohibited field {field}")));
            }
        }
        if !statement.contains_key("Principal") && !statement.contains_key("NotPrincipal") {
            return Err(malformed("Missing required field Principal"));
        }
        check_actions(statement)?;
        let foreign = |action: &&str| {
            let action = action.to_ascii_lowercase();
            !(action == "*" || action.starts_with("sts:"))
        };
        if texts(statement.get("Action")).iter().any(foreign) {
            return Err(malformed(
                "AssumeRole policy may only specify STS AssumeRole actions.",
            ));
        }
        check_principals(cx, statement)?;
    }
    check_ids(&mut document)?;
    trust_policy(&document)?;
    match size(text) > TRUST {
        true => Err(errors::iam::quota("ACLSizePerRole", TRUST)),
        false => Ok(()),
    }
}

/// A trust policy as the policy crate reads it: its statements are about the role itself.
pub fn trust_policy(document: &Value) -> Result<Policy, ApiError> {
    let mut document = document.clone();
    for statement in statements(&mut document) {
        statement.insert("Resource".to_owned(), Value::from("*"));
    }
    Policy::from_json(&document, PolicyKind::Resource)
        .map_err(|error| malformed(format!("Syntax errors in policy: {error}.")))
}

/// Characters that count, white space aside.
pub fn size(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// URL-encoded: everything but letters, digits and `-._~`.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            shown.push(char::from(byte));
        } else {
            shown.push_str(&format!("%{byte:02X}"));
        }
    }
    shown
}

/// A policy of a role, a session or a managed one: what may be done.
pub fn permissions(text: &str) -> Result<(), ApiError> {
    let mut document = parse(text)?;
    for statement in statements(&mut document) {
        for field in ["Principal", "NotPrincipal"] {
            if statement.contains_key(field) {
                return Err(malformed("Policy document should not specify a principal."));
            }
        }
        check_actions(statement)?;
        if !statement.contains_key("Resource") && !statement.contains_key("NotResource") {
            return Err(malformed("Policy statement must contain resources."));
        }
        for resource in [statement.get("Resource"), statement.get("NotResource")] {
            let plain = |text: &&str| *text != "*" && !text.starts_with("arn:");
            if let Some(wrong) = texts(resource).into_iter().find(plain) {
                return Err(malformed(format!(
                    "Resource {wrong} must be in ARN format or \"*\"."
                )));
            }
        }
    }
    check_ids(&mut document)?;
    let read = Policy::from_json(&document, PolicyKind::Identity);
    read.map(drop)
        .map_err(|error| malformed(format!("Syntax errors in policy: {error}.")))
}

fn parse(text: &str) -> Result<Value, ApiError> {
    let document: Value =
        serde_json::from_str(text).map_err(|_| malformed("This policy contains invalid Json"))?;
    let Some(object) = document.as_object() else {
        return Err(malformed("Syntax errors in policy."));
    };
    match object.get("Version") {
        Some(Value::String(version)) if version == "2012-10-17" || version == "2008-10-17" => {}
        None => {}
        Some(_) => {
            return Err(malformed("The policy must contain a valid version string"));
        }
    }
    match object.get("Statement") {
        Some(Value::Object(_)) => {}
        Some(Value::Array(list)) if !list.is_empty() && list.iter().all(Value::is_object) => {}
        _ => return Err(malformed("Syntax errors in policy.")),
    }
    Ok(document)
}

fn statements(document: &mut Value) -> Vec<&mut Map<String, Value>> {
    match document.get_mut("Statement") {
        Some(Value::Object(one)) => vec![one],
        Some(Value::Array(list)) => list.iter_mut().filter_map(Value::as_object_mut).collect(),
        _ => Vec::new(),
    }
}

fn check_actions(statement: &Map<String, Value>) -> Result<(), ApiError> {
    if !statement.contains_key("Action") && !statement.contains_key("NotAction") {
        return Err(malformed("Policy statement must contain actions."));
    }
    for actions in [statement.get("Action"), statement.get("NotAction")] {
        if texts(actions)
            .iter()
            .any(|action| *action != "*" && !action.contains(':'))
        {
            return Err(malformed(
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            ));
        }
    }
    Ok(())
}

fn check_ids(document: &mut Value) -> Result<(), ApiError> {
    let mut seen = BTreeSet::new();
    for statement in statements(document) {
        let Some(Value::String(sid)) = statement.get("Sid") else {
            continue;
        };
        if !sid.is_empty() && !seen.insert(sid.clone()) {
            return Err(malformed(
                "Statement IDs (SID) in a single policy must be unique.",
            ));
        }
    }
    Ok(())
}

/// A role that a trust policy names must exist.
fn check_principals(cx: &Cx<'_>, statement: &Map<String, Value>) -> Result<(), ApiError> {
    let principal = statement
        .get("Principal")
        .or_else(|| statement.get("NotPrincipal"));
    for text in texts(principal.and_then(|principal| principal.get("AWS"))) {
        let mut parts = text.splitn(6, ':');
        let (Some("arn"), Some(_), Some("iam"), Some(_), Some(account), Some(name)) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            continue;
        };
        let Some(path) = name.strip_prefix("role/") else {
            continue;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let known =
            AccountId::parse(account).and_then(|account| cx.get::<Role>(&IamName::of(&account, name)));
        if known.is_none_or(|role| role.arn() != text) {
            return Err(malformed(format!(
                "Invalid principal in policy: \"AWS\":\"{text}\""
            )));
        }
    }
    Ok(())
}

/// A text, or a list of texts.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn malformed(text: impl std::fmt::Display) -> ApiError {
    errors::iam::malformed_policy(text)
}
