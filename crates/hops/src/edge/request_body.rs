//! A GET or HEAD with a body is refused (cf C4; HEAD by the same token, our choice).

use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyOutcome {
    Fits,
    Unexpected,
}

pub fn compile() -> Rules<BodyOutcome> {
    let guard = Guard::any()
        .with(Dim::Method, TextSet::literals(["GET", "HEAD"]))
        .with(Dim::Body, TextSet::literals(["some"]));
    let by = By::Aws("no body with GET or HEAD");
    RuleList::new(
        [Rule::new(guard, BodyOutcome::Unexpected, by.clone())],
        BodyOutcome::Fits,
        by,
    )
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let (Some(head), Some(behavior)) = (&request.head, request.behavior()) else {
        return Taken::Passed;
    };
    let decided = behavior.body.eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        BodyOutcome::Fits => {
            cx.trail.allow(Decision::RequestBody, decided.by);
            Taken::Passed
        }
        BodyOutcome::Unexpected => {
            let cause = format!("a {} request came with a body", head.method);
            cx.trail.refuse(
                Decision::RequestBody,
                "REQUEST_BODY",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(Page::html(403, "Bad request."))
        }
    }
}
