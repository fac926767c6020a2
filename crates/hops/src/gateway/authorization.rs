//! How a method wants its callers authenticated (api B1-B5, A.4 rows 5, 10, 16).
//!
//! NONE passes. AWS_IAM refuses what is not signed. Verifying signatures, authorizers and user pools is not built: such a
//! request fails closed as one whose authorizer is broken, and the trail says why.

use adit_rules::{Glob, Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, Rules};
use crate::gateway::resource_method::not_signed;
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorizationOutcome {
    /// NONE.
    Anonymous,
    /// Row 10.
    Unsigned,
    /// Row 5.
    IncompleteSignature,
    /// A signature, or another type than NONE and AWS_IAM.
    NotBuilt,
}

pub fn compile(authorization: &str, method: &By) -> Rules<AuthorizationOutcome> {
    let by = By::object(format!("authorization {authorization} of {method}"));
    let rule = |guard, outcome| Rule::new(guard, outcome, by.clone());
    match authorization {
        "NONE" => RuleList::new([], AuthorizationOutcome::Anonymous, by),
        "AWS_IAM" => {
            let header = TextSet::glob(Glob::new("AWS4-HMAC-SHA256*"));
            let signed = Guard::any().with(Dim::Header("authorization".into()), header);
            let presigned = Guard::any().with(Dim::Query("x-amz-signature".into()), TextSet::present());
            let rules = [
                rule(signed, AuthorizationOutcome::NotBuilt),
                rule(presigned, AuthorizationOutcome::NotBuilt),
                rule(not_signed(), AuthorizationOutcome::IncompleteSignature),
            ];
            RuleList::new(rules, AuthorizationOutcome::Unsigned, by)
        }
        _ => RuleList::new([], AuthorizationOutcome::NotBuilt, by),
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(method) = &request.method else {
        return Taken::Answered(answer::internal_error());
    };
    let decided = method.authorization.eval(&request.point(cx));
    let by = &method.by;
    let (reason, cause, answered) = match decided.outcome {
        AuthorizationOutcome::Anonymous => {
            cx.trail.allow(Decision::Authorization, decided.by);
            return Taken::Passed;
        }
        AuthorizationOutcome::Unsigned => (
            "NOT_SIGNED",
            format!("{by} wants a signed request"),
            answer::missing_token(),
        ),
        AuthorizationOutcome::IncompleteSignature => {
            let header = request.head.header("authorization").unwrap_or_default();
            let cause = format!("{by} wants a signed request; its Authorization header is no signature");
            ("NOT_SIGNED", cause, answer::incomplete_signature(header))
        }
        AuthorizationOutcome::NotBuilt => {
            let cause = format!(
                "the {} is not built into this version, so nobody passes",
                decided.by
            );
            ("NOT_BUILT", cause, answer::authorizer_error())
        }
    };
    cx.trail
        .refuse(Decision::Authorization, reason, decided.by.clone(), cause, None);
    Taken::Answered(answered)
}
