//! The viewer protocol policy: who may come over plain HTTP (cf B4).

use adit_model::distribution::ViewerProtocolPolicy;
use adit_rules::{Guard, NumSet, Rule, RuleList, TextSet};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtocolOutcome {
    Served,
    MovedPermanently,
    TemporaryRedirect,
    Refused,
}

/// The table of cf B4 as a list.
pub fn compile(policy: ViewerProtocolPolicy, by: &By) -> Rules<ProtocolOutcome> {
    let http = || Guard::any().with(Dim::Scheme, TextSet::literals(["http"]));
    let rules = match policy {
        ViewerProtocolPolicy::AllowAll => Vec::new(),
        ViewerProtocolPolicy::HttpsOnly => vec![Rule::new(http(), ProtocolOutcome::Refused, by.clone())],
        ViewerProtocolPolicy::RedirectToHttps => vec![
            Rule::new(
                http().with(Dim::Method, TextSet::literals(["GET", "HEAD"])),
                ProtocolOutcome::MovedPermanently,
                by.clone(),
            ),
            Rule::new(
                http().with(Dim::Version, NumSet::from_ranges([(0, 10)])),
                ProtocolOutcome::Refused,
                by.clone(),
            ),
            Rule::new(http(), ProtocolOutcome::TemporaryRedirect, by.clone()),
        ],
    };
    RuleList::new(rules, ProtocolOutcome::Served, by.clone())
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let (Some(head), Some(behavior)) = (&request.head, request.behavior()) else {
        return Taken::Passed;
    };
    let decided = behavior.protocol.eval(&RequestPoint::new(head, cx.facts));
    let location = || format!("https://{}{}", head.host, head.target);
    match decided.outcome {
        ProtocolOutcome::Served => {
            cx.trail.allow(Decision::ViewerProtocol, decided.by);
            Taken::Passed
        }
        ProtocolOutcome::MovedPermanently => {
            cx.trail.choose(Decision::ViewerProtocol, decided.by.clone());
            Taken::Answered(Page::redirect(301, "Moved Permanently", location()))
        }
        ProtocolOutcome::TemporaryRedirect => {
            cx.trail.choose(Decision::ViewerProtocol, decided.by.clone());
            Taken::Answered(Page::redirect(307, "Temporary Redirect", location()))
        }
        ProtocolOutcome::Refused => {
            let id = &request.distribution.id;
            let cause = format!("{} serves HTTPS only, and the viewer came over HTTP", decided.by);
            let cure = format!(
                "aws cloudfront update-distribution --id {id} --if-match ETAG --distribution-config CONFIG \
                 (with ViewerProtocolPolicy redirect-to-https)"
            );
            cx.trail.refuse(
                Decision::ViewerProtocol,
                "VIEWER_PROTOCOL_POLICY",
                decided.by.clone(),
                cause,
                Some(cure),
            );
            Taken::Answered(Page::html(403, "Bad request."))
        }
    }
}
