//! Names, as they resolve from the internet or inside a VPC.
//!
//! The names of internal balancers and of endpoints are public and give private addresses from anywhere (api D14); an
//! endpoint with private DNS captures every `*.execute-api.{region}.amazonaws.com` in its VPC, those of public APIs too
//! (api A19), if the VPC has both DNS attributes (api D13). Elsewhere a private API's default name does not resolve, and
//! its alias `{api}-{vpce}` does if the API lists the endpoint (W4 of api A.2). What has a public address is answered by
//! its role, since the edge serves it. A user's own names resolve only as aliases of distributions and as bindings.

use adit_model::index::Index;
use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::World;
use adit_model::id::{DistributionId, DnsName, LoadBalancerArn, RestApiId, VpcEndpointId, VpcId};
use adit_model::load_balancer::Scheme;
use adit_model::rest_api::EndpointType;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};

use crate::net::Net;
use crate::source::Vantage;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    Addresses(Arc<Addresses>),
    Public(PublicName),
    NotFound,
}

/// Private addresses and what has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    pub vpc: VpcId,
    pub of: Named,
    /// In the order of the object's subnets.
    pub addresses: Vec<Ipv4Addr>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Balancer(LoadBalancerArn),
    Endpoint(VpcEndpointId),
}

/// A name that the edge serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicName {
    Distribution(DistributionId),
    /// A regional or edge-optimized API's default name.
    Api(RestApiId),
    /// An internet-facing balancer.
    Balancer(LoadBalancerArn),
    /// A name that the user tied to a local address.
    Binding(DnsName),
}

/// All names of one World.
#[derive(Debug, Default)]
pub(crate) struct Names {
    everywhere: Index<DnsName, Resolution>,
    /// Aliases with a wildcard, by what stands behind the `*.`.
    wildcards: Index<Box<str>, DistributionId>,
    private_zones: Index<VpcId, Vec<PrivateZone>>,
}

/// What an endpoint with private DNS captures in its VPC.
#[derive(Debug)]
struct PrivateZone {
    /// `execute-api.{region}.amazonaws.com`
    apex: String,
    addresses: Arc<Addresses>,
}

impl Net {
    /// What `name` means to one who asks from `from`.
    pub fn resolve(&self, from: &Vantage, name: &DnsName) -> Resolution {
        if let Vantage::Vpc(vpc) = from
            && let Some(zone) = self.names.private_zone(vpc, name.as_str())
        {
            return Resolution::Addresses(zone.addresses.clone());
        }
        if let Some(found) = self.names.everywhere.get(name) {
            return found.clone();
        }
        let parent = name.as_str().split_once('.').map_or("", |(_, parent)| parent);
        match self.names.wildcards.get(parent) {
            Some(id) => Resolution::Public(PublicName::Distribution(id.clone())),
            None => Resolution::NotFound,
        }
    }
}

impl Names {
    pub(crate) fn compile(world: &World) -> Self {
        let mut names = Self::default();
        for binding in world.bindings.iter() {
            let bound = PublicName::Binding(binding.id.clone());
            names
                .everywhere
                .insert(binding.id.clone(), Resolution::Public(bound));
        }
        for balancer in world.load_balancers.iter() {
            let meaning = match balancer.scheme {
                Scheme::InternetFacing => Resolution::Public(PublicName::Balancer(balancer.id.clone())),
                Scheme::Internal => Resolution::Addresses(Arc::new(Addresses {
                    vpc: balancer.vpc.clone(),
                    of: Named::Balancer(balancer.id.clone()),
                    addresses: addresses(world, balancer.zones.iter().map(|zone| &zone.interface)),
                })),
            };
            names.add(&balancer.dns_name, meaning);
        }
        for distribution in world.distributions.iter() {
            let id = &distribution.id;
            let meaning = || Resolution::Public(PublicName::Distribution(id.clone()));
            names.everywhere.insert(distribution.domain.clone(), meaning());
            for alias in &distribution.config.aliases {
                match alias.as_str().strip_prefix("*.") {
                    Some(parent) => drop(names.wildcards.insert(parent.into(), id.clone())),
                    None => drop(names.everywhere.insert(alias.clone(), meaning())),
                }
            }
        }
        names.add_apis(world);
        for endpoint in world.vpc_endpoints.iter() {
            if endpoint.state == EndpointState::Available {
                names.add_endpoint(world, endpoint);
            }
        }
        names
    }

    fn add_apis(&mut self, world: &World) {
        for api in world.rest_apis.iter() {
            if api.endpoint_type != EndpointType::Private {
                let meaning = Resolution::Public(PublicName::Api(api.id.clone()));
                self.add(&api.default_name(), meaning);
                continue;
            }
            for id in &api.vpc_endpoints {
                let Some(endpoint) = world.vpc_endpoints.get(id) else {
                    continue;
                };
                if endpoint.state == EndpointState::Available {
                    let name = format!("{}-{id}.{}", api.id, apex(endpoint));
                    self.add(&name, Resolution::Addresses(all_of(world, endpoint)));
                }
            }
        }
    }

    fn add_endpoint(&mut self, world: &World, endpoint: &VpcEndpoint) {
        let all = all_of(world, endpoint);
        self.add(&endpoint.regional_name(), Resolution::Addresses(all.clone()));
        let interfaces = endpoint.interfaces.iter();
        for interface in interfaces.filter_map(|id| world.network_interfaces.get(id)) {
            let one = Addresses {
                addresses: vec![interface.address],
                ..(*all).clone()
            };
            let name = endpoint.zonal_name(&interface.zone);
            self.add(&name, Resolution::Addresses(Arc::new(one)));
        }
        let vpc = world.vpcs.get(&endpoint.vpc);
        if endpoint.private_dns && vpc.is_some_and(|v| v.dns_support && v.dns_hostnames) {
            self.private_zones
                .entry(endpoint.vpc.clone())
                .or_default()
                .push(PrivateZone {
                    apex: apex(endpoint),
                    addresses: all,
                });
        }
    }

    fn add(&mut self, name: &str, meaning: Resolution) {
        if let Some(name) = DnsName::of(name) {
            self.everywhere.insert(name, meaning);
        }
    }

    fn private_zone(&self, vpc: &VpcId, name: &str) -> Option<&PrivateZone> {
        self.private_zones.get(vpc)?.iter().find(|zone| {
            name.strip_suffix(zone.apex.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

fn apex(endpoint: &VpcEndpoint) -> String {
    format!("execute-api.{}.amazonaws.com", endpoint.owner.region)
}

fn all_of(world: &World, endpoint: &VpcEndpoint) -> Arc<Addresses> {
    Arc::new(Addresses {
        vpc: endpoint.vpc.clone(),
        of: Named::Endpoint(endpoint.id.clone()),
        addresses: addresses(world, &endpoint.interfaces),
    })
}

fn addresses<'a>(
    world: &World,
    interfaces: impl IntoIterator<Item = &'a adit_model::id::NetworkInterfaceId>,
) -> Vec<Ipv4Addr> {
    interfaces
        .into_iter()
        .filter_map(|id| world.network_interfaces.get(id))
        .map(|interface| interface.address)
        .collect()
}
