//! VPCs: CreateVpc with the objects that AWS makes beside it, DescribeVpcs, DeleteVpc.
//!
//! A VPC comes with a security group, a network ACL and a main route table, all named default or main, which go
//! when it goes. It begins with one IPv4 block, /16 to /28, and an IPv6 block of Amazon's if asked for; more come later
//! (`vpc_cidr_block`). Pools of customers and of IPAM, and encryption controls, are refused by name. A VPC that holds
//! anything else cannot be deleted. AWS's quota of VPCs a region is not applied. Tenancy is stored.

use adit_model::egress_only_internet_gateway::EgressOnlyInternetGateway;
use adit_model::id::{NetworkAclId, RouteTableAssociationId, RouteTableId, SecurityGroupId, VpcId};
use adit_model::internet_gateway::InternetGateway;
use adit_model::network_acl::{NetworkAcl, NetworkAclEntry};
use adit_model::network_interface::NetworkInterface;
use adit_model::relation::Relation;
use adit_model::route_table::RouteTable;
use adit_model::security_group::{Direction, IpProtocol, RulePeer, SecurityGroup};
use adit_model::tag::Tags;
use adit_model::vpc::{Vpc, VpcBlock};
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_model::vpn_gateway::VpnGateway;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::{IpNet, Ipv4Net};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::{
    cidr, dhcp_options, route_table, security_group_rule, vpc_cidr_block, vpc_peering_connection,
};

view! {
    pub struct CreateVpc: "ec2"."CreateVpc" {
        cidr_block: Option<String> = "CidrBlock",
        instance_tenancy: Option<String> = "InstanceTenancy",
        amazon_ipv6: Option<bool> = "AmazonProvidedIpv6CidrBlock",
        network_border_group: Option<String> = "Ipv6CidrBlockNetworkBorderGroup",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeVpcs: "ec2"."DescribeVpcs" {
        ids: Vec<String> = "VpcIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteVpc: "ec2"."DeleteVpc" { vpc: String = "VpcId" }
}

view! {
    pub struct ModifyVpcTenancy: "ec2"."ModifyVpcTenancy" {
        vpc: String = "VpcId",
        instance_tenancy: String = "InstanceTenancy",
    }
}

/// The rule number of a default network ACL's only entry (api F7).
const DEFAULT_ACL_RULE: u16 = 100;

pub fn create(cx: &mut Cx<'_>, input: CreateVpc) -> Result<Record, ApiError> {
    let text = input
        .cidr_block
        .as_deref()
        .ok_or_else(errors::ec2::vpc_cidr_missing)?;
    let block = cidr::ipv4(text, "cidrBlock")?;
    if !(16..=28).contains(&block.prefix_len()) {
        return Err(errors::ec2::vpc_range(text));
    }
    vpc_cidr_block::check_border_group(cx, input.network_border_group.as_deref())?;
    let tenancy = input.instance_tenancy.unwrap_or_else(|| "default".to_owned());
    if tenancy == "host" {
        return Err(errors::ec2::vpc_tenancy(tenancy));
    }
    let tags = tag::on_create(&input.tag_specifications, "vpc")?;
    let mut vpc = make(cx, block, tenancy, tags)?;
    if input.amazon_ipv6 == Some(true) {
        let ipv6 = vpc_cidr_block::amazon_ipv6(cx);
        vpc_cidr_block::add(cx, &mut vpc, IpNet::V6(ipv6));
        cx.put(vpc.clone());
    }
    Ok(record! { "Vpc" => shown(cx, &vpc).with("State", "pending") })
}

/// A VPC, with the objects that come with one.
pub fn make(cx: &mut Cx<'_>, block: Ipv4Net, tenancy: String, tags: Tags) -> Result<Vpc, ApiError> {
    let id = mint(cx, VpcId::PREFIX, VpcId::parse)?;
    let vpc = Vpc {
        owner: cx.owner(),
        cidr: block,
        cidr_association: cx.minter.ec2("vpc-cidr-assoc-"),
        instance_tenancy: tenancy,
        dhcp_options: dhcp_options::of_region(cx)?,
        dns_support: true,
        dns_hostnames: false,
        network_address_usage_metrics: false,
        more_blocks: Vec::new(),
        is_default: false,
        default_group: default_group(cx, &id)?,
        default_acl: default_acl(cx, &id)?,
        main_route_table: main_route_table(cx, &id, block)?,
        tags,
        id,
    };
    cx.put(vpc.clone());
    Ok(vpc)
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcs) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<Vpc>(cx, FACTS)?;
    Ok(record! { "Vpcs" => page.shown(|vpc| shown(cx, vpc)), "NextToken" => page.next_token })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteVpc) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let id = &vpc.id;
    let subnets = Relation::SubnetsIn(id.clone());
    let in_use = cx.world().members(&subnets).next().is_some()
        || owned::<EgressOnlyInternetGateway>(cx).any(|gateway| gateway.vpc == *id)
        || owned::<VpnGateway>(cx).any(|gateway| gateway.vpc.as_ref() == Some(id))
        || vpc_peering_connection::binds(cx, id)
        || owned::<InternetGateway>(cx).any(|gateway| gateway.vpc.as_ref() == Some(id))
        || owned::<NetworkInterface>(cx).any(|interface| interface.vpc == *id)
        || owned::<VpcEndpoint>(cx).any(|endpoint| endpoint.vpc == *id)
        || owned::<SecurityGroup>(cx).any(|group| group.vpc == *id && group.id != vpc.default_group)
        || owned::<NetworkAcl>(cx).any(|acl| acl.vpc == *id && !acl.is_default)
        || owned::<RouteTable>(cx).any(|table| table.vpc == *id && table.main_association.is_none());
    if in_use {
        return Err(errors::ec2::vpc_in_use(id));
    }
    cx.delete::<SecurityGroup>(&vpc.default_group);
    cx.delete::<NetworkAcl>(&vpc.default_acl);
    cx.delete::<RouteTable>(&vpc.main_route_table);
    cx.delete::<Vpc>(id);
    Ok(record! {})
}

pub fn modify_tenancy(cx: &mut Cx<'_>, input: ModifyVpcTenancy) -> Result<Record, ApiError> {
    let mut vpc = (*named::<Vpc>(cx, &input.vpc)?).clone();
    if input.instance_tenancy != "default" {
        return Err(errors::ec2::vpc_tenancy_change(&vpc.id));
    }
    vpc.instance_tenancy = input.instance_tenancy;
    cx.put(vpc);
    Ok(record! { "ReturnValue" => true })
}

const FACTS: Facts<Vpc> = &[
    ("cidr", |_, vpc| vec![vpc.cidr.to_string()]),
    ("cidr-block", |_, vpc| vec![vpc.cidr.to_string()]),
    ("cidrBlock", |_, vpc| vec![vpc.cidr.to_string()]),
    ("cidr-block-association.association-id", |_, vpc| {
        let more = further(vpc, false).map(|more| more.association.clone());
        std::iter::once(vpc.cidr_association.clone())
            .chain(more)
            .collect()
    }),
    ("cidr-block-association.cidr-block", |_, vpc| {
        vpc.ipv4().map(|block| block.to_string()).collect()
    }),
    ("cidr-block-association.state", |_, _| {
        vec!["associated".to_owned()]
    }),
    ("dhcp-options-id", |_, vpc| vec![vpc.dhcp_options.clone()]),
    ("dhcpOptionsId", |_, vpc| vec![vpc.dhcp_options.clone()]),
    ("ipv6-cidr-block-association.association-id", |_, vpc| {
        further(vpc, true).map(|more| more.association.clone()).collect()
    }),
    ("ipv6-cidr-block-association.ipv6-cidr-block", |_, vpc| {
        vpc.ipv6().map(|block| block.to_string()).collect()
    }),
    ("ipv6-cidr-block-association.ipv6-pool", |_, vpc| {
        further(vpc, true).map(|_| "Amazon".to_owned()).collect()
    }),
    ("ipv6-cidr-block-association.state", |_, vpc| {
        further(vpc, true).map(|_| "associated".to_owned()).collect()
    }),
    ("is-default", |_, vpc| vec![vpc.is_default.to_string()]),
    ("isDefault", |_, vpc| vec![vpc.is_default.to_string()]),
    ("owner-id", |_, vpc| vec![vpc.owner.account.to_string()]),
    ("state", |_, _| vec!["available".to_owned()]),
    ("vpc-id", |_, vpc| vec![vpc.id.to_string()]),
];

fn further(vpc: &Vpc, ipv6: bool) -> impl Iterator<Item = &VpcBlock> {
    vpc.more_blocks
        .iter()
        .filter(move |more| matches!(more.block, IpNet::V6(_)) == ipv6)
}

pub fn shown(cx: &Cx<'_>, vpc: &Vpc) -> Record {
    record! {
        "VpcId" => vpc.id.as_str(),
        "OwnerId" => vpc.owner.account.as_str(),
        "State" => "available",
        "CidrBlock" => vpc.cidr.to_string(),
        "CidrBlockAssociationSet" => vpc_cidr_block::shown_ipv4(cx, vpc),
        "Ipv6CidrBlockAssociationSet" => vpc_cidr_block::shown_ipv6(cx, vpc),
        "DhcpOptionsId" => &vpc.dhcp_options,
        "InstanceTenancy" => &vpc.instance_tenancy,
        "IsDefault" => vpc.is_default,
        "BlockPublicAccessStates" => record! { "InternetGatewayBlockMode" => "off" },
        "Tags" => tag::shown(&vpc.tags),
    }
}

/// Everything from the group itself, everything to anywhere (api F3).
fn default_group(cx: &mut Cx<'_>, vpc: &VpcId) -> Result<SecurityGroupId, ApiError> {
    let id = mint(cx, SecurityGroupId::PREFIX, SecurityGroupId::parse)?;
    let itself = RulePeer::Group {
        id: id.clone(),
        account: cx.account.clone(),
    };
    let rules = vec![
        security_group_rule::all_traffic(cx, Direction::Ingress, itself)?,
        security_group_rule::all_traffic(cx, Direction::Egress, RulePeer::Cidr(anywhere()))?,
    ];
    cx.put(SecurityGroup {
        id: id.clone(),
        owner: cx.owner(),
        vpc: vpc.clone(),
        name: "default".to_owned(),
        description: "default VPC security group".to_owned(),
        rules,
        tags: Tags::new(),
    });
    Ok(id)
}

/// Rule 100 allows everything both ways (api F7).
fn default_acl(cx: &mut Cx<'_>, vpc: &VpcId) -> Result<NetworkAclId, ApiError> {
    let id = mint(cx, NetworkAclId::PREFIX, NetworkAclId::parse)?;
    let entries = [Direction::Ingress, Direction::Egress].map(|direction| NetworkAclEntry {
        number: DEFAULT_ACL_RULE,
        direction,
        protocol: IpProtocol::All,
        ports: None,
        icmp: None,
        cidr: anywhere(),
        allow: true,
    });
    cx.put(NetworkAcl {
        id: id.clone(),
        owner: cx.owner(),
        vpc: vpc.clone(),
        is_default: true,
        entries: entries.into(),
        client_token: None,
        tags: Tags::new(),
    });
    Ok(id)
}

fn main_route_table(cx: &mut Cx<'_>, vpc: &VpcId, block: Ipv4Net) -> Result<RouteTableId, ApiError> {
    let id = mint(cx, RouteTableId::PREFIX, RouteTableId::parse)?;
    let association = mint(
        cx,
        RouteTableAssociationId::PREFIX,
        RouteTableAssociationId::parse,
    )?;
    cx.put(RouteTable {
        id: id.clone(),
        owner: cx.owner(),
        vpc: vpc.clone(),
        main_association: Some(association),
        routes: vec![route_table::local_route(IpNet::V4(block))],
        client_token: None,
        tags: Tags::new(),
    });
    Ok(id)
}

fn anywhere() -> IpNet {
    IpNet::V4(Ipv4Net::default())
}
