//! API keys: names of callers, kept by the account and tied to stages through usage plans (api C57).
//!
//! A value is shown to whoever creates the key, and later only to who asks for it. Names need not be unique, values must.
//! That an id may be made of the value, and stages named by the key itself, are from before there were usage plans: the
//! first is accepted without effect, the second kept.

use std::collections::BTreeMap;

use adit_model::api_key::ApiKey;
use adit_model::id::ApiKeyId;
use adit_model::usage_plan::UsagePlan;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, record, view};

use super::collection::{self, Item, outside};
use super::page::Wanted;
use super::patch::{Op, Patch, PatchOperation};
use super::{stage, tag};
use crate::cx::Cx;
use crate::secret;

view! {
    pub(super) struct CreateApiKey: "apigateway"."CreateApiKey" {
        name: Option<String> = "name",
        description: Option<String> = "description",
        enabled: Option<bool> = "enabled",
        generate_distinct_id: Option<bool> = "generateDistinctId",
        value: Option<String> = "value",
        stage_keys: Vec<StageKeyOfCaller> = "stageKeys",
        customer_id: Option<String> = "customerId",
        tags: BTreeMap<String, String> = "tags",
    }
}

view! {
    pub(super) struct StageKeyOfCaller: "apigateway"/"StageKey" {
        rest_api_id: Option<String> = "restApiId",
        stage_name: Option<String> = "stageName",
    }
}

view! {
    pub(super) struct GetApiKey: "apigateway"."GetApiKey" {
        api_key: String = "apiKey",
        include_value: Option<bool> = "includeValue",
    }
}

view! {
    pub(super) struct GetApiKeys: "apigateway"."GetApiKeys" {
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
        name_query: Option<String> = "nameQuery",
        customer_id: Option<String> = "customerId",
        include_values: Option<bool> = "includeValues",
    }
}

view! {
    pub(super) struct UpdateApiKey: "apigateway"."UpdateApiKey" {
        api_key: String = "apiKey",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteApiKey: "apigateway"."DeleteApiKey" { api_key: String = "apiKey" }
}

/// Characters of a value that AWS makes, and of one that a caller brings (api C57).
const MADE: usize = 40;
const SHORTEST: usize = 20;
const LONGEST: usize = 128;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateApiKey) -> Result<Record, ApiError> {
    let id = ApiKeyId::parse(&cx.minter.lower(10)).ok_or_else(|| internal_failure(Service::ApiGateway))?;
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    let stages = input.stage_keys.into_iter().map(|key| {
        let name = |part: Option<String>| part.unwrap_or_default();
        format!("{}/{}", name(key.rest_api_id), name(key.stage_name))
    });
    let value = match some(input.value) {
        Some(value) => value,
        None => secret::lower(MADE)?,
    };
    let key = ApiKey {
        id,
        owner: cx.owner(),
        value,
        name: some(input.name),
        description: some(input.description),
        customer: some(input.customer_id),
        enabled: input.enabled.unwrap_or(false),
        stages: stages.collect(),
        created: cx.now,
        updated: cx.now,
        tags: input.tags,
    };
    let value = key.value.clone();
    Ok(collection::create(cx, "", key)?.with("value", value))
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetApiKey) -> Result<Record, ApiError> {
    let key = ApiKey::find(cx, "", &input.api_key)?;
    Ok(shown(key, input.include_value))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetApiKeys) -> Result<Record, ApiError> {
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let (name, customer) = (input.name_query.as_deref(), input.customer_id.as_deref());
    let wanted = ApiKey::all(cx, "")?.into_iter().filter(|key| {
        named(key, name) && customer.is_none_or(|customer| key.customer.as_deref() == Some(customer))
    });
    Ok(page.of(wanted, ApiKey::key, |key| shown(key, input.include_values)))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateApiKey) -> Result<Record, ApiError> {
    collection::update::<ApiKey>(cx, "", &input.api_key, input.patch_operations)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteApiKey) -> Result<Record, ApiError> {
    collection::delete::<ApiKey>(cx, "", &input.api_key)
}

/// Whether a key's name begins as asked.
pub(super) fn named(key: &ApiKey, query: Option<&str>) -> bool {
    query.is_none_or(|start| key.name.as_deref().unwrap_or_default().starts_with(start))
}

fn shown(key: &ApiKey, value: Option<bool>) -> Record {
    let value = (value == Some(true)).then(|| key.value.clone());
    key.show().with("value", value)
}

/// Whether `{api}/{stage}` is there.
fn staged(cx: &Cx<'_>, name: &str) -> Result<(), ApiError> {
    let found = name
        .split_once('/')
        .and_then(|(api, name)| stage::find(cx, api, name));
    found.map(|_| ()).ok_or_else(errors::stage_not_found)
}

const PATHS: &[(Op, &str)] = &[
    (Op::Replace, "/name"),
    (Op::Replace, "/description"),
    (Op::Replace, "/enabled"),
    (Op::Replace, "/customerId"),
    (Op::Add, "/stages"),
    (Op::Remove, "/stages"),
];

impl Item for ApiKey {
    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn find<'a>(cx: &'a Cx<'_>, _: &str, id: &str) -> Result<&'a Self, ApiError> {
        let found = ApiKeyId::parse(id).and_then(|id| cx.table::<Self>().get(&id));
        let found = found.filter(|key| cx.owns(&key.owner));
        found.map(|key| &**key).ok_or_else(errors::api_key_not_found)
    }

    fn all<'a>(cx: &'a Cx<'_>, _: &str) -> Result<Vec<&'a Self>, ApiError> {
        let owned = cx.table::<Self>().iter().filter(|key| cx.owns(&key.owner));
        Ok(owned.map(|key| &**key).collect())
    }

    fn apply(&mut self, cx: &Cx<'_>, patch: &Patch) -> Result<(), ApiError> {
        match (patch.op, patch.parts().as_slice()) {
            (Op::Replace, ["name"]) => self.name = patch.optional(),
            (Op::Replace, ["description"]) => self.description = patch.optional(),
            (Op::Replace, ["customerId"]) => self.customer = patch.optional(),
            (Op::Replace, ["enabled"]) => self.enabled = patch.boolean(),
            (Op::Add | Op::Remove, ["stages"]) => {
                let stage = patch.value()?;
                self.stages.retain(|known| known != stage);
                if patch.op == Op::Add {
                    staged(cx, stage)?;
                    self.stages.push(stage.to_owned());
                }
            }
            _ => return Err(outside(patch, PATHS)),
        }
        self.updated = cx.now;
        Ok(())
    }

    fn check(&self, cx: &Cx<'_>, _: &str) -> Result<(), ApiError> {
        match self.value.chars().count() {
            count if count < SHORTEST => return Err(errors::api_key_short(SHORTEST)),
            count if count > LONGEST => return Err(errors::api_key_long(LONGEST)),
            _ => {}
        }
        if cx.table::<Self>().contains(&self.id) {
            // Values do not change, and a stage may be gone since.
            return Ok(());
        }
        if Self::all(cx, "")?.iter().any(|other| other.value == self.value) {
            return Err(errors::api_key_exists());
        }
        self.stages.iter().try_for_each(|stage| staged(cx, stage))?;
        tag::check(&self.tags)
    }

    fn deletable(&self, _: &Cx<'_>, _: &str) -> Result<(), ApiError> {
        Ok(())
    }

    fn put(self, cx: &mut Cx<'_>, _: &str) {
        cx.put(self);
    }

    /// It leaves its usage plans.
    fn remove(self, cx: &mut Cx<'_>, _: &str) {
        let plans = cx.table::<UsagePlan>().iter();
        let holding: Vec<UsagePlan> = plans
            .filter(|plan| plan.keys.contains(&self.id))
            .map(|plan| UsagePlan::clone(plan))
            .collect();
        for mut plan in holding {
            plan.keys.remove(&self.id);
            cx.put(plan);
        }
        cx.delete::<Self>(&self.id);
    }

    fn show(&self) -> Record {
        record! {
            "id" => self.id.as_str(),
            "name" => self.name.as_deref(),
            "customerId" => self.customer.as_deref(),
            "description" => self.description.as_deref(),
            "enabled" => self.enabled,
            "createdDate" => self.created,
            "lastUpdatedDate" => self.updated,
            "stageKeys" => self.stages.clone(),
            "tags" => (!self.tags.is_empty()).then(|| self.tags.clone()),
        }
    }
}
