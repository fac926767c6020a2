//! What stands behind a method: MOCK, or a server that a binding names (api C15-C26, rows 24a to 26).

use adit_model::method::{Integration as Model, IntegrationKind};
use adit_model::rest_api::{ApiResource, RestApi};
use adit_model::stage::Stage;
use adit_rules::RuleList;

use crate::compile::Reader;
use crate::dim::Rules;
use crate::gateway::answer::{self, Answered};
use crate::gateway::backend::Backend;
use crate::gateway::integration_response::{self, Responses};
use crate::gateway::{Request, Taken};
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};

#[derive(Debug)]
pub struct Integration {
    pub kind: IntegrationKind,
    pub rules: Rules<IntegrationOutcome>,
    /// `None` for MOCK.
    pub backend: Option<Backend>,
    pub responses: Responses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrationOutcome {
    Mock,
    Sent,
    /// No binding ties the name to an address.
    Unbound,
    /// A header is mapped that must not be (api C26).
    ForbiddenMapping,
    /// No URI of HTTP.
    BadUri,
    /// What the integration would take to reach or to ask, by name.
    NotBuilt(&'static str),
}

impl Integration {
    pub fn compile(
        api: &RestApi,
        stage: &Stage,
        resource: &ApiResource,
        model: &Model,
        reader: &Reader<'_>,
    ) -> Self {
        let backend = match model.kind {
            IntegrationKind::Mock | IntegrationKind::Aws | IntegrationKind::AwsProxy => None,
            IntegrationKind::Http | IntegrationKind::HttpProxy => {
                Backend::compile(api, &stage.variables, model, reader)
            }
        };
        let outcome = match (&backend, model.kind) {
            _ if forbidden(model) => IntegrationOutcome::ForbiddenMapping,
            (_, IntegrationKind::Aws | IntegrationKind::AwsProxy) => {
                IntegrationOutcome::NotBuilt("calling AWS services")
            }
            _ if model.connection_type.as_deref() == Some("VPC_LINK") => {
                IntegrationOutcome::NotBuilt("going through a VPC link")
            }
            _ if model.request_parameters.values().any(|source| of_body(source)) => {
                IntegrationOutcome::NotBuilt("mapping out of a body")
            }
            (_, IntegrationKind::Mock) => IntegrationOutcome::Mock,
            (None, _) => IntegrationOutcome::BadUri,
            (Some(backend), _) if backend.address.is_none() => IntegrationOutcome::Unbound,
            (Some(_), _) => IntegrationOutcome::Sent,
        };
        let by = By::object(format!("integration of {} of {}", resource.path, stage.id));
        Self {
            kind: model.kind,
            rules: RuleList::new([], outcome, by),
            backend,
            responses: integration_response::compile(model, &stage.variables),
        }
    }
}

fn of_body(source: &str) -> bool {
    source.starts_with("method.request.body")
}

fn forbidden(model: &Model) -> bool {
    let header = |target: &String| {
        target
            .strip_prefix("integration.request.header.")
            .map(str::to_ascii_lowercase)
    };
    model
        .request_parameters
        .keys()
        .filter_map(header)
        .any(|name| name == "content-length" || name == "transfer-encoding")
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(method) = request.method.clone() else {
        return Taken::Answered(answer::internal_error());
    };
    let Some(integration) = &method.integration else {
        let cause = format!("{} was deployed without an integration", method.by);
        cx.trail.refuse(
            Decision::Integration,
            "NO_INTEGRATION",
            method.by.clone(),
            cause,
            None,
        );
        return Taken::Answered(answer::internal_error());
    };
    let decided = integration.rules.eval(&request.point(cx));
    let by = decided.by.clone();
    let name = integration
        .backend
        .as_ref()
        .map(|backend| backend.name.to_string())
        .unwrap_or_default();
    match *decided.outcome {
        IntegrationOutcome::Mock => {
            cx.trail.choose(Decision::Integration, by);
            Taken::Passed
        }
        IntegrationOutcome::Sent => {
            let address = integration
                .backend
                .as_ref()
                .and_then(|backend| Some((backend, backend.address?)));
            let send = address.and_then(|(backend, address)| backend.send(request, address, cx.facts));
            match send {
                Some(send) => {
                    cx.trail.choose(Decision::Integration, by);
                    Taken::Send(Box::new(send))
                }
                None => broken(
                    cx,
                    by,
                    "BAD_URI",
                    format!("the URI of {} comes out broken", method.by),
                ),
            }
        }
        IntegrationOutcome::Unbound => {
            let cause = format!(
                "`{name}` of {} is not bound to an address, and nothing is sent unbound",
                method.by
            );
            let cure = format!("adit bind {name}=127.0.0.1:PORT");
            cx.trail
                .refuse(Decision::Integration, "BACKEND_NOT_BOUND", by, cause, Some(cure));
            Taken::Answered(answer::network_error())
        }
        IntegrationOutcome::ForbiddenMapping => {
            let cause = format!("{} maps Content-Length or Transfer-Encoding", method.by);
            broken(cx, by, "FORBIDDEN_MAPPING", cause)
        }
        IntegrationOutcome::NotBuilt(what) => {
            let cause = format!(
                "{what}, which {} wants, is not built into this version",
                method.by
            );
            broken(cx, by, "NOT_BUILT", cause)
        }
        IntegrationOutcome::BadUri => {
            let cause = format!(
                "the integration of {} has no HTTP URI with a host name",
                method.by
            );
            broken(cx, by, "BAD_URI", cause)
        }
    }
}

fn broken(cx: &mut Cx<'_>, by: By, reason: &'static str, cause: String) -> Taken {
    cx.trail.refuse(Decision::Integration, reason, by, cause, None);
    Taken::Answered(answer::internal_error())
}

/// The backend gave no answer (rows 25 and 26; that a bad certificate is a 500 is our choice).
pub(super) fn failed(cx: &mut Cx<'_>, request: &Request, fault: Fault) -> Answered {
    let (reason, what, answered) = match fault {
        Fault::Refused => (
            "BACKEND_REFUSED",
            "refused the connection",
            answer::network_error(),
        ),
        Fault::Reset => ("BACKEND_RESET", "closed the connection", answer::network_error()),
        Fault::Unresolved => (
            "BACKEND_NOT_RESOLVED",
            "does not resolve",
            answer::network_error(),
        ),
        Fault::TimedOut | Fault::ReadTimedOut => (
            "INTEGRATION_TIMEOUT",
            "did not answer in time",
            answer::integration_timeout(),
        ),
        Fault::Tls => (
            "BACKEND_TLS",
            "has no acceptable certificate",
            answer::internal_error(),
        ),
    };
    let backend = request
        .method
        .as_ref()
        .and_then(|m| m.integration.as_ref()?.backend.as_ref());
    let name = backend
        .map(|backend| backend.name.to_string())
        .unwrap_or_default();
    let by = request
        .method
        .as_ref()
        .map_or(By::Aws("integration"), |method| method.by.clone());
    cx.trail.refuse(
        Decision::Integration,
        reason,
        by,
        format!("the backend `{name}` {what}"),
        None,
    );
    answered
}
