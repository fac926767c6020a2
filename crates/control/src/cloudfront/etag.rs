//! Versions: each write gives a resource a new ETag, and the next write must name it in `If-Match` (cf A1, B1).

use adit_model::minter::Minter;
use adit_wire::{ApiError, errors};

/// `E` and 13 upper-case letters and digits, as ids of distributions are too.
pub(super) fn fresh(minter: &mut Minter) -> String {
    format!("E{}", minter.upper(13))
}

/// Missing or malformed is another error than stale.
pub(super) fn check(if_match: Option<&str>, current: &str) -> Result<(), ApiError> {
    let given = if_match
        .filter(|given| well_formed(given))
        .ok_or_else(errors::cloudfront::invalid_if_match)?;
    if given == current {
        Ok(())
    } else {
        Err(errors::cloudfront::precondition_failed())
    }
}

/// AWS's have 13 or 14 characters.
fn well_formed(etag: &str) -> bool {
    (8..=32).contains(&etag.len())
        && etag.starts_with('E')
        && etag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
