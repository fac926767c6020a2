//! VPC links of REST APIs: a network load balancer of the caller's that integrations reach by the link.
//!
//! A link to what is no such balancer is made all the same, and fails, as on AWS. One that an integration names stays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use adit_model::deployment::Deployment;
use adit_model::id::{LoadBalancerArn, ResourceId, RestApiId, VpcLinkId};
use adit_model::load_balancer::LoadBalancer;
use adit_model::rest_api::{ApiResource, RestApi};
use adit_model::stage::Stage;
use adit_model::vpc_link::VpcLink;
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, record, view};

use super::method::some;
use super::page::Wanted;
use super::patch::{self, PatchOperation};
use super::tag;
use crate::cx::Cx;

view! {
    pub(super) struct CreateVpcLink: "apigateway"."CreateVpcLink" {
        name: String = "name",
        description: Option<String> = "description",
        target_arns: Vec<String> = "targetArns",
        tags: BTreeMap<String, String> = "tags",
    }
}

view! {
    pub(super) struct GetVpcLink: "apigateway"."GetVpcLink" { vpc_link_id: String = "vpcLinkId" }
}

view! {
    pub(super) struct GetVpcLinks: "apigateway"."GetVpcLinks" {
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
    }
}

view! {
    pub(super) struct UpdateVpcLink: "apigateway"."UpdateVpcLink" {
        vpc_link_id: String = "vpcLinkId",
        patch_operations: Vec<PatchOperation> = "patchOperations",
    }
}

view! {
    pub(super) struct DeleteVpcLink: "apigateway"."DeleteVpcLink" { vpc_link_id: String = "vpcLinkId" }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateVpcLink) -> Result<Record, ApiError> {
    if input.name.trim().is_empty() {
        return Err(errors::vpc_link_name());
    }
    let target = match input.target_arns.as_slice() {
        [] => return Err(errors::vpc_link_target()),
        [one] => one,
        _ => return Err(errors::vpc_link_targets()),
    };
    tag::check(&input.tags)?;
    let failure = failure(cx, target);
    let id = VpcLinkId::parse(&cx.minter.lower(6)).ok_or_else(|| internal_failure(Service::ApiGateway))?;
    let link = VpcLink {
        id,
        owner: cx.owner(),
        name: input.name,
        description: input.description.filter(|text| !text.is_empty()),
        target_arns: input.target_arns,
        failure,
        created: cx.now,
        tags: input.tags,
    };
    let output = show(cx, &link);
    cx.put(link);
    Ok(output)
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetVpcLink) -> Result<Record, ApiError> {
    Ok(show(cx, find(cx, &input.vpc_link_id)?))
}

pub(super) fn list(cx: &mut Cx<'_>, input: GetVpcLinks) -> Result<Record, ApiError> {
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let links = cx.table::<VpcLink>().iter().map(|link| &**link);
    let links = links.filter(|link| cx.owns(&link.owner));
    Ok(page.of(links, |link| link.id.as_str(), |link| show(cx, link)))
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateVpcLink) -> Result<Record, ApiError> {
    let mut link = VpcLink::clone(find(cx, &input.vpc_link_id)?);
    for patch in patch::read(input.patch_operations)? {
        match patch.parts().as_slice() {
            ["name"] => {
                patch.replaces()?;
                let name = patch.optional().filter(|name| !name.trim().is_empty());
                link.name = name.ok_or_else(errors::vpc_link_name)?;
            }
            ["description"] => link.description = patch.text()?,
            ["targetArns", ..] => return Err(errors::vpc_link_targets_fixed()),
            _ => return Err(errors::patch_path_replace(&patch.path, "/name, /description")),
        }
    }
    let output = show(cx, &link);
    cx.put(link);
    Ok(output)
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteVpcLink) -> Result<Record, ApiError> {
    let id = find(cx, &input.vpc_link_id)?.id.clone();
    let users = users(cx, &id);
    if !users.is_empty() {
        return Err(errors::vpc_link_in_use(&id, users.join(", ")));
    }
    cx.delete::<VpcLink>(&id);
    Ok(Record::new())
}

/// The caller's link.
pub(super) fn find<'a>(cx: &'a Cx<'_>, id: &str) -> Result<&'a Arc<VpcLink>, ApiError> {
    let found = VpcLinkId::parse(id).and_then(|id| cx.table::<VpcLink>().get(&id));
    found
        .filter(|link| cx.owns(&link.owner))
        .ok_or_else(errors::vpc_link_not_found)
}

/// The methods whose integrations name a link, in what is being built and in what is deployed, as AWS writes them.
fn users(cx: &Cx<'_>, id: &VpcLinkId) -> Vec<String> {
    let mut users = BTreeSet::new();
    let mut note = |api: &RestApiId, resources: &BTreeMap<ResourceId, ApiResource>, stage: &str| {
        for resource in resources.values() {
            for (name, method) in &resource.methods {
                let link = method
                    .integration
                    .as_ref()
                    .and_then(|one| one.connection_id.as_deref());
                if link == Some(id.as_str()) {
                    users.insert(format!("{api}:{name}:{}:{stage}", resource.id));
                }
            }
        }
    };
    for api in cx.table::<RestApi>().iter().filter(|api| cx.owns(&api.owner)) {
        note(&api.id, &api.resources, "null");
    }
    for stage in cx.table::<Stage>().iter().filter(|stage| cx.owns(&stage.owner)) {
        if let Some(deployment) = cx.table::<Deployment>().get(&stage.deployment) {
            note(&stage.api, &deployment.resources, stage.id.name());
        }
    }
    users.into_iter().collect()
}

/// Why a target cannot be linked, in AWS's words where they are known.
fn failure(cx: &Cx<'_>, target: &str) -> Option<String> {
    if !target.contains(":loadbalancer/net/") {
        return Some("NLB ARN is malformed.".to_owned());
    }
    let known = LoadBalancerArn::parse(target).and_then(|arn| cx.table::<LoadBalancer>().get(&arn));
    match known {
        Some(balancer) if cx.owns(&balancer.owner) && balancer.network.is_some() => None,
        _ => Some("NLB ARN is malformed.".to_owned()),
    }
}

fn show(cx: &Cx<'_>, link: &VpcLink) -> Record {
    let settled = cx.settled(link.created);
    let failure = link.failure.as_deref().filter(|_| settled);
    let status = match (settled, failure) {
        (false, _) => "PENDING",
        (true, None) => "AVAILABLE",
        (true, Some(_)) => "FAILED",
    };
    let said = match status {
        "AVAILABLE" => Some("Your vpc link is ready for use"),
        "PENDING" => None,
        _ => failure,
    };
    record! {
        "id" => link.id.as_str(),
        "name" => &link.name,
        "description" => link.description.as_deref(),
        "targetArns" => link.target_arns.clone(),
        "status" => status,
        "statusMessage" => said,
        "tags" => some(&link.tags),
    }
}
