//! Where a behavior's origin leads: into a VPC, to a public API or balancer of this World, to a bound name, or nowhere.
//!
//! A custom origin's name resolves as from the internet (cf H8): an internal balancer's name is no origin.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use adit_model::Relation;
use adit_model::binding::Binding;
use adit_model::distribution::Distribution as Model;
use adit_model::id::{DnsName, LoadBalancerArn, RestApiId, VpcOriginId};
use adit_model::origin::{Origin as ModelOrigin, OriginKind, OriginProtocolPolicy};
use adit_model::prefix_list::EDGE_SOURCE;
use adit_rules::{Guard, Rule, RuleList, TextSet};
use adit_vnet::Source;

use crate::compile::Reader;
use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::{Request, Taken};
use crate::front::{PublicName, stands_for};
use crate::head::Scheme;
use crate::step::{Cx, Fault, Limits, Outbound, Send, SendTls, ToBalancer, ToGateway, ToVpcOrigin, Via};
use crate::trace::{By, Decision};
use crate::vpc_origin::network;

/// An origin, compiled.
#[derive(Debug)]
pub struct Origin {
    pub by: By,
    pub domain: DnsName,
    pub route: Route,
    /// Over which scheme and port a custom origin is reached.
    pub protocol: Rules<(Scheme, u16)>,
    /// Whether what the route leads to serves that scheme.
    pub serves: Rules<bool>,
    pub limits: Limits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    VpcOrigin(VpcOriginId),
    /// API Gateway's public side; HTTPS only.
    Api(RestApiId),
    /// An internet-facing balancer.
    Balancer(LoadBalancerArn),
    /// A public name tied to a local address on purpose.
    Bound(SocketAddr),
    /// S3, which nothing serves here.
    Bucket,
    /// The name resolves to nothing that the internet reaches.
    Nowhere,
}

pub fn compile(origin: &ModelOrigin, distribution: &Model, reader: &Reader<'_>) -> Origin {
    let by = By::object(format!("origin {} of {}", origin.id, distribution.id));
    let http = || Guard::any().with(Dim::Scheme, TextSet::literals(["http"]));
    let (route, protocol) = match &origin.kind {
        OriginKind::VpcOrigin(id) => (
            Route::VpcOrigin(id.clone()),
            RuleList::new([], (Scheme::Https, 443), by.clone()),
        ),
        // A bucket is asked over the viewer's protocol.
        OriginKind::S3 { .. } => {
            let plain = Rule::new(http(), (Scheme::Http, 80), by.clone());
            let rules = RuleList::new([plain], (Scheme::Https, 443), by.clone());
            let route = match route(&origin.domain, reader) {
                Route::Nowhere => Route::Bucket,
                found => found,
            };
            (route, rules)
        }
        OriginKind::Custom {
            protocol,
            http_port,
            https_port,
            ..
        } => {
            let plain = Rule::new(http(), (Scheme::Http, *http_port), by.clone());
            let rules = match protocol {
                OriginProtocolPolicy::HttpOnly => RuleList::new([], (Scheme::Http, *http_port), by.clone()),
                OriginProtocolPolicy::HttpsOnly => {
                    RuleList::new([], (Scheme::Https, *https_port), by.clone())
                }
                OriginProtocolPolicy::MatchViewer => {
                    RuleList::new([plain], (Scheme::Https, *https_port), by.clone())
                }
            };
            (route(&origin.domain, reader), rules)
        }
    };
    let refused = matches!(route, Route::Api(_)).then(|| Rule::new(http(), false, By::Aws("execute-api")));
    let connect = Duration::from_secs(u64::from(origin.connection_timeout));
    let read = Duration::from_secs(u64::from(origin.read_timeout));
    Origin {
        domain: origin.domain.clone(),
        serves: RuleList::new(refused, true, by.clone()),
        by,
        route,
        protocol,
        limits: Limits {
            connect,
            first_byte: read,
            between_bytes: read,
            attempts: origin.connection_attempts,
        },
    }
}

fn route(domain: &DnsName, reader: &Reader<'_>) -> Route {
    if let Some(binding) = reader.get::<Binding>(domain) {
        return Route::Bound(binding.address);
    }
    match stands_for(&reader.members(Relation::Named(domain.clone()))) {
        Some(PublicName::Api(api)) => Route::Api(api),
        Some(PublicName::Balancer(balancer)) => Route::Balancer(balancer),
        // A distribution behind a distribution is not carried yet (docs/semantics.md).
        Some(PublicName::Distribution(_)) | None => Route::Nowhere,
    }
}

pub fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let distribution = request.distribution.clone();
    let Some((at, behavior)) = request
        .behavior
        .and_then(|at| Some((at, distribution.behavior(at)?)))
    else {
        return Taken::Failed(Fault::Reset);
    };
    let Some(origin) = behavior.origin.and_then(|at| distribution.origins.get(at)) else {
        return Taken::Failed(Fault::Unresolved);
    };
    let Some(mut head) = request.head.take() else {
        return Taken::Failed(Fault::Reset);
    };
    let (scheme, port) = *origin.protocol.eval(&RequestPoint::new(&head, cx.facts)).outcome;
    let viewer_scheme = head.scheme;
    behavior
        .forward
        .apply(&mut head, cx.facts, &distribution, at, &request.id);
    head.scheme = scheme;
    let source = IpAddr::V4(EDGE_SOURCE);
    match &origin.route {
        Route::VpcOrigin(id) => {
            cx.trail.choose(Decision::Origin, origin.by.clone());
            let to = ToVpcOrigin {
                origin: id.clone(),
                head,
                domain: origin.domain.clone(),
                viewer_scheme,
                limits: origin.limits,
            };
            Taken::Cross(Outbound::VpcOrigin(Box::new(to)))
        }
        Route::Api(api) => {
            if !origin.serves.eval(&RequestPoint::new(&head, cx.facts)).outcome {
                let cause = format!(
                    "{} is reached over HTTP, and API Gateway serves HTTPS only",
                    origin.by
                );
                cx.trail.refuse(
                    Decision::Origin,
                    "ORIGIN_PROTOCOL",
                    origin.by.clone(),
                    cause,
                    None,
                );
                return Taken::Failed(Fault::Refused);
            }
            cx.trail.choose(Decision::Origin, origin.by.clone());
            Taken::Cross(Outbound::Gateway(Box::new(ToGateway {
                api: api.clone(),
                via: Via::Public { source },
                head,
            })))
        }
        Route::Balancer(arn) => {
            let Some(node) = network::public_node(cx, arn) else {
                return Taken::Failed(Fault::TimedOut);
            };
            match cx.plan.private.net.admit(&Source::Internet(source), &node, port) {
                Ok(permit) => {
                    cx.trail.choose(Decision::Origin, origin.by.clone());
                    network::record(cx.trail, &permit);
                    let to = ToBalancer {
                        balancer: arn.clone(),
                        port,
                        head,
                        source,
                        permit,
                    };
                    Taken::Cross(Outbound::Balancer(Box::new(to)))
                }
                Err(refusal) => {
                    network::refuse(cx.trail, refusal);
                    Taken::Failed(Fault::TimedOut)
                }
            }
        }
        Route::Bound(address) => {
            cx.trail.choose(Decision::Origin, origin.by.clone());
            let names: Vec<Arc<str>> = vec![origin.domain.text(), head.host.clone()];
            let sni = DnsName::of(&head.host).unwrap_or_else(|| origin.domain.clone());
            let tls = (scheme == Scheme::Https).then_some(SendTls { sni, names });
            Taken::Send(Box::new(Send {
                head,
                to: *address,
                tls,
                limits: origin.limits,
                whole: false,
            }))
        }
        Route::Bucket => {
            let cause = format!(
                "S3 is not built into this version, and nothing is bound to `{}`",
                origin.domain
            );
            let cure = format!("adit bind {}=127.0.0.1:PORT", origin.domain);
            cx.trail.refuse(
                Decision::Origin,
                "NOT_BUILT",
                origin.by.clone(),
                cause,
                Some(cure),
            );
            Taken::Failed(Fault::Unresolved)
        }
        Route::Nowhere => {
            let cause = format!(
                "`{}` of {} resolves to nothing that the internet reaches; an internal balancer needs a VPC origin",
                origin.domain, origin.by
            );
            let cure = format!("adit bind {}=127.0.0.1:PORT", origin.domain);
            cx.trail.refuse(
                Decision::Origin,
                "ORIGIN_NOT_RESOLVED",
                origin.by.clone(),
                cause,
                Some(cure),
            );
            Taken::Failed(Fault::Unresolved)
        }
    }
}

/// Records why a real server gave no answer, where no hop before has said so.
pub fn unreached(cx: &mut Cx<'_>, request: &Request, fault: Fault) {
    let distribution = &request.distribution;
    let origin = request
        .behavior()
        .and_then(|b| distribution.origins.get(b.origin?));
    let by = origin.map_or(By::Aws("origin"), |o| o.by.clone());
    let (reason, why) = match fault {
        Fault::TimedOut => ("ORIGIN_CONNECT_TIMEOUT", "did not accept a connection in time"),
        Fault::ReadTimedOut => ("ORIGIN_READ_TIMEOUT", "did not answer in time"),
        Fault::Refused => ("ORIGIN_REFUSED", "refused the connection: nothing listens there"),
        Fault::Reset => ("ORIGIN_RESET", "closed the connection"),
        Fault::Unresolved => ("ORIGIN_NOT_RESOLVED", "has a name that leads nowhere"),
        Fault::Tls => (
            "ORIGIN_TLS",
            "presented a certificate that is not trusted or carries another name, or no TLS at all",
        ),
    };
    let route = origin.map(|o| &o.route);
    let at = if let Some(Route::Bound(address)) = route {
        format!(" at {address}")
    } else {
        String::new()
    };
    let cause = format!("{by}{at} {why}");
    cx.trail.refuse(Decision::Origin, reason, by, cause, None);
}
