//! Limits on a request's head: URL 8,192 bytes (414), request line and headers 32,768 bytes (494) (cf C4, G).
//!
//! The bodies of these answers are not established (cf I); ours have the short page's shape, and the connection closes.

use adit_rules::{Guard, NumSet, Rule, RuleList};

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::page::Page;
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

pub const URL_LIMIT: u64 = 8_192;
pub const HEAD_LIMIT: u64 = 32_768;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeOutcome {
    Fits,
    UrlTooLong,
    HeadersTooLong,
}

pub fn compile() -> Rules<SizeOutcome> {
    let above = |limit: u64| NumSet::from_ranges([(limit + 1, u64::MAX)]);
    RuleList::new(
        [
            Rule::new(
                Guard::any().with(Dim::TargetLength, above(URL_LIMIT)),
                SizeOutcome::UrlTooLong,
                By::Aws("URL limit of 8,192 bytes"),
            ),
            Rule::new(
                Guard::any().with(Dim::HeadLength, above(HEAD_LIMIT)),
                SizeOutcome::HeadersTooLong,
                By::Aws("request limit of 32,768 bytes"),
            ),
        ],
        SizeOutcome::Fits,
        By::Aws("request limits"),
    )
}

pub fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(head) = &request.head else {
        return Taken::Passed;
    };
    let decided = request.distribution.size.eval(&RequestPoint::new(head, cx.facts));
    let (reason, page) = match decided.outcome {
        SizeOutcome::Fits => {
            cx.trail.allow(Decision::RequestSize, decided.by);
            return Taken::Passed;
        }
        SizeOutcome::UrlTooLong => ("URL_TOO_LONG", Page::short(414, "Request-URI Too Large")),
        SizeOutcome::HeadersTooLong => (
            "HEADERS_TOO_LONG",
            Page::short(494, "Request Header Or Cookie Too Large"),
        ),
    };
    let cause = format!("the request is over the {}", decided.by);
    cx.trail
        .refuse(Decision::RequestSize, reason, decided.by.clone(), cause, None);
    Taken::Answered(page.closing())
}
