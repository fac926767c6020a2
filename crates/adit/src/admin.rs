//! `/_adit/` on the API's port: status, the authority, traces and bindings, for Adit's own commands and for scripts.
//!
//! | request | answer |
//! |---|---|
//! | `GET /_adit/status` | JSON: addresses, revision, distributions, bindings |
//! | `GET /_adit/ca.pem` | the authority's certificate |
//! | `GET /_adit/traces?last=N` | JSON: the last N traces, newest first |
//! | `GET /_adit/traces/ID` | JSON: one trace |
//! | `GET /_adit/metrics` | JSON: counters of the data plane |
//! | `PUT /_adit/bindings`, body `{"name", "address"}` | 204 |
//! | `DELETE /_adit/bindings/NAME` | 204 |

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use adit_control::Effect;
use adit_model::binding::Binding;
use adit_model::id::DnsName;
use adit_model::minter::Minter;
use adit_model::{Key, World};
use adit_proxy::Proxy;
use anyhow::Context;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, request::Parts};

use crate::client::admin::{BindingView, DistributionView, StatusView, TracesView};
use crate::ledger::Ledger;
use crate::node::Addresses;

/// How many traces one request may ask for.
const TRACES: usize = 2048;

pub(crate) struct Admin {
    addresses: Addresses,
    place: Place,
    ledger: Arc<Ledger>,
    proxy: Arc<Proxy>,
    ids: Mutex<Minter>,
    fast_timeouts: bool,
}

/// Files that other programs read: the authority, alone and with the machine's roots.
pub(crate) struct Place {
    data: Option<PathBuf>,
    folder: PathBuf,
    ca: String,
}

impl Place {
    /// Writes the files: into the data folder, or for an ephemeral World into a temporary one.
    pub(crate) fn prepare(
        data: Option<&Path>,
        port: u16,
        ca: &str,
        extra: &[String],
    ) -> anyhow::Result<Self> {
        let folder = data.map_or_else(
            || std::env::temp_dir().join(format!("adit-{}-{port}", std::process::id())),
            Path::to_path_buf,
        );
        fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
        let folder = folder.canonicalize()?;
        let place = Self {
            data: data.map(Path::to_path_buf),
            folder,
            ca: ca.to_owned(),
        };
        let machine = [
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/cert.pem",
        ];
        let machine = machine
            .iter()
            .find_map(|file| fs::read_to_string(file).ok())
            .unwrap_or_default();
        fs::write(place.ca_file(), ca)?;
        fs::write(place.ca_bundle(), [ca, &extra.concat(), &machine].join("\n"))?;
        Ok(place)
    }

    fn ca_file(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    fn ca_bundle(&self) -> PathBuf {
        self.folder.join("ca-bundle.pem")
    }
}

impl Admin {
    pub(crate) fn new(
        addresses: Addresses,
        place: Place,
        ledger: Arc<Ledger>,
        proxy: Arc<Proxy>,
        seed: u64,
        fast_timeouts: bool,
    ) -> Self {
        Self {
            addresses,
            place,
            ledger,
            proxy,
            ids: Mutex::new(Minter::seeded(seed)),
            fast_timeouts,
        }
    }

    /// A request id for an API call.
    pub(crate) fn request_id(&self) -> String {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).uuid()
    }

    pub(crate) fn carry_out(&self, effect: &Effect) {
        match effect {
            // Forgetting more than was asked is allowed: an invalidation promises removal, not what stays.
            Effect::Invalidate { .. } => self.proxy.forget_answers(),
        }
    }

    /// Takes an ephemeral World's files away.
    pub(crate) fn clean_up(&self) {
        if self.place.data.is_none() {
            let _ = fs::remove_dir_all(&self.place.folder);
        }
    }

    pub(crate) fn answer(&self, parts: &Parts, body: &[u8]) -> Response<Bytes> {
        if !local(parts) {
            return plain(StatusCode::FORBIDDEN, "ask by address or as localhost".to_owned());
        }
        let path = parts.uri.path().strip_prefix("/_adit/").unwrap_or_default();
        match (&parts.method, path) {
            (&Method::GET, "status") => json(&self.status()),
            (&Method::GET, "ca.pem") => text(StatusCode::OK, "application/x-pem-file", self.place.ca.clone()),
            (&Method::GET, "metrics") => json(&self.proxy.metrics()),
            (&Method::GET, "traces") => self.traces(parts.uri.query()),
            (&Method::GET, path) if path.starts_with("traces/") => {
                self.trace(path.trim_start_matches("traces/"))
            }
            (&Method::PUT, "bindings") => self.bind(body),
            (&Method::DELETE, path) if path.starts_with("bindings/") => {
                self.unbind(path.trim_start_matches("bindings/"))
            }
            _ => plain(
                StatusCode::NOT_FOUND,
                "there is nothing here; see /_adit/status".to_owned(),
            ),
        }
    }

    pub(crate) fn status(&self) -> StatusView {
        let world = self.ledger.world();
        StatusView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rev: world.rev.0,
            api: self.addresses.api,
            edge_https: self.addresses.edge_https,
            edge_http: self.addresses.edge_http,
            vantage: self.addresses.vantage,
            ca_file: crate::node::shown(&self.place.ca_file()),
            ca_bundle: crate::node::shown(&self.place.ca_bundle()),
            data: self.place.data.as_deref().map(crate::node::shown),
            fast_timeouts: self.fast_timeouts,
            last_commit: self.ledger.last_commit().into(),
            resources: resources(&world),
            distributions: distributions(&world),
            vpc_origins: world.vpc_origins.len(),
            load_balancers: world.load_balancers.len(),
            vpc_endpoints: world.vpc_endpoints.len(),
            rest_apis: world.rest_apis.len(),
            bindings: world
                .bindings
                .iter()
                .map(|b| BindingView {
                    name: b.id.to_string(),
                    address: b.address,
                })
                .collect(),
            vantages: world.subnets.iter().map(|s| s.id.to_string()).collect(),
        }
    }

    fn traces(&self, query: Option<&str>) -> Response<Bytes> {
        let last = query.and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("last=")));
        match last.unwrap_or("20").parse::<usize>() {
            Ok(last) => {
                let mut traces = self
                    .proxy
                    .traces()
                    .map(|t| t.last(last.min(TRACES)))
                    .unwrap_or_default();
                traces.reverse();
                json(&TracesView { traces })
            }
            Err(_) => plain(StatusCode::BAD_REQUEST, "`last` is a number".to_owned()),
        }
    }

    fn trace(&self, id: &str) -> Response<Bytes> {
        let id = id.replace("%3D", "=").replace("%3d", "=");
        match self.proxy.traces().and_then(|t| t.get(&id)) {
            Some(trace) => json(&trace),
            None => plain(
                StatusCode::NOT_FOUND,
                format!(
                    "no trace `{id}`: it never was, or newer ones have replaced it; see `adit trace --last 20`"
                ),
            ),
        }
    }

    fn bind(&self, body: &[u8]) -> Response<Bytes> {
        let binding: BindingView = match serde_json::from_slice(body) {
            Ok(binding) => binding,
            Err(error) => {
                return plain(
                    StatusCode::BAD_REQUEST,
                    format!("the body is no {{\"name\", \"address\"}}: {error}"),
                );
            }
        };
        let Some(id) = DnsName::of(&binding.name) else {
            return plain(
                StatusCode::BAD_REQUEST,
                format!("`{}` is no DNS name", binding.name),
            );
        };
        done(self.ledger.put(Binding {
            id,
            address: binding.address,
        }))
    }

    fn unbind(&self, name: &str) -> Response<Bytes> {
        match DnsName::of(name).filter(|id| self.ledger.world().bindings.contains(id)) {
            Some(id) => done(self.ledger.delete(Key::Binding(id))),
            None => plain(StatusCode::NOT_FOUND, format!("`{name}` is not bound")),
        }
    }
}

/// Whether the Host is an address or `localhost`: a web page whose name was made to resolve here asks by that name.
fn local(parts: &Parts) -> bool {
    let host = parts
        .headers
        .get(http::header::HOST)
        .and_then(|host| host.to_str().ok());
    let Some(host) = host else { return true };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.eq_ignore_ascii_case("localhost")
        || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok()
}

/// How many there are of each kind that there is any of.
fn resources(world: &World) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for resource in world.resources() {
        *counts.entry(resource.key().kind().name().to_owned()).or_default() += 1;
    }
    counts
}

fn distributions(world: &World) -> Vec<DistributionView> {
    let view = |d: &Arc<adit_model::distribution::Distribution>| DistributionView {
        id: d.id.to_string(),
        domain: d.domain.to_string(),
        enabled: d.config.enabled,
        aliases: d.config.aliases.iter().map(ToString::to_string).collect(),
    };
    world.distributions.iter().map(view).collect()
}

fn done<T>(result: Result<T, adit_model::store::StoreError>) -> Response<Bytes> {
    match result {
        Ok(_) => text(StatusCode::NO_CONTENT, "text/plain", String::new()),
        Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

fn json<T: serde::Serialize>(value: &T) -> Response<Bytes> {
    match serde_json::to_string(value) {
        Ok(body) => text(StatusCode::OK, "application/json", body),
        Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

fn plain(status: StatusCode, line: String) -> Response<Bytes> {
    text(status, "text/plain; charset=utf-8", line + "\n")
}

fn text(status: StatusCode, kind: &'static str, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
