//! The endpoint's own policy: which APIs may be called through it, by whom (api A30-A34, row 9).
//!
//! It applies as soon as it is changed, without a deployment. The words of an explicit denial are ours, modelled on
//! those of resource policies; those of an implicit one are recorded.

use adit_model::vpc_endpoint::VpcEndpoint;
use adit_policy::{Effect, PolicyKind};
use serde_json::Value;

use crate::endpoint::{Request, Taken};
use crate::gateway::answer::{self, Denial};
use crate::gateway::invoke::Invoke;
use crate::gateway::policy::Judge;
use crate::step::{Cx, Fault};
use crate::trace::Decision;

#[derive(Debug)]
pub struct EndpointPolicy {
    pub judge: Judge,
    /// The policy with room for one statement more, around that statement.
    widened: Option<(String, String)>,
    modify: String,
}

pub fn compile(endpoint: &VpcEndpoint) -> EndpointPolicy {
    let whose = format!("the policy of {}", endpoint.id);
    EndpointPolicy {
        judge: Judge::compile(
            endpoint.policy.as_deref(),
            PolicyKind::Endpoint,
            Effect::Allow,
            &whose,
        ),
        widened: endpoint.policy.as_deref().and_then(widen),
        modify: format!(
            "aws ec2 modify-vpc-endpoint --vpc-endpoint-id {} --region {}",
            endpoint.id, endpoint.owner.region
        ),
    }
}

pub(super) fn take(cx: &mut Cx<'_>, request: &Request) -> Taken {
    let Some(api) = &request.api else {
        return Taken::Failed(Fault::Reset);
    };
    let via = request.via();
    let invoke = Invoke::new(api, &via, &request.head, cx.facts);
    let policy = &request.endpoint.policy;
    let (effect, by) = policy.judge.eval(&invoke);
    let denial = match effect {
        Effect::Allow => {
            cx.trail.allow(Decision::EndpointPolicy, &by);
            return Taken::Passed;
        }
        Effect::ExplicitDeny => Denial::EndpointPolicyExplicit,
        Effect::ImplicitDeny => Denial::EndpointPolicyImplicit,
    };
    let reason = match denial {
        Denial::EndpointPolicyExplicit => "VPC_ENDPOINT_POLICY_EXPLICIT_DENY",
        _ => "VPC_ENDPOINT_POLICY_NO_ALLOW",
    };
    let cause = match denial {
        Denial::EndpointPolicyExplicit => format!("{by} denies execute-api:Invoke on {}", invoke.resource()),
        _ => format!(
            "no statement of the policy of {} allows execute-api:Invoke on {}",
            request.endpoint.id,
            invoke.resource()
        ),
    };
    let cure = (denial == Denial::EndpointPolicyImplicit)
        .then(|| policy.cure(&invoke.api_resource()))
        .flatten();
    cx.trail.refuse(Decision::EndpointPolicy, reason, by, cause, cure);
    Taken::Answered(answer::denied(denial, &api.masked(invoke.resource())))
}

impl EndpointPolicy {
    /// The policy as it is, and one statement that allows the API.
    fn cure(&self, resource: &str) -> Option<String> {
        let (before, behind) = self.widened.as_ref()?;
        let statement = format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"{resource}"}}"#
        );
        Some(format!(
            "{} --policy-document '{before}{statement}{behind}'",
            self.modify
        ))
    }
}

/// `None` for a policy that a shell's single quotes cannot hold.
fn widen(policy: &str) -> Option<(String, String)> {
    const MARK: &str = "adit:statement";
    let mut document: Value = serde_json::from_str(policy).ok()?;
    let statements = document.get_mut("Statement")?;
    if !statements.is_array() {
        *statements = Value::Array(vec![statements.take()]);
    }
    statements.as_array_mut()?.push(Value::String(MARK.to_owned()));
    let text = document.to_string();
    let (before, behind) = text.split_once(&format!("\"{MARK}\""))?;
    (!text.contains('\'')).then(|| (before.to_owned(), behind.to_owned()))
}
