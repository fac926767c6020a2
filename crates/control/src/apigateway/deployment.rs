//! Deployments: a REST API frozen, with the stage that may be made or moved in the same call (api A7, B9).
//!
//! A deployment with canary settings becomes the canary of its stage, which keeps its own.

use std::collections::BTreeMap;

use adit_model::deployment::Deployment;
use adit_model::id::{DeploymentKey, RestApiId};
use adit_model::relation::Relation;
use adit_model::rest_api::{EndpointType, RestApi};
use adit_model::stage::Stage;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::canary::{self, DeploymentCanarySettings};
use super::page::Wanted;
use super::patch::{self, Op, PatchOperation};
use super::stage::{self, Deploy};
use super::{resource, rest_api};
use crate::cx::Cx;

view! {
    pub(super) struct CreateDeployment: "apigateway"."CreateDeployment" {
        rest_api_id: String = "restApiId",
        stage_name: Option<String> = "stageName",
        stage_description: Option<String> = "stageDescription",
        description: Option<String> = "description",
        variables: BTreeMap<String, String> = "variables",
        cache_cluster_enabled: Option<bool> = "cacheClusterEnabled",
        cache_cluster_size: Option<String> = "cacheClusterSize",
        canary_settings: Option<DeploymentCanarySettings> = "canarySettings",
        tracing_enabled: Option<bool> = "tracingEnabled",
    }
}

view! {
    pub(super) struct GetDeployment: "apigateway"."GetDeployment" {
        rest_api_id: String = "restApiId",
        deployment_id: String = "deploymentId",
        embed: Vec<String> = "embed",
    }
}

view! {
    pub(super) struct GetDeployments: "apigateway"."GetDeployments" {
        rest_api_id: String = "restApiId",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateDeployment: "apigateway"."UpdateDeployment" {
        rest_api_id: String = "restApiId",
        deployment_id: String = "deploymentId",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteDeployment: "apigateway"."DeleteDeployment" {
        rest_api_id: String = "restApiId",
        deployment_id: String = "deploymentId",
    }
}

/// Clients send empty texts for what they do not set; those count as absent.
pub(super) fn create(cx: &mut Cx<'_>, input: CreateDeployment) -> Result<Record, ApiError> {
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let api = rest_api::named(cx, &input.rest_api_id)?.clone();
    deployable(&api)?;
    let deployment = Deployment {
        id: DeploymentKey::of(&api.id, &cx.minter.lower(6)),
        owner: api.owner.clone(),
        api: api.id.clone(),
        description: given(input.description),
        created: cx.now,
        policy: api.policy.clone(),
        resources: api.resources.clone(),
        disable_execute_api_endpoint: api.disable_execute_api_endpoint,
    };
    let (key, output) = (deployment.id.clone(), show(&deployment, false));
    cx.put(deployment);
    let canary = input.canary_settings;
    let asked = Deploy {
        description: given(input.stage_description),
        variables: input.variables,
        cache: input.cache_cluster_enabled,
        cache_size: input.cache_cluster_size,
        tracing: input.tracing_enabled,
        canary: canary
            .map(|asked| canary::of_deployment(key.clone(), asked))
            .transpose()?,
    };
    match given(input.stage_name) {
        Some(name) => stage::deploy(cx, &api, &name, key, asked)?,
        None if asked.is_nothing() => {}
        None => return Err(errors::deployment_stage_name()),
    }
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetDeployment) -> Result<Record, ApiError> {
    let summary = resource::embeds(&input.embed, "apisummary")?;
    let GetDeployment {
        rest_api_id,
        deployment_id,
        ..
    } = input;
    Ok(show(&find(cx, &rest_api_id, &deployment_id)?, summary))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetDeployments) -> Result<Record, ApiError> {
    let GetDeployments {
        rest_api_id,
        position,
        limit,
    } = input;
    let page = Wanted::read(position.as_deref(), limit)?;
    let relation = Relation::DeploymentsOf(rest_api::named(cx, &rest_api_id)?.id.clone());
    let deployments = cx.world().related::<Deployment>(&relation);
    Ok(page.of(
        deployments.map(|deployment| &**deployment),
        |deployment| deployment.id.short(),
        |deployment| show(deployment, false),
    ))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateDeployment) -> Result<Record, ApiError> {
    let mut deployment = find(cx, &input.rest_api_id, &input.deployment_id)?;
    for patch in patch::read(input.patch_operations)? {
        if patch.op != Op::Replace {
            return Err(errors::patch_path_operation(&patch.path, patch.op.name()));
        }
        match patch.parts().as_slice() {
            ["description"] => deployment.description = patch.optional(),
            _ => return Err(errors::patch_path_replace(&patch.path, "/description")),
        }
    }
    let output = show(&deployment, false);
    cx.put(deployment);
    Ok(output)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteDeployment) -> Result<Record, ApiError> {
    let DeleteDeployment {
        rest_api_id,
        deployment_id,
    } = input;
    let Deployment { id: key, api, .. } = find(cx, &rest_api_id, &deployment_id)?;
    let serves = |stage: &Stage| {
        let canary = stage.settings.canary.as_ref();
        stage.deployment == key || canary.is_some_and(|canary| canary.deployment == key)
    };
    let relation = Relation::StagesOf(api);
    if cx.world().related::<Stage>(&relation).any(|stage| serves(stage)) {
        return Err(errors::deployment_in_use());
    }
    cx.delete::<Deployment>(&key);
    Ok(Record::new())
}

pub(super) fn find(cx: &Cx<'_>, api: &str, deployment: &str) -> Result<Deployment, ApiError> {
    let key = RestApiId::parse(api).map(|api| DeploymentKey::of(&api, deployment));
    let found = key
        .and_then(|key| cx.get::<Deployment>(&key))
        .filter(|found| cx.owns(&found.owner));
    found.ok_or_else(errors::deployment_not_found)
}

/// What AWS wants of an API before it freezes it. Which of several faults it names first is not recorded.
fn deployable(api: &RestApi) -> Result<(), ApiError> {
    let mut methods = api
        .resources
        .values()
        .flat_map(|resource| resource.methods.values())
        .peekable();
    if methods.peek().is_none() {
        return Err(errors::deployment_without_methods());
    }
    if methods.any(|method| method.integration.is_none()) {
        return Err(errors::deployment_without_integration());
    }
    if api.endpoint_type == EndpointType::Private && api.policy.is_none() {
        return Err(errors::private_without_policy());
    }
    Ok(())
}

fn show(deployment: &Deployment, summary: bool) -> Record {
    record! {
        "id" => deployment.id.short(),
        "description" => deployment.description.as_deref(),
        "createdDate" => deployment.created,
        "apiSummary" => summary.then(|| summary_of(deployment)),
    }
}

/// Paths to methods to what stands before them.
fn summary_of(deployment: &Deployment) -> Value {
    let resources = deployment
        .resources
        .values()
        .filter(|resource| !resource.methods.is_empty());
    let paths = resources.map(|resource| {
        let methods = resource.methods.iter().map(|(name, method)| {
            let snapshot = record! {
                "authorizationType" => &method.authorization,
                "apiKeyRequired" => method.api_key_required,
            };
            (name.clone(), snapshot.into())
        });
        (resource.path.clone(), Value::Map(methods.collect()))
    });
    Value::Map(paths.collect())
}
