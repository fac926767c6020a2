//! The rules of a listener (api E7, E8): create, describe, modify, delete. The default rule is the listener's default
//! action shown as a rule; it can neither be changed nor deleted here.

use adit_model::id::ListenerRuleArn;
use adit_model::listener::Listener;
use adit_model::listener_rule::ListenerRule;
use adit_wire::{ApiError, Record, Value, errors, record, view};

use crate::cx::Cx;
use crate::elbv2::action::{self, AskedAction, Place};
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::condition::{self, AskedCondition};
use crate::elbv2::protocol::Protocol;
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{limit, listener_store, load_balancer, page};

view! {
    pub struct CreateRule: "elbv2"."CreateRule" {
        listener: String = "ListenerArn",
        conditions: Vec<AskedCondition> = "Conditions",
        priority: u32 = "Priority",
        actions: Vec<AskedAction> = "Actions",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct DescribeRules: "elbv2"."DescribeRules" {
        listener: Option<String> = "ListenerArn",
        arns: Vec<String> = "RuleArns",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}
view! {
    pub struct ModifyRule: "elbv2"."ModifyRule" {
        rule: String = "RuleArn",
        conditions: Vec<AskedCondition> = "Conditions",
        actions: Vec<AskedAction> = "Actions",
    }
}
view! {
    pub struct DeleteRule: "elbv2"."DeleteRule" { rule: String = "RuleArn" }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateRule) -> Result<Record, ApiError> {
    let stored = listener_store::find(cx, &asked.listener)?;
    let protocol = stored.protocol();
    if let Protocol::Network(_) = protocol {
        return Err(errors::elbv2::rules_of_network());
    }
    let listener = stored.listener;
    let balancer = load_balancer::find(cx, listener.balancer.as_str())?;
    let conditions = condition::read(asked.conditions)?;
    let place = Place {
        balancer: &balancer,
        protocol,
    };
    let (actions, action_order) = action::read(cx, place, asked.actions)?;
    let tags = tag::read(asked.tags)?;
    if listener_store::rules(cx, &listener.id).any(|rule| rule.priority == asked.priority) {
        return Err(errors::elbv2::priority_in_use(asked.priority));
    }
    let listeners = listener_store::of_balancer(cx, &balancer.id);
    let counts = listeners
        .iter()
        .map(|stored| listener_store::rules(cx, &stored.listener.id).count());
    if counts.sum::<usize>() >= limit::RULES {
        return Err(errors::elbv2::too_many_rules());
    }
    let rule = ListenerRule {
        id: arn::mint_below(
            cx,
            listener.id.as_str(),
            "listener",
            "listener-rule",
            ListenerRuleArn::parse,
        )?,
        owner: cx.owner(),
        listener: listener.id,
        priority: asked.priority,
        conditions,
        actions,
        action_order,
        tags,
    };
    let answer = record! { "Rules" => vec![show(&rule)] };
    cx.put(rule);
    Ok(answer)
}

/// By priority, the default rule last.
pub fn describe(cx: &mut Cx<'_>, asked: DescribeRules) -> Result<Record, ApiError> {
    let mut items: Vec<(String, Record)> = match (&asked.listener, asked.arns.is_empty()) {
        (Some(_), false) => return Err(errors::elbv2::exclusive("Listener ARN", "rule ARNs")),
        (None, true) => return Err(errors::elbv2::one_of("a listener ARN", "rule ARNs")),
        (Some(arn), true) => {
            let listener = listener_store::find(cx, arn)?.listener;
            let rules = listener_store::rules(cx, &listener.id).map(item);
            rules.chain(default_item(&listener)).collect()
        }
        (None, false) => asked
            .arns
            .iter()
            .map(|arn| any_item(cx, arn))
            .collect::<Result<_, _>>()?,
    };
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items.dedup_by(|a, b| a.0 == b.0);
    let page = page::cut(items, asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "Rules" => page.items, "NextMarker" => page.next })
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyRule) -> Result<Record, ApiError> {
    let mut rule = find_changeable(cx, &asked.rule)?;
    if !asked.conditions.is_empty() {
        rule.conditions = condition::read(asked.conditions)?;
    }
    if !asked.actions.is_empty() {
        let stored = listener_store::find(cx, rule.listener.as_str())?;
        let balancer = load_balancer::find(cx, stored.listener.balancer.as_str())?;
        let place = Place {
            balancer: &balancer,
            protocol: stored.protocol(),
        };
        (rule.actions, rule.action_order) = action::read(cx, place, asked.actions)?;
    }
    let answer = record! { "Rules" => vec![show(&rule)] };
    cx.put(rule);
    Ok(answer)
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteRule) -> Result<Record, ApiError> {
    let rule = find_changeable(cx, &asked.rule)?;
    cx.delete::<ListenerRule>(&rule.id);
    Ok(Record::new())
}

/// The caller's rule with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<ListenerRule, ApiError> {
    let id = ArnKind::Rule.read(text, ListenerRuleArn::parse)?;
    let found = cx.get::<ListenerRule>(&id).filter(|rule| cx.owns(&rule.owner));
    found.ok_or_else(errors::elbv2::rules_not_found)
}

/// As [`find`], with AWS's answer where the rule is a default one.
pub fn find_changeable(cx: &Cx<'_>, text: &str) -> Result<ListenerRule, ApiError> {
    let id = ArnKind::Rule.read(text, ListenerRuleArn::parse)?;
    match listener_of_default(cx, &id) {
        Some(_) => Err(errors::elbv2::default_rule()),
        None => find(cx, text),
    }
}

/// The listener whose default rule has this ARN.
pub fn listener_of_default(cx: &Cx<'_>, id: &ListenerRuleArn) -> Option<Listener> {
    // A rule's ARN is its listener's with one more part.
    let (listener, _) = id.as_str().rsplit_once('/')?;
    let arn = listener.replacen(":listener-rule/", ":listener/", 1);
    let listener = listener_store::find(cx, &arn).ok()?.listener;
    (listener.default_rule().as_ref() == Some(id)).then_some(listener)
}

pub fn show(rule: &ListenerRule) -> Record {
    record! {
        "RuleArn" => rule.id.as_str(),
        "Priority" => rule.priority.to_string(),
        "Conditions" => rule.conditions.iter().map(condition::show).collect::<Vec<_>>(),
        "Actions" => action::show(&rule.actions, rule.action_order),
        "IsDefault" => false,
    }
}

fn any_item(cx: &Cx<'_>, arn: &str) -> Result<(String, Record), ApiError> {
    let id = ArnKind::Rule.read(arn, ListenerRuleArn::parse)?;
    match listener_of_default(cx, &id).and_then(|listener| default_item(&listener)) {
        Some(item) => Ok(item),
        None => find(cx, arn).map(|rule| item(&rule)),
    }
}

/// The key puts rules in order of priority; `d` comes after every digit.
fn item(rule: &ListenerRule) -> (String, Record) {
    (format!("{:05} {}", rule.priority, rule.id), show(rule))
}

fn default_item(listener: &Listener) -> Option<(String, Record)> {
    let id = listener.default_rule()?;
    let record = record! {
        "RuleArn" => id.as_str(),
        "Priority" => "default",
        "Conditions" => Value::List(Vec::new()),
        "Actions" => action::show(&listener.default_actions, listener.action_order),
        "IsDefault" => true,
    };
    Some((format!("default {id}"), record))
}
