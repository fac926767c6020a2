//! The ARNs that a world's text gives to its objects, so that tests can name them.

use adit_model::account::Owner;
use adit_model::arn;
use adit_model::id::{CertificateArn, ListenerArn, ListenerRuleArn, LoadBalancerArn, TargetGroupArn};

use crate::builder::hash;

/// `.../loadbalancer/app/{name}/{16 digits}`, the digits made from the name.
pub fn balancer(owner: &Owner, name: &str) -> Option<LoadBalancerArn> {
    LoadBalancerArn::parse(&elb(
        owner,
        &format!("loadbalancer/app/{name}/{:016x}", hash(name)),
    ))
}

pub fn target_group(owner: &Owner, name: &str) -> Option<TargetGroupArn> {
    TargetGroupArn::parse(&elb(owner, &format!("targetgroup/{name}/{:016x}", hash(name))))
}

/// The listener of balancer `name` at `port`.
pub fn listener(owner: &Owner, name: &str, port: u16) -> Option<ListenerArn> {
    ListenerArn::parse(&elb(
        owner,
        &format!("listener/app/{name}/{:016x}/{port:016x}", hash(name)),
    ))
}

/// The rule of that listener with `priority`.
pub fn listener_rule(owner: &Owner, name: &str, port: u16, priority: u32) -> Option<ListenerRuleArn> {
    ListenerRuleArn::parse(&elb(
        owner,
        &format!(
            "listener-rule/app/{name}/{:016x}/{port:016x}/{priority:016x}",
            hash(name)
        ),
    ))
}

/// `.../certificate/{id}`, the id as written.
pub fn certificate(owner: &Owner, id: &str) -> Option<CertificateArn> {
    CertificateArn::parse(&arn::regional("acm", owner, &format!("certificate/{id}")))
}

fn elb(owner: &Owner, resource: &str) -> String {
    arn::regional("elasticloadbalancing", owner, resource)
}
