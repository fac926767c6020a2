//! Base path mappings: which API and stage stand under a path of a custom domain name.
//!
//! `(none)` is the empty path. A path of several parts needs API Gateway V2. Private names map private APIs and public names
//! public ones (api A37). What is mapped keeps its API from being deleted.

use adit_model::domain_name::{BasePathMapping, DomainName};
use adit_model::id::RestApiId;
use adit_model::rest_api::{EndpointType, RestApi};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, record, view};

use super::page::Wanted;
use super::patch::{self, Patch, PatchOperation};
use super::{domain_name, rest_api, stage};
use crate::cx::Cx;

view! {
    pub(super) struct CreateBasePathMapping: "apigateway"."CreateBasePathMapping" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
        base_path: Option<String> = "basePath",
        rest_api_id: String = "restApiId",
        stage: Option<String> = "stage",
    }
}

view! {
    pub(super) struct GetBasePathMapping: "apigateway"."GetBasePathMapping" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
        base_path: String = "basePath",
    }
}

view! {
    pub(super) struct GetBasePathMappings: "apigateway"."GetBasePathMappings" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateBasePathMapping: "apigateway"."UpdateBasePathMapping" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
        base_path: String = "basePath",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteBasePathMapping: "apigateway"."DeleteBasePathMapping" {
        domain_name: String = "domainName",
        domain_name_id: Option<String> = "domainNameId",
        base_path: String = "basePath",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateBasePathMapping) -> Result<Record, ApiError> {
    let mut domain = found(cx, &input.domain_name, input.domain_name_id.as_deref())?;
    let path = base_path(input.base_path.as_deref().unwrap_or_default())?;
    if domain.mappings.contains_key(&path) {
        return Err(errors::base_path_exists());
    }
    let api = RestApiId::parse(&input.rest_api_id).ok_or_else(errors::base_path_api)?;
    let mapping = BasePathMapping {
        api,
        stage: input.stage.filter(|stage| !stage.is_empty()),
    };
    check(cx, &domain, &mapping)?;
    let output = show(&path, &mapping);
    domain.mappings.insert(path, mapping);
    cx.put(domain);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetBasePathMapping) -> Result<Record, ApiError> {
    let domain = domain_name::find(cx, &input.domain_name, input.domain_name_id.as_deref())?;
    let mapping = domain
        .mappings
        .get(&input.base_path)
        .ok_or_else(errors::base_path_not_found)?;
    Ok(show(&input.base_path, mapping))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetBasePathMappings) -> Result<Record, ApiError> {
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let domain = domain_name::find(cx, &input.domain_name, input.domain_name_id.as_deref())?;
    let mappings: Vec<_> = domain.mappings.iter().collect();
    Ok(page.of(
        mappings.iter(),
        |(path, _)| path.as_str(),
        |(path, mapping)| show(path, mapping),
    ))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateBasePathMapping) -> Result<Record, ApiError> {
    let mut domain = found(cx, &input.domain_name, input.domain_name_id.as_deref())?;
    let mapping = domain.mappings.remove(&input.base_path);
    let mut mapping = mapping.ok_or_else(errors::base_path_not_found)?;
    let mut path = input.base_path;
    for patch in patch::read(input.patch_operations)? {
        apply(&mut path, &mut mapping, &patch)?;
    }
    if domain.mappings.contains_key(&path) {
        return Err(errors::base_path_exists());
    }
    check(cx, &domain, &mapping)?;
    let output = show(&path, &mapping);
    domain.mappings.insert(path, mapping);
    cx.put(domain);
    Ok(output)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteBasePathMapping) -> Result<Record, ApiError> {
    let mut domain = found(cx, &input.domain_name, input.domain_name_id.as_deref())?;
    let gone = domain.mappings.remove(&input.base_path);
    gone.ok_or_else(errors::base_path_not_found)?;
    cx.put(domain);
    Ok(Record::new())
}

/// The domain names that map an API.
pub(super) fn domains_of<'a>(cx: &'a Cx<'_>, api: &'a RestApiId) -> impl Iterator<Item = &'a DomainName> {
    let domains = cx.table::<DomainName>().iter().map(|domain| &**domain);
    domains.filter(move |domain| domain.mappings.values().any(|mapping| mapping.api == *api))
}

const NONE: &str = "(none)";

fn found(cx: &Cx<'_>, name: &str, id: Option<&str>) -> Result<DomainName, ApiError> {
    domain_name::find(cx, name, id).map(|domain| DomainName::clone(domain))
}

fn apply(path: &mut String, mapping: &mut BasePathMapping, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["basePath"] => {
            patch.replaces()?;
            *path = base_path(&patch.optional().unwrap_or_default())?;
        }
        // Both spellings are in use.
        ["restApiId" | "restapiId"] => {
            patch.replaces()?;
            mapping.api = RestApiId::parse(patch.value()?).ok_or_else(errors::base_path_api)?;
        }
        ["stage"] => mapping.stage = patch.text()?,
        _ => {
            let known = "/basePath, /restapiId, /stage";
            return Err(errors::patch_path_replace(&patch.path, known));
        }
    }
    Ok(())
}

fn check(cx: &Cx<'_>, domain: &DomainName, mapping: &BasePathMapping) -> Result<(), ApiError> {
    let api: &RestApi = rest_api::find(cx, mapping.api.as_str()).ok_or_else(errors::base_path_api)?;
    if let Some(name) = &mapping.stage {
        stage::find(cx, api.id.as_str(), name).ok_or_else(errors::base_path_stage)?;
    }
    if domain.is_private() == (api.endpoint_type == EndpointType::Private) {
        return Ok(());
    }
    let kinds: Vec<&str> = domain.endpoint_types.iter().map(|kind| kind.name()).collect();
    Err(errors::base_path_endpoint_types(
        kinds.join(" and "),
        api.endpoint_type.name(),
    ))
}

fn base_path(text: &str) -> Result<String, ApiError> {
    if text.is_empty() || text == NONE {
        return Ok(NONE.to_owned());
    }
    if text.contains('/') {
        return Err(errors::base_path_slash());
    }
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"$-_.+!*'()".contains(&b);
    if text.len() > 300 || !text.bytes().all(fits) {
        return Err(errors::base_path(text));
    }
    Ok(text.to_owned())
}

fn show(path: &str, mapping: &BasePathMapping) -> Record {
    record! {
        "basePath" => path,
        "restApiId" => mapping.api.as_str(),
        "stage" => mapping.stage.as_deref(),
    }
}
