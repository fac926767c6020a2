//! ModifyVpcEndpointServicePermissions and DescribeVpcEndpointServicePermissions: whose endpoints may connect.
//!
//! A principal is an ARN of IAM's or `*`. Adding one that is there, or removing one that is not, changes nothing.

use adit_model::endpoint_service::{AllowedPrincipal, EndpointService};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{named, unsupported};

view! {
    pub struct ModifyVpcEndpointServicePermissions: "ec2"."ModifyVpcEndpointServicePermissions" {
        service: String = "ServiceId",
        add: Vec<String> = "AddAllowedPrincipals",
        remove: Vec<String> = "RemoveAllowedPrincipals",
        kind: Option<String> = "PermissionType",
    }
}

view! {
    pub struct DescribeVpcEndpointServicePermissions: "ec2"."DescribeVpcEndpointServicePermissions" {
        service: String = "ServiceId",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

pub fn modify(cx: &mut Cx<'_>, input: ModifyVpcEndpointServicePermissions) -> Result<Record, ApiError> {
    let mut service = (*named::<EndpointService>(cx, &input.service)?).clone();
    if let Some(other) = input.kind.filter(|kind| kind != "vpc-endpoint") {
        return Err(unsupported("PermissionType", &other));
    }
    if input.add.is_empty() && input.remove.is_empty() {
        return Err(errors::ec2::missing_parameter("AddAllowedPrincipals"));
    }
    let mut added = Vec::new();
    for principal in &input.add {
        if kind(principal).is_none() {
            return Err(errors::ec2::endpoint_service_principal(principal));
        }
        if !service
            .principals
            .iter()
            .any(|known| known.principal == *principal)
        {
            let new = AllowedPrincipal {
                id: cx.minter.ec2("vpce-svc-perm-"),
                principal: principal.clone(),
            };
            added.push(shown(&service, &new));
            service.principals.push(new);
        }
    }
    service
        .principals
        .retain(|known| !input.remove.contains(&known.principal));
    cx.put(service);
    Ok(record! { "AddedPrincipals" => added, "ReturnValue" => true })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcEndpointServicePermissions) -> Result<Record, ApiError> {
    let facts: Facts<AllowedPrincipal> = &[
        ("principal", |_, known| vec![known.principal.clone()]),
        ("principal-type", |_, known| {
            kind(&known.principal).map(str::to_owned).into_iter().collect()
        }),
    ];
    let service = named::<EndpointService>(cx, &input.service)?;
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(
        cx,
        service.principals.clone(),
        facts,
        |known| known.principal.clone(),
        None,
    )?;
    Ok(record! {
        "AllowedPrincipals" => page.shown(|known| shown(&service, known).with("Tags", Vec::<Record>::new())),
        "NextToken" => page.next_token,
    })
}

fn shown(service: &EndpointService, known: &AllowedPrincipal) -> Record {
    record! {
        "PrincipalType" => kind(&known.principal),
        "Principal" => &known.principal,
        "ServicePermissionId" => &known.id,
        "ServiceId" => service.id.as_str(),
        "PermissionType" => "vpc-endpoint",
    }
}

/// `PrincipalType`; `None` for what is no principal.
fn kind(principal: &str) -> Option<&'static str> {
    if principal == "*" {
        return Some("All");
    }
    let parts: Vec<&str> = principal.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "iam", "", account, resource]
            if account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) =>
        {
            match resource.split_once('/') {
                None if *resource == "root" => Some("Account"),
                Some(("user", _)) => Some("User"),
                Some(("role", _)) => Some("Role"),
                _ => None,
            }
        }
        ["arn", _, "organizations", ..] => Some("OrganizationUnit"),
        _ => None,
    }
}
