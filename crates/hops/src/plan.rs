//! The Plan: the World compiled for the data plane. Immutable, indexed by id, swapped atomically.
//!
//! Two slices compile apart, since later they live on different machines: `edge` (public names, distributions) and
//! `private` (everything in VPCs, and API Gateway). They refer to each other by id only.

use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::id::{
    CertificateArn, DistributionId, LoadBalancerArn, NetworkInterfaceId, RestApiId, VpcId, VpcOriginId,
};
use adit_model::relation::Bucket;
use adit_model::shards::Shards;
use adit_model::{Region, Rev, World};
use adit_vnet::Net;

use crate::compile::Compiler;
use crate::endpoint::api_name::RegionNames;
use crate::front::Names;
use crate::tls::{CertificateFact, Rehearse};
use crate::{balancer, edge, endpoint, gateway, vpc_origin};

#[derive(Clone)]
pub struct Plan {
    pub rev: Rev,
    pub settings: Settings,
    pub edge: Arc<EdgeSlice>,
    pub private: Arc<PrivateSlice>,
}

/// What the operator chose where AWS is fixed or unknown.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Divides the waits for packets that are dropped, and health checks' intervals; 1 waits as AWS does. Real servers
    /// get AWS's patience in any case.
    pub haste: u32,
    /// Whether x-apigw-api-id wins over a Host that names another API (api A16, not established).
    pub api_id_header_wins: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            haste: 1,
            api_id_header_wins: true,
        }
    }
}

#[derive(Clone)]
pub struct EdgeSlice {
    pub names: Names,
    pub distributions: Shards<DistributionId, Arc<edge::plan::Distribution>>,
}

#[derive(Clone, Default)]
pub struct PrivateSlice {
    pub net: Net,
    pub vpc_origins: Shards<VpcOriginId, Arc<vpc_origin::plan::VpcOrigin>>,
    pub balancers: Shards<LoadBalancerArn, Arc<balancer::plan::Balancer>>,
    /// By the interface on which the endpoint is reached.
    pub endpoints: Shards<NetworkInterfaceId, Arc<endpoint::plan::Endpoint>>,
    /// Of the endpoints in each VPC.
    pub endpoint_addresses: Shards<VpcId, Arc<[Ipv4Addr]>>,
    pub apis: Shards<RestApiId, Arc<gateway::plan::Api>>,
    pub region_names: Shards<(Region, Bucket), Arc<RegionNames>>,
    pub certificates: Shards<CertificateArn, CertificateFact>,
}

impl Plan {
    /// The whole of a World at once; [`Compiler`] follows its changes.
    pub fn compile(world: &World, settings: Settings, rehearse: &dyn Rehearse) -> Self {
        Compiler::new(world, settings, rehearse).plan().clone()
    }

    /// Of the execute-api endpoints in a VPC.
    pub fn endpoint_addresses(&self, vpc: &VpcId) -> Option<&[Ipv4Addr]> {
        self.private
            .endpoint_addresses
            .get(vpc)
            .map(|addresses| &**addresses)
    }
}

impl EdgeSlice {
    pub(crate) fn new() -> Self {
        Self {
            names: Names::new(),
            distributions: Shards::default(),
        }
    }
}
