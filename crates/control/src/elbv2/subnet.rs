//! The subnets of a balancer (api E4): at least two zones (one is enough for a Network Load Balancer), one subnet a zone,
//! room for the nodes; and SetSubnets.

use std::collections::BTreeMap;

use adit_model::address::Address;
use adit_model::id::{AllocationId, SubnetId, VpcId};
use adit_model::internet_gateway::InternetGateway;
use adit_model::load_balancer::{ChosenAddress, Scheme};
use adit_model::relation::Relation;
use adit_model::subnet::Subnet;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface;
use crate::elbv2::{load_balancer, node};

view! {
    /// Addresses of one's own in a subnet are for Network Load Balancers.
    pub struct SubnetMapping: "elbv2"/"SubnetMapping" {
        subnet: Option<String> = "SubnetId",
        allocation: Option<String> = "AllocationId",
        private: Option<String> = "PrivateIPv4Address",
    }
}
view! {
    pub struct SetSubnets: "elbv2"."SetSubnets" {
        load_balancer: String = "LoadBalancerArn",
        subnets: Vec<String> = "Subnets",
        mappings: Vec<SubnetMapping> = "SubnetMappings",
        ip_address_type: Option<String> = "IpAddressType",
    }
}

/// Addresses that must be free in a new subnet.
const ROOM: u32 = 8;
/// The smallest subnet is a /27.
const LONGEST_PREFIX: u8 = 27;

pub fn set(cx: &mut Cx<'_>, asked: SetSubnets) -> Result<Record, ApiError> {
    let mut balancer = load_balancer::find(cx, &asked.load_balancer)?;
    if let Some(asked) = &asked.ip_address_type {
        load_balancer::check_ip_address_type(asked)?;
    }
    let kept: Vec<SubnetId> = balancer.zones.iter().map(|zone| zone.subnet.clone()).collect();
    let network = balancer.network.is_some();
    let mappings = read_mappings(cx, &asked.mappings, network.then_some(balancer.scheme))?;
    let subnets = choose_beside(cx, network, &asked.subnets, &asked.mappings, &kept)?;
    if let Some(network) = &mut balancer.network {
        node::check_free(cx, &mappings, &network.mappings)?;
        // The address of a node that stays is not changed.
        for (subnet, chosen) in mappings {
            let stays = kept.contains(&subnet);
            if stays && network.mappings.get(&subnet) != Some(&chosen) {
                return Err(errors::elbv2::mapping_changed(subnet));
            }
            network.mappings.insert(subnet, chosen);
        }
        network
            .mappings
            .retain(|id, _| subnets.iter().any(|subnet| subnet.id == *id));
    }
    if subnets.iter().any(|subnet| subnet.vpc != balancer.vpc) {
        return Err(errors::elbv2::subnets_in_vpcs());
    }
    if balancer.scheme == Scheme::InternetFacing {
        check_internet(cx, &balancer.vpc)?;
    }
    let old = std::mem::take(&mut balancer.zones);
    for zone in &old {
        if !subnets.iter().any(|subnet| subnet.id == zone.subnet) {
            node::delete(cx, &zone.interface);
        }
    }
    for subnet in &subnets {
        let zone = match old.iter().find(|zone| zone.subnet == subnet.id) {
            Some(zone) => zone.clone(),
            None => node::create(cx, &balancer, subnet)?,
        };
        balancer.zones.push(zone);
    }
    let answer = record! {
        "AvailabilityZones" => load_balancer::zones(&balancer),
        "IpAddressType" => &balancer.ip_address_type,
    };
    cx.put(balancer);
    Ok(answer)
}

/// The subnets of a new balancer.
pub fn choose(
    cx: &Cx<'_>,
    network: bool,
    ids: &[String],
    mappings: &[SubnetMapping],
) -> Result<Vec<Subnet>, ApiError> {
    choose_beside(cx, network, ids, mappings, &[])
}

/// The addresses that a request chooses; `scheme` is a Network Load Balancer's, others choose none.
pub fn read_mappings(
    cx: &Cx<'_>,
    mappings: &[SubnetMapping],
    scheme: Option<Scheme>,
) -> Result<BTreeMap<SubnetId, ChosenAddress>, ApiError> {
    let mut chosen = BTreeMap::new();
    for mapping in mappings {
        let Some(subnet) = mapping.subnet.as_deref() else {
            return Err(errors::elbv2::mapping_subnet());
        };
        let address = match (&mapping.allocation, &mapping.private, scheme) {
            (None, None, _) => continue,
            (Some(_), Some(_), _) | (_, _, None) => return Err(errors::elbv2::mapping_address()),
            (Some(allocation), None, Some(Scheme::InternetFacing)) => elastic(cx, allocation)?,
            (None, Some(address), Some(Scheme::Internal)) => {
                let inside = address
                    .parse()
                    .ok()
                    .filter(|address| find(cx, subnet).is_ok_and(|subnet| subnet.cidr.contains(address)));
                ChosenAddress::Private(inside.ok_or_else(|| errors::elbv2::mapping_outside(address, subnet))?)
            }
            _ => return Err(errors::elbv2::mapping_scheme()),
        };
        chosen.insert(find(cx, subnet)?.id, address);
    }
    Ok(chosen)
}

fn elastic(cx: &Cx<'_>, text: &str) -> Result<ChosenAddress, ApiError> {
    let found = AllocationId::parse(text).and_then(|id| cx.get::<Address>(&id));
    let found = found.filter(|address| cx.owns(&address.owner));
    let address = found.ok_or_else(|| errors::elbv2::allocation_not_found(text))?;
    Ok(ChosenAddress::Elastic {
        allocation: address.id,
        public: address.public,
    })
}

/// A balancer that faces the internet needs a gateway to it.
pub fn check_internet(cx: &Cx<'_>, vpc: &VpcId) -> Result<(), ApiError> {
    let gateways = Relation::GatewaysOf(vpc.clone());
    match cx.world().related::<InternetGateway>(&gateways).next() {
        Some(_) => Ok(()),
        None => Err(errors::elbv2::subnet_public(vpc)),
    }
}

/// In `kept` the balancer has its node already.
fn choose_beside(
    cx: &Cx<'_>,
    network: bool,
    ids: &[String],
    mappings: &[SubnetMapping],
    kept: &[SubnetId],
) -> Result<Vec<Subnet>, ApiError> {
    if !ids.is_empty() && !mappings.is_empty() {
        return Err(errors::elbv2::exclusive("Subnets", "subnet mappings"));
    }
    let mapped = mappings.iter().filter_map(|mapping| mapping.subnet.as_ref());
    let subnets = ids
        .iter()
        .chain(mapped)
        .map(|id| find(cx, id))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(first) = subnets.first()
        && subnets.iter().any(|subnet| subnet.vpc != first.vpc)
    {
        return Err(errors::elbv2::subnets_in_vpcs());
    }
    for (at, subnet) in subnets.iter().enumerate() {
        if subnets.iter().take(at).any(|other| other.zone == subnet.zone) {
            return Err(errors::elbv2::zone_repeated());
        }
    }
    if network && subnets.is_empty() {
        return Err(errors::elbv2::one_zone());
    }
    if !network && subnets.len() < 2 {
        return Err(errors::elbv2::two_zones());
    }
    for subnet in subnets.iter().filter(|subnet| !kept.contains(&subnet.id)) {
        if subnet.cidr.prefix_len() > LONGEST_PREFIX || network_interface::available(cx, subnet) < ROOM {
            return Err(errors::elbv2::subnet_small(&subnet.id));
        }
    }
    Ok(subnets)
}

fn find(cx: &Cx<'_>, text: &str) -> Result<Subnet, ApiError> {
    let found = SubnetId::parse(text)
        .and_then(|id| cx.get::<Subnet>(&id))
        .filter(|subnet| cx.owns(&subnet.owner));
    found.ok_or_else(|| errors::elbv2::subnet_not_found(text))
}
