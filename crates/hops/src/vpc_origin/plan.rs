//! A VPC origin, compiled.

use adit_model::index::Index;
use std::net::Ipv4Addr;

use adit_model::Relation;
use adit_model::id::{CertificateArn, ListenerArn, LoadBalancerArn, VpcId, VpcOriginId};
use adit_model::listener::Listener;
use adit_model::load_balancer::LoadBalancer;
use adit_model::network_interface::NetworkInterface;
use adit_model::shards::Shards;
use adit_model::vpc_origin as model;

use crate::compile::{Part, Reader};
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
        reader: &Reader<'_>,
        facts: &Shards<CertificateArn, CertificateFact>,
        rehearse: &dyn Rehearse,
    ) -> Option<Self> {
        let balancer = reader.get::<LoadBalancer>(&origin.target)?;
        let node = |zone: &adit_model::load_balancer::BalancerZone| {
            reader.get::<NetworkInterface>(&zone.interface).map(|i| i.address)
        };
        Some(Self {
            id: origin.id.clone(),
            by: By::object(origin.id.text()),
            target: origin.target.clone(),
            vpc: balancer.vpc.clone(),
            nodes: balancer.zones.iter().filter_map(node).collect(),
            state: origin_state::compile(origin),
            protocol: origin_protocol::compile(origin),
            certificates: reader
                .related::<Listener>(Relation::ListenersOf(origin.target.clone()))
                .into_iter()
                .map(|listener| {
                    for arn in &listener.certificates {
                        reader.result(Part::Certificate(arn.clone()));
                    }
                    let judged = certificate::compile(listener, origin, facts, rehearse);
                    (listener.id.clone(), judged)
                })
                .collect(),
        })
    }
}
