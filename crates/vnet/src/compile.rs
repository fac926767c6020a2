//! Compiles a World's network, and after each commit what the commit spoiled and nothing else.
//!
//! Every part notes what of the World it was made from. An object whose parts are missing (a subnet without its ACL)
//! is left out, so that nothing reaches it, and comes in with the commit that brings the part.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use adit_model::dependents::Dependents;
use adit_model::id::{
    InternetGatewayId, NetworkAclId, NetworkInterfaceId, RouteTableId, SecurityGroupId, SubnetId, VpcId,
    VpcOriginId,
};
use adit_model::internet_gateway::InternetGateway;
use adit_model::load_balancer::LoadBalancer;
use adit_model::network_acl as acl;
use adit_model::network_interface as interface;
use adit_model::reader;
use adit_model::{Key, Owner, Relation, World, route_table, security_group, subnet, vpc, vpc_origin};

use crate::interface::Interface;
use crate::name::{self, Claim};
use crate::net::Net;
use crate::network_acl::NetworkAcl;
use crate::route_table::RouteTable;
use crate::security_group::SecurityGroup;
use crate::subnet::{Subnet, Vpc};

pub(crate) type Reader<'w> = reader::Reader<'w, Part>;

/// A part of the network, each made from the World and from parts that stand before it here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Group(SecurityGroupId),
    Vpc(VpcId),
    Acl(NetworkAclId),
    Table(RouteTableId),
    Subnet(SubnetId),
    Interface(NetworkInterfaceId),
    Origin(VpcOriginId),
    /// Whether a gateway is spare.
    Gateway(InternetGatewayId),
    /// What a resource is called.
    Names(Key),
}

/// The network and what it was made from.
#[derive(Debug, Default)]
pub struct Compiler {
    net: Net,
    made_from: Dependents<Part>,
    claims: HashMap<Key, Vec<Claim>>,
    spare: HashMap<InternetGatewayId, Owner>,
}

impl Compiler {
    pub fn new(world: &World) -> Self {
        let mut compiler = Self::default();
        compiler.make(world.resources().flat_map(|r| parts(&r.key())).collect(), world);
        compiler
    }

    pub fn net(&self) -> &Net {
        &self.net
    }

    /// Follows a commit: `changed` are the keys in which `after` differs from `before`.
    pub fn update(&mut self, before: &World, after: &World, changed: &[Key]) {
        let mut spoiled = self.made_from.of_changes(before, after, changed);
        spoiled.extend(changed.iter().flat_map(parts));
        self.make(spoiled, after);
    }

    fn make(&mut self, mut spoiled: BTreeSet<Part>, world: &World) {
        while let Some(part) = spoiled.pop_first() {
            let reader = Reader::new(world);
            let wanted = self.make_one(&part, &reader);
            spoiled.extend(self.made_from.of_result(&part));
            match wanted {
                true => self.made_from.record(part, reader.into_reads()),
                false => self.made_from.forget(&part),
            }
        }
    }

    /// False when the resource is gone.
    fn make_one(&mut self, part: &Part, reader: &Reader<'_>) -> bool {
        let net = &mut self.net;
        match part {
            Part::Group(id) => {
                let model = reader.get::<security_group::SecurityGroup>(id);
                let made = model.map(|model| Arc::new(SecurityGroup::compile(model, reader)));
                match made {
                    Some(group) => drop(net.groups.insert(id.clone(), group)),
                    None => drop(net.groups.remove(id)),
                }
                model.is_some()
            }
            Part::Vpc(id) => {
                let model = reader.get::<vpc::Vpc>(id);
                match model {
                    Some(model) => drop(net.vpcs.insert(id.clone(), Arc::new(compile_vpc(model, reader)))),
                    None => drop(net.vpcs.remove(id)),
                }
                model.is_some()
            }
            Part::Acl(id) => {
                let model = reader.get::<acl::NetworkAcl>(id);
                match model {
                    Some(model) => drop(net.acls.insert(id.clone(), Arc::new(NetworkAcl::compile(model)))),
                    None => drop(net.acls.remove(id)),
                }
                model.is_some()
            }
            Part::Table(id) => {
                let model = reader.get::<route_table::RouteTable>(id);
                match model {
                    Some(model) => {
                        reader.result(Part::Vpc(model.vpc.clone()));
                        let gateway = net.vpcs.get(&model.vpc).and_then(|vpc| vpc.gateway.as_ref());
                        let table = RouteTable::compile(model, gateway);
                        drop(net.tables.insert(id.clone(), Arc::new(table)));
                    }
                    None => drop(net.tables.remove(id)),
                }
                model.is_some()
            }
            Part::Subnet(id) => {
                let model = reader.get::<subnet::Subnet>(id);
                match model.and_then(|model| compile_subnet(model, net, reader)) {
                    Some(subnet) => drop(net.subnets.insert(id.clone(), Arc::new(subnet))),
                    None => drop(net.subnets.remove(id)),
                }
                model.is_some()
            }
            Part::Interface(id) => {
                let model = reader.get_shared::<interface::NetworkInterface>(id);
                place(
                    net,
                    id,
                    model.and_then(|model| compile_interface(model, net, reader)),
                );
                model.is_some()
            }
            Part::Origin(id) => {
                let model = reader.get::<vpc_origin::VpcOrigin>(id);
                let balancer = model.and_then(|model| reader.get::<LoadBalancer>(&model.target));
                let vpc = balancer.and_then(|balancer| {
                    reader.result(Part::Vpc(balancer.vpc.clone()));
                    net.vpcs.get(&balancer.vpc).cloned()
                });
                match vpc {
                    Some(vpc) => drop(net.origins.insert(id.clone(), vpc)),
                    None => drop(net.origins.remove(id)),
                }
                model.is_some()
            }
            Part::Gateway(id) => {
                let model = reader.get::<InternetGateway>(id);
                if let Some(owner) = self.spare.remove(id) {
                    let mut spare = net.spare_gateways.get(&owner).cloned().unwrap_or_default();
                    spare.retain(|other| other != id);
                    match spare.is_empty() {
                        true => drop(net.spare_gateways.remove(&owner)),
                        false => drop(net.spare_gateways.insert(owner, spare)),
                    }
                }
                if let Some(model) = model.filter(|model| model.vpc.is_none()) {
                    let owner = model.owner.clone();
                    let mut spare = net.spare_gateways.get(&owner).cloned().unwrap_or_default();
                    spare.insert(spare.partition_point(|other| other < id), id.clone());
                    net.spare_gateways.insert(owner.clone(), spare);
                    self.spare.insert(id.clone(), owner);
                }
                model.is_some()
            }
            Part::Names(key) => {
                for claim in self.claims.remove(key).unwrap_or_default() {
                    net.names.remove(key, &claim);
                }
                let claims = name::claims(key, reader);
                for claim in &claims {
                    net.names.add(key, claim.clone());
                }
                let wanted = !claims.is_empty() || reader.exists(key);
                if !claims.is_empty() {
                    self.claims.insert(key.clone(), claims);
                }
                wanted
            }
        }
    }
}

/// The parts that stand for a resource.
fn parts(key: &Key) -> Option<Part> {
    match key {
        Key::SecurityGroup(id) => Some(Part::Group(id.clone())),
        Key::Vpc(id) => Some(Part::Vpc(id.clone())),
        Key::NetworkAcl(id) => Some(Part::Acl(id.clone())),
        Key::RouteTable(id) => Some(Part::Table(id.clone())),
        Key::Subnet(id) => Some(Part::Subnet(id.clone())),
        Key::NetworkInterface(id) => Some(Part::Interface(id.clone())),
        Key::VpcOrigin(id) => Some(Part::Origin(id.clone())),
        Key::InternetGateway(id) => Some(Part::Gateway(id.clone())),
        Key::Binding(_)
        | Key::LoadBalancer(_)
        | Key::Distribution(_)
        | Key::RestApi(_)
        | Key::VpcEndpoint(_) => Some(Part::Names(key.clone())),
        _ => None,
    }
}

fn compile_vpc(vpc: &vpc::Vpc, reader: &Reader<'_>) -> Vpc {
    let attached = reader.related::<InternetGateway>(Relation::GatewaysOf(vpc.id.clone()));
    let service = reader.related::<security_group::SecurityGroup>(Relation::ServiceGroupsIn(vpc.id.clone()));
    Vpc {
        id: vpc.id.clone(),
        owner: vpc.owner.clone(),
        cidr: vpc.cidr,
        gateway: attached.last().map(|gateway| gateway.id.clone()),
        default_group: vpc.default_group.clone(),
        service_group: service.last().map(|group| group.id.clone()),
    }
}

fn compile_subnet(subnet: &subnet::Subnet, net: &Net, reader: &Reader<'_>) -> Option<Subnet> {
    let vpc = reader.get::<vpc::Vpc>(&subnet.vpc)?;
    let table = match &subnet.route_table {
        Some((_, own)) => own,
        None => &vpc.main_route_table,
    };
    reader.result(Part::Vpc(vpc.id.clone()));
    reader.result(Part::Acl(subnet.acl.1.clone()));
    reader.result(Part::Table(table.clone()));
    Some(Subnet {
        id: subnet.id.clone(),
        vpc: net.vpcs.get(&vpc.id)?.clone(),
        cidr: subnet.cidr,
        acl: net.acls.get(&subnet.acl.1)?.clone(),
        routes: net.tables.get(table)?.clone(),
        public: subnet.map_public_ip_on_launch,
    })
}

fn compile_interface(
    model: &Arc<interface::NetworkInterface>,
    net: &Net,
    reader: &Reader<'_>,
) -> Option<Arc<Interface>> {
    reader.result(Part::Subnet(model.subnet.clone()));
    let group = |id: &SecurityGroupId| {
        reader.result(Part::Group(id.clone()));
        net.groups.get(id).cloned()
    };
    Some(Arc::new(Interface {
        model: model.clone(),
        subnet: net.subnets.get(&model.subnet)?.clone(),
        groups: model.groups.iter().filter_map(group).collect(),
    }))
}

/// By its id and by its addresses, in place of what it was before.
fn place(net: &mut Net, id: &NetworkInterfaceId, interface: Option<Arc<Interface>>) {
    if let Some(before) = net.interfaces.remove(id) {
        let model = &before.model;
        let own = |other: Option<&Arc<Interface>>| other.is_some_and(|other| other.model.id == *id);
        let private = (model.vpc.clone(), model.address);
        if own(net.private.get(&private)) {
            net.private.remove(&private);
        }
        if let Some(public) = model.public_address
            && own(net.public.get(&public))
        {
            net.public.remove(&public);
        }
    }
    let Some(interface) = interface else {
        return;
    };
    let model = &interface.model;
    net.private
        .insert((model.vpc.clone(), model.address), interface.clone());
    if let Some(public) = model.public_address {
        net.public.insert(public, interface.clone());
    }
    net.interfaces.insert(id.clone(), interface);
}
