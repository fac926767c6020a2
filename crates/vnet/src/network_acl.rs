//! Network ACLs: numbered entries, the first that matches decides, at last everything is denied (api F7).
//!
//! They are stateless, so the answer of a connection is judged too: it goes to one of the client's ephemeral ports, 1024 to
//! 65535 (api F8). Which one is the client's choice, so every one of them must pass.

use std::sync::Arc;

use adit_model::id::NetworkAclId;
use adit_model::network_acl::NetworkAcl as Model;
use adit_model::security_group::Direction;
use adit_rules::Rule;

use crate::flow::{Flow, FlowDim, FlowRules, Outcome, block, traffic};

/// The ports to which answers go (api F8).
pub const EPHEMERAL: (u16, u16) = (1024, u16::MAX);

/// One ACL.
#[derive(Clone, Debug)]
pub struct NetworkAcl {
    pub id: NetworkAclId,
    pub ingress: Side,
    pub egress: Side,
}

/// The entries of one direction.
#[derive(Clone, Debug)]
pub struct Side {
    pub rules: FlowRules,
    /// Ephemeral ports between which no entry's ports begin or end: the whole range passes if these do.
    probes: Vec<u16>,
    numbers: Vec<u16>,
}

impl NetworkAcl {
    pub(crate) fn compile(model: &Model) -> Self {
        Self {
            id: model.id.clone(),
            ingress: Side::compile(model, Direction::Ingress),
            egress: Side::compile(model, Direction::Egress),
        }
    }

    pub fn side(&self, direction: Direction) -> &Side {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }
}

impl Side {
    fn compile(model: &Model, direction: Direction) -> Self {
        let word = match direction {
            Direction::Ingress => "inbound",
            Direction::Egress => "outbound",
        };
        let entries: Vec<_> = model
            .entries
            .iter()
            .filter(|entry| entry.direction == direction)
            .collect();
        let rules = entries.iter().map(|entry| {
            let outcome = if entry.allow {
                Outcome::Allow
            } else {
                Outcome::Deny
            };
            let guard = traffic(entry.protocol, entry.ports).with(FlowDim::Peer, block(&entry.cidr));
            let by: Arc<str> = format!("{word} entry {} of {}", entry.number, model.id).into();
            Rule::new(guard, outcome, by)
        });
        let rules = FlowRules::new(
            rules,
            Outcome::Deny,
            format!("{word} entry * of {}", model.id).into(),
        );
        let edges = entries.iter().filter_map(|entry| entry.ports);
        let mut probes: Vec<u16> = edges
            .flat_map(|ports| [ports.from, ports.to.saturating_add(1)])
            .filter_map(|port| u16::try_from(port).ok())
            .filter(|port| *port > EPHEMERAL.0)
            .chain([EPHEMERAL.0])
            .collect();
        probes.sort_unstable();
        probes.dedup();
        Self {
            rules,
            probes,
            numbers: entries.iter().map(|entry| entry.number).collect(),
        }
    }

    /// Whether the first packet of a connection passes: the entry that decided, either way.
    pub(crate) fn first(&self, flow: &Flow<'_>) -> Result<&Arc<str>, Denial<'_>> {
        let decision = self.rules.eval(flow);
        match decision.outcome {
            Outcome::Allow => Ok(decision.by),
            Outcome::Deny => Err(Denial {
                by: decision.by,
                entry: decision.rule,
                port: flow.port,
            }),
        }
    }

    /// Whether answers to `flow.peer` pass, whatever its ephemeral port; `flow.port` is not looked at.
    pub(crate) fn answers(&self, flow: &Flow<'_>) -> Result<&Arc<str>, Denial<'_>> {
        let mut first = None;
        for port in &self.probes {
            let by = self.first(&Flow { port: *port, ..*flow })?;
            first = first.or(Some(by));
        }
        // There is always one probe.
        first.ok_or(Denial {
            by: self.rules.decision(None).by,
            entry: None,
            port: EPHEMERAL.0,
        })
    }

    /// A free number that comes before the entry that denied; `None` if there is none.
    pub(crate) fn number_before(&self, denial: &Denial<'_>) -> Option<u16> {
        match denial.entry {
            Some(at) => {
                let limit = self.numbers.get(at)?;
                (1..*limit).rev().find(|n| !self.numbers.contains(n))
            }
            None => {
                let last = self.numbers.last().copied().unwrap_or(0);
                let round = (last / 100 + 1) * 100;
                (round..=32_766).chain(last + 1..round).find(|n| *n <= 32_766)
            }
        }
    }
}

/// The entry that denied, and the destination port that it denied.
#[derive(Debug)]
pub(crate) struct Denial<'a> {
    pub(crate) by: &'a Arc<str>,
    entry: Option<usize>,
    pub(crate) port: u16,
}
