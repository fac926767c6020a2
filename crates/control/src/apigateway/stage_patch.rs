//! UpdateStage's patches (iac-operations 3d): which deployment answers, and the settings around it.
//!
//! Method settings and canaries have files of their own. A path that AWS does not know is answered with the list of
//! those that it knows.

use adit_model::stage::{AccessLog, Stage};
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;
use time::OffsetDateTime;

use super::patch::{Op, Patch};
use super::{account, canary, deployment, method_setting};
use crate::cx::Cx;

pub(super) fn apply(cx: &Cx<'_>, stage: &mut Stage, patch: &Patch) -> Result<(), ApiError> {
    if patch.op == Op::Copy {
        return canary::promote(stage, patch);
    }
    match patch.parts().as_slice() {
        ["deploymentId"] => {
            patch.replaces()?;
            stage.deployment = deployment::find(cx, stage.api.as_str(), patch.value()?)?.id;
        }
        ["description"] => stage.description = patch.text()?,
        ["variables", name] => match patch.op {
            // AWS's own examples replace a variable that is not there yet.
            Op::Add | Op::Replace => {
                stage
                    .variables
                    .insert((*name).to_owned(), patch.value()?.to_owned());
            }
            Op::Remove => {
                stage
                    .variables
                    .remove(*name)
                    .ok_or_else(errors::parameter_not_found)?;
            }
            _ => return Err(errors::patch_entry_operation()),
        },
        ["tracingEnabled"] => {
            patch.replaces()?;
            stage.settings.tracing_enabled = patch.boolean();
        }
        ["cacheClusterEnabled"] => {
            patch.replaces()?;
            cache(stage, patch.boolean(), None, cx.now);
        }
        ["cacheClusterSize"] => {
            patch.replaces()?;
            let size = patch.one_of("CacheClusterSize")?.to_owned();
            let enabled = stage.settings.cache.enabled;
            cache(stage, enabled, Some(size), cx.now);
        }
        ["clientCertificateId"] => {
            if patch.text()?.is_some() {
                return Err(errors::client_certificate());
            }
        }
        ["documentationVersion"] => {
            if patch.text()?.is_some() {
                return Err(errors::documentation_version());
            }
        }
        ["accessLogSettings", below @ ..] => access_log(cx, stage, patch, below)?,
        ["canarySettings", below @ ..] => canary::patch(cx, stage, patch, below)?,
        _ => method_setting::patch(cx, stage, patch)?,
    }
    Ok(())
}

/// Turns the stage's cache on or off, or gives it another size; the smallest unless one was named.
pub(super) fn cache(stage: &mut Stage, enabled: bool, size: Option<String>, now: OffsetDateTime) {
    let cache = &mut stage.settings.cache;
    let before = (cache.enabled, cache.size.clone());
    cache.enabled = enabled;
    if size.is_some() {
        cache.size = size;
    } else if enabled && cache.size.is_none() {
        cache.size = Some("0.5".to_owned());
    }
    if before != (cache.enabled, cache.size.clone()) && (enabled || before.0) {
        cache.changed = Some(now);
    }
}

fn access_log(cx: &Cx<'_>, stage: &mut Stage, patch: &Patch, below: &[&str]) -> Result<(), ApiError> {
    let known = &mut stage.settings.access_log;
    match below {
        [] => match patch.op {
            Op::Remove => *known = None,
            _ => return Err(errors::patch_operation("remove")),
        },
        ["destinationArn"] => {
            let arn = given(patch)?;
            if let Some(arn) = &arn {
                destination(cx, arn)?;
            }
            known.get_or_insert_with(AccessLog::default).destination_arn = arn;
        }
        ["format"] => {
            let format = given(patch)?;
            if format.as_deref().is_some_and(|format| !has_request_id(format)) {
                return Err(errors::access_log_format());
            }
            known.get_or_insert_with(AccessLog::default).format = format;
        }
        _ => return Err(errors::stage_patch_path(&patch.path)),
    }
    if *known == Some(AccessLog::default()) {
        *known = None;
    }
    Ok(())
}

fn given(patch: &Patch) -> Result<Option<String>, ApiError> {
    match patch.op {
        Op::Add | Op::Replace => Ok(patch.optional()),
        Op::Remove => Ok(None),
        _ => Err(errors::patch_entry_operation()),
    }
}

/// A log group, for which the account's role is needed, or a Firehose stream of the gateway's.
fn destination(cx: &Cx<'_>, arn: &str) -> Result<(), ApiError> {
    let logs = format!("arn:aws:logs:{}:{}:log-group:", cx.region, cx.account);
    let streams = format!(
        "arn:aws:firehose:{}:{}:deliverystream/amazon-apigateway-",
        cx.region, cx.account
    );
    if let Some(group) = arn.strip_prefix(&logs) {
        let group = group.strip_suffix(":*").unwrap_or(group);
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"_-/.#".contains(&b);
        if group.is_empty() || !group.bytes().all(fits) {
            return Err(errors::access_log_destination(arn));
        }
        return match account::logging_role(cx) {
            Some(_) => Ok(()),
            None => Err(errors::logging_role()),
        };
    }
    if arn.strip_prefix(&streams).is_some_and(|name| !name.is_empty()) {
        Ok(())
    } else {
        Err(errors::access_log_destination(arn))
    }
}

fn has_request_id(format: &str) -> bool {
    let one_line = !format.trim_end_matches('\n').contains('\n');
    one_line && (format.contains("$context.requestId") || format.contains("$context.extendedRequestId"))
}
