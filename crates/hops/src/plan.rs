//! The Plan: the World compiled for the data plane. Immutable, indexed by id, swapped atomically.
//!
//! Two slices compile apart, since later they live on different machines: `edge` (public names, distributions) and
//! `private` (everything in VPCs, and API Gateway). They refer to each other by id only.

use adit_model::index::Index;
use std::sync::Arc;

use adit_model::id::{
    CertificateArn, DistributionId, LoadBalancerArn, NetworkInterfaceId, RestApiId, VpcOriginId,
};
use adit_model::{Rev, World};
use adit_vnet::Net;

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

pub struct EdgeSlice {
    pub names: Names,
    pub distributions: Index<DistributionId, Arc<edge::plan::Distribution>>,
}

pub struct PrivateSlice {
    pub net: Net,
    pub vpc_origins: Index<VpcOriginId, Arc<vpc_origin::plan::VpcOrigin>>,
    pub balancers: Index<LoadBalancerArn, Arc<balancer::plan::Balancer>>,
    /// By the interface on which the endpoint is reached.
    pub endpoints: Index<NetworkInterfaceId, Arc<endpoint::plan::Endpoint>>,
    pub apis: Index<RestApiId, Arc<gateway::plan::Api>>,
    pub certificates: Index<CertificateArn, CertificateFact>,
}

impl Plan {
    /// Compiles `world`. Parts whose resources did not change since `previous` could be taken over from it.
    pub fn compile(world: &World, settings: Settings, rehearse: &dyn Rehearse) -> Self {
        let certificates: Index<_, _> = world
            .certificates
            .iter()
            .map(|c| (c.id.clone(), rehearse.certificate(c)))
            .collect();
        let private = PrivateSlice {
            net: Net::compile(world),
            vpc_origins: world
                .vpc_origins
                .iter()
                .filter_map(|o| {
                    Some((
                        o.id.clone(),
                        Arc::new(vpc_origin::plan::VpcOrigin::compile(
                            o,
                            world,
                            &certificates,
                            rehearse,
                        )?),
                    ))
                })
                .collect(),
            balancers: world
                .load_balancers
                .iter()
                .map(|b| {
                    (
                        b.id.clone(),
                        Arc::new(balancer::plan::Balancer::compile(b, world, &certificates)),
                    )
                })
                .collect(),
            endpoints: endpoint::plan::compile(world),
            apis: world
                .rest_apis
                .iter()
                .map(|a| (a.id.clone(), Arc::new(gateway::plan::Api::compile(a, world))))
                .collect(),
            certificates,
        };
        let edge = EdgeSlice {
            names: Names::compile(world),
            distributions: world
                .distributions
                .iter()
                .map(|d| {
                    (
                        d.id.clone(),
                        Arc::new(edge::plan::Distribution::compile(d, world)),
                    )
                })
                .collect(),
        };
        Self {
            rev: world.rev,
            settings,
            edge: Arc::new(edge),
            private: Arc::new(private),
        }
    }
}
