//! Security schemes become authorizers, API keys and AWS_IAM.
//!
//! A scheme with `x-amazon-apigateway-authorizer` is an authorizer; one whose auth type is `awsSigv4` stands for AWS_IAM; a
//! plain key in the header `x-api-key` stands for the gateway's own API keys. Others say nothing to the gateway.

use std::collections::BTreeMap;

use adit_wire::{ApiError, Record, record};
use serde_json::{Map, Value};

use super::Import;
use super::document::text;

/// What the schemes stand for, by name.
pub(super) type Schemes = BTreeMap<String, Scheme>;

#[derive(Clone, Debug)]
pub(super) enum Scheme {
    ApiKey,
    Iam,
    Authorizer { id: String, authorization: &'static str },
}

/// What a method needs.
#[derive(Clone, Debug)]
pub(super) struct Requirement {
    pub authorization: &'static str,
    pub authorizer: Option<String>,
    pub scopes: Vec<String>,
    pub api_key: bool,
}

pub(super) fn apply(import: &mut Import<'_, '_>) -> Result<Schemes, ApiError> {
    let document = import.document;
    let mut schemes = Schemes::new();
    for (name, written) in document.security_schemes().into_iter().flatten() {
        let written = document.resolve(written);
        let auth_type = written.get("x-amazon-apigateway-authtype").map(text);
        let of = |member: &str| written.get(member).map(text).unwrap_or_default();
        let is_key = of("type") == "apiKey"
            && of("in") == "header"
            && of("name").eq_ignore_ascii_case("x-api-key")
            && auth_type.is_none();
        if let Some(authorizer) = written.get("x-amazon-apigateway-authorizer") {
            let made = authorizer_of(import, name, written, authorizer, auth_type.as_deref())?;
            schemes.extend(made.map(|scheme| (name.clone(), scheme)));
        } else if auth_type
            .as_deref()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4"))
        {
            schemes.insert(name.clone(), Scheme::Iam);
        } else if is_key {
            schemes.insert(name.clone(), Scheme::ApiKey);
        } else {
            import.warn(format!(
                "Unsupported security definition type '{}' for '{name}'. Ignoring.",
                of("type")
            ));
        }
    }
    Ok(schemes)
}

/// What an operation's `security`, or else the definition's, asks for. Of several authorizers the first counts.
pub(super) fn requirement(
    import: &mut Import<'_, '_>,
    operation: &Map<String, Value>,
    schemes: &Schemes,
) -> Requirement {
    let mut found = Requirement {
        authorization: "NONE",
        authorizer: None,
        scopes: Vec::new(),
        api_key: false,
    };
    let document = import.document;
    let asked = operation.get("security").or_else(|| document.get("security"));
    let entries = asked.and_then(Value::as_array).into_iter().flatten();
    for (name, scopes) in entries.filter_map(Value::as_object).flatten() {
        match schemes.get(name) {
            Some(Scheme::ApiKey) => found.api_key = true,
            Some(_) if found.authorization != "NONE" => {
                import.warn(format!(
                    "More than one authorization for a method: '{name}'. Ignoring."
                ));
            }
            Some(Scheme::Iam) => found.authorization = "AWS_IAM",
            Some(Scheme::Authorizer { id, authorization }) => {
                found.authorization = authorization;
                found.authorizer = Some(id.clone());
                found.scopes = scopes.as_array().into_iter().flatten().map(text).collect();
            }
            None => {}
        }
    }
    // The older way to ask for AWS_IAM.
    let older = operation
        .get("x-amazon-apigateway-auth")
        .and_then(|auth| auth.get("type"))
        .map(text);
    if older.is_some_and(|kind| kind.eq_ignore_ascii_case("aws_iam")) {
        found = Requirement {
            authorization: "AWS_IAM",
            authorizer: None,
            scopes: Vec::new(),
            ..found
        };
    }
    found
}

fn authorizer_of(
    import: &mut Import<'_, '_>,
    name: &str,
    scheme: &Value,
    written: &Value,
    auth_type: Option<&str>,
) -> Result<Option<Scheme>, ApiError> {
    let of = |member: &str| written.get(member).map(text).filter(|text| !text.is_empty());
    let kind = of("type")
        .unwrap_or_else(|| "token".to_owned())
        .to_ascii_uppercase();
    let authorization = match kind.as_str() {
        "COGNITO_USER_POOLS" => "COGNITO_USER_POOLS",
        _ => "CUSTOM",
    };
    // A token is in the header that the scheme names, unless the authorizer says where.
    let header = scheme.get("name").map(text).filter(|_| kind != "REQUEST");
    let source = of("identitySource").or_else(|| header.map(|name| format!("method.request.header.{name}")));
    let pools: Vec<String> = written
        .get("providerARNs")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    let ttl = of("authorizerResultTtlInSeconds").and_then(|text| text.parse::<i64>().ok());
    import.edit(|api| api.authorizers.retain(|_, known| known.name != name))?;
    let input: Record = record! {
        "restApiId" => &import.api,
        "name" => name,
        "type" => kind,
        "providerARNs" => (!pools.is_empty()).then_some(pools),
        "authType" => auth_type,
        "authorizerUri" => of("authorizerUri"),
        "authorizerCredentials" => of("authorizerCredentials"),
        "identitySource" => source,
        "identityValidationExpression" => of("identityValidationExpression"),
        "authorizerResultTtlInSeconds" => ttl,
    };
    let what = || format!("Unable to create authorizer '{name}'");
    let made = import.call(&what, "CreateAuthorizer", &input);
    let id = made.and_then(|made| made.text("id").map(str::to_owned));
    Ok(id.map(|id| Scheme::Authorizer { id, authorization }))
}
