//! Whether the VPC lets the balancer's node reach the target, and what stands there (api F).
//!
//! Everything that vnet refuses is a dropped packet: the balancer waits its connect timeout and answers 504.

use std::net::IpAddr;

use adit_vnet::{Destination, Source};

use crate::balancer::group::{Group, Target};
use crate::balancer::page::Page;
use crate::balancer::{Request, Taken, Way, draw};
use crate::step::Cx;
use crate::trace::{By, Decision};
use crate::vpc_origin::network;

const SALT: u64 = 3;

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let group = request.group.clone();
    let Some((group, target)) = group
        .as_ref()
        .and_then(|group| Some((group, group.targets.get(request.target)?)))
    else {
        return Taken::Answered(Page::of(503));
    };
    let nodes = &request.balancer.nodes;
    let node = draw::pick(cx.facts.draw, SALT, nodes.len()).and_then(|at| nodes.get(at));
    let Some(node) = node else {
        let by = By::object(request.balancer.id.text());
        cx.trail.refuse(
            Decision::Route,
            "NO_NODE",
            by,
            "the balancer has no interface".to_owned(),
            None,
        );
        return Taken::Dropped;
    };
    let IpAddr::V4(address) = target.address else {
        return nobody(cx, group, target);
    };
    let source = Source::Interface(node.interface.clone());
    let destination = Destination::private(group.vpc.clone(), address);
    match cx.plan.private.net.admit(&source, &destination, target.port) {
        Err(refusal) => {
            network::refuse(cx.trail, refusal);
            Taken::Dropped
        }
        Ok(permit) => {
            network::record(cx.trail, &permit);
            let interface = cx
                .plan
                .private
                .net
                .interface_at(&group.vpc, address)
                .map(|i| i.model.id.clone());
            match interface.filter(|interface| cx.plan.private.endpoints.contains_key(interface)) {
                Some(interface) => {
                    request.way = Some(Way {
                        interface,
                        node: node.ip(),
                        permit,
                    });
                    Taken::Passed
                }
                None => nobody(cx, group, target),
            }
        }
    }
}

/// The address answers nobody: in a VPC that is silence, not a reset.
fn nobody(cx: &mut Cx<'_>, group: &Group, target: &Target) -> Taken {
    let cause = format!(
        "nothing answers at {}:{} in {}",
        target.address, target.port, group.vpc
    );
    let cure = cx
        .plan
        .endpoint_addresses(&group.vpc)
        .and_then(|a| group.registration(a));
    cx.trail.refuse(
        Decision::Target,
        "NO_SUCH_TARGET",
        By::object(target.subject.clone()),
        cause,
        cure,
    );
    Taken::Dropped
}
