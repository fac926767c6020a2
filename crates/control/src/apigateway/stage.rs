//! Stages: the names under which deployments answer (api C13, C60).
//!
//! Caches, tracing, canaries, access logs and method settings are not built: what would turn them on is refused, and they
//! show as AWS shows them when they are off.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::id::{DeploymentKey, RestApiId, StageKey};
use adit_model::rest_api::RestApi;
use adit_model::stage::Stage;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::unsupported_value;
use adit_wire::{ApiError, Path, Record, Service, Value, record, view};

use super::method::some;
use super::patch::{self, Patch, PatchOperation};
use super::{deployment, rest_api, tag};
use crate::cx::Cx;

view! {
    pub(super) struct CreateStage: "apigateway"."CreateStage" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
        deployment_id: String = "deploymentId",
        description: Option<String> = "description",
        variables: BTreeMap<String, String> = "variables",
        cache_cluster_enabled: Option<bool> = "cacheClusterEnabled",
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
    pub(super) struct DeleteStage: "apigateway"."DeleteStage" {
        rest_api_id: String = "restApiId",
        stage_name: String = "stageName",
    }
}

/// Stages of an API (api C17).
const MOST: usize = 10;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateStage) -> Result<Record, ApiError> {
    refuse_on("cacheClusterEnabled", input.cache_cluster_enabled)?;
    refuse_on("tracingEnabled", input.tracing_enabled)?;
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
    let output = show(&stage);
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
        .map(|stage| show(stage))
        .ok_or_else(errors::stage_not_found)
}

pub(super) fn list(
    cx: &mut Cx<'_>,
    GetStages {
        rest_api_id,
        deployment_id,
    }: GetStages,
) -> Result<Record, ApiError> {
    let api = &rest_api::named(cx, &rest_api_id)?.id;
    let stages = cx.table::<Stage>().iter().filter(|stage| stage.api == *api);
    let wanted = deployment_id.as_deref().filter(|id| !id.is_empty());
    let stages = stages.filter(|stage| wanted.is_none_or(|id| stage.deployment.short() == id));
    Ok(record! { "item" => stages.map(|stage| show(stage)).collect::<Value>() })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateStage) -> Result<Record, ApiError> {
    let stage = find(cx, &input.rest_api_id, &input.stage_name).ok_or_else(errors::stage_not_found)?;
    let mut stage = Stage::clone(stage);
    for patch in patch::read(input.patch_operations)? {
        apply(cx, &mut stage, &patch)?;
    }
    stage.variables = variables(stage.variables)?;
    stage.updated = cx.now;
    let output = show(&stage);
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

/// The caller's stage.
pub(super) fn find<'a>(cx: &'a Cx<'_>, api: &str, name: &str) -> Option<&'a Arc<Stage>> {
    let stage = cx
        .table::<Stage>()
        .get(&StageKey::of(&RestApiId::parse(api)?, name))?;
    cx.owns(&stage.owner).then_some(stage)
}

/// What CreateDeployment does to its stage: makes it, or moves it to the new deployment.
pub(super) fn deploy(
    cx: &mut Cx<'_>,
    api: &RestApi,
    name: &str,
    deployment: DeploymentKey,
    description: Option<String>,
    given: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let mut stage = match cx.get::<Stage>(&StageKey::of(&api.id, name)) {
        Some(known) => Stage {
            deployment,
            updated: cx.now,
            ..known
        },
        None => new(cx, api, name, deployment)?,
    };
    if description.is_some() {
        stage.description = description;
    }
    if !given.is_empty() {
        stage.variables = variables(given)?;
    }
    cx.put(stage);
    Ok(())
}

/// A feature that is not built may be said to be off.
pub(super) fn refuse_on(member: &str, asked: Option<bool>) -> Result<(), ApiError> {
    match asked {
        Some(true) => Err(unsupported_value(
            &Path::root(Service::ApiGateway).member(member),
            "true",
        )),
        Some(false) | None => Ok(()),
    }
}

fn new(cx: &Cx<'_>, api: &RestApi, name: &str, deployment: DeploymentKey) -> Result<Stage, ApiError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if name.is_empty() || name.len() > 128 || !name.bytes().all(fits) {
        return Err(errors::stage_name());
    }
    if cx
        .table::<Stage>()
        .iter()
        .filter(|stage| stage.api == api.id)
        .count()
        >= MOST
    {
        return Err(errors::quota("Stages", "API"));
    }
    Ok(Stage {
        id: StageKey::of(&api.id, name),
        owner: api.owner.clone(),
        api: api.id.clone(),
        deployment,
        description: None,
        variables: BTreeMap::new(),
        created: cx.now,
        updated: cx.now,
        tags: BTreeMap::new(),
    })
}

fn variables(given: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, ApiError> {
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

fn apply(cx: &Cx<'_>, stage: &mut Stage, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["deploymentId"] => {
            patch.replaces()?;
            stage.deployment = deployment::find(cx, stage.api.as_str(), patch.value()?)?.id;
        }
        ["description"] => stage.description = patch.text()?,
        ["variables", name] => {
            let value = || patch.value().map(str::to_owned);
            patch.entry(&mut stage.variables, name, errors::parameter_not_found, value)?;
        }
        ["tracingEnabled" | "cacheClusterEnabled"] if !patch.boolean() => patch.replaces()?,
        ["tracingEnabled" | "cacheClusterEnabled" | "cacheClusterSize" | "clientCertificateId"]
        | ["documentationVersion"]
        | ["accessLogSettings" | "canarySettings", ..]
        | [_, .., "metrics" | "logging" | "throttling" | "caching", _] => {
            return Err(errors::patch_unsupported(&patch.path));
        }
        _ => return Err(errors::stage_patch_path(&patch.path)),
    }
    Ok(())
}

fn show(stage: &Stage) -> Record {
    record! {
        "deploymentId" => stage.deployment.short(),
        "stageName" => stage.id.name(),
        "description" => stage.description.as_deref(),
        "cacheClusterEnabled" => false,
        "cacheClusterStatus" => "NOT_AVAILABLE",
        "methodSettings" => Value::Map(Vec::new()),
        "variables" => some(&stage.variables),
        "tracingEnabled" => false,
        "tags" => some(&stage.tags),
        "createdDate" => stage.created,
        "lastUpdatedDate" => stage.updated,
    }
}
