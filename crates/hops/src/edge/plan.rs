//! A distribution, compiled.

use std::sync::Arc;

use adit_model::distribution as model;
use adit_model::id::DistributionId;
use adit_model::managed_response_headers;
use adit_model::response_headers_policy::ResponseHeadersPolicy;
use http::HeaderValue;

use crate::compile::Reader;
use crate::dim::Rules;
use crate::edge::allowed_methods::MethodOutcome;
use crate::edge::cache::CacheRules;
use crate::edge::certificate_match::MatchOutcome;
use crate::edge::distribution::EnabledOutcome;
use crate::edge::edge_function::FunctionOutcome;
use crate::edge::error_page::ErrorPages;
use crate::edge::forward::Forward;
use crate::edge::geo_restriction::GeoOutcome;
use crate::edge::origin::Origin;
use crate::edge::request_body::BodyOutcome;
use crate::edge::request_size::SizeOutcome;
use crate::edge::response_headers::ResponseHeaders;
use crate::edge::signed_request::SignedOutcome;
use crate::edge::viewer_protocol::ProtocolOutcome;
use crate::edge::web_acl::WebAclOutcome;
use crate::edge::{
    allowed_methods, behavior, cache, certificate_match, distribution, edge_function, error_page, forward,
    geo_restriction, origin, request_body, request_size, response_headers, signed_request, viewer_protocol,
    web_acl,
};
use crate::trace::By;

#[derive(Debug)]
pub struct Distribution {
    pub id: DistributionId,
    pub by: By,
    /// `dXXX.cloudfront.net`.
    pub domain: Arc<str>,
    pub enabled: Rules<EnabledOutcome>,
    pub certificate_match: Rules<MatchOutcome>,
    pub size: Rules<SizeOutcome>,
    pub geo: Rules<GeoOutcome>,
    pub web_acl: Rules<WebAclOutcome>,
    /// Outcomes are places in `behaviors`.
    pub routes: Rules<usize>,
    /// The default behavior stands last.
    pub behaviors: Vec<Behavior>,
    pub origins: Vec<Origin>,
    pub error_pages: ErrorPages,
    pub default_root_object: Option<Arc<str>>,
    pub http2: bool,
    /// `1.1 {32 hex}.cloudfront.net (CloudFront)` (cf C10).
    pub via: HeaderValue,
    /// The same for what a viewer sent over HTTP/2 to an origin.
    pub via_http2: HeaderValue,
}

#[derive(Debug)]
pub struct Behavior {
    pub by: By,
    pub protocol: Rules<ProtocolOutcome>,
    pub methods: Rules<MethodOutcome>,
    pub body: Rules<BodyOutcome>,
    pub signed: Rules<SignedOutcome>,
    pub function: Rules<FunctionOutcome>,
    pub response_headers: Option<ResponseHeaders>,
    pub cache: CacheRules,
    pub forward: Forward,
    /// A place in the distribution's origins.
    pub origin: Option<usize>,
}

impl Distribution {
    pub fn compile(distribution: &model::Distribution, reader: &Reader<'_>) -> Self {
        let config = &distribution.config;
        let id = &distribution.id;
        let origins: Vec<Origin> = config
            .origins
            .iter()
            .map(|o| origin::compile(o, distribution, reader))
            .collect();
        let listed = config
            .behaviors
            .iter()
            .map(|(pattern, b)| (Some(pattern.as_str()), b));
        let all = listed.chain([(None, &config.default_behavior)]);
        let behaviors = all
            .map(|(pattern, b)| {
                let by = By::object(format!("behavior {} of {id}", pattern.unwrap_or("*")));
                // Failover to a group's second origin is not built: its first one serves.
                let origin = config.first_origin(&b.origin);
                let headers = b.response_headers_policy.as_ref().and_then(|id| {
                    managed_response_headers::policy(id).or_else(|| reader.get::<ResponseHeadersPolicy>(id))
                });
                Behavior {
                    protocol: viewer_protocol::compile(b.viewer_protocol, &by),
                    methods: allowed_methods::compile(&b.allowed_methods, &by),
                    body: request_body::compile(),
                    signed: signed_request::compile(b, &by),
                    function: edge_function::compile(b, &by),
                    response_headers: headers.map(response_headers::compile),
                    cache: cache::compile(b, config, reader),
                    forward: forward::compile(b, origin.and_then(|at| config.origins.get(at)), reader),
                    origin,
                    by,
                }
            })
            .collect();
        let host = edge_host(id);
        let via = |version| {
            HeaderValue::from_str(&format!("{version} {host}.cloudfront.net (CloudFront)"))
                .unwrap_or(HeaderValue::from_static("1.1 cloudfront"))
        };
        Self {
            id: id.clone(),
            by: By::object(id.text()),
            domain: distribution.domain.text(),
            enabled: distribution::compile(distribution),
            certificate_match: certificate_match::compile(id),
            size: request_size::compile(),
            geo: geo_restriction::compile(&config.geo, id),
            web_acl: web_acl::compile(config.web_acl.as_deref(), id),
            routes: behavior::compile(config, id),
            behaviors,
            origins,
            error_pages: error_page::compile(config, id),
            default_root_object: config
                .default_root_object
                .as_deref()
                .filter(|o| !o.is_empty())
                .map(|o| format!("/{o}").into()),
            http2: config.http2,
            via: via("1.1"),
            via_http2: via("2.0"),
        }
    }

    pub fn behavior(&self, at: usize) -> Option<&Behavior> {
        self.behaviors.get(at)
    }
}

/// The 32 hexadecimal digits of the serving host in `Via`: here one host a distribution.
fn edge_host(id: &DistributionId) -> String {
    let hash = |seed: u64| {
        id.as_str()
            .bytes()
            .fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
    };
    format!(
        "{:016x}{:016x}",
        hash(0xcbf2_9ce4_8422_2325),
        hash(0x6c62_272e_07bb_0142)
    )
}
