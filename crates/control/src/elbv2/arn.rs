//! The ARNs of a request: of which kind they are, and whether they are of the kind that is wanted.

use adit_model::arn;
use adit_model::id::LoadBalancerArn;
use adit_wire::{ApiError, Service, errors};

use crate::cx::Cx;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArnKind {
    LoadBalancer,
    TargetGroup,
    Listener,
    Rule,
    TrustStore,
}

impl ArnKind {
    /// The kind of an ARN; `None` for anything else.
    pub fn of(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("arn:aws:elasticloadbalancing:")?;
        let mut parts = rest.splitn(3, ':').skip(2);
        let (kind, name) = parts.next()?.split_once('/')?;
        let slashes = name.split('/').count();
        match (kind, slashes) {
            ("loadbalancer", 3) => Some(Self::LoadBalancer),
            ("targetgroup", 2) => Some(Self::TargetGroup),
            ("listener", 4) => Some(Self::Listener),
            ("listener-rule", 5) => Some(Self::Rule),
            ("truststore", 2) => Some(Self::TrustStore),
            _ => None,
        }
    }

    /// Reads an ARN that must be of this kind.
    pub fn read<I>(self, text: &str, parse: fn(&str) -> Option<I>) -> Result<I, ApiError> {
        let malformed = || errors::elbv2::malformed_arn(text, self.noun());
        if Self::of(text) != Some(self) {
            return Err(malformed());
        }
        parse(text).ok_or_else(malformed)
    }

    fn noun(self) -> &'static str {
        match self {
            Self::LoadBalancer => "load balancer",
            Self::TargetGroup => "target group",
            Self::Listener => "listener",
            Self::Rule => "listener rule",
            Self::TrustStore => "trust store",
        }
    }
}

/// A new ARN for `resource`, such as `targetgroup/NAME`, closed by 16 digits.
pub fn mint<I>(cx: &mut Cx<'_>, resource: &str, parse: fn(&str) -> Option<I>) -> Result<I, ApiError> {
    let id = cx.minter.hex(16);
    made(
        &arn::regional("elasticloadbalancing", &cx.owner(), &format!("{resource}/{id}")),
        parse,
    )
}

/// An ARN below another: a listener's below its balancer's, a rule's below its listener's.
pub fn mint_below<I>(
    cx: &mut Cx<'_>,
    parent: &str,
    from: &str,
    to: &str,
    parse: fn(&str) -> Option<I>,
) -> Result<I, ApiError> {
    let parent = parent.replacen(&format!(":{from}/"), &format!(":{to}/"), 1);
    let id = cx.minter.hex(16);
    made(&format!("{parent}/{id}"), parse)
}

/// `app/NAME/ID` of a balancer, `net/NAME/ID` of a Network Load Balancer.
pub fn full_name(id: &LoadBalancerArn) -> &str {
    id.as_str()
        .split_once(":loadbalancer/")
        .map_or("", |(_, name)| name)
}

fn made<I>(text: &str, parse: fn(&str) -> Option<I>) -> Result<I, ApiError> {
    parse(text).ok_or_else(|| errors::internal_failure(Service::Elbv2))
}
