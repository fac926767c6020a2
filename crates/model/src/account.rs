//! Whose a resource is and where: accounts, regions, availability zones.
//!
//! AWS takes the account from the caller's credentials and the region from the credential scope; the wire does the
//! same. Any region name of AWS's form is accepted, with zones `a` to `c` (iac-operations 3e).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Twelve digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountId(Arc<str>);

impl AccountId {
    /// `None` unless `text` is twelve digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())).then(|| Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An AWS region's code, such as `eu-west-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region(Arc<str>);

impl Region {
    /// `None` unless `text` has the form of a region code: letters, a direction, a number, joined by hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let (last, names) = parts.split_last()?;
        let named = names.len() >= 2
            && names
                .iter()
                .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase()));
        (named && last.len() == 1 && last.bytes().all(|b| b.is_ascii_digit())).then(|| Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The zones a to c of this region.
    pub fn zones(&self) -> [ZoneName; 3] {
        ["a", "b", "c"].map(|letter| ZoneName(format!("{}{letter}", self.0).into()))
    }
}

/// An availability zone's name, such as `eu-west-1a`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ZoneName(Arc<str>);

impl ZoneName {
    /// `None` unless `text` names one of the zones of `region`.
    pub fn parse(text: &str, region: &Region) -> Option<Self> {
        region.zones().into_iter().find(|zone| zone.as_str() == text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The zone's id, such as `euw1-az1`: AWS's ids are permuted by account, ours keep the letters' order.
    pub fn id(&self) -> String {
        let (region, letter) = self.0.split_at(self.0.len().saturating_sub(1));
        let mut short = String::new();
        for (i, part) in region.split('-').enumerate() {
            match (i, part) {
                (0, _) => short.push_str(part),
                (_, "northeast") => short.push_str("ne"),
                (_, "southeast") => short.push_str("se"),
                (_, "northwest") => short.push_str("nw"),
                (_, "southwest") => short.push_str("sw"),
                (_, part) => short.extend(part.chars().next()),
            }
        }
        let number = letter
            .bytes()
            .next()
            .map_or(1, |b| u32::from(b.saturating_sub(b'a')) + 1);
        format!("{short}-az{number}")
    }
}

/// The account and region that own a regional resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Owner {
    pub account: AccountId,
    pub region: Region,
}

macro_rules! display {
    ($($name:ident),*) => { $(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}
display!(AccountId, Region, ZoneName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_zones_are_parsed() {
        let region = Region::parse("ap-northeast-1").unwrap();
        assert_eq!(
            region.zones().map(|z| z.id()),
            ["apne1-az1", "apne1-az2", "apne1-az3"]
        );
        assert!(ZoneName::parse("ap-northeast-1b", &region).is_some());
        assert!(ZoneName::parse("ap-northeast-1d", &region).is_none());
        for bad in ["", "eu-west", "eu-west-1a", "EU-west-1", "local-1", "--1"] {
            assert!(Region::parse(bad).is_none(), "{bad}");
        }
        assert!(AccountId::parse("12345678901").is_none());
    }
}
