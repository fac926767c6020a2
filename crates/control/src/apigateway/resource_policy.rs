//! The resource policy of a REST API: what is accepted, what is kept, how it is shown (api A8, A12, B10).
//!
//! The document is judged by the same parser that later evaluates it. It may come as JSON or, as the CLI's reference writes
//! it and `GetRestApi` shows it, escaped as in a JSON string. It is kept as plain JSON with its resources expanded and
//! shown escaped, slashes too, as clients expect (iac-operations 3e). That its members come back in alphabetical order is ours.

use adit_model::Owner;
use adit_model::id::RestApiId;
use adit_policy::{Policy, PolicyKind, RESOURCE_POLICY_CHARS, execute_api};
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;
use serde_json::Value;

/// The document to keep; `None` for an empty text, which takes a policy away.
pub(super) fn accept(text: &str, owner: &Owner, api: &RestApiId) -> Result<Option<String>, ApiError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let (chars, written) = document(text).ok_or_else(errors::invalid_policy)?;
    if chars > RESOURCE_POLICY_CHARS {
        return Err(errors::policy_too_long(RESOURCE_POLICY_CHARS));
    }
    let owner = execute_api::Owner {
        region: owner.region.as_str(),
        account: owner.account.as_str(),
        api: api.as_str(),
    };
    let document = execute_api::normalise(&written, owner);
    Policy::from_json(&document, PolicyKind::Resource).map_err(|_| errors::invalid_policy())?;
    Ok(Some(document.to_string()))
}

/// As [`accept`], for a private domain name, `domain` its part of an ARN: such a policy is kept as it was written. So is
/// a management policy, whose resources are ARNs anyway.
pub(super) fn accept_of_domain(text: &str, owner: &Owner, domain: &str) -> Result<Option<String>, ApiError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let (chars, written) = document(text).ok_or_else(errors::invalid_policy)?;
    if chars > RESOURCE_POLICY_CHARS {
        return Err(errors::policy_too_long(RESOURCE_POLICY_CHARS));
    }
    let owner = execute_api::Owner {
        region: owner.region.as_str(),
        account: owner.account.as_str(),
        api: domain,
    };
    let expanded = execute_api::normalise(&written, owner);
    Policy::from_json(&expanded, PolicyKind::Resource).map_err(|_| errors::invalid_policy())?;
    Ok(Some(written.to_string()))
}

/// The document as an answer has it: the inside of a JSON string.
pub(super) fn shown(document: &str) -> String {
    let quoted = Value::from(document).to_string().replace('/', "\\/");
    let inside = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}

/// The document, and how many characters it has unescaped.
fn document(text: &str) -> Option<(usize, Value)> {
    let plain = serde_json::from_str(text).or_else(|_| serde_json::from_str(&format!("\"{text}\"")));
    match plain.ok()? {
        Value::String(inside) => Some((inside.chars().count(), serde_json::from_str(&inside).ok()?)),
        document => Some((text.chars().count(), document)),
    }
}
