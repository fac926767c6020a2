//! X-Forwarded-For with more than 30 addresses: 463 (api E7).

use adit_rules::{Guard, NumSet, Rule, RuleList};

use crate::balancer::page::Page;
use crate::balancer::{Request, Taken};
use crate::dim::{Dim, Rules};
use crate::step::Cx;
use crate::trace::{By, Decision};

const LIMIT: u64 = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardedForOutcome {
    Accepted,
    TooMany,
}

pub fn compile() -> Rules<ForwardedForOutcome> {
    let more = Guard::any().with(
        Dim::ForwardedForCount,
        NumSet::from_ranges([(LIMIT + 1, u64::MAX)]),
    );
    let by = By::Aws("limit of 30 addresses in X-Forwarded-For");
    RuleList::new(
        [Rule::new(more, ForwardedForOutcome::TooMany, by.clone())],
        ForwardedForOutcome::Accepted,
        by,
    )
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let decided = request.balancer.forwarded_for.eval(&request.point(cx));
    match decided.outcome {
        ForwardedForOutcome::Accepted => {
            cx.trail.allow(Decision::ForwardedFor, decided.by);
            Taken::Passed
        }
        ForwardedForOutcome::TooMany => {
            let cause = "X-Forwarded-For lists more than 30 addresses".to_owned();
            cx.trail.refuse(
                Decision::ForwardedFor,
                "TOO_MANY_FORWARDED_ADDRESSES",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(Page::of(463))
        }
    }
}
