//! REST APIs (api A.1): settings, resource policy, endpoint configuration, and their end with all that is theirs.
//!
//! A change of the policy or of the default endpoint is in force once deployed (api A11, B9); the other settings are in force
//! at once. Security policies and endpoint access modes are kept and shown, and traffic does not know them yet. A clone
//! takes what the other API is made of, not its name, description, policy, endpoint or tags.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::api_model::ApiModel;
use adit_model::deployment::Deployment;
use adit_model::domain_name::DomainName;
use adit_model::id::{ResourceId, RestApiId};
use adit_model::relation::Relation;
use adit_model::rest_api::{ApiResource, EndpointType, RestApi};
use adit_model::stage::Stage;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, record, view};

use super::endpoint_configuration::{self, EndpointConfiguration};
use super::page::Wanted;
use super::patch::{self, Patch, PatchOperation};
use super::{base_path_mapping, resource_policy, tag};
use crate::cx::Cx;

view! {
    pub(super) struct CreateRestApi: "apigateway"."CreateRestApi" {
        name: String = "name",
        description: Option<String> = "description",
        version: Option<String> = "version",
        clone_from: Option<String> = "cloneFrom",
        binary_media_types: Vec<String> = "binaryMediaTypes",
        minimum_compression_size: Option<i64> = "minimumCompressionSize",
        api_key_source: Option<String> = "apiKeySource",
        endpoint_configuration: Option<EndpointConfiguration> = "endpointConfiguration",
        policy: Option<String> = "policy",
        tags: BTreeMap<String, String> = "tags",
        disable_execute_api_endpoint: Option<bool> = "disableExecuteApiEndpoint",
        security_policy: Option<String> = "securityPolicy",
        endpoint_access_mode: Option<String> = "endpointAccessMode",
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
    let mut api = RestApi {
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
        security_policy: input.security_policy,
        endpoint_access_mode: input.endpoint_access_mode,
        models: ApiModel::given(|| cx.minter.lower(6)),
        authorizers: BTreeMap::new(),
        request_validators: BTreeMap::new(),
        gateway_responses: BTreeMap::new(),
        resources: BTreeMap::from([(root.clone(), slash)]),
        root,
        created: cx.now,
        tags: input.tags,
    };
    if let Some(other) = input.clone_from.filter(|id| !id.is_empty()) {
        clone_from(cx, &mut api, &other)?;
    }
    let output = show(cx, &api);
    cx.put(api);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, GetRestApi { rest_api_id }: GetRestApi) -> Result<Record, ApiError> {
    Ok(show_with_tags(cx, named(cx, &rest_api_id)?))
}

pub(super) fn list(
    cx: &mut Cx<'_>,
    GetRestApis { position, limit }: GetRestApis,
) -> Result<Record, ApiError> {
    let page = Wanted::read(position.as_deref(), limit)?;
    Ok(page.of(
        owned(cx).map(|api| &**api),
        |api| api.id.as_str(),
        |api| show(cx, api),
    ))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateRestApi) -> Result<Record, ApiError> {
    let mut api = RestApi::clone(named(cx, &input.rest_api_id)?);
    for patch in patch::read(input.patch_operations)? {
        apply(cx, &mut api, &patch)?;
    }
    endpoint_configuration::check(&api)?;
    let before = named(cx, &input.rest_api_id)?.endpoint_type;
    let mut domains = base_path_mapping::domains_of(cx, &api.id);
    if before != api.endpoint_type && domains.any(DomainName::is_private) {
        return Err(errors::api_mapped_type());
    }
    drop(domains);
    let output = show_with_tags(cx, &api);
    cx.put(api);
    Ok(output)
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteRestApi { rest_api_id }: DeleteRestApi,
) -> Result<Record, ApiError> {
    let id = named(cx, &rest_api_id)?.id.clone();
    if base_path_mapping::domains_of(cx, &id).next().is_some() {
        return Err(errors::api_mapped());
    }
    let stages = cx.world().related::<Stage>(&Relation::StagesOf(id.clone()));
    for stage in stages.map(|stage| stage.id.clone()).collect::<Vec<_>>() {
        cx.delete::<Stage>(&stage);
    }
    let deployments = cx
        .world()
        .related::<Deployment>(&Relation::DeploymentsOf(id.clone()));
    for deployment in deployments
        .map(|deployment| deployment.id.clone())
        .collect::<Vec<_>>()
    {
        cx.delete::<Deployment>(&deployment);
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
            let size = patch
                .text()?
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
        ["securityPolicy"] => {
            patch.replaces()?;
            api.security_policy = Some(patch.one_of("SecurityPolicy")?.to_owned());
        }
        ["endpointAccessMode"] => {
            patch.replaces()?;
            api.endpoint_access_mode = Some(patch.one_of("EndpointAccessMode")?.to_owned());
        }
        ["binaryMediaTypes", media_type] => patch.item(&mut api.binary_media_types, media_type)?,
        ["endpointConfiguration", below @ ..] => endpoint_configuration::patch(cx, api, patch, below)?,
        _ => return Err(patch.unknown()),
    }
    Ok(())
}

const HEADER: &str = "HEADER";
const AUTHORIZER: &str = "AUTHORIZER";

/// What an API is made of, taken from another of the caller's.
fn clone_from(cx: &Cx<'_>, api: &mut RestApi, other: &str) -> Result<(), ApiError> {
    let other = named(cx, other)?;
    api.root = other.root.clone();
    api.resources = other.resources.clone();
    api.models = other.models.clone();
    api.authorizers = other.authorizers.clone();
    api.request_validators = other.request_validators.clone();
    api.gateway_responses = other.gateway_responses.clone();
    if api.binary_media_types.is_empty() {
        api.binary_media_types = other.binary_media_types.clone();
    }
    api.minimum_compression_size = api.minimum_compression_size.or(other.minimum_compression_size);
    Ok(())
}

pub(super) fn compression_size(size: i64) -> Result<u32, ApiError> {
    let size = u32::try_from(size).ok().filter(|size| *size <= COMPRESSION_MOST);
    size.ok_or_else(errors::compression_size)
}

fn show(cx: &Cx<'_>, api: &RestApi) -> Record {
    let status = if cx.settled(api.created) {
        "AVAILABLE"
    } else {
        "UPDATING"
    };
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
        "securityPolicy" => api.security_policy.as_deref(),
        "endpointAccessMode" => api.endpoint_access_mode.as_deref(),
        "apiStatus" => api.security_policy.as_ref().map(|_| status),
    }
}

/// AWS shows tags that are not there in the answers to GetRestApi and UpdateRestApi alone.
pub(super) fn show_with_tags(cx: &Cx<'_>, api: &RestApi) -> Record {
    show(cx, api).with("tags", api.tags.clone())
}
