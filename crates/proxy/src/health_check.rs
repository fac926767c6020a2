//! Checks targets as a balancer does (api E28-E34): a GET without Host of ours from each of its nodes, across the
//! network's verdict and into the endpoint's front door.
//!
//! Only groups that a listener forwards to are checked (api E34). A target passes when it answers every node with a
//! status that the matcher lists; the first node that fails decides (our choice: AWS's nodes keep their own view).
//! What is no endpoint's interface is silent. `haste` divides the interval; a new target is checked at once.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use adit_hops::balancer::group::{Group, Target};
use adit_hops::balancer::plan::{Balancer, Node};
use adit_hops::head::{BodyLength, Head};
use adit_hops::step::{Ask, Cx};
use adit_hops::{Act, Arrival, Facts, Journey, Plan, Scheme, Trail};
use adit_model::id::TargetGroupArn;
use adit_model::listener::ListenerProtocol;
use adit_vnet::{Destination, Source};
use http::header::{ACCEPT_ENCODING, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Version};
use tokio::time::{Instant, sleep};

use crate::health::{GroupHealth, Outcome, Snapshot, TargetHealth, loads};
use crate::worker::Worker;

/// How often the Plan and what is due are looked at.
const TICK: Duration = Duration::from_millis(100);

/// Checks made in one tick, so that traffic on the same thread does not wait for them.
const AT_ONCE: usize = 128;

type TargetKey = (TargetGroupArn, IpAddr, u16);

pub(crate) async fn run(worker: Arc<Worker>) {
    let mut checker = Checker::default();
    loop {
        let plan = worker.shared.plan.load_full();
        let seen = Arc::as_ptr(&plan) as usize;
        if checker.round(&worker, &plan, Instant::now()) || checker.plan != seen {
            checker.plan = seen;
            worker.shared.health.publish(checker.snapshot(&plan));
        }
        sleep(TICK).await;
    }
}

#[derive(Default)]
struct Checker {
    targets: HashMap<TargetKey, Checked>,
    plan: usize,
}

struct Checked {
    health: TargetHealth,
    due: Instant,
}

impl Checker {
    /// Checks what is due; whether any target's health is other than before.
    fn round(&mut self, worker: &Worker, plan: &Plan, now: Instant) -> bool {
        let mut changed = false;
        let mut left = AT_ONCE;
        let mut present = HashSet::new();
        for (balancer, group) in groups(plan) {
            let check = &group.health_check;
            let interval =
                Duration::from_secs(u64::from(check.interval_seconds)) / plan.settings.haste.max(1);
            for target in group.targets.iter().filter(|target| !target.draining) {
                let key = (group.id.clone(), target.address, target.port);
                let first = || Checked {
                    health: TargetHealth::default(),
                    due: now,
                };
                let checked = self.targets.entry(key.clone()).or_insert_with(first);
                present.insert(key);
                if checked.due > now || left == 0 {
                    continue;
                }
                left -= 1;
                worker.counters.health_checks.add();
                let outcome = outcome(worker, plan, balancer, group, target);
                let health = checked.health.step(outcome, check);
                changed |= health.health != checked.health.health || health.failure != checked.health.failure;
                checked.health = health;
                checked.due = now + interval;
            }
        }
        let before = self.targets.len();
        self.targets.retain(|key, _| present.contains(key));
        changed || before != self.targets.len()
    }

    fn snapshot(&self, plan: &Plan) -> Snapshot {
        let mut snapshot = Snapshot {
            rev: plan.rev,
            groups: HashMap::new(),
        };
        for (_, group) in groups(plan) {
            let mut known = GroupHealth::default();
            for target in &group.targets {
                let key = (group.id.clone(), target.address, target.port);
                if let Some(checked) = self.targets.get(&key) {
                    known
                        .targets
                        .insert((target.address, target.port), checked.health);
                }
            }
            known.loads = loads(group, Some(&known));
            snapshot.groups.insert(group.id.clone(), known);
        }
        snapshot
    }
}

fn groups(plan: &Plan) -> impl Iterator<Item = (&Balancer, &Group)> {
    plan.private
        .balancers
        .values()
        .flat_map(|balancer| balancer.groups().map(move |group| (&**balancer, &**group)))
}

fn outcome(worker: &Worker, plan: &Plan, balancer: &Balancer, group: &Group, target: &Target) -> Outcome {
    let check = |node: &Node| one(worker, plan, node, group, target);
    let failed = |outcome: &Outcome| *outcome != Outcome::Passed;
    balancer
        .nodes
        .iter()
        .map(check)
        .find(failed)
        .unwrap_or(match balancer.nodes.is_empty() {
            true => Outcome::TimedOut,
            false => Outcome::Passed,
        })
}

/// One check, from one node.
fn one(worker: &Worker, plan: &Plan, node: &Node, group: &Group, target: &Target) -> Outcome {
    let IpAddr::V4(address) = target.address else {
        return Outcome::TimedOut;
    };
    let check = &group.health_check;
    let port = check.port.unwrap_or(target.port);
    let net = &plan.private.net;
    let to = Destination::private(group.vpc.clone(), address);
    let Ok(permit) = net.admit(&Source::Interface(node.interface.clone()), &to, port) else {
        return Outcome::TimedOut;
    };
    let Some(interface) = net.interface_at(&group.vpc, address) else {
        return Outcome::TimedOut;
    };
    let interface = interface.model.id.clone();
    if !plan.private.endpoints.contains_key(&interface) {
        return Outcome::TimedOut;
    }
    let Some(head) = head(group, target.address, port) else {
        return Outcome::Failed;
    };
    let facts = Facts {
        now: worker.shared.clock.now(),
        viewer: SocketAddr::new(node.ip(), 0),
        country: None,
        draw: fastrand::u64(..),
        tls: None,
    };
    let mut trail = Trail::new(None);
    let mut cx = Cx {
        plan,
        facts: &facts,
        trail: &mut trail,
    };
    let arrival = Arrival::Endpoint {
        interface,
        port,
        source: node.ip(),
        permit,
    };
    match Journey::begin(&mut cx, arrival, head).1 {
        Act::Answer(head, _) if check.accepts(head.status.as_u16()) => Outcome::Passed,
        Act::Answer(head, _) => Outcome::Mismatch(head.status.as_u16()),
        Act::Ask(Ask::Silence(_)) => Outcome::TimedOut,
        // The front door answers a check by itself: it names no API.
        Act::Ask(_) | Act::Silence => Outcome::Failed,
    }
}

/// What a balancer sends (api E29).
fn head(group: &Group, address: IpAddr, port: u16) -> Option<Head> {
    let check = &group.health_check;
    let scheme = match check.protocol {
        ListenerProtocol::Http => Scheme::Http,
        ListenerProtocol::Https => Scheme::Https,
    };
    let standard = if scheme == Scheme::Https { 443 } else { 80 };
    let mut headers = HeaderMap::with_capacity(2);
    headers.insert(USER_AGENT, HeaderValue::from_static("ELB-HealthChecker/2.0"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, compressed"));
    Some(Head {
        method: Method::GET,
        version: Version::HTTP_11,
        scheme,
        host: address.to_string().into(),
        port: (port != standard).then_some(port),
        target: check.path.parse::<PathAndQuery>().ok()?,
        headers,
        body: BodyLength::None,
    })
}
