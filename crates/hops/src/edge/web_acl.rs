//! The web ACL of AWS WAF that a distribution names (cf E6). Geo restriction comes before it.
//!
//! Inspecting requests is not built: a distribution with a web ACL answers as one whose ACL blocks everything, and the
//! trail says why. What AWS WAF would have let through is refused here, never the other way round.

use adit_model::id::DistributionId;
use adit_rules::{Guard, Rule, RuleList};

use crate::dim::{RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebAclOutcome {
    /// No ACL.
    Uninspected,
    NotBuilt,
}

pub fn compile(acl: Option<&str>, id: &DistributionId) -> Rules<WebAclOutcome> {
    let rule = acl.map(|acl| {
        let by = By::object(format!("web ACL {acl} of {id}"));
        Rule::new(Guard::any(), WebAclOutcome::NotBuilt, by)
    });
    RuleList::new(rule, WebAclOutcome::Uninspected, By::Aws("no web ACL"))
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(head) = &request.head else {
        return Taken::Passed;
    };
    let decided = request
        .distribution
        .web_acl
        .eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        WebAclOutcome::Uninspected => Taken::Passed,
        WebAclOutcome::NotBuilt => {
            let id = &request.distribution.id;
            let cause = format!(
                "the {} is not built into this version, so nobody passes",
                decided.by
            );
            let cure = format!("aws cloudfront disassociate-distribution-web-acl --id {id} --if-match ETAG");
            cx.trail.refuse(
                Decision::WebAcl,
                "NOT_BUILT",
                decided.by.clone(),
                cause,
                Some(cure),
            );
            Taken::Answered(Page::html(403, "Request blocked.").final_word())
        }
    }
}
