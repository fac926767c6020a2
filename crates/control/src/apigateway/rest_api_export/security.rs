//! Authorizers, AWS_IAM and API keys as security schemes, and what a method asks of them.

use adit_model::authorizer::{Authorizer, AuthorizerKind};
use adit_model::method::Method;
use serde_json::{Map, Value, json};

use super::Export;

const API_KEY: &str = "api_key";
const SIGV4: &str = "sigv4";

pub(super) fn schemes(export: &Export<'_>) -> Value {
    let mut schemes = Map::new();
    let methods = || {
        export
            .deployment
            .resources
            .values()
            .flat_map(|resource| resource.methods.values())
    };
    if methods().any(|method| method.api_key_required) {
        schemes.insert(
            API_KEY.to_owned(),
            json!({ "type": "apiKey", "name": "x-api-key", "in": "header" }),
        );
    }
    if export.extensions.authorizers && methods().any(|method| method.authorization == "AWS_IAM") {
        let scheme = json!({
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
        });
        schemes.insert(SIGV4.to_owned(), scheme);
    }
    if export.extensions.authorizers {
        for authorizer in export.api.authorizers.values() {
            schemes.insert(authorizer.name.clone(), scheme(authorizer));
        }
    }
    Value::Object(schemes)
}

/// `security`, if the method asks for any.
pub(super) fn of(export: &Export<'_>, method: &Method) -> Option<Value> {
    let mut asked = Vec::new();
    let mut ask = |name: &str, scopes: &[String]| {
        asked.push(Value::Object(Map::from_iter([(name.to_owned(), json!(scopes))])));
    };
    if method.api_key_required {
        ask(API_KEY, &[]);
    }
    if export.extensions.authorizers {
        let authorizer = method
            .authorizer
            .as_ref()
            .and_then(|id| export.api.authorizers.get(id));
        match authorizer {
            Some(authorizer) => ask(&authorizer.name, &method.authorization_scopes),
            None if method.authorization == "AWS_IAM" => ask(SIGV4, &[]),
            None => {}
        }
    }
    (!asked.is_empty()).then_some(Value::Array(asked))
}

fn scheme(authorizer: &Authorizer) -> Value {
    let mut shown = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            shown.insert(name.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.clone().map(Value::from);
    put("type", Some(authorizer.kind.name().to_ascii_lowercase().into()));
    put("authorizerUri", text(&authorizer.uri));
    put("authorizerCredentials", text(&authorizer.credentials));
    put(
        "identityValidationExpression",
        text(&authorizer.identity_validation),
    );
    put(
        "authorizerResultTtlInSeconds",
        authorizer.result_ttl.map(Value::from),
    );
    put("identitySource", text(&authorizer.identity_source));
    let pools = &authorizer.provider_arns;
    put("providerARNs", (!pools.is_empty()).then(|| json!(pools)));
    let (auth_type, header) = match authorizer.kind {
        AuthorizerKind::CognitoUserPools => ("cognito_user_pools", true),
        AuthorizerKind::Token => ("custom", true),
        AuthorizerKind::Request => ("custom", false),
    };
    let source = authorizer.identity_source.as_deref().unwrap_or_default();
    let name = source.strip_prefix("method.request.header.").filter(|_| header);
    json!({
        "type": "apiKey",
        "name": name.unwrap_or("Unused"),
        "in": "header",
        "x-amazon-apigateway-authtype": authorizer.auth_type.as_deref().unwrap_or(auth_type),
        "x-amazon-apigateway-authorizer": shown,
    })
}
