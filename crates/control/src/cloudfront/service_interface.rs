//! What CloudFront makes in a VPC for a VPC origin: one interface in each subnet of the target, and one security
//! group a VPC, made with the first VPC origin and removed with the last (cf A5).
//!
//! How many interfaces AWS makes is not published; one a subnet of the balancer reaches every node. Zones in which
//! VPC origins are not offered (cf A4) get none. A group that rules of other groups refer to stays, as EC2 would
//! refuse to delete it, and serves the next VPC origin.

use adit_model::Owner;
use adit_model::id::{NetworkInterfaceId, SecurityGroupId, SecurityGroupRuleId, VpcId, VpcOriginId};
use adit_model::load_balancer::LoadBalancer;
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::security_group::{
    Direction, IpProtocol, RulePeer, SecurityGroup, SecurityGroupRule, VPC_ORIGIN_SERVICE_GROUP,
};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Service, errors};
use ipnet::{IpNet, Ipv4Net};

use crate::cx::Cx;
use crate::ec2::network_interface::{self, NewInterface};

/// Ids of the zones where VPC origins are not offered (cf A4).
const EXCLUDED_ZONES: [&str; 4] = ["use1-az3", "usw1-az2", "apne1-az3", "cac1-az3"];
const REQUESTER: &str = "amazon-cloudfront";

/// Makes the interfaces of `origin` in the subnets of `target`.
pub(super) fn place(
    cx: &mut Cx<'_>,
    target: &LoadBalancer,
    origin: &VpcOriginId,
) -> Result<Vec<NetworkInterfaceId>, ApiError> {
    let offered = target
        .zones
        .iter()
        .filter(|zone| !EXCLUDED_ZONES.contains(&zone.zone.id().as_str()));
    let subnets: Vec<Subnet> = offered
        .filter_map(|zone| cx.get::<Subnet>(&zone.subnet))
        .collect();
    if subnets.is_empty() {
        let reason = "has no subnet in an Availability Zone where VPC origins are supported";
        return Err(errors::cloudfront::vpc_origin_target_refused(&target.id, reason));
    }
    if let Some(full) = subnets
        .iter()
        .find(|subnet| network_interface::allocate(cx, subnet, None).is_err())
    {
        let reason = format!("has no free IPv4 address in its subnet {}", full.id);
        return Err(errors::cloudfront::vpc_origin_target_refused(&target.id, reason));
    }
    let group = service_group(cx, &target.vpc, &target.owner)?;
    let mut interfaces = Vec::new();
    for subnet in &subnets {
        let new = NewInterface {
            kind: InterfaceKind::CloudFrontManaged,
            address: None,
            public_address: None,
            groups: vec![group.clone()],
            description: format!("CloudFront VPC origin {origin}"),
            requester: Some(REQUESTER.to_owned()),
            tags: managed(),
        };
        interfaces.push(network_interface::create(cx, subnet, new)?.id);
    }
    Ok(interfaces)
}

/// Removes interfaces, and the service group that no interface needs any more.
pub(super) fn remove(cx: &mut Cx<'_>, interfaces: &[NetworkInterfaceId]) {
    let vpc = interfaces
        .iter()
        .find_map(|id| cx.get::<NetworkInterface>(id))
        .map(|interface| interface.vpc);
    for id in interfaces {
        cx.delete::<NetworkInterface>(id);
    }
    let Some(group) = vpc.and_then(|vpc| existing_group(cx, &vpc)) else {
        return;
    };
    let worn = cx
        .table::<NetworkInterface>()
        .iter()
        .any(|interface| interface.groups.contains(&group));
    let names = |rule: &SecurityGroupRule| matches!(&rule.peer, RulePeer::Group { id, .. } if *id == group);
    let named = cx
        .table::<SecurityGroup>()
        .iter()
        .any(|other| other.id != group && other.rules.iter().any(names));
    if !worn && !named {
        cx.delete::<SecurityGroup>(&group);
    }
}

fn existing_group(cx: &Cx<'_>, vpc: &VpcId) -> Option<SecurityGroupId> {
    let mut groups = cx.table::<SecurityGroup>().iter();
    groups
        .find(|group| group.vpc == *vpc && group.name == VPC_ORIGIN_SERVICE_GROUP)
        .map(|group| group.id.clone())
}

/// The VPC's service group, made when there is none: nothing in, everything out.
fn service_group(cx: &mut Cx<'_>, vpc: &VpcId, owner: &Owner) -> Result<SecurityGroupId, ApiError> {
    if let Some(group) = existing_group(cx, vpc) {
        return Ok(group);
    }
    let id = SecurityGroupId::parse(&cx.minter.ec2(SecurityGroupId::PREFIX));
    let rule = SecurityGroupRuleId::parse(&cx.minter.ec2(SecurityGroupRuleId::PREFIX));
    let (Some(id), Some(rule)) = (id, rule) else {
        return Err(errors::internal_failure(Service::CloudFront));
    };
    let everything = SecurityGroupRule {
        id: rule,
        direction: Direction::Egress,
        protocol: IpProtocol::All,
        ports: None,
        peer: RulePeer::Cidr(IpNet::V4(Ipv4Net::default())),
        description: None,
        tags: Tags::new(),
    };
    cx.put(SecurityGroup {
        id: id.clone(),
        owner: owner.clone(),
        vpc: vpc.clone(),
        name: VPC_ORIGIN_SERVICE_GROUP.to_owned(),
        description: "security group of CloudFront VPC origins".to_owned(),
        rules: vec![everything],
        tags: managed(),
    });
    Ok(id)
}

/// The tag that the service-linked role's permissions hang on.
fn managed() -> Tags {
    Tags::from([("aws.cloudfront.vpcorigin".to_owned(), "enabled".to_owned())])
}
