//! Which method of which resource (api C3-C8, A.4 rows 4 and 5).
//!
//! One list over path and method, most specific first; an explicit method comes before `ANY` of its resource. Unknown
//! routes answer "Missing Authentication Token", or complain about an Authorization header that is no signature.

use std::sync::Arc;

use adit_model::deployment::Deployment;
use adit_model::rest_api::RestApi;
use adit_model::stage::Stage as Model;
use adit_rules::{Glob, Guard, Rule, RuleList, Set, TextSet};

use crate::compile::Reader;
use crate::dim::{Dim, Rules};
use crate::gateway::method::Method;
use crate::gateway::route_index::{ANY_METHODS, Part, RouteIndex, language};
use crate::gateway::{Request, Taken, answer};
use crate::step::Cx;
use crate::trace::{By, Decision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteOutcome {
    /// A place in the stage's methods.
    Method(usize),
    /// Row 5.
    IncompleteSignature,
    /// Row 4.
    MissingToken,
}

#[derive(Debug)]
pub struct Routes {
    pub rules: Rules<RouteOutcome>,
    pub methods: Vec<Arc<Method>>,
    index: RouteIndex,
}

pub fn compile(api: &RestApi, stage: &Model, deployment: &Deployment, reader: &Reader<'_>) -> Routes {
    let mut found: Vec<(Vec<Part>, bool, &str, Arc<Method>)> = deployment
        .resources
        .values()
        .flat_map(|resource| {
            resource
                .methods
                .iter()
                .map(move |(name, method)| (resource, name, method))
        })
        .map(|(resource, name, method)| {
            let compiled = Arc::new(Method::compile(api, stage, resource, name, method, reader));
            (Part::of(&resource.path), name == "ANY", name.as_str(), compiled)
        })
        .collect();
    found.sort_by(|a, b| (&a.0, a.1, a.2).cmp(&(&b.0, b.1, b.2)));
    let mut index = RouteIndex::new();
    let mut rules = Vec::with_capacity(found.len() + 1);
    for (at, (parts, any, name, method)) in found.iter().enumerate() {
        let methods = if *any {
            TextSet::literals(ANY_METHODS)
        } else {
            TextSet::literals([*name])
        };
        let guard = Guard::any()
            .with(Dim::Path, language(parts))
            .with(Dim::Method, methods);
        rules.push(Rule::new(guard, RouteOutcome::Method(at), method.by.clone()));
        index.insert(parts, name, at);
    }
    let by = By::object(format!("resources deployed to {}", stage.id));
    rules.push(Rule::new(
        not_signed(),
        RouteOutcome::IncompleteSignature,
        by.clone(),
    ));
    Routes {
        rules: RuleList::new(rules, RouteOutcome::MissingToken, by),
        methods: found.into_iter().map(|(.., method)| method).collect(),
        index,
    }
}

/// An Authorization header that is there and no signature.
pub(super) fn not_signed() -> Guard<Dim> {
    let signed = Set::from(TextSet::glob(Glob::new("AWS4-HMAC-SHA256*")));
    let set = Set::from(TextSet::present()).subtract(&signed);
    Guard::any().with(Dim::Header("authorization".into()), set)
}

impl Routes {
    /// What the list says, found through the index where it knows the route.
    fn decide<'r>(&'r self, request: &Request, cx: &Cx<'_>) -> adit_rules::Decision<'r, RouteOutcome, By> {
        let target = request.target();
        match self.index.find(target.method, target.path) {
            Some(rule) => self.rules.decision(Some(rule)),
            None => self.unrouted(request, cx),
        }
    }

    fn unrouted<'r>(&'r self, request: &Request, cx: &Cx<'_>) -> adit_rules::Decision<'r, RouteOutcome, By> {
        let last = self.methods.len();
        let incomplete = self
            .rules
            .rules()
            .get(last)
            .is_some_and(|rule| rule.guard.admits(&request.point_below(cx)));
        self.rules.decision(incomplete.then_some(last))
    }

    #[cfg(test)]
    pub(super) fn index(&self) -> &RouteIndex {
        &self.index
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &mut Request) -> Taken {
    let Some(stage) = request.stage.clone() else {
        return Taken::Answered(answer::internal_error());
    };
    let decided = stage.routes.decide(request, cx);
    let answered = match *decided.outcome {
        RouteOutcome::Method(at) => {
            cx.trail.choose(Decision::ResourceMethod, decided.by.clone());
            request.method = stage.routes.methods.get(at).cloned();
            return Taken::Passed;
        }
        RouteOutcome::IncompleteSignature => {
            answer::incomplete_signature(request.head.header("authorization").unwrap_or_default())
        }
        RouteOutcome::MissingToken => answer::missing_token(),
    };
    let target = request.target();
    let mut cause = format!("{} has no method {} {}", stage.by, target.method, target.path);
    if stage.stale.resources {
        cause.push_str("; the API's resources were changed since the deployment");
    }
    let cure = stage.stale.resources.then(|| stage.redeploy.to_string());
    cx.trail.refuse(
        Decision::ResourceMethod,
        "NO_SUCH_METHOD",
        decided.by.clone(),
        cause,
        cure,
    );
    Taken::Answered(answered)
}
