//! Which rule of the listener takes the request, and what it does with it (api E7-E11).
//!
//! Conditions become guards: values within one are alternatives, conditions must all hold, priorities are the order,
//! the default actions come last. A header that is sent several times is searched value by value, so a rule with a
//! header condition stands in the list once for each place (the first three) where its value may be.
//! Parameters of a query are searched in any order, which has no set form: the proof counts such rules as unknown.

use adit_model::index::Index;
use std::fmt;
use std::sync::Arc;

use adit_model::id::TargetGroupArn;
use adit_model::listener::{Action, Listener};
use adit_model::listener_rule::{Condition, ListenerRule};
use adit_rules::{AddrSet, Glob, Guard, Opaque, Piece, Rule, RuleList, Set, TextSet, Value};

use crate::balancer::fixed_response::Fixed;
use crate::balancer::group::Group;
use crate::balancer::redirect::Redirect;
use crate::balancer::{Request, Taken, fixed_response, redirect};
use crate::dim::{Dim, Rules};
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};

/// What the rule does with the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Forward(Arc<Forward>),
    Redirect(Arc<Redirect>),
    Fixed(Arc<Fixed>),
}

/// Groups by weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    pub groups: Vec<(TargetGroupArn, u16)>,
}

/// Values of one header that are searched.
const HEADER_PLACES: u8 = 3;

pub fn compile(
    listener: &Listener,
    rules: &[&ListenerRule],
    groups: &Index<TargetGroupArn, Arc<Group>>,
) -> Rules<Act> {
    let mut ordered: Vec<&&ListenerRule> = rules.iter().collect();
    ordered.sort_by_key(|rule| rule.priority);
    let mut list = Vec::with_capacity(ordered.len());
    for rule in ordered {
        let by = By::object(rule.id.text());
        let act = act(&rule.actions, groups);
        list.extend(
            guards(&rule.conditions)
                .into_iter()
                .map(|guard| Rule::new(guard, act.clone(), by.clone())),
        );
    }
    RuleList::new(
        list,
        act(&listener.default_actions, groups),
        By::object(format!("default rule of {}", listener.id)),
    )
}

/// No listener, no connection: whoever crosses here was told of one by the same Plan.
pub(super) fn port(cx: &mut Cx<'_>, request: &Request) -> Taken {
    match request.listener() {
        Some(listener) => {
            cx.trail
                .allow(Decision::ListenerPort, &By::object(listener.id.text()));
            Taken::Passed
        }
        None => {
            let balancer = &request.balancer.id;
            let cause = format!("{balancer} has no listener on port {}", request.port);
            cx.trail.refuse(
                Decision::ListenerPort,
                "NO_LISTENER",
                By::object(balancer.text()),
                cause,
                None,
            );
            Taken::Failed(Fault::TimedOut)
        }
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(listener) = request.listener() else {
        return Taken::Failed(Fault::TimedOut);
    };
    let decided = listener.rules.eval(&request.point(cx));
    let by = decided.by.clone();
    match decided.outcome.clone() {
        Act::Forward(forward) => {
            cx.trail.allow(Decision::ListenerRule, &by);
            request.forward = Some(forward);
            Taken::Passed
        }
        Act::Redirect(redirect) => redirect::take(cx, request, &redirect, by),
        Act::Fixed(fixed) => fixed_response::take(cx, &fixed, by),
    }
}

/// The action that ends a rule; those before it (authentication) are not built, so a rule that has one does not pass.
fn act(actions: &[Action], groups: &Index<TargetGroupArn, Arc<Group>>) -> Act {
    match actions {
        [Action::Forward { groups: weighted, .. }] => {
            let known = weighted
                .iter()
                .filter(|weighted| groups.contains_key(&weighted.group));
            Act::Forward(Arc::new(Forward {
                groups: known.map(|w| (w.group.clone(), w.weight)).collect(),
            }))
        }
        [Action::Redirect(redirect)] => Act::Redirect(Arc::new(Redirect::compile(redirect))),
        [
            Action::FixedResponse {
                status,
                content_type,
                body,
            },
        ] => Act::Fixed(Arc::new(Fixed::compile(
            *status,
            content_type.as_deref(),
            body.as_deref(),
        ))),
        _ => Act::Fixed(Arc::new(Fixed::compile(500, None, None))),
    }
}

/// One guard for each way in which the conditions can hold.
fn guards(conditions: &[Condition]) -> Vec<Guard<Dim>> {
    let mut guards = vec![Guard::any()];
    for condition in conditions {
        let alternatives = sets(condition);
        guards = guards
            .iter()
            .flat_map(|guard| {
                alternatives
                    .iter()
                    .map(|(dim, set)| guard.clone().with(dim.clone(), set.clone()))
            })
            .collect();
    }
    guards
}

fn sets(condition: &Condition) -> Vec<(Dim, Set)> {
    match condition {
        Condition::HostHeader(values) => vec![(Dim::Host, globs(values, true))],
        Condition::PathPattern(values) => vec![(Dim::Path, globs(values, false))],
        Condition::HttpRequestMethod(values) => {
            vec![(
                Dim::Method,
                TextSet::literals(values.iter().map(String::as_str)).into(),
            )]
        }
        Condition::SourceIp(values) => {
            let prefixes = values.iter().map(|net| (net.addr(), net.prefix_len()));
            vec![(Dim::Source, AddrSet::from_prefixes(prefixes).into())]
        }
        Condition::HttpHeader { name, values } => {
            let name: Arc<str> = name.to_ascii_lowercase().into();
            let set = globs(values, true);
            let again = (1..HEADER_PLACES).map(|at| (Dim::HeaderAgain(name.clone(), at), set.clone()));
            std::iter::once((Dim::Header(name.clone()), set.clone()))
                .chain(again)
                .collect()
        }
        Condition::QueryString(pairs) => vec![(Dim::RawQuery, query(pairs).into())],
    }
}

fn globs(values: &[String], any_case: bool) -> Set {
    Set::any_of(values.iter().map(|value| {
        let glob = Glob::new(value);
        if any_case { glob.ignoring_case() } else { glob }
    }))
}

fn query(pairs: &[(Option<String>, String)]) -> Opaque {
    let pairs: Vec<Pair> = pairs
        .iter()
        .map(|(key, value)| Pair::compile(key.as_deref(), value))
        .collect();
    let label: Vec<String> = pairs.iter().map(Pair::to_string).collect();
    Opaque::new(
        format!("query has {}", label.join(" or ")),
        move |value| match value {
            Value::Text(query) => query.split('&').any(|part| {
                let (key, value) = part.split_once('=').unwrap_or((part, ""));
                pairs.iter().any(|pair| pair.matches(key, value))
            }),
            _ => false,
        },
    )
}

/// A parameter's key, any when `None`, and value.
struct Pair {
    key: Option<Glob>,
    value: Glob,
}

impl Pair {
    fn compile(key: Option<&str>, value: &str) -> Self {
        Self {
            key: key.map(escaped),
            value: escaped(value),
        }
    }

    fn matches(&self, key: &str, value: &str) -> bool {
        self.key.as_ref().is_none_or(|own| own.matches(key)) && self.value.matches(value)
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "`{key}={}`", self.value),
            None => write!(f, "`{}`", self.value),
        }
    }
}

/// `\*` and `\?` are the characters themselves (api E9).
fn escaped(pattern: &str) -> Glob {
    let mut pieces = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        pieces.push(match c {
            '\\' if matches!(chars.peek(), Some('*' | '?' | '\\')) => Piece::Char(chars.next().unwrap_or(c)),
            '*' => Piece::Star,
            '?' => Piece::One,
            c => Piece::Char(c),
        });
    }
    Glob::from_pieces(pieces).ignoring_case()
}
