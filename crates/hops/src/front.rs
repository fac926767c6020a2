//! Which box a public name leads to: what resolving it on the internet, and connecting there, would come to.
//!
//! Distributions and their aliases, public REST APIs and internet-facing balancers answer on the edge's listeners.
//! An internal balancer's name and an endpoint's name resolve to private addresses, which nothing on the internet
//! routes, and a private API's name to nothing: no answer. Any other Host is what CloudFront gets when a stranger's name points at it (cf F3). More
//! specific aliases win over wildcards (cf B7).

use std::sync::Arc;
use std::time::Duration;

use adit_model::Key;
use adit_model::id::{DistributionId, DnsName, LoadBalancerArn, RestApiId};
use adit_model::shards::Shards;
use adit_rules::{Glob, Guard, NumSet, Point, Rule, RuleList, Set, TextSet, Value};
use adit_vnet::Source;

use crate::dim::{Dim, RequestPoint, Rules};

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
#[derive(Clone, Debug)]
pub struct Names {
    /// What a name is good for, over its kind ([`Dim::Via`]), the scheme, the Host and the handshake's distribution.
    pub served: Arc<Rules<Served>>,
    /// Which ports of a public name answer, over its kind and the port: HTTP's two for distributions, HTTPS for APIs. A
    /// balancer's are its listeners'.
    pub ports: Arc<Rules<bool>>,
    exact: Shards<Arc<str>, PublicName>,
    /// By what stands behind `*.`.
    wildcards: Shards<Arc<str>, DistributionId>,
}

/// What the internet gets for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// What the name stands for answers.
    Answers,
    /// Nothing does; the reason in words.
    Silent(&'static str),
    /// CloudFront answers that it does not know the Host (cf F3).
    Stranger,
}

/// Of a DNS name (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 253;

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
    pub(crate) fn new() -> Self {
        Self {
            served: Arc::new(served()),
            ports: Arc::new(ports()),
            exact: Shards::default(),
            wildcards: Shards::default(),
        }
    }

    /// What a name, or all names below the `*.` of a wildcard, stand for from now on.
    pub(crate) fn set(&mut self, name: &DnsName, stands_for: Option<PublicName>) {
        match (name.as_str().strip_prefix("*."), stands_for) {
            (Some(suffix), Some(PublicName::Distribution(id))) => {
                self.wildcards.insert(suffix.into(), id);
            }
            (Some(suffix), _) => drop(self.wildcards.remove(suffix)),
            (None, Some(found)) => drop(self.exact.insert(name.text(), found)),
            (None, None) => drop(self.exact.remove(name.as_str())),
        }
    }

    /// Whether a connection to `port` of such a name is answered at all.
    pub fn answers(&self, name: &PublicName, port: u16) -> bool {
        *self
            .ports
            .eval(&PortPoint {
                kind: name.kind(),
                port,
            })
            .outcome
    }

    pub fn get(&self, host: &str) -> Option<PublicName> {
        if let Some(name) = self.exact.get(host) {
            return Some(name.clone());
        }
        self.wildcard(host).cloned().map(PublicName::Distribution)
    }

    /// The distribution that a name belongs to.
    pub fn distribution(&self, host: &str) -> Option<&DistributionId> {
        match self.exact.get(host) {
            Some(PublicName::Distribution(id)) => Some(id),
            Some(_) => None,
            None => self.wildcard(host),
        }
    }

    /// A wildcard covers every name below it, however deep; the longest suffix is the most specific.
    fn wildcard(&self, host: &str) -> Option<&DistributionId> {
        if self.wildcards.is_empty() || host.len() > LONGEST_NAME {
            return None;
        }
        host.match_indices('.')
            .find_map(|(dot, _)| self.wildcards.get(host.get(dot + 1..)?))
    }
}

/// What a name stands for that these resources have: names of AWS's before aliases, the newest of several.
pub(crate) fn stands_for(members: &[&Key]) -> Option<PublicName> {
    let found = members.iter().filter_map(|key| match key {
        Key::Distribution(id) => Some((0, PublicName::Distribution(id.clone()))),
        Key::RestApi(id) => Some((1, PublicName::Api(id.clone()))),
        Key::LoadBalancer(id) => Some((2, PublicName::Balancer(id.clone()))),
        _ => None,
    });
    found.max_by_key(|(rank, _)| *rank).map(|(_, name)| name)
}

/// Private names first, then CloudFront's own handshakes, then what public names serve.
fn served() -> Rules<Served> {
    let kind = |kinds: &[&'static str]| Guard::any().with(Dim::Via, TextSet::literals(kinds.iter().copied()));
    let unnamed = Guard::any().with(Dim::Via, TextSet::absent());
    let private = [
        "*.elb.amazonaws.com",
        "*.vpce.amazonaws.com",
        "*.execute-api.*.amazonaws.com",
    ];
    let private = Set::any_of(private.map(Glob::new));
    let at_cloudfront = Guard::any().with(Dim::CertificateOwner, TextSet::present());
    let plain = kind(&["api"]).with(Dim::Scheme, TextSet::literals(["http"]));
    let unrouted = "the name resolves to private addresses, which the internet does not route, or to none";
    RuleList::new(
        [
            Rule::new(kind(&["distribution"]), Served::Answers, By::Aws("public DNS")),
            Rule::new(
                unnamed.with(Dim::Host, private),
                Served::Silent(unrouted),
                By::Aws("public DNS"),
            ),
            Rule::new(at_cloudfront, Served::Stranger, By::Aws("no distribution")),
            Rule::new(
                plain,
                Served::Silent("API Gateway serves HTTPS only"),
                By::Aws("execute-api"),
            ),
            Rule::new(kind(&["api", "balancer"]), Served::Answers, By::Aws("public DNS")),
        ],
        Served::Stranger,
        By::Aws("no distribution"),
    )
}

fn ports() -> Rules<bool> {
    let by = || By::Aws("public endpoints");
    let open = |kind: &'static str, ports: &[u64]| {
        let ports = NumSet::from_ranges(ports.iter().map(|port| (*port, *port)));
        Rule::new(
            Guard::any()
                .with(Dim::Via, TextSet::literals([kind]))
                .with(Dim::Port, ports),
            true,
            by(),
        )
    };
    RuleList::new(
        [open("distribution", &[80, 443]), open("api", &[443])],
        false,
        by(),
    )
}

/// A connection to a public name.
struct PortPoint {
    kind: &'static str,
    port: u16,
}

impl Point<Dim> for PortPoint {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match dim {
            Dim::Via => Value::Text(self.kind),
            Dim::Port => Value::Num(u64::from(self.port)),
            _ => Value::Absent,
        }
    }
}

pub fn enter(cx: &mut Cx<'_>, head: Head) -> Lead {
    let plan = cx.plan;
    let name = plan.edge.names.get(&head.host);
    let sni = cx.facts.tls.as_ref().and_then(|tls| tls.sni.as_deref());
    // With the Host's own name the owner needs no looking up: it decides only about other names.
    let owner = sni
        .filter(|sni| *sni != &*head.host)
        .and_then(|sni| plan.edge.names.distribution(sni));
    let point = NamePoint {
        inner: RequestPoint {
            certificate_owner: owner.map(DistributionId::as_str),
            ..RequestPoint::new(&head, cx.facts)
        },
        kind: name.as_ref().map(PublicName::kind),
    };
    let decided = plan.edge.names.served.eval(&point);
    match (*decided.outcome, name) {
        (Served::Answers, Some(name)) => lead(cx, name, head),
        (Served::Silent(why), _) => unreachable_name(cx, &head, why),
        (Served::Answers | Served::Stranger, _) => stranger(cx, &head),
    }
}

/// A request for a name, with the name's kind as its [`Dim::Via`].
struct NamePoint<'a> {
    inner: RequestPoint<'a>,
    kind: Option<&'static str>,
}

impl Point<Dim> for NamePoint<'_> {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match dim {
            Dim::Via => self.kind.map_or(Value::Absent, Value::Text),
            dim => self.inner.value(dim),
        }
    }
}

impl PublicName {
    fn kind(&self) -> &'static str {
        match self {
            Self::Distribution(_) => "distribution",
            Self::Api(_) => "api",
            Self::Balancer(_) => "balancer",
        }
    }
}

/// To what a public name stands for.
fn lead(cx: &mut Cx<'_>, name: PublicName, head: Head) -> Lead {
    let source = cx.facts.viewer.ip();
    match name {
        PublicName::Distribution(id) => match cx.plan.edge.distributions.get(&id) {
            Some(distribution) => {
                cx.trail.choose(Decision::PublicName, distribution.by.clone());
                Lead::Edge(ToEdge {
                    distribution: distribution.clone(),
                    head,
                })
            }
            None => stranger(cx, &head),
        },
        PublicName::Api(api) => {
            cx.trail.choose(Decision::PublicName, By::object(api.text()));
            Lead::Cross(Outbound::Gateway(Box::new(ToGateway {
                api,
                via: Via::Public { source },
                head,
            })))
        }
        PublicName::Balancer(arn) => {
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
    }
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
