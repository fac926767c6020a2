//! A target's response headers over 32 K: 502 (api E3). On the way back, so not in the ORDER of requests.

use adit_rules::{Guard, NumSet, Point, Rule, RuleList, Value};

use crate::balancer::Taken;
use crate::balancer::page::Page;
use crate::dim::{Dim, Rules};
use crate::head::ResponseHead;
use crate::step::Cx;
use crate::trace::{By, Decision};

const LIMIT: u64 = 32 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseOutcome {
    Passed,
    TooLarge,
}

pub fn compile() -> Rules<ResponseOutcome> {
    let more = Guard::any().with(Dim::HeadLength, NumSet::from_ranges([(LIMIT + 1, u64::MAX)]));
    let by = By::Aws("response header limit of 32 K");
    RuleList::new(
        [Rule::new(more, ResponseOutcome::TooLarge, by.clone())],
        ResponseOutcome::Passed,
        by,
    )
}

/// A target's response as a point.
struct Response(u64);

impl Point<Dim> for Response {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match dim {
            Dim::HeadLength => Value::Num(self.0),
            _ => Value::Absent,
        }
    }
}

pub(super) fn take(cx: &mut Cx<'_>, head: &ResponseHead, rules: &Rules<ResponseOutcome>) -> Taken {
    let bytes: usize = head
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    let decided = rules.eval(&Response(bytes as u64));
    if *decided.outcome == ResponseOutcome::Passed {
        return Taken::Passed;
    }
    let cause = "the target's response headers are larger than 32 K".to_owned();
    cx.trail.refuse(
        Decision::Target,
        "RESPONSE_HEADERS_TOO_LARGE",
        decided.by.clone(),
        cause,
        None,
    );
    Taken::Answered(Page::of(502))
}
