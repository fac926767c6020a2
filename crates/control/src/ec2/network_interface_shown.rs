//! How EC2 shows a network interface: addresses with their names, associations, attachment, status.
//!
//! A service's interface is attached by that service (`ela-attach-...`, whose owner is `amazon-elb` for a balancer's
//! nodes, `amazon-aws` otherwise); a user's by an attachment to an instance, or not at all. A public address that is no
//! elastic one belongs to the requester or to Amazon.

use std::net::Ipv4Addr;

use adit_model::World;
use adit_model::id::{NetworkInterfaceId, SecurityGroupId};
use adit_model::network_interface::{ConnectionTracking, InterfaceKind, NetworkInterface};
use adit_wire::{Record, record};

use crate::ec2::tag;

pub fn shown(world: &World, eni: &NetworkInterface) -> Record {
    let addresses = std::iter::once(&eni.address)
        .chain(&eni.more.secondary)
        .enumerate();
    let private = addresses.map(|(at, address)| {
        record! {
            "Primary" => at == 0,
            "PrivateIpAddress" => address.to_string(),
            "PrivateDnsName" => private_dns_name(world, eni, *address),
            "Association" => association(world, eni, *address),
        }
    });
    let ipv6 = eni.more.ipv6.iter().enumerate().map(|(at, address)| {
        record! {
            "Ipv6Address" => address.to_string(),
            "IsPrimaryIpv6" => at == 0 && eni.more.primary_ipv6,
        }
    });
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
        "Association" => association(world, eni, eni.address),
        "Attachment" => attachment(eni),
        "Groups" => groups(world, eni),
        "PrivateIpAddress" => eni.address.to_string(),
        "PrivateDnsName" => private_dns_name(world, eni, eni.address),
        "PrivateIpAddresses" => private.collect::<Vec<_>>(),
        "Ipv6Addresses" => ipv6.collect::<Vec<_>>(),
        "Ipv6Address" => eni.more.ipv6.first().map(ToString::to_string),
        "ConnectionTrackingConfiguration" => eni.more.tracking.map(tracking),
        "Operator" => record! { "Managed" => false },
        "RequesterId" => eni.requester.as_deref(),
        "RequesterManaged" => eni.requester.is_some(),
        "SourceDestCheck" => eni.source_dest_check,
        "TagSet" => tag::shown(&eni.tags),
    }
}

pub fn groups(world: &World, eni: &NetworkInterface) -> Vec<Record> {
    let shown =
        |id: &SecurityGroupId| record! { "GroupId" => id.as_str(), "GroupName" => group_name(world, id) };
    eni.groups.iter().map(shown).collect()
}

/// To what it is attached, if to anything.
pub fn attachment(eni: &NetworkInterface) -> Option<Record> {
    if let Some(attachment) = &eni.more.attachment {
        return Some(record! {
            "AttachmentId" => &attachment.id,
            "AttachTime" => attachment.since,
            "DeleteOnTermination" => attachment.delete_on_termination,
            "DeviceIndex" => attachment.device_index,
            "NetworkCardIndex" => attachment.network_card_index,
            "InstanceId" => attachment.instance.as_str(),
            "InstanceOwnerId" => eni.owner.account.as_str(),
            "Status" => "attached",
        });
    }
    let service = service(eni)?;
    let stem = eni
        .id
        .as_str()
        .strip_prefix(NetworkInterfaceId::PREFIX)
        .unwrap_or_default();
    Some(record! {
        "AttachmentId" => format!("ela-attach-{stem}"),
        "AttachTime" => eni.created,
        "DeleteOnTermination" => false,
        "DeviceIndex" => 1,
        "InstanceOwnerId" => service,
        "Status" => "attached",
    })
}

/// The service that attached it (iac-operations 3c).
pub fn service(eni: &NetworkInterface) -> Option<&str> {
    match eni.kind {
        InterfaceKind::VpcEndpoint | InterfaceKind::CloudFrontManaged | InterfaceKind::NatGateway => {
            Some("amazon-aws")
        }
        _ => eni.requester.as_deref(),
    }
}

pub fn status(eni: &NetworkInterface) -> &'static str {
    if eni.more.attachment.is_some() || service(eni).is_some() {
        "in-use"
    } else {
        "available"
    }
}

pub fn group_name(world: &World, id: &SecurityGroupId) -> String {
    let group = world.security_groups.get(id);
    group.map(|group| group.name.clone()).unwrap_or_default()
}

/// Whose the public address of a private one is.
pub fn public_owner(eni: &NetworkInterface, private: Ipv4Addr) -> Option<String> {
    if eni.more.elastic.iter().any(|elastic| elastic.private == private) {
        return Some(eni.owner.account.to_string());
    }
    let public = eni.public_address.filter(|_| private == eni.address);
    public.map(|_| eni.requester.clone().unwrap_or_else(|| "amazon".to_owned()))
}

/// Names that instances and interfaces have in a VPC with DNS host names.
pub fn private_dns_name(world: &World, eni: &NetworkInterface, address: Ipv4Addr) -> Option<String> {
    let domain = match eni.owner.region.as_str() {
        "us-east-1" => "ec2.internal".to_owned(),
        region => format!("{region}.compute.internal"),
    };
    dns_hostnames(world, eni).then(|| format!("ip-{}.{domain}", dashed(address)))
}

pub fn public_dns_name(world: &World, eni: &NetworkInterface, public: Ipv4Addr) -> Option<String> {
    let domain = match eni.owner.region.as_str() {
        "us-east-1" => "compute-1.amazonaws.com".to_owned(),
        region => format!("{region}.compute.amazonaws.com"),
    };
    dns_hostnames(world, eni).then(|| format!("ec2-{}.{domain}", dashed(public)))
}

fn association(world: &World, eni: &NetworkInterface, private: Ipv4Addr) -> Option<Record> {
    let elastic = eni.more.elastic.iter().find(|elastic| elastic.private == private);
    let automatic = || eni.public_address.filter(|_| private == eni.address);
    let public = elastic.map(|elastic| elastic.public).or_else(automatic)?;
    Some(record! {
        "PublicIp" => public.to_string(),
        "PublicDnsName" => public_dns_name(world, eni, public),
        "IpOwnerId" => public_owner(eni, private),
        "AllocationId" => elastic.map(|elastic| elastic.allocation.as_str()),
        "AssociationId" => elastic.map(|elastic| elastic.association.as_str()),
    })
}

fn tracking(timeouts: ConnectionTracking) -> Record {
    record! {
        "TcpEstablishedTimeout" => timeouts.tcp_established,
        "UdpStreamTimeout" => timeouts.udp_stream,
        "UdpTimeout" => timeouts.udp,
    }
}

fn dns_hostnames(world: &World, eni: &NetworkInterface) -> bool {
    world.vpcs.get(&eni.vpc).is_some_and(|vpc| vpc.dns_hostnames)
}

fn dashed(address: Ipv4Addr) -> String {
    address.to_string().replace('.', "-")
}
