//! The names of an interface endpoint (api D14, A20): the regional one, one a zone, and with private DNS the service's own.
//!
//! The public names stand in AWS's hosted zone of the region, whose id is known for some regions and made up of the
//! region's name for others; the private ones in a zone of the endpoint's own.

use std::collections::BTreeSet;

use adit_model::vpc_endpoint::{EndpointKind, VpcEndpoint};
use adit_model::{Region, World};
use adit_wire::{Record, record};

use crate::ec2::vpc_endpoint_service::private_names;

/// `DnsEntries`.
pub fn entries(world: &World, endpoint: &VpcEndpoint) -> Vec<Record> {
    let region = &endpoint.owner.region;
    if endpoint.more.kind == EndpointKind::Gateway {
        return Vec::new();
    }
    let zones: BTreeSet<_> = endpoint
        .subnets
        .iter()
        .filter_map(|id| Some(world.subnets.get(id)?.zone.clone()))
        .collect();
    let zonal = zones.iter().map(|zone| endpoint.zonal_name(zone));
    let public = [endpoint.regional_name()].into_iter().chain(zonal);
    let public = public.map(|name| record! { "DnsName" => name, "HostedZoneId" => public_zone(region) });
    let names = if endpoint.private_dns {
        private_names(&endpoint.service, region)
    } else {
        Vec::new()
    };
    let private = names
        .into_iter()
        .map(|name| record! { "DnsName" => name, "HostedZoneId" => private_zone(endpoint) });
    public.chain(private).collect()
}

/// The hosted zone of `vpce.amazonaws.com` names in a region.
fn public_zone(region: &Region) -> String {
    let known = match region.as_str() {
        "eu-north-1" => "Z3OWWK6JFDEDGC",
        "eu-west-1" => "Z38GZ743OKFT7T",
        "eu-west-3" => "Z1DWHTMFP0WECP",
        "sa-east-1" => "Z2LXUWEVLCVZIB",
        "us-east-1" => "Z7HUB22UULQXV",
        "us-west-2" => "Z1YSA3EXCYUU9Z",
        other => return format!("ZVPCE{}", other.replace('-', "").to_ascii_uppercase()),
    };
    known.to_owned()
}

fn private_zone(endpoint: &VpcEndpoint) -> String {
    let stem = endpoint
        .id
        .as_str()
        .trim_start_matches("vpce-")
        .to_ascii_uppercase();
    format!("Z{stem}")
}
