//! A stage's canary: a second deployment that gets a share of the requests, with variables of its own.
//!
//! It is kept and shown; every request still goes to the stage's own deployment. A canary is promoted by copying its
//! deployment and variables over the stage's and removing it, which works in full.

use std::collections::BTreeMap;

use adit_model::id::DeploymentKey;
use adit_model::stage::{Canary, Stage};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::method::some;
use super::patch::{Op, Patch};
use super::{deployment, stage};
use crate::cx::Cx;

view! {
    /// As CreateStage has it.
    pub(super) struct CanarySettings: "apigateway"/"CanarySettings" {
        percent_traffic: Option<f64> = "percentTraffic",
        deployment_id: Option<String> = "deploymentId",
        stage_variable_overrides: BTreeMap<String, String> = "stageVariableOverrides",
        use_stage_cache: Option<bool> = "useStageCache",
    }
}

view! {
    /// As CreateDeployment has it: the deployment is the one that is made.
    pub(super) struct DeploymentCanarySettings: "apigateway"/"DeploymentCanarySettings" {
        percent_traffic: Option<f64> = "percentTraffic",
        stage_variable_overrides: BTreeMap<String, String> = "stageVariableOverrides",
        use_stage_cache: Option<bool> = "useStageCache",
    }
}

/// The canary of a new stage; without a deployment of its own it has the stage's.
pub(super) fn of_stage(cx: &Cx<'_>, stage: &Stage, asked: CanarySettings) -> Result<Canary, ApiError> {
    let deployment = match asked.deployment_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => deployment::find(cx, stage.api.as_str(), id)?.id,
        None => stage.deployment.clone(),
    };
    let settings = DeploymentCanarySettings {
        percent_traffic: asked.percent_traffic,
        stage_variable_overrides: asked.stage_variable_overrides,
        use_stage_cache: asked.use_stage_cache,
    };
    of_deployment(deployment, settings)
}

pub(super) fn of_deployment(
    deployment: DeploymentKey,
    asked: DeploymentCanarySettings,
) -> Result<Canary, ApiError> {
    Ok(Canary {
        percent_traffic: percent(asked.percent_traffic.unwrap_or(0.0))?,
        deployment,
        variable_overrides: stage::variables(asked.stage_variable_overrides)?,
        use_stage_cache: asked.use_stage_cache.unwrap_or(false),
    })
}

/// A patch of `/canarySettings/...`. The first that sets anything makes the canary, with the stage's deployment.
pub(super) fn patch(cx: &Cx<'_>, stage: &mut Stage, patch: &Patch, below: &[&str]) -> Result<(), ApiError> {
    if below.is_empty() {
        return match (patch.op, stage.settings.canary.take()) {
            (Op::Remove, Some(_)) => Ok(()),
            (Op::Remove, None) => Err(errors::canary_missing()),
            _ => Err(errors::patch_operation("remove")),
        };
    }
    let fresh = Canary {
        percent_traffic: 0.0,
        deployment: stage.deployment.clone(),
        variable_overrides: BTreeMap::new(),
        use_stage_cache: false,
    };
    let canary = stage.settings.canary.get_or_insert(fresh);
    match below {
        ["percentTraffic"] => {
            patch.replaces()?;
            let share = patch.value()?.parse().map_err(|_| errors::canary_percent())?;
            canary.percent_traffic = percent(share)?;
        }
        ["deploymentId"] => {
            patch.replaces()?;
            canary.deployment = deployment::find(cx, stage.api.as_str(), patch.value()?)?.id;
        }
        ["useStageCache"] => {
            patch.replaces()?;
            canary.use_stage_cache = patch.boolean();
        }
        ["stageVariableOverrides", name] => {
            // Clients replace what is not there yet.
            let value = patch.value();
            match patch.op {
                Op::Add | Op::Replace => {
                    canary
                        .variable_overrides
                        .insert((*name).to_owned(), value?.to_owned());
                }
                Op::Remove => {
                    let gone = canary.variable_overrides.remove(*name);
                    gone.ok_or_else(errors::parameter_not_found)?;
                }
                _ => return Err(errors::patch_entry_operation()),
            }
            canary.variable_overrides = stage::variables(std::mem::take(&mut canary.variable_overrides))?;
        }
        _ => return Err(errors::stage_patch_path(&patch.path)),
    }
    Ok(())
}

/// `copy`: what the canary has becomes the stage's.
pub(super) fn promote(stage: &mut Stage, patch: &Patch) -> Result<(), ApiError> {
    let canary = stage
        .settings
        .canary
        .as_ref()
        .ok_or_else(errors::canary_missing)?;
    match (patch.path.as_str(), patch.source()) {
        ("/deploymentId", "/canarySettings/deploymentId") => stage.deployment = canary.deployment.clone(),
        ("/variables", "/canarySettings/stageVariableOverrides") => {
            stage.variables.extend(canary.variable_overrides.clone());
        }
        _ => return Err(errors::stage_patch_path(&patch.path)),
    }
    Ok(())
}

pub(super) fn show(canary: &Canary) -> Record {
    record! {
        "percentTraffic" => canary.percent_traffic,
        "deploymentId" => canary.deployment.short(),
        "stageVariableOverrides" => some(&canary.variable_overrides),
        "useStageCache" => canary.use_stage_cache,
    }
}

fn percent(share: f64) -> Result<f64, ApiError> {
    if (0.0..=100.0).contains(&share) {
        Ok(share)
    } else {
        Err(errors::canary_percent())
    }
}
