//! The World: every resource by kind and id, at one revision; and Change, the only thing that moves it.
//!
//! Tables share structure, so a clone is a snapshot that costs a few pointers: readers keep one without a lock, and a
//! call that fails half way drops its copy. Rules between resources (what may be deleted while what uses it) belong
//! to `control`; here a change always applies.

use std::fmt;
use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::api_key::ApiKey;
use crate::binding::Binding;
use crate::cache_policy::CachePolicy;
use crate::certificate::Certificate;
use crate::deployment::Deployment;
use crate::dhcp_options::DhcpOptions;
use crate::distribution::Distribution;
use crate::domain_name::{DomainName, DomainNameAccessAssociation};
use crate::edge_function::EdgeFunction;
use crate::egress_only_internet_gateway::EgressOnlyInternetGateway;
use crate::endpoint_service::EndpointService;
use crate::flow_log::FlowLog;
use crate::gateway_account::GatewayAccount;
use crate::hosted_zone::HostedZone;
use crate::iam_policy::IamPolicy;
use crate::id::*;
use crate::instance::Instance;
use crate::instance_profile::InstanceProfile;
use crate::internet_gateway::InternetGateway;
use crate::key_group::KeyGroup;
use crate::key_pair::KeyPair;
use crate::key_value_store::KeyValueStore;
use crate::listener::{Listener, UnservedListener};
use crate::listener_rule::ListenerRule;
use crate::load_balancer::LoadBalancer;
use crate::log_group::LogGroup;
use crate::log_resource_policy::LogResourcePolicy;
use crate::log_stream::{LogChunk, LogStream};
use crate::nat_gateway::NatGateway;
use crate::network_acl::NetworkAcl;
use crate::network_interface::NetworkInterface;
use crate::origin_access_control::OriginAccessControl;
use crate::origin_access_identity::OriginAccessIdentity;
use crate::origin_request_policy::OriginRequestPolicy;
use crate::public_key::PublicKey;
use crate::record_change::RecordChange;
use crate::record_set::RecordSet;
use crate::relation::{Relation, RelationIndex, relations};
use crate::response_headers_policy::ResponseHeadersPolicy;
use crate::rest_api::RestApi;
use crate::role::{Role, RoleDeletion};
use crate::route_table::RouteTable;
use crate::security_group::SecurityGroup;
use crate::session::Session;
use crate::stage::Stage;
use crate::subnet::Subnet;
use crate::subnet_cidr_reservation::SubnetCidrReservation;
use crate::target_group::TargetGroup;
use crate::trust_store::TrustStore;
use crate::usage_plan::UsagePlan;
use crate::volume::Volume;
use crate::vpc::Vpc;
use crate::vpc_endpoint::VpcEndpoint;
use crate::vpc_link::VpcLink;
use crate::vpc_origin::VpcOrigin;
use crate::vpc_peering_connection::VpcPeeringConnection;
use crate::vpn_gateway::{CustomerGateway, VpnGateway};

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

    /// Those whose id is `first` or after it, in order of id.
    pub fn range_from(&self, first: I) -> impl Iterator<Item = &Arc<T>> {
        self.0.range(first..).map(|(_, resource)| resource)
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
pub trait Entity: Sized + 'static {
    type Id: Ord + Clone;
    const KIND: Kind;
    fn wrap(self) -> Resource;
    fn key_of(id: Self::Id) -> Key;
    /// `None` for a key of another kind.
    fn id_of(key: &Key) -> Option<&Self::Id>;
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
            relations: RelationIndex,
        }

        impl World {
            /// Applies one change. The revision is the caller's to move, once a commit.
            pub fn apply(&mut self, change: &Change) {
                let key = change.key();
                let was = self.resource(&key).map(|r| relations(&r)).unwrap_or_default();
                let is = match change {
                    Change::Put(resource) => relations(resource),
                    Change::Delete(_) => Default::default(),
                };
                self.relations.replace(&key, &was, &is);
                match change {
                    $(
                        Change::Put(Resource::$name(resource)) => self.$table.0.insert_mut(resource.id.clone(), resource.clone()),
                        Change::Delete(Key::$name(id)) => { self.$table.0.remove_mut(id); }
                    )*
                }
            }

            pub fn resource(&self, key: &Key) -> Option<Resource> {
                match key {
                    $(Key::$name(id) => self.$table.get(id).map(|r| Resource::$name(r.clone()))),*
                }
            }

            /// Every resource, kind by kind.
            pub fn resources(&self) -> impl Iterator<Item = Resource> {
                // Boxed: as many chained iterators as there are kinds nest deeper than the compiler follows.
                let kinds: [Box<dyn Iterator<Item = Resource> + '_>; Kind::ALL.len()] =
                    [$(Box::new(self.$table.iter().map(|r| Resource::$name(r.clone())))),*];
                kinds.into_iter().flatten()
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

                fn id_of(key: &Key) -> Option<&$id> {
                    match key {
                        Key::$name(id) => Some(id),
                        _ => None,
                    }
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
    DomainName[DomainNameKey] in domain_names;
    DomainNameAccessAssociation[DomainNameAccessAssociationArn] in domain_name_access_associations;
    VpcLink[VpcLinkId] in vpc_links;
    ApiKey[ApiKeyId] in api_keys;
    UsagePlan[UsagePlanId] in usage_plans;
    GatewayAccount[GatewayAccountKey] in gateway_accounts;
    Address[AllocationId] in addresses;
    NatGateway[NatGatewayId] in nat_gateways;
    VpcPeeringConnection[VpcPeeringConnectionId] in vpc_peering_connections;
    DhcpOptions[DhcpOptionsId] in dhcp_options;
    SubnetCidrReservation[SubnetCidrReservationId] in subnet_cidr_reservations;
    VpnGateway[VpnGatewayId] in vpn_gateways;
    CustomerGateway[CustomerGatewayId] in customer_gateways;
    EgressOnlyInternetGateway[EgressOnlyInternetGatewayId] in egress_only_internet_gateways;
    FlowLog[FlowLogId] in flow_logs;
    Instance[InstanceId] in instances;
    Volume[VolumeId] in volumes;
    KeyPair[KeyPairId] in key_pairs;
    EndpointService[EndpointServiceId] in endpoint_services;
    ResponseHeadersPolicy[ResponseHeadersPolicyId] in response_headers_policies;
    OriginAccessControl[OriginAccessControlId] in origin_access_controls;
    OriginAccessIdentity[OriginAccessIdentityId] in origin_access_identities;
    PublicKey[PublicKeyId] in public_keys;
    KeyGroup[KeyGroupId] in key_groups;
    EdgeFunction[EdgeFunctionKey] in edge_functions;
    KeyValueStore[KeyValueStoreKey] in key_value_stores;
    Role[IamName] in roles;
    RoleDeletion[RoleDeletionId] in role_deletions;
    IamPolicy[IamName] in iam_policies;
    InstanceProfile[IamName] in instance_profiles;
    Session[AccessKeyId] in sessions;
    TrustStore[TrustStoreArn] in trust_stores;
    UnservedListener[ListenerArn] in unserved_listeners;
    HostedZone[HostedZoneId] in hosted_zones;
    RecordSet[RecordSetKey] in record_sets;
    RecordChange[RecordChangeId] in record_changes;
    LogGroup[LogGroupKey] in log_groups;
    LogStream[LogStreamKey] in log_streams;
    LogChunk[LogChunkKey] in log_chunks;
    LogResourcePolicy[LogResourcePolicyKey] in log_resource_policies;
}

impl World {
    /// The members of a relation, in order of their ids, a kind after another.
    pub fn members<'w>(&'w self, relation: &Relation) -> impl Iterator<Item = &'w Key> + use<'w> {
        self.relations.members(relation)
    }

    /// The relations that a resource is a member of; none when it is not there.
    pub fn relations(&self, key: &Key) -> impl IntoIterator<Item = Relation> {
        self.resource(key).map(|r| relations(&r)).unwrap_or_default()
    }

    /// The members of one kind.
    pub fn related<'w, T: Entity>(
        &'w self,
        relation: &Relation,
    ) -> impl Iterator<Item = &'w Arc<T>> + use<'w, T> {
        self.members(relation)
            .filter_map(|key| T::table(self).get(T::id_of(key)?))
    }
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
mod tests;
