//! The network's verdict, taken into a trail; and the connection from the VPC origin to one of the balancer's nodes.
//!
//! What is asked and in which order is `adit_vnet`'s: here its checks become entries of the trail. Inbound network ACL
//! rules are not evaluated on this way, the outbound ones for the answers are (cf A4).

use adit_model::id::LoadBalancerArn;
use adit_vnet::{Check, Destination, Permit, Refusal, Source};

use crate::step::Cx;
use crate::trace::{By, Decision, Trail};
use crate::vpc_origin::plan::VpcOrigin;

/// Connects to a node of the balancer; the draw picks which. Without a permit the refusal is in the trail.
pub fn connect(cx: &mut Cx<'_>, origin: &VpcOrigin, port: u16) -> Option<Permit> {
    let nodes = origin.nodes.len().max(1) as u64;
    let at = usize::try_from(cx.facts.draw % nodes).unwrap_or(0);
    let Some(node) = origin.nodes.get(at) else {
        let cause = format!("{} has no address", origin.target);
        cx.trail.refuse(
            Decision::Route,
            "NO_POSSIBLE_DESTINATION",
            By::object(origin.target.text()),
            cause,
            None,
        );
        return None;
    };
    let to = Destination::private(origin.vpc.clone(), *node);
    match cx
        .plan
        .private
        .net
        .admit(&Source::VpcOrigin(origin.id.clone()), &to, port)
    {
        Ok(permit) => {
            record(cx.trail, &permit);
            Some(permit)
        }
        Err(refusal) => {
            refuse(cx.trail, refusal);
            None
        }
    }
}

/// The public address of one of an internet-facing balancer's nodes; the draw picks which.
pub fn public_node(cx: &Cx<'_>, balancer: &LoadBalancerArn) -> Option<Destination> {
    cx.plan
        .private
        .balancers
        .get(balancer)?
        .public_node(cx.facts.draw)
        .map(Destination::public)
}

/// Every check that a permit passed.
pub fn record(trail: &mut Trail, permit: &Permit) {
    for passed in permit.passed() {
        trail.allow(decision(passed.check), &By::Object(passed.by.clone()));
    }
}

pub fn refuse(trail: &mut Trail, refusal: Refusal) {
    let Refusal {
        check,
        reason,
        by,
        cause,
        cure,
    } = refusal;
    trail.refuse(decision(check), reason.code(), By::Object(by), cause, cure);
}

fn decision(check: Check) -> Decision {
    match check {
        Check::EgressGroup => Decision::EgressGroup,
        Check::NetworkAclOut => Decision::NetworkAclOut,
        Check::NetworkAclIn => Decision::NetworkAclIn,
        Check::IngressGroup => Decision::IngressGroup,
        Check::NetworkAclReturn => Decision::NetworkAclReturn,
        Check::Route | Check::NoSuchAddress | Check::NoPublicAddress | Check::NoGateway => Decision::Route,
    }
}
