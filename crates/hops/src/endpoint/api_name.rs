//! Which API a request is for: by `x-apigw-api-id`, by Host, or none at all (api A14-A18, A.4 row 1).
//!
//! Three ways in one list: the header names an API of the region, the Host is an API's default name, the Host is
//! `{api}-{endpoint}.execute-api...` of an API that lists the endpoint. Where header and Host name different APIs the
//! setting decides which rule stands first (api A16 is not established), so each endpoint has the list in both orders. A
//! header that names no API does not spoil a Host that does. Public APIs are found too, and refused by their type.

use adit_model::index::Index;

use adit_model::id::RestApiId;
use adit_model::rest_api::RestApi;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, Rules};
use crate::endpoint::{Request, Taken};
use crate::gateway::answer;
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};

pub const X_APIGW_API_ID: &str = "x-apigw-api-id";

/// Where the API's name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOutcome {
    Header,
    /// `{api}.execute-api.{region}.amazonaws.com`.
    DefaultName,
    /// `{api}-{endpoint}.execute-api.{region}.amazonaws.com`.
    Alias,
    Unnamed,
}

#[derive(Debug)]
pub struct Names {
    pub header_first: Rules<NameOutcome>,
    pub host_first: Rules<NameOutcome>,
    /// Aliases by name: what an alias stands for cannot be read off it.
    aliases: Index<Box<str>, RestApiId>,
}

pub fn compile(endpoint: &VpcEndpoint, apis: &[&RestApi]) -> Names {
    let aliases: Index<Box<str>, RestApiId> = apis
        .iter()
        .filter(|api| api.vpc_endpoints.contains(&endpoint.id))
        .map(|api| (alias(api, endpoint).into(), api.id.clone()))
        .collect();
    let ids = TextSet::literals(apis.iter().map(|api| api.id.as_str()));
    let names = TextSet::literals(apis.iter().map(|api| api.default_name()));
    let known = TextSet::literals(aliases.keys().map(|name| &**name));
    let by_alias = By::object(format!("alias through {}", endpoint.id));
    let header = Rule::new(
        Guard::any().with(Dim::Header(X_APIGW_API_ID.into()), ids),
        NameOutcome::Header,
        By::Aws(X_APIGW_API_ID),
    );
    let host = Rule::new(
        Guard::any().with(Dim::Host, names),
        NameOutcome::DefaultName,
        By::Aws("Host"),
    );
    let alias = Rule::new(Guard::any().with(Dim::Host, known), NameOutcome::Alias, by_alias);
    let list = |rules| RuleList::new(rules, NameOutcome::Unnamed, By::object(endpoint.id.text()));
    Names {
        header_first: list([header.clone(), host.clone(), alias.clone()]),
        host_first: list([host, alias, header]),
        aliases,
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let names = &request.endpoint.names;
    let rules = if cx.plan.settings.api_id_header_wins {
        &names.header_first
    } else {
        &names.host_first
    };
    let decided = rules.eval(&request.point(cx));
    let head = &request.head;
    let id = match decided.outcome {
        NameOutcome::Header => head.header(X_APIGW_API_ID).and_then(RestApiId::parse),
        NameOutcome::DefaultName => head.host.split('.').next().and_then(RestApiId::parse),
        NameOutcome::Alias => names.aliases.get(&*head.host).cloned(),
        NameOutcome::Unnamed => {
            let cause = unnamed(request);
            cx.trail.refuse(
                Decision::ApiName,
                "API_NOT_NAMED",
                decided.by.clone(),
                cause,
                None,
            );
            return Taken::Answered(answer::forbidden());
        }
    };
    match id.and_then(|id| cx.plan.private.apis.get(&id)).cloned() {
        Some(api) => {
            cx.trail.choose(Decision::ApiName, api.named_by(*decided.outcome));
            request.api = Some(api);
            Taken::Passed
        }
        // The names and the APIs come from one World.
        None => Taken::Failed(Fault::Reset),
    }
}

fn alias(api: &RestApi, endpoint: &VpcEndpoint) -> String {
    format!(
        "{}-{}.execute-api.{}.amazonaws.com",
        api.id, endpoint.id, endpoint.owner.region
    )
}

fn unnamed(request: &Request) -> String {
    let region = &request.endpoint.region;
    let host = &request.head.host;
    match request.head.header(X_APIGW_API_ID) {
        Some(id) => format!("neither Host `{host}` nor {X_APIGW_API_ID} `{id}` names an API in {region}"),
        None => format!("Host `{host}` names no API in {region}, and the request has no {X_APIGW_API_ID}"),
    }
}
