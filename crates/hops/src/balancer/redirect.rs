//! A rule's redirect: the request's own URL with parts replaced (api E11).
//!
//! The port is always spelled out in `Location`, as a balancer does.

use std::fmt::Write;

use adit_model::listener::Redirect as Model;
use http::HeaderValue;

use crate::balancer::page::Page;
use crate::balancer::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    status: u16,
    pieces: Vec<Part>,
    query: Vec<Part>,
}

/// A part of the target as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// In a URL's scheme: `http` or `https`.
    Protocol,
    Host,
    Port,
    /// Without its leading slash.
    Path,
    Query,
}

const PLACEHOLDERS: &[(&str, Part)] = &[
    ("#{protocol}", Part::Protocol),
    ("#{host}", Part::Host),
    ("#{port}", Part::Port),
    ("#{path}", Part::Path),
    ("#{query}", Part::Query),
];

impl Redirect {
    pub fn compile(model: &Model) -> Self {
        let mut pieces = parts(&scheme(&model.protocol));
        pieces.push(Part::Text("://".to_owned()));
        pieces.extend(parts(&model.host));
        pieces.push(Part::Text(":".to_owned()));
        pieces.extend(parts(&model.port));
        if !model.path.starts_with('/') {
            pieces.push(Part::Text("/".to_owned()));
        }
        pieces.extend(parts(&model.path));
        Self {
            status: model.status,
            pieces,
            query: parts(&model.query),
        }
    }

    fn location(&self, request: &Request) -> String {
        let mut out = fill(&self.pieces, request);
        let query = fill(&self.query, request);
        if !query.is_empty() {
            out.push('?');
            out.push_str(&query);
        }
        out
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request, redirect: &Redirect, by: By) -> Taken {
    cx.trail.choose(Decision::ListenerRule, by);
    match HeaderValue::from_str(&redirect.location(request)) {
        Ok(location) => Taken::Answered(Page::redirect(redirect.status, location)),
        Err(_) => Taken::Answered(Page::of(400)),
    }
}

/// `HTTP` and `HTTPS` are spelled in upper case in an action and in lower case in a URL.
fn scheme(protocol: &str) -> String {
    if protocol.starts_with('#') {
        protocol.to_owned()
    } else {
        protocol.to_ascii_lowercase()
    }
}

fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = PLACEHOLDERS
            .iter()
            .filter_map(|(name, part)| Some((rest.find(name)?, name.len(), part)));
        let Some((at, length, part)) = next.min_by_key(|(at, ..)| *at) else {
            out.push(Part::Text(rest.to_owned()));
            break;
        };
        let (before, behind) = rest.split_at(at);
        if !before.is_empty() {
            out.push(Part::Text(before.to_owned()));
        }
        out.push(part.clone());
        rest = behind.get(length..).unwrap_or_default();
    }
    out
}

fn fill(parts: &[Part], request: &Request) -> String {
    let head = &request.head;
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Protocol => out.push_str(head.scheme.name()),
            Part::Host => out.push_str(&head.host),
            Part::Port => {
                // Writing to a String cannot fail.
                let _ = write!(out, "{}", request.port);
            }
            Part::Path => out.push_str(head.path().strip_prefix('/').unwrap_or(head.path())),
            Part::Query => out.push_str(head.query().unwrap_or_default()),
        }
    }
    out
}
