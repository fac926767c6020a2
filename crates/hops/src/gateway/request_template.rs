//! What a request template makes (api C20, row 24a).
//!
//! For MOCK a template must yield an object with an integer `statusCode`; without any template the default response
//! answers. Templates that use VTL, and templates that would replace the body sent to an HTTP backend, are not built:
//! such a request fails as one whose mapping is broken.

use adit_model::method::IntegrationKind;

use crate::gateway::{Request, Taken, answer, lenient_json};
use crate::step::Cx;
use crate::trace::{By, Decision};

/// A template, compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Chooses a MOCK's response.
    Status(u16),
    /// No integer `statusCode`.
    NoStatus,
    /// `$` or `#`.
    Vtl,
    /// A body for an HTTP backend.
    HttpBody,
}

/// What the integration gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    AsSent,
    /// Made by the template at this place.
    Template(usize),
}

pub fn compile(kind: IntegrationKind, text: &str) -> Template {
    if is_vtl(text) {
        return Template::Vtl;
    }
    match kind {
        IntegrationKind::Mock => lenient_json::status_code(text).map_or(Template::NoStatus, Template::Status),
        IntegrationKind::Aws
        | IntegrationKind::AwsProxy
        | IntegrationKind::Http
        | IntegrationKind::HttpProxy => Template::HttpBody,
    }
}

/// Whether a template holds references or directives.
pub fn is_vtl(text: &str) -> bool {
    text.contains(['$', '#'])
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(method) = request.method.clone() else {
        return Taken::Answered(answer::internal_error());
    };
    let by = method.by.clone();
    let (reason, cause) = match request.body {
        Body::AsSent if method.is_mock() && !method.templates.is_empty() => (
            "MOCK_WITHOUT_STATUS",
            format!("the body passed to the MOCK of {by} as it is and names no statusCode"),
        ),
        Body::AsSent => return Taken::Passed,
        Body::Template(at) => match method.templates.get(at) {
            Some(Template::Status(status)) => {
                cx.trail.choose(Decision::RequestTemplate, by);
                request.status = Some(*status);
                return Taken::Passed;
            }
            Some(Template::NoStatus) | None => (
                "MOCK_WITHOUT_STATUS",
                format!("the template of {by} yields no integer statusCode"),
            ),
            Some(Template::Vtl) => (
                "NOT_BUILT",
                format!("the template of {by} uses VTL, which is not built into this version"),
            ),
            Some(Template::HttpBody) => {
                let cause =
                    format!("the template of {by} replaces the body, which is not built into this version");
                ("NOT_BUILT", cause)
            }
        },
    };
    refused(cx, reason, by, cause)
}

fn refused(cx: &mut Cx<'_>, reason: &'static str, by: By, cause: String) -> Taken {
    cx.trail
        .refuse(Decision::RequestTemplate, reason, by, cause, None);
    Taken::Answered(answer::internal_error())
}
