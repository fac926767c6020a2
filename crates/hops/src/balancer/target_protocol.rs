//! Whether the request's protocol version can be sent to the group's (api E38): 464 where it cannot.
//!
//! What then stands at the target, and whether it speaks the group's protocol, is the target's own decision.

use adit_model::target_group::TargetGroup;
use adit_rules::{Guard, NumSet, Rule, RuleList, TextSet};

use crate::balancer::page::Page;
use crate::balancer::{Request, Taken};
use crate::dim::{Dim, Rules};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionOutcome {
    Sent,
    Mismatch,
}

pub fn compile(group: &TargetGroup) -> Rules<VersionOutcome> {
    let by = By::object(format!(
        "protocol version {} of {}",
        group.protocol_version, group.id
    ));
    let grpc = |guard: Guard<Dim>| {
        let content = adit_rules::Glob::new("application/grpc*");
        guard.with(
            Dim::Header("content-type".into()),
            TextSet::glob(content.ignoring_case()),
        )
    };
    let below_2 = || Guard::any().with(Dim::Version, NumSet::from_ranges([(0, 19)]));
    let guards = match group.protocol_version.as_str() {
        "HTTP2" => vec![below_2()],
        "GRPC" => {
            let posts = TextSet::literals(["POST"]);
            vec![
                below_2(),
                Guard::any().with(Dim::Method, posts.complement().with_absent(false)),
            ]
        }
        _ => vec![grpc(Guard::any())],
    };
    let rules = guards
        .into_iter()
        .map(|guard| Rule::new(guard, VersionOutcome::Mismatch, by.clone()));
    RuleList::new(rules, VersionOutcome::Sent, by.clone())
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(group) = &request.group else {
        return Taken::Answered(Page::of(503));
    };
    let decided = group.versions.eval(&request.point(cx));
    match decided.outcome {
        VersionOutcome::Sent => {
            cx.trail.allow(Decision::TargetProtocol, decided.by);
            Taken::Passed
        }
        VersionOutcome::Mismatch => {
            let cause = format!(
                "a {:?} request cannot be sent to {}",
                request.head.version, group.id
            );
            cx.trail.refuse(
                Decision::TargetProtocol,
                "PROTOCOL_VERSION_MISMATCH",
                decided.by.clone(),
                cause,
                None,
            );
            Taken::Answered(Page::of(464))
        }
    }
}
