//! REST APIs (api A.1): settings, resource policy, endpoint configuration, and their end with all that is theirs.
//!
//! Cloning and importing definitions, security policies and endpoint access modes are not built, and refused. A change of the
//! policy or of the default endpoint is in force once deployed (api A11, B9); the other settings are in force at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::deployment::Deployment;
use adit_model::id::{ResourceId, RestApiId};
use adit_model::rest_api::{ApiResource, EndpointType, RestApi};
use adit_model::stage::Stage;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, record, view};

use super::endpoint_configuration::{self, EndpointConfiguration};
use super::page::Wanted;
use super::patch::{self, Patch, PatchOperation};
use super::{resource_policy, tag};
use crate::cx::Cx;

view! {
    pub(super) struct CreateRestApi: "apigateway"."CreateRestApi" {
        name: String = "name",
        description: Option<String> = "description",
        version: Option<String> = "version",
        binary_media_types: Vec<String> = "binaryMediaTypes",
        minimum_compression_size: Option<i64> = "minimumCompressionSize",
        api_key_source: Option<String> = "apiKeySource",
        endpoint_configuration: Option<EndpointConfiguration> = "endpointConfiguration",
        policy: Option<String> = "policy",
        tags: BTreeMap<String, String> = "tags",
        disable_execute_api_endpoint: Option<bool> = "disableExecuteApiEndpoint",
    }
}

view! {
    pub(super) struct GetRestApi: "apigateway"."GetRestApi" { rest_api_id: String = "restApiId" }
}

view! {
    pub(super) struct GetRestApis: "apigateway"."GetRestApis" {
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateRestApi: "apigateway"."UpdateRestApi" {
        rest_api_id: String = "restApiId",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteRestApi: "apigateway"."DeleteRestApi" { rest_api_id: String = "restApiId" }
}

/// Private APIs of an account in a region (api A12).
const PRIVATE_APIS: usize = 600;
/// `minimumCompressionSize` (api C61).
const COMPRESSION_MOST: u32 = 10_485_760;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateRestApi) -> Result<Record, ApiError> {
    if input.name.trim().is_empty() {
        return Err(errors::rest_api_name());
    }
    if input.description.as_deref() == Some("") {
        return Err(errors::description_empty());
    }
    let minimum_compression_size = input.minimum_compression_size.map(compression_size).transpose()?;
    let endpoint = endpoint_configuration::accept(cx, input.endpoint_configuration)?;
    tag::check(&input.tags)?;
    if endpoint.endpoint_type == EndpointType::Private {
        let private = owned(cx).filter(|api| api.endpoint_type == EndpointType::Private);
        if private.count() >= PRIVATE_APIS {
            return Err(errors::quota("Private APIs", "account"));
        }
    }
    let id = RestApiId::parse(&cx.minter.lower(10)).ok_or_else(|| internal_failure(Service::ApiGateway))?;
    let root =
        ResourceId::parse(&cx.minter.lower(10)).ok_or_else(|| internal_failure(Service::ApiGateway))?;
    let policy = match &input.policy {
        Some(text) => resource_policy::accept(text, &cx.owner(), &id)?,
        None => None,
    };
    let slash = ApiResource {
        id: root.clone(),
        parent: None,
        path_part: None,
        path: "/".to_owned(),
        methods: BTreeMap::new(),
    };
    let api = RestApi {
        id,
        owner: cx.owner(),
        name: input.name,
        description: input.description,
        version: input.version,
        endpoint_type: endpoint.endpoint_type,
        vpc_endpoints: endpoint.vpc_endpoints,
        ip_address_type: endpoint.ip_address_type,
        policy,
        api_key_source: input.api_key_source.unwrap_or_else(|| HEADER.to_owned()),
        binary_media_types: input.binary_media_types,
        minimum_compression_size,
        disable_execute_api_endpoint: input.disable_execute_api_endpoint.unwrap_or(false),
        security_policy: None,
        endpoint_access_mode: None,
        resources: BTreeMap::from([(root.clone(), slash)]),
        root,
        created: cx.now,
        tags: input.tags,
    };
    let output = show(&api);
    cx.put(api);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, GetRestApi { rest_api_id }: GetRestApi) -> Result<Record, ApiError> {
    Ok(show_with_tags(named(cx, &rest_api_id)?))
}

pub(super) fn list(
    cx: &mut Cx<'_>,
    GetRestApis { position, limit }: GetRestApis,
) -> Result<Record, ApiError> {
    let page = Wanted::read(position.as_deref(), limit)?;
    Ok(page.of(owned(cx).map(|api| &**api), |api| api.id.as_str(), show))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateRestApi) -> Result<Record, ApiError> {
    let mut api = RestApi::clone(named(cx, &input.rest_api_id)?);
    for patch in patch::read(input.patch_operations)? {
        apply(cx, &mut api, &patch)?;
    }
    endpoint_configuration::check(&api)?;
    let output = show_with_tags(&api);
    cx.put(api);
    Ok(output)
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteRestApi { rest_api_id }: DeleteRestApi,
) -> Result<Record, ApiError> {
    let id = named(cx, &rest_api_id)?.id.clone();
    let stages: Vec<_> = cx
        .table::<Stage>()
        .iter()
        .filter(|stage| stage.api == id)
        .map(|s| s.id.clone())
        .collect();
    for stage in &stages {
        cx.delete::<Stage>(stage);
    }
    let deployments = cx
        .table::<Deployment>()
        .iter()
        .filter(|deployment| deployment.api == id);
    let deployments: Vec<_> = deployments.map(|deployment| deployment.id.clone()).collect();
    for deployment in &deployments {
        cx.delete::<Deployment>(deployment);
    }
    cx.delete::<RestApi>(&id);
    Ok(Record::new())
}

/// The caller's API of that id.
pub(super) fn find<'a>(cx: &'a Cx<'_>, id: &str) -> Option<&'a Arc<RestApi>> {
    let api = cx.table::<RestApi>().get(&RestApiId::parse(id)?)?;
    cx.owns(&api.owner).then_some(api)
}

/// As [`find`], where AWS says that the API is the one that is not there.
pub(super) fn named<'a>(cx: &'a Cx<'_>, id: &str) -> Result<&'a Arc<RestApi>, ApiError> {
    find(cx, id).ok_or_else(|| errors::api_not_found(&cx.account, id))
}

fn owned<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a Arc<RestApi>> {
    cx.table::<RestApi>().iter().filter(|api| cx.owns(&api.owner))
}

fn apply(cx: &Cx<'_>, api: &mut RestApi, patch: &Patch) -> Result<(), ApiError> {
    match patch.parts().as_slice() {
        ["name"] => {
            patch.replaces()?;
            let name = patch.optional().filter(|name| !name.trim().is_empty());
            api.name = name.ok_or_else(errors::rest_api_name)?;
        }
        ["description"] => api.description = patch.text()?,
        ["policy"] => {
            let text = patch.text()?.unwrap_or_default();
            api.policy = resource_policy::accept(&text, &api.owner, &api.id)?;
        }
        ["disableExecuteApiEndpoint"] => {
            patch.replaces()?;
            api.disable_execute_api_endpoint = patch.boolean();
        }
        ["minimumCompressionSize"] => {
            patch.replaces()?;
            let size = patch
                .optional()
                .map(|text| text.parse().map_err(|_| errors::compression_size()));
            api.minimum_compression_size = size.transpose()?.map(compression_size).transpose()?;
        }
        ["apiKeySource"] => {
            patch.replaces()?;
            let source = patch
                .optional()
                .filter(|source| [HEADER, AUTHORIZER].contains(&source.as_str()));
            api.api_key_source = source.ok_or_else(errors::api_key_source)?;
        }
        ["binaryMediaTypes", media_type] => patch.item(&mut api.binary_media_types, media_type)?,
        ["endpointConfiguration", below @ ..] => endpoint_configuration::patch(cx, api, patch, below)?,
        _ => return Err(patch.unknown()),
    }
    Ok(())
}

const HEADER: &str = "HEADER";
const AUTHORIZER: &str = "AUTHORIZER";

fn compression_size(size: i64) -> Result<u32, ApiError> {
    let size = u32::try_from(size).ok().filter(|size| *size <= COMPRESSION_MOST);
    size.ok_or_else(errors::compression_size)
}

fn show(api: &RestApi) -> Record {
    record! {
        "id" => api.id.as_str(),
        "name" => &api.name,
        "description" => api.description.as_deref(),
        "createdDate" => api.created,
        "version" => api.version.as_deref(),
        "binaryMediaTypes" => (!api.binary_media_types.is_empty()).then(|| api.binary_media_types.clone()),
        "minimumCompressionSize" => api.minimum_compression_size,
        "apiKeySource" => &api.api_key_source,
        "endpointConfiguration" => endpoint_configuration::show(api),
        "policy" => api.policy.as_deref().map(resource_policy::shown),
        "tags" => (!api.tags.is_empty()).then(|| api.tags.clone()),
        "disableExecuteApiEndpoint" => api.disable_execute_api_endpoint,
        "rootResourceId" => api.root.as_str(),
    }
}

/// AWS shows tags that are not there in the answers to GetRestApi and UpdateRestApi alone.
fn show_with_tags(api: &RestApi) -> Record {
    show(api).with("tags", api.tags.clone())
}
