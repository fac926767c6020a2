//! Whether the distribution serves at all. The page's text for a disabled one is not established (cf F3); ours says so.

use adit_model::distribution::Distribution as Model;
use adit_rules::{Guard, Rule, RuleList};

use crate::dim::{RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnabledOutcome {
    Serves,
    Disabled,
}

pub fn compile(distribution: &Model) -> Rules<EnabledOutcome> {
    let by = By::object(distribution.id.text());
    let disabled =
        (!distribution.config.enabled).then(|| Rule::new(Guard::any(), EnabledOutcome::Disabled, by.clone()));
    RuleList::new(disabled, EnabledOutcome::Serves, by)
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(head) = &request.head else {
        return Taken::Passed;
    };
    let decided = request
        .distribution
        .enabled
        .eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        EnabledOutcome::Serves => {
            cx.trail.allow(Decision::Distribution, decided.by);
            Taken::Passed
        }
        EnabledOutcome::Disabled => {
            let cause = format!("distribution {} is disabled", request.distribution.id);
            cx.trail.refuse(
                Decision::Distribution,
                "DISTRIBUTION_DISABLED",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(Page::html(403, "The distribution is disabled."))
        }
    }
}
