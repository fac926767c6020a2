//! What a balancer refuses before any rule: TRACE, oversized heads, and in `strictest` mode what may be a desync
//! attempt (api E3, E7, E21b).
//!
//! Only what survives in a parsed head can be judged here: conflicting lengths, broken chunking and malformed lines
//! never become a head, `proxy` answers them. A request line over the limit is answered 414; AWS documents both 400
//! and 414 for it.

use adit_model::load_balancer::LoadBalancer;
use adit_rules::{Guard, NumSet, Rule, RuleList, TextSet};

use crate::balancer::page::Page;
use crate::balancer::{Request, Taken};
use crate::dim::{Dim, Rules};
use crate::step::Cx;
use crate::trace::{By, Decision};

/// Bytes of the request line: method, target, version and what separates them.
const LINE_LIMIT: u64 = 16 * 1024;
const HEADER_LIMIT: u64 = 16 * 1024;
const HEAD_LIMIT: u64 = 64 * 1024;
/// `GET `, ` HTTP/1.1` and the line's end; longer methods are not counted.
const LINE_FRAME: u64 = 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxOutcome {
    Accepted,
    Refused {
        status: u16,
        reason: &'static str,
        cause: &'static str,
    },
}

pub fn compile(balancer: &LoadBalancer) -> Rules<SyntaxOutcome> {
    let at_least = |limit: u64| NumSet::from_ranges([(limit, u64::MAX)]);
    let refused = |status, reason, cause| SyntaxOutcome::Refused {
        status,
        reason,
        cause,
    };
    let mut rules = vec![
        Rule::new(
            Guard::any().with(Dim::Method, TextSet::literals(["TRACE"])),
            refused(405, "METHOD_TRACE", "a load balancer does not serve TRACE"),
            By::Aws("TRACE is not served"),
        ),
        Rule::new(
            Guard::any().with(Dim::TargetLength, at_least(LINE_LIMIT - LINE_FRAME)),
            refused(
                414,
                "REQUEST_LINE_TOO_LONG",
                "the request line is longer than 16 K",
            ),
            By::Aws("request line limit of 16 K"),
        ),
        Rule::new(
            Guard::any().with(Dim::HeadLength, at_least(HEAD_LIMIT)),
            refused(
                400,
                "HEADERS_TOO_LARGE",
                "the request headers are larger than 64 K",
            ),
            By::Aws("header limit of 64 K"),
        ),
        Rule::new(
            Guard::any().with(Dim::LongestHeader, at_least(HEADER_LIMIT)),
            refused(400, "HEADER_TOO_LARGE", "one request header is larger than 16 K"),
            By::Aws("single header limit of 16 K"),
        ),
    ];
    if balancer.attribute("routing.http.desync_mitigation_mode") == Some("strictest") {
        let get = || Guard::any().with(Dim::Method, TextSet::literals(["GET", "HEAD"]));
        let by = || By::object(format!("desync_mitigation_mode strictest of {}", balancer.id));
        rules.push(Rule::new(
            get().with(Dim::Body, TextSet::literals(["some"])),
            refused(
                400,
                "DESYNC_UNDEFINED_LENGTH_SEMANTICS",
                "a GET or HEAD request has a body",
            ),
            by(),
        ));
        rules.push(Rule::new(
            get().with(Dim::Header("content-length".into()), TextSet::literals(["0"])),
            refused(
                400,
                "DESYNC_ZERO_LENGTH",
                "a GET or HEAD request says Content-Length: 0",
            ),
            by(),
        ));
    }
    RuleList::new(rules, SyntaxOutcome::Accepted, By::Aws("request is well formed"))
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let decided = request.balancer.syntax.eval(&request.point(cx));
    match *decided.outcome {
        SyntaxOutcome::Accepted => {
            cx.trail.allow(Decision::RequestSyntax, decided.by);
            Taken::Passed
        }
        SyntaxOutcome::Refused {
            status,
            reason,
            cause,
        } => {
            cx.trail.refuse(
                Decision::RequestSyntax,
                reason,
                decided.by.clone(),
                cause.to_owned(),
                None,
            );
            Taken::Answered(Page::of(status))
        }
    }
}
