//! The behavior's allowed methods (cf B2, C4); others get a page that misspells `cachable` as AWS does.

use std::collections::BTreeSet;

use adit_rules::{Guard, Rule, RuleList, TextSet};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodOutcome {
    Allowed,
    NotAllowed,
}

pub fn compile(methods: &BTreeSet<String>, by: &By) -> Rules<MethodOutcome> {
    let allowed = TextSet::literals(methods.iter().map(String::as_str));
    let rule = Rule::new(
        Guard::any().with(Dim::Method, allowed),
        MethodOutcome::Allowed,
        by.clone(),
    );
    RuleList::new([rule], MethodOutcome::NotAllowed, by.clone())
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let (Some(head), Some(behavior)) = (&request.head, request.behavior()) else {
        return Taken::Passed;
    };
    let decided = behavior.methods.eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        MethodOutcome::Allowed => {
            cx.trail.allow(Decision::AllowedMethods, decided.by);
            Taken::Passed
        }
        MethodOutcome::NotAllowed => {
            let id = &request.distribution.id;
            let cause = format!("{} does not allow {}", decided.by, head.method);
            let cure = format!(
                "aws cloudfront update-distribution --id {id} --if-match ETAG --distribution-config CONFIG (with {} in AllowedMethods)",
                head.method
            );
            cx.trail.refuse(
                Decision::AllowedMethods,
                "METHOD_NOT_ALLOWED",
                decided.by.clone(),
                cause,
                Some(cure),
            );
            Taken::Answered(Page::html(
                403,
                "This distribution is not configured to allow the HTTP request method that was used for this request. \
                 The distribution supports only cachable requests.",
            ))
        }
    }
}
