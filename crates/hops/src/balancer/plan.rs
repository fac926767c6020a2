//! A balancer compiled: its nodes, listeners with their rules and certificates, and the groups that they forward to.

use adit_model::index::Index;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use adit_model::Relation;
use adit_model::id::{
    CertificateArn, ListenerArn, LoadBalancerArn, NetworkInterfaceId, TargetGroupArn, VpcId,
};
use adit_model::listener::{Action, Listener as Model, ListenerProtocol};
use adit_model::listener_rule::ListenerRule;
use adit_model::load_balancer::{LoadBalancer, Scheme};
use adit_model::network_interface::NetworkInterface;
use adit_model::shards::Shards;
use adit_model::target_group::TargetGroup;

use crate::balancer::draw;
use crate::balancer::forwarded_for::{self, ForwardedForOutcome};
use crate::balancer::forwarding::Forwarding;
use crate::balancer::group::Group;
use crate::balancer::listener_rule::{self, Act};
use crate::balancer::request_syntax::{self, SyntaxOutcome};
use crate::balancer::response_size::{self, ResponseOutcome};
use crate::compile::{Part, Reader};
use crate::dim::Rules;
use crate::tls::CertificateFact;
use crate::trace::By;

#[derive(Debug)]
pub struct Balancer {
    pub id: LoadBalancerArn,
    pub name: Arc<str>,
    pub scheme: Scheme,
    pub vpc: VpcId,
    pub nodes: Vec<Node>,
    pub syntax: Rules<SyntaxOutcome>,
    pub forwarded_for: Rules<ForwardedForOutcome>,
    pub response_size: Rules<ResponseOutcome>,
    /// By port.
    listeners: Vec<Listener>,
    groups: Index<TargetGroupArn, Arc<Group>>,
}

/// A balancer's interface in one subnet.
#[derive(Clone, Debug)]
pub struct Node {
    pub interface: NetworkInterfaceId,
    pub address: Ipv4Addr,
    /// Of internet-facing balancers.
    pub public_address: Option<Ipv4Addr>,
}

impl Node {
    pub fn ip(&self) -> IpAddr {
        IpAddr::V4(self.address)
    }
}

#[derive(Debug)]
pub struct Listener {
    pub id: ListenerArn,
    pub by: By,
    pub port: u16,
    pub protocol: ListenerProtocol,
    /// HTTPS only.
    pub ssl_policy: Option<Arc<str>>,
    /// The default one first (api E13).
    pub certificates: Vec<(CertificateArn, CertificateFact)>,
    pub rules: Rules<Act>,
    pub forwarding: Forwarding,
}

impl Balancer {
    pub fn compile(
        balancer: &LoadBalancer,
        reader: &Reader<'_>,
        certificates: &Shards<CertificateArn, CertificateFact>,
    ) -> Self {
        let listeners = reader.related::<Model>(Relation::ListenersOf(balancer.id.clone()));
        let mut rules: BTreeMap<&ListenerArn, Vec<&ListenerRule>> = listeners
            .iter()
            .map(|listener| {
                (
                    &listener.id,
                    reader.related(Relation::RulesOf(listener.id.clone())),
                )
            })
            .collect();
        for arn in listeners.iter().flat_map(|listener| &listener.certificates) {
            reader.result(Part::Certificate(arn.clone()));
        }
        let actions = listeners.iter().flat_map(|listener| &listener.default_actions);
        let actions = actions.chain(rules.values().flatten().flat_map(|rule| &rule.actions));
        let groups = groups(actions, reader);
        let mut compiled: Vec<Listener> = listeners
            .iter()
            .map(|listener| {
                let rules = rules.remove(&listener.id).unwrap_or_default();
                Listener::compile(listener, &rules, balancer, &groups, certificates)
            })
            .collect();
        compiled.sort_by_key(|listener| listener.port);
        Self {
            id: balancer.id.clone(),
            name: balancer.name.as_str().into(),
            scheme: balancer.scheme,
            vpc: balancer.vpc.clone(),
            nodes: nodes(balancer, reader),
            syntax: request_syntax::compile(balancer),
            forwarded_for: forwarded_for::compile(),
            response_size: response_size::compile(),
            listeners: compiled,
            groups,
        }
    }

    pub fn listener(&self, port: u16) -> Option<&Listener> {
        let at = self
            .listeners
            .binary_search_by_key(&port, |listener| listener.port)
            .ok()?;
        self.listeners.get(at)
    }

    /// In order of their ports.
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }

    /// The public address of one of the nodes; internal balancers have none.
    pub fn public_node(&self, number: u64) -> Option<Ipv4Addr> {
        let public = || self.nodes.iter().filter_map(|node| node.public_address);
        public().nth(draw::pick(number, 0, public().count())?)
    }

    pub fn group(&self, id: &TargetGroupArn) -> Option<&Arc<Group>> {
        self.groups.get(id)
    }

    /// The groups that a rule or a default action forwards to; the others are not checked for health (api E34).
    pub fn groups(&self) -> impl Iterator<Item = &Arc<Group>> {
        self.groups.values()
    }
}

impl Listener {
    fn compile(
        listener: &Model,
        rules: &[&ListenerRule],
        balancer: &LoadBalancer,
        groups: &Index<TargetGroupArn, Arc<Group>>,
        certificates: &Shards<CertificateArn, CertificateFact>,
    ) -> Self {
        let known = |id: &CertificateArn| Some((id.clone(), certificates.get(id)?.clone()));
        Self {
            id: listener.id.clone(),
            by: By::object(listener.id.text()),
            port: listener.port,
            protocol: listener.protocol,
            ssl_policy: listener.ssl_policy.as_deref().map(Into::into),
            certificates: listener.certificates.iter().filter_map(known).collect(),
            rules: listener_rule::compile(listener, rules, groups),
            forwarding: Forwarding::compile(listener, balancer),
        }
    }

    /// The certificate that the handshake presents (api E13): the one that names `sni`, before one whose wildcard
    /// covers it, before the default. A handshake does not fail for its name.
    pub fn certificate_for(&self, sni: Option<&str>) -> Option<&CertificateArn> {
        let find = |matches: fn(&str, &str) -> bool| {
            let sni = sni?;
            self.certificates
                .iter()
                .find(|(_, fact)| fact.names.iter().any(|name| matches(name, sni)))
        };
        let exact = find(str::eq_ignore_ascii_case);
        exact
            .or_else(|| find(wildcard))
            .or_else(|| self.certificates.first())
            .map(|(arn, _)| arn)
    }
}

/// `*.example.com` covers one label, not several.
fn wildcard(name: &str, sni: &str) -> bool {
    let parent = name.strip_prefix("*.");
    parent.is_some_and(|parent| {
        sni.split_once('.')
            .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
    })
}

fn nodes(balancer: &LoadBalancer, reader: &Reader<'_>) -> Vec<Node> {
    let node = |id: &NetworkInterfaceId| {
        let interface = reader.get::<NetworkInterface>(id)?;
        Some(Node {
            interface: id.clone(),
            address: interface.address,
            public_address: interface.public_address,
        })
    };
    balancer
        .zones
        .iter()
        .filter_map(|zone| node(&zone.interface))
        .collect()
}

fn groups<'a>(
    actions: impl Iterator<Item = &'a Action>,
    reader: &Reader<'_>,
) -> Index<TargetGroupArn, Arc<Group>> {
    let mut groups = Index::default();
    for action in actions {
        let Action::Forward { groups: weighted, .. } = action else {
            continue;
        };
        for weighted in weighted {
            if let Some(group) = reader.get::<TargetGroup>(&weighted.group) {
                groups
                    .entry(weighted.group.clone())
                    .or_insert_with(|| Arc::new(Group::compile(group)));
            }
        }
    }
    groups
}
