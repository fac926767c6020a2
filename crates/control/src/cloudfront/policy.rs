//! What cache policies and origin request policies have in common: names, whose they are, which distributions use them.

use adit_model::AccountId;
use adit_model::distribution::{Behavior, Distribution};
use adit_wire::{ApiError, errors};

use crate::cx::Cx;

/// Policies of each kind that an account may make, and distributions that one may serve (cf G).
pub(super) const MAX_POLICIES: usize = 20;
pub(super) const MAX_DISTRIBUTIONS: usize = 100;

/// Which policies a list is to have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    All,
    Managed,
    Custom,
}

impl Listed {
    pub(super) fn read(kind: Option<&str>) -> Result<Self, ApiError> {
        match kind {
            None | Some("") => Ok(Self::All),
            Some("managed") => Ok(Self::Managed),
            Some("custom") => Ok(Self::Custom),
            Some(_) => Err(errors::cloudfront::parameter_not_valid("Type")),
        }
    }

    pub(super) fn takes(self, owner: Option<&AccountId>) -> bool {
        match self {
            Self::All => true,
            Self::Managed => owner.is_none(),
            Self::Custom => owner.is_some(),
        }
    }
}

/// `managed` or `custom`.
pub(super) fn kind(owner: Option<&AccountId>) -> &'static str {
    if owner.is_some() { "custom" } else { "managed" }
}

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

/// The caller's distributions with a behavior that `uses` the policy.
pub(super) fn users<'a>(
    cx: &'a Cx<'_>,
    uses: impl Fn(&Behavior) -> bool + 'a,
) -> impl Iterator<Item = &'a Distribution> {
    let of = |d: &'a Distribution| {
        std::iter::once(&d.config.default_behavior).chain(d.config.behaviors.iter().map(|(_, b)| b))
    };
    let own = cx
        .table::<Distribution>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|d| d.account == cx.account);
    own.filter(move |d| of(d).any(&uses))
}
