//! Which target: one of the healthy ones, or any when none is healthy (fail-open, api E33).
//!
//! `initial` counts as not healthy. Draining targets get nothing new (api E25).

use crate::balancer::group::{Algorithm, Group};
use crate::balancer::page::Page;
use crate::balancer::{Request, Taken, draw};
use crate::step::{Cx, Health, TargetLoad};
use crate::trace::{By, Decision};

const SALT: u64 = 2;

pub(super) fn take(_: &mut Cx<'_>, request: &Request) -> Taken {
    match &request.group {
        Some(group) => Taken::Loads(group.id.clone()),
        None => Taken::Answered(Page::of(503)),
    }
}

/// With the answer to the question of [`take`].
pub(super) fn choose(cx: &mut Cx<'_>, request: &mut Request, loads: &[TargetLoad]) -> Taken {
    let Some(group) = &request.group else {
        return Taken::Answered(Page::of(503));
    };
    let Some(chosen) = pick(group, loads, cx.facts.draw) else {
        return Taken::Answered(Page::of(503));
    };
    if let Some(target) = group.targets.get(chosen) {
        cx.trail
            .choose(Decision::Target, By::object(target.subject.clone()));
    }
    request.target = chosen;
    Taken::Passed
}

fn pick(group: &Group, loads: &[TargetLoad], number: u64) -> Option<usize> {
    let healthy = |at: &usize| loads.get(*at).is_some_and(|load| load.health == Health::Healthy);
    let in_flight = |at: usize| loads.get(at).map_or(0, |load| load.in_flight);
    let count = group.registered().filter(healthy).count();
    // Two passes over a handful of targets, so that nothing is allocated for the choice.
    let open = count == 0;
    let candidates = || group.registered().filter(|at| open || healthy(at));
    match group.algorithm {
        Algorithm::RoundRobin => candidates().nth(draw::pick(number, SALT, candidates().count())?),
        Algorithm::LeastOutstanding => {
            let least = candidates().map(in_flight).min()?;
            let fewest = || candidates().filter(|at| in_flight(*at) == least);
            fewest().nth(draw::pick(number, SALT, fewest().count())?)
        }
    }
}
