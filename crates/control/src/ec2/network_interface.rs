//! Network interfaces: addresses of subnets, given out lowest first, and how EC2 shows an interface.
//!
//! Every interface here belongs to a service: an endpoint (api D.2), a balancer's node, a VPC origin (cf A5). Such
//! interfaces can be seen but not managed, so there are no operations that make or change one. [`allocate`] and
//! [`create`] are what those services call. Which of the free addresses AWS picks is not published; here it is
//! the lowest.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use adit_model::World;
use adit_model::id::{NetworkInterfaceId, SecurityGroupId};
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::mint;
use crate::ec2::tag;

view! {
    pub struct DescribeNetworkInterfaces: "ec2"."DescribeNetworkInterfaces" {
        ids: Vec<String> = "NetworkInterfaceIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
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
    match wanted {
        Some(address) if !subnet.cidr.contains(&address) => Err(errors::ec2::address_out_of_subnet()),
        Some(address) if !(first..=last).contains(&address) => Err(errors::ec2::address_reserved(address)),
        Some(address) if used.contains(&address) => Err(errors::ec2::address_in_use(address)),
        Some(address) => Ok(address),
        None => (u32::from(first)..=u32::from(last))
            .map(Ipv4Addr::from)
            .find(|address| !used.contains(address))
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
        .network_interfaces
        .iter()
        .filter(|i| i.subnet == subnet.id)
        .map(|i| i.address)
        .collect()
}

/// A locally administered address, as EC2's are.
fn mac(draw: u64) -> String {
    let [a, b, c, d, e, ..] = draw.to_be_bytes();
    format!("02:{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}")
}

const FACTS: Facts<NetworkInterface> = &[
    ("addresses.association.owner-id", |_, eni| {
        public_owner(eni).into_iter().collect()
    }),
    ("addresses.association.public-ip", |_, eni| public_address(eni)),
    ("addresses.primary", |_, _| vec!["true".to_owned()]),
    ("addresses.private-ip-address", |_, eni| {
        vec![eni.address.to_string()]
    }),
    ("association.allocation-id", |_, _| Vec::new()),
    ("association.association-id", |_, _| Vec::new()),
    ("association.ip-owner-id", |_, eni| {
        public_owner(eni).into_iter().collect()
    }),
    ("association.public-dns-name", |world, eni| {
        public_dns_name(world, eni).into_iter().collect()
    }),
    ("association.public-ip", |_, eni| public_address(eni)),
    ("attachment.attachment-id", |_, eni| {
        attachment_owner(eni)
            .map(|_| attachment_id(eni))
            .into_iter()
            .collect()
    }),
    ("attachment.delete-on-termination", |_, eni| {
        attachment_owner(eni)
            .map(|_| "false".to_owned())
            .into_iter()
            .collect()
    }),
    ("attachment.device-index", |_, eni| {
        attachment_owner(eni)
            .map(|_| "1".to_owned())
            .into_iter()
            .collect()
    }),
    ("attachment.instance-id", |_, _| Vec::new()),
    ("attachment.instance-owner-id", |_, eni| {
        attachment_owner(eni).into_iter().collect()
    }),
    ("attachment.status", |_, eni| {
        attachment_owner(eni)
            .map(|_| "attached".to_owned())
            .into_iter()
            .collect()
    }),
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
    ("ipv6-addresses.ipv6-address", |_, _| Vec::new()),
    ("mac-address", |_, eni| vec![eni.mac.clone()]),
    ("network-interface-id", |_, eni| vec![eni.id.to_string()]),
    ("operator.managed", |_, _| vec!["false".to_owned()]),
    ("owner-id", |_, eni| vec![eni.owner.account.to_string()]),
    ("private-dns-name", |world, eni| {
        private_dns_name(world, eni).into_iter().collect()
    }),
    ("private-ip-address", |_, eni| vec![eni.address.to_string()]),
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

fn shown(world: &World, eni: &NetworkInterface) -> Record {
    let association = eni.public_address.map(|address| {
        record! {
            "PublicIp" => address.to_string(),
            "PublicDnsName" => public_dns_name(world, eni),
            "IpOwnerId" => public_owner(eni),
        }
    });
    let attachment = attachment_owner(eni).map(|owner| {
        record! {
            "AttachmentId" => attachment_id(eni),
            "AttachTime" => eni.created,
            "DeleteOnTermination" => false,
            "DeviceIndex" => 1,
            "InstanceOwnerId" => owner,
            "Status" => "attached",
        }
    });
    let private = record! {
        "Primary" => true,
        "PrivateIpAddress" => eni.address.to_string(),
        "PrivateDnsName" => private_dns_name(world, eni),
        "Association" => association.clone(),
    };
    let groups = eni
        .groups
        .iter()
        .map(|id| record! { "GroupId" => id.as_str(), "GroupName" => group_name(world, id) });
    record! {
        "NetworkInterfaceId" => eni.id.as_str(),
        "VpcId" => eni.vpc.as_str(),
        "SubnetId" => eni.subnet.as_str(),
        "AvailabilityZone" => eni.zone.as_str(),
        "AvailabilityZoneId" => eni.zone.id(),
        "OwnerId" => eni.owner.account.as_str(),
        "InterfaceType" => eni.kind.name(),
        "Description" => &eni.description,
        "MacAddress" => &eni.mac,
        "Status" => status(eni),
        "Association" => association,
        "Attachment" => attachment,
        "Groups" => groups.collect::<Vec<_>>(),
        "PrivateIpAddress" => eni.address.to_string(),
        "PrivateDnsName" => private_dns_name(world, eni),
        "PrivateIpAddresses" => vec![private],
        "Ipv6Addresses" => Vec::<Record>::new(),
        "RequesterId" => eni.requester.as_deref(),
        "RequesterManaged" => eni.requester.is_some(),
        "SourceDestCheck" => eni.source_dest_check,
        "TagSet" => tag::shown(&eni.tags),
    }
}

/// Who attached it, `amazon-elb` for a balancer's nodes (iac-operations 3c); an interface of a user's is attached to
/// nothing.
fn attachment_owner(eni: &NetworkInterface) -> Option<String> {
    match eni.kind {
        InterfaceKind::Interface => eni.requester.clone(),
        InterfaceKind::VpcEndpoint | InterfaceKind::CloudFrontManaged => Some("amazon-aws".to_owned()),
    }
}

fn attachment_id(eni: &NetworkInterface) -> String {
    let stem = eni
        .id
        .as_str()
        .strip_prefix(NetworkInterfaceId::PREFIX)
        .unwrap_or_default();
    format!("ela-attach-{stem}")
}

fn status(eni: &NetworkInterface) -> &'static str {
    if attachment_owner(eni).is_some() {
        "in-use"
    } else {
        "available"
    }
}

fn group_name(world: &World, id: &SecurityGroupId) -> String {
    world
        .security_groups
        .get(id)
        .map(|group| group.name.clone())
        .unwrap_or_default()
}

fn public_address(eni: &NetworkInterface) -> Vec<String> {
    eni.public_address.iter().map(ToString::to_string).collect()
}

fn public_owner(eni: &NetworkInterface) -> Option<String> {
    eni.public_address
        .map(|_| eni.requester.clone().unwrap_or_else(|| "amazon".to_owned()))
}

/// Names that instances and interfaces have in a VPC with DNS host names.
fn private_dns_name(world: &World, eni: &NetworkInterface) -> Option<String> {
    let domain = match eni.owner.region.as_str() {
        "us-east-1" => "ec2.internal".to_owned(),
        region => format!("{region}.compute.internal"),
    };
    dns_hostnames(world, eni).then(|| format!("ip-{}.{domain}", dashed(eni.address)))
}

fn public_dns_name(world: &World, eni: &NetworkInterface) -> Option<String> {
    let domain = match eni.owner.region.as_str() {
        "us-east-1" => "compute-1.amazonaws.com".to_owned(),
        region => format!("{region}.compute.amazonaws.com"),
    };
    let address = eni.public_address.filter(|_| dns_hostnames(world, eni))?;
    Some(format!("ec2-{}.{domain}", dashed(address)))
}

fn dns_hostnames(world: &World, eni: &NetworkInterface) -> bool {
    world.vpcs.get(&eni.vpc).is_some_and(|vpc| vpc.dns_hostnames)
}

fn dashed(address: Ipv4Addr) -> String {
    address.to_string().replace('.', "-")
}
