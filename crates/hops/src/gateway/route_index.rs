//! Resources by path segment, so that a route is found without trying every rule.
//!
//! The index answers with the place of a rule in the list of routes, and it is that list that decides: what it gives is
//! what walking the list in order would give, which a test holds it to. At each level a literal comes before
//! `{name}` and that before `{name+}` (api C3); a branch without a fitting method is left again (api C4).

use adit_model::index::Index;
use std::sync::Arc;

use adit_rules::{Glob, Set};

/// A segment of a resource's path. The order of variants is the order of preference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Literal(Arc<str>),
    /// `{name}`: one whole segment.
    Param(Arc<str>),
    /// `{name+}`: one or more segments, the last ones.
    Proxy(Arc<str>),
}

impl Part {
    pub fn of(path: &str) -> Vec<Self> {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        segments
            .map(|segment| {
                let inner = segment
                    .strip_prefix('{')
                    .and_then(|inner| inner.strip_suffix('}'));
                match inner.map(|name| (name.strip_suffix('+'), name)) {
                    Some((Some(name), _)) => Self::Proxy(name.into()),
                    Some((None, name)) => Self::Param(name.into()),
                    None => Self::Literal(segment.into()),
                }
            })
            .collect()
    }

    pub fn names(&self, wanted: &str) -> bool {
        match self {
            Self::Literal(_) => false,
            Self::Param(name) | Self::Proxy(name) => &**name == wanted,
        }
    }
}

/// The paths that a resource matches.
pub fn language(parts: &[Part]) -> Set {
    let mut pattern = String::new();
    for part in parts {
        pattern.push('/');
        match part {
            Part::Literal(text) => pattern.push_str(text),
            Part::Param(_) | Part::Proxy(_) => pattern.push_str("?*"),
        }
    }
    if parts.is_empty() {
        pattern.push('/');
    }
    // Fields are counted with the empty one before the first slash; only a proxy's may hold slashes.
    let closed = match parts.last() {
        Some(Part::Proxy(_)) => parts.len() + 1,
        _ => parts.len() + 2,
    };
    Set::any_of([Glob::new(&pattern).segmented('/', closed)])
}

#[derive(Debug, Default)]
pub struct RouteIndex {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    literals: Index<Arc<str>, usize>,
    param: Option<usize>,
    proxy: Option<usize>,
    /// By method; the place in the list.
    methods: Index<Box<str>, usize>,
    any: Option<usize>,
}

/// The methods that `ANY` stands for (api C6).
pub const ANY_METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

impl RouteIndex {
    pub fn new() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }

    pub fn insert(&mut self, parts: &[Part], method: &str, rule: usize) {
        let mut at = 0;
        for part in parts {
            let next = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else {
                return;
            };
            at = match part {
                Part::Literal(text) => *node.literals.entry(text.clone()).or_insert(next),
                Part::Param(_) => *node.param.get_or_insert(next),
                Part::Proxy(_) => *node.proxy.get_or_insert(next),
            };
            if at == next {
                self.nodes.push(Node::default());
            }
        }
        let Some(node) = self.nodes.get_mut(at) else {
            return;
        };
        match method {
            "ANY" => node.any = node.any.or(Some(rule)),
            method => {
                node.methods.entry(method.into()).or_insert(rule);
            }
        }
    }

    /// The place of the first rule that admits method and path.
    pub fn find(&self, method: &str, path: &str) -> Option<usize> {
        let rest = path.strip_prefix('/')?;
        let rest = if rest.is_empty() { None } else { Some(rest) };
        self.below(0, rest, method)
    }

    /// `rest`: the segments still to match; `None` when there are none.
    fn below(&self, at: usize, rest: Option<&str>, method: &str) -> Option<usize> {
        let node = self.nodes.get(at)?;
        let Some(rest) = rest else {
            return node.method(method);
        };
        let (segment, behind) = match rest.split_once('/') {
            Some((segment, behind)) => (segment, Some(behind)),
            None => (rest, None),
        };
        let literal = node
            .literals
            .get(segment)
            .and_then(|next| self.below(*next, behind, method));
        let param = || {
            let next = node.param.filter(|_| !segment.is_empty())?;
            self.below(next, behind, method)
        };
        let proxy = || {
            self.nodes
                .get(node.proxy.filter(|_| !rest.is_empty())?)?
                .method(method)
        };
        literal.or_else(param).or_else(proxy)
    }
}

impl Node {
    fn method(&self, method: &str) -> Option<usize> {
        let any = || self.any.filter(|_| ANY_METHODS.contains(&method));
        self.methods.get(method).copied().or_else(any)
    }
}
