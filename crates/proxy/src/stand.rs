//! Where a client of the vantage proxy stands, by its user name.
//!
//! `internet`, `internet-IE` (a country), `subnet-0abc` (a host in that subnet with the VPC's default group, or with
//! others: `subnet-0abc+sg-1+sg-2`), `eni-0abc` (that interface). Our choice: a host in a subnet takes the highest free
//! address.

use std::net::{IpAddr, Ipv4Addr};

use adit_hops::{CountryCode, Plan};
use adit_model::id::{NetworkInterfaceId, SecurityGroupId, SubnetId};
use adit_vnet::{Source, Vantage};

use crate::country::{Countries, NOWHERE};

/// The public address of a vantage in a public subnet, as vnet has it.
const BEHIND_GATEWAY: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 254);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    Internet(Option<CountryCode>),
    Subnet {
        subnet: SubnetId,
        groups: Vec<SecurityGroupId>,
    },
    Interface(NetworkInterfaceId),
}

impl Stand {
    pub(crate) fn parse(user: &str) -> Option<Self> {
        if user.is_empty() || user == "internet" {
            return Some(Self::Internet(None));
        }
        if let Some(country) = user.strip_prefix("internet-") {
            return CountryCode::parse(country).map(|country| Self::Internet(Some(country)));
        }
        if user.starts_with(NetworkInterfaceId::PREFIX) {
            return NetworkInterfaceId::parse(user).map(Self::Interface);
        }
        let mut parts = user.split('+');
        let subnet = SubnetId::parse(parts.next()?)?;
        let groups = parts.map(SecurityGroupId::parse).collect::<Option<_>>()?;
        Some(Self::Subnet { subnet, groups })
    }
}

/// Where a client stands, compiled.
pub(crate) struct Place {
    pub(crate) source: Source,
    pub(crate) vantage: Vantage,
    /// Its own address.
    pub(crate) address: IpAddr,
    /// Its address on the internet.
    pub(crate) public: IpAddr,
}

impl Place {
    pub(crate) fn of(plan: &Plan, countries: &dyn Countries, stand: &Stand) -> Option<Self> {
        let net = &plan.private.net;
        match stand {
            Stand::Internet(country) => {
                let address = match country {
                    Some(country) => countries.address(*country)?,
                    None => NOWHERE,
                };
                let address = IpAddr::V4(address);
                Some(Self {
                    source: Source::Internet(address),
                    vantage: Vantage::Internet,
                    address,
                    public: address,
                })
            }
            Stand::Subnet { subnet, groups } => {
                let place = net.subnet(subnet)?;
                let last = u32::from(place.cidr.broadcast());
                // AWS keeps the last address of a subnet and the first four.
                let candidates = (u32::from(place.cidr.network()) + 4..last)
                    .rev()
                    .take(1024)
                    .map(Ipv4Addr::from);
                let address = candidates
                    .into_iter()
                    .find(|a| net.interface_at(&place.vpc.id, *a).is_none())?;
                Some(Self {
                    source: Source::Subnet {
                        subnet: subnet.clone(),
                        address,
                        groups: groups.clone(),
                    },
                    vantage: Vantage::Vpc(place.vpc.id.clone()),
                    address: address.into(),
                    public: BEHIND_GATEWAY.into(),
                })
            }
            Stand::Interface(id) => {
                let interface = net.interface(id)?;
                let address = IpAddr::V4(interface.address());
                Some(Self {
                    source: Source::Interface(id.clone()),
                    vantage: Vantage::Vpc(interface.model.vpc.clone()),
                    address,
                    public: interface.model.public_address.map_or(address, IpAddr::V4),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names() {
        let parse = Stand::parse;
        assert_eq!(parse("internet"), Some(Stand::Internet(None)));
        assert_eq!(parse(""), Some(Stand::Internet(None)));
        assert_eq!(
            parse("internet-ie"),
            Some(Stand::Internet(CountryCode::parse("IE")))
        );
        assert_eq!(parse("internet-Ireland"), None);
        let subnet = SubnetId::parse("subnet-0abc").unwrap();
        let groups = vec![
            SecurityGroupId::parse("sg-1").unwrap(),
            SecurityGroupId::parse("sg-2").unwrap(),
        ];
        assert_eq!(
            parse("subnet-0abc"),
            Some(Stand::Subnet {
                subnet: subnet.clone(),
                groups: vec![]
            })
        );
        assert_eq!(
            parse("subnet-0abc+sg-1+sg-2"),
            Some(Stand::Subnet { subnet, groups })
        );
        assert!(matches!(parse("eni-0abc"), Some(Stand::Interface(_))));
        for unknown in ["root", "i-0abc", "subnet-0abc+vpc-1", "internet-"] {
            assert_eq!(parse(unknown), None, "{unknown}");
        }
    }
}
