//! Which integration response applies, and the answer that it makes (api C20, C21, C25, C27, rows 24a).
//!
//! A pattern must match the whole status (AWS leaves open whether a prefix would do, api I5); statuses are few, so
//! each pattern is compiled to the set of those that it matches. HTTP_PROXY passes the backend's answer through the
//! header table. Of several templates that for `application/json` answers, else the first. VTL and headers out of a
//! body are not built.

use std::collections::BTreeMap;

use adit_model::method::{Integration as Model, IntegrationKind, IntegrationResponse as ModelResponse};
use adit_rules::{Guard, Point, Rule, RuleList, TextSet, Value};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use regex_lite::Regex;

use crate::balancer::trace_id::X_AMZN_TRACE_ID;
use crate::dim::{Dim, Rules, seconds};
use crate::gateway::answer::{self, stamp};
use crate::gateway::mapping::Source;
use crate::gateway::request_template::is_vtl;
use crate::gateway::{Request, Taken, header_table};
use crate::head::{ResponseHead, Tail};
use crate::header_op::{self, HeaderOp};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Debug)]
pub struct Responses {
    pub rules: Rules<ResponseOutcome>,
    responses: Vec<Response>,
    /// What the header table does to a proxied answer.
    table: Vec<HeaderOp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseOutcome {
    /// HTTP_PROXY.
    AsReceived,
    /// A place among the responses.
    Response(usize),
    /// No pattern matches and there is no default.
    Unmatched,
}

#[derive(Debug)]
struct Response {
    status: StatusCode,
    parameters: Vec<(HeaderName, Source)>,
    template: Template,
}

#[derive(Debug)]
enum Template {
    /// The backend's body, none for MOCK.
    AsReceived,
    Static {
        content_type: HeaderValue,
        body: Bytes,
    },
    /// VTL, or a header mapped out of the body.
    NotBuilt,
}

/// What the integration answered, as a point; MOCK without a template has no status.
struct Status(Option<String>);

impl Point<Dim> for Status {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match (dim, &self.0) {
            (Dim::Status, Some(status)) => Value::Text(status),
            _ => Value::Absent,
        }
    }
}

pub fn compile(model: &Model, variables: &BTreeMap<String, String>) -> Responses {
    let table = header_table::proxy_response();
    if model.kind == IntegrationKind::HttpProxy {
        let rules = RuleList::new(
            [],
            ResponseOutcome::AsReceived,
            By::Aws("HTTP_PROXY passes the answer"),
        );
        return Responses {
            rules,
            responses: Vec::new(),
            table,
        };
    }
    let mut rules = Vec::new();
    let mut default = (ResponseOutcome::Unmatched, By::Aws("no integration response"));
    let mut responses = Vec::new();
    for (status, response) in &model.responses {
        let Some(compiled) = Response::compile(status, response, variables) else {
            continue;
        };
        let outcome = ResponseOutcome::Response(responses.len());
        let by = By::object(format!("integration response {status}"));
        responses.push(compiled);
        match response.selection_pattern.as_deref() {
            None | Some("") => default = (outcome, by),
            Some(pattern) => {
                let guard = Guard::any().with(Dim::Status, TextSet::literals(statuses(pattern)));
                rules.push(Rule::new(guard, outcome, by));
            }
        }
    }
    Responses {
        rules: RuleList::new(rules, default.0, default.1),
        responses,
        table,
    }
}

fn of_body(source: &str) -> bool {
    source.starts_with("integration.response.body")
}

fn statuses(pattern: &str) -> Vec<String> {
    // A pattern that only Java reads matches nothing here.
    let Ok(regex) = Regex::new(&format!("^(?:{pattern})$")) else {
        return Vec::new();
    };
    (100..=999)
        .map(|status: u16| status.to_string())
        .filter(|status| regex.is_match(status))
        .collect()
}

impl Response {
    fn compile(status: &str, model: &ModelResponse, variables: &BTreeMap<String, String>) -> Option<Self> {
        let parameters = model.parameters.iter().filter_map(|(target, source)| {
            let name = target.strip_prefix("method.response.header.")?.parse().ok()?;
            Some((name, Source::parse(source, "integration.response", variables)?))
        });
        let json = model.templates.get_key_value("application/json");
        let template = match json.or_else(|| model.templates.iter().next()) {
            _ if model.parameters.values().any(|source| of_body(source)) => Template::NotBuilt,
            Some((_, text)) if is_vtl(text) => Template::NotBuilt,
            None => Template::AsReceived,
            Some((content_type, text)) => Template::Static {
                content_type: HeaderValue::from_str(content_type).ok()?,
                body: Bytes::from(text.clone()),
            },
        };
        Some(Self {
            status: StatusCode::from_bytes(status.as_bytes()).ok()?,
            parameters: parameters.collect(),
            template,
        })
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let method = request.method.clone();
    let Some(integration) = method.as_ref().and_then(|method| method.integration.as_ref()) else {
        return Taken::Answered(answer::internal_error());
    };
    let responses = &integration.responses;
    let decided = responses
        .rules
        .eval(&Status(request.status.map(|status| status.to_string())));
    let reply = request.reply.take();
    match *decided.outcome {
        ResponseOutcome::AsReceived => {
            cx.trail.allow(Decision::IntegrationResponse, decided.by);
            let Some((mut head, tail)) = reply else {
                return Taken::Answered(answer::internal_error());
            };
            header_op::apply(&responses.table, &mut head.headers, request.source(), cx.facts);
            stamp(&mut head.headers, cx.facts);
            Taken::Respond(head, tail)
        }
        ResponseOutcome::Response(at) => match responses.responses.get(at) {
            Some(response) => {
                let Some((head, tail)) = respond(cx, request, response, reply) else {
                    let cause =
                        "the response uses VTL or maps out of the body, which is not built into this version"
                            .to_owned();
                    return refused(cx, "NOT_BUILT", decided.by.clone(), cause);
                };
                cx.trail.choose(Decision::IntegrationResponse, decided.by.clone());
                Taken::Respond(head, tail)
            }
            None => Taken::Answered(answer::internal_error()),
        },
        ResponseOutcome::Unmatched => {
            let status = request
                .status
                .map_or("none".to_owned(), |status| status.to_string());
            let cause =
                format!("no integration response matches the status {status} and there is no default");
            refused(cx, "NO_INTEGRATION_RESPONSE", decided.by.clone(), cause)
        }
    }
}

fn refused(cx: &mut Cx<'_>, reason: &'static str, by: By, cause: String) -> Taken {
    cx.trail
        .refuse(Decision::IntegrationResponse, reason, by, cause, None);
    Taken::Answered(answer::internal_error())
}

/// `None`: what the response needs is not built.
fn respond(
    cx: &Cx<'_>,
    request: &Request,
    response: &Response,
    reply: Option<(ResponseHead, Tail)>,
) -> Option<(ResponseHead, Tail)> {
    let mut headers = HeaderMap::with_capacity(8 + response.parameters.len());
    stamp(&mut headers, cx.facts);
    let http = reply.is_some();
    let (received, sent) = reply.map_or((HeaderMap::new(), Tail::Empty), |(head, tail)| {
        (head.headers, tail)
    });
    let tail = match &response.template {
        Template::NotBuilt => return None,
        Template::Static { content_type, body } => {
            headers.insert(CONTENT_TYPE, content_type.clone());
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            Tail::Bytes(body.clone())
        }
        Template::AsReceived => {
            let json = HeaderValue::from_static("application/json");
            headers.insert(CONTENT_TYPE, received.get(CONTENT_TYPE).cloned().unwrap_or(json));
            match received.get(CONTENT_LENGTH) {
                Some(length) => headers.insert(CONTENT_LENGTH, length.clone()),
                None if !http => headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0")),
                None => None,
            };
            sent
        }
    };
    if http {
        // HTTP answers carry the trace, MOCK and HTTP_PROXY ones do not (api A28).
        let root = crate::request_id::trace_root(cx.facts.draw, seconds(cx.facts));
        headers.extend(
            HeaderValue::from_str(&root)
                .ok()
                .map(|root| (X_AMZN_TRACE_ID, root)),
        );
    }
    for (name, source) in &response.parameters {
        let value = source
            .value(request, &received, cx.facts)
            .and_then(|value| HeaderValue::from_str(&value).ok());
        headers.extend(value.map(|value| (name.clone(), value)));
    }
    Some((
        ResponseHead {
            status: response.status,
            headers,
        },
        tail,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_statuses() {
        assert_eq!(statuses("2\\d{2}").len(), 100);
        assert_eq!(statuses("4"), Vec::<String>::new());
        assert_eq!(statuses("404|410"), ["404", "410"]);
        assert_eq!(statuses("("), Vec::<String>::new());
    }
}
