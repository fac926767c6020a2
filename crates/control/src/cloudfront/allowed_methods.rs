//! Which methods a behavior lets through and which of them it caches (cf B2).

use std::collections::BTreeSet;

use adit_wire::{ApiError, Record, errors, view};

use super::quantity::{self, Names};

view! {
    pub(super) struct AllowedMethods: "cloudfront"/"AllowedMethods" {
        quantity: i64 = "Quantity",
        items: Vec<String> = "Items",
        cached: Option<Names> = "CachedMethods",
    }
}

/// What a behavior without a list has, in AWS's order.
const DEFAULT: [&str; 2] = ["HEAD", "GET"];
const WITH_OPTIONS: [&str; 3] = ["GET", "HEAD", "OPTIONS"];
const ALL: [&str; 7] = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

/// A behavior's methods.
pub(super) struct Methods {
    pub(super) allowed: BTreeSet<String>,
    pub(super) cached: BTreeSet<String>,
    /// `AllowedMethods` as it is kept, in the caller's order.
    pub(super) kept: Record,
}

pub(super) fn read(methods: Option<AllowedMethods>) -> Result<Methods, ApiError> {
    let default = || DEFAULT.map(str::to_owned).to_vec();
    let (allowed, cached) = match methods {
        Some(methods) => {
            let cached = methods.cached.map_or_else(|| Ok(default()), Names::checked)?;
            (quantity::items(methods.quantity, methods.items)?, cached)
        }
        None => (default(), default()),
    };
    let kept = quantity::list(allowed.clone()).with("CachedMethods", quantity::list(cached.clone()));
    let count = allowed.len();
    let allowed: BTreeSet<String> = allowed.into_iter().collect();
    if !is(&allowed, &DEFAULT) && !is(&allowed, &WITH_OPTIONS) && !is(&allowed, &ALL)
        || allowed.len() != count
    {
        let reason = "must be GET and HEAD, or with OPTIONS, or with PUT, PATCH, POST and DELETE too";
        return Err(errors::cloudfront::parameter_invalid("AllowedMethods", reason));
    }
    let count = cached.len();
    let cached: BTreeSet<String> = cached.into_iter().collect();
    if !is(&cached, &DEFAULT) && !is(&cached, &WITH_OPTIONS) || cached.len() != count {
        let reason = "must be GET and HEAD, or with OPTIONS";
        return Err(errors::cloudfront::parameter_invalid("CachedMethods", reason));
    }
    if !cached.is_subset(&allowed) {
        return Err(errors::cloudfront::parameter_invalid(
            "CachedMethods",
            "must be among AllowedMethods",
        ));
    }
    Ok(Methods {
        allowed,
        cached,
        kept,
    })
}

fn is(methods: &BTreeSet<String>, these: &[&str]) -> bool {
    methods.len() == these.len() && these.iter().all(|method| methods.contains(*method))
}
