//! Signed URLs and cookies: a behavior with trusted key groups or signers serves signed requests only (cf E2).
//!
//! A request without a key's id is refused with AWS's answer. Verifying a signature is not built: a request that
//! brings one is refused as one whose signature is wrong, and the trail says why.

use adit_model::distribution::Behavior;
use adit_rules::{Glob, Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedOutcome {
    /// The behavior asks for no signature.
    Open,
    MissingKey,
    NotBuilt,
}

pub fn compile(behavior: &Behavior, by: &By) -> Rules<SignedOutcome> {
    if behavior.key_groups.is_empty() && behavior.signers.is_empty() {
        return RuleList::new([], SignedOutcome::Open, by.clone());
    }
    let groups = behavior.key_groups.iter().map(ToString::to_string);
    let names: Vec<String> = groups.chain(behavior.signers.iter().cloned()).collect();
    let by = By::object(format!("trusted keys {} of {by}", names.join(", ")));
    let in_query = Guard::any().with(Dim::Query("key-pair-id".into()), TextSet::present());
    let cookie = TextSet::glob(Glob::new("*CloudFront-Key-Pair-Id=*"));
    let in_cookie = Guard::any().with(Dim::Header("cookie".into()), cookie);
    let brings = |guard| Rule::new(guard, SignedOutcome::NotBuilt, by.clone());
    RuleList::new(
        [brings(in_query), brings(in_cookie)],
        SignedOutcome::MissingKey,
        by.clone(),
    )
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let (Some(head), Some(behavior)) = (&request.head, request.behavior()) else {
        return Taken::Passed;
    };
    let decided = behavior.signed.eval(&RequestPoint::new(head, cx.facts));
    let (reason, cause, page) = match decided.outcome {
        SignedOutcome::Open => return Taken::Passed,
        SignedOutcome::MissingKey => (
            "NOT_SIGNED",
            format!("{} serves signed URLs and cookies only", behavior.by),
            Page::xml(
                403,
                "MissingKey",
                "Missing Key-Pair-Id query parameter or cookie value",
            ),
        ),
        SignedOutcome::NotBuilt => (
            "NOT_BUILT",
            format!(
                "checking signatures against the {} is not built into this version, so nobody passes",
                decided.by
            ),
            Page::xml(403, "AccessDenied", "Access denied").final_word(),
        ),
    };
    cx.trail
        .refuse(Decision::SignedRequest, reason, decided.by.clone(), cause, None);
    Taken::Answered(page)
}
