//! Resources: the tree of paths of a REST API (api C3-C5, C13).
//!
//! Among siblings one name stands once, and at most one variable and one greedy variable. A greedy one has no children.
//! A resource that moves takes its subtree along; one that is deleted, too. Where the API itself is not there, AWS
//! names the resource, except for lists and creations.

use adit_model::id::{ResourceId, RestApiId};
use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, Value, record, view};

use super::page::Wanted;
use super::patch::{self, Op, Patch, PatchOperation};
use super::{method, rest_api};
use crate::cx::Cx;

view! {
    pub(super) struct CreateResource: "apigateway"."CreateResource" {
        rest_api_id: String = "restApiId",
        parent_id: String = "parentId",
        path_part: String = "pathPart",
    }
}

view! {
    pub(super) struct GetResource: "apigateway"."GetResource" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        embed: Vec<String> = "embed",
    }
}

view! {
    pub(super) struct GetResources: "apigateway"."GetResources" {
        rest_api_id: String = "restApiId",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
        embed: Vec<String> = "embed",
    }
}

view! {
    pub(super) struct UpdateResource: "apigateway"."UpdateResource" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteResource: "apigateway"."DeleteResource" {
        rest_api_id: String = "restApiId",
        resource_id: String = "resourceId",
    }
}

/// Resources of an API, the root among them (api C17).
const MOST: usize = 300;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateResource) -> Result<Record, ApiError> {
    let mut api = RestApi::clone(rest_api::named(cx, &input.rest_api_id)?);
    let parent = in_api(&api, &input.parent_id)
        .ok_or_else(errors::resource_not_found)?
        .id
        .clone();
    let id = ResourceId::parse(&cx.minter.lower(6)).ok_or_else(|| internal_failure(Service::ApiGateway))?;
    fits(&api, &id, &parent, &input.path_part)?;
    if api.resources.len() >= MOST {
        return Err(errors::quota("Resources", "API"));
    }
    let resource = ApiResource {
        id: id.clone(),
        parent: Some(parent),
        path_part: Some(input.path_part),
        path: String::new(),
        methods: std::collections::BTreeMap::new(),
    };
    api.resources.insert(id.clone(), resource);
    settle_paths(&mut api, &id);
    let output = api
        .resources
        .get(&id)
        .map(|resource| show(resource, false))
        .unwrap_or_default();
    cx.put(api);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetResource) -> Result<Record, ApiError> {
    let methods = embeds(&input.embed, "methods")?;
    let GetResource {
        rest_api_id,
        resource_id,
        ..
    } = input;
    Ok(show(find(cx, &rest_api_id, &resource_id)?, methods))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetResources) -> Result<Record, ApiError> {
    let methods = embeds(&input.embed, "methods")?;
    let GetResources {
        rest_api_id,
        position,
        limit,
        ..
    } = input;
    let page = Wanted::read(position.as_deref(), limit)?;
    let mut resources: Vec<&ApiResource> = rest_api::named(cx, &rest_api_id)?.resources.values().collect();
    resources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(page.of(
        resources.into_iter(),
        |resource| &resource.path,
        |resource| show(resource, methods),
    ))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateResource) -> Result<Record, ApiError> {
    let id = find(cx, &input.rest_api_id, &input.resource_id)?.id.clone();
    let mut api = RestApi::clone(rest_api::named(cx, &input.rest_api_id)?);
    for patch in patch::read(input.patch_operations)? {
        apply(&mut api, &id, &patch)?;
    }
    let output = api
        .resources
        .get(&id)
        .map(|resource| show(resource, false))
        .unwrap_or_default();
    cx.put(api);
    Ok(output)
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteResource {
        rest_api_id,
        resource_id,
    }: DeleteResource,
) -> Result<Record, ApiError> {
    let id = find(cx, &rest_api_id, &resource_id)?.id.clone();
    let mut api = RestApi::clone(rest_api::named(cx, &rest_api_id)?);
    if id == api.root {
        return Err(errors::root_resource_delete());
    }
    for gone in subtree(&api, &id) {
        api.resources.remove(&gone);
    }
    cx.put(api);
    Ok(Record::new())
}

/// The caller's resource; whatever is not there, AWS says it of the resource.
pub(super) fn find<'a>(cx: &'a Cx<'_>, api: &str, resource: &str) -> Result<&'a ApiResource, ApiError> {
    rest_api::find(cx, api)
        .and_then(|api| in_api(api, resource))
        .ok_or_else(errors::resource_not_found)
}

/// Changes a resource in place.
pub(super) fn edit(
    cx: &mut Cx<'_>,
    api: &str,
    resource: &str,
    change: impl FnOnce(&mut ApiResource),
) -> Result<(), ApiError> {
    let api = RestApiId::parse(api)
        .and_then(|id| cx.get::<RestApi>(&id))
        .filter(|api| cx.owns(&api.owner));
    let mut api = api.ok_or_else(errors::resource_not_found)?;
    let id = ResourceId::parse(resource).ok_or_else(errors::resource_not_found)?;
    let found = api
        .resources
        .get_mut(&id)
        .ok_or_else(errors::resource_not_found)?;
    change(found);
    cx.put(api);
    Ok(())
}

/// Whether `wanted` is embedded; nothing else can be.
pub(super) fn embeds(embed: &[String], wanted: &str) -> Result<bool, ApiError> {
    match embed.iter().find(|name| *name != wanted) {
        Some(other) => Err(errors::embed(other, wanted)),
        None => Ok(!embed.is_empty()),
    }
}

fn in_api<'a>(api: &'a RestApi, id: &str) -> Option<&'a ApiResource> {
    api.resources.get(&ResourceId::parse(id)?)
}

fn apply(api: &mut RestApi, id: &ResourceId, patch: &Patch) -> Result<(), ApiError> {
    if patch.op != Op::Replace {
        return Err(errors::patch_path_operation(&patch.path, patch.op.name()));
    }
    let resource = api.resources.get(id).ok_or_else(errors::resource_not_found)?;
    let (mut parent, mut part) = (resource.parent.clone(), resource.path_part.clone());
    let member = match patch.parts().as_slice() {
        ["parentId"] => {
            parent = Some(
                in_api(api, patch.value()?)
                    .ok_or_else(errors::resource_not_found)?
                    .id
                    .clone(),
            );
            "parentId"
        }
        ["pathPart"] => {
            part = Some(patch.value()?.to_owned());
            "pathPart"
        }
        _ => return Err(errors::patch_path_replace(&patch.path, "/parentId, /pathPart")),
    };
    let (Some(parent), Some(part), false) = (parent, part, *id == api.root) else {
        return Err(errors::root_resource_update(member));
    };
    if subtree(api, id).contains(&parent) {
        return Err(errors::resource_cycle());
    }
    fits(api, id, &parent, &part)?;
    if let Some(resource) = api.resources.get_mut(id) {
        (resource.parent, resource.path_part) = (Some(parent), Some(part));
    }
    settle_paths(api, id);
    Ok(())
}

/// Whether `part` may stand under `parent` as the resource `id`.
fn fits(api: &RestApi, id: &ResourceId, parent: &ResourceId, part: &str) -> Result<(), ApiError> {
    let form = Form::of(part).ok_or_else(errors::resource_path_part)?;
    let above = api
        .resources
        .get(parent)
        .and_then(|parent| parent.path_part.as_deref())
        .unwrap_or_default();
    if Form::of(above) == Some(Form::Greedy) {
        return Err(errors::resource_greedy_child(above));
    }
    if form == Form::Greedy && children(api, id).next().is_some() {
        return Err(errors::resource_greedy_parent());
    }
    for sibling in children(api, parent).filter(|sibling| sibling.id != *id) {
        let other = sibling.path_part.as_deref().unwrap_or_default();
        if other == part {
            return Err(errors::resource_conflict(part));
        }
        if form != Form::Literal && Form::of(other) == Some(form) {
            return Err(errors::resource_variable_sibling(other));
        }
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Literal,
    /// `{name}`
    Variable,
    /// `{name+}`
    Greedy,
}

impl Form {
    fn of(part: &str) -> Option<Self> {
        let (name, form) = match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(inside) => match inside.strip_suffix('+') {
                Some(name) => (name, Self::Greedy),
                None => (inside, Self::Variable),
            },
            None => (part, Self::Literal),
        };
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"._-:,".contains(&b);
        (!name.is_empty() && name.bytes().all(fits)).then_some(form)
    }
}

fn children<'a>(api: &'a RestApi, parent: &'a ResourceId) -> impl Iterator<Item = &'a ApiResource> {
    api.resources
        .values()
        .filter(move |resource| resource.parent.as_ref() == Some(parent))
}

/// A resource and all below it, parents first.
fn subtree(api: &RestApi, id: &ResourceId) -> Vec<ResourceId> {
    let mut found = vec![id.clone()];
    let mut at = 0;
    while let Some(next) = found.get(at).cloned() {
        found.extend(children(api, &next).map(|child| child.id.clone()));
        at += 1;
    }
    found
}

/// Makes the paths of a resource and of all below it from their parts.
fn settle_paths(api: &mut RestApi, id: &ResourceId) {
    for id in subtree(api, id) {
        let Some(resource) = api.resources.get(&id) else {
            continue;
        };
        let parent = resource
            .parent
            .as_ref()
            .and_then(|parent| api.resources.get(parent));
        let above = parent
            .map(|parent| parent.path.trim_end_matches('/'))
            .unwrap_or_default();
        let path = format!("{above}/{}", resource.path_part.as_deref().unwrap_or_default());
        if let Some(resource) = api.resources.get_mut(&id) {
            resource.path = path;
        }
    }
}

fn show(resource: &ApiResource, methods: bool) -> Record {
    let shown = |(name, method)| -> (String, Value) {
        let name: &String = name;
        let record = if methods {
            method::show(name, method)
        } else {
            Record::new()
        };
        (name.clone(), record.into())
    };
    let all =
        (!resource.methods.is_empty()).then(|| Value::Map(resource.methods.iter().map(shown).collect()));
    record! {
        "id" => resource.id.as_str(),
        "parentId" => resource.parent.as_ref().map(ResourceId::as_str),
        "pathPart" => resource.path_part.as_deref(),
        "path" => &resource.path,
        "resourceMethods" => all,
    }
}
