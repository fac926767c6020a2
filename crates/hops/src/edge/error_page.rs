//! Custom error responses: another page, and perhaps another status, in place of an error (cf B9).
//!
//! The page is fetched through the behavior that its path selects. When it is not to be had, the status of that second
//! fetch is returned.

use adit_model::distribution::DistributionConfig;
use adit_model::id::DistributionId;
use adit_rules::{Guard, Rule, RuleList, TextSet};
use http::header::{CONNECTION, HeaderValue};
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, StatusCode, Version};

use crate::dim::{Dim, Rules};
use crate::edge::Request;
use crate::edge::response::X_CACHE;
use crate::head::{BodyLength, Head, ResponseHead, Tail};
use crate::step::Cx;
use crate::trace::{By, Decision};

/// Which page replaces which status.
pub type ErrorPages = Rules<Option<ErrorPage>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorPage {
    path: PathAndQuery,
    code: u16,
}

/// The error whose page is being fetched.
#[derive(Debug)]
pub struct Pending {
    original: StatusCode,
    answer: StatusCode,
}

/// The decisions that the fetch of a page goes through.
const ORDER: &[Decision] = &[Decision::Behavior, Decision::Cache, Decision::Origin];

pub fn compile(config: &DistributionConfig, id: &DistributionId) -> ErrorPages {
    let rules = config.error_responses.iter().filter_map(|response| {
        let (path, code) = response.response.as_ref()?;
        let guard = Guard::any().with(Dim::Status, TextSet::literals([response.code.to_string()]));
        let page = ErrorPage {
            path: path.parse().ok()?,
            code: *code,
        };
        Some(Rule::new(
            guard,
            Some(page),
            By::object(format!("custom error response {} of {id}", response.code)),
        ))
    });
    RuleList::new(rules, None, By::Aws("no custom error response"))
}

/// Turns `request` into the fetch of the page for `status`, if the distribution has one.
pub fn begin(cx: &mut Cx<'_>, request: &mut Request, status: StatusCode) -> Option<&'static [Decision]> {
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let distribution = request.distribution.clone();
    let decided = distribution.error_pages.eval(&StatusPoint(status.as_str()));
    let page = decided.outcome.as_ref()?;
    cx.trail.choose(Decision::ErrorPage, decided.by.clone());
    request.head = Some(Head {
        method: Method::GET,
        version: Version::HTTP_11,
        scheme: request.scheme,
        host: distribution.domain.clone(),
        port: None,
        target: page.path.clone(),
        headers: HeaderMap::new(),
        body: BodyLength::None,
    });
    request.key = None;
    // What is stale is the object that was asked for, not the page.
    request.stale = None;
    request.error = Some(Pending {
        original: status,
        answer: StatusCode::from_u16(page.code).unwrap_or(status),
    });
    Some(ORDER)
}

impl Pending {
    /// The fetched page under the status that was asked for.
    pub fn settle(self, mut head: ResponseHead, tail: Tail) -> (ResponseHead, Tail) {
        if head.status.is_success() {
            head.status = self.answer;
            // Whatever the page's own fetch came to, the viewer is answered for an error (cf C10).
            head.headers
                .insert(X_CACHE, HeaderValue::from_static("Error from cloudfront"));
            let close = matches!(self.original.as_u16(), 400 | 405 | 414 | 416 | 500 | 501);
            head.headers.insert(
                CONNECTION,
                HeaderValue::from_static(if close { "close" } else { "keep-alive" }),
            );
        }
        (head, tail)
    }
}

/// A response has one coordinate.
struct StatusPoint<'a>(&'a str);

impl adit_rules::Point<Dim> for StatusPoint<'_> {
    fn value(&self, dim: &Dim) -> adit_rules::Value<'_> {
        match dim {
            Dim::Status => adit_rules::Value::Text(self.0),
            _ => adit_rules::Value::Absent,
        }
    }
}
