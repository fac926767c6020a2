//! Methods that require an API key (api C57, A.4 row 18).
//!
//! Keys are not looked up in usage plans yet, nor throttled or counted, so a method that requires one answers 403 to
//! everybody, as AWS does for a key outside the stage's plans.

use adit_rules::RuleList;

use crate::dim::Rules;
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    NotRequired,
    NotBuilt,
}

pub fn compile(required: bool, method: &By) -> Rules<KeyOutcome> {
    let outcome = if required {
        KeyOutcome::NotBuilt
    } else {
        KeyOutcome::NotRequired
    };
    RuleList::new([], outcome, method.clone())
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(method) = &request.method else {
        return Taken::Answered(answer::internal_error());
    };
    let decided = method.key.eval(&request.point(cx));
    match decided.outcome {
        KeyOutcome::NotRequired => Taken::Passed,
        KeyOutcome::NotBuilt => {
            let cause = format!(
                "{} requires an API key, and looking keys up in usage plans is not built into this version, so nobody passes",
                method.by
            );
            cx.trail
                .refuse(Decision::ApiKey, "NOT_BUILT", decided.by.clone(), cause, None);
            Taken::Answered(answer::forbidden())
        }
    }
}
