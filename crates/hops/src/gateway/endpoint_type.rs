//! Whether the API is served on the side from which the request came (api A19, A.4 row 3).
//!
//! A private API answers through endpoints only, an edge-optimised or regional one never through an endpoint.

use adit_model::rest_api::{EndpointType, RestApi};
use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, Rules};
use crate::gateway::{Request, Taken, answer};
use crate::step::{Cx, Via};
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeOutcome {
    Served,
    /// A public request for a private API.
    PublicArrival,
    /// Through an endpoint to a public API.
    PrivateArrival,
}

pub fn compile(api: &RestApi) -> Rules<TypeOutcome> {
    let by = By::object(format!(
        "endpoint type {} of {}",
        api.endpoint_type.name(),
        api.id
    ));
    let (via, outcome) = match api.endpoint_type {
        EndpointType::Private => ("public", TypeOutcome::PublicArrival),
        EndpointType::Edge | EndpointType::Regional => ("private", TypeOutcome::PrivateArrival),
    };
    let refused = Rule::new(
        Guard::any().with(Dim::Via, TextSet::literals([via])),
        outcome,
        by.clone(),
    );
    RuleList::new([refused], TypeOutcome::Served, by)
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let api = &request.api;
    let decided = api.types.eval(&request.point(cx));
    let (reason, cause, cure) = match decided.outcome {
        TypeOutcome::Served => {
            cx.trail.allow(Decision::EndpointType, decided.by);
            return Taken::Passed;
        }
        TypeOutcome::PublicArrival => {
            let cause = format!(
                "{} is private: it has no public endpoint and answers through VPC endpoints only",
                api.id
            );
            ("PRIVATE_API", cause, None)
        }
        TypeOutcome::PrivateArrival => {
            let through = match &request.via {
                Via::Private { endpoint, .. } => endpoint.as_str(),
                Via::Public { .. } => "the internet",
            };
            let kind = api.endpoint_type.name();
            let cause = format!("{} is {kind}: it does not answer through {through}", api.id);
            let cure = format!(
                "aws apigateway update-rest-api --rest-api-id {} --patch-operations \
                 op=replace,path=/endpointConfiguration/types/{kind},value=PRIVATE --region {}",
                api.id, api.owner.region
            );
            ("PUBLIC_API", cause, Some(cure))
        }
    };
    cx.trail
        .refuse(Decision::EndpointType, reason, decided.by.clone(), cause, cure);
    Taken::Answered(answer::forbidden())
}
