//! Elastic Load Balancing version 2 (api E).
//!
//! Application Load Balancers and target groups of addresses carry traffic. Network Load Balancers, their listeners and
//! groups, groups of instances and of balancers, and listeners that verify client certificates are kept and described, and
//! traffic to them stays shut. Gateway balancers, functions as targets, rule transforms, authenticating actions and
//! revocation lists are not here: a request that asks for one is refused.

pub mod account_limit;
pub mod action;
pub mod arn;
pub mod attribute;
pub mod capacity_reservation;
pub mod condition;
pub mod health_check;
pub mod hosted_zone;
pub mod limit;
pub mod listener;
pub mod listener_attribute;
pub mod listener_certificate;
pub mod listener_rule;
pub mod listener_store;
pub mod load_balancer;
pub mod load_balancer_attribute;
pub mod load_balancer_name;
pub mod load_balancer_shown;
pub mod mutual_authentication;
pub mod named_target;
pub mod node;
pub mod page;
pub mod protocol;
pub mod rule_priority;
pub mod security_group;
pub mod ssl_policy;
pub mod subnet;
pub mod tag;
pub mod target;
pub mod target_group;
pub mod target_group_attribute;
pub mod target_health;
#[cfg(test)]
pub(crate) mod tests;
pub mod trust_store;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(account_limit::DescribeAccountLimits, account_limit::describe),
    op!(
        capacity_reservation::DescribeCapacityReservation,
        capacity_reservation::describe
    ),
    op!(
        capacity_reservation::ModifyCapacityReservation,
        capacity_reservation::modify
    ),
    op!(listener::CreateListener, listener::create),
    op!(listener::DeleteListener, listener::delete),
    op!(listener::DescribeListeners, listener::describe),
    op!(listener::ModifyListener, listener::modify),
    op!(
        listener_attribute::DescribeListenerAttributes,
        listener_attribute::describe
    ),
    op!(
        listener_attribute::ModifyListenerAttributes,
        listener_attribute::modify
    ),
    op!(
        listener_certificate::AddListenerCertificates,
        listener_certificate::add
    ),
    op!(
        listener_certificate::DescribeListenerCertificates,
        listener_certificate::describe
    ),
    op!(
        listener_certificate::RemoveListenerCertificates,
        listener_certificate::remove
    ),
    op!(listener_rule::CreateRule, listener_rule::create),
    op!(listener_rule::DeleteRule, listener_rule::delete),
    op!(listener_rule::DescribeRules, listener_rule::describe),
    op!(listener_rule::ModifyRule, listener_rule::modify),
    op!(load_balancer::CreateLoadBalancer, load_balancer::create),
    op!(load_balancer::DeleteLoadBalancer, load_balancer::delete),
    op!(load_balancer::DescribeLoadBalancers, load_balancer::describe),
    op!(
        load_balancer::SetIpAddressType,
        load_balancer::set_ip_address_type
    ),
    op!(
        load_balancer_attribute::DescribeLoadBalancerAttributes,
        load_balancer_attribute::describe
    ),
    op!(
        load_balancer_attribute::ModifyLoadBalancerAttributes,
        load_balancer_attribute::modify
    ),
    op!(rule_priority::SetRulePriorities, rule_priority::set),
    op!(security_group::SetSecurityGroups, security_group::set),
    op!(ssl_policy::DescribeSslPolicies, ssl_policy::describe),
    op!(subnet::SetSubnets, subnet::set),
    op!(tag::AddTags, tag::add),
    op!(tag::DescribeTags, tag::describe),
    op!(tag::RemoveTags, tag::remove),
    op!(target::DeregisterTargets, target::deregister),
    op!(target::RegisterTargets, target::register),
    op!(target_group::CreateTargetGroup, target_group::create),
    op!(target_group::DeleteTargetGroup, target_group::delete),
    op!(target_group::DescribeTargetGroups, target_group::describe),
    op!(target_group::ModifyTargetGroup, target_group::modify),
    op!(
        target_group_attribute::DescribeTargetGroupAttributes,
        target_group_attribute::describe
    ),
    op!(
        target_group_attribute::ModifyTargetGroupAttributes,
        target_group_attribute::modify
    ),
    op!(target_health::DescribeTargetHealth, target_health::describe),
    op!(trust_store::CreateTrustStore, trust_store::create),
    op!(trust_store::DeleteTrustStore, trust_store::delete),
    op!(
        trust_store::DescribeTrustStoreAssociations,
        trust_store::associations
    ),
    op!(trust_store::DescribeTrustStores, trust_store::describe),
    op!(
        trust_store::GetTrustStoreCaCertificatesBundle,
        trust_store::location
    ),
    op!(trust_store::ModifyTrustStore, trust_store::modify),
];
