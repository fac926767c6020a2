//! Network interfaces: addresses of subnets, given out lowest first, and DescribeNetworkInterfaces.
//!
//! Most interfaces here belong to a service: an endpoint (api D.2), a balancer's node, a VPC origin (cf A5), a NAT
//! gateway. Such interfaces can be seen but not managed. [`allocate`] and [`create`] are what those services call; what
//! users call is in `network_interface_create`, `network_interface_attribute`, `network_interface_attachment` and
//! `private_address`, how an interface is shown in `network_interface_shown`. Which of the free addresses AWS picks is
//! not published; here it is the lowest that no reservation keeps.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use adit_model::World;
use adit_model::id::{NetworkInterfaceId, SecurityGroupId};
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::relation::Relation;
use adit_model::subnet::Subnet;
use adit_model::subnet_cidr_reservation::SubnetCidrReservation;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, Value, errors, record, view};
use ipnet::IpNet;
use time::format_description::well_known::Rfc3339;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::network_interface_shown::{
    attachment, group_name, private_dns_name, public_dns_name, public_owner, shown, status,
};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, owned};

view! {
    pub struct DescribeNetworkInterfaces: "ec2"."DescribeNetworkInterfaces" {
        ids: Vec<String> = "NetworkInterfaceIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
        include_managed: Option<bool> = "IncludeManagedResources",
    }
}

/// Security groups that an interface may have (api F4).
pub const MAX_GROUPS: usize = 5;

/// An interface that a service wants in a subnet.
#[derive(Clone, Debug)]
pub struct NewInterface {
    pub kind: InterfaceKind,
    /// `None`: the lowest free address.
    pub address: Option<Ipv4Addr>,
    pub public_address: Option<Ipv4Addr>,
    pub groups: Vec<SecurityGroupId>,
    /// Such as `ELB app/NAME/ID`.
    pub description: String,
    /// Such as `amazon-elb`.
    pub requester: Option<String>,
    pub tags: Tags,
}

/// An address of `subnet` that nothing has: `wanted`, or the lowest. The first four and the last are AWS's.
pub fn allocate(cx: &Cx<'_>, subnet: &Subnet, wanted: Option<Ipv4Addr>) -> Result<Ipv4Addr, ApiError> {
    let (first, last) = usable(subnet);
    let used = used(cx.world(), subnet);
    let free = |address: &Ipv4Addr| !used.contains(address) && !reserved(cx, subnet, *address);
    match wanted {
        Some(address) if !subnet.cidr.contains(&address) => Err(errors::ec2::address_out_of_subnet()),
        Some(address) if !(first..=last).contains(&address) => Err(errors::ec2::address_reserved(address)),
        Some(address) if used.contains(&address) => Err(errors::ec2::address_in_use(address)),
        Some(address) => Ok(address),
        None => (u32::from(first)..=u32::from(last))
            .map(Ipv4Addr::from)
            .find(free)
            .ok_or_else(|| errors::ec2::subnet_full(&subnet.id)),
    }
}

/// Makes an interface and puts it into the World.
pub fn create(cx: &mut Cx<'_>, subnet: &Subnet, new: NewInterface) -> Result<NetworkInterface, ApiError> {
    if new.groups.len() > MAX_GROUPS {
        return Err(errors::ec2::security_groups_per_interface());
    }
    let address = allocate(cx, subnet, new.address)?;
    let interface = NetworkInterface {
        id: mint(cx, NetworkInterfaceId::PREFIX, NetworkInterfaceId::parse)?,
        owner: subnet.owner.clone(),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address,
        public_address: new.public_address,
        groups: new.groups,
        kind: new.kind,
        description: new.description,
        requester: new.requester,
        mac: mac(cx.minter.draw()),
        source_dest_check: true,
        created: cx.now,
        more: Default::default(),
        tags: new.tags,
    };
    cx.put(interface.clone());
    Ok(interface)
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeNetworkInterfaces) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    // None of ours is hidden by default, so there is nothing to include.
    let _ = input.include_managed;
    let page = query.resources::<NetworkInterface>(cx, FACTS)?;
    Ok(record! {
        "NetworkInterfaces" => page.shown(|interface| shown(cx.world(), interface)),
        "NextToken" => page.next_token,
    })
}

/// How many addresses of `subnet` are free.
pub fn available(cx: &Cx<'_>, subnet: &Subnet) -> u32 {
    available_in(cx.world(), subnet)
}

pub(super) fn available_in(world: &World, subnet: &Subnet) -> u32 {
    let (first, last) = usable(subnet);
    let all = u32::from(last).saturating_sub(u32::from(first)).saturating_add(1);
    all.saturating_sub(u32::try_from(used(world, subnet).len()).unwrap_or(u32::MAX))
}

fn usable(subnet: &Subnet) -> (Ipv4Addr, Ipv4Addr) {
    let first = u32::from(subnet.cidr.network()).saturating_add(4);
    let last = u32::from(subnet.cidr.broadcast()).saturating_sub(1);
    (Ipv4Addr::from(first), Ipv4Addr::from(last))
}

fn used(world: &World, subnet: &Subnet) -> BTreeSet<Ipv4Addr> {
    world
        .related::<NetworkInterface>(&Relation::InterfacesIn(subnet.id.clone()))
        .flat_map(|i| std::iter::once(i.address).chain(i.more.secondary.iter().copied()))
        .collect()
}

/// Whether an address is kept from being given out unasked.
fn reserved(cx: &Cx<'_>, subnet: &Subnet, address: Ipv4Addr) -> bool {
    let keeps = |kept: &SubnetCidrReservation| {
        kept.subnet == subnet.id && matches!(&kept.cidr, IpNet::V4(net) if net.contains(&address))
    };
    owned::<SubnetCidrReservation>(cx).any(|kept| keeps(kept))
}

/// A locally administered address, as EC2's are.
fn mac(draw: u64) -> String {
    let [a, b, c, d, e, ..] = draw.to_be_bytes();
    format!("02:{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}")
}

const FACTS: Facts<NetworkInterface> = &[
    ("addresses.association.owner-id", |_, eni| owners(eni)),
    ("addresses.association.public-ip", |_, eni| public_addresses(eni)),
    ("addresses.primary", |_, eni| {
        let secondary = eni.more.secondary.first().map(|_| "false".to_owned());
        std::iter::once("true".to_owned()).chain(secondary).collect()
    }),
    ("addresses.private-ip-address", |_, eni| private_addresses(eni)),
    ("association.allocation-id", |_, eni| {
        eni.more
            .elastic
            .iter()
            .map(|e| e.allocation.to_string())
            .collect()
    }),
    ("association.association-id", |_, eni| {
        eni.more.elastic.iter().map(|e| e.association.clone()).collect()
    }),
    ("association.ip-owner-id", |_, eni| owners(eni)),
    ("association.public-dns-name", |world, eni| {
        let address = eni.public_address;
        address
            .and_then(|address| public_dns_name(world, eni, address))
            .into_iter()
            .collect()
    }),
    ("association.public-ip", |_, eni| public_addresses(eni)),
    ("attachment.attach-time", |_, eni| attached(eni, "AttachTime")),
    ("attachment.attachment-id", |_, eni| attached(eni, "AttachmentId")),
    ("attachment.delete-on-termination", |_, eni| {
        attached(eni, "DeleteOnTermination")
    }),
    ("attachment.device-index", |_, eni| attached(eni, "DeviceIndex")),
    ("attachment.instance-id", |_, eni| attached(eni, "InstanceId")),
    ("attachment.instance-owner-id", |_, eni| {
        attached(eni, "InstanceOwnerId")
    }),
    ("attachment.status", |_, eni| attached(eni, "Status")),
    ("availability-zone", |_, eni| vec![eni.zone.to_string()]),
    ("availability-zone-id", |_, eni| vec![eni.zone.id()]),
    ("description", |_, eni| vec![eni.description.clone()]),
    ("group-id", |_, eni| {
        eni.groups.iter().map(ToString::to_string).collect()
    }),
    ("group-name", |world, eni| {
        eni.groups.iter().map(|id| group_name(world, id)).collect()
    }),
    ("interface-type", |_, eni| vec![eni.kind.name().to_owned()]),
    ("ipv6-addresses.ipv6-address", |_, eni| {
        eni.more.ipv6.iter().map(ToString::to_string).collect()
    }),
    ("mac-address", |_, eni| vec![eni.mac.clone()]),
    ("network-interface-id", |_, eni| vec![eni.id.to_string()]),
    ("operator.managed", |_, _| vec!["false".to_owned()]),
    ("operator.principal", |_, _| Vec::new()),
    ("owner-id", |_, eni| vec![eni.owner.account.to_string()]),
    ("private-dns-name", |world, eni| {
        private_dns_name(world, eni, eni.address).into_iter().collect()
    }),
    ("private-ip-address", |_, eni| private_addresses(eni)),
    ("requester-id", |_, eni| eni.requester.iter().cloned().collect()),
    ("requester-managed", |_, eni| {
        vec![eni.requester.is_some().to_string()]
    }),
    ("source-dest-check", |_, eni| {
        vec![eni.source_dest_check.to_string()]
    }),
    ("status", |_, eni| vec![status(eni).to_owned()]),
    ("subnet-id", |_, eni| vec![eni.subnet.to_string()]),
    ("vpc-id", |_, eni| vec![eni.vpc.to_string()]),
];

fn attached(eni: &NetworkInterface, member: &str) -> Vec<String> {
    let shown = attachment(eni);
    let value = shown.as_ref().and_then(|shown| shown.get(member));
    value
        .map(|value| match value {
            Value::Text(text) => text.clone(),
            Value::Bool(is) => is.to_string(),
            Value::Int(int) => int.to_string(),
            Value::Time(time) => time.format(&Rfc3339).unwrap_or_default(),
            _ => String::new(),
        })
        .into_iter()
        .collect()
}

fn private_addresses(eni: &NetworkInterface) -> Vec<String> {
    let all = std::iter::once(&eni.address).chain(&eni.more.secondary);
    all.map(ToString::to_string).collect()
}

fn public_addresses(eni: &NetworkInterface) -> Vec<String> {
    let elastic = eni
        .more
        .elastic
        .iter()
        .map(|e| e.public)
        .filter(|e| Some(*e) != eni.public_address);
    eni.public_address
        .into_iter()
        .chain(elastic)
        .map(|address| address.to_string())
        .collect()
}

fn owners(eni: &NetworkInterface) -> Vec<String> {
    let private = std::iter::once(&eni.address).chain(&eni.more.secondary);
    private
        .filter_map(|private| public_owner(eni, *private))
        .collect()
}
