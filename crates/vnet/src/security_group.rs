//! Security groups: allow rules only, their union over an interface's groups decides, and they are stateful: only the
//! opening direction is asked (api F1).
//!
//! A reference to a group admits the private addresses of the interfaces that carry it (api F2), and a peer that carries it
//! without an interface of the World (`FlowDim::PeerGroup`). So CloudFront's service group admits VPC origins although
//! their packets come from an address of the edge (api A47b), and nobody else who has such an address.

use std::net::IpAddr;
use std::sync::Arc;

use adit_model::Relation;
use adit_model::id::SecurityGroupId;
use adit_model::network_interface::NetworkInterface;
use adit_model::security_group::{Direction, RulePeer, SecurityGroup as Model, SecurityGroupRule};
use adit_rules::{AddrSet, Rule, TextSet};

use crate::compile::Reader;
use crate::flow::{Flow, FlowDim, FlowRules, Outcome, block, blocks, traffic};
use crate::prefix_list;

/// One group: what it lets in and what it lets out.
#[derive(Clone, Debug)]
pub struct SecurityGroup {
    pub id: SecurityGroupId,
    pub ingress: FlowRules,
    pub egress: FlowRules,
}

impl SecurityGroup {
    pub(crate) fn compile(model: &Model, reader: &Reader<'_>) -> Self {
        Self {
            id: model.id.clone(),
            ingress: side(model, Direction::Ingress, reader),
            egress: side(model, Direction::Egress, reader),
        }
    }

    pub fn side(&self, direction: Direction) -> &FlowRules {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The rule that admits the flow.
    pub(crate) fn admits(&self, direction: Direction, flow: &Flow<'_>) -> Option<&Arc<str>> {
        let decision = self.side(direction).eval(flow);
        (*decision.outcome == Outcome::Allow).then_some(decision.by)
    }
}

fn side(model: &Model, direction: Direction, reader: &Reader<'_>) -> FlowRules {
    let rules = model
        .rules
        .iter()
        .filter(|rule| rule.direction == direction)
        .flat_map(|rule| compile_rule(model, rule, reader));
    FlowRules::new(rules, Outcome::Deny, model.id.text())
}

fn compile_rule(
    model: &Model,
    rule: &SecurityGroupRule,
    reader: &Reader<'_>,
) -> Vec<Rule<FlowDim, Outcome, Arc<str>>> {
    let by: Arc<str> = format!("{} of {}", rule.id, model.id).into();
    let traffic = traffic(rule.protocol, rule.ports);
    let allow = |guard| Rule::new(guard, Outcome::Allow, by.clone());
    match &rule.peer {
        RulePeer::Cidr(net) => vec![allow(traffic.with(FlowDim::Peer, block(net)))],
        RulePeer::PrefixList(list) => {
            let entries = prefix_list::entries(list, &model.owner.region);
            vec![allow(traffic.with(FlowDim::Peer, blocks(&entries)))]
        }
        RulePeer::Group { id, .. } => {
            let carriers = reader.related::<NetworkInterface>(Relation::CarriersOf(id.clone()));
            let addresses = carriers.iter().map(|carrier| (IpAddr::V4(carrier.address), 32));
            let addresses = AddrSet::from_prefixes(addresses);
            vec![
                allow(traffic.clone().with(FlowDim::Peer, addresses)),
                allow(traffic.with(FlowDim::PeerGroup, TextSet::literals([id.as_str()]))),
            ]
        }
    }
}
