//! An endpoint's interfaces: one in each subnet, its address chosen by the caller or by EC2 (api D7, D10, D11).
//!
//! Giving an address for a subnet that the endpoint has already replaces that subnet's interface by a new one. The
//! order of subnets and interfaces is that of their addition.

use std::net::Ipv4Addr;

use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_wire::{ApiError, errors, view};

use crate::cx::Cx;
use crate::ec2::network_interface::{self, NewInterface};
use crate::ec2::resource::named;

view! {
    pub struct SubnetConfiguration: "ec2"/"SubnetConfiguration" {
        subnet: Option<String> = "SubnetId",
        ipv4: Option<String> = "Ipv4",
    }
}

/// Whose the interfaces are.
const REQUESTER: &str = "amazon-vpce";

/// Adds subnets, and gives the configured addresses to them and to the subnets that are there. A configuration alone
/// adds its subnet too.
pub fn add(
    cx: &mut Cx<'_>,
    endpoint: &mut VpcEndpoint,
    subnets: &[String],
    configurations: &[SubnetConfiguration],
) -> Result<(), ApiError> {
    let mut wanted: Vec<(String, Option<Ipv4Addr>)> = Vec::new();
    for id in subnets {
        if !wanted.iter().any(|(known, _)| known == id) {
            wanted.push((id.clone(), None));
        }
    }
    for configuration in configurations {
        let id = configuration
            .subnet
            .as_ref()
            .ok_or_else(|| errors::ec2::missing_parameter("SubnetId"))?;
        let address = configuration.ipv4.as_deref().map(parse_address).transpose()?;
        match wanted.iter_mut().find(|(known, _)| known == id) {
            Some((_, chosen)) => *chosen = address,
            None => wanted.push((id.clone(), address)),
        }
    }
    for (id, address) in wanted {
        let subnet = named::<Subnet>(cx, &id)?;
        if subnet.vpc != endpoint.vpc {
            return Err(errors::ec2::vpc_endpoint_subnet_vpc(&subnet.id, &endpoint.vpc));
        }
        match endpoint.subnets.iter().position(|known| *known == subnet.id) {
            None => place(cx, endpoint, &subnet, address)?,
            Some(at) if address.is_some() => replace(cx, endpoint, &subnet, at, address)?,
            Some(_) => {}
        }
    }
    Ok(())
}

/// Takes subnets away, with their interfaces.
pub fn remove(cx: &mut Cx<'_>, endpoint: &mut VpcEndpoint, subnets: &[String]) -> Result<(), ApiError> {
    for id in subnets {
        let subnet = named::<Subnet>(cx, id)?;
        let at = endpoint.subnets.iter().position(|known| *known == subnet.id);
        let at = at.ok_or_else(|| errors::ec2::vpc_endpoint_subnet_absent(&subnet.id, &endpoint.id))?;
        endpoint.subnets.remove(at);
        if at < endpoint.interfaces.len() {
            cx.delete::<NetworkInterface>(&endpoint.interfaces.remove(at));
        }
    }
    Ok(())
}

fn place(
    cx: &mut Cx<'_>,
    endpoint: &mut VpcEndpoint,
    subnet: &Subnet,
    address: Option<Ipv4Addr>,
) -> Result<(), ApiError> {
    let in_zone = |other: &Subnet| other.zone == subnet.zone;
    if endpoint
        .subnets
        .iter()
        .any(|id| cx.table::<Subnet>().get(id).is_some_and(|other| in_zone(other)))
    {
        return Err(errors::ec2::vpc_endpoint_subnets_in_zone(&subnet.id));
    }
    let interface = network_interface::create(cx, subnet, new(endpoint, address))?;
    endpoint.subnets.push(subnet.id.clone());
    endpoint.interfaces.push(interface.id);
    Ok(())
}

fn replace(
    cx: &mut Cx<'_>,
    endpoint: &mut VpcEndpoint,
    subnet: &Subnet,
    at: usize,
    address: Option<Ipv4Addr>,
) -> Result<(), ApiError> {
    let interface = network_interface::create(cx, subnet, new(endpoint, address))?;
    if let Some(old) = endpoint.interfaces.get_mut(at) {
        let old = std::mem::replace(old, interface.id);
        cx.delete::<NetworkInterface>(&old);
    }
    Ok(())
}

fn new(endpoint: &VpcEndpoint, address: Option<Ipv4Addr>) -> NewInterface {
    NewInterface {
        kind: InterfaceKind::VpcEndpoint,
        address,
        public_address: None,
        groups: endpoint.groups.clone(),
        description: format!("VPC Endpoint Interface {}", endpoint.id),
        requester: Some(REQUESTER.to_owned()),
        tags: Tags::new(),
    }
}

fn parse_address(text: &str) -> Result<Ipv4Addr, ApiError> {
    text.parse()
        .map_err(|_| errors::ec2::invalid_value(text, "ipv4", "It is not a valid IPv4 address."))
}
