//! Where listeners are kept: those that traffic reaches beside those that are only described, which no hop may see
//! (Network Load Balancers', and those that verify client certificates). Callers see one kind.

use adit_model::id::{ListenerArn, LoadBalancerArn};
use adit_model::listener::{Listener, MutualAuthentication, TransportProtocol, UnservedListener};
use adit_model::listener_rule::ListenerRule;
use adit_model::relation::Relation;
use adit_wire::{ApiError, errors};

use crate::cx::Cx;
use crate::elbv2::arn::ArnKind;
use crate::elbv2::protocol::Protocol;

#[derive(Clone, Debug)]
pub struct StoredListener {
    pub listener: Listener,
    /// Of a Network Load Balancer's.
    pub transport: Option<TransportProtocol>,
    pub alpn: Option<String>,
}

impl StoredListener {
    pub fn protocol(&self) -> Protocol {
        match self.transport {
            Some(transport) => Protocol::Network(transport),
            None => Protocol::Application(self.listener.protocol),
        }
    }

    /// Files the listener where it belongs, and takes it out of where it was.
    pub fn put(self, cx: &mut Cx<'_>) {
        let verifies = matches!(self.listener.mutual, Some(MutualAuthentication::Verify { .. }));
        let id = self.listener.id.clone();
        if self.transport.is_none() && !verifies {
            if cx.table::<UnservedListener>().contains(&id) {
                cx.delete::<UnservedListener>(&id);
            }
            cx.put(self.listener);
            return;
        }
        if cx.table::<Listener>().contains(&id) {
            cx.delete::<Listener>(&id);
        }
        cx.put(UnservedListener {
            id,
            listener: self.listener,
            transport: self.transport,
            alpn: self.alpn,
        });
    }

    /// Takes its rules along.
    pub fn delete(self, cx: &mut Cx<'_>) {
        let id = self.listener.id;
        let rules: Vec<_> = rules(cx, &id).map(|rule| rule.id.clone()).collect();
        for rule in &rules {
            cx.delete::<ListenerRule>(rule);
        }
        match cx.table::<Listener>().contains(&id) {
            true => cx.delete::<Listener>(&id),
            false => cx.delete::<UnservedListener>(&id),
        }
    }
}

/// The caller's listener with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<StoredListener, ApiError> {
    let id = ArnKind::Listener.read(text, ListenerArn::parse)?;
    let found = get(cx, &id).filter(|stored| cx.owns(&stored.listener.owner));
    found.ok_or_else(errors::elbv2::listeners_not_found)
}

pub fn get(cx: &Cx<'_>, id: &ListenerArn) -> Option<StoredListener> {
    if let Some(listener) = cx.get::<Listener>(id) {
        return Some(served(&listener));
    }
    cx.table::<UnservedListener>().get(id).map(|one| unserved(one))
}

/// In no order.
pub fn of_balancer(cx: &Cx<'_>, id: &LoadBalancerArn) -> Vec<StoredListener> {
    let relation = Relation::ListenersOf(id.clone());
    let open = cx.world().related::<Listener>(&relation);
    let shut = cx.world().related::<UnservedListener>(&relation);
    open.map(|listener| served(listener))
        .chain(shut.map(|one| unserved(one)))
        .collect()
}

/// Every listener's settings, of whichever kind.
pub fn all<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c Listener> {
    let shut = cx.table::<UnservedListener>().iter().map(|one| &one.listener);
    cx.table::<Listener>().iter().map(AsRef::as_ref).chain(shut)
}

/// The rules of a listener, the default one not among them.
pub fn rules<'c>(cx: &'c Cx<'_>, id: &ListenerArn) -> impl Iterator<Item = &'c ListenerRule> {
    let relation = Relation::RulesOf(id.clone());
    let ids: Vec<_> = cx.world().related::<ListenerRule>(&relation).collect();
    ids.into_iter().map(AsRef::as_ref)
}

fn served(listener: &Listener) -> StoredListener {
    StoredListener {
        listener: listener.clone(),
        transport: None,
        alpn: None,
    }
}

fn unserved(one: &UnservedListener) -> StoredListener {
    StoredListener {
        listener: one.listener.clone(),
        transport: one.transport,
        alpn: one.alpn.clone(),
    }
}
