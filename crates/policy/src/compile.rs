//! What a policy becomes, and the answer that it gives for one request.

use std::fmt;
use std::sync::Arc;

use adit_rules::{Point, RuleList};

use crate::Key;

/// A policy as ordered rules.
pub type Compiled = RuleList<Key, Effect, StatementRef>;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Effect {
    /// A `Deny` statement matched.
    ExplicitDeny,
    /// An `Allow` statement matched and no `Deny` did.
    Allow,
    /// Nothing matched.
    ImplicitDeny,
}

/// The statement that decided.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum StatementRef {
    /// `index` counts from zero, in the order of the document.
    Statement { index: usize, sid: Option<Arc<str>> },
    /// No statement matched.
    NoStatement,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    pub effect: Effect,
    pub by: StatementRef,
}

/// What one policy says of one request.
pub fn evaluate(policy: &Compiled, request: &impl Point<Key>) -> Verdict {
    let decision = policy.eval(request);
    Verdict {
        effect: *decision.outcome,
        by: decision.by.clone(),
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Effect::ExplicitDeny => "explicit deny",
            Effect::Allow => "allow",
            Effect::ImplicitDeny => "implicit deny",
        })
    }
}

/// `statement 2 (DenyOutsideVpce)`: counted from one, as a reader counts.
impl fmt::Display for StatementRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatementRef::Statement {
                index,
                sid: Some(sid),
            } => write!(f, "statement {} ({sid})", index + 1),
            StatementRef::Statement { index, sid: None } => write!(f, "statement {}", index + 1),
            StatementRef::NoStatement => f.write_str("no statement"),
        }
    }
}
