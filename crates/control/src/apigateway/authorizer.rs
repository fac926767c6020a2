//! Authorizers: Lambda functions or user pools that say who may pass (api C43-C50).
//!
//! They are kept and shown; a method that names one lets nobody through yet. A TOKEN's identity is one request header; that
//! of a REQUEST may be left out when nothing is cached. A pattern for the identity is not compiled, since it is Java's.
//! JWT authorizers are refused.

use std::collections::BTreeMap;

use adit_model::authorizer::{Authorizer, AuthorizerKind};
use adit_model::rest_api::RestApi;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::unsupported_value;
use adit_wire::{ApiError, Path, Record, Service, record, view};

use super::collection::{self, Part, outside, part_operations};
use super::patch::{Op, Patch, PatchOperation};
use super::{method, rest_api};
use crate::cx::Cx;

view! {
    pub(super) struct CreateAuthorizer: "apigateway"."CreateAuthorizer" {
        rest_api_id: String = "restApiId",
        name: String = "name",
        kind: String = "type",
        provider_arns: Vec<String> = "providerARNs",
        auth_type: Option<String> = "authType",
        authorizer_uri: Option<String> = "authorizerUri",
        authorizer_credentials: Option<String> = "authorizerCredentials",
        identity_source: Option<String> = "identitySource",
        identity_validation_expression: Option<String> = "identityValidationExpression",
        authorizer_result_ttl_in_seconds: Option<i64> = "authorizerResultTtlInSeconds",
    }
}

part_operations!(Authorizer, authorizer_id = "authorizerId":
    GetAuthorizer = "GetAuthorizer",
    GetAuthorizers = "GetAuthorizers",
    UpdateAuthorizer = "UpdateAuthorizer",
    DeleteAuthorizer = "DeleteAuthorizer");

/// Of one API (api C17).
const MOST: usize = 10;
/// Seconds (api C45).
const TTL: u32 = 300;
const LONGEST_TTL: u32 = 3_600;

pub(super) fn create(cx: &mut Cx<'_>, input: CreateAuthorizer) -> Result<Record, ApiError> {
    let api = rest_api::named(cx, &input.rest_api_id)?;
    if api.authorizers.len() >= MOST {
        return Err(errors::quota("Authorizers", "API"));
    }
    let kind = AuthorizerKind::parse(&input.kind)
        .ok_or_else(|| unsupported_value(&Path::root(Service::ApiGateway).member("type"), &input.kind))?;
    let (auth_type, default_ttl) = match kind {
        AuthorizerKind::Token | AuthorizerKind::Request => ("custom", Some(TTL)),
        AuthorizerKind::CognitoUserPools => ("cognito_user_pools", None),
    };
    let given_ttl = input.authorizer_result_ttl_in_seconds.map(ttl).transpose()?;
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    let authorizer = Authorizer {
        id: cx.minter.lower(6),
        name: input.name,
        kind,
        provider_arns: input.provider_arns,
        auth_type: some(input.auth_type).or_else(|| Some(auth_type.to_owned())),
        uri: some(input.authorizer_uri),
        credentials: some(input.authorizer_credentials),
        identity_source: some(input.identity_source),
        identity_validation: some(input.identity_validation_expression),
        result_ttl: given_ttl.or(default_ttl),
    };
    collection::create(cx, &input.rest_api_id, authorizer)
}

const PATHS: &[(Op, &str)] = &[
    (Op::Replace, "/name"),
    (Op::Replace, "/type"),
    (Op::Replace, "/authType"),
    (Op::Replace, "/authorizerUri"),
    (Op::Replace, "/authorizerCredentials"),
    (Op::Replace, "/authorizerResultTtlInSeconds"),
    (Op::Replace, "/identitySource"),
    (Op::Replace, "/identityValidationExpression"),
    (Op::Replace, "/providerARNs"),
    (Op::Add, "/providerARNs"),
    (Op::Remove, "/providerARNs"),
];

impl Part for Authorizer {
    fn key(&self) -> &str {
        &self.id
    }

    fn kept(api: &RestApi) -> &BTreeMap<String, Self> {
        &api.authorizers
    }

    fn kept_in(api: &mut RestApi) -> &mut BTreeMap<String, Self> {
        &mut api.authorizers
    }

    fn missing(_: &str) -> ApiError {
        errors::authorizer_not_found()
    }

    fn apply(&mut self, patch: &Patch) -> Result<(), ApiError> {
        match (patch.op, patch.parts().as_slice()) {
            (Op::Replace, ["name"]) => patch.value()?.clone_into(&mut self.name),
            (Op::Replace, ["type"]) => {
                self.kind = AuthorizerKind::parse(patch.value()?).ok_or_else(errors::authorizer_type)?;
            }
            (Op::Replace, ["authType"]) => self.auth_type = patch.optional(),
            (Op::Replace, ["authorizerUri"]) => self.uri = patch.optional(),
            (Op::Replace, ["authorizerCredentials"]) => self.credentials = patch.optional(),
            (Op::Replace, ["identitySource"]) => self.identity_source = patch.optional(),
            (Op::Replace, ["identityValidationExpression"]) => self.identity_validation = patch.optional(),
            (Op::Replace, ["authorizerResultTtlInSeconds"]) => {
                let seconds = patch.value()?.parse().map_err(|_| errors::authorizer_ttl())?;
                self.result_ttl = Some(ttl(seconds)?);
            }
            (Op::Add | Op::Remove, ["providerARNs"]) => {
                let arn = patch.value()?;
                self.provider_arns.retain(|known| known != arn);
                if patch.op == Op::Add {
                    self.provider_arns.push(arn.to_owned());
                }
            }
            (Op::Replace, ["providerARNs"]) => {
                self.provider_arns = patch
                    .value()?
                    .split(',')
                    .map(|arn| arn.trim().to_owned())
                    .collect();
            }
            _ => return Err(outside(patch, PATHS)),
        }
        Ok(())
    }

    fn check(&self, api: &RestApi) -> Result<(), ApiError> {
        if self.name.trim().is_empty() {
            return Err(errors::authorizer_name());
        }
        let mut others = api.authorizers.values().filter(|other| other.id != self.id);
        if others.any(|other| other.name == self.name) {
            return Err(errors::authorizer_exists(&self.name));
        }
        if self
            .credentials
            .as_deref()
            .is_some_and(|arn| !arn.starts_with("arn:"))
        {
            return Err(errors::integration_arn());
        }
        match self.kind {
            AuthorizerKind::Token | AuthorizerKind::Request => {
                let uri = self.uri.as_deref().unwrap_or_default();
                if !is_function(uri) {
                    return Err(errors::authorizer_uri(uri));
                }
                identity(self)
            }
            AuthorizerKind::CognitoUserPools => {
                if self.provider_arns.is_empty() {
                    return Err(errors::authorizer_providers());
                }
                match self.provider_arns.iter().find(|arn| !is_user_pool(arn)) {
                    Some(arn) => Err(errors::authorizer_provider(arn)),
                    None => Ok(()),
                }
            }
        }
    }

    fn deletable(&self, api: &RestApi) -> Result<(), ApiError> {
        match method::all(api).find(|(_, _, method)| method.authorizer.as_ref() == Some(&self.id)) {
            Some((path, name, _)) => Err(errors::authorizer_in_use(&self.name, name, path)),
            None => Ok(()),
        }
    }

    fn show(&self) -> Record {
        record! {
            "id" => &self.id,
            "name" => &self.name,
            "type" => self.kind.name(),
            "providerARNs" => (!self.provider_arns.is_empty()).then(|| self.provider_arns.clone()),
            "authType" => self.auth_type.as_deref(),
            "authorizerUri" => self.uri.as_deref(),
            "authorizerCredentials" => self.credentials.as_deref(),
            "identitySource" => self.identity_source.as_deref(),
            "identityValidationExpression" => self.identity_validation.as_deref(),
            "authorizerResultTtlInSeconds" => self.result_ttl,
        }
    }
}

fn ttl(seconds: i64) -> Result<u32, ApiError> {
    let seconds = u32::try_from(seconds)
        .ok()
        .filter(|seconds| *seconds <= LONGEST_TTL);
    seconds.ok_or_else(errors::authorizer_ttl)
}

/// Where a Lambda authorizer finds who is calling (api C46, C47).
fn identity(authorizer: &Authorizer) -> Result<(), ApiError> {
    let source = authorizer.identity_source.as_deref().unwrap_or_default();
    if authorizer.kind == AuthorizerKind::Token {
        let header = source.strip_prefix("method.request.header.");
        return match header.filter(|name| !name.is_empty() && !name.contains(',')) {
            Some(_) => Ok(()),
            None => Err(errors::authorizer_token_source()),
        };
    }
    if source.is_empty() {
        return match authorizer.result_ttl {
            Some(0) => Ok(()),
            _ => Err(errors::authorizer_source()),
        };
    }
    let known = [
        "method.request.header.",
        "method.request.querystring.",
        "stageVariables.",
        "context.",
    ];
    let sound = |one: &str| {
        let named = known.iter().filter_map(|start| one.strip_prefix(start));
        named.into_iter().any(|name| !name.is_empty())
    };
    match source.split(',').map(str::trim).find(|one| !sound(one)) {
        Some(wrong) => Err(errors::mapping_expression(wrong)),
        None => Ok(()),
    }
}

/// `arn:aws:apigateway:{region}:lambda:path/.../functions/{function}/invocations`; stage variables may stand within.
fn is_function(uri: &str) -> bool {
    let rest = uri
        .strip_prefix("arn:aws:apigateway:")
        .and_then(|rest| rest.split_once(":lambda:path/"));
    let Some((region, path)) = rest else { return false };
    let function = path
        .split_once("/functions/")
        .and_then(|(_, rest)| rest.strip_suffix("/invocations"));
    adit_model::Region::parse(region).is_some() && function.is_some_and(|function| !function.is_empty())
}

/// `arn:aws:cognito-idp:{region}:{account}:userpool/{pool}`.
fn is_user_pool(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "cognito-idp", region, account, pool] => {
            !region.is_empty()
                && account.len() == 12
                && pool.strip_prefix("userpool/").is_some_and(|id| !id.is_empty())
        }
        _ => false,
    }
}
