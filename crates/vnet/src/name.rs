//! Names, as they resolve from the internet or inside a VPC.
//!
//! The names of internal balancers and of endpoints are public and give private addresses from anywhere (api D14); an
//! endpoint with private DNS captures every `*.execute-api.{region}.amazonaws.com` in its VPC, those of public APIs too
//! (api A19), if the VPC has both DNS attributes (api D13). Elsewhere a private API's default name does not resolve, and
//! its alias `{api}-{vpce}` does if the API lists the endpoint (W4 of api A.2). What has a public address is answered by
//! its role, since the edge serves it. A user's own names resolve only as aliases of distributions and as bindings.

use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::Key;
use adit_model::binding::Binding;
use adit_model::distribution::Distribution;
use adit_model::id::{
    DistributionId, DnsName, LoadBalancerArn, NetworkInterfaceId, RestApiId, VpcEndpointId, VpcId,
};
use adit_model::load_balancer::{LoadBalancer, Scheme};
use adit_model::network_interface::NetworkInterface;
use adit_model::rest_api::{EndpointType, RestApi};
use adit_model::shards::Shards;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use smallvec::SmallVec;

use crate::compile::Reader;
use crate::net::Net;
use crate::source::Vantage;
use crate::testing;

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
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    everywhere: Shards<DnsName, Claims>,
    /// Aliases with a wildcard, by what stands behind the `*.`.
    wildcards: Shards<Box<str>, Claims>,
    private_zones: Shards<VpcId, Vec<PrivateZone>>,
}

/// Who claims a name, the strongest last: what AWS names is stronger than what a user tied to an address.
type Claims = SmallVec<[(Key, Resolution); 1]>;

/// What an endpoint with private DNS captures in its VPC.
#[derive(Clone, Debug)]
pub(crate) struct PrivateZone {
    endpoint: VpcEndpointId,
    /// `execute-api.{region}.amazonaws.com`
    apex: String,
    addresses: Arc<Addresses>,
}

/// One resource's part in the names.
#[derive(Clone, Debug)]
pub(crate) enum Claim {
    Name(DnsName, Resolution),
    /// By what stands behind the `*.`.
    Wildcard(Box<str>, Resolution),
    Zone(VpcId, PrivateZone),
}

impl Net {
    /// What `name` means to one who asks from `from`.
    pub fn resolve(&self, from: &Vantage, name: &DnsName) -> Resolution {
        if let Vantage::Vpc(vpc) = from
            && let Some(zone) = self.names.private_zone(vpc, name.as_str())
        {
            return Resolution::Addresses(zone.addresses.clone());
        }
        let parent = name.as_str().split_once('.').map_or("", |(_, parent)| parent);
        let exact = self.names.everywhere.get(name);
        let claims = exact.or_else(|| self.names.wildcards.get(parent));
        claims
            .and_then(|claims| claims.last())
            .map_or(Resolution::NotFound, |(_, meaning)| meaning.clone())
    }
}

impl Names {
    pub(crate) fn add(&mut self, by: &Key, claim: Claim) {
        let enter = |claims: Option<&Claims>, meaning| {
            let mut claims = claims.cloned().unwrap_or_default();
            let at = claims.partition_point(|(other, _)| strength(other) < strength(by));
            claims.insert(at, (by.clone(), meaning));
            claims
        };
        match claim {
            Claim::Name(name, meaning) => {
                let claims = enter(self.everywhere.get(&name), meaning);
                self.everywhere.insert(name, claims);
            }
            Claim::Wildcard(parent, meaning) => {
                let claims = enter(self.wildcards.get(&parent), meaning);
                self.wildcards.insert(parent, claims);
            }
            Claim::Zone(vpc, zone) => {
                let mut zones = self.private_zones.get(&vpc).cloned().unwrap_or_default();
                let at = zones.partition_point(|other| other.endpoint < zone.endpoint);
                zones.insert(at, zone);
                self.private_zones.insert(vpc, zones);
            }
        }
    }

    pub(crate) fn remove(&mut self, by: &Key, claim: &Claim) {
        let leave = |claims: Option<&Claims>| {
            let mut claims = claims.cloned().unwrap_or_default();
            claims.retain(|(other, _)| other != by);
            claims
        };
        match claim {
            Claim::Name(name, _) => match leave(self.everywhere.get(name)) {
                left if left.is_empty() => drop(self.everywhere.remove(name)),
                left => drop(self.everywhere.insert(name.clone(), left)),
            },
            Claim::Wildcard(parent, _) => match leave(self.wildcards.get(parent)) {
                left if left.is_empty() => drop(self.wildcards.remove(parent)),
                left => drop(self.wildcards.insert(parent.clone(), left)),
            },
            Claim::Zone(vpc, zone) => {
                let mut zones = self.private_zones.get(vpc).cloned().unwrap_or_default();
                zones.retain(|other| other.endpoint != zone.endpoint);
                match zones.is_empty() {
                    true => drop(self.private_zones.remove(vpc)),
                    false => drop(self.private_zones.insert(vpc.clone(), zones)),
                }
            }
        }
    }

    pub(crate) fn describe(&self, lines: &mut Vec<String>) {
        testing::list("name", &self.everywhere, lines);
        testing::list("wildcard", &self.wildcards, lines);
        testing::list("zone", &self.private_zones, lines);
    }

    fn private_zone(&self, vpc: &VpcId, name: &str) -> Option<&PrivateZone> {
        self.private_zones.get(vpc)?.iter().find(|zone| {
            name.strip_suffix(zone.apex.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

fn strength(by: &Key) -> (u8, &Key) {
    let rank = match by {
        Key::Binding(_) => 0,
        Key::LoadBalancer(_) => 1,
        Key::Distribution(_) => 2,
        Key::RestApi(_) => 3,
        _ => 4,
    };
    (rank, by)
}

/// What a resource is called.
pub(crate) fn claims(by: &Key, reader: &Reader<'_>) -> Vec<Claim> {
    match by {
        Key::Binding(id) => {
            let bound = |b: &Binding| {
                named(
                    b.id.as_str(),
                    Resolution::Public(PublicName::Binding(b.id.clone())),
                )
            };
            reader.get::<Binding>(id).and_then(bound).into_iter().collect()
        }
        Key::LoadBalancer(id) => {
            let balancer = reader.get::<LoadBalancer>(id);
            balancer
                .and_then(|b| of_balancer(b, reader))
                .into_iter()
                .collect()
        }
        Key::Distribution(id) => reader
            .get::<Distribution>(id)
            .map(of_distribution)
            .unwrap_or_default(),
        Key::RestApi(id) => reader
            .get::<RestApi>(id)
            .map(|api| of_api(api, reader))
            .unwrap_or_default(),
        Key::VpcEndpoint(id) => match reader.get::<VpcEndpoint>(id) {
            Some(endpoint) if endpoint.state == EndpointState::Available && endpoint.fronts_execute_api() => {
                of_endpoint(endpoint, reader)
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn of_balancer(balancer: &LoadBalancer, reader: &Reader<'_>) -> Option<Claim> {
    let meaning = match balancer.scheme {
        Scheme::InternetFacing => Resolution::Public(PublicName::Balancer(balancer.id.clone())),
        Scheme::Internal => Resolution::Addresses(Arc::new(Addresses {
            vpc: balancer.vpc.clone(),
            of: Named::Balancer(balancer.id.clone()),
            addresses: addresses(reader, balancer.zones.iter().map(|zone| &zone.interface)),
        })),
    };
    named(&balancer.dns_name, meaning)
}

fn of_distribution(distribution: &Distribution) -> Vec<Claim> {
    let meaning = || Resolution::Public(PublicName::Distribution(distribution.id.clone()));
    let alias = |alias: &DnsName| match alias.as_str().strip_prefix("*.") {
        Some(parent) => Claim::Wildcard(parent.into(), meaning()),
        None => Claim::Name(alias.clone(), meaning()),
    };
    let aliases = distribution.config.aliases.iter().map(alias);
    let own = Claim::Name(distribution.domain.clone(), meaning());
    [own].into_iter().chain(aliases).collect()
}

fn of_api(api: &RestApi, reader: &Reader<'_>) -> Vec<Claim> {
    if api.endpoint_type != EndpointType::Private {
        let meaning = Resolution::Public(PublicName::Api(api.id.clone()));
        return named(&api.default_name(), meaning).into_iter().collect();
    }
    let alias = |id| {
        let endpoint = reader.get::<VpcEndpoint>(id)?;
        let available = endpoint.state == EndpointState::Available;
        let name = format!("{}-{id}.{}", api.id, apex(endpoint));
        available.then(|| named(&name, Resolution::Addresses(all_of(reader, endpoint))))?
    };
    api.vpc_endpoints.iter().filter_map(alias).collect()
}

fn of_endpoint(endpoint: &VpcEndpoint, reader: &Reader<'_>) -> Vec<Claim> {
    let all = all_of(reader, endpoint);
    let mut claims = Vec::new();
    claims.extend(named(
        &endpoint.regional_name(),
        Resolution::Addresses(all.clone()),
    ));
    let interfaces = endpoint.interfaces.iter();
    for interface in interfaces.filter_map(|id| reader.get::<NetworkInterface>(id)) {
        let one = Addresses {
            addresses: vec![interface.address],
            ..(*all).clone()
        };
        let name = endpoint.zonal_name(&interface.zone);
        claims.extend(named(&name, Resolution::Addresses(Arc::new(one))));
    }
    let vpc = reader.get::<Vpc>(&endpoint.vpc);
    if endpoint.private_dns && vpc.is_some_and(|v| v.dns_support && v.dns_hostnames) {
        let zone = PrivateZone {
            endpoint: endpoint.id.clone(),
            apex: apex(endpoint),
            addresses: all,
        };
        claims.push(Claim::Zone(endpoint.vpc.clone(), zone));
    }
    claims
}

fn named(name: &str, meaning: Resolution) -> Option<Claim> {
    Some(Claim::Name(DnsName::of(name)?, meaning))
}

fn apex(endpoint: &VpcEndpoint) -> String {
    format!("execute-api.{}.amazonaws.com", endpoint.owner.region)
}

fn all_of(reader: &Reader<'_>, endpoint: &VpcEndpoint) -> Arc<Addresses> {
    Arc::new(Addresses {
        vpc: endpoint.vpc.clone(),
        of: Named::Endpoint(endpoint.id.clone()),
        addresses: addresses(reader, &endpoint.interfaces),
    })
}

fn addresses<'a>(
    reader: &Reader<'_>,
    interfaces: impl IntoIterator<Item = &'a NetworkInterfaceId>,
) -> Vec<Ipv4Addr> {
    interfaces
        .into_iter()
        .filter_map(|id| reader.get::<NetworkInterface>(id))
        .map(|interface| interface.address)
        .collect()
}
