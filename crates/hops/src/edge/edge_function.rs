//! Functions at the edge: CloudFront functions and Lambda@Edge, which may answer, rewrite or refuse a request (cf E1).
//!
//! Running them is not built. A behavior with a function, at whichever event, answers as one whose function failed
//! (cf F3), and the trail says why: passing a request around a function that might refuse it would be a hole.

use adit_model::distribution::Behavior;
use adit_rules::{Guard, Rule, RuleList};

use crate::dim::{RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionOutcome {
    /// The behavior has none.
    None,
    /// A CloudFront function.
    Function,
    Lambda,
}

pub fn compile(behavior: &Behavior, of: &By) -> Rules<FunctionOutcome> {
    let not_built = |text: String, outcome| Rule::new(Guard::any(), outcome, By::object(text));
    let functions = behavior.functions.iter().map(|f| {
        let text = format!("function {} at {} of {of}", f.function.name(), f.event);
        not_built(text, FunctionOutcome::Function)
    });
    let lambdas = behavior.lambdas.iter().map(|l| {
        let text = format!("{} at {} of {of}", l.arn, l.event);
        not_built(text, FunctionOutcome::Lambda)
    });
    RuleList::new(
        functions.chain(lambdas).take(1),
        FunctionOutcome::None,
        of.clone(),
    )
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let (Some(head), Some(behavior)) = (&request.head, request.behavior()) else {
        return Taken::Passed;
    };
    let decided = behavior.function.eval(&RequestPoint::new(head, cx.facts));
    let page = match decided.outcome {
        FunctionOutcome::None => return Taken::Passed,
        FunctionOutcome::Function => Page::html(
            503,
            "The CloudFront function associated with the CloudFront distribution is invalid or could not run.",
        )
        .marked("FunctionExecutionError from cloudfront"),
        FunctionOutcome::Lambda => Page::html(
            503,
            "The Lambda function associated with the CloudFront distribution is invalid or doesn't have the required \
             permissions.",
        )
        .marked("LambdaExecutionError from cloudfront"),
    };
    let cause = format!(
        "running the {} is not built into this version, so nobody passes",
        decided.by
    );
    cx.trail.refuse(
        Decision::EdgeFunction,
        "NOT_BUILT",
        decided.by.clone(),
        cause,
        None,
    );
    Taken::Answered(page.final_word())
}
