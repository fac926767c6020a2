//! `x-amazon-apigateway-integration` becomes the method's integration and that one's responses.

use std::collections::BTreeMap;

use adit_wire::{Record, record};
use serde_json::{Map, Value};

use super::Import;
use super::document::{text, texts};
use super::operation::At;

const NAME: &str = "x-amazon-apigateway-integration";

/// Members that are read; others are warned about.
const MEMBERS: [&str; 18] = [
    "type",
    "httpMethod",
    "uri",
    "credentials",
    "requestParameters",
    "requestTemplates",
    "passthroughBehavior",
    "contentHandling",
    "timeoutInMillis",
    "connectionType",
    "connectionId",
    "cacheNamespace",
    "cacheKeyParameters",
    "tlsConfig",
    "responseTransferMode",
    "integrationTarget",
    "responses",
    "payloadFormatVersion",
];

pub(super) fn apply(import: &mut Import<'_, '_>, at: &At<'_>, operation: &Map<String, Value>) {
    let Some(written) = operation.get(NAME) else {
        return;
    };
    let path = &at.resource.path;
    let Some(members) = written.as_object() else {
        import.findings.errors.push(format!(
            "Unable to parse API definition because of a malformed integration at path {path}."
        ));
        return;
    };
    for member in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
        import.warn(format!(
            "The member {member} of {NAME} at path {path} is not supported. Ignoring."
        ));
    }
    let input = input(import, at, members);
    let what = || {
        format!(
            "Unable to put integration on '{}' for resource at path '{path}'",
            at.http_method
        )
    };
    if import.call(&what, "PutIntegration", &input).is_none() {
        return;
    }
    for (pattern, response) in members
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let input = record! {
            "restApiId" => &import.api,
            "resourceId" => at.resource.id.as_str(),
            "httpMethod" => at.http_method,
            "statusCode" => response.get("statusCode").map(text),
            "selectionPattern" => (pattern != "default").then_some(pattern),
            "responseParameters" => some(texts(response.get("responseParameters"))),
            "responseTemplates" => some(texts(response.get("responseTemplates"))),
            "contentHandling" => response.get("contentHandling").map(text),
        };
        let what = || {
            format!(
                "Unable to put integration response on '{}' for resource at path '{path}'",
                at.http_method
            )
        };
        import.call(&what, "PutIntegrationResponse", &input);
    }
}

fn input(import: &Import<'_, '_>, at: &At<'_>, members: &Map<String, Value>) -> Record {
    let of = |member: &str| members.get(member).map(text).filter(|text| !text.is_empty());
    let upper = |member: &str| of(member).map(|text| text.to_ascii_uppercase());
    let keys: Vec<String> = members
        .get("cacheKeyParameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    let tls = members.get("tlsConfig").map(|tls| {
        let skip = tls.get("insecureSkipVerification").and_then(Value::as_bool);
        record! { "insecureSkipVerification" => skip.unwrap_or(false) }
    });
    record! {
        "restApiId" => &import.api,
        "resourceId" => at.resource.id.as_str(),
        "httpMethod" => at.http_method,
        "type" => upper("type"),
        "integrationHttpMethod" => upper("httpMethod"),
        "uri" => of("uri"),
        "credentials" => of("credentials"),
        "requestParameters" => some(texts(members.get("requestParameters"))),
        "requestTemplates" => some(texts(members.get("requestTemplates"))),
        "passthroughBehavior" => upper("passthroughBehavior"),
        "contentHandling" => of("contentHandling"),
        "timeoutInMillis" => of("timeoutInMillis").and_then(|text| text.parse::<i64>().ok()),
        "connectionType" => of("connectionType"),
        "connectionId" => of("connectionId"),
        "cacheNamespace" => of("cacheNamespace"),
        "cacheKeyParameters" => (!keys.is_empty()).then_some(keys),
        "tlsConfig" => tls,
        "responseTransferMode" => upper("responseTransferMode"),
        "integrationTarget" => of("integrationTarget"),
    }
}

fn some(entries: BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    (!entries.is_empty()).then_some(entries)
}
