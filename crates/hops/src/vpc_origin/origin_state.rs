//! A VPC origin carries traffic once it is deployed (cf A1). While it is not, CloudFront cannot connect (our choice).

use adit_model::distribution::DeployStatus;
use adit_model::vpc_origin::VpcOrigin as Model;
use adit_rules::{Guard, Rule, RuleList};

use crate::dim::{RequestPoint, Rules};
use crate::head::Head;
use crate::step::{Cx, Fault};
use crate::trace::{By, Decision};
use crate::vpc_origin::plan::VpcOrigin;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateOutcome {
    Deployed,
    Deploying,
}

pub fn compile(origin: &Model) -> Rules<StateOutcome> {
    let by = By::object(origin.id.text());
    let deploying = (origin.status == DeployStatus::Deploying)
        .then(|| Rule::new(Guard::any(), StateOutcome::Deploying, by.clone()));
    RuleList::new(deploying, StateOutcome::Deployed, by)
}

pub fn take(cx: &mut Cx<'_>, origin: &VpcOrigin, head: &Head) -> Result<(), Fault> {
    let decided = origin.state.eval(&RequestPoint::new(head, cx.facts));
    match decided.outcome {
        StateOutcome::Deployed => {
            cx.trail.allow(Decision::OriginState, decided.by);
            Ok(())
        }
        StateOutcome::Deploying => {
            let cause = format!("VPC origin {} is still being deployed", origin.id);
            let cure = format!(
                "aws cloudfront get-vpc-origin --id {} --query VpcOrigin.Status",
                origin.id
            );
            cx.trail.refuse(
                Decision::OriginState,
                "BAD_STATE",
                decided.by.clone(),
                cause,
                Some(cure),
            );
            Err(Fault::Refused)
        }
    }
}
