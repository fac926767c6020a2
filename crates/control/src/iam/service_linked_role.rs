//! Roles that services keep for themselves: Elastic Load Balancing, API Gateway, CloudFront's VPC origins.
//!
//! AWS makes them with a service's first resource; here they are made when they are asked for, and the services work
//! without. A deletion is a task; it fails while the account has what the role is for.

use std::collections::BTreeMap;

use adit_model::arn;
use adit_model::id::{IamName, RoleDeletionId};
use adit_model::load_balancer::LoadBalancer;
use adit_model::role::{Role, RoleDeletion};
use adit_model::vpc_origin::VpcOrigin;
use adit_wire::{ApiError, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::iam::role;

view! {
    pub struct CreateServiceLinkedRole: "iam"."CreateServiceLinkedRole" {
        service: String = "AWSServiceName",
        description: Option<String> = "Description",
        suffix: Option<String> = "CustomSuffix",
    }
}
view! {
    pub struct DeleteServiceLinkedRole: "iam"."DeleteServiceLinkedRole" { name: String = "RoleName" }
}
view! {
    pub struct GetServiceLinkedRoleDeletionStatus: "iam"."GetServiceLinkedRoleDeletionStatus" {
        task: String = "DeletionTaskId",
    }
}

/// A service, its role and the policy of that.
struct Linked {
    service: &'static str,
    role: &'static str,
    policy: &'static str,
}

const LINKED: [Linked; 3] = [
    Linked {
        service: ELB,
        role: "AWSServiceRoleForElasticLoadBalancing",
        policy: "AWSElasticLoadBalancingServiceRolePolicy",
    },
    Linked {
        service: "ops.apigateway.amazonaws.com",
        role: "AWSServiceRoleForAPIGateway",
        policy: "APIGatewayServiceRolePolicy",
    },
    Linked {
        service: VPC_ORIGIN,
        role: "AWSServiceRoleForCloudFrontVPCOrigin",
        policy: "AWSCloudFrontVPCOriginServiceRolePolicy",
    },
];
const ELB: &str = "elasticloadbalancing.amazonaws.com";
const VPC_ORIGIN: &str = "vpcorigin.cloudfront.amazonaws.com";

pub fn create(cx: &mut Cx<'_>, input: CreateServiceLinkedRole) -> Result<Record, ApiError> {
    let found = LINKED.iter().find(|linked| linked.service == input.service);
    let linked = found.ok_or_else(|| errors::iam::service_unknown(&input.service))?;
    if input.suffix.is_some() {
        return Err(errors::iam::suffix_refused(linked.service));
    }
    let id = IamName::of(&cx.account, linked.role);
    if cx.table::<Role>().contains(&id) {
        return Err(errors::iam::service_role_taken(linked.role));
    }
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}}"#,
        linked.service
    );
    let role = Role {
        id,
        account: cx.account.clone(),
        name: linked.role.to_owned(),
        path: format!("/aws-service-role/{}/", linked.service),
        role_id: format!("AROA{}", cx.minter.upper(17)),
        created: cx.now,
        trust,
        description: input.description,
        max_session_seconds: 3_600,
        boundary: None,
        policies: BTreeMap::new(),
        attached: vec![format!(
            "arn:aws:iam::aws:policy/aws-service-role/{}",
            linked.policy
        )],
        service: Some(linked.service.to_owned()),
        last_used: None,
        tags: BTreeMap::new(),
    };
    role::add(cx, role)
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteServiceLinkedRole) -> Result<Record, ApiError> {
    let role = role::find(cx, &input.name)?;
    let Some(service) = role.service.as_deref() else {
        return Err(errors::iam::role_not_found(input.name));
    };
    let used_by = used_by(cx, service);
    let id =
        role::deletion_id(cx, service, &role.name).ok_or_else(|| errors::internal_failure(Service::Iam))?;
    let deletion = RoleDeletion {
        id: id.clone(),
        account: cx.account.clone(),
        created: cx.now,
        used_by,
    };
    if deletion.used_by.is_empty() {
        cx.delete::<Role>(&role.id);
    }
    cx.put(deletion);
    Ok(record! { "DeletionTaskId" => id.as_str() })
}

pub fn deletion_status(
    cx: &mut Cx<'_>,
    input: GetServiceLinkedRoleDeletionStatus,
) -> Result<Record, ApiError> {
    let found = RoleDeletionId::parse(&input.task).and_then(|id| cx.get::<RoleDeletion>(&id));
    let found = found.filter(|deletion| deletion.account == cx.account);
    let deletion = found.ok_or_else(|| errors::iam::deletion_not_found(&input.task))?;
    if !cx.settled(deletion.created) {
        return Ok(record! { "Status" => "IN_PROGRESS" });
    }
    if deletion.used_by.is_empty() {
        return Ok(record! { "Status" => "SUCCEEDED" });
    }
    let uses = deletion
        .used_by
        .iter()
        .map(|(region, arns)| record! { "Region" => region, "Resources" => arns.clone() });
    Ok(record! {
        "Status" => "FAILED",
        "Reason" => record! {
            "Reason" => "The role cannot be deleted because resources of its service still use it.",
            "RoleUsageList" => uses.collect::<Vec<_>>(),
        },
    })
}

/// What of the caller's needs the role of a service.
fn used_by(cx: &Cx<'_>, service: &str) -> BTreeMap<String, Vec<String>> {
    let mut used = BTreeMap::<String, Vec<String>>::new();
    if service == ELB {
        let owned = cx.table::<LoadBalancer>().iter();
        for balancer in owned.filter(|balancer| balancer.owner.account == cx.account) {
            let region = balancer.owner.region.to_string();
            used.entry(region).or_default().push(balancer.id.to_string());
        }
    }
    if service == VPC_ORIGIN {
        let owned = cx.table::<VpcOrigin>().iter();
        for origin in owned.filter(|origin| origin.account == cx.account) {
            let arn = arn::vpc_origin(&origin.account, &origin.id);
            used.entry("us-east-1".to_owned()).or_default().push(arn);
        }
    }
    used
}
