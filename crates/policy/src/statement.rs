//! One statement: its elements, parsed, and the guard that they make together.

use std::sync::Arc;

use adit_rules::{Glob, Guard, Point, Set, Test};

use crate::condition::{Condition, value_text};
use crate::json::Node;
use crate::principal::Principals;
use crate::template::{Grammar, Template};
use crate::{Effect, Key, PolicyError, PolicyKind};

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Statement {
    pub(crate) sid: Option<Arc<str>>,
    /// `Allow` or `ExplicitDeny`.
    pub(crate) effect: Effect,
    /// `None` in identity policies, which are about whoever they are attached to.
    principals: Option<Scope<Principals>>,
    actions: Scope<Vec<Glob>>,
    resources: Scope<Vec<Template>>,
    conditions: Vec<Condition>,
}

/// What an element names, or everything but that (`NotAction`).
#[derive(Clone, PartialEq, Eq, Debug)]
struct Scope<T> {
    negated: bool,
    named: T,
}

const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Statement {
    pub(crate) fn parse(
        node: &Node<'_>,
        kind: PolicyKind,
        variables: bool,
    ) -> Result<Statement, PolicyError> {
        node.only(&ELEMENTS)?;
        let effect = node.required("Effect")?;
        let effect = match effect.text()? {
            "Allow" => Effect::Allow,
            "Deny" => Effect::ExplicitDeny,
            other => return Err(effect.error(format!("must be `Allow` or `Deny`, not `{other}`"))),
        };
        let sid = node
            .field("Sid")?
            .map(|sid| sid.text().map(Arc::from))
            .transpose()?;
        let conditions = match node.field("Condition")? {
            Some(block) => Condition::parse_block(&block, variables)?,
            None => Vec::new(),
        };
        Ok(Statement {
            sid,
            effect,
            principals: parse_principals(node, kind, effect)?,
            actions: scope(node, "Action", "NotAction", parse_action)?,
            resources: scope(node, "Resource", "NotResource", |text| {
                parse_resource(text, variables)
            })?,
            conditions,
        })
    }

    /// The requests that the statement is about.
    pub(crate) fn guard(&self) -> Guard<Key> {
        let mut guard = Guard::any();
        if let Some(Scope { negated, named }) = &self.principals {
            guard = guard.with(Key::Principal, side(named.callers(), *negated));
        }
        let actions = Set::any_of(self.actions.named.iter().cloned());
        guard = guard.with(Key::Action, side(actions, self.actions.negated));
        guard = self.narrow_resources(guard);
        self.conditions
            .iter()
            .fold(guard, |guard, condition| condition.narrow(guard))
    }

    fn narrow_resources(&self, guard: Guard<Key>) -> Guard<Key> {
        let Scope { negated, named } = self.resources.clone();
        let fixed: Option<Vec<Glob>> = named.iter().map(Template::fixed).collect();
        if let Some(globs) = fixed {
            return guard.with(Key::Resource, side(Set::any_of(globs), negated));
        }
        let guard = if negated {
            guard
        } else {
            guard.with(Key::Resource, Set::any_of(named.iter().map(Template::outline)))
        };
        guard.when(Test::new("policy variables in `Resource`", move |point| {
            names_resource(&named, point) != negated
        }))
    }
}

fn names_resource(templates: &[Template], point: &dyn Point<Key>) -> bool {
    let Some(text) = value_text("", point.value(&Key::Resource)) else {
        return false;
    };
    templates
        .iter()
        .any(|template| template.resolve(point).is_some_and(|glob| glob.matches(&text)))
}

fn side(set: Set, negated: bool) -> Set {
    if negated { set.complement() } else { set }
}

fn parse_principals(
    node: &Node<'_>,
    kind: PolicyKind,
    effect: Effect,
) -> Result<Option<Scope<Principals>>, PolicyError> {
    let found = node.either("Principal", "NotPrincipal")?;
    match (kind, found) {
        (PolicyKind::Identity, None) => Ok(None),
        (PolicyKind::Identity, Some(_)) => {
            Err(node.error("has a principal, which an identity policy cannot name"))
        }
        (_, None) => Err(node.error("has no `Principal`")),
        (_, Some((true, _))) if effect == Effect::Allow => {
            Err(node.error("has `NotPrincipal`, which must be used with `Deny`"))
        }
        (_, Some((negated, principals))) => Ok(Some(Scope {
            negated,
            named: Principals::parse(&principals)?,
        })),
    }
}

fn scope<T>(
    node: &Node<'_>,
    name: &str,
    not: &str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<Scope<Vec<T>>, PolicyError> {
    let found = node.either(name, not)?;
    let (negated, values) = found.ok_or_else(|| node.error(format!("has no `{name}`")))?;
    let elements = values.one_or_more();
    if elements.is_empty() {
        return Err(values.error("is empty"));
    }
    let named = elements
        .iter()
        .map(|value| parse(value.text()?).map_err(|what| value.error(what)));
    Ok(Scope {
        negated,
        named: named.collect::<Result<_, _>>()?,
    })
}

fn parse_action(text: &str) -> Result<Glob, String> {
    let well_formed = text == "*"
        || text
            .split_once(':')
            .is_some_and(|(service, name)| !service.is_empty() && !name.is_empty() && !name.contains(':'));
    if !well_formed {
        return Err(format!("is not an action: `{text}`"));
    }
    Ok(Glob::new(text).ignoring_case())
}

/// `*` or an ARN. API Gateway's shorthand is expanded before a policy is parsed, see [`crate::execute_api`].
fn parse_resource(text: &str, variables: bool) -> Result<Template, String> {
    let template = Template::parse(
        text,
        Grammar {
            wildcards: true,
            variables,
        },
    )?;
    match text {
        "*" => Ok(template),
        _ if text.starts_with("arn:") => Ok(template.complete_arn()),
        _ => Err(format!("is neither an ARN nor `*`: `{text}`")),
    }
}
