//! A balancer's nodes: one network interface a subnet, managed by the service.
//!
//! Which public address AWS gives a node is not published; here it is drawn from 198.18.0.0/15 (RFC 2544), which the
//! internet does not route, so that none of them is somebody's.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use adit_model::address::{Address, AddressAssociation};
use adit_model::id::{AllocationId, NetworkInterfaceId, SubnetId};
use adit_model::load_balancer::{BalancerZone, ChosenAddress, LoadBalancer, Scheme};
use adit_model::network_interface::{ElasticAddress, InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_wire::{ApiError, errors};

use crate::cx::Cx;
use crate::ec2::network_interface::{self, NewInterface};
use crate::elbv2::arn;

/// Who EC2 says asked for the interfaces.
pub const REQUESTER: &str = "amazon-elb";

/// Makes the interface of `balancer` in `subnet`.
pub fn create(cx: &mut Cx<'_>, balancer: &LoadBalancer, subnet: &Subnet) -> Result<BalancerZone, ApiError> {
    let mappings = balancer.network.as_ref().map(|network| &network.mappings);
    let chosen = mappings.and_then(|mappings| mappings.get(&subnet.id)).cloned();
    let (address, public) = match &chosen {
        Some(ChosenAddress::Private(address)) => (Some(*address), None),
        Some(ChosenAddress::Elastic { public, .. }) => (None, Some(*public)),
        None => (None, None),
    };
    let public_address = match balancer.scheme {
        Scheme::InternetFacing => Some(public.unwrap_or_else(|| public_address(cx))),
        Scheme::Internal => None,
    };
    let new = NewInterface {
        kind: match balancer.network {
            Some(_) => InterfaceKind::NetworkLoadBalancer,
            None => InterfaceKind::Interface,
        },
        address,
        public_address,
        groups: balancer.groups.clone(),
        description: format!("ELB {}", arn::full_name(&balancer.id)),
        requester: Some(REQUESTER.to_owned()),
        tags: Tags::new(),
    };
    let interface = network_interface::create(cx, subnet, new)?;
    let zone = BalancerZone {
        zone: subnet.zone.clone(),
        subnet: subnet.id.clone(),
        interface: interface.id.clone(),
    };
    if let Some(ChosenAddress::Elastic { allocation, .. }) = chosen {
        associate(cx, &allocation, interface);
    }
    Ok(zone)
}

/// Takes the interface away; an elastic IP address that it had stays the account's.
pub fn delete(cx: &mut Cx<'_>, id: &NetworkInterfaceId) {
    let elastic = cx
        .get::<NetworkInterface>(id)
        .map(|interface| interface.more.elastic);
    for elastic in elastic.unwrap_or_default() {
        if let Some(mut address) = cx.get::<Address>(&elastic.allocation) {
            address.association = None;
            cx.put(address);
        }
    }
    cx.delete::<NetworkInterface>(id);
}

/// Whether the addresses that are chosen can be had; the balancer has those that it `holds` already.
pub fn check_free(
    cx: &Cx<'_>,
    chosen: &BTreeMap<SubnetId, ChosenAddress>,
    holds: &BTreeMap<SubnetId, ChosenAddress>,
) -> Result<(), ApiError> {
    for address in chosen
        .values()
        .filter(|address| !holds.values().any(|held| held == *address))
    {
        let ChosenAddress::Elastic { allocation, .. } = address else {
            continue;
        };
        let used = cx
            .get::<Address>(allocation)
            .is_some_and(|address| address.association.is_some());
        if used {
            return Err(errors::elbv2::allocation_in_use(allocation));
        }
    }
    Ok(())
}

fn associate(cx: &mut Cx<'_>, allocation: &AllocationId, mut interface: NetworkInterface) {
    let Some(mut address) = cx.get::<Address>(allocation) else {
        return;
    };
    let id = cx.minter.ec2("eipassoc-");
    address.association = Some(AddressAssociation {
        id: id.clone(),
        interface: interface.id.clone(),
        private: interface.address,
    });
    interface.more.elastic.push(ElasticAddress {
        private: interface.address,
        public: address.public,
        allocation: allocation.clone(),
        association: id,
    });
    cx.put(address);
    cx.put(interface);
}

fn public_address(cx: &mut Cx<'_>) -> Ipv4Addr {
    let first = u32::from(Ipv4Addr::new(198, 18, 0, 1));
    let count = (1 << 17) - 2;
    let start = u32::try_from(cx.minter.draw() % u64::from(count)).unwrap_or(0);
    let candidates = (0..count).map(|step| Ipv4Addr::from(first + (start + step) % count));
    let taken = |address: &Ipv4Addr| {
        cx.table::<NetworkInterface>()
            .iter()
            .any(|i| i.public_address == Some(*address))
    };
    // All of 131,070 are never taken: there are far fewer balancers.
    candidates
        .into_iter()
        .find(|address| !taken(address))
        .unwrap_or(Ipv4Addr::from(first))
}
