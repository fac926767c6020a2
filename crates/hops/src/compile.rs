//! Compiles the Plan, and after each commit what the commit spoiled and nothing else.
//!
//! Every part notes what of the World it was made from ([`Reader`]), so nobody has to know which resources bear on
//! which part. [`Plan::compile`] is the same work with everything spoiled.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use adit_model::certificate::Certificate;
use adit_model::dependents::Dependents;
use adit_model::distribution::Distribution;
use adit_model::id::{
    CertificateArn, DistributionId, DnsName, LoadBalancerArn, NetworkInterfaceId, RestApiId, VpcEndpointId,
    VpcId, VpcOriginId,
};
use adit_model::load_balancer::LoadBalancer;
use adit_model::network_interface::NetworkInterface;
use adit_model::relation::Bucket;
use adit_model::rest_api::RestApi;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_model::vpc_origin::VpcOrigin;
use adit_model::{Key, Region, Relation, World, reader};

use crate::endpoint::api_name;
use crate::plan::{EdgeSlice, Plan, PrivateSlice, Settings};
use crate::tls::Rehearse;
use crate::{balancer, edge, endpoint, front, gateway, vpc_origin};

/// The World as a part is made from it.
pub type Reader<'w> = reader::Reader<'w, Part>;

/// A part of the Plan, each made from the World and from parts that stand before it here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Certificate(CertificateArn),
    /// The names of some of a region's APIs.
    RegionNames(Region, Bucket),
    /// The addresses of a VPC's endpoints.
    Addresses(VpcId),
    VpcOrigin(VpcOriginId),
    Balancer(LoadBalancerArn),
    Endpoint(VpcEndpointId),
    Api(RestApiId),
    Distribution(DistributionId),
    /// What a public name stands for.
    Name(DnsName),
}

/// The Plan and what it was made from.
pub struct Compiler {
    plan: Plan,
    net: adit_vnet::Compiler,
    made_from: Dependents<Part>,
    /// The interfaces under which an endpoint is filed.
    interfaces: HashMap<VpcEndpointId, Vec<NetworkInterfaceId>>,
}

impl Compiler {
    pub fn new(world: &World, settings: Settings, rehearse: &dyn Rehearse) -> Self {
        let mut compiler = Self {
            plan: Plan {
                rev: world.rev,
                settings,
                edge: Arc::new(EdgeSlice::new()),
                private: Arc::default(),
            },
            net: adit_vnet::Compiler::default(),
            made_from: Dependents::default(),
            interfaces: HashMap::new(),
        };
        let mut all = BTreeSet::new();
        for resource in world.resources() {
            compiler.parts(&resource.key(), world, &mut all);
        }
        // The network is the other half of the work, and does not ask for this one.
        std::thread::scope(|scope| {
            let net = scope.spawn(|| adit_vnet::Compiler::new(world));
            compiler.make(all, world, rehearse);
            compiler.net = match net.join() {
                Ok(net) => net,
                Err(panic) => std::panic::resume_unwind(panic),
            };
        });
        compiler.take_net();
        compiler
    }

    fn take_net(&mut self) {
        let mut private = (*self.plan.private).clone();
        private.net = self.net.net().clone();
        self.plan.private = Arc::new(private);
    }

    /// The Plan as of the last update; a clone costs two pointers.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Follows a commit: `changed` are the keys in which `after` differs from `before`.
    pub fn update(&mut self, before: &World, after: &World, changed: &[Key], rehearse: &dyn Rehearse) {
        self.net.update(before, after, changed);
        let mut spoiled = self.made_from.of_changes(before, after, changed);
        for key in changed {
            self.parts(key, before, &mut spoiled);
            self.parts(key, after, &mut spoiled);
        }
        self.make(spoiled, after, rehearse);
    }

    /// The parts that stand for a resource of `world`. Of those that it shares with others, only what is not followed yet:
    /// the rest says itself whether it is spoiled.
    fn parts(&self, key: &Key, world: &World, into: &mut BTreeSet<Part>) {
        match key {
            Key::Certificate(id) => into.extend([Part::Certificate(id.clone())]),
            Key::VpcOrigin(id) => into.extend([Part::VpcOrigin(id.clone())]),
            Key::LoadBalancer(id) => into.extend([Part::Balancer(id.clone())]),
            Key::VpcEndpoint(id) => into.extend([Part::Endpoint(id.clone())]),
            Key::RestApi(id) => into.extend([Part::Api(id.clone())]),
            Key::Distribution(id) => into.extend([Part::Distribution(id.clone())]),
            _ => return,
        }
        let shared = world
            .relations(key)
            .into_iter()
            .filter_map(|relation| match relation {
                Relation::ApisIn(region, bucket) => Some(Part::RegionNames(region, bucket)),
                Relation::EndpointsIn(vpc) => Some(Part::Addresses(vpc)),
                Relation::Named(name) => Some(Part::Name(name)),
                _ => None,
            });
        into.extend(shared.filter(|part| !self.made_from.follows(part)));
    }

    fn make(&mut self, mut spoiled: BTreeSet<Part>, world: &World, rehearse: &dyn Rehearse) {
        let mut private = (*self.plan.private).clone();
        let mut edge = (*self.plan.edge).clone();
        private.net = self.net.net().clone();
        while let Some(part) = spoiled.pop_first() {
            let reader = Reader::new(world);
            let wanted = match &part {
                Part::Distribution(_) | Part::Name(_) => make_edge(&part, &reader, &mut edge),
                Part::Endpoint(id) => {
                    let before = self.interfaces.remove(id).unwrap_or_default();
                    let now = make_endpoint(id, &before, &reader, &mut private);
                    let wanted = now.is_some();
                    self.interfaces.extend(now.map(|now| (id.clone(), now)));
                    wanted
                }
                _ => make_private(&part, &reader, &mut private, rehearse),
            };
            spoiled.extend(self.made_from.of_result(&part));
            match wanted {
                true => self.made_from.record(part, reader.into_reads()),
                false => self.made_from.forget(&part),
            }
        }
        self.plan.rev = world.rev;
        self.plan.private = Arc::new(private);
        self.plan.edge = Arc::new(edge);
    }
}

/// Files a part, or takes it out. False when what it stands for is gone from the World.
fn make_private(
    part: &Part,
    reader: &Reader<'_>,
    private: &mut PrivateSlice,
    rehearse: &dyn Rehearse,
) -> bool {
    match part {
        Part::Certificate(id) => {
            let model = reader.get::<Certificate>(id);
            match model {
                Some(model) => drop(
                    private
                        .certificates
                        .insert(id.clone(), rehearse.certificate(model)),
                ),
                None => drop(private.certificates.remove(id)),
            }
            model.is_some()
        }
        Part::RegionNames(region, bucket) => {
            let apis = reader.members(Relation::ApisIn(region.clone(), *bucket));
            let place = (region.clone(), *bucket);
            match apis.is_empty() {
                true => drop(private.region_names.remove(&place)),
                false => {
                    let names = api_name::region_names(region, &apis);
                    private.region_names.insert(place, Arc::new(names));
                }
            }
            !apis.is_empty()
        }
        Part::Addresses(vpc) => {
            let endpoints = reader.related::<VpcEndpoint>(Relation::EndpointsIn(vpc.clone()));
            let addresses: Vec<_> = endpoints
                .iter()
                .filter(|endpoint| endpoint.fronts_execute_api())
                .flat_map(|endpoint| &endpoint.interfaces)
                .filter_map(|id| reader.get::<NetworkInterface>(id))
                .map(|interface| interface.address)
                .collect();
            match addresses.is_empty() {
                true => drop(private.endpoint_addresses.remove(vpc)),
                false => drop(private.endpoint_addresses.insert(vpc.clone(), addresses.into())),
            }
            !endpoints.is_empty()
        }
        Part::VpcOrigin(id) => {
            let model = reader.get::<VpcOrigin>(id);
            let made = model.and_then(|model| {
                vpc_origin::plan::VpcOrigin::compile(model, reader, &private.certificates, rehearse)
            });
            match made {
                Some(origin) => drop(private.vpc_origins.insert(id.clone(), Arc::new(origin))),
                None => drop(private.vpc_origins.remove(id)),
            }
            model.is_some()
        }
        Part::Balancer(id) => {
            let model = reader.get::<LoadBalancer>(id);
            match model {
                Some(model) => {
                    let made = balancer::plan::Balancer::compile(model, reader, &private.certificates);
                    private.balancers.insert(id.clone(), Arc::new(made));
                }
                None => drop(private.balancers.remove(id)),
            }
            model.is_some()
        }
        Part::Api(id) => {
            let model = reader.get::<RestApi>(id);
            match model {
                Some(model) => {
                    let made = gateway::plan::Api::compile(model, reader);
                    private.apis.insert(id.clone(), Arc::new(made));
                }
                None => drop(private.apis.remove(id)),
            }
            model.is_some()
        }
        Part::Endpoint(_) | Part::Distribution(_) | Part::Name(_) => true,
    }
}

/// The interfaces under which the endpoint is filed now; `None` when it is gone.
fn make_endpoint(
    id: &VpcEndpointId,
    before: &[NetworkInterfaceId],
    reader: &Reader<'_>,
    private: &mut PrivateSlice,
) -> Option<Vec<NetworkInterfaceId>> {
    for interface in before {
        private.endpoints.remove(interface);
    }
    let model = reader.get::<VpcEndpoint>(id)?;
    let Some(made) = endpoint::plan::Endpoint::compile(model, reader).map(Arc::new) else {
        return Some(Vec::new());
    };
    for interface in &model.interfaces {
        private.endpoints.insert(interface.clone(), made.clone());
    }
    Some(model.interfaces.clone())
}

fn make_edge(part: &Part, reader: &Reader<'_>, edge: &mut EdgeSlice) -> bool {
    match part {
        Part::Distribution(id) => {
            let model = reader.get::<Distribution>(id);
            match model {
                Some(model) => {
                    let made = edge::plan::Distribution::compile(model, reader);
                    edge.distributions.insert(id.clone(), Arc::new(made));
                }
                None => drop(edge.distributions.remove(id)),
            }
            model.is_some()
        }
        Part::Name(name) => {
            let stands_for = front::stands_for(&reader.members(Relation::Named(name.clone())));
            let known = stands_for.is_some();
            edge.names.set(name, stands_for);
            known
        }
        _ => true,
    }
}
