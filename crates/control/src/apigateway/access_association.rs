//! Domain name access associations: the VPC endpoints through which a private custom domain name may be invoked (api A36).
//!
//! The maker owns the association and the endpoint; the domain name may be another account's, if its management policy
//! says so, whose owner may then reject the association. Nothing is reachable by such a name yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use adit_model::domain_name::{DomainName, DomainNameAccessAssociation};
use adit_model::id::{DomainNameAccessAssociationArn, VpcEndpointId};
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use adit_wire::errors::apigateway as errors;
use adit_wire::errors::internal_failure;
use adit_wire::{ApiError, Record, Service, record, view};

use super::method::some;
use super::page::Wanted;
use super::{domain_name, tag};
use crate::cx::Cx;

view! {
    pub(super) struct CreateDomainNameAccessAssociation: "apigateway"."CreateDomainNameAccessAssociation" {
        domain_name_arn: String = "domainNameArn",
        // The model's enumeration has one value, VPCE.
        source_type: String = "accessAssociationSourceType",
        source: String = "accessAssociationSource",
        tags: BTreeMap<String, String> = "tags",
    }
}

view! {
    pub(super) struct GetDomainNameAccessAssociations: "apigateway"."GetDomainNameAccessAssociations" {
        position: Option<String> = "position",
        limit: Option<i64> = "limit",
        resource_owner: Option<String> = "resourceOwner",
    }
}

view! {
    pub(super) struct DeleteDomainNameAccessAssociation: "apigateway"."DeleteDomainNameAccessAssociation" {
        arn: String = "domainNameAccessAssociationArn",
    }
}

view! {
    pub(super) struct RejectDomainNameAccessAssociation: "apigateway"."RejectDomainNameAccessAssociation" {
        arn: String = "domainNameAccessAssociationArn",
        domain_name_arn: String = "domainNameArn",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateDomainNameAccessAssociation) -> Result<Record, ApiError> {
    let domain = domain_of(cx, &input.domain_name_arn)
        .filter(|domain| domain.is_private() && (cx.owns(&domain.owner) || domain_name::shared(cx, domain)));
    let domain = domain.ok_or_else(|| errors::association_domain(&input.domain_name_arn))?;
    let endpoint = endpoint(cx, &input.source)?;
    tag::check(&input.tags)?;
    let (region, account) = (&cx.region, &cx.account);
    let path = domain.id.as_str().split_once('/').map_or("", |(_, path)| path);
    let arn = format!(
        "arn:aws:apigateway:{region}:{account}:/domainnameaccessassociations/domainname/{path}/vpcesource/{endpoint}"
    );
    let id = DomainNameAccessAssociationArn::parse(&arn);
    let association = DomainNameAccessAssociation {
        id: id.ok_or_else(|| internal_failure(Service::ApiGateway))?,
        owner: cx.owner(),
        domain_name: domain.id.clone(),
        domain_name_arn: input.domain_name_arn,
        endpoint,
        created: cx.now,
        tags: input.tags,
    };
    if cx
        .table::<DomainNameAccessAssociation>()
        .contains(&association.id)
    {
        return Err(errors::association_exists());
    }
    let output = show(&association);
    cx.put(association);
    Ok(output)
}

/// `SELF` lists what the caller made, `OTHER_ACCOUNTS` what others made with the caller's domain names.
pub(super) fn list(cx: &mut Cx<'_>, input: GetDomainNameAccessAssociations) -> Result<Record, ApiError> {
    let page = Wanted::read(input.position.as_deref(), input.limit)?;
    let others = input.resource_owner.as_deref() == Some("OTHER_ACCOUNTS");
    let all = cx.table::<DomainNameAccessAssociation>().iter().map(|one| &**one);
    let wanted = all.filter(|one| match (others, cx.owns(&one.owner)) {
        (false, mine) => mine,
        (true, true) => false,
        (true, false) => domain_of(cx, &one.domain_name_arn).is_some_and(|domain| cx.owns(&domain.owner)),
    });
    Ok(page.of(wanted, |one| one.id.as_str(), show))
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteDomainNameAccessAssociation) -> Result<Record, ApiError> {
    let id = find(cx, &input.arn)?.id.clone();
    cx.delete::<DomainNameAccessAssociation>(&id);
    Ok(Record::new())
}

/// The domain name's owner sends an association away.
pub(super) fn reject(cx: &mut Cx<'_>, input: RejectDomainNameAccessAssociation) -> Result<Record, ApiError> {
    let domain = domain_of(cx, &input.domain_name_arn).filter(|domain| cx.owns(&domain.owner));
    let domain = domain.ok_or_else(|| errors::association_domain(&input.domain_name_arn))?;
    let id = DomainNameAccessAssociationArn::parse(&input.arn);
    let found = id.and_then(|id| cx.table::<DomainNameAccessAssociation>().get(&id));
    let found = found.filter(|one| one.domain_name == domain.id);
    let id = found.ok_or_else(errors::association_not_found)?.id.clone();
    cx.delete::<DomainNameAccessAssociation>(&id);
    Ok(Record::new())
}

/// The caller's association.
pub(super) fn find<'a>(cx: &'a Cx<'_>, arn: &str) -> Result<&'a Arc<DomainNameAccessAssociation>, ApiError> {
    let id = DomainNameAccessAssociationArn::parse(arn);
    let found = id.and_then(|id| cx.table::<DomainNameAccessAssociation>().get(&id));
    found
        .filter(|one| cx.owns(&one.owner))
        .ok_or_else(errors::association_not_found)
}

fn domain_of<'a>(cx: &'a Cx<'_>, arn: &str) -> Option<&'a Arc<DomainName>> {
    let (_, path) = arn.split_once(":/domainnames/")?;
    domain_name::of_path(cx, path).filter(|domain| domain.arn() == arn)
}

/// An endpoint of the caller's for `execute-api`.
fn endpoint(cx: &Cx<'_>, text: &str) -> Result<VpcEndpointId, ApiError> {
    let service = format!("com.amazonaws.{}.execute-api", cx.region);
    let found = VpcEndpointId::parse(text).and_then(|id| cx.table::<VpcEndpoint>().get(&id));
    let found = found
        .filter(|one| cx.owns(&one.owner) && one.service == service && one.state != EndpointState::Deleting);
    found
        .map(|one| one.id.clone())
        .ok_or_else(|| errors::vpc_endpoint_unknown(text))
}

fn show(association: &DomainNameAccessAssociation) -> Record {
    record! {
        "domainNameAccessAssociationArn" => association.id.as_str(),
        "domainNameArn" => &association.domain_name_arn,
        "accessAssociationSourceType" => "VPCE",
        "accessAssociationSource" => association.endpoint.as_str(),
        "tags" => some(&association.tags),
    }
}
