//! What policies have in common beside their operations: the forms of their texts, and which distributions use one.

use adit_model::distribution::{Behavior, Distribution};
use adit_wire::{ApiError, errors};

use crate::cx::Cx;

/// Policies of each kind that an account may make, and distributions that one may serve (cf G).
pub(super) const MAX_POLICIES: usize = 20;
pub(super) const MAX_DISTRIBUTIONS: usize = 100;

/// The form that the console asks for: 1 to 128 letters, digits, hyphens and underscores.
pub(super) fn check_name(name: &str) -> Result<(), ApiError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (1..=128).contains(&name.len()) && name.bytes().all(fits) {
        return Ok(());
    }
    let reason = "must have 1 to 128 letters, digits, hyphens or underscores";
    Err(errors::cloudfront::parameter_invalid("Name", reason))
}

pub(super) fn check_comment(comment: &str) -> Result<(), ApiError> {
    match comment.chars().count() {
        0..=128 => Ok(()),
        _ => Err(errors::cloudfront::parameter_invalid(
            "Comment",
            "must have at most 128 characters",
        )),
    }
}

/// The caller's distributions with a behavior that `uses` something.
pub(super) fn users<'a>(
    cx: &'a Cx<'_>,
    uses: impl Fn(&Behavior) -> bool + 'a,
) -> impl Iterator<Item = &'a Distribution> {
    own_distributions(cx).filter(move |d| behaviors(d).any(&uses))
}

/// The caller's distributions.
pub(super) fn own_distributions<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a Distribution> {
    let all = cx.table::<Distribution>().iter().map(AsRef::as_ref);
    all.filter(|d: &&Distribution| d.account == cx.account)
}

/// The default behavior, and the listed ones.
pub(super) fn behaviors(distribution: &Distribution) -> impl Iterator<Item = &Behavior> {
    let config = &distribution.config;
    std::iter::once(&config.default_behavior).chain(config.behaviors.iter().map(|(_, b)| b))
}
