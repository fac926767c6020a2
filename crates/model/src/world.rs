//! The World: every resource by kind and id, at one revision; and Change, the only thing that moves it.
//!
//! Tables share structure, so a clone is a snapshot that costs a few pointers: readers keep one without a lock, and a
//! call that fails half way drops its copy. Rules between resources (what may be deleted while what uses it) belong
//! to `control`; here a change always applies.

use std::fmt;
use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use serde::{Deserialize, Serialize};

use crate::binding::Binding;
use crate::cache_policy::CachePolicy;
use crate::certificate::Certificate;
use crate::deployment::Deployment;
use crate::distribution::Distribution;
use crate::id::*;
use crate::internet_gateway::InternetGateway;
use crate::listener::Listener;
use crate::listener_rule::ListenerRule;
use crate::load_balancer::LoadBalancer;
use crate::network_acl::NetworkAcl;
use crate::network_interface::NetworkInterface;
use crate::origin_request_policy::OriginRequestPolicy;
use crate::rest_api::RestApi;
use crate::route_table::RouteTable;
use crate::security_group::SecurityGroup;
use crate::stage::Stage;
use crate::subnet::Subnet;
use crate::target_group::TargetGroup;
use crate::vpc::Vpc;
use crate::vpc_endpoint::VpcEndpoint;
use crate::vpc_origin::VpcOrigin;

/// The number of the World's last commit; 0 is the empty World.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rev(pub u64);

impl Rev {
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Rev {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a change does to one resource.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Creates or replaces.
    Put(Resource),
    Delete(Key),
}

impl Change {
    pub fn key(&self) -> Key {
        match self {
            Self::Put(resource) => resource.key(),
            Self::Delete(key) => key.clone(),
        }
    }
}

/// Resources of one kind, by id. Clones share structure.
#[derive(Clone)]
pub struct Table<I: Ord, T>(RedBlackTreeMapSync<I, Arc<T>>);

impl<I: Ord + Clone, T> Table<I, T> {
    pub fn get(&self, id: &I) -> Option<&Arc<T>> {
        self.0.get(id)
    }

    pub fn contains(&self, id: &I) -> bool {
        self.0.contains_key(id)
    }

    /// In order of id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.0.values()
    }

    pub fn len(&self) -> usize {
        self.0.size()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<I: Ord, T> Default for Table<I, T> {
    fn default() -> Self {
        Self(RedBlackTreeMapSync::new_sync())
    }
}

/// A resource's type, its id's type, and how the World files it.
pub trait Entity: Sized {
    type Id: Ord + Clone;
    const KIND: Kind;
    fn wrap(self) -> Resource;
    fn key_of(id: Self::Id) -> Key;
    fn table(world: &World) -> &Table<Self::Id, Self>;
}

macro_rules! kinds {
    ($($name:ident[$id:ident] in $table:ident;)*) => {
        /// The kinds of resources.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($name),* }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name under which the store files the kind; never changed once released.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        /// Which resource.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($name($id)),* }

        impl Key {
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name),* }
            }

            pub fn id(&self) -> &str {
                match self { $(Self::$name(id) => id.as_str()),* }
            }

            pub fn parse(kind: Kind, id: &str) -> Option<Self> {
                match kind { $(Kind::$name => $id::parse(id).map(Self::$name)),* }
            }
        }

        /// A resource of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Resource { $($name(Arc<$name>)),* }

        impl Resource {
            pub fn key(&self) -> Key {
                match self { $(Self::$name(resource) => Key::$name(resource.id.clone())),* }
            }

            /// The document that the store keeps.
            pub fn to_json(&self) -> serde_json::Result<String> {
                match self { $(Self::$name(resource) => serde_json::to_string(&**resource)),* }
            }

            pub fn from_json(kind: Kind, document: &str) -> serde_json::Result<Self> {
                match kind { $(Kind::$name => serde_json::from_str(document).map(|r| Self::$name(Arc::new(r)))),* }
            }
        }

        /// Everything that was asked for, at one revision.
        #[derive(Clone, Default)]
        pub struct World {
            pub rev: Rev,
            $(pub $table: Table<$id, $name>,)*
        }

        impl World {
            /// Applies one change. The revision is the caller's to move, once a commit.
            pub fn apply(&mut self, change: &Change) {
                match change {
                    $(
                        Change::Put(Resource::$name(resource)) => self.$table.0.insert_mut(resource.id.clone(), resource.clone()),
                        Change::Delete(Key::$name(id)) => { self.$table.0.remove_mut(id); }
                    )*
                }
            }

            /// Every resource, kind by kind.
            pub fn resources(&self) -> impl Iterator<Item = Resource> {
                std::iter::empty()$(.chain(self.$table.iter().map(|r| Resource::$name(r.clone()))))*
            }
        }

        $(
            impl Entity for $name {
                type Id = $id;
                const KIND: Kind = Kind::$name;

                fn wrap(self) -> Resource {
                    Resource::$name(Arc::new(self))
                }

                fn key_of(id: $id) -> Key {
                    Key::$name(id)
                }

                fn table(world: &World) -> &Table<$id, Self> {
                    &world.$table
                }
            }
        )*
    };
}

kinds! {
    Vpc[VpcId] in vpcs;
    Subnet[SubnetId] in subnets;
    InternetGateway[InternetGatewayId] in internet_gateways;
    RouteTable[RouteTableId] in route_tables;
    SecurityGroup[SecurityGroupId] in security_groups;
    NetworkAcl[NetworkAclId] in network_acls;
    VpcEndpoint[VpcEndpointId] in vpc_endpoints;
    NetworkInterface[NetworkInterfaceId] in network_interfaces;
    LoadBalancer[LoadBalancerArn] in load_balancers;
    TargetGroup[TargetGroupArn] in target_groups;
    Listener[ListenerArn] in listeners;
    ListenerRule[ListenerRuleArn] in listener_rules;
    Certificate[CertificateArn] in certificates;
    RestApi[RestApiId] in rest_apis;
    Deployment[DeploymentKey] in deployments;
    Stage[StageKey] in stages;
    Distribution[DistributionId] in distributions;
    VpcOrigin[VpcOriginId] in vpc_origins;
    CachePolicy[CachePolicyId] in cache_policies;
    OriginRequestPolicy[OriginRequestPolicyId] in origin_request_policies;
    Binding[DnsName] in bindings;
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "World at revision {} with {} resources",
            self.rev,
            self.resources().count()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_does_not_move() {
        let mut world = World::default();
        let binding = Binding {
            id: DnsName::of("api.example.com").unwrap(),
            address: ([127, 0, 0, 1], 3000).into(),
        };
        world.apply(&Change::Put(binding.clone().wrap()));
        let before = world.clone();
        world.apply(&Change::Delete(Key::Binding(binding.id.clone())));
        assert!(world.bindings.is_empty());
        assert_eq!(before.bindings.len(), 1);
    }

    #[test]
    fn a_resource_survives_its_document() {
        let binding = Binding {
            id: DnsName::of("api.example.com").unwrap(),
            address: ([127, 0, 0, 1], 3000).into(),
        }
        .wrap();
        let document = binding.to_json().unwrap();
        assert_eq!(Resource::from_json(Kind::Binding, &document).unwrap(), binding);
        assert_eq!(
            Key::parse(Kind::Binding, binding.key().id()).unwrap(),
            binding.key()
        );
    }
}
