//! Names of load balancers: which are taken, and which DNS names they make.

use adit_model::id::LoadBalancerArn;
use adit_model::load_balancer::Scheme;
use adit_wire::{ApiError, errors};

use crate::cx::Cx;
use crate::elbv2::arn;

pub fn check(name: &str) -> Result<(), ApiError> {
    if name.len() > 32 {
        Err(errors::elbv2::load_balancer_name_length(name))
    } else if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        Err(errors::elbv2::load_balancer_name(name))
    } else if name.starts_with('-') || name.ends_with('-') {
        Err(errors::elbv2::load_balancer_name_hyphen(name))
    } else if name.starts_with("internal-") {
        Err(errors::elbv2::load_balancer_name_internal(name))
    } else {
        Ok(())
    }
}

/// `internal-NAME-NUMBER.REGION.elb.amazonaws.com`; without `internal-` where it faces the internet.
pub fn dns(cx: &mut Cx<'_>, name: &str, scheme: Scheme) -> String {
    let prefix = match scheme {
        Scheme::Internal => "internal-",
        Scheme::InternetFacing => "",
    };
    // AWS's numbers have eight to ten digits.
    let number = 100_000_000 + cx.minter.draw() % 2_000_000_000;
    format!("{prefix}{name}-{number}.{}.elb.amazonaws.com", cx.region).to_ascii_lowercase()
}

/// `NAME-ID.elb.REGION.amazonaws.com`, whatever the scheme, with the ARN's id.
pub fn network_dns(cx: &Cx<'_>, id: &LoadBalancerArn) -> String {
    let name = arn::full_name(id).trim_start_matches("net/").replace('/', "-");
    format!("{name}.elb.{}.amazonaws.com", cx.region).to_ascii_lowercase()
}
