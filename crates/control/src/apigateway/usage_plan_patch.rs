//! The patches that a usage plan takes.
//!
//! ```text
//! /name  /description  /productCode                                     replace
//! /productCode  /throttle  /quota                                       remove
//! /throttle/{burstLimit|rateLimit}  /quota/{limit|offset|period}        add, replace
//! /apiStages                          value {api}:{stage}               add, remove
//! /apiStages/{api}:{stage}/throttle                                     remove
//! /apiStages/{api}:{stage}/throttle/{resource path}/{method}            remove
//! /apiStages/{api}:{stage}/throttle/{resource path}/{method}/{burstLimit|rateLimit}   add, replace
//! ```
//!
//! A resource path may be escaped (`~1pets`) or stand as it is (`/pets`), which AWS's own clients write.

use adit_model::usage_plan::{PlanQuota, PlanStage, PlanThrottle, UsagePlan};
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;

use super::collection::outside;
use super::patch::{Op, Patch};
use super::usage_plan;
use crate::cx::Cx;

const OF_METHOD: &str = "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>";

const PATHS: &[(Op, &str)] = &[
    (Op::Replace, "/name"),
    (Op::Replace, "/description"),
    (Op::Replace, "/productCode"),
    (Op::Replace, "/quota/limit"),
    (Op::Replace, "/quota/offset"),
    (Op::Replace, "/quota/period"),
    (Op::Replace, "/throttle/burstLimit"),
    (Op::Replace, "/throttle/rateLimit"),
    (
        Op::Replace,
        "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/burstLimit",
    ),
    (
        Op::Replace,
        "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/rateLimit",
    ),
    (Op::Add, "/apiStages"),
    (Op::Add, "/quota/limit"),
    (Op::Add, "/quota/offset"),
    (Op::Add, "/quota/period"),
    (Op::Add, "/throttle/burstLimit"),
    (Op::Add, "/throttle/rateLimit"),
    // In AWS's order and spelling.
    (Op::Remove, "/apiStages"),
    (Op::Remove, "/quota"),
    (Op::Remove, "/throttle"),
    (Op::Remove, "/productCode"),
    (Op::Remove, OF_METHOD),
    (Op::Remove, "/apiStages/<apidId:stageName>/throttle"),
];

pub(super) fn apply(cx: &Cx<'_>, plan: &mut UsagePlan, patch: &Patch) -> Result<(), ApiError> {
    match (patch.op, patch.parts().as_slice()) {
        (Op::Replace, ["name"]) => patch.value()?.clone_into(&mut plan.name),
        (Op::Replace, ["description"]) => plan.description = patch.optional(),
        (Op::Replace, ["productCode"]) => plan.product_code = patch.optional(),
        (Op::Remove, ["productCode"]) => plan.product_code = None,
        (Op::Remove, ["throttle"]) => plan.throttle = None,
        (Op::Remove, ["quota"]) => plan.quota = None,
        (Op::Add | Op::Replace, ["throttle", limit]) => {
            set(plan.throttle.get_or_insert_default(), limit, patch)?;
        }
        (Op::Add | Op::Replace, ["quota", member]) => {
            quota(plan.quota.get_or_insert_default(), member, patch)?;
        }
        (Op::Add, ["apiStages"]) => {
            let (api, stage) = named(patch.value()?)?;
            let stage = PlanStage {
                api,
                stage,
                throttle: Default::default(),
            };
            usage_plan::admit(cx, plan, stage)?;
        }
        (Op::Remove, ["apiStages"]) => {
            let (api, stage) = named(patch.optional().as_deref().unwrap_or_default())?;
            let count = plan.stages.len();
            plan.stages
                .retain(|known| (&known.api, &known.stage) != (&api, &stage));
            if plan.stages.len() == count {
                return Err(errors::usage_plan_stage_not_found(format!("{api}:{stage}")));
            }
        }
        (_, ["apiStages", name, "throttle", below @ ..]) => {
            let mut stages = plan.stages.iter_mut();
            let stage = stages
                .find(|stage| stage.name() == *name)
                .ok_or_else(|| errors::usage_plan_stage_not_found(*name))?;
            of_methods(stage, below, patch)?;
        }
        _ => return Err(outside(patch, PATHS)),
    }
    Ok(())
}

fn of_methods(stage: &mut PlanStage, below: &[&str], patch: &Patch) -> Result<(), ApiError> {
    match (patch.op, below) {
        (Op::Remove, []) => stage.throttle.clear(),
        (Op::Remove, method) => {
            let gone = stage.throttle.remove(&method.join("/"));
            gone.ok_or_else(errors::parameter_not_found)?;
        }
        (Op::Add | Op::Replace, [method @ .., limit]) if method.len() > 1 => {
            set(stage.throttle.entry(method.join("/")).or_default(), limit, patch)?;
        }
        _ => return Err(outside(patch, PATHS)),
    }
    Ok(())
}

fn set(limits: &mut PlanThrottle, limit: &str, patch: &Patch) -> Result<(), ApiError> {
    match limit {
        "burstLimit" => {
            let burst = patch.value()?.parse();
            limits.burst = Some(burst.map_err(|_| errors::usage_plan_throttle())?);
        }
        "rateLimit" => {
            let rate = patch.value()?.parse().ok().filter(|rate: &f64| rate.is_finite());
            limits.rate = Some(rate.ok_or_else(errors::usage_plan_throttle)?);
        }
        _ => return Err(outside(patch, PATHS)),
    }
    Ok(())
}

fn quota(quota: &mut PlanQuota, member: &str, patch: &Patch) -> Result<(), ApiError> {
    match member {
        "limit" => {
            let limit = patch.value()?.parse();
            quota.limit = Some(limit.map_err(|_| errors::usage_plan_quota_limit())?);
        }
        "offset" => {
            let offset = patch.value()?.parse();
            quota.offset = offset.map_err(|_| errors::usage_plan_quota_offset("a number"))?;
        }
        "period" => quota.period = Some(patch.value()?.to_owned()),
        _ => return Err(outside(patch, PATHS)),
    }
    Ok(())
}

/// `{api}:{stage}`.
fn named(value: &str) -> Result<(String, String), ApiError> {
    match value.split_once(':') {
        Some((api, stage)) if !api.is_empty() && !stage.is_empty() => Ok((api.to_owned(), stage.to_owned())),
        _ => Err(errors::usage_plan_stage_invalid()),
    }
}
