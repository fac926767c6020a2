//! Prefix lists to their entries. Only AWS's own list of origin-facing ranges exists; another id resolves to nothing.

use adit_model::Region;
use adit_model::id::PrefixListId;
use adit_model::prefix_list::{origin_facing, origin_facing_id};
use ipnet::Ipv4Net;

/// The entries of `list` as an object of `region` sees it: a list belongs to its region (cf A5).
pub(crate) fn entries(list: &PrefixListId, region: &Region) -> Vec<Ipv4Net> {
    match origin_facing_id(region) {
        Some(known) if known == *list => origin_facing(),
        _ => Vec::new(),
    }
}
