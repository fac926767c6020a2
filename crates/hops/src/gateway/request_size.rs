//! A body over 10 MB: 413 (api C17, row 27). Bodies of unannounced length are `proxy`'s to cut off.

use adit_rules::{Guard, NumSet, Rule, RuleList};

use crate::dim::{Dim, Rules};
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

const LIMIT: u64 = 10_485_760;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeOutcome {
    Accepted,
    TooLarge,
}

pub fn compile() -> Rules<SizeOutcome> {
    let by = By::Aws("payload limit of 10 MB");
    let more = Guard::any().with(Dim::BodyLength, NumSet::from_ranges([(LIMIT + 1, u64::MAX)]));
    RuleList::new(
        [Rule::new(more, SizeOutcome::TooLarge, by.clone())],
        SizeOutcome::Accepted,
        by,
    )
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let decided = request.api.sizes.eval(&request.point(cx));
    match decided.outcome {
        SizeOutcome::Accepted => {
            cx.trail.allow(Decision::RequestSize, decided.by);
            Taken::Passed
        }
        SizeOutcome::TooLarge => {
            let cause = "the request's body is larger than 10 MB".to_owned();
            cx.trail.refuse(
                Decision::RequestSize,
                "BODY_TOO_LARGE",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(answer::body_too_large())
        }
    }
}
