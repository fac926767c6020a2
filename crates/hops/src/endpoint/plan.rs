//! Endpoints compiled, by the interface on which each is reached.

use std::sync::Arc;

use adit_model::Relation;
use adit_model::account::Region;
use adit_model::id::{VpcEndpointId, VpcId};
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};

use crate::compile::Reader;
use crate::dim::Rules;
use crate::endpoint::api_name::{self, Aliases};
use crate::endpoint::endpoint_policy::{self, EndpointPolicy};
use crate::endpoint::endpoint_port::{self, PortOutcome};
use crate::endpoint::header;
use crate::header_op::HeaderOp;

#[derive(Debug)]
pub struct Endpoint {
    pub id: VpcEndpointId,
    pub vpc: VpcId,
    pub region: Region,
    pub port: Rules<PortOutcome>,
    pub aliases: Aliases,
    pub policy: EndpointPolicy,
    /// What the backend sees of the endpoint.
    pub headers: Arc<[HeaderOp]>,
}

impl Endpoint {
    /// `None` unless it is available: no other endpoint answers.
    pub fn compile(endpoint: &VpcEndpoint, reader: &Reader<'_>) -> Option<Self> {
        if endpoint.state != EndpointState::Available || !endpoint.fronts_execute_api() {
            return None;
        }
        Some(Self {
            id: endpoint.id.clone(),
            vpc: endpoint.vpc.clone(),
            region: endpoint.owner.region.clone(),
            port: endpoint_port::compile(endpoint),
            aliases: api_name::aliases(endpoint, &reader.related(Relation::ApisOf(endpoint.id.clone()))),
            policy: endpoint_policy::compile(endpoint),
            headers: header::compile(endpoint).into(),
        })
    }
}
