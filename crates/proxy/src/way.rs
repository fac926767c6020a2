//! What connecting from a vantage comes to: an open door, silence, a refusal, a name that means nothing there.
//!
//! Names resolve and connections are admitted as they would be from there: by `adit_vnet`, whose permit opens the door.
//! Our choices: every public name that the edge serves has the address [`EDGE`]; only ports 80 and 443 of it answer; an
//! endpoint drops what does not go to 443 (api A25).

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use adit_hops::endpoint::endpoint_port;
use adit_hops::trace::{By, Decision, Trail};
use adit_hops::vpc_origin::network;
use adit_hops::{Plan, front};
use adit_model::id::{DnsName, LoadBalancerArn};
use adit_model::listener::ListenerProtocol;
use adit_vnet::{Destination, Interface, Permit, PublicName, Resolution, Vantage};

use crate::connection::Transport;
use crate::country::Countries;
use crate::door::Door;
use crate::stand::{Place, Stand};

/// An address of CloudFront towards viewers, for routes and groups that decide about leaving a VPC.
const EDGE: Ipv4Addr = Ipv4Addr::new(13, 249, 0, 10);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Name(DnsName),
    Address(IpAddr),
}

/// What an attempt to connect comes to; the trail says why.
pub(crate) enum Way {
    Open {
        transport: Transport,
        door: Box<Door>,
        from: IpAddr,
    },
    /// Packets are dropped.
    Dropped,
    /// Nobody listens there.
    Refused,
    /// The name means nothing there.
    Unknown,
}

/// Resolves, admits, finds the door.
pub(crate) fn find(
    plan: &Plan,
    countries: &dyn Countries,
    stand: &Stand,
    target: &Target,
    port: u16,
    trail: &mut Trail,
) -> Way {
    let Some(place) = Place::of(plan, countries, stand) else {
        let cause = match stand {
            Stand::Internet(country) => format!(
                "no address is known in {}",
                country.map_or("", |_| "this country")
            ),
            Stand::Subnet { subnet, .. } => {
                format!("there is no free address in {subnet}, or no such subnet")
            }
            Stand::Interface(id) => format!("there is no interface {id}"),
        };
        trail.refuse(
            Decision::Route,
            "NO_SUCH_VANTAGE",
            By::Aws("vantage proxy"),
            cause,
            None,
        );
        return Way::Unknown;
    };
    let attempt = Attempt {
        plan,
        place: &place,
        port,
    };
    match target {
        Target::Address(IpAddr::V4(address)) => attempt.connect(&attempt.destination(*address), trail),
        Target::Address(IpAddr::V6(address)) => {
            let cause = format!("nothing has the address {address}: Adit's networks are IPv4");
            trail.refuse(
                Decision::Route,
                "NO_POSSIBLE_DESTINATION",
                By::Aws("vantage proxy"),
                cause,
                None,
            );
            Way::Dropped
        }
        Target::Name(name) => match plan.private.net.resolve(&place.vantage, name) {
            Resolution::Addresses(found) => match found.addresses.first() {
                Some(address) => attempt.connect(&Destination::private(found.vpc.clone(), *address), trail),
                None => unknown(name, trail),
            },
            Resolution::Public(PublicName::Balancer(arn)) => match attempt.public_node(&arn) {
                Some(address) => attempt.connect(&Destination::public(address), trail),
                None => unknown(name, trail),
            },
            Resolution::Public(PublicName::Distribution(id)) => {
                attempt.edge(By::object(id.text()), &front::PublicName::Distribution(id), trail)
            }
            Resolution::Public(PublicName::Api(id)) => {
                attempt.edge(By::object(id.text()), &front::PublicName::Api(id), trail)
            }
            Resolution::Public(PublicName::Binding(_)) | Resolution::NotFound => unknown(name, trail),
        },
    }
}

struct Attempt<'a> {
    plan: &'a Plan,
    place: &'a Place,
    port: u16,
}

impl Attempt<'_> {
    fn destination(&self, address: Ipv4Addr) -> Destination {
        let vpc = match &self.place.vantage {
            Vantage::Vpc(id) => self
                .plan
                .private
                .net
                .vpc(id)
                .filter(|vpc| vpc.cidr.contains(&address)),
            Vantage::Internet => None,
        };
        vpc.map_or_else(
            || Destination::public(address),
            |vpc| Destination::private(vpc.id.clone(), address),
        )
    }

    fn connect(&self, to: &Destination, trail: &mut Trail) -> Way {
        let net = &self.plan.private.net;
        let Some(permit) = self.admit(to, trail) else {
            return Way::Dropped;
        };
        let (interface, source) = match &to.vpc {
            Some(vpc) => (net.interface_at(vpc, to.address), self.place.address),
            None => (net.interface_at_public(to.address), self.place.public),
        };
        match interface {
            Some(interface) => self.door(interface, source, permit, trail),
            None => {
                let cause = format!("nothing of Adit's answers at {}", to.address);
                trail.refuse(
                    Decision::Route,
                    "NO_POSSIBLE_DESTINATION",
                    By::Aws("vantage proxy"),
                    cause,
                    None,
                );
                Way::Dropped
            }
        }
    }

    fn admit(&self, to: &Destination, trail: &mut Trail) -> Option<Permit> {
        match self.plan.private.net.admit(&self.place.source, to, self.port) {
            Ok(permit) => {
                network::record(trail, &permit);
                Some(permit)
            }
            Err(refusal) => {
                network::refuse(trail, refusal);
                None
            }
        }
    }

    /// What listens on an interface that let the connection in.
    fn door(&self, interface: &Interface, source: IpAddr, permit: Permit, trail: &mut Trail) -> Way {
        let private = &self.plan.private;
        let (id, port) = (&interface.model.id, self.port);
        if let Some(endpoint) = private.endpoints.get(id) {
            if !endpoint_port::listens(&endpoint.port, port) {
                let cause = format!("an execute-api endpoint serves port 443 only, not {port}");
                trail.refuse(
                    Decision::EndpointPort,
                    "PORT_NOT_SERVED",
                    By::object(id.text()),
                    cause,
                    None,
                );
                return Way::Dropped;
            }
            let door = Box::new(Door::Endpoint {
                interface: id.clone(),
                port,
                source,
                permit,
            });
            return Way::Open {
                transport: Transport::Tls,
                door,
                from: source,
            };
        }
        let balancer = private
            .balancers
            .values()
            .find(|b| b.nodes.iter().any(|node| node.interface == *id));
        let Some(balancer) = balancer else {
            let cause = format!("no balancer and no endpoint stands behind {id}");
            trail.refuse(
                Decision::Route,
                "NO_POSSIBLE_DESTINATION",
                By::object(id.text()),
                cause,
                None,
            );
            return Way::Dropped;
        };
        let Some(listener) = balancer.listener(port) else {
            let cause = format!("{} has no listener on port {port}", balancer.name);
            trail.refuse(
                Decision::ListenerPort,
                "NO_LISTENER",
                By::object(balancer.id.text()),
                cause,
                None,
            );
            return Way::Refused;
        };
        trail.choose(Decision::ListenerPort, By::object(listener.id.text()));
        let transport = match listener.protocol {
            ListenerProtocol::Https => Transport::Tls,
            ListenerProtocol::Http => Transport::Plain,
        };
        let door = Box::new(Door::Balancer {
            balancer: balancer.id.clone(),
            port,
            source,
            permit,
        });
        Way::Open {
            transport,
            door,
            from: source,
        }
    }

    /// A public name that the edge's listeners serve; from inside a VPC the way out is asked first.
    fn edge(&self, by: By, name: &front::PublicName, trail: &mut Trail) -> Way {
        if self.place.vantage != Vantage::Internet && self.admit(&Destination::public(EDGE), trail).is_none()
        {
            return Way::Dropped;
        }
        trail.choose(Decision::PublicName, by);
        let transport = match self.port {
            443 => Transport::Tls,
            _ => Transport::Plain,
        };
        if !self.plan.edge.names.answers(name, self.port) {
            let cause = format!("port {} is not served there", self.port);
            trail.refuse(
                Decision::PublicName,
                "PORT_NOT_SERVED",
                By::Aws("public endpoints"),
                cause,
                None,
            );
            return Way::Dropped;
        }
        Way::Open {
            transport,
            door: Box::new(Door::Public),
            from: self.place.public,
        }
    }

    fn public_node(&self, balancer: &LoadBalancerArn) -> Option<Ipv4Addr> {
        let private = &self.plan.private;
        let nodes = private.balancers.get(balancer)?.nodes.iter();
        nodes
            .filter_map(|node| private.net.interface(&node.interface)?.model.public_address)
            .next()
    }
}

fn unknown(name: &DnsName, trail: &mut Trail) -> Way {
    let by: Arc<str> = name.text();
    let cause = format!("`{name}` does not resolve from there");
    trail.refuse(
        Decision::PublicName,
        "NAME_NOT_RESOLVED",
        By::Object(by),
        cause,
        None,
    );
    Way::Unknown
}
