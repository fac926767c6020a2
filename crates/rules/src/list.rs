//! The ordered list of rules, and the evaluator that traffic runs on.

use crate::{Guard, Point};

/// One decision as configured: requests that the guard admits get the outcome, and `by` is the object that said so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule<D, O, W> {
    pub guard: Guard<D>,
    pub outcome: O,
    pub by: W,
}

impl<D, O, W> Rule<D, O, W> {
    pub fn new(guard: Guard<D>, outcome: O, by: W) -> Self {
        Rule { guard, outcome, by }
    }
}

/// Rules in order, of which the first that admits a request decides, and a default for the rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleList<D, O, W> {
    rules: Vec<Rule<D, O, W>>,
    default: (O, W),
}

/// What a list says of one request.
#[derive(PartialEq, Eq, Debug)]
pub struct Decision<'a, O, W> {
    pub outcome: &'a O,
    pub by: &'a W,
    /// The place of the rule that decided; `None` is the default.
    pub rule: Option<usize>,
}

impl<D: Ord + Clone, O, W> RuleList<D, O, W> {
    pub fn new(rules: impl IntoIterator<Item = Rule<D, O, W>>, outcome: O, by: W) -> Self {
        RuleList {
            rules: rules.into_iter().collect(),
            default: (outcome, by),
        }
    }

    pub fn rules(&self) -> &[Rule<D, O, W>] {
        &self.rules
    }

    pub fn default_outcome(&self) -> &O {
        &self.default.0
    }

    /// The first rule that admits the request decides. This is the request path: it allocates nothing.
    pub fn eval<P: Point<D>>(&self, point: &P) -> Decision<'_, O, W> {
        let found = self.rules.iter().position(|rule| rule.guard.admits(point));
        self.decision(found)
    }

    /// The decision of one rule, or of the default.
    pub fn decision(&self, rule: Option<usize>) -> Decision<'_, O, W> {
        match rule.and_then(|at| self.rules.get(at)) {
            Some(Rule { outcome, by, .. }) => Decision { outcome, by, rule },
            None => Decision {
                outcome: &self.default.0,
                by: &self.default.1,
                rule: None,
            },
        }
    }
}

impl<O, W> Clone for Decision<'_, O, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O, W> Copy for Decision<'_, O, W> {}
