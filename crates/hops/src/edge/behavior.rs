//! Which cache behavior serves a path: the first whose pattern matches, at last the default one (cf B3).
//!
//! The path is normalised for matching only (RFC 3986 dot segments, duplicate slashes); the raw one goes on.

use std::borrow::Cow;

use adit_model::distribution::DistributionConfig;
use adit_model::id::DistributionId;
use adit_rules::{Glob, Guard, Rule, RuleList, TextSet};
use http::uri::PathAndQuery;

use crate::dim::{Dim, RequestPoint, Rules};
use crate::edge::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

pub fn compile(config: &DistributionConfig, id: &DistributionId) -> Rules<usize> {
    let rules = config.behaviors.iter().enumerate().map(|(at, (pattern, _))| {
        // A leading slash is optional in a pattern.
        let rooted = if pattern.starts_with('/') || pattern.starts_with('*') {
            Cow::Borrowed(pattern.as_str())
        } else {
            Cow::Owned(format!("/{pattern}"))
        };
        let guard = Guard::any().with(Dim::Path, TextSet::glob(Glob::new(&rooted)));
        Rule::new(guard, at, By::object(format!("behavior {pattern} of {id}")))
    });
    RuleList::new(
        rules,
        config.behaviors.len(),
        By::object(format!("behavior * of {id}")),
    )
}

pub fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(head) = &mut request.head else {
        return Taken::Passed;
    };
    let path = normalised(head.path());
    let mut point = RequestPoint::new(head, cx.facts);
    point.path = Some(&path);
    let decided = request.distribution.routes.eval(&point);
    request.behavior = Some(*decided.outcome);
    cx.trail.choose(Decision::Behavior, decided.by.clone());
    // Only for exactly `/`, for every method (cf B8).
    if head.path() == "/"
        && let Some(object) = &request.distribution.default_root_object
    {
        let target = head
            .query()
            .map_or_else(|| object.to_string(), |query| format!("{object}?{query}"));
        if let Ok(target) = target.parse::<PathAndQuery>() {
            head.target = target;
        }
    }
    Taken::Passed
}

/// Without dot segments and duplicate slashes.
fn normalised(path: &str) -> Cow<'_, str> {
    if !path.contains("//") && !path.contains("/.") {
        return Cow::Borrowed(path);
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    // A path that ends in a dot segment names the folder (RFC 3986, 5.2.4).
    let folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    let trailing = folder && !segments.is_empty();
    Cow::Owned(format!(
        "/{}{}",
        segments.join("/"),
        if trailing { "/" } else { "" }
    ))
}

#[cfg(test)]
mod unit {
    use super::normalised;

    #[test]
    fn paths_are_normalised_for_matching() {
        for (raw, matched) in [
            ("/a/b", "/a/b"),
            ("//a///b/", "/a/b/"),
            ("/a/../b", "/b"),
            ("/./a/.", "/a/"),
            ("/a/b/..", "/a/"),
            ("/a/..b", "/a/..b"),
            ("/../..", "/"),
        ] {
            assert_eq!(normalised(raw), matched, "{raw}");
        }
    }
}
