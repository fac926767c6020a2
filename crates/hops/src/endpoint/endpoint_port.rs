//! What answers at an endpoint's interface: TLS with HTTP/1.1 on 443, nothing else (api A23, A25).
//!
//! Another port is silence (nothing of PrivateLink listens there), plain HTTP on 443 is reset, and so is a client that
//! insists on HTTP/2, since ALPN does not agree on it: our choices, AWS documents only that 443 is served.

use adit_model::vpc_endpoint::VpcEndpoint;
use adit_rules::{Guard, NumSet, Point, Rule, RuleList, TextSet, Value};

use crate::dim::{Dim, Rules};
use crate::endpoint::{Request, Taken};
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortOutcome {
    Served,
    /// Nobody listens.
    Silent,
    PlainHttp,
    Http2,
}

pub fn compile(endpoint: &VpcEndpoint) -> Rules<PortOutcome> {
    let by = By::object(endpoint.id.text());
    let other_ports = NumSet::single(443).complement();
    let rules = [
        (Guard::any().with(Dim::Port, other_ports), PortOutcome::Silent),
        (
            Guard::any().with(Dim::Scheme, TextSet::literals(["http"])),
            PortOutcome::PlainHttp,
        ),
        (
            Guard::any().with(Dim::Version, NumSet::from_ranges([(20, u64::MAX)])),
            PortOutcome::Http2,
        ),
    ];
    RuleList::new(
        rules.map(|(guard, outcome)| Rule::new(guard, outcome, by.clone())),
        PortOutcome::Served,
        by.clone(),
    )
}

/// Whether a connection to `port` finds somebody listening, before anything is said on it.
pub fn listens(rules: &Rules<PortOutcome>, port: u16) -> bool {
    *rules.eval(&Connection(port)).outcome != PortOutcome::Silent
}

/// A connection has one coordinate.
struct Connection(u16);

impl Point<Dim> for Connection {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match dim {
            Dim::Port => Value::Num(u64::from(self.0)),
            _ => Value::Absent,
        }
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let decided = request.endpoint.port.eval(&request.point(cx));
    let id = &request.endpoint.id;
    let (fault, reason, cause) = match decided.outcome {
        PortOutcome::Served => {
            cx.trail.allow(Decision::EndpointPort, decided.by);
            return Taken::Passed;
        }
        PortOutcome::Silent => {
            let cause = format!("{id} serves port 443 only, not {}", request.port);
            (Fault::TimedOut, "PORT_NOT_SERVED", cause)
        }
        PortOutcome::PlainHttp => (
            Fault::Reset,
            "PLAIN_HTTP",
            format!("{id} serves TLS only; the connection speaks plain HTTP"),
        ),
        PortOutcome::Http2 => (
            Fault::Reset,
            "HTTP2_NOT_SERVED",
            format!("{id} serves HTTP/1.1 only; the connection speaks HTTP/2"),
        ),
    };
    cx.trail
        .refuse(Decision::EndpointPort, reason, decided.by.clone(), cause, None);
    Taken::Failed(fault)
}
