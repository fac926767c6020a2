//! Which target group: drawn by weight among those of the forward action (api E11).
//!
//! Without targets to send to the balancer answers 503 (api E33), also when every weight is 0 (our choice).

use crate::balancer::draw;
use crate::balancer::listener_rule::Forward;
use crate::balancer::page::Page;
use crate::balancer::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

use adit_model::id::TargetGroupArn;

const SALT: u64 = 1;

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let chosen = request
        .forward
        .as_ref()
        .and_then(|forward| weigh(forward, cx.facts.draw));
    let Some(group) = chosen.and_then(|id| request.balancer.group(id)).cloned() else {
        let by = request
            .listener()
            .map_or(By::Aws("forward"), |listener| By::object(listener.id.text()));
        let cause = "the forward action has no target group with a weight above 0".to_owned();
        cx.trail
            .refuse(Decision::TargetGroup, "NO_TARGET_GROUP", by, cause, None);
        return Taken::Answered(Page::of(503));
    };
    let by = By::object(group.id.text());
    if group.registered().next().is_none() {
        let cause = format!("{} has no registered targets", group.id);
        let cure = cx
            .plan
            .endpoint_addresses(&group.vpc)
            .and_then(|a| group.registration(a));
        cx.trail
            .refuse(Decision::TargetGroup, "NO_REGISTERED_TARGETS", by, cause, cure);
        return Taken::Answered(Page::of(503));
    }
    cx.trail.choose(Decision::TargetGroup, by);
    request.group = Some(group);
    Taken::Passed
}

fn weigh(forward: &Forward, number: u64) -> Option<&TargetGroupArn> {
    if let [(only, weight)] = forward.groups.as_slice() {
        return (*weight > 0).then_some(only);
    }
    let total = forward
        .groups
        .iter()
        .map(|(_, weight)| usize::from(*weight))
        .sum();
    let mut left = draw::pick(number, SALT, total)?;
    forward
        .groups
        .iter()
        .find_map(|(group, weight)| match left.checked_sub(usize::from(*weight)) {
            Some(rest) => {
                left = rest;
                None
            }
            None => Some(group),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forward(weights: &[u16]) -> Forward {
        let arn = |at: usize| TargetGroupArn::parse(&format!("arn:tg-{at}")).unwrap();
        Forward {
            groups: weights
                .iter()
                .enumerate()
                .map(|(at, weight)| (arn(at), *weight))
                .collect(),
        }
    }

    #[test]
    fn weights_share_the_draws() {
        let forward = forward(&[0, 100, 300]);
        let mut seen = [0_u32; 3];
        for number in 0..4_000 {
            let chosen = weigh(&forward, number).unwrap();
            seen[forward
                .groups
                .iter()
                .position(|(group, _)| group == chosen)
                .unwrap()] += 1;
        }
        assert_eq!(seen[0], 0);
        assert!((800..1200).contains(&seen[1]), "{seen:?}");
    }

    #[test]
    fn no_weight_no_group() {
        assert_eq!(weigh(&forward(&[0, 0]), 1), None);
        assert_eq!(weigh(&forward(&[0]), 1), None);
        assert_eq!(weigh(&forward(&[]), 1), None);
    }
}
