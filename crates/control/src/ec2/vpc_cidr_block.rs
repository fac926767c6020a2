//! A VPC's further blocks: AssociateVpcCidrBlock, DisassociateVpcCidrBlock.
//!
//! IPv4 blocks are /16 to /28 and overlap none of the VPC's; IPv6 blocks are /56, Amazon's, here of the documentation
//! prefix 2001:db8::/32. Five of each kind. Every route table of the VPC gets a local route to a new block. A block with a
//! subnet in it stays, and the primary one always. Pools of customers and of IPAM are refused by name. No traffic uses
//! IPv6.

use std::net::Ipv6Addr;

use adit_model::relation::Relation;
use adit_model::route_table::{RouteDestination, RouteTable};
use adit_model::subnet::Subnet;
use adit_model::vpc::{Vpc, VpcBlock};
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::{IpNet, Ipv6Net};

use crate::cx::Cx;
use crate::ec2::resource::{named, owned};
use crate::ec2::{cidr, route_table};

view! {
    pub struct AssociateVpcCidrBlock: "ec2"."AssociateVpcCidrBlock" {
        vpc: String = "VpcId",
        cidr_block: Option<String> = "CidrBlock",
        amazon_ipv6: Option<bool> = "AmazonProvidedIpv6CidrBlock",
        network_border_group: Option<String> = "Ipv6CidrBlockNetworkBorderGroup",
    }
}

view! {
    pub struct DisassociateVpcCidrBlock: "ec2"."DisassociateVpcCidrBlock" { association: String = "AssociationId" }
}

/// Blocks of a kind that a VPC may have.
const MAX_BLOCKS: usize = 5;

pub fn associate(cx: &mut Cx<'_>, input: AssociateVpcCidrBlock) -> Result<Record, ApiError> {
    let mut vpc = (*named::<Vpc>(cx, &input.vpc)?).clone();
    check_border_group(cx, input.network_border_group.as_deref())?;
    let block = match (input.cidr_block.as_deref(), input.amazon_ipv6) {
        (Some(_), Some(true)) => {
            return Err(errors::ec2::exclusive_parameters(
                "cidrBlock",
                "amazonProvidedIpv6CidrBlock",
            ));
        }
        (Some(text), _) => IpNet::V4(ipv4(&vpc, text)?),
        (None, Some(true)) => IpNet::V6(amazon_ipv6(cx)),
        (None, _) => return Err(errors::ec2::vpc_cidr_choice()),
    };
    let count = match block {
        IpNet::V4(_) => vpc.ipv4().count(),
        IpNet::V6(_) => vpc.ipv6().count(),
    };
    if count >= MAX_BLOCKS {
        return Err(errors::ec2::vpc_cidr_limit(&vpc.id, MAX_BLOCKS));
    }
    let made = add(cx, &mut vpc, block);
    let answer = answer(&vpc, &made, "associating");
    cx.put(vpc);
    Ok(answer)
}

pub fn disassociate(cx: &mut Cx<'_>, input: DisassociateVpcCidrBlock) -> Result<Record, ApiError> {
    let id = &input.association;
    if owned::<Vpc>(cx).any(|vpc| vpc.cidr_association == *id) {
        return Err(errors::ec2::vpc_cidr_primary(id));
    }
    let has = |vpc: &Vpc| vpc.more_blocks.iter().any(|block| block.association == *id);
    let vpc = owned::<Vpc>(cx).find(|vpc| has(vpc)).cloned();
    let mut vpc = (*vpc.ok_or_else(|| errors::ec2::vpc_cidr_association_not_found(id))?).clone();
    let gone = vpc
        .more_blocks
        .iter()
        .find(|block| block.association == *id)
        .cloned();
    let gone = gone.ok_or_else(|| errors::ec2::vpc_cidr_association_not_found(id))?;
    let inside = |subnet: &Subnet| match gone.block {
        IpNet::V4(net) => net.contains(&subnet.cidr),
        IpNet::V6(net) => subnet.more.ipv6.iter().any(|ipv6| net.contains(&ipv6.block)),
    };
    if cx
        .world()
        .related::<Subnet>(&Relation::SubnetsIn(vpc.id.clone()))
        .any(|subnet| inside(subnet))
    {
        return Err(errors::ec2::vpc_cidr_in_use(id));
    }
    vpc.more_blocks.retain(|block| block.association != *id);
    let local = RouteDestination::Cidr(gone.block);
    for mut table in tables(cx, &vpc) {
        table.routes.retain(|route| route.destination != local);
        cx.put(table);
    }
    let answer = answer(&vpc, &gone, "disassociating");
    cx.put(vpc);
    Ok(answer)
}

/// Adds a block to `vpc`, which the caller puts back, and its route to every table.
pub fn add(cx: &mut Cx<'_>, vpc: &mut Vpc, block: IpNet) -> VpcBlock {
    let made = VpcBlock {
        association: cx.minter.ec2("vpc-cidr-assoc-"),
        block,
        since: cx.now,
    };
    vpc.more_blocks.push(made.clone());
    for mut table in tables(cx, vpc) {
        table.routes.push(route_table::local_route(block));
        cx.put(table);
    }
    made
}

/// A /56 that no VPC has.
pub fn amazon_ipv6(cx: &mut Cx<'_>) -> Ipv6Net {
    let network = |draw: u64| {
        let bits = (0x2001_0db8_u128 << 96) | (u128::from(draw & 0xff_ffff) << 72);
        Ipv6Net::new(Ipv6Addr::from(bits), 56).unwrap_or_default()
    };
    let mut draw = cx.minter.draw();
    // Sixteen million of them: a few draws find a free one.
    while cx
        .table::<Vpc>()
        .iter()
        .any(|vpc| vpc.ipv6().any(|block| block == network(draw)))
    {
        draw = draw.wrapping_add(1);
    }
    network(draw)
}

pub fn check_border_group(cx: &Cx<'_>, group: Option<&str>) -> Result<(), ApiError> {
    match group {
        Some(group) if group != cx.region.as_str() => Err(errors::ec2::invalid_value(
            group,
            "ipv6CidrBlockNetworkBorderGroup",
            "",
        )),
        _ => Ok(()),
    }
}

/// `CidrBlockAssociationSet` of a VPC.
pub fn shown_ipv4(cx: &Cx<'_>, vpc: &Vpc) -> Vec<Record> {
    let primary = record! {
        "AssociationId" => &vpc.cidr_association,
        "CidrBlock" => vpc.cidr.to_string(),
        "CidrBlockState" => record! { "State" => "associated" },
    };
    let more = vpc
        .more_blocks
        .iter()
        .filter(|block| matches!(block.block, IpNet::V4(_)));
    std::iter::once(primary)
        .chain(more.map(|block| shown(vpc, block, state(cx, block))))
        .collect()
}

/// `Ipv6CidrBlockAssociationSet` of a VPC.
pub fn shown_ipv6(cx: &Cx<'_>, vpc: &Vpc) -> Vec<Record> {
    let blocks = vpc
        .more_blocks
        .iter()
        .filter(|block| matches!(block.block, IpNet::V6(_)));
    blocks.map(|block| shown(vpc, block, state(cx, block))).collect()
}

fn state(cx: &Cx<'_>, block: &VpcBlock) -> &'static str {
    if cx.settled(block.since) {
        "associated"
    } else {
        "associating"
    }
}

fn shown(vpc: &Vpc, block: &VpcBlock, state: &'static str) -> Record {
    let (block, association) = (&block.block, &block.association);
    match block {
        IpNet::V4(net) => record! {
            "AssociationId" => association,
            "CidrBlock" => net.to_string(),
            "CidrBlockState" => record! { "State" => state },
        },
        IpNet::V6(net) => record! {
            "AssociationId" => association,
            "Ipv6CidrBlock" => net.to_string(),
            "Ipv6CidrBlockState" => record! { "State" => state },
            "NetworkBorderGroup" => vpc.owner.region.as_str(),
            "Ipv6Pool" => "Amazon",
            "Ipv6AddressAttribute" => "public",
            "IpSource" => "amazon",
        },
    }
}

fn answer(vpc: &Vpc, block: &VpcBlock, state: &'static str) -> Record {
    let member = match block.block {
        IpNet::V4(_) => "CidrBlockAssociation",
        IpNet::V6(_) => "Ipv6CidrBlockAssociation",
    };
    record! { "VpcId" => vpc.id.as_str() }.with(member, shown(vpc, block, state))
}

fn ipv4(vpc: &Vpc, text: &str) -> Result<ipnet::Ipv4Net, ApiError> {
    let block = cidr::ipv4(text, "cidrBlock")?;
    if !(16..=28).contains(&block.prefix_len()) {
        return Err(errors::ec2::vpc_range(text));
    }
    if vpc
        .ipv4()
        .any(|known| known.contains(&block) || block.contains(&known))
    {
        return Err(errors::ec2::cidr_conflicts_with_vpc(block, &vpc.id));
    }
    Ok(block)
}

fn tables(cx: &Cx<'_>, vpc: &Vpc) -> Vec<RouteTable> {
    let of_vpc = owned::<RouteTable>(cx).filter(|table| table.vpc == vpc.id);
    of_vpc.map(|table| (**table).clone()).collect()
}
