//! The `context.X` values that mappings may name (api C32), as far as this version knows them.

use std::fmt::Write;
use std::time::UNIX_EPOCH;

use crate::facts::Facts;
use crate::gateway::Request;
use crate::request_id;
use crate::step::Via;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    AccountId,
    ApiId,
    DomainName,
    DomainPrefix,
    ExtendedRequestId,
    HttpMethod,
    Path,
    Protocol,
    RequestId,
    RequestTimeEpoch,
    ResourcePath,
    SourceIp,
    Stage,
    UserAgent,
    VpcId,
    VpceId,
}

const NAMES: &[(&str, Context)] = &[
    ("accountId", Context::AccountId),
    ("apiId", Context::ApiId),
    ("domainName", Context::DomainName),
    ("domainPrefix", Context::DomainPrefix),
    ("extendedRequestId", Context::ExtendedRequestId),
    ("httpMethod", Context::HttpMethod),
    ("path", Context::Path),
    ("protocol", Context::Protocol),
    ("requestId", Context::RequestId),
    ("requestTimeEpoch", Context::RequestTimeEpoch),
    ("resourcePath", Context::ResourcePath),
    ("identity.sourceIp", Context::SourceIp),
    ("stage", Context::Stage),
    ("identity.userAgent", Context::UserAgent),
    ("identity.vpcId", Context::VpcId),
    ("identity.vpceId", Context::VpceId),
];

impl Context {
    /// The name behind `context.`.
    pub fn parse(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, context)| *context)
    }

    /// `None` where the request has no such value.
    pub fn value(self, request: &Request, facts: &Facts) -> Option<String> {
        let head = &request.head;
        Some(match self {
            Self::AccountId => request.api.owner.account.to_string(),
            Self::ApiId => request.api.id.to_string(),
            Self::DomainName => head.host.to_string(),
            Self::DomainPrefix => head.host.split('.').next()?.to_owned(),
            Self::ExtendedRequestId => request_id::gateway_extended(facts.draw),
            Self::HttpMethod => request.target().method.to_owned(),
            Self::Path => head.path().to_owned(),
            Self::Protocol => "HTTP/1.1".to_owned(),
            Self::RequestId => request_id::gateway(facts.draw),
            Self::RequestTimeEpoch => {
                let mut out = String::new();
                // Writing to a String cannot fail.
                let _ = write!(out, "{}", facts.now.duration_since(UNIX_EPOCH).ok()?.as_millis());
                out
            }
            Self::ResourcePath => request.method.as_ref()?.path.to_string(),
            Self::SourceIp => request.source().to_canonical().to_string(),
            Self::Stage => request.stage.as_ref()?.name.to_string(),
            Self::UserAgent => request.user_agent.as_ref()?.to_str().ok()?.to_owned(),
            Self::VpcId => match &request.via {
                Via::Private { vpc, .. } => vpc.to_string(),
                Via::Public { .. } => return None,
            },
            Self::VpceId => match &request.via {
                Via::Private { endpoint, .. } => endpoint.to_string(),
                Via::Public { .. } => return None,
            },
        })
    }
}
