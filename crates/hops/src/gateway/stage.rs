//! Which stage, and what was deployed to it (api C1, A11, B9, A.4 row 2).
//!
//! A stage answers with the deployment that it points to; changes of the API since then are not in force.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::Relation;
use adit_model::deployment::Deployment;
use adit_model::rest_api::RestApi;
use adit_model::stage::Stage as Model;
use adit_rules::{Glob, Guard, Rule, RuleList, Set};

use crate::compile::Reader;
use crate::dim::{Dim, Rules};
use crate::gateway::resource_method::{self, Routes};
use crate::gateway::resource_policy::{self, ResourcePolicy};
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageOutcome {
    /// A place in the API's stages.
    Served(usize),
    /// The default endpoint is disabled, and it is the only way in (private custom domain names are not built).
    Disabled(usize),
    Unknown,
}

/// A stage with its deployment, compiled.
#[derive(Debug)]
pub struct Stage {
    pub name: Arc<str>,
    pub by: By,
    pub variables: BTreeMap<String, String>,
    pub routes: Routes,
    pub policy: ResourcePolicy,
    /// What was changed since the deployment.
    pub stale: Stale,
    /// Deploys the API as it is now.
    pub redeploy: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale {
    pub resources: bool,
    pub policy: bool,
}

pub fn compile(api: &RestApi, reader: &Reader<'_>) -> (Rules<StageOutcome>, Vec<Arc<Stage>>) {
    let models = reader.related::<Model>(Relation::StagesOf(api.id.clone()));
    let deployed: Vec<(&Model, &Deployment)> = models
        .into_iter()
        .filter_map(|stage| Some((stage, reader.get::<Deployment>(&stage.deployment)?)))
        .collect();
    let rules = deployed.iter().enumerate().map(|(at, (stage, deployment))| {
        let below = ["", "/*"].map(|end| Glob::new(&format!("/{}{end}", stage.id.name())));
        let outcome = match deployment.disable_execute_api_endpoint {
            true => StageOutcome::Disabled(at),
            false => StageOutcome::Served(at),
        };
        Rule::new(
            Guard::any().with(Dim::Path, Set::any_of(below)),
            outcome,
            By::object(stage.id.text()),
        )
    });
    let list = RuleList::new(rules, StageOutcome::Unknown, By::object(api.id.text()));
    let stages = deployed
        .into_iter()
        .map(|(stage, deployment)| Arc::new(one(api, stage, deployment, reader)));
    (list, stages.collect())
}

fn one(api: &RestApi, stage: &Model, deployment: &Deployment, reader: &Reader<'_>) -> Stage {
    let name = stage.id.name();
    Stage {
        name: name.into(),
        by: By::object(stage.id.text()),
        variables: stage.variables.clone(),
        routes: resource_method::compile(api, stage, deployment, reader),
        policy: resource_policy::compile(api, deployment),
        stale: Stale {
            resources: api.resources != deployment.resources,
            policy: api.policy != deployment.policy,
        },
        redeploy: redeploy(api, name),
    }
}

fn redeploy(api: &RestApi, stage: &str) -> Arc<str> {
    format!(
        "aws apigateway create-deployment --rest-api-id {} --stage-name {stage} --region {}",
        api.id, api.owner.region
    )
    .into()
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let decided = request.api.stage_rules.eval(&request.point(cx));
    let by = decided.by.clone();
    let api = &request.api;
    match *decided.outcome {
        StageOutcome::Served(at) => {
            cx.trail.choose(Decision::Stage, by);
            request.stage = request.api.stages.get(at).cloned();
            Taken::Passed
        }
        StageOutcome::Disabled(_) => {
            let cause = format!("the deployment of {by} disables the API's default endpoint");
            cx.trail
                .refuse(Decision::Stage, "DEFAULT_ENDPOINT_DISABLED", by, cause, None);
            Taken::Answered(answer::forbidden())
        }
        StageOutcome::Unknown => {
            let name = request.target().stage;
            let cause = format!(
                "{} has no stage `{name}`; the first segment of the path names the stage",
                api.id
            );
            let nameable = !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            let cure = nameable.then(|| {
                format!(
                    "aws apigateway create-deployment --rest-api-id {} --stage-name {name} --region {}",
                    api.id, api.owner.region
                )
            });
            cx.trail.refuse(Decision::Stage, "NO_SUCH_STAGE", by, cause, cure);
            Taken::Answered(answer::forbidden())
        }
    }
}
