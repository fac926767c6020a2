//! In which country an address is registered, and an address for a country: a port, with the five registries' data
//! (crate `iptocc`) behind it.
//!
//! A client that stands in a country (vantage `internet-IE`) gets an address of that country, so that geo restriction,
//! X-Forwarded-For and policies agree about it. One that stands nowhere in particular gets [`NOWHERE`], whose country
//! is unknown. Which of a country's addresses is taken is our choice: the tenth of its lowest block.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};

use adit_hops::CountryCode;

/// The address of a client on the internet that names no country (TEST-NET-3).
pub const NOWHERE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 10);

/// Where addresses are. Asked once a connection.
pub trait Countries: Send + Sync {
    fn country(&self, address: IpAddr) -> Option<CountryCode>;

    /// A public address there, if there is one.
    fn address(&self, country: CountryCode) -> Option<Ipv4Addr>;
}

/// The registries' delegated statistics.
#[derive(Default)]
pub struct Registries {
    found: Mutex<HashMap<[u8; 2], Option<Ipv4Addr>>>,
}

impl Countries for Registries {
    fn country(&self, address: IpAddr) -> Option<CountryCode> {
        iptocc::country_code(address).and_then(CountryCode::parse)
    }

    fn address(&self, country: CountryCode) -> Option<Ipv4Addr> {
        let Ok(code) = <[u8; 2]>::try_from(country.as_str().as_bytes()) else {
            return None;
        };
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        *found.entry(code).or_insert_with(|| lowest(country.as_str()))
    }
}

/// The tenth address of the lowest block of `country`: blocks of 65,536 first, then of 256 for the small ones.
fn lowest(country: &str) -> Option<Ipv4Addr> {
    let there = |address: &Ipv4Addr| public(*address) && iptocc::country_code(*address) == Some(country);
    let wide = (0x0100_u32..0xe000).map(|block| Ipv4Addr::from((block << 16) | 10));
    let narrow = (0x0001_0000_u32..0x00e0_0000).map(|block| Ipv4Addr::from((block << 8) | 10));
    wide.chain(narrow).find(there)
}

fn public(address: Ipv4Addr) -> bool {
    let shared = (u32::from(address) >> 22) == (u32::from(Ipv4Addr::new(100, 64, 0, 0)) >> 22);
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation();
    !shared && !special && !address.is_multicast()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_and_its_address_agree() {
        let registries = Registries::default();
        for code in ["IE", "GB", "US", "DE", "BR", "JP", "ZA", "LI"] {
            let country = CountryCode::parse(code).unwrap();
            let address = registries.address(country).unwrap();
            assert_eq!(
                registries.country(address.into()),
                Some(country),
                "{code} {address}"
            );
            assert!(public(address), "{code} {address}");
        }
        assert_eq!(registries.address(CountryCode::parse("ZZ").unwrap()), None);
    }

    #[test]
    fn nowhere_and_loopback_have_no_country() {
        let registries = Registries::default();
        assert_eq!(registries.country(NOWHERE.into()), None);
        assert_eq!(registries.country(Ipv4Addr::LOCALHOST.into()), None);
    }
}
