//! `x-amazon-apigateway-endpoint-configuration`: the endpoints whose aliases a private API gets, and its default endpoint.
//!
//! It stands at the root, or in the first server of an OpenAPI 3 definition. The endpoint type is no part of a definition:
//! it stays, or comes with the call.

use adit_model::rest_api::RestApi;
use adit_wire::ApiError;
use serde_json::Value;

use super::Import;
use super::document::text;
use crate::apigateway::endpoint_configuration;

const NAME: &str = "x-amazon-apigateway-endpoint-configuration";

pub(super) fn apply(import: &mut Import<'_, '_>, api: &mut RestApi, overwrite: bool) -> Result<(), ApiError> {
    let server = import.document.server().and_then(|server| server.get(NAME));
    let Some(found) = server.or_else(|| import.document.get(NAME)) else {
        return Ok(());
    };
    let entries: Vec<(String, Value)> = found
        .as_object()
        .map(|all| all.clone().into_iter().collect())
        .unwrap_or_default();
    for (member, value) in entries {
        match member.as_str() {
            "vpcEndpointIds" => {
                if overwrite {
                    api.vpc_endpoints.clear();
                }
                for id in value.as_array().into_iter().flatten().map(text) {
                    endpoint_configuration::add(import.cx, api, &id)?;
                }
            }
            "disableExecuteApiEndpoint" => {
                api.disable_execute_api_endpoint = value.as_bool() == Some(true) || text(&value) == "true";
            }
            "ipAddressType" => api.ip_address_type = text(&value),
            _ => import.warn(format!(
                "The member {member} of {NAME} is not supported. Ignoring."
            )),
        }
    }
    endpoint_configuration::check(api)
}
