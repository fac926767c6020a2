//! Which request template applies, or whether the body passes as it is (api C22, A.4 row 23).
//!
//! A missing Content-Type counts as `application/json`. Proxy integrations always pass.

use adit_model::method::{Integration, IntegrationKind};
use adit_rules::{Glob, Guard, Rule, RuleList, Set};

use crate::dim::{Dim, Rules};
use crate::gateway::request_template::Body;
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassOutcome {
    /// A place in the method's templates.
    Template(usize),
    AsSent,
    Unsupported,
}

pub fn compile(integration: Option<&Integration>, method: &By) -> Rules<PassOutcome> {
    let none = || RuleList::new([], PassOutcome::AsSent, method.clone());
    let Some(integration) = integration else {
        return none();
    };
    if matches!(
        integration.kind,
        IntegrationKind::HttpProxy | IntegrationKind::AwsProxy
    ) {
        return none();
    }
    let rules = integration
        .request_templates
        .keys()
        .enumerate()
        .map(|(at, content_type)| {
            let by = By::object(format!("template {content_type} of {method}"));
            let guard = Guard::any().with(Dim::Header("content-type".into()), types(content_type));
            Rule::new(guard, PassOutcome::Template(at), by)
        });
    let passes = match integration.passthrough.as_str() {
        "NEVER" => false,
        "WHEN_NO_TEMPLATES" => integration.request_templates.is_empty(),
        _ => true,
    };
    let default = if passes {
        PassOutcome::AsSent
    } else {
        PassOutcome::Unsupported
    };
    RuleList::new(
        rules,
        default,
        By::object(format!("passthrough {} of {method}", integration.passthrough)),
    )
}

/// The media type, with parameters or without.
fn types(content_type: &str) -> Set {
    let forms = ["", ";*", " *"].map(|end| Glob::new(&format!("{content_type}{end}")).ignoring_case());
    Set::any_of(forms).with_absent(content_type.eq_ignore_ascii_case("application/json"))
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(method) = request.method.clone() else {
        return Taken::Answered(answer::internal_error());
    };
    let decided = method.passthrough.eval(&request.point(cx));
    match *decided.outcome {
        PassOutcome::Template(at) => {
            cx.trail.choose(Decision::Passthrough, decided.by.clone());
            request.body = Body::Template(at);
            Taken::Passed
        }
        PassOutcome::AsSent => {
            cx.trail.allow(Decision::Passthrough, decided.by);
            Taken::Passed
        }
        PassOutcome::Unsupported => {
            let kind = request.head.header("content-type").unwrap_or("application/json");
            let cause = format!(
                "{} has no template for `{kind}` and lets no other body pass",
                method.by
            );
            cx.trail.refuse(
                Decision::Passthrough,
                "UNSUPPORTED_MEDIA_TYPE",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(answer::unsupported_media_type())
        }
    }
}
