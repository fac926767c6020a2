//! Operations of apigateway: REST APIs, from their settings to the stages that answer (api A.1, C.3, B9).
//!
//! One file a noun; `patch`, `page`, `mapping` hold what several share. Refusals are worded as recorded on AWS where a
//! record is known, and their order is AWS's there. Management calls have no idempotency tokens.

mod access_association;
mod account;
mod api_key;
mod api_model;
mod authorizer;
mod base_path_mapping;
mod canary;
mod collection;
mod deployment;
mod domain_certificate;
pub(crate) mod domain_name;
mod domain_name_patch;
mod endpoint_configuration;
mod gateway_response;
mod integration;
mod integration_response;
mod mapping;
mod member;
mod method;
mod method_response;
mod method_setting;
mod page;
mod patch;
mod request_validator;
mod resource;
mod resource_policy;
mod rest_api;
mod rest_api_export;
mod rest_api_import;
mod stage;
mod stage_patch;
mod tag;
mod usage_plan;
mod usage_plan_key;
mod usage_plan_patch;
mod vpc_link;

#[cfg(test)]
mod tests;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(rest_api::CreateRestApi, rest_api::create),
    op!(rest_api::GetRestApi, rest_api::get),
    op!(rest_api::GetRestApis, rest_api::list),
    op!(rest_api::UpdateRestApi, rest_api::update),
    op!(rest_api::DeleteRestApi, rest_api::delete),
    op!(rest_api_import::ImportRestApi, rest_api_import::create),
    op!(rest_api_import::PutRestApi, rest_api_import::put),
    op!(rest_api_export::GetExport, rest_api_export::get),
    op!(resource::CreateResource, resource::create),
    op!(resource::GetResource, resource::get),
    op!(resource::GetResources, resource::list),
    op!(resource::UpdateResource, resource::update),
    op!(resource::DeleteResource, resource::delete),
    op!(method::PutMethod, method::put),
    op!(method::GetMethod, method::get),
    op!(method::UpdateMethod, method::update),
    op!(method::DeleteMethod, method::delete),
    op!(method_response::PutMethodResponse, method_response::put),
    op!(method_response::GetMethodResponse, method_response::get),
    op!(method_response::UpdateMethodResponse, method_response::update),
    op!(method_response::DeleteMethodResponse, method_response::delete),
    op!(integration::PutIntegration, integration::put),
    op!(integration::GetIntegration, integration::get),
    op!(integration::UpdateIntegration, integration::update),
    op!(integration::DeleteIntegration, integration::delete),
    op!(
        integration_response::PutIntegrationResponse,
        integration_response::put
    ),
    op!(
        integration_response::GetIntegrationResponse,
        integration_response::get
    ),
    op!(
        integration_response::UpdateIntegrationResponse,
        integration_response::update
    ),
    op!(
        integration_response::DeleteIntegrationResponse,
        integration_response::delete
    ),
    op!(deployment::CreateDeployment, deployment::create),
    op!(deployment::GetDeployment, deployment::get),
    op!(deployment::GetDeployments, deployment::list),
    op!(deployment::UpdateDeployment, deployment::update),
    op!(deployment::DeleteDeployment, deployment::delete),
    op!(stage::CreateStage, stage::create),
    op!(stage::GetStage, stage::get),
    op!(stage::GetStages, stage::list),
    op!(stage::UpdateStage, stage::update),
    op!(stage::DeleteStage, stage::delete),
    op!(stage::FlushStageCache, stage::flush_cache),
    op!(stage::FlushStageAuthorizersCache, stage::flush_authorizers_cache),
    op!(domain_name::CreateDomainName, domain_name::create),
    op!(domain_name::GetDomainName, domain_name::get),
    op!(domain_name::GetDomainNames, domain_name::list),
    op!(domain_name::UpdateDomainName, domain_name::update),
    op!(domain_name::DeleteDomainName, domain_name::delete),
    op!(
        base_path_mapping::CreateBasePathMapping,
        base_path_mapping::create
    ),
    op!(base_path_mapping::GetBasePathMapping, base_path_mapping::get),
    op!(base_path_mapping::GetBasePathMappings, base_path_mapping::list),
    op!(
        base_path_mapping::UpdateBasePathMapping,
        base_path_mapping::update
    ),
    op!(
        base_path_mapping::DeleteBasePathMapping,
        base_path_mapping::delete
    ),
    op!(
        access_association::CreateDomainNameAccessAssociation,
        access_association::create
    ),
    op!(
        access_association::GetDomainNameAccessAssociations,
        access_association::list
    ),
    op!(
        access_association::DeleteDomainNameAccessAssociation,
        access_association::delete
    ),
    op!(
        access_association::RejectDomainNameAccessAssociation,
        access_association::reject
    ),
    op!(vpc_link::CreateVpcLink, vpc_link::create),
    op!(vpc_link::GetVpcLink, vpc_link::get),
    op!(vpc_link::GetVpcLinks, vpc_link::list),
    op!(vpc_link::UpdateVpcLink, vpc_link::update),
    op!(vpc_link::DeleteVpcLink, vpc_link::delete),
    op!(tag::TagResource, tag::add),
    op!(tag::UntagResource, tag::remove),
    op!(tag::GetTags, tag::get),
    op!(account::GetAccount, account::get),
    op!(account::UpdateAccount, account::update),
    op!(authorizer::CreateAuthorizer, authorizer::create),
    op!(authorizer::GetAuthorizer, authorizer::get),
    op!(authorizer::GetAuthorizers, authorizer::list),
    op!(authorizer::UpdateAuthorizer, authorizer::update),
    op!(authorizer::DeleteAuthorizer, authorizer::delete),
    op!(
        request_validator::CreateRequestValidator,
        request_validator::create
    ),
    op!(request_validator::GetRequestValidator, request_validator::get),
    op!(request_validator::GetRequestValidators, request_validator::list),
    op!(
        request_validator::UpdateRequestValidator,
        request_validator::update
    ),
    op!(
        request_validator::DeleteRequestValidator,
        request_validator::delete
    ),
    op!(api_model::CreateModel, api_model::create),
    op!(api_model::GetModel, api_model::get),
    op!(api_model::GetModels, api_model::list),
    op!(api_model::UpdateModel, api_model::update),
    op!(api_model::DeleteModel, api_model::delete),
    op!(gateway_response::PutGatewayResponse, gateway_response::put),
    op!(gateway_response::GetGatewayResponse, gateway_response::get),
    op!(gateway_response::GetGatewayResponses, gateway_response::list),
    op!(gateway_response::UpdateGatewayResponse, gateway_response::update),
    op!(gateway_response::DeleteGatewayResponse, gateway_response::delete),
    op!(api_key::CreateApiKey, api_key::create),
    op!(api_key::GetApiKey, api_key::get),
    op!(api_key::GetApiKeys, api_key::list),
    op!(api_key::UpdateApiKey, api_key::update),
    op!(api_key::DeleteApiKey, api_key::delete),
    op!(usage_plan::CreateUsagePlan, usage_plan::create),
    op!(usage_plan::GetUsagePlan, usage_plan::get),
    op!(usage_plan::GetUsagePlans, usage_plan::list),
    op!(usage_plan::UpdateUsagePlan, usage_plan::update),
    op!(usage_plan::DeleteUsagePlan, usage_plan::delete),
    op!(usage_plan_key::CreateUsagePlanKey, usage_plan_key::create),
    op!(usage_plan_key::GetUsagePlanKey, usage_plan_key::get),
    op!(usage_plan_key::GetUsagePlanKeys, usage_plan_key::list),
    op!(usage_plan_key::DeleteUsagePlanKey, usage_plan_key::delete),
];
