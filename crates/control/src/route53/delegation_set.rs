//! The four name servers of a hosted zone, and the NS and SOA records that every zone is made with.
//!
//! AWS draws a public zone's servers, one from each of four top-level domains; private zones all name the same four.
//! Reusable delegation sets are not here.

use adit_model::hosted_zone::HostedZone;
use adit_model::id::RecordSetKey;
use adit_model::record_set::{RecordSet, RecordTarget};
use adit_wire::{Record, record};

use crate::cx::Cx;

/// Servers of one top-level domain, eight to a number of their domain.
const SERVERS: u64 = 512;
/// The first server's number in each, and the domain.
const DOMAINS: [(u64, &str); 4] = [(1536, "co.uk"), (0, "com"), (1024, "org"), (512, "net")];
const NS_TTL: u32 = 172_800;
const SOA_TTL: u32 = 900;

/// Four server names without a final dot.
pub fn servers(cx: &mut Cx<'_>, private: bool) -> Vec<String> {
    let name = |(first, domain): (u64, &str)| {
        let at = if private { 0 } else { cx.minter.draw() % SERVERS };
        format!("ns-{}.awsdns-{:02}.{domain}", first + at, at / 8)
    };
    DOMAINS.map(name).to_vec()
}

/// The records of a new zone.
pub fn records(zone: &HostedZone) -> [RecordSet; 2] {
    let dotted: Vec<String> = zone.name_servers.iter().map(|name| format!("{name}.")).collect();
    let first = dotted.first().cloned().unwrap_or_default();
    let soa = format!("{first} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400");
    let set = |kind: &str, ttl: u32, values: Vec<String>| RecordSet {
        id: RecordSetKey::of(&zone.id, &zone.name, kind, None),
        zone: zone.id.clone(),
        name: zone.name.clone(),
        kind: kind.to_owned(),
        set_identifier: None,
        routing: None,
        target: RecordTarget::Values { ttl, values },
    };
    [set("NS", NS_TTL, dotted), set("SOA", SOA_TTL, vec![soa])]
}

/// `DelegationSet`.
pub fn show(zone: &HostedZone) -> Record {
    record! { "NameServers" => zone.name_servers.clone() }
}
