//! Managed prefix lists. AWS's own are embedded: CloudFront's origin-facing ranges, which a balancer's group admits.
//!
//! The list's id differs per region on AWS (cf A5), so ours is derived from the region's name. It weighs 55 rules
//! (api F4) whatever the number of its entries. S3 and DynamoDB have lists too, to which gateway endpoints lead; their
//! ids are AWS's where they are known, and their entries Ireland's in every region.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::account::Region;
use crate::id::PrefixListId;

pub const ORIGIN_FACING_NAME: &str = "com.amazonaws.global.cloudfront.origin-facing";

/// How many rules a reference to the origin-facing list counts for (api F4).
pub const ORIGIN_FACING_WEIGHT: u32 = 55;

/// Addresses from which CloudFront connects to origins, as AWS publishes them (`CLOUDFRONT_ORIGIN_FACING` in its
/// ip-ranges document; a subset: the list is real, not complete).
const ORIGIN_FACING: [([u8; 4], u8); 18] = [
    ([13, 113, 196, 64], 26),
    ([13, 113, 203, 0], 24),
    ([13, 124, 199, 0], 24),
    ([13, 233, 177, 192], 26),
    ([15, 158, 0, 0], 16),
    ([18, 68, 0, 0], 16),
    ([52, 46, 0, 0], 18),
    ([52, 82, 128, 0], 19),
    ([64, 252, 64, 0], 18),
    ([64, 252, 128, 0], 18),
    ([70, 132, 0, 0], 18),
    ([99, 79, 169, 0], 24),
    ([108, 175, 52, 0], 22),
    ([130, 176, 0, 0], 17),
    ([130, 176, 128, 0], 18),
    ([130, 176, 192, 0], 19),
    ([130, 176, 224, 0], 20),
    ([204, 246, 176, 0], 20),
];

/// The address that the edge presents to security groups, ACLs and `X-Forwarded-For` behind it (api A47b).
pub const EDGE_SOURCE: Ipv4Addr = Ipv4Addr::new(130, 176, 0, 8);

/// The id of the origin-facing list in `region`.
pub fn origin_facing_id(region: &Region) -> Option<PrefixListId> {
    PrefixListId::parse(&format!("pl-{:08x}", hash(region.as_str())))
}

/// FNV-1a, 32 bits: ids must only differ.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5_u32, |h, b| {
        (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
    })
}

/// A service that gateway endpoints lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayService {
    S3,
    DynamoDb,
}

impl GatewayService {
    pub const ALL: [Self; 2] = [Self::S3, Self::DynamoDb];

    pub fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::DynamoDb => "dynamodb",
        }
    }

    /// `com.amazonaws.{region}.s3`, the name of the service and of its list.
    pub fn service(self, region: &Region) -> String {
        format!("com.amazonaws.{region}.{}", self.name())
    }

    pub fn list_id(self, region: &Region) -> Option<PrefixListId> {
        let known = match (self, region.as_str()) {
            (Self::S3, "eu-west-1") => "pl-6da54004",
            (Self::DynamoDb, "eu-west-1") => "pl-6fa54006",
            (Self::S3, "us-east-1") => "pl-63a5400a",
            (Self::DynamoDb, "us-east-1") => "pl-02cd2c6b",
            _ => return PrefixListId::parse(&format!("pl-{:08x}", hash(&self.service(region)))),
        };
        PrefixListId::parse(known)
    }

    pub fn blocks(self) -> Vec<Ipv4Net> {
        let blocks: &[([u8; 4], u8)] = match self {
            Self::S3 => &[([3, 5, 64, 0], 21), ([52, 92, 0, 0], 17), ([52, 218, 0, 0], 17)],
            Self::DynamoDb => &[
                ([52, 94, 24, 0], 23),
                ([52, 94, 26, 0], 23),
                ([52, 119, 240, 0], 21),
            ],
        };
        nets(blocks)
    }
}

/// The entries of the origin-facing list.
pub fn origin_facing() -> Vec<Ipv4Net> {
    nets(&ORIGIN_FACING)
}

fn nets(blocks: &[([u8; 4], u8)]) -> Vec<Ipv4Net> {
    blocks
        .iter()
        .filter_map(|(octets, length)| Ipv4Net::new(Ipv4Addr::from(*octets), *length).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_connects_from_the_list() {
        assert_eq!(origin_facing().len(), ORIGIN_FACING.len());
        assert!(origin_facing().iter().any(|net| net.contains(&EDGE_SOURCE)));
        assert!(
            origin_facing().iter().all(|net| net.addr() == net.network()),
            "entries are canonical"
        );
    }

    #[test]
    fn ids_differ_by_region() {
        let id = |region| origin_facing_id(&Region::parse(region).unwrap()).unwrap();
        assert_ne!(id("eu-west-1"), id("us-east-1"));
    }
}
