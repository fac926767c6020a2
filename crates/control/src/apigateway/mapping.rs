//! Mapping expressions: what may be mapped where (api C27), and the content types of templates.
//!
//! A parameter of the method's request or response must have been declared by the method. Values out of a body and
//! templates of any kind are kept as written; the gateway refuses where it cannot read them yet.

use std::collections::BTreeMap;

use adit_model::method::Method;
use adit_wire::ApiError;
use adit_wire::errors::apigateway as errors;

/// `integration.request.{header|querystring|path}.NAME` from `expression`.
pub(super) fn request(method: &Method, target: &str, expression: &str) -> Result<(), ApiError> {
    if parameter(target, "integration.request.", &["header", "querystring", "path"]).is_none() {
        return Err(errors::mapping_expression(target));
    }
    if is_general(expression) || is_body(expression, "method.request.body") {
        return Ok(());
    }
    let (place, name) = parameter(expression, "method.request.", &REQUEST)
        .ok_or_else(|| errors::mapping_expression(expression))?;
    let single = format!("method.request.{}.{name}", place.trim_start_matches("multivalue"));
    if [expression, &single]
        .iter()
        .any(|declared| method.request_parameters.contains_key(*declared))
    {
        Ok(())
    } else {
        Err(errors::mapping_parameter(expression))
    }
}

/// `method.response.header.NAME` of the answer with that status from `expression`.
pub(super) fn response(
    method: &Method,
    status: &str,
    target: &str,
    expression: &str,
) -> Result<(), ApiError> {
    let declared = method
        .responses
        .get(status)
        .ok_or_else(errors::mapping_without_response)?;
    response_parameter(target)?;
    if !declared.parameters.contains_key(target) {
        return Err(errors::mapping_parameter(target));
    }
    let known = is_general(expression)
        || is_body(expression, "integration.response.body")
        || parameter(
            expression,
            "integration.response.",
            &["header", "multivalueheader"],
        )
        .is_some();
    if known {
        Ok(())
    } else {
        Err(errors::mapping_expression(expression))
    }
}

/// `method.request.{header|querystring|path}.NAME`, as a method declares it.
pub(super) fn request_parameter(text: &str) -> Result<(), ApiError> {
    let found = parameter(text, "method.request.", &REQUEST);
    found.map(|_| ()).ok_or_else(|| errors::mapping_expression(text))
}

/// Every name once, whether header, query parameter or path parameter.
pub(super) fn unique_names(parameters: &BTreeMap<String, bool>) -> Result<(), ApiError> {
    let mut names: Vec<&str> = parameters
        .keys()
        .filter_map(|text| text.splitn(4, '.').nth(3))
        .collect();
    names.sort_unstable();
    let repeated = names
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one == other));
    if repeated {
        Err(errors::parameter_names_unique())
    } else {
        Ok(())
    }
}

/// `method.response.header.NAME`, as a method response declares it.
pub(super) fn response_parameter(text: &str) -> Result<(), ApiError> {
    let found = parameter(text, "method.response.", &["header"]);
    found.map(|_| ()).ok_or_else(|| errors::mapping_expression(text))
}

/// A media type.
pub(super) fn content_type(text: &str) -> Result<(), ApiError> {
    let token = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
    let bare = text.split(';').next().unwrap_or_default().trim_end();
    match bare.split_once('/') {
        Some((kind, subtype)) if token(kind) && token(subtype) => Ok(()),
        _ => Err(errors::content_type(text)),
    }
}

/// `gatewayresponse.header.NAME` from what is known of a request that the gateway refuses (api C53).
pub(super) fn gateway_response(target: &str, expression: &str) -> Result<(), ApiError> {
    if parameter(target, "gatewayresponse.", &["header"]).is_none() {
        return Err(errors::mapping_expression(target));
    }
    if is_general(expression) || parameter(expression, "method.request.", &REQUEST).is_some() {
        Ok(())
    } else {
        Err(errors::mapping_expression(expression))
    }
}

/// Where a request has parameters.
const REQUEST: [&str; 5] = [
    "header",
    "multivalueheader",
    "querystring",
    "multivaluequerystring",
    "path",
];

/// The whole body, or what a path picks out of it.
fn is_body(expression: &str, body: &str) -> bool {
    expression
        .strip_prefix(body)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A literal, a context variable, a stage variable.
fn is_general(expression: &str) -> bool {
    let literal = expression
        .strip_prefix('\'')
        .is_some_and(|rest| rest.ends_with('\''));
    let variable = ["context.", "stageVariables."].iter().any(|start| {
        expression
            .strip_prefix(start)
            .is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()))
    });
    literal || variable
}

/// The place and the name in `{start}{place}.{name}`.
fn parameter<'t>(text: &'t str, start: &str, places: &[&str]) -> Option<(&'t str, &'t str)> {
    let (place, name) = text.strip_prefix(start)?.split_once('.')?;
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && b != b'\'');
    (places.contains(&place) && named).then_some((place, name))
}
