//! A target group compiled: which addresses are registered, how one of them is chosen (api E.5).

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use adit_model::Region;
use adit_model::id::{TargetGroupArn, VpcId};
use adit_model::listener::ListenerProtocol;
use adit_model::target_group::{HealthCheck, TargetGroup};
use http::Version;

use crate::balancer::target_protocol::{self, VersionOutcome};
use crate::dim::Rules;
use crate::head::Scheme;

#[derive(Debug)]
pub struct Group {
    pub id: TargetGroupArn,
    pub vpc: VpcId,
    pub protocol: ListenerProtocol,
    pub port: u16,
    pub algorithm: Algorithm,
    pub health_check: HealthCheck,
    /// In the order of the model: answers to `Ask::Loads` follow it.
    pub targets: Vec<Target>,
    pub versions: Rules<VersionOutcome>,
    /// What the group speaks to its targets.
    pub version: Version,
    /// Registers the addresses of the VPC's endpoints that are not targets yet; for the operator of a group whose
    /// targets are none or stale.
    region: Region,
}

#[derive(Clone, Debug)]
pub struct Target {
    pub address: IpAddr,
    pub port: u16,
    /// Gets no new requests (api E25).
    pub draining: bool,
    /// `10.0.1.7:443 of arn:...`, for the trail.
    pub subject: Arc<str>,
}

/// `load_balancing.algorithm.type` (api E23).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Drawn evenly: one process keeps no turn that a replay could not repeat.
    RoundRobin,
    LeastOutstanding,
}

impl Group {
    pub fn compile(group: &TargetGroup) -> Self {
        let targets: Vec<Target> = group
            .targets
            .iter()
            .map(|target| Target {
                address: target.address,
                port: target.port,
                draining: target.draining_until.is_some(),
                subject: format!("{}:{} of {}", target.address, target.port, group.id).into(),
            })
            .collect();
        Self {
            id: group.id.clone(),
            vpc: group.vpc.clone(),
            protocol: group.protocol,
            port: group.port,
            algorithm: match group.attribute("load_balancing.algorithm.type") {
                Some("least_outstanding_requests") => Algorithm::LeastOutstanding,
                _ => Algorithm::RoundRobin,
            },
            health_check: group.health_check.clone(),
            versions: target_protocol::compile(group),
            version: match group.protocol_version.as_str() {
                "HTTP2" | "GRPC" => Version::HTTP_2,
                _ => Version::HTTP_11,
            },
            region: group.owner.region.clone(),
            targets,
        }
    }

    /// Places in `targets` that may get new requests.
    pub fn registered(&self) -> impl Iterator<Item = usize> + '_ {
        self.targets
            .iter()
            .enumerate()
            .filter(|(_, target)| !target.draining)
            .map(|(at, _)| at)
    }

    /// The command that registers those of `addresses` that are not: for a group in front of endpoints.
    pub fn registration(&self, addresses: &[Ipv4Addr]) -> Option<String> {
        let registered = |address: &Ipv4Addr| self.targets.iter().any(|target| target.address == *address);
        let missing: Vec<String> = addresses
            .iter()
            .filter(|address| !registered(address))
            .map(|address| format!("Id={address}"))
            .collect();
        (!missing.is_empty()).then(|| {
            format!(
                "aws elbv2 register-targets --target-group-arn {} --targets {} --region {}",
                self.id,
                missing.join(" "),
                self.region
            )
        })
    }

    pub fn scheme(&self) -> Scheme {
        match self.protocol {
            ListenerProtocol::Http => Scheme::Http,
            ListenerProtocol::Https => Scheme::Https,
        }
    }
}
