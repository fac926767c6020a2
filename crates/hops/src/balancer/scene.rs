//! Scenes for the private hops' tests: a world as text, a request as text, and what came of it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use adit_model::binding::Binding;
use adit_model::certificate::Certificate;
use adit_model::id::DnsName;
use adit_model::world::Entity;
use adit_model::{Change, World};
use adit_testkit::world;
use adit_vnet::{Destination, Net, Permit, Source};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Version};

use crate::facts::Facts;
use crate::head::{BodyLength, Head, ResponseHead, Scheme, Tail};
use crate::journey::{Act, Arrival, Journey};
use crate::plan::{Plan, Settings};
use crate::step::{Answer, Ask, CacheAnswer, Cx, Fault, Health, Inbound, Send, TargetLoad};
use crate::tls::{CertificateFact, Rehearse};
use crate::trace::{Decision, HopKind, Mark, Refusal, Trail};

pub(crate) struct Scene {
    world: World,
    settings: Settings,
    pub(crate) plan: Plan,
    pub(crate) draw: u64,
    pub(crate) port: u16,
    pub(crate) source: IpAddr,
    pub(crate) scheme: Scheme,
    pub(crate) version: Version,
    /// By target.
    pub(crate) health: Vec<TargetLoad>,
    /// What a backend answers.
    pub(crate) backend: Option<Result<Reply, Fault>>,
}

/// A backend's status and headers.
pub(crate) type Reply = (u16, Vec<(&'static str, &'static str)>);

pub(crate) struct Ended {
    /// `None`: the connection was closed without a word.
    pub(crate) answer: Option<ResponseHead>,
    pub(crate) body: Bytes,
    pub(crate) waits: Vec<Duration>,
    pub(crate) sent: Option<Send>,
    pub(crate) trail: Trail,
}

struct Trusting;

impl Rehearse for Trusting {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact {
        let names = certificate.names.clone();
        CertificateFact {
            names,
            not_before: 0,
            not_after: u64::MAX,
            chain: Ok(()),
        }
    }

    fn overlap(&self, _: &str, _: &[String]) -> bool {
        true
    }
}

impl Scene {
    pub(crate) fn new(text: &str) -> Self {
        Self::of(world(text))
    }

    pub(crate) fn of(world: World) -> Self {
        let settings = Settings::default();
        Self {
            plan: Plan::compile(&world, settings, &Trusting),
            world,
            settings,
            draw: 7,
            port: 443,
            source: "203.0.113.9".parse().unwrap(),
            scheme: Scheme::Https,
            version: Version::HTTP_11,
            health: Vec::new(),
            backend: None,
        }
    }

    /// Changes every resource of one kind.
    pub(crate) fn edit<T: Entity + Clone>(mut self, edit: impl Fn(&mut T)) -> Self {
        let all: Vec<T> = T::table(&self.world)
            .iter()
            .map(|resource| (**resource).clone())
            .collect();
        for mut resource in all {
            edit(&mut resource);
            self.world.apply(&Change::Put(resource.wrap()));
        }
        self.plan = Plan::compile(&self.world, self.settings, &Trusting);
        self
    }

    /// Ties a public name to an address.
    pub(crate) fn bind(mut self, name: &str) -> Self {
        let binding = Binding {
            id: DnsName::of(name).unwrap(),
            address: ([127, 0, 0, 1], 3_000).into(),
        };
        self.world.apply(&Change::Put(binding.wrap()));
        let settings = self.settings;
        self.set(settings)
    }

    pub(crate) fn set(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self.plan = Plan::compile(&self.world, settings, &Trusting);
        self
    }

    /// A request that comes in at the world's first balancer.
    pub(crate) fn balancer(&self, request: &str) -> Ended {
        let balancer = self.world.load_balancers.iter().next().unwrap().id.clone();
        self.run(
            Arrival::Balancer {
                balancer,
                port: self.port,
                source: self.source,
                permit: permit(),
            },
            request,
        )
    }

    /// A request that comes in at the world's first endpoint.
    pub(crate) fn endpoint(&self, request: &str) -> Ended {
        let interface = self.world.vpc_endpoints.iter().next().unwrap().interfaces[0].clone();
        self.run(
            Arrival::Endpoint {
                interface,
                port: self.port,
                source: self.source,
                permit: permit(),
            },
            request,
        )
    }

    /// A request from the internet.
    pub(crate) fn public(&self, request: &str) -> Ended {
        self.run(Arrival::Public, request)
    }

    pub(crate) fn facts(&self) -> Facts {
        Facts {
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000),
            viewer: (self.source, 50_000).into(),
            country: None,
            draw: self.draw,
            tls: None,
        }
    }

    /// `METHOD PATH`, then headers one a line, `body BYTES` for a body.
    pub(crate) fn head(&self, request: &str) -> Head {
        let mut lines = request.trim().lines().map(str::trim);
        let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
        let mut head = Head {
            method: Method::from_bytes(method.as_bytes()).unwrap(),
            version: self.version,
            scheme: self.scheme,
            host: "".into(),
            port: None,
            target: target.parse().unwrap(),
            headers: HeaderMap::new(),
            body: BodyLength::None,
        };
        for line in lines {
            if let Some(bytes) = line.strip_prefix("body ") {
                head.body = BodyLength::Known(bytes.parse().unwrap());
                continue;
            }
            let (name, value) = line.split_once(':').unwrap();
            if name.eq_ignore_ascii_case("host") {
                let (host, port) = value.trim().split_once(':').unwrap_or((value.trim(), ""));
                head.host = host.to_ascii_lowercase().into();
                head.port = port.parse().ok();
            } else {
                let name: http::HeaderName = name.parse().unwrap();
                head.headers.append(name, value.trim().parse().unwrap());
            }
        }
        head
    }

    fn run(&self, arrival: Arrival, request: &str) -> Ended {
        let facts = self.facts();
        let mut trail = Trail::new(None);
        let mut cx = Cx {
            plan: &self.plan,
            facts: &facts,
            trail: &mut trail,
        };
        let (mut journey, mut act) = Journey::begin(&mut cx, arrival, self.head(request));
        let (mut waits, mut sent) = (Vec::new(), None);
        let (answer, tail) = loop {
            let answer = match act {
                Act::Answer(head, tail) => break (Some(head), tail),
                Act::Silence => break (None, Tail::Empty),
                Act::Ask(Ask::Cache(_)) => Answer::Cache(CacheAnswer::Missing),
                Act::Ask(Ask::Loads(_)) => Answer::Loads(match self.health.is_empty() {
                    true => vec![load(Health::Healthy, 0); 10],
                    false => self.health.clone(),
                }),
                Act::Ask(Ask::Silence(duration)) => {
                    waits.push(duration);
                    Answer::Waited
                }
                Act::Ask(Ask::Send(send)) => {
                    sent = Some(*send);
                    Answer::Sent(self.answer())
                }
            };
            act = journey.resume(&mut cx, answer);
        };
        let body = match tail {
            Tail::Bytes(bytes) => bytes,
            Tail::Stream => Bytes::from_static(b"<stream>"),
            Tail::Empty | Tail::Keep { .. } => Bytes::new(),
        };
        Ended {
            answer,
            body,
            waits,
            sent,
            trail,
        }
    }

    fn answer(&self) -> Inbound {
        match self.backend.as_ref().expect("the scene has a backend") {
            Ok((status, pairs)) => {
                let headers = pairs
                    .iter()
                    .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
                    .collect();
                let head = ResponseHead {
                    status: StatusCode::from_u16(*status).unwrap(),
                    headers,
                };
                Inbound::Answer(head, Tail::Stream)
            }
            Err(fault) => Inbound::Fault(*fault),
        }
    }
}

impl Ended {
    /// 0: no answer at all.
    pub(crate) fn status(&self) -> u16 {
        self.answer.as_ref().map_or(0, |head| head.status.as_u16())
    }

    /// A header of the answer, `-` when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        let headers = &self.answer.as_ref().unwrap().headers;
        headers.get(name).map_or("-", |value| value.to_str().unwrap())
    }

    /// A header of what a backend got.
    pub(crate) fn sent(&self, name: &str) -> &str {
        self.sent.as_ref().unwrap().head.header(name).unwrap_or("-")
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn refusal(&self) -> &Refusal {
        self.trail.refusal.as_deref().expect("nothing refused")
    }

    /// Who decided, and how.
    #[track_caller]
    pub(crate) fn by(&self, decision: Decision) -> (Mark, &str) {
        let entry = self.trail.entries.iter().find(|entry| entry.decision == decision);
        let entry = entry.unwrap_or_else(|| panic!("{decision:?} was not taken"));
        (entry.mark, entry.by.as_str())
    }

    /// The decisions of one hop in order.
    pub(crate) fn order(&self, hop: HopKind) -> Vec<Decision> {
        self.trail
            .entries
            .iter()
            .filter(|entry| entry.hop == hop)
            .map(|entry| entry.decision)
            .collect()
    }

    /// Status, and the decision and reason of the refusal.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, decision: Decision, reason: &str) -> &Refusal {
        let refusal = self.refusal();
        assert_eq!(
            (self.status(), refusal.decision, refusal.reason),
            (status, decision, reason),
            "{refusal:?}"
        );
        refusal
    }
}

pub(crate) fn load(health: Health, in_flight: u32) -> TargetLoad {
    TargetLoad { health, in_flight }
}

/// Any permit: what lies before the hop under test is not judged here.
fn permit() -> Permit {
    let world = world(
        "vpc vpc-p 10.9.0.0/16\nsubnet subnet-p 10.9.1.0/24\neni eni-p in subnet-p=10.9.1.10\neni eni-q in subnet-p=10.9.1.11\n",
    );
    let interface = world.network_interfaces.iter().next().unwrap();
    let to = Destination::private(interface.vpc.clone(), "10.9.1.11".parse().unwrap());
    let net = Arc::new(Net::compile(&world));
    net.admit(&Source::Interface(interface.id.clone()), &to, 443)
        .unwrap()
}
