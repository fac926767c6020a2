//! Invalidations: paths whose cached objects are stale from now on (cf E3).
//!
//! Objects are gone as soon as it is committed. It says `InProgress` in the answer to the call, and for `--deploy-delay`
//! after it. A distribution remembers the last hundred, so an older one is no longer found.

use adit_model::distribution::{Distribution, Invalidation, MAX_INVALIDATIONS};
use adit_wire::{ApiError, Record, Value, errors, record, view};

use super::page::Pages;
use super::{LOCATION, distribution, quantity};
use crate::cx::{Cx, Effect};

const MAX_PATHS: usize = 3000;
const MAX_WILDCARDS: usize = 15;
const MAX_PATH: usize = 4000;

view! {
    pub struct CreateInvalidation: "cloudfront"."CreateInvalidation" {
        distribution: String = "DistributionId",
        batch: Batch = "InvalidationBatch",
    }
}
view! {
    pub(super) struct Batch: "cloudfront"/"InvalidationBatch" {
        paths: Paths = "Paths",
        caller_reference: String = "CallerReference",
    }
}
view! {
    pub(super) struct Paths: "cloudfront"/"Paths" { quantity: i64 = "Quantity", items: Vec<String> = "Items" }
}
view! {
    pub struct GetInvalidation: "cloudfront"."GetInvalidation" {
        distribution: String = "DistributionId",
        id: String = "Id",
    }
}
view! {
    pub struct ListInvalidations: "cloudfront"."ListInvalidations" {
        distribution: String = "DistributionId",
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateInvalidation) -> Result<Record, ApiError> {
    let mut distribution = distribution::find(cx, &input.distribution)?;
    let paths = quantity::items(input.batch.paths.quantity, input.batch.paths.items)?;
    check_paths(&paths)?;
    let reference = input.batch.caller_reference;
    if let Some(earlier) = distribution
        .invalidations
        .iter()
        .find(|i| i.caller_reference == reference)
    {
        if earlier.paths != paths {
            return Err(errors::cloudfront::invalidation_reference_used());
        }
        return Ok(created(&distribution, earlier, status(cx, earlier)));
    }
    let invalidation = Invalidation {
        id: format!("I{}", cx.minter.upper(25)),
        created: cx.now,
        caller_reference: reference,
        paths: paths.clone(),
    };
    let excess = distribution
        .invalidations
        .len()
        .saturating_add(1)
        .saturating_sub(MAX_INVALIDATIONS);
    distribution.invalidations.drain(..excess);
    distribution.invalidations.push(invalidation.clone());
    cx.effect(Effect::Invalidate {
        distribution: distribution.id.to_string(),
        paths,
    });
    let answer = created(&distribution, &invalidation, "InProgress");
    cx.put(distribution);
    Ok(answer)
}

pub(super) fn get(
    cx: &mut Cx<'_>,
    GetInvalidation { distribution, id }: GetInvalidation,
) -> Result<Record, ApiError> {
    let distribution = distribution::find(cx, &distribution)?;
    let found = distribution.invalidations.iter().find(|i| i.id == id);
    let invalidation = found.ok_or_else(errors::cloudfront::no_such_invalidation)?;
    Ok(record! { "Invalidation" => show(invalidation, status(cx, invalidation)) })
}

/// Newest first.
pub(super) fn list(cx: &mut Cx<'_>, input: ListInvalidations) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let distribution = distribution::find(cx, &input.distribution)?;
    let page = pages.cut(distribution.invalidations.iter().rev().collect(), |i| {
        i.id.as_str()
    });
    let summary = |i: &Invalidation| -> Value {
        record! { "Id" => &i.id, "CreateTime" => i.created, "Status" => status(cx, i) }.into()
    };
    Ok(record! { "InvalidationList" => pages.list(page, summary) })
}

/// How many of a distribution's are on their way.
pub(super) fn in_progress(cx: &Cx<'_>, distribution: &Distribution) -> usize {
    let pending = distribution
        .invalidations
        .iter()
        .filter(|i| !cx.settled(i.created));
    pending.count()
}

fn status(cx: &Cx<'_>, invalidation: &Invalidation) -> &'static str {
    match cx.settled(invalidation.created) {
        true => "Completed",
        false => "InProgress",
    }
}

/// From a slash on; `*` as the last character stands for the rest, elsewhere for itself.
fn check_paths(paths: &[String]) -> Result<(), ApiError> {
    let fits = |path: &String| {
        path.starts_with('/') && path.len() <= MAX_PATH && path.bytes().all(|b| b.is_ascii_graphic())
    };
    if paths.is_empty() || !paths.iter().all(fits) {
        return Err(errors::cloudfront::invalid_invalidation_path());
    }
    if paths.len() > MAX_PATHS {
        return Err(errors::cloudfront::invalidation_too_large());
    }
    if paths.iter().filter(|path| path.ends_with('*')).count() > MAX_WILDCARDS {
        return Err(errors::cloudfront::too_many_invalidations());
    }
    Ok(())
}

fn created(distribution: &Distribution, invalidation: &Invalidation, status: &str) -> Record {
    record! {
        "Location" => format!("{LOCATION}/distribution/{}/invalidation/{}", distribution.id, invalidation.id),
        "Invalidation" => show(invalidation, status),
    }
}

fn show(invalidation: &Invalidation, status: &str) -> Record {
    record! {
        "Id" => &invalidation.id,
        "Status" => status,
        "CreateTime" => invalidation.created,
        "InvalidationBatch" => record! {
            "Paths" => quantity::list(invalidation.paths.clone()),
            "CallerReference" => &invalidation.caller_reference,
        },
    }
}
