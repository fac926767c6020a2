//! Which box a public name leads to: what resolving it on the internet, and connecting there, would come to.
//!
//! Distributions and their aliases, public REST APIs and internet-facing balancers answer on the edge's listeners.
//! An internal balancer's name and an endpoint's name resolve to private addresses, which nothing on the internet
//! routes, and a private API's name to nothing: no answer. Any other Host is what CloudFront gets when a stranger's name points at it (cf F3). More
//! specific aliases win over wildcards (cf B7).

use adit_model::index::Index;
use std::sync::Arc;
use std::time::Duration;

use adit_model::World;
use adit_model::id::{DistributionId, DnsName, LoadBalancerArn, RestApiId};
use adit_model::load_balancer::Scheme as BalancerScheme;
use adit_model::rest_api::EndpointType;
use adit_vnet::Source;

use crate::edge::ToEdge;
use crate::edge::page::Page;
use crate::head::{Head, ResponseHead, Scheme, Tail};
use crate::step::{Cx, Outbound, ToBalancer, ToGateway, Via};
use crate::trace::{By, Decision};
use crate::vpc_origin::network;

/// What a public name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicName {
    Distribution(DistributionId),
    Api(RestApiId),
    Balancer(LoadBalancerArn),
}

/// Public names, indexed.
#[derive(Debug, Default)]
pub struct Names {
    exact: Index<Arc<str>, PublicName>,
    /// By what stands behind `*.`.
    wildcards: Index<Arc<str>, DistributionId>,
}

/// Where a request for a public name goes.
pub enum Lead {
    Edge(ToEdge),
    Cross(Outbound),
    Answer(ResponseHead, Tail),
    /// Packets are dropped: wait, then nothing.
    Wait(Duration),
    Silence,
}

impl Names {
    pub fn compile(world: &World) -> Self {
        let mut names = Self::default();
        for distribution in world.distributions.iter() {
            let id = &distribution.id;
            names
                .exact
                .insert(distribution.domain.text(), PublicName::Distribution(id.clone()));
            for alias in &distribution.config.aliases {
                match alias.as_str().strip_prefix("*.") {
                    Some(suffix) => {
                        names.wildcards.insert(suffix.into(), id.clone());
                    }
                    None => {
                        names
                            .exact
                            .insert(alias.text(), PublicName::Distribution(id.clone()));
                    }
                }
            }
        }
        for api in world
            .rest_apis
            .iter()
            .filter(|a| a.endpoint_type != EndpointType::Private)
        {
            names
                .exact
                .insert(api.default_name().into(), PublicName::Api(api.id.clone()));
        }
        for balancer in world
            .load_balancers
            .iter()
            .filter(|b| b.scheme == BalancerScheme::InternetFacing)
        {
            names.exact.insert(
                balancer.dns_name.to_ascii_lowercase().into(),
                PublicName::Balancer(balancer.id.clone()),
            );
        }
        names
    }

    pub fn get(&self, host: &str) -> Option<PublicName> {
        if let Some(name) = self.exact.get(host) {
            return Some(name.clone());
        }
        let (_, suffix) = host.split_once('.')?;
        self.wildcards.get(suffix).cloned().map(PublicName::Distribution)
    }

    /// The distribution that a name belongs to.
    pub fn distribution(&self, host: &str) -> Option<&DistributionId> {
        match self.exact.get(host) {
            Some(PublicName::Distribution(id)) => Some(id),
            Some(_) => None,
            None => self.wildcards.get(host.split_once('.')?.1),
        }
    }

    /// What one name leads to, straight from the World: for compiling origins.
    pub fn lead(world: &World, name: &DnsName) -> Option<PublicName> {
        if let Some(api) = world
            .rest_apis
            .iter()
            .find(|a| a.endpoint_type != EndpointType::Private && a.default_name() == name.as_str())
        {
            return Some(PublicName::Api(api.id.clone()));
        }
        let public = world.load_balancers.iter().find(|b| {
            b.scheme == BalancerScheme::InternetFacing && b.dns_name.eq_ignore_ascii_case(name.as_str())
        });
        if let Some(balancer) = public {
            return Some(PublicName::Balancer(balancer.id.clone()));
        }
        let serves =
            |d: &adit_model::distribution::Distribution| d.domain == *name || d.config.aliases.contains(name);
        world
            .distributions
            .iter()
            .find(|d| serves(d))
            .map(|d| PublicName::Distribution(d.id.clone()))
    }
}

pub fn enter(cx: &mut Cx<'_>, head: Head) -> Lead {
    let source = cx.facts.viewer.ip();
    match cx.plan.edge.names.get(&head.host) {
        Some(PublicName::Distribution(id)) => match cx.plan.edge.distributions.get(&id) {
            Some(distribution) => {
                cx.trail.choose(Decision::PublicName, distribution.by.clone());
                Lead::Edge(ToEdge {
                    distribution: distribution.clone(),
                    head,
                })
            }
            None => stranger(cx, &head),
        },
        // Port 80 of execute-api is not served.
        Some(PublicName::Api(_)) if head.scheme == Scheme::Http => {
            unreachable_name(cx, &head, "API Gateway serves HTTPS only")
        }
        Some(PublicName::Api(api)) => {
            cx.trail.choose(Decision::PublicName, By::object(api.text()));
            Lead::Cross(Outbound::Gateway(Box::new(ToGateway {
                api,
                via: Via::Public { source },
                head,
            })))
        }
        Some(PublicName::Balancer(arn)) => {
            let Some(node) = network::public_node(cx, &arn) else {
                return Lead::Silence;
            };
            let port = if head.scheme == Scheme::Https { 443 } else { 80 };
            cx.trail.choose(Decision::PublicName, By::object(arn.text()));
            match cx.plan.private.net.admit(&Source::Internet(source), &node, port) {
                Ok(permit) => {
                    network::record(cx.trail, &permit);
                    Lead::Cross(Outbound::Balancer(Box::new(ToBalancer {
                        balancer: arn,
                        port,
                        head,
                        source,
                        permit,
                    })))
                }
                Err(refusal) => {
                    network::refuse(cx.trail, refusal);
                    Lead::Wait(Duration::from_secs(30) / cx.plan.settings.haste.max(1))
                }
            }
        }
        None if is_private_name(&head.host) => unreachable_name(
            cx,
            &head,
            "the name resolves to private addresses, which the internet does not route, or to none",
        ),
        None => stranger(cx, &head),
    }
}

/// Balancers', endpoints' and APIs' names that are not public. A private API's own name does not resolve outside a VPC.
fn is_private_name(host: &str) -> bool {
    let api = host.ends_with(".amazonaws.com") && host.split('.').nth(1) == Some("execute-api");
    api || host.ends_with(".elb.amazonaws.com") || host.ends_with(".vpce.amazonaws.com")
}

fn unreachable_name(cx: &mut Cx<'_>, head: &Head, why: &str) -> Lead {
    let cause = format!("`{}` gets no answer from the internet: {why}", head.host);
    cx.trail.refuse(
        Decision::PublicName,
        "NO_PUBLIC_ENDPOINT",
        By::Aws("public DNS"),
        cause,
        None,
    );
    Lead::Silence
}

/// A Host that no distribution has as its alias (cf F3).
fn stranger(cx: &mut Cx<'_>, head: &Head) -> Lead {
    let cause = format!("no distribution has `{}` as its domain name or alias", head.host);
    let cure =
        "aws cloudfront list-distributions --query 'DistributionList.Items[].[DomainName,Aliases.Items]'"
            .to_owned();
    cx.trail.refuse(
        Decision::PublicName,
        "UNKNOWN_HOST",
        By::Aws("no distribution"),
        cause,
        Some(cure),
    );
    let (head, tail) = Page::html(403, "Bad request.").render_anonymous(cx.facts);
    Lead::Answer(head, tail)
}
