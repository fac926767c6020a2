//! Where instances stand: subnet, groups, addresses, interfaces, from a RunInstances call.
//!
//! A call says it for the instance or interface by interface, never both. Without a subnet the account's default VPC
//! gives one, in the zone of `Placement` or the first that has one; without a default VPC there is
//! `VPCIdNotSpecified`. The primary interface gets a public address where the caller says so, and else where the
//! subnet does; an interface that is there already keeps what it has.

use std::net::Ipv4Addr;

use adit_model::id::{InstanceId, NetworkInterfaceId, SecurityGroupId, SubnetId};
use adit_model::network_interface::{Attachment, InterfaceKind, NetworkInterface};
use adit_model::relation::Relation;
use adit_model::security_group::SecurityGroup;
use adit_model::subnet::{HostnameType, Subnet};
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, errors, view};

use crate::cx::Cx;
use crate::ec2::address;
use crate::ec2::instance_launch::RunInstances;
use crate::ec2::instance_option::Placement;
use crate::ec2::network_interface::{self, MAX_GROUPS, NewInterface};
use crate::ec2::resource::{named, owned};

view! {
    pub struct InterfaceSpecification: "ec2"/"InstanceNetworkInterfaceSpecification" {
        interface: Option<String> = "NetworkInterfaceId",
        device_index: Option<u32> = "DeviceIndex",
        card_index: Option<u32> = "NetworkCardIndex",
        subnet: Option<String> = "SubnetId",
        description: Option<String> = "Description",
        address: Option<String> = "PrivateIpAddress",
        addresses: Vec<PrivateAddress> = "PrivateIpAddresses",
        secondary_count: Option<u32> = "SecondaryPrivateIpAddressCount",
        groups: Vec<String> = "Groups",
        delete_on_termination: Option<bool> = "DeleteOnTermination",
        public: Option<bool> = "AssociatePublicIpAddress",
        kind: Option<String> = "InterfaceType",
    }
}

view! {
    pub struct PrivateAddress: "ec2"/"PrivateIpAddressSpecification" {
        primary: Option<bool> = "Primary",
        address: Option<String> = "PrivateIpAddress",
    }
}

/// Where the instances of one call stand.
pub struct Place {
    /// In order of device index.
    pub interfaces: Vec<Wanted>,
    pub hostname_type: HostnameType,
    pub resource_name_a_record: bool,
}

/// One interface of each instance.
pub struct Wanted {
    index: u32,
    delete_on_termination: bool,
    source: Source,
}

enum Source {
    Existing(NetworkInterfaceId),
    New {
        subnet: SubnetId,
        groups: Vec<SecurityGroupId>,
        description: String,
        address: Option<Ipv4Addr>,
        secondary: Vec<Ipv4Addr>,
        secondary_count: u32,
        public: bool,
    },
}

pub fn place(cx: &Cx<'_>, input: &RunInstances) -> Result<Place, ApiError> {
    let whole = InterfaceSpecification {
        interface: None,
        device_index: Some(0),
        card_index: None,
        subnet: input.subnet.clone(),
        description: None,
        address: input.address.clone(),
        addresses: Vec::new(),
        secondary_count: None,
        groups: input.groups.clone(),
        delete_on_termination: None,
        public: None,
        kind: None,
    };
    let given = match input.interfaces.as_slice() {
        [] => std::slice::from_ref(&whole),
        given => {
            for (is, what) in [
                (input.subnet.is_some(), "an instance-level subnet ID"),
                (
                    !input.groups.is_empty() || !input.group_names.is_empty(),
                    "an instance-level security groups",
                ),
                (input.address.is_some(), "an instance-level private IP address"),
            ] {
                if is {
                    return Err(errors::ec2::instance_level(what));
                }
            }
            given
        }
    };
    let mut interfaces = Vec::new();
    for one in given {
        interfaces.push(wanted(cx, input, one)?);
    }
    interfaces.sort_by_key(|wanted| wanted.index);
    let indexes: Vec<u32> = interfaces.iter().map(|wanted| wanted.index).collect();
    if indexes.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        return Err(errors::ec2::invalid_combination(
            "Each network interface requires a unique device index.",
        ));
    }
    let subnets = interfaces
        .iter()
        .map(|wanted| subnet_of(cx, wanted))
        .collect::<Result<Vec<_>, _>>()?;
    let first = subnets.first().filter(|_| indexes.first() == Some(&0));
    let first = first.ok_or_else(|| {
        errors::ec2::invalid_combination("The primary network interface (device index 0) is missing.")
    })?;
    if subnets.iter().any(|subnet| subnet.zone != first.zone) {
        return Err(errors::ec2::invalid_combination(
            "You may not specify network interfaces in multiple Availability Zones on the same request.",
        ));
    }
    check_zone(input, first)?;
    Ok(Place {
        interfaces,
        hostname_type: first.hostname_type,
        resource_name_a_record: first.resource_name_a_record,
    })
}

/// Makes or takes the interfaces of an instance; the primary comes first.
pub fn attach(
    cx: &mut Cx<'_>,
    instance: &InstanceId,
    place: &Place,
    tags: &Tags,
) -> Result<Vec<NetworkInterface>, ApiError> {
    let mut attached = Vec::new();
    for wanted in &place.interfaces {
        let mut eni = match &wanted.source {
            Source::Existing(id) => existing(cx, id)?,
            Source::New {
                subnet,
                groups,
                description,
                address,
                secondary,
                secondary_count,
                public,
            } => {
                let missing = || errors::ec2::subnet_not_found(subnet);
                let subnet = cx.get::<Subnet>(subnet).ok_or_else(missing)?;
                let public_address = public.then(|| address::fresh(cx));
                let new = NewInterface {
                    kind: InterfaceKind::Interface,
                    address: *address,
                    public_address,
                    groups: groups.clone(),
                    description: description.clone(),
                    requester: None,
                    tags: tags.clone(),
                };
                let mut eni = network_interface::create(cx, &subnet, new)?;
                for address in secondary {
                    eni.more
                        .secondary
                        .push(network_interface::allocate(cx, &subnet, Some(*address))?);
                    cx.put(eni.clone());
                }
                for _ in 0..*secondary_count {
                    eni.more
                        .secondary
                        .push(network_interface::allocate(cx, &subnet, None)?);
                    cx.put(eni.clone());
                }
                eni
            }
        };
        eni.more.attachment = Some(Attachment {
            id: cx.minter.ec2("eni-attach-"),
            instance: instance.clone(),
            device_index: wanted.index,
            network_card_index: 0,
            delete_on_termination: wanted.delete_on_termination,
            since: cx.now,
        });
        cx.put(eni.clone());
        attached.push(eni);
    }
    Ok(attached)
}

/// The caller's default VPC in this region.
pub fn default_vpc(cx: &Cx<'_>) -> Option<Vpc> {
    owned::<Vpc>(cx)
        .find(|vpc| vpc.is_default)
        .map(|vpc| (**vpc).clone())
}

fn wanted(cx: &Cx<'_>, input: &RunInstances, one: &InterfaceSpecification) -> Result<Wanted, ApiError> {
    let index = one
        .device_index
        .ok_or_else(|| errors::ec2::invalid_combination("Each network interface requires a device index."))?;
    if one.card_index.is_some_and(|card| card != 0) {
        return Err(errors::ec2::invalid_value(
            one.card_index.unwrap_or(0),
            "networkCardIndex",
            "The instance type has one network card.",
        ));
    }
    if let Some(other) = one.kind.as_deref().filter(|kind| *kind != "interface") {
        return Err(crate::ec2::resource::unsupported(
            "NetworkInterface.InterfaceType",
            other,
        ));
    }
    let source = match &one.interface {
        Some(id) => taken(cx, input, one, id)?,
        None => new(cx, input, one)?,
    };
    let own = matches!(source, Source::New { .. });
    Ok(Wanted {
        index,
        delete_on_termination: one.delete_on_termination.unwrap_or(own),
        source,
    })
}

fn taken(
    cx: &Cx<'_>,
    input: &RunInstances,
    one: &InterfaceSpecification,
    id: &str,
) -> Result<Source, ApiError> {
    let eni = named::<NetworkInterface>(cx, id)?;
    let more =
        one.subnet.is_some() || !one.groups.is_empty() || one.address.is_some() || one.public.is_some();
    if more {
        return Err(errors::ec2::invalid_combination(
            "A network interface may not specify a network interface ID and other attributes.",
        ));
    }
    if input.max_count > 1 {
        return Err(errors::ec2::invalid_combination(
            "A network interface ID may not be specified when launching multiple instances.",
        ));
    }
    Ok(Source::Existing(eni.id.clone()))
}

fn new(cx: &Cx<'_>, input: &RunInstances, one: &InterfaceSpecification) -> Result<Source, ApiError> {
    let subnet = match &one.subnet {
        Some(id) => (*named::<Subnet>(cx, id)?).clone(),
        None => default_subnet(cx, input)?,
    };
    let mut address = one.address.as_deref().map(parse).transpose()?;
    let mut secondary = Vec::new();
    for given in &one.addresses {
        let parsed = given
            .address
            .as_deref()
            .ok_or_else(|| errors::ec2::missing_parameter("privateIpAddress"));
        match (given.primary, parse(parsed?)?) {
            (Some(true), parsed) => address = Some(parsed),
            (_, parsed) => secondary.push(parsed),
        }
    }
    if input.max_count > 1 && (address.is_some() || !secondary.is_empty()) {
        return Err(errors::ec2::invalid_combination(
            "A private IP address may not be specified when launching multiple instances.",
        ));
    }
    let names: &[String] = if one.groups.is_empty() {
        &input.group_names
    } else {
        &[]
    };
    if !names.is_empty() && one.subnet.is_some() {
        return Err(errors::ec2::exclusive_parameters("groupName", "subnet"));
    }
    Ok(Source::New {
        groups: groups(cx, &subnet, &one.groups, names)?,
        public: one
            .public
            .unwrap_or(subnet.map_public_ip_on_launch && one.device_index == Some(0)),
        subnet: subnet.id,
        description: one.description.clone().unwrap_or_default(),
        address,
        secondary,
        secondary_count: one.secondary_count.unwrap_or(0),
    })
}

/// Groups of the subnet's VPC by id or by name; none stand for the default one.
fn groups(
    cx: &Cx<'_>,
    subnet: &Subnet,
    ids: &[String],
    names: &[String],
) -> Result<Vec<SecurityGroupId>, ApiError> {
    let mut found = Vec::new();
    for id in ids {
        let group = named::<SecurityGroup>(cx, id)?;
        if group.vpc != subnet.vpc {
            return Err(errors::ec2::group_network(id, &subnet.id));
        }
        found.push(group.id.clone());
    }
    for name in names {
        let group = owned::<SecurityGroup>(cx).find(|group| group.vpc == subnet.vpc && group.name == *name);
        let group = group.ok_or_else(|| errors::ec2::security_group_in_vpc_not_found(name, &subnet.vpc))?;
        found.push(group.id.clone());
    }
    if found.is_empty() {
        found.extend(cx.get::<Vpc>(&subnet.vpc).map(|vpc| vpc.default_group));
    }
    if found.len() > MAX_GROUPS {
        return Err(errors::ec2::security_groups_per_interface());
    }
    Ok(found)
}

fn default_subnet(cx: &Cx<'_>, input: &RunInstances) -> Result<Subnet, ApiError> {
    let vpc = default_vpc(cx).ok_or_else(errors::ec2::no_default_vpc)?;
    let placement = input.placement.as_ref();
    let fits = |subnet: &Subnet| {
        placement
            .and_then(Placement::zone)
            .is_none_or(|zone| subnet.zone.as_str() == zone)
            && placement
                .and_then(Placement::zone_id)
                .is_none_or(|zone| subnet.zone.id() == zone)
    };
    let mut subnets: Vec<Subnet> = cx
        .world()
        .related::<Subnet>(&Relation::SubnetsIn(vpc.id.clone()))
        .filter(|subnet| subnet.more.default_for_az && fits(subnet))
        .map(|subnet| (**subnet).clone())
        .collect();
    subnets.sort_by(|a, b| a.zone.cmp(&b.zone));
    subnets
        .into_iter()
        .next()
        .ok_or_else(|| errors::ec2::no_default_subnet(&vpc.id))
}

fn subnet_of(cx: &Cx<'_>, wanted: &Wanted) -> Result<Subnet, ApiError> {
    let id = match &wanted.source {
        Source::New { subnet, .. } => subnet.clone(),
        Source::Existing(id) => existing(cx, id)?.subnet,
    };
    cx.get::<Subnet>(&id)
        .ok_or_else(|| errors::ec2::subnet_not_found(&id))
}

/// An interface that nothing has.
fn existing(cx: &Cx<'_>, id: &NetworkInterfaceId) -> Result<NetworkInterface, ApiError> {
    let eni = cx
        .get::<NetworkInterface>(id)
        .ok_or_else(|| errors::ec2::network_interface_not_found(id))?;
    if eni.requester.is_some() || eni.kind != InterfaceKind::Interface || eni.more.attachment.is_some() {
        return Err(errors::ec2::network_interface_taken(id));
    }
    Ok(eni)
}

fn check_zone(input: &RunInstances, subnet: &Subnet) -> Result<(), ApiError> {
    let Some(placement) = &input.placement else {
        return Ok(());
    };
    let (zone, id) = (subnet.zone.as_str(), subnet.zone.id());
    let other = placement.zone().filter(|wanted| *wanted != zone);
    match other.or(placement.zone_id().filter(|wanted| *wanted != id)) {
        Some(other) => Err(errors::ec2::invalid_value(
            other,
            "availabilityZone",
            format!("The subnet is in {zone}."),
        )),
        None => Ok(()),
    }
}

fn parse(text: &str) -> Result<Ipv4Addr, ApiError> {
    text.parse()
        .map_err(|_| errors::ec2::invalid_value(text, "privateIpAddress", "It is not a valid IPv4 address."))
}
