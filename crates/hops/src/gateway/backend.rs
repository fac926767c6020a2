//! The server behind an HTTP integration: its URI compiled, and the request that it gets (api C23-C25, C27).
//!
//! A public name leads somewhere only where a binding ties it to an address. `{name}` in the URI is filled from the
//! integration's path parameters; what is not mapped stays as written.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use adit_model::binding::Binding;
use adit_model::id::DnsName;
use adit_model::method::{Integration as Model, IntegrationKind};
use adit_model::rest_api::RestApi;
use http::header::ACCEPT;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Version};

use crate::compile::Reader;
use crate::facts::Facts;
use crate::gateway::mapping::{Source, with_stage_variables};
use crate::gateway::{Request, header_table};
use crate::head::{Head, Scheme};
use crate::header_op::{self, HeaderOp};
use crate::step::{Limits, Send, SendTls, Via};

#[derive(Debug)]
pub struct Backend {
    pub name: DnsName,
    /// `None`: no binding names it.
    pub address: Option<SocketAddr>,
    pub scheme: Scheme,
    pub proxy: bool,
    port: Option<u16>,
    /// `None`: the client's own.
    method: Option<Method>,
    path: Vec<Piece>,
    query: Option<String>,
    parameters: Parameters,
    headers: Vec<HeaderOp>,
    limits: Limits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Parameter(String),
}

/// Integration parameters by where they go.
#[derive(Debug, Default)]
struct Parameters {
    headers: Vec<(HeaderName, Source)>,
    query: Vec<(String, Source)>,
    path: BTreeMap<String, Source>,
}

impl Backend {
    /// `None` when the URI is none of HTTP with a host name.
    pub fn compile(
        api: &RestApi,
        variables: &BTreeMap<String, String>,
        model: &Model,
        reader: &Reader<'_>,
    ) -> Option<Self> {
        let uri = with_stage_variables(model.uri.as_deref()?, variables);
        let (scheme, rest) = uri.split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return None,
        };
        let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (authority, None),
        };
        let (path, query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        let name = DnsName::of(host)?;
        let proxy = model.kind == IntegrationKind::HttpProxy;
        let timeout = Duration::from_millis(u64::from(model.timeout_millis));
        Some(Self {
            address: reader.get::<Binding>(&name).map(|binding| binding.address),
            name,
            scheme,
            proxy,
            port,
            method: model
                .http_method
                .as_deref()
                .filter(|method| *method != "ANY")
                .and_then(|method| method.parse().ok()),
            path: pieces(path),
            query: query.map(str::to_owned),
            parameters: Parameters::compile(&model.request_parameters, variables),
            headers: if proxy {
                header_table::proxy_request(&api.id)
            } else {
                header_table::added(&api.id)
            },
            limits: Limits {
                connect: timeout,
                first_byte: timeout,
                between_bytes: timeout,
                attempts: 1,
            },
        })
    }

    /// The request for the backend, made of the client's, whose headers it takes. `None` when the URI comes out broken.
    pub fn send(&self, request: &mut Request, address: SocketAddr, facts: &Facts) -> Option<Send> {
        let mut received = std::mem::take(&mut request.head.headers);
        if let Via::Private { adds, source, .. } = &request.via {
            header_op::apply(adds, &mut received, *source, facts);
        }
        let target = self.target(request, &received, facts)?;
        let mapped = self.parameters.headers.iter();
        let mapped: Vec<(HeaderName, HeaderValue)> = mapped
            .filter_map(|(name, source)| {
                let value = source.value(request, &received, facts)?;
                Some((name.clone(), HeaderValue::from_str(&value).ok()?))
            })
            .collect();
        let mut headers = if self.proxy { received } else { plain(&received) };
        if let Via::Public { source } = request.via {
            header_op::apply(&request.api.public_headers, &mut headers, source, facts);
        }
        header_op::apply(&self.headers, &mut headers, request.source(), facts);
        for (name, value) in mapped {
            headers.insert(name, value);
        }
        let head = Head {
            method: self.method.clone().unwrap_or_else(|| request.head.method.clone()),
            version: Version::HTTP_11,
            scheme: self.scheme,
            host: self.name.text(),
            port: self.port,
            target,
            headers,
            body: request.head.body,
        };
        let names: Vec<Arc<str>> = vec![self.name.text()];
        let tls = (self.scheme == Scheme::Https).then(|| SendTls {
            sni: self.name.clone(),
            names,
        });
        Some(Send {
            head,
            to: address,
            tls,
            // A real server gets AWS's patience, whatever the haste with packets that are dropped.
            limits: self.limits,
            whole: true,
        })
    }

    fn target(&self, request: &Request, headers: &HeaderMap, facts: &Facts) -> Option<PathAndQuery> {
        let mut out = String::new();
        for piece in &self.path {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Parameter(name) => {
                    match self
                        .parameters
                        .path
                        .get(name)
                        .and_then(|source| source.value(request, headers, facts))
                    {
                        Some(value) => out.push_str(&value),
                        None => {
                            out.push('{');
                            out.push_str(name);
                            out.push('}');
                        }
                    }
                }
            }
        }
        let passed = request.head.query().filter(|_| self.proxy).map(str::to_owned);
        let mapped = self.parameters.query.iter();
        let mapped = mapped
            .filter_map(|(name, source)| Some(format!("{name}={}", source.value(request, headers, facts)?)));
        let mut mark = '?';
        for part in self
            .query
            .clone()
            .into_iter()
            .chain(passed)
            .chain(mapped)
            .filter(|part| !part.is_empty())
        {
            out.push(mark);
            out.push_str(&part);
            mark = '&';
        }
        out.parse().ok()
    }
}

/// What a non-proxy integration sends of the client's headers unasked.
fn plain(received: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    for name in [http::header::CONTENT_TYPE, http::header::CONTENT_LENGTH] {
        if let Some(value) = received.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    headers
}

fn pieces(path: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = path;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else {
            break;
        };
        out.push(Piece::Text(before.to_owned()));
        out.push(Piece::Parameter(name.trim_end_matches('+').to_owned()));
        rest = behind;
    }
    out.push(Piece::Text(rest.to_owned()));
    out
}

impl Parameters {
    fn compile(model: &BTreeMap<String, String>, variables: &BTreeMap<String, String>) -> Self {
        let mut parameters = Self::default();
        for (target, source) in model {
            let Some((place, name)) = target
                .strip_prefix("integration.request.")
                .and_then(|t| t.split_once('.'))
            else {
                continue;
            };
            let Some(source) = Source::parse(source, "method.request", variables) else {
                continue;
            };
            match place {
                "header" => {
                    parameters
                        .headers
                        .extend(name.parse().ok().map(|name: HeaderName| (name, source)));
                }
                "querystring" => parameters.query.push((name.to_owned(), source)),
                "path" => {
                    parameters.path.insert(name.to_owned(), source);
                }
                _ => {}
            }
        }
        parameters
    }
}
