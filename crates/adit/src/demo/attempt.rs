//! One attempt: a request from a vantage, what should come of it, and what did.

use std::sync::Arc;

use adit_proxy::TraceView;
use rustls::ClientConfig;

use crate::client::admin::AdminClient;
use crate::client::{Question, Sent, Url, Viewer};

#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) design: char,
    pub(crate) what: String,
    pub(crate) from: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    /// Whether the server's certificate must be for the URL's host, from Adit's authority.
    pub(crate) verify: bool,
    /// The status; `None`: no answer.
    pub(crate) expected: Option<u16>,
    /// The decision that refuses, or the last one of an answer.
    pub(crate) decision: &'static str,
}

/// An attempt and what came of it.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) attempt: Attempt,
    pub(crate) status: Option<u16>,
    pub(crate) decision: String,
    /// The object that decided.
    pub(crate) by: String,
    pub(crate) cause: Option<String>,
    pub(crate) cure: Option<String>,
    pub(crate) millis: u128,
}

impl Outcome {
    pub(crate) fn as_expected(&self) -> bool {
        self.status == self.attempt.expected && self.decision == self.attempt.decision
    }
}

/// What attempts are made with.
pub(crate) struct Scene {
    pub(crate) admin: AdminClient,
    /// Verifies nothing; its vantage is set for each attempt.
    pub(crate) viewer: Viewer,
    /// Trusts Adit's authority alone.
    pub(crate) trusted: Arc<ClientConfig>,
}

impl Scene {
    /// All at once, since refusals by silence take their time; outcomes in the attempts' order.
    pub(crate) fn try_all(&self, attempts: Vec<Attempt>) -> Vec<Outcome> {
        std::thread::scope(|scope| {
            let running: Vec<_> = attempts
                .into_iter()
                .map(|attempt| scope.spawn(|| self.try_one(attempt)))
                .collect();
            running
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        })
    }

    pub(crate) fn try_one(&self, attempt: Attempt) -> Outcome {
        let mut viewer = self.viewer.clone();
        viewer.from.clone_from(&attempt.from);
        if attempt.verify {
            viewer.tls = self.trusted.clone();
        }
        // Told apart from the other attempts by the path that is asked for.
        let sent = match attempt.url.parse::<Url>() {
            Ok(url) => viewer.send(
                &url,
                &Question {
                    method: "GET",
                    headers: &attempt.headers,
                    body: b"",
                },
            ),
            Err(why) => Sent::Unanswered(why, std::time::Duration::ZERO),
        };
        let trace = self.trace_of(&attempt, &sent);
        let (status, took) = match &sent {
            Sent::Answered(answer, took) => (Some(answer.status), took),
            Sent::Unanswered(_, took) => (None, took),
        };
        let refusal = trace.as_ref().and_then(|t| t.refusal.clone());
        let last = trace.as_ref().and_then(|t| t.entries.last());
        Outcome {
            status,
            decision: refusal
                .as_ref()
                .map(|r| r.decision.clone())
                .or_else(|| deciding(trace.as_ref()))
                .unwrap_or_default(),
            by: refusal
                .as_ref()
                .map(|r| r.by.clone())
                .or_else(|| last.map(|e| e.by.clone()))
                .unwrap_or_default(),
            cause: refusal.as_ref().map(|r| r.cause.clone()).or_else(|| match &sent {
                Sent::Unanswered(why, _) => Some(why.clone()),
                Sent::Answered(..) => None,
            }),
            cure: refusal.and_then(|r| r.cure),
            millis: took.as_millis(),
            attempt,
        }
    }

    fn trace_of(&self, attempt: &Attempt, sent: &Sent) -> Option<TraceView> {
        let id = match sent {
            Sent::Answered(answer, _) => answer.trace_id().map(str::to_owned),
            Sent::Unanswered(..) => None,
        };
        if let Some(trace) = id.and_then(|id| self.admin.trace(&id).ok()) {
            return Some(trace);
        }
        let url: Url = attempt.url.parse().ok()?;
        let matches = |t: &TraceView| t.from == attempt.from && t.url.contains(&url.host);
        let traces = self.admin.traces(100).ok()?;
        // The request's own trace before that of its connection.
        let requested = traces
            .iter()
            .find(|t| matches(t) && t.url.contains(url.target.as_str()));
        requested.or_else(|| traces.iter().find(|t| matches(t))).cloned()
    }
}

/// What an answered request's row shows: an integration's answer, or the last thing that was decided.
fn deciding(trace: Option<&TraceView>) -> Option<String> {
    let entries = &trace?.entries;
    let integration = entries.iter().find(|e| e.decision == "integration");
    integration.or(entries.last()).map(|e| e.decision.clone())
}
