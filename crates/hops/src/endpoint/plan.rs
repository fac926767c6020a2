//! Endpoints compiled, by the interface on which each is reached.

use adit_model::index::Index;
use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::World;
use adit_model::account::Region;
use adit_model::id::{NetworkInterfaceId, VpcEndpointId, VpcId};
use adit_model::rest_api::RestApi;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};

use crate::dim::Rules;
use crate::endpoint::api_name::{self, Names};
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
    pub names: Names,
    pub policy: EndpointPolicy,
    /// What the backend sees of the endpoint.
    pub headers: Arc<[HeaderOp]>,
}

/// Only endpoints that are available answer.
pub fn compile(world: &World) -> Index<NetworkInterfaceId, Arc<Endpoint>> {
    let mut apis: BTreeMap<&Region, Vec<&RestApi>> = BTreeMap::new();
    for api in world.rest_apis.iter() {
        apis.entry(&api.owner.region).or_default().push(api);
    }
    let mut endpoints = Index::default();
    for endpoint in world
        .vpc_endpoints
        .iter()
        .filter(|endpoint| endpoint.state == EndpointState::Available)
    {
        let local = apis
            .get(&endpoint.owner.region)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let compiled = Arc::new(Endpoint::compile(endpoint, local));
        endpoints.extend(
            endpoint
                .interfaces
                .iter()
                .map(|interface| (interface.clone(), compiled.clone())),
        );
    }
    endpoints
}

impl Endpoint {
    /// `apis` are those of the endpoint's region, of every account (api A21).
    fn compile(endpoint: &VpcEndpoint, apis: &[&RestApi]) -> Self {
        Self {
            id: endpoint.id.clone(),
            vpc: endpoint.vpc.clone(),
            region: endpoint.owner.region.clone(),
            port: endpoint_port::compile(endpoint),
            names: api_name::compile(endpoint, apis),
            policy: endpoint_policy::compile(endpoint),
            headers: header::compile(endpoint).into(),
        }
    }
}
