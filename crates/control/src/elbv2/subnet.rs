//! The subnets of a balancer (api E4): at least two zones, one subnet a zone, room for the nodes; and SetSubnets.

use adit_model::id::{SubnetId, VpcId};
use adit_model::internet_gateway::InternetGateway;
use adit_model::load_balancer::Scheme;
use adit_model::network_interface::NetworkInterface;
use adit_model::subnet::Subnet;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::network_interface;
use crate::elbv2::{load_balancer, node};

view! {
    /// Addresses of one's own in a subnet are for network balancers.
    pub struct SubnetMapping: "elbv2"/"SubnetMapping" { subnet: Option<String> = "SubnetId" }
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
    let subnets = choose_beside(cx, &asked.subnets, asked.mappings, &kept)?;
    if subnets.iter().any(|subnet| subnet.vpc != balancer.vpc) {
        return Err(errors::elbv2::subnets_in_vpcs());
    }
    if balancer.scheme == Scheme::InternetFacing {
        check_internet(cx, &balancer.vpc)?;
    }
    let old = std::mem::take(&mut balancer.zones);
    for zone in &old {
        if !subnets.iter().any(|subnet| subnet.id == zone.subnet) {
            cx.delete::<NetworkInterface>(&zone.interface);
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
pub fn choose(cx: &Cx<'_>, ids: &[String], mappings: Vec<SubnetMapping>) -> Result<Vec<Subnet>, ApiError> {
    choose_beside(cx, ids, mappings, &[])
}

/// A balancer that faces the internet needs a gateway to it.
pub fn check_internet(cx: &Cx<'_>, vpc: &VpcId) -> Result<(), ApiError> {
    match cx
        .table::<InternetGateway>()
        .iter()
        .any(|gateway| gateway.vpc.as_ref() == Some(vpc))
    {
        true => Ok(()),
        false => Err(errors::elbv2::subnet_public(vpc)),
    }
}

/// In `kept` the balancer has its node already.
fn choose_beside(
    cx: &Cx<'_>,
    ids: &[String],
    mappings: Vec<SubnetMapping>,
    kept: &[SubnetId],
) -> Result<Vec<Subnet>, ApiError> {
    if !ids.is_empty() && !mappings.is_empty() {
        return Err(errors::elbv2::exclusive("Subnets", "subnet mappings"));
    }
    let mapped: Vec<String> = mappings
        .into_iter()
        .filter_map(|mapping| mapping.subnet)
        .collect();
    let subnets = ids
        .iter()
        .chain(&mapped)
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
    if subnets.len() < 2 {
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
