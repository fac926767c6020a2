//! A VPC origin, compiled.

use adit_model::index::Index;
use std::net::Ipv4Addr;

use adit_model::World;
use adit_model::id::{CertificateArn, ListenerArn, LoadBalancerArn, VpcId, VpcOriginId};
use adit_model::vpc_origin as model;

use crate::dim::Rules;
use crate::head::Scheme;
use crate::tls::{CertificateFact, Rehearse};
use crate::trace::By;
use crate::vpc_origin::certificate::{self, CertificateRules};
use crate::vpc_origin::origin_state::StateOutcome;
use crate::vpc_origin::{origin_protocol, origin_state};

#[derive(Debug)]
pub struct VpcOrigin {
    pub id: VpcOriginId,
    pub by: By,
    pub target: LoadBalancerArn,
    pub vpc: VpcId,
    /// The balancer's nodes.
    pub nodes: Vec<Ipv4Addr>,
    pub state: Rules<StateOutcome>,
    pub protocol: Rules<(Scheme, u16)>,
    /// By the target's listeners that speak TLS.
    pub certificates: Index<ListenerArn, CertificateRules>,
}

impl VpcOrigin {
    /// `None` when the balancer it leads to is gone.
    pub fn compile(
        origin: &model::VpcOrigin,
        world: &World,
        facts: &Index<CertificateArn, CertificateFact>,
        rehearse: &dyn Rehearse,
    ) -> Option<Self> {
        let balancer = world.load_balancers.get(&origin.target)?;
        let node = |zone: &adit_model::load_balancer::BalancerZone| {
            world.network_interfaces.get(&zone.interface).map(|i| i.address)
        };
        Some(Self {
            id: origin.id.clone(),
            by: By::object(origin.id.text()),
            target: origin.target.clone(),
            vpc: balancer.vpc.clone(),
            nodes: balancer.zones.iter().filter_map(node).collect(),
            state: origin_state::compile(origin),
            protocol: origin_protocol::compile(origin),
            certificates: world
                .listeners
                .iter()
                .filter(|l| l.balancer == origin.target)
                .map(|l| (l.id.clone(), certificate::compile(l, origin, facts, rehearse)))
                .collect(),
        })
    }
}
