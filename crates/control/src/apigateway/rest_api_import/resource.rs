//! Paths become resources, parents first; then each one's operations become methods.
//!
//! While a resource gets its methods the API holds it alone, so that a call costs one resource and not the whole tree.

use std::collections::BTreeMap;

use adit_model::id::ResourceId;
use adit_model::rest_api::{ApiResource, RestApi};
use adit_wire::{ApiError, record};
use serde_json::Value;

use super::security::Schemes;
use super::{Import, operation};
use crate::apigateway::rest_api;

pub(super) fn apply(
    import: &mut Import<'_, '_>,
    paths: &BTreeMap<String, &Value>,
    schemes: &Schemes,
    overwrite: bool,
) -> Result<(), ApiError> {
    if overwrite {
        let wanted = |resource: &ApiResource| {
            resource.parent.is_none() || paths.keys().any(|path| leads_to(&resource.path, path))
        };
        import.edit(|api| api.resources.retain(|_, resource| wanted(resource)))?;
    }
    let api = rest_api::named(import.cx, &import.api)?;
    let mut known: BTreeMap<String, ResourceId> = api
        .resources
        .values()
        .map(|resource| (resource.path.clone(), resource.id.clone()))
        .collect();
    for path in paths.keys() {
        create(import, path, &mut known);
    }
    let mut api = RestApi::clone(rest_api::named(import.cx, &import.api)?);
    let mut resources = std::mem::take(&mut api.resources);
    for (path, item) in paths {
        let Some(resource) = known.get(path).and_then(|id| resources.remove(id)) else {
            continue;
        };
        api.resources.insert(resource.id.clone(), resource.clone());
        import.cx.put(api);
        operation::apply(import, &resource, item, schemes)?;
        api = RestApi::clone(rest_api::named(import.cx, &import.api)?);
        resources.append(&mut api.resources);
    }
    api.resources = resources;
    import.cx.put(api);
    Ok(())
}

/// The resources on the way to a path that are not there yet.
fn create(import: &mut Import<'_, '_>, path: &str, known: &mut BTreeMap<String, ResourceId>) {
    let mut above = "/".to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let below = format!("{}/{part}", above.trim_end_matches('/'));
        if !known.contains_key(&below) {
            let Some(parent) = known.get(&above) else { return };
            let input = record! {
                "restApiId" => &import.api,
                "parentId" => parent.as_str(),
                "pathPart" => part,
            };
            let what = || format!("Unable to create resource at path '{path}'");
            let made = import.call(&what, "CreateResource", &input);
            let id = made
                .as_ref()
                .and_then(|made| made.text("id"))
                .and_then(ResourceId::parse);
            let Some(id) = id else { return };
            known.insert(below.clone(), id);
        }
        above = below;
    }
}

fn leads_to(resource: &str, path: &str) -> bool {
    path.strip_prefix(resource)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
