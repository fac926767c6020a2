//! Settings that clients always send and that nothing serves yet: taken when they turn the feature off, refused by
//! name otherwise.

use adit_wire::{ApiError, Path, Record, errors, view};

use super::quantity;

view! {
    /// A feature that is on or off.
    pub(super) struct Switch: "cloudfront"/"GrpcConfig" { enabled: bool = "Enabled" }
}

view! {
    /// Trusted signers or key groups.
    pub(super) struct Trusted: "cloudfront"/"TrustedSigners" {
        enabled: bool = "Enabled",
        quantity: i64 = "Quantity",
        items: Vec<String> = "Items",
    }
}

view! {
    /// A list that must be empty: function associations, origin groups.
    pub(super) struct Nothing: "cloudfront"/"FunctionAssociations" {
        quantity: i64 = "Quantity",
        items: Vec<Record> = "Items",
    }
}

/// Refuses `value` at `member` of `path` unless `off`.
pub(super) fn off(off: bool, path: &Path<'_>, member: &str, value: &str) -> Result<(), ApiError> {
    if off {
        Ok(())
    } else {
        Err(errors::unsupported_value(&path.member(member), value))
    }
}

/// An id or ARN that is absent or empty.
pub(super) fn empty(value: Option<&str>, path: &Path<'_>, member: &str) -> Result<(), ApiError> {
    let value = value.unwrap_or_default();
    off(value.is_empty(), path, member, value)
}

pub(super) fn is_false(value: Option<bool>, path: &Path<'_>, member: &str) -> Result<(), ApiError> {
    off(value != Some(true), path, member, "true")
}

impl Switch {
    pub(super) fn off(switch: Option<Self>, path: &Path<'_>, member: &str) -> Result<(), ApiError> {
        is_false(switch.map(|s| s.enabled), &path.member(member), "Enabled")
    }
}

impl Trusted {
    pub(super) fn off(trusted: Option<Self>, path: &Path<'_>, member: &str) -> Result<(), ApiError> {
        let Some(trusted) = trusted else { return Ok(()) };
        let items = quantity::items(trusted.quantity, trusted.items)?;
        off(
            !trusted.enabled && items.is_empty(),
            &path.member(member),
            "Enabled",
            "true",
        )
    }
}

impl Nothing {
    pub(super) fn off(list: Option<Self>, path: &Path<'_>, member: &str) -> Result<(), ApiError> {
        let Some(list) = list else { return Ok(()) };
        let items = quantity::items(list.quantity, list.items)?;
        off(
            items.is_empty(),
            &path.member(member),
            "Quantity",
            &items.len().to_string(),
        )
    }
}
