//! Elastic IP addresses: allocate, associate, disassociate, release, describe.
//!
//! Addresses are of 198.18.0.0/15, which nobody routes; whoever asks for one by name gets a new one all the same, if it
//! is none of its own. An address belongs to one private address of one interface; associating it again moves it unless
//! the caller forbids. The VPC needs an internet gateway. On an interface's primary address it is that interface's
//! public address, for traffic too. Pools of customers, Outposts' and carriers' addresses are refused by name.

use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::address::{Address, AddressAssociation};
use adit_model::id::AllocationId;
use adit_model::network_interface::{ElasticAddress, NetworkInterface};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::address_shown::mapped;
use crate::ec2::internet_gateway;
use crate::ec2::network_interface_attachment::{instance, of_instance};
use crate::ec2::network_interface_shown::service;
use crate::ec2::private_address;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct AllocateAddress: "ec2"."AllocateAddress" {
        domain: Option<String> = "Domain",
        address: Option<String> = "Address",
        pool: Option<String> = "PublicIpv4Pool",
        network_border_group: Option<String> = "NetworkBorderGroup",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct AssociateAddress: "ec2"."AssociateAddress" {
        allocation: Option<String> = "AllocationId",
        public_ip: Option<String> = "PublicIp",
        instance: Option<String> = "InstanceId",
        interface: Option<String> = "NetworkInterfaceId",
        private_ip: Option<String> = "PrivateIpAddress",
        allow_reassociation: Option<bool> = "AllowReassociation",
    }
}

view! {
    pub struct DisassociateAddress: "ec2"."DisassociateAddress" {
        association: Option<String> = "AssociationId",
        public_ip: Option<String> = "PublicIp",
    }
}

view! {
    pub struct ReleaseAddress: "ec2"."ReleaseAddress" {
        allocation: Option<String> = "AllocationId",
        public_ip: Option<String> = "PublicIp",
        network_border_group: Option<String> = "NetworkBorderGroup",
    }
}

/// The pool of Amazon's addresses, the only one.
pub const POOL: &str = "amazon";

pub fn allocate(cx: &mut Cx<'_>, input: AllocateAddress) -> Result<Record, ApiError> {
    if let Some(domain) = input.domain.as_deref().filter(|domain| *domain != "vpc") {
        return Err(errors::ec2::address_domain(domain));
    }
    if let Some(pool) = input.pool.as_deref().filter(|pool| *pool != POOL) {
        return Err(errors::ec2::invalid_value(
            pool,
            "publicIpv4Pool",
            "There is no such pool.",
        ));
    }
    check_border_group(cx, input.network_border_group.as_deref())?;
    let tags = tag::on_create(&input.tag_specifications, "elastic-ip")?;
    let public = match input.address.as_deref() {
        Some(text) => wanted(cx, text)?,
        None => fresh(cx),
    };
    let address = Address {
        id: mint(cx, AllocationId::PREFIX, AllocationId::parse)?,
        owner: cx.owner(),
        public,
        network_border_group: cx.region.to_string(),
        association: None,
        tags,
    };
    let answer = record! {
        "AllocationId" => address.id.as_str(),
        "PublicIp" => address.public.to_string(),
        "PublicIpv4Pool" => POOL,
        "NetworkBorderGroup" => &address.network_border_group,
        "Domain" => "vpc",
    };
    cx.put(address);
    Ok(answer)
}

pub fn associate(cx: &mut Cx<'_>, input: AssociateAddress) -> Result<Record, ApiError> {
    let address = one(cx, input.allocation.as_deref(), input.public_ip.as_deref())?;
    let eni = match (&input.interface, &input.instance) {
        (Some(id), None) => private_address::users(cx, id)?.0,
        (None, Some(id)) => of_host(cx, id)?,
        (Some(_), Some(_)) => {
            return Err(errors::ec2::exclusive_parameters(
                "networkInterfaceId",
                "instanceId",
            ));
        }
        (None, None) => return Err(errors::ec2::missing_parameter("instanceId")),
    };
    let private = match input.private_ip.as_deref() {
        Some(text) => private_address::parse(text)?,
        None => eni.address,
    };
    if private != eni.address && !eni.more.secondary.contains(&private) {
        return Err(errors::ec2::private_address_absent(private, &eni.id));
    }
    if internet_gateway::of_vpc(cx, &eni.vpc).is_none() {
        return Err(errors::ec2::address_no_gateway(&eni.vpc));
    }
    let forbidden = input.allow_reassociation == Some(false);
    if let Some(known) = &address.association {
        if known.interface == eni.id && known.private == private {
            return Ok(record! { "AssociationId" => &known.id });
        }
        if forbidden {
            return Err(errors::ec2::address_associated(&address.id, &known.id));
        }
    }
    let before = eni.more.elastic.iter().find(|elastic| elastic.private == private);
    if before.is_some() && forbidden {
        return Err(errors::ec2::address_mapped(private, &eni.id));
    }
    if let Some(before) = before {
        release_from(cx, &before.allocation.clone())?;
    }
    release_from(cx, &address.id)?;
    let association = connect(cx, &address.id, &eni, private)?;
    Ok(record! { "AssociationId" => association })
}

pub fn disassociate(cx: &mut Cx<'_>, input: DisassociateAddress) -> Result<Record, ApiError> {
    let address = match (input.association, input.public_ip) {
        (Some(id), _) => {
            let is = |known: &AddressAssociation| known.id == id;
            let found = owned::<Address>(cx).find(|address| address.association.as_ref().is_some_and(is));
            found
                .cloned()
                .ok_or_else(|| errors::ec2::association_not_found(&id))?
        }
        (None, Some(public)) => one(cx, None, Some(&public))?,
        (None, None) => return Err(errors::ec2::missing_parameter("associationId")),
    };
    check_managed(cx, &address)?;
    release_from(cx, &address.id)?;
    Ok(record! {})
}

pub fn release(cx: &mut Cx<'_>, input: ReleaseAddress) -> Result<Record, ApiError> {
    let address = one(cx, input.allocation.as_deref(), input.public_ip.as_deref())?;
    check_border_group(cx, input.network_border_group.as_deref())?;
    check_managed(cx, &address)?;
    if address.association.is_some() {
        return Err(errors::ec2::address_released_in_use(address.public));
    }
    cx.delete::<Address>(&address.id);
    Ok(record! {})
}

/// Associates an address that is free with a private address of `eni` that has none; answers with the association.
pub fn connect(
    cx: &mut Cx<'_>,
    allocation: &AllocationId,
    eni: &NetworkInterface,
    private: Ipv4Addr,
) -> Result<String, ApiError> {
    let address = cx.get::<Address>(allocation);
    let mut address = address.ok_or_else(|| errors::ec2::allocation_not_found(allocation))?;
    let association = cx.minter.ec2("eipassoc-");
    address.association = Some(AddressAssociation {
        id: association.clone(),
        interface: eni.id.clone(),
        private,
    });
    // The interface may have changed since the caller read it.
    let mut eni = cx.get::<NetworkInterface>(&eni.id).unwrap_or_else(|| eni.clone());
    eni.more.elastic.push(ElasticAddress {
        private,
        public: address.public,
        allocation: allocation.clone(),
        association: association.clone(),
    });
    if private == eni.address {
        eni.public_address = Some(address.public);
    }
    cx.put(address);
    cx.put(eni);
    Ok(association)
}

/// Takes an address off the interface that has it, if one has.
pub fn release_from(cx: &mut Cx<'_>, allocation: &AllocationId) -> Result<(), ApiError> {
    let Some(address) = cx.get::<Address>(allocation) else {
        return Ok(());
    };
    let Some(association) = &address.association else {
        return Ok(());
    };
    if let Some(mut eni) = cx.get::<NetworkInterface>(&association.interface) {
        if association.private == eni.address {
            eni.public_address = None;
        }
        eni.more
            .elastic
            .retain(|elastic| elastic.allocation != *allocation);
        cx.put(eni);
    }
    forget(cx, allocation);
    Ok(())
}

/// The interface of an address is gone, or lets go of it by itself.
pub fn forget(cx: &mut Cx<'_>, allocation: &AllocationId) {
    if let Some(mut address) = cx.get::<Address>(allocation) {
        address.association = None;
        cx.put(address);
    }
}

/// A public address that neither an interface nor an account has.
pub fn fresh(cx: &mut Cx<'_>) -> Ipv4Addr {
    let first = u32::from(Ipv4Addr::new(198, 18, 0, 1));
    let count = (1 << 17) - 2;
    let start = u32::try_from(cx.minter.draw() % u64::from(count)).unwrap_or(0);
    let mut candidates = (0..count).map(|step| Ipv4Addr::from(first + (start + step) % count));
    // All of 131,070 are never taken.
    candidates
        .find(|address| !taken(cx, *address))
        .unwrap_or(Ipv4Addr::from(first))
}

/// The address that a call names, by allocation or by itself.
pub fn one(cx: &Cx<'_>, allocation: Option<&str>, public: Option<&str>) -> Result<Arc<Address>, ApiError> {
    match (allocation, public) {
        (Some(id), None) => named::<Address>(cx, id),
        (None, Some(text)) => by_public(cx, text),
        (Some(_), Some(_)) => Err(errors::ec2::exclusive_parameters("allocationId", "publicIp")),
        (None, None) => Err(errors::ec2::missing_parameter("allocationId")),
    }
}

pub fn by_public(cx: &Cx<'_>, text: &str) -> Result<Arc<Address>, ApiError> {
    let public: Ipv4Addr = text
        .parse()
        .map_err(|_| errors::ec2::invalid_value(text, "publicIp", "It is no IPv4 address."))?;
    let found = owned::<Address>(cx).find(|address| address.public == public);
    found
        .cloned()
        .ok_or_else(|| errors::ec2::address_not_found(public))
}

fn taken(cx: &Cx<'_>, public: Ipv4Addr) -> bool {
    cx.table::<Address>()
        .iter()
        .any(|address| address.public == public)
        || cx
            .table::<NetworkInterface>()
            .iter()
            .any(|eni| eni.public_address == Some(public))
}

/// An address that the caller wants back.
fn wanted(cx: &Cx<'_>, text: &str) -> Result<Ipv4Addr, ApiError> {
    let unknown = || errors::ec2::address_not_found(text);
    let public: Ipv4Addr = text.parse().map_err(|_| unknown())?;
    let [a, b, ..] = public.octets();
    if a != 198 || b & 0xfe != 18 || taken(cx, public) {
        return Err(unknown());
    }
    Ok(public)
}

/// The only interface of an instance.
fn of_host(cx: &Cx<'_>, id: &str) -> Result<NetworkInterface, ApiError> {
    let host = instance(cx, id)?;
    match of_instance(cx, &host.id).as_slice() {
        [eni] => Ok((**eni).clone()),
        [] => Err(errors::ec2::instance_state(&host.id)),
        _ => Err(errors::ec2::instance_interfaces(&host.id)),
    }
}

/// What a service has taken, such as a NAT gateway, only that service gives back.
fn check_managed(cx: &Cx<'_>, address: &Address) -> Result<(), ApiError> {
    match mapped(cx.world(), address) {
        Some(eni) if service(eni).is_some() => Err(errors::ec2::network_interface_managed()),
        _ => Ok(()),
    }
}

fn check_border_group(cx: &Cx<'_>, group: Option<&str>) -> Result<(), ApiError> {
    match group {
        Some(group) if group != cx.region.as_str() => Err(errors::ec2::address_border_group(group)),
        _ => Ok(()),
    }
}
