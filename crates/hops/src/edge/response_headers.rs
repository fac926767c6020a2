//! A response headers policy at work: what is removed from every answer of a behavior and what is added (cf C11).
//!
//! First removals, then CORS, security and custom headers. CORS headers go to requests with an `Origin` that the policy
//! allows; whether one does is a list over the request. `Server-Timing` is not sent yet.

use adit_model::response_headers_policy::{Cors, ResponseHeadersPolicy, SecurityHeaders, XssProtection};
use adit_rules::{Glob, Guard, Rule, RuleList, TextSet};
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, DATE, SERVER,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::date;
use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::{Request, Taken};
use crate::facts::Facts;
use crate::header_op::{self, Fill, HeaderOp};
use crate::step::Cx;
use crate::trace::{By, Decision};

/// Every method, as `ALL` is sent.
const ALL_METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

/// A policy, compiled for one behavior.
#[derive(Debug)]
pub struct ResponseHeaders {
    by: By,
    removed: Vec<HeaderOp>,
    pub cors: Rules<CorsOutcome>,
    /// Beside Access-Control-Allow-Origin, for every CORS request and for preflight ones.
    granted: Vec<HeaderOp>,
    preflight: Vec<HeaderOp>,
    cors_overrides: bool,
    added: Vec<HeaderOp>,
}

/// What CORS says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorsOutcome {
    /// No `Origin`, or one that the policy does not allow.
    Silent,
    Granted {
        /// `*` rather than the origin itself.
        any_origin: bool,
        preflight: bool,
    },
}

/// What was decided when the request came, for when its answer leaves.
#[derive(Clone, Debug)]
pub struct Grant {
    origin: HeaderValue,
    preflight: bool,
}

pub fn compile(policy: &ResponseHeadersPolicy) -> ResponseHeaders {
    let by = By::object(format!("response headers policy {}", policy.name));
    let removed = policy.removed.iter().flatten();
    let mut added = policy.security.as_ref().map(security).unwrap_or_default();
    for header in policy.custom.iter().flatten() {
        added.extend(op(&header.name, &header.value, header.overrides));
    }
    let cors = policy.cors.as_ref();
    ResponseHeaders {
        removed: removed
            .filter_map(|name| name.parse().ok().map(HeaderOp::Remove))
            .collect(),
        cors: origins(cors, &by),
        granted: cors.map(granted).unwrap_or_default(),
        preflight: cors.map(preflight).unwrap_or_default(),
        cors_overrides: cors.is_some_and(|cors| cors.overrides),
        added,
        by,
    }
}

/// Decides what CORS will say; the request itself passes in any case.
pub fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(head) = &request.head else {
        return Taken::Passed;
    };
    let Some(policy) = request.behavior().and_then(|b| b.response_headers.as_ref()) else {
        return Taken::Passed;
    };
    cx.trail.choose(Decision::ResponseHeaders, policy.by.clone());
    let decided = policy.cors.eval(&RequestPoint::new(head, cx.facts));
    let grant = match *decided.outcome {
        CorsOutcome::Silent => None,
        CorsOutcome::Granted {
            any_origin,
            preflight,
        } => {
            let own = head.headers.get("origin").cloned();
            let origin = match any_origin {
                true => Some(HeaderValue::from_static("*")),
                false => own,
            };
            origin.map(|origin| Grant { origin, preflight })
        }
    };
    request.response_headers = request.behavior.map(|at| (at, grant));
    Taken::Passed
}

impl ResponseHeaders {
    pub fn apply(&self, headers: &mut HeaderMap, grant: Option<&Grant>, facts: &Facts) {
        let peer = facts.viewer.ip();
        header_op::apply(&self.removed, headers, peer, facts);
        // What CloudFront itself says of these stays.
        if !headers.contains_key(SERVER) && self.removes(&SERVER) {
            headers.insert(SERVER, HeaderValue::from_static("CloudFront"));
        }
        if !headers.contains_key(DATE) {
            headers.insert(DATE, date::header(facts.now));
        }
        let own = headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control-"));
        if let Some(grant) = grant
            && (self.cors_overrides || !own)
        {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, grant.origin.clone());
            header_op::apply(&self.granted, headers, peer, facts);
            if grant.preflight {
                header_op::apply(&self.preflight, headers, peer, facts);
            }
        }
        header_op::apply(&self.added, headers, peer, facts);
    }

    fn removes(&self, name: &HeaderName) -> bool {
        self.removed
            .iter()
            .any(|op| matches!(op, HeaderOp::Remove(removed) if removed == name))
    }
}

/// Which requests get CORS headers, in the order of the policy's origins.
fn origins(cors: Option<&Cors>, by: &By) -> Rules<CorsOutcome> {
    let header = |name: &str, set| Guard::any().with(Dim::Header(name.into()), set);
    let asks = || {
        header("access-control-request-method", TextSet::present())
            .with(Dim::Method, TextSet::literals(["OPTIONS"]))
    };
    let mut rules = Vec::new();
    for allowed in cors.iter().flat_map(|cors| &cors.allow_origins) {
        let any_origin = allowed == "*";
        let rule = |guard: Guard<Dim>, preflight| {
            let outcome = CorsOutcome::Granted {
                any_origin,
                preflight,
            };
            Rule::new(
                guard.with(Dim::Header("origin".into()), origin_set(allowed)),
                outcome,
                by.clone(),
            )
        };
        rules.push(rule(asks(), true));
        rules.push(rule(Guard::any(), false));
    }
    RuleList::new(rules, CorsOutcome::Silent, by.clone())
}

/// A wildcard that stands first has no scheme before it, so it covers only origins without one, as AWS's table says.
fn origin_set(allowed: &str) -> TextSet {
    if allowed == "*" {
        return TextSet::present();
    }
    let set = TextSet::glob(Glob::new(allowed));
    if !allowed.starts_with('*') {
        return set;
    }
    let with_scheme = TextSet::glob(Glob::new("*://*"));
    set.subtract(&with_scheme).unwrap_or_else(|_| TextSet::empty())
}

fn granted(cors: &Cors) -> Vec<HeaderOp> {
    let credentials = cors.allow_credentials.then(|| {
        HeaderOp::Set(
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            Fill::Literal(HeaderValue::from_static("true")),
        )
    });
    let exposed = cors.expose_headers.as_deref().unwrap_or_default();
    let exposed = listed(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    credentials.into_iter().chain(exposed).collect()
}

fn preflight(cors: &Cors) -> Vec<HeaderOp> {
    let methods = match cors.allow_methods.iter().any(|method| method == "ALL") {
        true => vec![ALL_METHODS.to_owned()],
        false => cors.allow_methods.clone(),
    };
    let age = cors
        .max_age
        .map(|age| HeaderOp::Set(ACCESS_CONTROL_MAX_AGE, Fill::Literal(HeaderValue::from(age))));
    listed(ACCESS_CONTROL_ALLOW_METHODS, &methods)
        .into_iter()
        .chain(listed(ACCESS_CONTROL_ALLOW_HEADERS, &cors.allow_headers))
        .chain(age)
        .collect()
}

fn listed(name: HeaderName, values: &[String]) -> Option<HeaderOp> {
    let fill = Fill::text(&values.join(", ")).filter(|_| !values.is_empty())?;
    Some(HeaderOp::Set(name, fill))
}

fn security(headers: &SecurityHeaders) -> Vec<HeaderOp> {
    let text = |name: &str, header: &Option<(String, bool)>| {
        let (value, overrides) = header.as_ref()?;
        op(name, value, *overrides)
    };
    let xss = headers.xss_protection.as_ref();
    let sts = headers.strict_transport_security.as_ref().and_then(|sts| {
        let mut value = format!("max-age={}", sts.max_age);
        if sts.include_subdomains == Some(true) {
            value.push_str("; includeSubDomains");
        }
        if sts.preload == Some(true) {
            value.push_str("; preload");
        }
        op("strict-transport-security", &value, sts.overrides)
    });
    let nosniff = headers.content_type_options;
    [
        xss.and_then(|xss| op("x-xss-protection", &xss_value(xss), xss.overrides)),
        text("x-frame-options", &headers.frame_options),
        text("referrer-policy", &headers.referrer_policy),
        text("content-security-policy", &headers.content_security_policy),
        nosniff.and_then(|overrides| op("x-content-type-options", "nosniff", overrides)),
        sts,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn xss_value(xss: &XssProtection) -> String {
    match (xss.protection, xss.mode_block, &xss.report_uri) {
        (false, ..) => "0".to_owned(),
        (true, Some(true), _) => "1; mode=block".to_owned(),
        (true, _, Some(uri)) => format!("1; report={uri}"),
        (true, ..) => "1".to_owned(),
    }
}

fn op(name: &str, value: &str, overrides: bool) -> Option<HeaderOp> {
    let (name, fill) = (name.parse().ok()?, Fill::text(value)?);
    Some(match overrides {
        true => HeaderOp::Set(name, fill),
        false => HeaderOp::SetIfAbsent(name, fill),
    })
}

#[cfg(test)]
mod tests;
