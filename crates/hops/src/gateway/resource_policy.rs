//! The API's resource policy as it was deployed (api B1, B9-B20, A.4 rows 6, 8, 29).
//!
//! For methods without authorization somebody must have allowed the call: with a policy only an `Allow` passes, and a
//! private API without one denies (on AWS it cannot even be deployed, api A7). The path in the ARN is the one that was
//! matched, without a trailing slash: what AWS makes of the slash is not established.

use adit_model::deployment::Deployment;
use adit_model::rest_api::{EndpointType, RestApi};
use adit_policy::{Effect, PolicyKind};

use crate::gateway::answer::{self, Denial};
use crate::gateway::invoke::Invoke;
use crate::gateway::policy::Judge;
use crate::gateway::{Request, Taken};
use crate::step::Cx;
use crate::trace::{By, Decision};

/// Bytes of a method's ARN (row 29).
const ARN_LIMIT: usize = 1_600;

#[derive(Debug)]
pub struct ResourcePolicy {
    pub judge: Judge,
    /// Whether there is one; without, nothing bounds the length of a public API's ARN.
    present: bool,
}

pub fn compile(api: &RestApi, deployment: &Deployment) -> ResourcePolicy {
    let otherwise = match api.endpoint_type {
        EndpointType::Private => Effect::ImplicitDeny,
        EndpointType::Edge | EndpointType::Regional => Effect::Allow,
    };
    let text = deployment.policy.as_deref();
    let whose = format!("the resource policy of {}", api.id);
    ResourcePolicy {
        judge: Judge::compile(text, PolicyKind::Resource, otherwise, &whose),
        present: text.is_some(),
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(stage) = &request.stage else {
        return Taken::Answered(answer::internal_error());
    };
    let api = &request.api;
    let invoke = Invoke::new(api, &request.via, &request.head, cx.facts);
    if stage.policy.present && invoke.resource().len() > ARN_LIMIT {
        let cause = format!("the method's ARN is longer than {ARN_LIMIT} bytes");
        cx.trail.refuse(
            Decision::ResourcePolicy,
            "ARN_TOO_LONG",
            By::Aws("method ARN limit"),
            cause,
            None,
        );
        return Taken::Answered(answer::uri_too_long());
    }
    let (effect, by) = stage.policy.judge.eval(&invoke);
    let denial = match effect {
        Effect::Allow => {
            cx.trail.allow(Decision::ResourcePolicy, &by);
            return Taken::Passed;
        }
        Effect::ExplicitDeny => Denial::ResourcePolicyExplicit,
        Effect::ImplicitDeny => Denial::ResourcePolicyImplicit,
    };
    let (reason, mut cause) = match denial {
        Denial::ResourcePolicyExplicit => {
            let cause = format!("{by} denies execute-api:Invoke on {}", invoke.resource());
            ("RESOURCE_POLICY_EXPLICIT_DENY", cause)
        }
        _ => {
            let cause = format!(
                "no statement of the resource policy of {} allows execute-api:Invoke on {}",
                api.id,
                invoke.resource()
            );
            ("RESOURCE_POLICY_NO_ALLOW", cause)
        }
    };
    if stage.stale.policy {
        cause.push_str("; the policy was changed since the deployment");
    }
    let cure = stage.stale.policy.then(|| stage.redeploy.to_string());
    cx.trail.refuse(Decision::ResourcePolicy, reason, by, cause, cure);
    Taken::Answered(answer::denied(denial, &api.masked(invoke.resource())))
}
