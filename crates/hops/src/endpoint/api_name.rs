//! Which API a request is for: by `x-apigw-api-id`, by Host, or none at all (api A14-A18, A.4 row 1).
//!
//! Three lists: the header names an API of the region, the Host is an API's default name, the Host is
//! `{api}-{endpoint}.execute-api...` of an API that lists the endpoint. Where header and Host name different APIs the
//! setting decides which list stands first (api A16 is not established). A
//! header that names no API does not spoil a Host that does. Public APIs are found too, and refused by their type.

use adit_model::index::Index;
use adit_model::relation::Bucket;
use adit_model::{Key, Region};

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

/// The names of a region's APIs, of every account (api A21), the same for each endpoint there. There is one for each
/// [`Bucket`] of ids, so that an API more costs little; the lists of a region name different APIs, so their order is free.
#[derive(Debug)]
pub struct RegionNames {
    pub header: Rules<NameOutcome>,
    pub host: Rules<NameOutcome>,
}

/// The names that an endpoint gives to APIs which list it.
#[derive(Debug)]
pub struct Aliases {
    pub rules: Rules<NameOutcome>,
    /// What an alias stands for cannot be read off it.
    names: Index<Box<str>, RestApiId>,
}

pub fn region_names(region: &Region, apis: &[&Key]) -> RegionNames {
    let list = |dim, texts, by: &'static str| {
        let rule = Rule::new(Guard::any().with(dim, texts), outcome(by), By::Aws(by));
        RuleList::new([rule], NameOutcome::Unnamed, By::Aws("execute-api"))
    };
    let ids = || apis.iter().map(|api| api.id());
    let names = ids().map(|id| format!("{id}.execute-api.{region}.amazonaws.com"));
    RegionNames {
        header: list(
            Dim::Header(X_APIGW_API_ID.into()),
            TextSet::literals(ids()),
            X_APIGW_API_ID,
        ),
        host: list(Dim::Host, TextSet::literals(names), "Host"),
    }
}

fn outcome(by: &str) -> NameOutcome {
    match by {
        X_APIGW_API_ID => NameOutcome::Header,
        _ => NameOutcome::DefaultName,
    }
}

pub fn aliases(endpoint: &VpcEndpoint, apis: &[&RestApi]) -> Aliases {
    let names: Index<Box<str>, RestApiId> = apis
        .iter()
        .filter(|api| api.owner.region == endpoint.owner.region)
        .map(|api| (alias(api, endpoint).into(), api.id.clone()))
        .collect();
    let known = TextSet::literals(names.keys().map(|name| &**name));
    let by = By::object(format!("alias through {}", endpoint.id));
    let rule = Rule::new(Guard::any().with(Dim::Host, known), NameOutcome::Alias, by);
    Aliases {
        rules: RuleList::new([rule], NameOutcome::Unnamed, By::object(endpoint.id.text())),
        names,
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let point = request.point(cx);
    // Only the list that could know the name is asked.
    let names = |id: &str| {
        let place = (request.endpoint.region.clone(), Bucket::of(id));
        cx.plan.private.region_names.get(&place)
    };
    let named = request.head.header(X_APIGW_API_ID);
    let header = named.and_then(names).map(|names| &names.header);
    let label = request.head.host.split('.').next();
    let host = label.and_then(names).map(|names| &names.host);
    let alias = Some(&request.endpoint.aliases.rules);
    // The lists stand in this order; each names an API or leaves it to the next.
    let lists = match cx.plan.settings.api_id_header_wins {
        true => [header, host, alias],
        false => [host, alias, header],
    };
    let found = lists
        .into_iter()
        .flatten()
        .map(|list| list.eval(&point))
        .find(|decided| *decided.outcome != NameOutcome::Unnamed);
    let decided = found.unwrap_or_else(|| request.endpoint.aliases.rules.decision(None));
    let head = &request.head;
    let id = match decided.outcome {
        NameOutcome::Header => head.header(X_APIGW_API_ID).and_then(RestApiId::parse),
        NameOutcome::DefaultName => head.host.split('.').next().and_then(RestApiId::parse),
        NameOutcome::Alias => request.endpoint.aliases.names.get(&*head.host).cloned(),
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
