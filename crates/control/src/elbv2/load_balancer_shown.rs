//! How a load balancer is described.

use adit_model::id::SecurityGroupId;
use adit_model::load_balancer::{BalancerState, BalancerZone, ChosenAddress, LoadBalancer, Scheme};
use adit_wire::{Record, Value, record};

use crate::cx::Cx;

pub fn show(cx: &Cx<'_>, balancer: &LoadBalancer) -> Record {
    let scheme = match balancer.scheme {
        Scheme::InternetFacing => "internet-facing",
        Scheme::Internal => "internal",
    };
    let state = match balancer.state {
        BalancerState::Active if cx.settled(balancer.created) => "active",
        BalancerState::Active | BalancerState::Provisioning => "provisioning",
    };
    let network = balancer.network.as_ref();
    let groups: Vec<&str> = balancer.groups.iter().map(SecurityGroupId::as_str).collect();
    let enforced = network.and_then(|network| network.enforce_on_private_link);
    record! {
        "LoadBalancerArn" => balancer.id.as_str(),
        "DNSName" => &balancer.dns_name,
        "CanonicalHostedZoneId" => &balancer.hosted_zone,
        "CreatedTime" => balancer.created,
        "LoadBalancerName" => &balancer.name,
        "Scheme" => scheme,
        "VpcId" => balancer.vpc.as_str(),
        "State" => record! { "Code" => state },
        "Type" => if network.is_some() { "network" } else { "application" },
        "AvailabilityZones" => zones(balancer),
        "SecurityGroups" => (network.is_none() || !groups.is_empty()).then_some(groups),
        "IpAddressType" => &balancer.ip_address_type,
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic" => enforced.map(|on| if on { "on" } else { "off" }),
    }
}

/// `AvailabilityZones`.
pub fn zones(balancer: &LoadBalancer) -> Value {
    let zone = |zone: &BalancerZone| {
        record! {
            "ZoneName" => zone.zone.as_str(),
            "SubnetId" => zone.subnet.as_str(),
            "LoadBalancerAddresses" => addresses(balancer, zone),
        }
    };
    balancer.zones.iter().map(zone).collect()
}

/// Only addresses that were chosen are shown.
fn addresses(balancer: &LoadBalancer, zone: &BalancerZone) -> Vec<Record> {
    let mappings = balancer.network.as_ref().map(|network| &network.mappings);
    let chosen = mappings.and_then(|mappings| mappings.get(&zone.subnet));
    let shown = chosen.map(|chosen| match chosen {
        ChosenAddress::Elastic { allocation, public } => record! {
            "IpAddress" => public.to_string(),
            "AllocationId" => allocation.as_str(),
        },
        ChosenAddress::Private(address) => record! { "PrivateIPv4Address" => address.to_string() },
    });
    shown.into_iter().collect()
}
