//! Usage plans: which stages their keys may call, how fast and how often (api C2, C57).
//!
//! Limits are kept and shown; the gateway does not throttle or count yet. A stage is in a plan by `{api}:{stage}`, and a
//! key may not come to the same stage through two plans. A plan with stages cannot be deleted.

use std::collections::{BTreeMap, BTreeSet};

use adit_model::id::UsagePlanId;
use adit_model::usage_plan::{PlanQuota, PlanStage, PlanThrottle, UsagePlan};
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, Value, record, view};

use super::collection::{self, Item};
use super::page::Wanted;
use super::patch::{Patch, PatchOperation};
use super::{stage, tag, usage_plan_patch};
use crate::cx::Cx;

view! {
    pub(super) struct CreateUsagePlan: "apigateway"."CreateUsagePlan" {
        name: String = "name",
        description: Option<String> = "description",
        api_stages: Vec<ApiStage> = "apiStages",
        throttle: Option<ThrottleSettings> = "throttle",
        quota: Option<QuotaSettings> = "quota",
        tags: BTreeMap<String, String> = "tags",
    }
}

view! {
    pub(super) struct ApiStage: "apigateway"/"ApiStage" {
        api_id: Option<String> = "apiId",
        stage: Option<String> = "stage",
        throttle: BTreeMap<String, ThrottleSettings> = "throttle",
    }
}

view! {
    pub(super) struct ThrottleSettings: "apigateway"/"ThrottleSettings" {
        burst_limit: Option<i64> = "burstLimit",
        rate_limit: Option<f64> = "rateLimit",
    }
}

view! {
    pub(super) struct QuotaSettings: "apigateway"/"QuotaSettings" {
        limit: Option<i64> = "limit",
        offset: Option<i64> = "offset",
        period: Option<String> = "period",
    }
}

view! {
    pub(super) struct GetUsagePlan: "apigateway"."GetUsagePlan" { usage_plan_id: String = "usagePlanId" }
}

view! {
    pub(super) struct GetUsagePlans: "apigateway"."GetUsagePlans" {
        position: Option<String> = "position",
        key_id: Option<String> = "keyId",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateUsagePlan: "apigateway"."UpdateUsagePlan" {
        usage_plan_id: String = "usagePlanId",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteUsagePlan: "apigateway"."DeleteUsagePlan" { usage_plan_id: String = "usagePlanId" }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateUsagePlan) -> Result<Record, ApiError> {
    let id = UsagePlanId::parse(&cx.minter.lower(6)).ok_or_else(|| internal_failure(Service::ApiGateway))?;
    let mut plan = UsagePlan {
        id,
        owner: cx.owner(),
        name: input.name,
        description: input.description.filter(|text| !text.is_empty()),
        stages: Vec::new(),
        throttle: input.throttle.map(throttle),
        quota: input.quota.map(|quota| PlanQuota {
            limit: quota.limit,
            offset: quota.offset.unwrap_or(0),
            period: quota.period,
        }),
        product_code: None,
        keys: BTreeSet::new(),
        tags: input.tags,
    };
    for given in input.api_stages {
        let limits = given.throttle.into_iter();
        let stage = PlanStage {
            api: given.api_id.unwrap_or_default(),
            stage: given.stage.unwrap_or_default(),
            throttle: limits
                .map(|(method, limits)| (method, throttle(limits)))
                .collect(),
        };
        if stage.api.is_empty() || stage.stage.is_empty() {
            return Err(errors::usage_plan_stage_blank());
        }
        admit(cx, &mut plan, stage)?;
    }
    collection::create(cx, "", plan)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetUsagePlan) -> Result<Record, ApiError> {
    collection::get::<UsagePlan>(cx, "", &input.usage_plan_id)
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetUsagePlans) -> Result<Record, ApiError> {
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let key = input.key_id.as_deref().filter(|id| !id.is_empty());
    let plans = UsagePlan::all(cx, "")?.into_iter();
    let wanted = plans.filter(|plan| key.is_none_or(|id| plan.keys.contains(id)));
    Ok(page.of(wanted, UsagePlan::key, UsagePlan::show))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateUsagePlan) -> Result<Record, ApiError> {
    collection::update::<UsagePlan>(cx, "", &input.usage_plan_id, input.patch_operations)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteUsagePlan) -> Result<Record, ApiError> {
    collection::delete::<UsagePlan>(cx, "", &input.usage_plan_id)
}

/// Puts a stage into a plan.
pub(super) fn admit(cx: &Cx<'_>, plan: &mut UsagePlan, stage: PlanStage) -> Result<(), ApiError> {
    let name = stage.name();
    if stage::find(cx, &stage.api, &stage.stage).is_none() {
        return Err(errors::usage_plan_stage_not_found(&name));
    }
    if plan.stages.iter().any(|known| known.name() == name) {
        return Err(errors::usage_plan_stage_exists(&name));
    }
    plan.stages.push(stage);
    Ok(())
}

/// A key in two plans of one stage; one pass over the plans.
pub(super) fn doubled(cx: &Cx<'_>, plan: &UsagePlan) -> Result<(), ApiError> {
    if plan.keys.is_empty() {
        return Ok(());
    }
    let names: BTreeSet<String> = plan.stages.iter().map(PlanStage::name).collect();
    for other in cx.table::<UsagePlan>().iter().filter(|other| other.id != plan.id) {
        let Some(key) = other.keys.iter().find(|key| plan.keys.contains(*key)) else {
            continue;
        };
        if let Some(shared) = other
            .stages
            .iter()
            .map(PlanStage::name)
            .find(|name| names.contains(name))
        {
            return Err(errors::usage_plan_key_doubled(&plan.id, key, shared));
        }
    }
    Ok(())
}

impl Item for UsagePlan {
    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn find<'a>(cx: &'a Cx<'_>, _: &str, id: &str) -> Result<&'a Self, ApiError> {
        let found = UsagePlanId::parse(id).and_then(|id| cx.table::<Self>().get(&id));
        let found = found.filter(|plan| cx.owns(&plan.owner));
        found.map(|plan| &**plan).ok_or_else(errors::usage_plan_not_found)
    }

    fn all<'a>(cx: &'a Cx<'_>, _: &str) -> Result<Vec<&'a Self>, ApiError> {
        let owned = cx.table::<Self>().iter().filter(|plan| cx.owns(&plan.owner));
        Ok(owned.map(|plan| &**plan).collect())
    }

    fn apply(&mut self, cx: &Cx<'_>, patch: &Patch) -> Result<(), ApiError> {
        usage_plan_patch::apply(cx, self, patch)
    }

    fn check(&self, cx: &Cx<'_>, _: &str) -> Result<(), ApiError> {
        if self.name.trim().is_empty() {
            return Err(errors::usage_plan_name());
        }
        let per_method = self.stages.iter().flat_map(|stage| stage.throttle.values());
        for limits in self.throttle.iter().chain(per_method) {
            if limits.burst.is_some_and(|burst| burst < 0) || limits.rate.is_some_and(|rate| rate < 0.0) {
                return Err(errors::usage_plan_throttle());
            }
        }
        if let Some(quota) = &self.quota {
            sound(quota)?;
        }
        doubled(cx, self)?;
        tag::check(&self.tags)
    }

    fn deletable(&self, _: &Cx<'_>, _: &str) -> Result<(), ApiError> {
        match self.stages.first() {
            Some(stage) => Err(errors::usage_plan_in_use(&self.id, stage.name())),
            None => Ok(()),
        }
    }

    fn put(self, cx: &mut Cx<'_>, _: &str) {
        cx.put(self);
    }

    fn remove(self, cx: &mut Cx<'_>, _: &str) {
        cx.delete::<Self>(&self.id);
    }

    fn show(&self) -> Record {
        let stages = self.stages.iter().map(|stage| {
            let limits = stage.throttle.iter();
            let limits = limits.map(|(method, limits)| (method.clone(), show_throttle(limits).into()));
            record! {
                "apiId" => &stage.api,
                "stage" => &stage.stage,
                "throttle" => (!stage.throttle.is_empty()).then(|| Value::Map(limits.collect())),
            }
        });
        record! {
            "id" => self.id.as_str(),
            "name" => &self.name,
            "description" => self.description.as_deref(),
            "apiStages" => stages.collect::<Value>(),
            "throttle" => self.throttle.as_ref().map(show_throttle),
            "quota" => self.quota.as_ref().map(|quota| record! {
                "limit" => quota.limit,
                "offset" => quota.offset,
                "period" => quota.period.as_deref(),
            }),
            "productCode" => self.product_code.as_deref(),
            "tags" => (!self.tags.is_empty()).then(|| self.tags.clone()),
        }
    }
}

fn throttle(given: ThrottleSettings) -> PlanThrottle {
    PlanThrottle {
        burst: given.burst_limit,
        rate: given.rate_limit,
    }
}

fn show_throttle(limits: &PlanThrottle) -> Record {
    record! {
        "burstLimit" => limits.burst.unwrap_or(0),
        "rateLimit" => limits.rate.unwrap_or(0.0),
    }
}

fn sound(quota: &PlanQuota) -> Result<(), ApiError> {
    if quota.limit.is_none_or(|limit| limit < 1) {
        return Err(errors::usage_plan_quota_limit());
    }
    let (most, said) = match quota.period.as_deref() {
        Some("DAY") => (0, "zero in the DAY period"),
        Some("WEEK") => (6, "between zero and six inclusive in the WEEK period"),
        Some("MONTH") => (27, "between zero and 27 inclusive in the MONTH period"),
        _ => return Err(errors::usage_plan_quota_period()),
    };
    if (0..=most).contains(&quota.offset) {
        Ok(())
    } else {
        Err(errors::usage_plan_quota_offset(said))
    }
}
