//! Usage plan keys: the API keys that a usage plan admits (api C57).

use adit_model::api_key::ApiKey;
use adit_model::usage_plan::UsagePlan;
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::collection::Item;
use super::page::Wanted;
use super::{api_key, usage_plan};
use crate::cx::Cx;

view! {
    pub(super) struct CreateUsagePlanKey: "apigateway"."CreateUsagePlanKey" {
        usage_plan_id: String = "usagePlanId",
        key_id: String = "keyId",
        key_type: String = "keyType",
    }
}

view! {
    pub(super) struct GetUsagePlanKey: "apigateway"."GetUsagePlanKey" {
        usage_plan_id: String = "usagePlanId",
        key_id: String = "keyId",
    }
}

view! {
    pub(super) struct GetUsagePlanKeys: "apigateway"."GetUsagePlanKeys" {
        usage_plan_id: String = "usagePlanId",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
        name_query: Option<String> = "nameQuery",
    }
}

view! {
    pub(super) struct DeleteUsagePlanKey: "apigateway"."DeleteUsagePlanKey" {
        usage_plan_id: String = "usagePlanId",
        key_id: String = "keyId",
    }
}

const API_KEY: &str = "API_KEY";

pub(super) fn create(cx: &mut Cx<'_>, input: CreateUsagePlanKey) -> Result<Record, ApiError> {
    let mut plan = UsagePlan::find(cx, "", &input.usage_plan_id)?.clone();
    if input.key_type != API_KEY {
        return Err(errors::usage_plan_key_type());
    }
    let key = ApiKey::find(cx, "", &input.key_id)?;
    if !plan.keys.insert(key.id.clone()) {
        return Err(errors::usage_plan_key_exists());
    }
    usage_plan::doubled(cx, &plan)?;
    let output = show(key);
    cx.put(plan);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetUsagePlanKey) -> Result<Record, ApiError> {
    let plan = UsagePlan::find(cx, "", &input.usage_plan_id)?;
    find(cx, plan, &input.key_id).map(show)
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetUsagePlanKeys) -> Result<Record, ApiError> {
    let plan = UsagePlan::find(cx, "", &input.usage_plan_id)?;
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let keys = plan.keys.iter().filter_map(|id| cx.table::<ApiKey>().get(id));
    let wanted = keys.filter(|key| api_key::named(key, input.name_query.as_deref()));
    Ok(page.of(wanted.map(|key| &**key), ApiKey::key, show))
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteUsagePlanKey) -> Result<Record, ApiError> {
    let mut plan = UsagePlan::find(cx, "", &input.usage_plan_id)?.clone();
    let id = find(cx, &plan, &input.key_id)?.id.clone();
    plan.keys.remove(&id);
    cx.put(plan);
    Ok(Record::new())
}

fn find<'a>(cx: &'a Cx<'_>, plan: &UsagePlan, key: &str) -> Result<&'a ApiKey, ApiError> {
    let found = ApiKey::find(cx, "", key)?;
    if plan.keys.contains(&found.id) {
        Ok(found)
    } else {
        Err(errors::usage_plan_key_not_found())
    }
}

fn show(key: &ApiKey) -> Record {
    record! {
        "id" => key.id.as_str(),
        "type" => API_KEY,
        "value" => &key.value,
        "name" => key.name.as_deref(),
    }
}
