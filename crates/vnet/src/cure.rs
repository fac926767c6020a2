//! Cures: the `aws` command that lets one refused flow past the check that refused it, and as little else as can be.

use adit_model::Region;
use adit_model::id::{InternetGatewayId, NetworkAclId, PrefixListId, RouteTableId, SecurityGroupId, VpcId};
use adit_model::security_group::Direction;
use ipnet::IpNet;

/// By what a rule names its peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    Group(SecurityGroupId),
    PrefixList(PrefixListId),
    Block(IpNet),
}

pub(crate) fn authorize(
    direction: Direction,
    group: &SecurityGroupId,
    port: u16,
    whom: &Whom,
    region: &Region,
) -> String {
    let side = match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    };
    let peer = match whom {
        Whom::Group(id) => format!("UserIdGroupPairs=[{{GroupId={id}}}]"),
        Whom::PrefixList(id) => format!("PrefixListIds=[{{PrefixListId={id}}}]"),
        Whom::Block(IpNet::V4(net)) => format!("IpRanges=[{{CidrIp={net}}}]"),
        Whom::Block(IpNet::V6(net)) => format!("Ipv6Ranges=[{{CidrIpv6={net}}}]"),
    };
    format!(
        "aws ec2 authorize-security-group-{side} --group-id {group} \
         --ip-permissions 'IpProtocol=tcp,FromPort={port},ToPort={port},{peer}' --region {region}"
    )
}

pub(crate) fn acl_entry(
    acl: &NetworkAclId,
    direction: Direction,
    number: u16,
    (from, to): (u16, u16),
    block: &IpNet,
    region: &Region,
) -> String {
    let side = match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    };
    let block = match block {
        IpNet::V4(net) => format!("--cidr-block {net}"),
        IpNet::V6(net) => format!("--ipv6-cidr-block {net}"),
    };
    format!(
        "aws ec2 create-network-acl-entry --network-acl-id {acl} --{side} --rule-number {number} --protocol tcp \
         --port-range From={from},To={to} {block} --rule-action allow --region {region}"
    )
}

pub(crate) fn create_route(
    table: &RouteTableId,
    block: &IpNet,
    gateway: &InternetGatewayId,
    region: &Region,
) -> String {
    format!(
        "aws ec2 create-route --route-table-id {table} {} --gateway-id {gateway} --region {region}",
        destination(block)
    )
}

pub(crate) fn replace_route(
    table: &RouteTableId,
    block: &IpNet,
    gateway: &InternetGatewayId,
    region: &Region,
) -> String {
    format!(
        "aws ec2 replace-route --route-table-id {table} {} --gateway-id {gateway} --region {region}",
        destination(block)
    )
}

pub(crate) fn delete_route(table: &RouteTableId, block: &IpNet, region: &Region) -> String {
    format!(
        "aws ec2 delete-route --route-table-id {table} {} --region {region}",
        destination(block)
    )
}

pub(crate) fn attach_gateway(gateway: &InternetGatewayId, vpc: &VpcId, region: &Region) -> String {
    format!(
        "aws ec2 attach-internet-gateway --internet-gateway-id {gateway} --vpc-id {vpc} --region {region}"
    )
}

fn destination(block: &IpNet) -> String {
    match block {
        IpNet::V4(net) => format!("--destination-cidr-block {net}"),
        IpNet::V6(net) => format!("--destination-ipv6-cidr-block {net}"),
    }
}
