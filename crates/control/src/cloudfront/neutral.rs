//! Settings that clients always send and that nothing serves yet: taken when they turn the feature off, refused by
//! name otherwise.

use adit_wire::{ApiError, Path, errors, view};

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
    /// The items; there are some exactly when the list is enabled.
    pub(super) fn checked(self) -> Result<Vec<String>, ApiError> {
        let items = quantity::items(self.quantity, self.items)?;
        match self.enabled == items.is_empty() {
            true => Err(errors::cloudfront::parameter_invalid(
                "Enabled",
                "must be true when there are items, and false when there are none",
            )),
            false => Ok(items),
        }
    }
}
