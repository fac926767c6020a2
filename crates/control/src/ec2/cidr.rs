//! Address blocks as callers write them.
//!
//! EC2 takes a block with host bits set and stores its canonical form: `100.68.0.18/18` is `100.68.0.0/18` (api F7).

use adit_wire::{ApiError, errors};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// A block of a VPC or subnet, given in `parameter`.
pub fn ipv4(text: &str, parameter: &str) -> Result<Ipv4Net, ApiError> {
    text.parse::<Ipv4Net>()
        .map(|net| net.trunc())
        .map_err(|_| errors::ec2::invalid_cidr(text, parameter))
}

/// The block of a rule or route, given in one of two parameters by its family.
pub fn either(v4: Option<&str>, v6: Option<&str>) -> Result<Option<IpNet>, ApiError> {
    match (v4, v6) {
        (Some(text), None) => ipv4(text, "cidrBlock").map(|net| Some(IpNet::V4(net))),
        (None, Some(text)) => {
            let net = text
                .parse::<Ipv6Net>()
                .map_err(|_| errors::ec2::invalid_cidr(text, "ipv6CidrBlock"))?;
            Ok(Some(IpNet::V6(net.trunc())))
        }
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(errors::ec2::exclusive_parameters("cidrBlock", "ipv6CidrBlock")),
    }
}
