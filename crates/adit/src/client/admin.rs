//! What a running Adit says of itself: its status, traces and bindings, over `/_adit/` of the API's port.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, bail};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::client::{Answer, Question, Url, http};

/// The API of a running Adit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AdminClient {
    api: SocketAddr,
}

/// What the newest commit cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct LastCommitView {
    /// The store's transaction and sync, microseconds.
    pub(crate) store_us: u64,
    /// The Plan's update.
    pub(crate) plan_us: u64,
}

impl From<(Duration, Duration)> for LastCommitView {
    fn from((store, plan): (Duration, Duration)) -> Self {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        Self {
            store_us: micros(store),
            plan_us: micros(plan),
        }
    }
}

/// `/_adit/status`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StatusView {
    pub(crate) version: String,
    pub(crate) rev: u64,
    pub(crate) api: SocketAddr,
    pub(crate) edge_https: SocketAddr,
    pub(crate) edge_http: SocketAddr,
    pub(crate) vantage: SocketAddr,
    /// Adit's authority, PEM.
    pub(crate) ca_file: String,
    /// That and the machine's own roots.
    pub(crate) ca_bundle: String,
    /// Where the World is kept; `None` when it is not.
    pub(crate) data: Option<String>,
    pub(crate) fast_timeouts: bool,
    pub(crate) last_commit: LastCommitView,
    /// How many of each kind of resource.
    pub(crate) resources: BTreeMap<String, usize>,
    pub(crate) distributions: Vec<DistributionView>,
    pub(crate) vpc_origins: usize,
    pub(crate) load_balancers: usize,
    pub(crate) vpc_endpoints: usize,
    pub(crate) rest_apis: usize,
    pub(crate) bindings: Vec<BindingView>,
    pub(crate) vantages: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DistributionView {
    pub(crate) id: String,
    pub(crate) domain: String,
    pub(crate) enabled: bool,
    pub(crate) aliases: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BindingView {
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
}

/// `/_adit/traces`, newest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TracesView {
    pub(crate) traces: Vec<adit_proxy::TraceView>,
}

impl AdminClient {
    pub(crate) fn new(api: SocketAddr) -> Self {
        Self { api }
    }

    pub(crate) fn status(&self) -> anyhow::Result<StatusView> {
        self.get("/_adit/status")
    }

    pub(crate) fn ca(&self) -> anyhow::Result<String> {
        Ok(self.ask("/_adit/ca.pem", &Question::GET)?.text())
    }

    pub(crate) fn traces(&self, last: usize) -> anyhow::Result<Vec<adit_proxy::TraceView>> {
        Ok(self
            .get::<TracesView>(&format!("/_adit/traces?last={last}"))?
            .traces)
    }

    pub(crate) fn trace(&self, id: &str) -> anyhow::Result<adit_proxy::TraceView> {
        self.get(&format!("/_adit/traces/{id}"))
    }

    pub(crate) fn bind(&self, binding: &BindingView) -> anyhow::Result<()> {
        let body = serde_json::to_vec(binding)?;
        self.ask(
            "/_adit/bindings",
            &Question {
                method: "PUT",
                headers: &[],
                body: &body,
            },
        )
        .map(drop)
    }

    pub(crate) fn unbind(&self, name: &str) -> anyhow::Result<()> {
        self.ask(
            &format!("/_adit/bindings/{name}"),
            &Question {
                method: "DELETE",
                headers: &[],
                body: b"",
            },
        )
        .map(drop)
    }

    fn get<T: DeserializeOwned>(&self, target: &str) -> anyhow::Result<T> {
        let answer = self.ask(target, &Question::GET)?;
        serde_json::from_slice(&answer.body).context("the answer is none of this version's")
    }

    fn ask(&self, target: &str, question: &Question<'_>) -> anyhow::Result<Answer> {
        let answer = self.call(target, question)?;
        if answer.status >= 300 {
            bail!("{}", answer.text().trim());
        }
        Ok(answer)
    }

    /// Any request to the API's port.
    pub(crate) fn call(&self, target: &str, question: &Question<'_>) -> anyhow::Result<Answer> {
        let mut stream =
            TcpStream::connect_timeout(&self.api, Duration::from_secs(5)).with_context(|| {
                format!(
                    "no Adit answers at {}; start one with `adit up`, or name its address with `--api`",
                    self.api
                )
            })?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        stream.set_nodelay(true)?;
        let url = Url {
            https: false,
            host: self.api.ip().to_string(),
            port: self.api.port(),
            target: target.to_owned(),
        };
        http::exchange(&mut stream, &url, question)
    }
}
