//! A rule's fixed response (api E11).
//!
//! Without a content type the body goes as `text/plain`, and a type without a charset gets `; charset=utf-8`: our
//! reading, not established.

use bytes::Bytes;
use http::HeaderValue;

use crate::balancer::Taken;
use crate::balancer::page::Page;
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    status: u16,
    content_type: Option<HeaderValue>,
    body: Bytes,
}

impl Fixed {
    pub fn compile(status: u16, content_type: Option<&str>, body: Option<&str>) -> Self {
        let content_type = content_type.unwrap_or("text/plain");
        let content_type = match content_type.contains("charset") {
            true => content_type.to_owned(),
            false => format!("{content_type}; charset=utf-8"),
        };
        let body = body.map(|body| Bytes::from(body.to_owned())).unwrap_or_default();
        Self {
            status,
            content_type: HeaderValue::from_str(&content_type).ok(),
            body,
        }
    }
}

/// A fixed 4XX or 5XX is how a listener says no, so the trail shows it as a refusal.
pub(super) fn take(cx: &mut Cx<'_>, fixed: &Fixed, by: By) -> Taken {
    if fixed.status >= 400 {
        let cause = format!("the rule answers {} itself and forwards nothing", fixed.status);
        cx.trail
            .refuse(Decision::ListenerRule, "FIXED_RESPONSE", by, cause, None);
    } else {
        cx.trail.choose(Decision::ListenerRule, by);
    }
    Taken::Answered(Page::fixed(
        fixed.status,
        fixed.content_type.clone(),
        fixed.body.clone(),
    ))
}
