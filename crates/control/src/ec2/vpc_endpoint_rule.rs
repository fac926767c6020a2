//! What an endpoint may ask for: the parameters of its type, addresses, groups, policy, private DNS, zones.

use adit_model::ZoneName;
use adit_model::id::{SecurityGroupId, VpcEndpointId};
use adit_model::relation::Relation;
use adit_model::security_group::SecurityGroup;
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::{EndpointKind, MoreOfEndpoint, VpcEndpoint};
use adit_policy::{ENDPOINT_POLICY_CHARS, Policy, PolicyKind};
use adit_wire::{ApiError, errors};

use crate::cx::Cx;
use crate::ec2::network_interface::MAX_GROUPS;
use crate::ec2::resource::named;
use crate::ec2::vpc_endpoint::{CreateVpcEndpoint, DnsOptions};
use crate::ec2::vpc_endpoint_service::private_names;

/// Refuses what endpoints of the other type have.
pub fn check_kind(input: &CreateVpcEndpoint, kind: EndpointKind) -> Result<(), ApiError> {
    let (route_tables, subnets) = (!input.route_tables.is_empty(), !input.subnets.is_empty());
    let given = match kind {
        EndpointKind::Interface => [(route_tables, "Route table IDs"), (false, ""), (false, "")],
        EndpointKind::Gateway => [
            (subnets || !input.configurations.is_empty(), "Subnets"),
            (!input.groups.is_empty(), "Security groups"),
            (input.private_dns == Some(true), "Private DNS names"),
        ],
    };
    match given.into_iter().find(|(is, _)| *is) {
        Some((_, what)) => Err(errors::ec2::vpc_endpoint_kind(what, kind.name())),
        None => Ok(()),
    }
}

/// Groups of the endpoint's VPC, as many as an interface may have.
pub fn groups(cx: &Cx<'_>, vpc: &Vpc, ids: &[String]) -> Result<Vec<SecurityGroupId>, ApiError> {
    let mut groups = Vec::new();
    for id in ids {
        let group = named::<SecurityGroup>(cx, id)?;
        if group.vpc != vpc.id {
            return Err(errors::ec2::security_group_in_vpc_not_found(id, &vpc.id));
        }
        if !groups.contains(&group.id) {
            groups.push(group.id.clone());
        }
    }
    if groups.len() > MAX_GROUPS {
        Err(errors::ec2::security_groups_per_interface())
    } else {
        Ok(groups)
    }
}

/// An endpoint policy, kept as it was written. Those of services that are not served are only read as JSON.
pub fn policy(text: String, service: &str) -> Result<String, ApiError> {
    if !service.ends_with(".execute-api") {
        let object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text);
        let fits = text.chars().count() <= ENDPOINT_POLICY_CHARS;
        return match object {
            Ok(document) if document.contains_key("Statement") && fits => Ok(text),
            _ => Err(errors::ec2::policy_malformed("The policy document is not valid.")),
        };
    }
    match Policy::parse(&text, PolicyKind::Endpoint, ENDPOINT_POLICY_CHARS) {
        Ok(_) => Ok(text),
        Err(error) => Err(errors::ec2::policy_malformed(error)),
    }
}

/// Whether an endpoint of the VPC may have private DNS; `endpoint` is the one that asks, when it exists.
pub fn check_private_dns(
    cx: &Cx<'_>,
    vpc: &Vpc,
    service: &str,
    endpoint: Option<&VpcEndpointId>,
) -> Result<(), ApiError> {
    if !vpc.dns_support || !vpc.dns_hostnames {
        return Err(errors::ec2::vpc_endpoint_dns_attributes(&vpc.id));
    }
    // An account's service would need a name that somebody has verified.
    let names = private_names(service, &cx.region);
    let name = names
        .first()
        .ok_or_else(|| errors::ec2::vpc_endpoint_dns_none(service))?;
    let here = cx
        .world()
        .related::<VpcEndpoint>(&Relation::EndpointsIn(vpc.id.clone()));
    let mut others = here.filter(|other| other.private_dns && other.service == service);
    if others.any(|other| Some(&other.id) != endpoint) {
        return Err(errors::ec2::vpc_endpoint_dns_conflict(name, &vpc.id));
    }
    Ok(())
}

/// Endpoints here have IPv4 addresses and A records only, as the services that they lead to. A resolver endpoint may
/// be all that private DNS is for where the service is S3.
pub fn addressing(
    service: &str,
    kind: EndpointKind,
    ip_address_type: Option<&str>,
    dns: Option<&DnsOptions>,
) -> Result<MoreOfEndpoint, ApiError> {
    if let Some(other) = ip_address_type.filter(|given| *given != "ipv4") {
        return Err(errors::ec2::vpc_endpoint_ip_type(service, other));
    }
    let record_type = dns.and_then(|dns| dns.record_type.clone());
    match record_type.as_deref() {
        None | Some("ipv4") => {}
        Some("service-defined") if kind == EndpointKind::Gateway => {}
        Some(other) => return Err(errors::ec2::vpc_endpoint_record_type(other)),
    }
    let inbound_resolver_only = dns.and_then(|dns| dns.inbound_resolver_only);
    let s3 = kind == EndpointKind::Interface && service.ends_with(".s3");
    if inbound_resolver_only == Some(true) && !s3 {
        return Err(errors::ec2::vpc_endpoint_resolver_only(service));
    }
    Ok(MoreOfEndpoint {
        kind,
        dns_record_type: record_type,
        inbound_resolver_only: inbound_resolver_only.filter(|_| s3),
        ..MoreOfEndpoint::default()
    })
}

/// An account's service is only in the zones of its balancers.
pub fn check_zones(cx: &Cx<'_>, endpoint: &VpcEndpoint, allowed: &[ZoneName]) -> Result<(), ApiError> {
    let outside = |id: &&_| {
        cx.table::<Subnet>()
            .get(*id)
            .is_some_and(|subnet| !allowed.contains(&subnet.zone))
    };
    match endpoint.subnets.iter().find(outside) {
        Some(subnet) => Err(errors::ec2::vpc_endpoint_zone(&endpoint.service, subnet)),
        None => Ok(()),
    }
}
