//! `MaxItems`, which Route 53 writes as text.

use adit_wire::{ApiError, errors};

/// How many the caller wants, at most `most`; that number is AWS's default too.
pub fn size(asked: Option<&str>, most: usize) -> Result<usize, ApiError> {
    match asked {
        None => Ok(most),
        Some(text) => match text.trim().parse::<usize>() {
            Ok(wanted) if wanted > 0 => Ok(wanted.min(most)),
            _ => Err(errors::route53::invalid_max_items()),
        },
    }
}

/// The first `size` of what comes, and the one after them.
pub fn cut<T>(mut all: impl Iterator<Item = T>, size: usize) -> (Vec<T>, Option<T>) {
    let page = all.by_ref().take(size).collect();
    (page, all.next())
}
