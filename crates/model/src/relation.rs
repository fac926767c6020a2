//! Which resources belong to which, kept beside the World's tables: what a compiler or a Describe asks of one object
//! must not cost a scan of all.
//!
//! A relation is read off the member alone, so that a change names by itself what it touches.

use std::hash::BuildHasherDefault;

use rpds::{HashTrieMapSync, RedBlackTreeSetSync};
use smallvec::SmallVec;

use crate::account::Region;
use crate::id::{
    DnsName, ListenerArn, LoadBalancerArn, RestApiId, SecurityGroupId, SubnetId, TargetGroupArn,
    VpcEndpointId, VpcId,
};
use crate::index::IdHasher;
use crate::listener::{Action, Listener};
use crate::load_balancer::Scheme;
use crate::rest_api::EndpointType;
use crate::security_group::{RulePeer, VPC_ORIGIN_SERVICE_GROUP};
use crate::world::{Key, Resource};

/// What many resources may have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    ListenersOf(LoadBalancerArn),
    RulesOf(ListenerArn),
    /// Listeners and rules that forward to a group.
    ForwardingTo(TargetGroupArn),
    StagesOf(RestApiId),
    DeploymentsOf(RestApiId),
    /// REST APIs of a region, of every account, by a part of their ids: so that one of many costs little.
    ApisIn(Region, Bucket),
    /// Private REST APIs that list an endpoint.
    ApisOf(VpcEndpointId),
    /// VPC origins that lead to a balancer.
    OriginsTo(LoadBalancerArn),
    SubnetsIn(VpcId),
    EndpointsIn(VpcId),
    InterfacesIn(SubnetId),
    /// Interfaces that carry a group.
    CarriersOf(SecurityGroupId),
    /// Groups whose rules name a group.
    ReferringTo(SecurityGroupId),
    /// What CloudFront made with the first VPC origin (cf A5).
    ServiceGroupsIn(VpcId),
    GatewaysOf(VpcId),
    /// Whatever a public name stands for; a wildcard is a name like any other.
    Named(DnsName),
}

pub(crate) type Relations = SmallVec<[Relation; 4]>;

/// The relations that a resource is a member of.
pub(crate) fn relations(resource: &Resource) -> Relations {
    let mut found = Relations::new();
    match resource {
        Resource::Listener(listener) => of_listener(listener, &mut found),
        Resource::UnservedListener(unserved) => of_listener(&unserved.listener, &mut found),
        Resource::ListenerRule(rule) => {
            found.push(Relation::RulesOf(rule.listener.clone()));
            found.extend(forwarding_to(&rule.actions));
        }
        Resource::Stage(stage) => found.push(Relation::StagesOf(stage.api.clone())),
        Resource::Deployment(deployment) => found.push(Relation::DeploymentsOf(deployment.api.clone())),
        Resource::VpcOrigin(origin) => found.push(Relation::OriginsTo(origin.target.clone())),
        Resource::Subnet(subnet) => found.push(Relation::SubnetsIn(subnet.vpc.clone())),
        Resource::VpcEndpoint(endpoint) => found.push(Relation::EndpointsIn(endpoint.vpc.clone())),
        Resource::NetworkInterface(interface) => {
            found.push(Relation::InterfacesIn(interface.subnet.clone()));
            found.extend(interface.groups.iter().cloned().map(Relation::CarriersOf));
        }
        Resource::SecurityGroup(group) => {
            if group.name.starts_with(VPC_ORIGIN_SERVICE_GROUP) {
                found.push(Relation::ServiceGroupsIn(group.vpc.clone()));
            }
            for rule in &group.rules {
                if let RulePeer::Group { id, .. } = &rule.peer {
                    found.push(Relation::ReferringTo(id.clone()));
                }
            }
        }
        Resource::InternetGateway(gateway) => {
            found.extend(gateway.vpc.clone().map(Relation::GatewaysOf));
        }
        Resource::RestApi(api) => {
            found.push(Relation::ApisIn(
                api.owner.region.clone(),
                Bucket::of(api.id.as_str()),
            ));
            match api.endpoint_type {
                EndpointType::Private => {
                    found.extend(api.vpc_endpoints.iter().cloned().map(Relation::ApisOf));
                }
                _ => found.extend(DnsName::of(&api.default_name()).map(Relation::Named)),
            }
        }
        Resource::LoadBalancer(balancer) if balancer.scheme == Scheme::InternetFacing => {
            found.extend(DnsName::of(&balancer.dns_name).map(Relation::Named));
        }
        Resource::Distribution(distribution) => {
            found.push(Relation::Named(distribution.domain.clone()));
            found.extend(distribution.config.aliases.iter().cloned().map(Relation::Named));
        }
        _ => {}
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn of_listener(listener: &Listener, found: &mut Relations) {
    found.push(Relation::ListenersOf(listener.balancer.clone()));
    found.extend(forwarding_to(&listener.default_actions));
}

fn forwarding_to(actions: &[Action]) -> impl Iterator<Item = Relation> {
    actions
        .iter()
        .flat_map(Action::groups)
        .cloned()
        .map(Relation::ForwardingTo)
}

/// One of 64 parts into which ids of one kind fall evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(u8);

impl Bucket {
    pub fn of(id: &str) -> Self {
        let hash = id.bytes().fold(0_u32, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        Self((hash % 64).to_le_bytes()[0])
    }

    pub fn all() -> impl Iterator<Item = Self> {
        (0..64).map(Self)
    }
}

/// Members by relation. A copy shares structure with its original.
#[derive(Clone, Default)]
pub(crate) struct RelationIndex(
    HashTrieMapSync<Relation, RedBlackTreeSetSync<Key>, BuildHasherDefault<IdHasher>>,
);

impl RelationIndex {
    /// In order of their ids, a kind after another.
    pub(crate) fn members<'w>(&'w self, relation: &Relation) -> impl Iterator<Item = &'w Key> + use<'w> {
        self.0
            .get(relation)
            .into_iter()
            .flat_map(|members| members.iter())
    }

    /// Takes over what replacing `before` by `after` changes.
    pub(crate) fn replace(&mut self, key: &Key, before: &Relations, after: &Relations) {
        for relation in before.iter().filter(|r| !after.contains(r)) {
            let Some(members) = self.0.get_mut(relation) else {
                continue;
            };
            members.remove_mut(key);
            if members.is_empty() {
                self.0.remove_mut(relation);
            }
        }
        for relation in after.iter().filter(|r| !before.contains(r)) {
            match self.0.get_mut(relation) {
                Some(members) => members.insert_mut(key.clone()),
                None => {
                    let mut members = RedBlackTreeSetSync::new_sync();
                    members.insert_mut(key.clone());
                    self.0.insert_mut(relation.clone(), members);
                }
            }
        }
    }
}
