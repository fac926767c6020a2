//! A public request for an API that does not exist: the regional front door answers 403 (api A.4 row 1).

use crate::front::Lead;
use crate::gateway::answer;
use crate::head::Head;
use crate::step::Cx;
use crate::trace::{By, Decision, HopKind};

pub fn unknown_api(cx: &mut Cx<'_>, head: &Head) -> Lead {
    cx.trail.enter(HopKind::Gateway);
    let cause = format!("`{}` names no API", head.host);
    cx.trail.refuse(
        Decision::EndpointType,
        "API_NOT_NAMED",
        By::Aws("execute-api"),
        cause,
        None,
    );
    let (head, tail) = answer::forbidden().parts(cx.facts);
    Lead::Answer(head, tail)
}
