//! Policies as a specification: documents, requests, and which statement decides.

#![cfg(test)]

mod agreement;
mod documents;
mod evaluation;
mod execute_api;
mod operators;
mod principals;
mod quantities;
mod variables;

use adit_policy::{ENDPOINT_POLICY_CHARS, Policy, PolicyKind, Request, evaluate};
use adit_rules::Guard;
use adit_rules::testing::check_agreement;

pub(crate) const API: &str = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/v1/GET/pets/7";

/// An anonymous `GET` on [`API`].
pub(crate) fn invoke() -> Request {
    Request::new("execute-api:Invoke", API)
}

/// Evaluates, compares the verdict as `effect, statement`, and holds both evaluators to the property.
#[track_caller]
pub(crate) fn check(policy: &str, request: &Request, expected: &str) {
    let policy = Policy::parse(policy, PolicyKind::Resource, ENDPOINT_POLICY_CHARS).unwrap();
    let compiled = policy.compile();
    let verdict = evaluate(&compiled, request);
    assert_eq!(
        format!("{}, {}", verdict.effect, verdict.by),
        expected,
        "{request:?}"
    );
    check_agreement(&compiled, &Guard::any()).unwrap();
}
