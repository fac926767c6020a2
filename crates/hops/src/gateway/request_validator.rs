//! Methods that want their requests validated (api C56, rows 21 and 22).
//!
//! Neither parameters nor bodies are validated yet. A method whose validator has something to hold a request against
//! therefore fails closed, as one whose mapping is broken, and the trail says why; a validator that wants nothing of
//! this method lets everything pass.

use adit_model::method::Method;
use adit_model::rest_api::RestApi;
use adit_rules::RuleList;

use crate::dim::Rules;
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidationOutcome {
    NotRequired,
    NotBuilt,
}

pub fn compile(api: &RestApi, model: &Method, method: &By) -> Rules<ValidationOutcome> {
    let Some(id) = &model.request_validator else {
        return none(method);
    };
    // One that is gone since the deployment may have wanted anything.
    let wanted = api.request_validators.get(id).is_none_or(|validator| {
        validator.body
            || (validator.parameters && model.request_parameters.values().any(|required| *required))
    });
    let outcome = if wanted {
        ValidationOutcome::NotBuilt
    } else {
        ValidationOutcome::NotRequired
    };
    RuleList::new(
        [],
        outcome,
        By::object(format!("request validator {id} of {method}")),
    )
}

/// Of a method without a validator.
pub fn none(method: &By) -> Rules<ValidationOutcome> {
    RuleList::new([], ValidationOutcome::NotRequired, method.clone())
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(method) = &request.method else {
        return Taken::Answered(answer::internal_error());
    };
    let decided = method.validation.eval(&request.point(cx));
    match decided.outcome {
        ValidationOutcome::NotRequired => Taken::Passed,
        ValidationOutcome::NotBuilt => {
            let by = decided.by.clone();
            let cause = format!("the {by} is not built into this version, so nobody passes");
            cx.trail
                .refuse(Decision::RequestValidator, "NOT_BUILT", by, cause, None);
            Taken::Answered(answer::internal_error())
        }
    }
}
