//! Method settings of a stage: logging, metrics, throttling and caching, for one method or for all (`*/*`).
//!
//! They are kept under the key that the patch's path had, and shown with AWS's defaults for what was not set. Whether the
//! method is there AWS does not ask. None has an effect on traffic yet. Logs need the account's role, as on AWS.

use std::collections::BTreeMap;

use adit_model::stage::{MethodSetting, Stage};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record};

use super::account;
use super::patch::{Op, Patch};
use crate::cx::Cx;

/// A patch of `/{resource}/{method}/{group}/{setting}`, or the removal of all that a method has.
pub(super) fn patch(cx: &Cx<'_>, stage: &mut Stage, patch: &Patch) -> Result<(), ApiError> {
    let unknown = || errors::stage_patch_path(&patch.path);
    let path = patch.path.strip_prefix('/').ok_or_else(unknown)?;
    let parts: Vec<&str> = path.split('/').collect();
    let methods = &mut stage.settings.methods;
    if let [
        rest @ ..,
        group @ ("metrics" | "logging" | "throttling" | "caching"),
        setting,
    ] = parts.as_slice()
    {
        if rest.len() < 2 {
            return Err(unknown());
        }
        let key = rest.join("/");
        let mut changed = methods.get(&key).cloned().unwrap_or_default();
        set(cx, &mut changed, group, setting, patch)?;
        methods.insert(key, changed);
        return Ok(());
    }
    match patch.op {
        Op::Remove if parts.len() >= 2 => match methods.remove(path) {
            Some(_) => Ok(()),
            None => Err(errors::method_setting_not_found()),
        },
        _ => Err(unknown()),
    }
}

pub(super) fn show(methods: &BTreeMap<String, MethodSetting>) -> Value {
    let shown = methods.iter().map(|(key, setting)| {
        let record: Record = record! {
            "metricsEnabled" => setting.metrics_enabled.unwrap_or(false),
            "loggingLevel" => setting.logging_level.as_deref().unwrap_or(OFF),
            "dataTraceEnabled" => setting.data_trace_enabled.unwrap_or(false),
            "throttlingBurstLimit" => setting.throttling_burst_limit.unwrap_or(BURST),
            "throttlingRateLimit" => setting.throttling_rate_limit.unwrap_or(RATE),
            "cachingEnabled" => setting.caching_enabled.unwrap_or(false),
            "cacheTtlInSeconds" => setting.cache_ttl_in_seconds.unwrap_or(300),
            "cacheDataEncrypted" => setting.cache_data_encrypted.unwrap_or(false),
            "requireAuthorizationForCacheControl" => setting.require_authorization_for_cache_control.unwrap_or(true),
            "unauthorizedCacheControlHeaderStrategy" => setting
                .unauthorized_cache_control_header_strategy
                .as_deref()
                .unwrap_or("SUCCEED_WITH_RESPONSE_HEADER"),
        };
        (key.clone(), Value::from(record))
    });
    Value::Map(shown.collect())
}

const OFF: &str = "OFF";
/// The account's limits stand where a method has none of its own (api C2).
const BURST: i64 = 5_000;
const RATE: f64 = 10_000.0;

fn set(
    cx: &Cx<'_>,
    setting: &mut MethodSetting,
    group: &str,
    name: &str,
    patch: &Patch,
) -> Result<(), ApiError> {
    if !matches!(patch.op, Op::Add | Op::Replace) {
        return Err(errors::patch_operation("replace"));
    }
    match (group, name) {
        ("metrics", "enabled") => setting.metrics_enabled = Some(patch.boolean()),
        ("logging", "loglevel") => {
            let level = patch.value()?.to_owned();
            if ![OFF, "ERROR", "INFO"].contains(&level.as_str()) {
                return Err(errors::patch_enumeration(&patch.path, "OFF,ERROR,INFO"));
            }
            if level != OFF && account::logging_role(cx).is_none() {
                return Err(errors::logging_role());
            }
            setting.logging_level = Some(level);
        }
        ("logging", "dataTrace") => setting.data_trace_enabled = Some(patch.boolean()),
        // -1 takes the limit away.
        ("throttling", "burstLimit") => {
            setting.throttling_burst_limit = Some(patch.number(-1..=i64::from(i32::MAX))?);
        }
        ("throttling", "rateLimit") => {
            setting.throttling_rate_limit = Some(patch.number(-1.0..=f64::MAX)?);
        }
        ("caching", "enabled") => setting.caching_enabled = Some(patch.boolean()),
        ("caching", "ttlInSeconds") => setting.cache_ttl_in_seconds = Some(patch.number(0..=3_600)?),
        ("caching", "dataEncrypted") => setting.cache_data_encrypted = Some(patch.boolean()),
        ("caching", "requireAuthorizationForCacheControl") => {
            setting.require_authorization_for_cache_control = Some(patch.boolean());
        }
        ("caching", "unauthorizedCacheControlHeaderStrategy") => {
            let strategy = patch.one_of("UnauthorizedCacheControlHeaderStrategy")?;
            setting.unauthorized_cache_control_header_strategy = Some(strategy.to_owned());
        }
        _ => return Err(errors::stage_patch_path(&patch.path)),
    }
    Ok(())
}
