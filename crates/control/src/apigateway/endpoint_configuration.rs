//! How an API is reached: one endpoint type, an address type, and the endpoints that get an alias (api A1-A4, A6).
//!
//! The endpoints only name aliases: they neither grant nor restrict (api A3), and they may be of any account.

use adit_model::id::VpcEndpointId;
use adit_model::rest_api::{EndpointType, RestApi};
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use adit_wire::errors::apigateway as errors;
use adit_wire::{ApiError, Record, Value, record, view};

use super::patch::{Op, Patch};
use crate::cx::Cx;

view! {
    pub(super) struct EndpointConfiguration: "apigateway"/"EndpointConfiguration" {
        types: Option<Vec<String>> = "types",
        ip_address_type: Option<String> = "ipAddressType",
        vpc_endpoint_ids: Vec<String> = "vpcEndpointIds",
    }
}

/// A configuration that AWS would take.
pub(super) struct Accepted {
    pub endpoint_type: EndpointType,
    pub ip_address_type: String,
    pub vpc_endpoints: Vec<VpcEndpointId>,
}

pub(super) fn accept(cx: &Cx<'_>, asked: Option<EndpointConfiguration>) -> Result<Accepted, ApiError> {
    let nothing = EndpointConfiguration {
        types: None,
        ip_address_type: None,
        vpc_endpoint_ids: Vec::new(),
    };
    let asked = asked.unwrap_or(nothing);
    let endpoint_type = match asked.types.as_deref() {
        None => EndpointType::Edge,
        Some([]) => return Err(errors::endpoint_types_empty()),
        Some([one]) => EndpointType::parse(one).ok_or_else(errors::endpoint_type_patch)?,
        Some(_) => return Err(errors::endpoint_types_exclusive()),
    };
    let private = endpoint_type == EndpointType::Private;
    let ip_address_type = match asked.ip_address_type {
        None if private => DUALSTACK.to_owned(),
        None => IPV4.to_owned(),
        Some(text) if private && text != DUALSTACK => return Err(errors::private_needs_dualstack()),
        Some(text) => text,
    };
    if !private && !asked.vpc_endpoint_ids.is_empty() {
        return Err(errors::vpc_endpoints_need_private());
    }
    let mut vpc_endpoints = Vec::new();
    for text in &asked.vpc_endpoint_ids {
        let id = existing(cx, text)?;
        if !vpc_endpoints.contains(&id) {
            vpc_endpoints.push(id);
        }
    }
    Ok(Accepted {
        endpoint_type,
        ip_address_type,
        vpc_endpoints,
    })
}

pub(super) fn show(api: &RestApi) -> Record {
    let ids: Option<Value> = (!api.vpc_endpoints.is_empty())
        .then(|| api.vpc_endpoints.iter().map(VpcEndpointId::as_str).collect());
    record! {
        "types" => vec![api.endpoint_type.name()],
        "ipAddressType" => &api.ip_address_type,
        "vpcEndpointIds" => ids,
    }
}

/// A patch of `/endpointConfiguration/...`; [`check`] judges what all of them made.
pub(super) fn patch(cx: &Cx<'_>, api: &mut RestApi, patch: &Patch, below: &[&str]) -> Result<(), ApiError> {
    match below {
        // The CLI's reference names the type that goes, Terraform the place in the list.
        ["types", which] => {
            match patch.op {
                Op::Replace => {}
                Op::Add => return Err(errors::endpoint_types_exclusive()),
                Op::Remove => return Err(errors::endpoint_types_empty()),
                _ => return Err(errors::patch_entry_operation()),
            }
            let new = patch.value()?;
            EndpointType::parse(new).ok_or_else(errors::endpoint_type_patch)?;
            if *which != "0" && *which != api.endpoint_type.name() {
                return Err(patch.unknown());
            }
            convert(api, new)?;
        }
        ["ipAddressType"] => {
            patch.replaces()?;
            let new = patch.value()?;
            if ![IPV4, DUALSTACK].contains(&new) {
                return Err(errors::ip_address_type_patch());
            }
            new.clone_into(&mut api.ip_address_type);
        }
        ["vpcEndpointIds"] => match patch.op {
            Op::Add => add(cx, api, patch.value()?)?,
            Op::Remove => {
                let gone = patch.value()?;
                if !api.vpc_endpoints.iter().any(|id| id.as_str() == gone) {
                    return Err(errors::vpc_endpoint_unknown(gone));
                }
                api.vpc_endpoints.retain(|id| id.as_str() != gone);
            }
            _ => return Err(errors::patch_operation("add, remove")),
        },
        _ => return Err(patch.unknown()),
    }
    Ok(())
}

/// Gives an API another endpoint type (api A6).
pub(super) fn convert(api: &mut RestApi, to: &str) -> Result<(), ApiError> {
    let new = EndpointType::parse(to).ok_or_else(errors::endpoint_type_patch)?;
    if api.endpoint_type == EndpointType::Private && new == EndpointType::Edge {
        return Err(errors::private_to_edge());
    }
    if api.endpoint_type != EndpointType::Private && new == EndpointType::Private {
        DUALSTACK.clone_into(&mut api.ip_address_type);
    }
    api.endpoint_type = new;
    Ok(())
}

/// Adds an endpoint whose alias the API gets.
pub(super) fn add(cx: &Cx<'_>, api: &mut RestApi, id: &str) -> Result<(), ApiError> {
    let id = existing(cx, id)?;
    if !api.vpc_endpoints.contains(&id) {
        api.vpc_endpoints.push(id);
    }
    Ok(())
}

/// What holds of an API once all its patches are done.
pub(super) fn check(api: &RestApi) -> Result<(), ApiError> {
    match api.endpoint_type {
        EndpointType::Private if api.ip_address_type != DUALSTACK => Err(errors::private_needs_dualstack()),
        EndpointType::Edge | EndpointType::Regional if !api.vpc_endpoints.is_empty() => {
            Err(errors::vpc_endpoints_need_private())
        }
        _ => Ok(()),
    }
}

const IPV4: &str = "ipv4";
const DUALSTACK: &str = "dualstack";

/// An endpoint for `execute-api` in the caller's region, whoever owns it.
fn existing(cx: &Cx<'_>, text: &str) -> Result<VpcEndpointId, ApiError> {
    let service = format!("com.amazonaws.{}.execute-api", cx.region);
    let id = VpcEndpointId::parse(text);
    let found = id.as_ref().and_then(|id| cx.table::<VpcEndpoint>().get(id));
    let found =
        found.filter(|endpoint| endpoint.service == service && endpoint.state != EndpointState::Deleting);
    found
        .map(|endpoint| endpoint.id.clone())
        .ok_or_else(|| errors::vpc_endpoint_unknown(text))
}
