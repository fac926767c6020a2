//! The verdicts of one request in order: who decided, by which object, and for a refusal why and what cures it.
//!
//! A trail is plain data, written by hops as they decide; `proxy` keeps it in a bounded ring.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use smallvec::SmallVec;

/// The boxes of the path, from the viewer on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HopKind {
    Front,
    Edge,
    VpcOrigin,
    Balancer,
    Endpoint,
    Gateway,
}

/// Everything that is decided on the path. The order within a hop is that hop's `ORDER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    // front
    PublicName,
    // edge
    Distribution,
    CertificateMatch,
    RequestSize,
    GeoRestriction,
    WebAcl,
    Behavior,
    ViewerProtocol,
    AllowedMethods,
    RequestBody,
    SignedRequest,
    EdgeFunction,
    ResponseHeaders,
    Cache,
    Origin,
    ErrorPage,
    // vpc origin
    OriginState,
    OriginProtocol,
    // every hop that opens a connection inside a VPC
    Route,
    EgressGroup,
    NetworkAclOut,
    NetworkAclIn,
    IngressGroup,
    NetworkAclReturn,
    // TLS towards the balancer
    ListenerPort,
    TlsOverlap,
    CertificateChain,
    CertificateName,
    CertificateDates,
    // balancer
    RequestSyntax,
    ForwardedFor,
    ListenerRule,
    TargetGroup,
    Target,
    TargetProtocol,
    // endpoint
    EndpointPort,
    ApiName,
    EndpointPolicy,
    // gateway
    EndpointType,
    Stage,
    ResourceMethod,
    Authorization,
    ResourcePolicy,
    ApiKey,
    RequestValidator,
    Passthrough,
    RequestTemplate,
    Integration,
    IntegrationResponse,
}

impl Decision {
    /// `geo-restriction`: as traces, JSON and docs show it.
    pub fn name(self) -> String {
        let mut out = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !out.is_empty() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        }
        out
    }
}

/// The object that decided.
#[derive(Clone, PartialEq, Eq)]
pub enum By {
    /// AWS itself: nothing that a user configured.
    Aws(&'static str),
    /// An id, an ARN, or `rule of object`.
    Object(Arc<str>),
}

impl By {
    pub fn object(text: impl Into<Arc<str>>) -> Self {
        Self::Object(text.into())
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Aws(text) => text,
            Self::Object(text) => text,
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a decision came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Allowed,
    Refused,
    /// Neither: something was chosen or rewritten.
    Chosen,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub hop: HopKind,
    pub decision: Decision,
    pub mark: Mark,
    pub by: By,
    /// Microseconds since the request was accepted.
    pub at_micros: u32,
}

/// Why a request went no further, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub hop: HopKind,
    pub decision: Decision,
    /// Reachability Analyzer's code where one exists (api G4), ours beyond it; upper case with underscores.
    pub reason: &'static str,
    pub by: By,
    /// One sentence.
    pub cause: String,
    /// The `aws ...` command that would change the verdict, where one command can.
    pub cure: Option<String>,
}

/// The trail of one request.
#[derive(Clone, Debug)]
pub struct Trail {
    started: Option<Instant>,
    hop: HopKind,
    at_micros: u32,
    pub entries: SmallVec<[Entry; 24]>,
    pub refusal: Option<Box<Refusal>>,
}

impl Trail {
    /// A trail that stamps times since `started`; `None` stamps zeros, so that replays compare equal.
    pub fn new(started: Option<Instant>) -> Self {
        Self {
            started,
            hop: HopKind::Front,
            at_micros: 0,
            entries: SmallVec::new(),
            refusal: None,
        }
    }

    /// From here on `hop` decides. One reading of the clock serves all its entries.
    pub fn enter(&mut self, hop: HopKind) {
        self.hop = hop;
        self.tick();
    }

    /// Reads the clock again, after something was waited for.
    pub fn tick(&mut self) {
        if let Some(started) = self.started {
            self.at_micros = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        }
    }

    pub fn hop(&self) -> HopKind {
        self.hop
    }

    pub fn allow(&mut self, decision: Decision, by: &By) {
        self.push(decision, Mark::Allowed, by.clone());
    }

    pub fn choose(&mut self, decision: Decision, by: By) {
        self.push(decision, Mark::Chosen, by);
    }

    /// Records the refusal; the first of a journey stays, since what follows from it is no cause.
    pub fn refuse(
        &mut self,
        decision: Decision,
        reason: &'static str,
        by: By,
        cause: String,
        cure: Option<String>,
    ) {
        self.push(decision, Mark::Refused, by.clone());
        if self.refusal.is_none() {
            self.refusal = Some(Box::new(Refusal {
                hop: self.hop,
                decision,
                reason,
                by,
                cause,
                cure,
            }));
        }
    }

    fn push(&mut self, decision: Decision, mark: Mark, by: By) {
        self.entries.push(Entry {
            hop: self.hop,
            decision,
            mark,
            by,
            at_micros: self.at_micros,
        });
    }
}
