//! Operations of apigateway: REST APIs, from their settings to the stages that answer (api A.1, C.3, B9).
//!
//! One file a noun; `patch`, `page`, `mapping` hold what several share. Refusals are worded as recorded on AWS where a
//! record is known, and their order is AWS's there. Management calls have no idempotency tokens.

mod account;
mod deployment;
mod endpoint_configuration;
mod integration;
mod integration_response;
mod mapping;
mod method;
mod method_response;
mod page;
mod patch;
mod resource;
mod resource_policy;
mod rest_api;
mod stage;
mod tag;

#[cfg(test)]
mod tests;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(rest_api::CreateRestApi, rest_api::create),
    op!(rest_api::GetRestApi, rest_api::get),
    op!(rest_api::GetRestApis, rest_api::list),
    op!(rest_api::UpdateRestApi, rest_api::update),
    op!(rest_api::DeleteRestApi, rest_api::delete),
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
    op!(tag::TagResource, tag::add),
    op!(tag::UntagResource, tag::remove),
    op!(tag::GetTags, tag::get),
    op!(account::GetAccount, account::get),
];
