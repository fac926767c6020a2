//! Stages: the names under which deployments answer (api C13, C60).
//!
//! Caches, tracing, canaries, access logs and method settings are kept and shown; `stage_patch` changes them, and traffic
//! does not know them yet. Client certificates and documentation versions cannot be made, so that none can be named.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::id::{DeploymentKey, RestApiId, StageKey};
use adit_model::relation::Relation;
use adit_model::rest_api::RestApi;
use adit_model::stage::{AccessLog, CacheCluster, Canary, Stage};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::canary::{self, CanarySettings};
use super::method::some;
use super::patch::{self, PatchOperation};
use super::{deployment, method_setting, rest_api, stage_patch, tag};
use crate::cx::Cx;

view! {
    pub(super) struct CreateStage: "apigateway"."CreateStage" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
        deployment_id: String = "deploymentId",
        description: Option<String> = "description",
        variables: BTreeMap<String, String> = "variables",
        cache_cluster_enabled: Option<bool> = "cacheClusterEnabled",
        cache_cluster_size: Option<String> = "cacheClusterSize",
        documentation_version: Option<String> = "documentationVersion",
        canary_settings: Option<CanarySettings> = "canarySettings",
        tracing_enabled: Option<bool> = "tracingEnabled",
        tags: BTreeMap<String, String> = "tags",
    }
}

view! {
    pub(super) struct GetStage: "apigateway"."GetStage" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
    }
}

view! {
    pub(super) struct GetStages: "apigateway"."GetStages" {
        rest_api_id: String = "restApiId",
        deployment_id: Option<String> = "deploymentId",
    }
}

view! {
    pub(super) struct UpdateStage: "apigateway"."UpdateStage" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct FlushStageCache: "apigateway"."FlushStageCache" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
    }
}

view! {
    pub(super) struct FlushStageAuthorizersCache: "apigateway"."FlushStageAuthorizersCache" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
    }
}

view! {
    pub(super) struct DeleteStage: "apigateway"."DeleteStage" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
    }
}

/// Stages of an API (api C17).
const MOST: usize = 10;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateStage) -> Result<Record, ApiError> {
    let api = rest_api::named(cx, &input.rest_api_id)?.clone();
    let deployment = deployment::find(cx, &input.rest_api_id, &input.deployment_id)?.id;
    tag::check(&input.tags)?;
    if find(cx, &input.rest_api_id, &input.stage_name).is_some() {
        return Err(errors::stage_exists());
    }
    let mut stage = new(cx, &api, &input.stage_name, deployment)?;
    stage.description = input.description.filter(|text| !text.is_empty());
    stage.variables = variables(input.variables)?;
    stage.tags = input.tags;
    if input
        .documentation_version
        .is_some_and(|version| !version.is_empty())
    {
        return Err(errors::documentation_version());
    }
    if let Some(enabled) = input.cache_cluster_enabled {
        stage_patch::cache(&mut stage, enabled, input.cache_cluster_size, cx.now);
    }
    if let Some(asked) = input.canary_settings {
        stage.settings.canary = Some(canary::of_stage(cx, &stage, asked)?);
    }
    stage.settings.tracing_enabled = input.tracing_enabled.unwrap_or(false);
    let output = show(cx, &stage);
    cx.put(stage);
    Ok(output)
}

pub(super) fn get(
    cx: &mut Cx<'_>,
    GetStage {
        rest_api_id,
        stage_name,
    }: GetStage,
) -> Result<Record, ApiError> {
    find(cx, &rest_api_id, &stage_name)
        .map(|stage| show(cx, stage))
        .ok_or_else(errors::stage_not_found)
}

pub(super) fn list(
    cx: &mut Cx<'_>,
    GetStages {
        rest_api_id,
        deployment_id,
    }: GetStages,
) -> Result<Record, ApiError> {
    let relation = Relation::StagesOf(rest_api::named(cx, &rest_api_id)?.id.clone());
    let stages = cx.world().related::<Stage>(&relation);
    let wanted = deployment_id.as_deref().filter(|id| !id.is_empty());
    let stages = stages.filter(|stage| wanted.is_none_or(|id| stage.deployment.short() == id));
    Ok(record! { "item" => stages.map(|stage| show(cx, stage)).collect::<Value>() })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateStage) -> Result<Record, ApiError> {
    let stage = find(cx, &input.rest_api_id, &input.stage_name).ok_or_else(errors::stage_not_found)?;
    let mut stage = Stage::clone(stage);
    for patch in patch::read(input.patch_operations)? {
        stage_patch::apply(cx, &mut stage, &patch)?;
    }
    stage.variables = variables(stage.variables)?;
    stage.updated = cx.now;
    let output = show(cx, &stage);
    cx.put(stage);
    Ok(output)
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteStage {
        rest_api_id,
        stage_name,
    }: DeleteStage,
) -> Result<Record, ApiError> {
    let key = find(cx, &rest_api_id, &stage_name)
        .ok_or_else(errors::stage_not_found)?
        .id
        .clone();
    cx.delete::<Stage>(&key);
    Ok(Record::new())
}

/// Nothing is cached yet, so that nothing is left to forget.
pub(super) fn flush_cache(
    cx: &mut Cx<'_>,
    FlushStageCache {
        rest_api_id,
        stage_name,
    }: FlushStageCache,
) -> Result<Record, ApiError> {
    find(cx, &rest_api_id, &stage_name).ok_or_else(errors::stage_not_found)?;
    Ok(Record::new())
}

/// As [`flush_cache`].
pub(super) fn flush_authorizers_cache(
    cx: &mut Cx<'_>,
    FlushStageAuthorizersCache {
        rest_api_id,
        stage_name,
    }: FlushStageAuthorizersCache,
) -> Result<Record, ApiError> {
    find(cx, &rest_api_id, &stage_name).ok_or_else(errors::stage_not_found)?;
    Ok(Record::new())
}

/// The caller's stage.
pub(super) fn find<'a>(cx: &'a Cx<'_>, api: &str, name: &str) -> Option<&'a Arc<Stage>> {
    let stage = cx
        .table::<Stage>()
        .get(&StageKey::of(&RestApiId::parse(api)?, name))?;
    cx.owns(&stage.owner).then_some(stage)
}

/// What CreateDeployment asks of its stage.
pub(super) struct Deploy {
    pub description: Option<String>,
    pub variables: BTreeMap<String, String>,
    pub cache: Option<bool>,
    pub cache_size: Option<String>,
    pub tracing: Option<bool>,
    /// With a canary, the stage keeps its own deployment.
    pub canary: Option<Canary>,
}

impl Deploy {
    /// Nothing that would need a stage.
    pub(super) fn is_nothing(&self) -> bool {
        let off = |setting: Option<bool>| setting != Some(true);
        self.description.is_none()
            && self.variables.is_empty()
            && off(self.cache)
            && off(self.tracing)
            && self.canary.is_none()
    }
}

/// What CreateDeployment does to its stage: makes it, or moves it to the new deployment.
pub(super) fn deploy(
    cx: &mut Cx<'_>,
    api: &RestApi,
    name: &str,
    deployment: DeploymentKey,
    asked: Deploy,
) -> Result<(), ApiError> {
    let mut stage = match cx.get::<Stage>(&StageKey::of(&api.id, name)) {
        Some(known) => Stage {
            deployment: if asked.canary.is_some() {
                known.deployment.clone()
            } else {
                deployment
            },
            updated: cx.now,
            ..known
        },
        None => new(cx, api, name, deployment)?,
    };
    if asked.description.is_some() {
        stage.description = asked.description;
    }
    if !asked.variables.is_empty() {
        stage.variables = variables(asked.variables)?;
    }
    if let Some(enabled) = asked.cache {
        stage_patch::cache(&mut stage, enabled, asked.cache_size, cx.now);
    }
    if let Some(tracing) = asked.tracing {
        stage.settings.tracing_enabled = tracing;
    }
    if asked.canary.is_some() {
        stage.settings.canary = asked.canary;
    }
    cx.put(stage);
    Ok(())
}

fn new(cx: &Cx<'_>, api: &RestApi, name: &str, deployment: DeploymentKey) -> Result<Stage, ApiError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if name.is_empty() || name.len() > 128 || !name.bytes().all(fits) {
        return Err(errors::stage_name());
    }
    if cx.world().members(&Relation::StagesOf(api.id.clone())).count() >= MOST {
        return Err(errors::quota("Stages", "API"));
    }
    let id = StageKey::of(&api.id, name);
    Ok(Stage::new(
        id,
        api.owner.clone(),
        api.id.clone(),
        deployment,
        cx.now,
    ))
}

pub(super) fn variables(given: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, ApiError> {
    let key = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let value = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#&=,".contains(&b);
    let fits = |(name, text): &(&String, &String)| {
        (1..=64).contains(&name.len())
            && name.bytes().all(key)
            && (1..=512).contains(&text.len())
            && text.bytes().all(value)
    };
    match given
        .iter()
        .enumerate()
        .find(|(at, entry)| *at >= 100 || !fits(entry))
    {
        Some((_, (name, _))) => Err(errors::stage_variable(name)),
        None => Ok(given),
    }
}

fn show(cx: &Cx<'_>, stage: &Stage) -> Record {
    let settings = &stage.settings;
    let log = |log: &AccessLog| record! { "format" => log.format.as_deref(), "destinationArn" => log.destination_arn.as_deref() };
    record! {
        "deploymentId" => stage.deployment.short(),
        "stageName" => stage.id.name(),
        "description" => stage.description.as_deref(),
        "cacheClusterEnabled" => settings.cache.enabled,
        "cacheClusterSize" => settings.cache.size.as_deref(),
        "cacheClusterStatus" => cache_status(cx, &settings.cache),
        "methodSettings" => method_setting::show(&settings.methods),
        "variables" => some(&stage.variables),
        "accessLogSettings" => settings.access_log.as_ref().map(log),
        "canarySettings" => settings.canary.as_ref().map(canary::show),
        "tracingEnabled" => settings.tracing_enabled,
        "tags" => some(&stage.tags),
        "createdDate" => stage.created,
        "lastUpdatedDate" => stage.updated,
    }
}

fn cache_status(cx: &Cx<'_>, cache: &CacheCluster) -> &'static str {
    let settled = cache.changed.is_none_or(|since| cx.settled(since));
    match (cache.enabled, settled) {
        (true, true) => "AVAILABLE",
        (true, false) => "CREATE_IN_PROGRESS",
        (false, true) => "NOT_AVAILABLE",
        (false, false) => "DELETE_IN_PROGRESS",
    }
}
