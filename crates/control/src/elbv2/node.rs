//! A balancer's nodes: one network interface a subnet, managed by the service.
//!
//! Which public address AWS gives a node is not published; here it is drawn from 198.18.0.0/15 (RFC 2544), which the
//! internet does not route, so that none of them is somebody's.

use std::net::Ipv4Addr;

use adit_model::load_balancer::{BalancerZone, LoadBalancer, Scheme};
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_wire::ApiError;

use crate::cx::Cx;
use crate::ec2::network_interface::{self, NewInterface};
use crate::elbv2::arn;

/// Who EC2 says asked for the interfaces.
pub const REQUESTER: &str = "amazon-elb";

/// Makes the interface of `balancer` in `subnet`.
pub fn create(cx: &mut Cx<'_>, balancer: &LoadBalancer, subnet: &Subnet) -> Result<BalancerZone, ApiError> {
    let public_address = match balancer.scheme {
        Scheme::InternetFacing => Some(public_address(cx)),
        Scheme::Internal => None,
    };
    let new = NewInterface {
        kind: InterfaceKind::Interface,
        address: None,
        public_address,
        groups: balancer.groups.clone(),
        description: format!("ELB {}", arn::full_name(&balancer.id)),
        requester: Some(REQUESTER.to_owned()),
        tags: Tags::new(),
    };
    let interface = network_interface::create(cx, subnet, new)?;
    Ok(BalancerZone {
        zone: subnet.zone.clone(),
        subnet: subnet.id.clone(),
        interface: interface.id,
    })
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
