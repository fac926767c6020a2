//! A REST API compiled: its type, its stages with what is deployed to them, its names in policies and trails.

use std::sync::Arc;

use adit_model::account::Owner;
use adit_model::id::RestApiId;
use adit_model::rest_api::{EndpointType, RestApi};

use crate::compile::Reader;
use crate::dim::Rules;
use crate::endpoint::api_name::NameOutcome;
use crate::gateway::endpoint_type::{self, TypeOutcome};
use crate::gateway::request_size::{self, SizeOutcome};
use crate::gateway::stage::{self, Stage, StageOutcome};
use crate::header_op::{Fill, HeaderOp};
use crate::trace::By;

#[derive(Debug)]
pub struct Api {
    pub id: RestApiId,
    pub owner: Owner,
    pub endpoint_type: EndpointType,
    /// What the ARNs of its methods begin with, up to the slash before the stage.
    pub arn: Arc<str>,
    /// The same with all but four digits of the account hidden (api A27).
    masked: Arc<str>,
    pub types: Rules<TypeOutcome>,
    pub sizes: Rules<SizeOutcome>,
    pub stage_rules: Rules<StageOutcome>,
    pub stages: Vec<Arc<Stage>>,
    /// What a public endpoint adds to a request for the backend.
    pub public_headers: Vec<HeaderOp>,
    named: [By; 3],
}

impl Api {
    pub fn compile(api: &RestApi, reader: &Reader<'_>) -> Self {
        let (stage_rules, stages) = stage::compile(api, reader);
        let account = api.owner.account.as_str();
        let digits = account.get(account.len().saturating_sub(4)..).unwrap_or_default();
        let arn =
            |account: &str| format!("arn:aws:execute-api:{}:{account}:{}/", api.owner.region, api.id).into();
        let named = |how: &str| By::object(format!("{} by {how}", api.id));
        Self {
            id: api.id.clone(),
            owner: api.owner.clone(),
            endpoint_type: api.endpoint_type,
            arn: arn(account),
            masked: arn(&format!("********{digits}")),
            types: endpoint_type::compile(api),
            sizes: request_size::compile(),
            stage_rules,
            stages,
            public_headers: public_headers(),
            named: [named("x-apigw-api-id"), named("Host"), named("its alias as Host")],
        }
    }

    /// A method's ARN as the client of a denial sees it.
    pub fn masked(&self, resource: &str) -> String {
        format!(
            "{}{}",
            self.masked,
            resource.strip_prefix(&*self.arn).unwrap_or_default()
        )
    }

    /// The API, and where its name stood.
    pub fn named_by(&self, how: NameOutcome) -> By {
        let [header, host, alias] = &self.named;
        match how {
            NameOutcome::Header => header.clone(),
            NameOutcome::DefaultName | NameOutcome::Unnamed => host.clone(),
            NameOutcome::Alias => alias.clone(),
        }
    }
}

fn public_headers() -> Vec<HeaderOp> {
    let name = http::HeaderName::from_static;
    let set = |key, value| Fill::text(value).map(|fill| HeaderOp::Set(name(key), fill));
    [set("x-forwarded-proto", "https"), set("x-forwarded-port", "443")]
        .into_iter()
        .flatten()
        .chain([HeaderOp::Append(name("x-forwarded-for"), Fill::Peer)])
        .collect()
}
