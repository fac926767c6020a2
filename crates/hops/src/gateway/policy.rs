//! A policy with the words for each of its statements, so that a trail names the one that decided.

use adit_policy::{Compiled, Effect, Policy, PolicyKind, StatementRef};
use adit_rules::RuleList;

use crate::gateway::invoke::Invoke;
use crate::trace::By;

#[derive(Debug)]
pub struct Judge {
    pub rules: Compiled,
    /// By the place of the rule; the last is the default's.
    subjects: Vec<By>,
}

impl Judge {
    /// `whose`: `the resource policy of ...`. Without a policy every call gets `otherwise`. A text that is no policy was
    /// refused when it was set; if it is here all the same, nothing passes.
    pub fn compile(text: Option<&str>, kind: PolicyKind, otherwise: Effect, whose: &str) -> Self {
        let rules = match text.map(|text| Policy::parse(text, kind, usize::MAX)) {
            Some(Ok(policy)) => policy.compile(),
            Some(Err(_)) => RuleList::new([], Effect::ExplicitDeny, StatementRef::NoStatement),
            None => RuleList::new([], otherwise, StatementRef::NoStatement),
        };
        let subjects = rules
            .rules()
            .iter()
            .map(|rule| By::object(format!("{} of {whose}", rule.by)));
        let subjects = subjects.chain([By::object(whose)]).collect();
        Self { rules, subjects }
    }

    /// The effect, and who decided.
    pub fn eval(&self, invoke: &Invoke<'_>) -> (Effect, By) {
        let decided = self.rules.eval(invoke);
        let at = decided.rule.unwrap_or(self.rules.rules().len());
        (
            *decided.outcome,
            self.subjects.get(at).cloned().unwrap_or(By::Aws("policy")),
        )
    }
}
