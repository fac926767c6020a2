//! SetRulePriorities: several rules at once, so that two can change places.

use adit_model::id::ListenerRuleArn;
use adit_model::listener_rule::ListenerRule;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::{listener_rule, listener_store};

view! {
    pub struct SetRulePriorities: "elbv2"."SetRulePriorities" { priorities: Vec<RulePriority> = "RulePriorities" }
}
view! {
    pub struct RulePriority: "elbv2"/"RulePriorityPair" {
        rule: Option<String> = "RuleArn",
        priority: Option<u32> = "Priority",
    }
}

pub fn set(cx: &mut Cx<'_>, asked: SetRulePriorities) -> Result<Record, ApiError> {
    let mut rules: Vec<ListenerRule> = Vec::new();
    for pair in asked.priorities {
        let mut rule = listener_rule::find_changeable(cx, &pair.rule.unwrap_or_default())?;
        let Some(priority) = pair.priority else {
            return Err(errors::elbv2::priority_range());
        };
        rule.priority = priority;
        if rules
            .iter()
            .any(|other| other.listener == rule.listener && other.priority == priority)
        {
            return Err(errors::elbv2::priority_repeated(priority));
        }
        rules.push(rule);
    }
    for rule in &rules {
        let moved = |id: &ListenerRuleArn| rules.iter().any(|other| other.id == *id);
        let mut others = listener_store::rules(cx, &rule.listener);
        if others.any(|other| other.priority == rule.priority && !moved(&other.id)) {
            return Err(errors::elbv2::priority_in_use(rule.priority));
        }
    }
    let shown: Vec<Record> = rules.iter().map(listener_rule::show).collect();
    for rule in rules {
        cx.put(rule);
    }
    Ok(record! { "Rules" => shown })
}
