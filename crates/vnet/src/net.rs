//! The compiled network: everything in it, by id and by address.
//!
//! An object whose parts are missing from the World (a subnet without its ACL) is left out, so that nothing reaches it.

use adit_model::index::Index;
use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::World;
use adit_model::id::{
    InternetGatewayId, NetworkAclId, NetworkInterfaceId, RouteTableId, SecurityGroupId, SubnetId, VpcId,
    VpcOriginId,
};
use adit_model::security_group::VPC_ORIGIN_SERVICE_GROUP;

use crate::interface::Interface;
use crate::name::Names;
use crate::network_acl::NetworkAcl;
use crate::route_table::RouteTable;
use crate::security_group::{Members, SecurityGroup};
use crate::subnet::{Subnet, Vpc};

/// The network of one World. Its parts are shared, so a clone is cheap.
#[derive(Clone, Debug)]
pub struct Net {
    vpcs: Index<VpcId, Arc<Vpc>>,
    subnets: Index<SubnetId, Arc<Subnet>>,
    groups: Index<SecurityGroupId, Arc<SecurityGroup>>,
    acls: Index<NetworkAclId, Arc<NetworkAcl>>,
    tables: Index<RouteTableId, Arc<RouteTable>>,
    interfaces: Index<NetworkInterfaceId, Arc<Interface>>,
    private: Index<VpcId, Index<Ipv4Addr, Arc<Interface>>>,
    public: Index<Ipv4Addr, Arc<Interface>>,
    origins: Index<VpcOriginId, Arc<Vpc>>,
    pub(crate) names: Arc<Names>,
}

impl Net {
    pub fn compile(world: &World) -> Self {
        let groups = groups(world);
        let vpcs = vpcs(world, &groups);
        let gateway = |vpc: &VpcId| vpcs.get(vpc).and_then(|v| v.gateway.as_ref());
        let acls: Index<_, _> = world
            .network_acls
            .iter()
            .map(|acl| (acl.id.clone(), Arc::new(NetworkAcl::compile(acl))))
            .collect();
        let tables: Index<_, _> = world
            .route_tables
            .iter()
            .map(|table| {
                let compiled = RouteTable::compile(table, gateway(&table.vpc));
                (table.id.clone(), Arc::new(compiled))
            })
            .collect();
        let subnets = subnets(world, &vpcs, &acls, &tables);
        let mut net = Self {
            origins: origins(world, &vpcs),
            names: Arc::new(Names::compile(world)),
            vpcs,
            subnets,
            groups,
            acls,
            tables,
            interfaces: Index::default(),
            private: Index::default(),
            public: Index::default(),
        };
        for model in world.network_interfaces.iter() {
            let Some(subnet) = net.subnets.get(&model.subnet) else {
                continue;
            };
            let groups = model.groups.iter().filter_map(|id| net.groups.get(id).cloned());
            let interface = Arc::new(Interface {
                model: model.clone(),
                subnet: subnet.clone(),
                groups: groups.collect(),
            });
            net.private
                .entry(model.vpc.clone())
                .or_default()
                .insert(model.address, interface.clone());
            if let Some(address) = model.public_address {
                net.public.insert(address, interface.clone());
            }
            net.interfaces.insert(model.id.clone(), interface);
        }
        net
    }

    pub fn interface(&self, id: &NetworkInterfaceId) -> Option<&Interface> {
        self.interfaces.get(id).map(|i| &**i)
    }

    /// The interface with a private address.
    pub fn interface_at(&self, vpc: &VpcId, address: Ipv4Addr) -> Option<&Interface> {
        self.private.get(vpc)?.get(&address).map(|i| &**i)
    }

    /// The interface with a public address.
    pub fn interface_at_public(&self, address: Ipv4Addr) -> Option<&Interface> {
        self.public.get(&address).map(|i| &**i)
    }

    pub fn interfaces(&self) -> impl Iterator<Item = &Interface> {
        self.interfaces.values().map(|i| &**i)
    }

    pub fn vpc(&self, id: &VpcId) -> Option<&Vpc> {
        self.vpcs.get(id).map(|v| &**v)
    }

    pub fn subnet(&self, id: &SubnetId) -> Option<&Subnet> {
        self.subnets.get(id).map(|s| &**s)
    }

    pub fn subnets(&self) -> impl Iterator<Item = &Subnet> {
        self.subnets.values().map(|s| &**s)
    }

    pub fn security_group(&self, id: &SecurityGroupId) -> Option<&SecurityGroup> {
        self.groups.get(id).map(|g| &**g)
    }

    pub fn network_acl(&self, id: &NetworkAclId) -> Option<&NetworkAcl> {
        self.acls.get(id).map(|a| &**a)
    }

    pub fn route_table(&self, id: &RouteTableId) -> Option<&RouteTable> {
        self.tables.get(id).map(|t| &**t)
    }

    /// The VPC that a VPC origin leads into.
    pub fn vpc_of_origin(&self, id: &VpcOriginId) -> Option<&Vpc> {
        self.origins.get(id).map(|v| &**v)
    }
}

fn groups(world: &World) -> Index<SecurityGroupId, Arc<SecurityGroup>> {
    let mut members = Members::default();
    for interface in world.network_interfaces.iter() {
        for group in &interface.groups {
            members.entry(group.clone()).or_default().push(interface.address);
        }
    }
    world
        .security_groups
        .iter()
        .map(|group| {
            let compiled = SecurityGroup::compile(group, &members);
            (group.id.clone(), Arc::new(compiled))
        })
        .collect()
}

fn vpcs(world: &World, groups: &Index<SecurityGroupId, Arc<SecurityGroup>>) -> Index<VpcId, Arc<Vpc>> {
    let attached: Index<&VpcId, &InternetGatewayId> = world
        .internet_gateways
        .iter()
        .filter_map(|gateway| Some((gateway.vpc.as_ref()?, &gateway.id)))
        .collect();
    let service: Index<&VpcId, &SecurityGroupId> = world
        .security_groups
        .iter()
        .filter(|group| group.name.starts_with(VPC_ORIGIN_SERVICE_GROUP))
        .map(|group| (&group.vpc, &group.id))
        .collect();
    let compile = |vpc: &Arc<adit_model::vpc::Vpc>| {
        let spare = world
            .internet_gateways
            .iter()
            .find(|gateway| gateway.vpc.is_none() && gateway.owner == vpc.owner);
        Vpc {
            id: vpc.id.clone(),
            region: vpc.owner.region.clone(),
            cidr: vpc.cidr,
            gateway: attached.get(&vpc.id).map(|id| (*id).clone()),
            spare_gateway: spare.map(|gateway| gateway.id.clone()),
            default_group: groups.get(&vpc.default_group).cloned(),
            service_group: service.get(&vpc.id).map(|id| (*id).clone()),
        }
    };
    world
        .vpcs
        .iter()
        .map(|vpc| (vpc.id.clone(), Arc::new(compile(vpc))))
        .collect()
}

fn subnets(
    world: &World,
    vpcs: &Index<VpcId, Arc<Vpc>>,
    acls: &Index<NetworkAclId, Arc<NetworkAcl>>,
    tables: &Index<RouteTableId, Arc<RouteTable>>,
) -> Index<SubnetId, Arc<Subnet>> {
    let compile = |subnet: &adit_model::subnet::Subnet| {
        let own = subnet.route_table.as_ref().map(|(_, table)| table);
        let main = || world.vpcs.get(&subnet.vpc).map(|vpc| &vpc.main_route_table);
        Some(Subnet {
            id: subnet.id.clone(),
            vpc: vpcs.get(&subnet.vpc)?.clone(),
            cidr: subnet.cidr,
            acl: acls.get(&subnet.acl.1)?.clone(),
            routes: tables.get(own.or_else(main)?)?.clone(),
            public: subnet.map_public_ip_on_launch,
        })
    };
    world
        .subnets
        .iter()
        .filter_map(|subnet| Some((subnet.id.clone(), Arc::new(compile(subnet)?))))
        .collect()
}

fn origins(world: &World, vpcs: &Index<VpcId, Arc<Vpc>>) -> Index<VpcOriginId, Arc<Vpc>> {
    let vpc = |origin: &adit_model::vpc_origin::VpcOrigin| {
        let balancer = world.load_balancers.get(&origin.target)?;
        vpcs.get(&balancer.vpc).cloned()
    };
    world
        .vpc_origins
        .iter()
        .filter_map(|origin| Some((origin.id.clone(), vpc(origin)?)))
        .collect()
}
