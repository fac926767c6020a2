//! A subnet's IPv6 block: AssociateSubnetCidrBlock, DisassociateSubnetCidrBlock. Stored; no traffic uses IPv6.
//!
//! A block is /44 to /64 in steps of four, lies in one of the VPC's, and overlaps no other subnet's. A subnet has one.
//! IPAM's pools are refused by name.

use adit_model::network_interface::NetworkInterface;
use adit_model::relation::Relation;
use adit_model::subnet::{Subnet, SubnetIpv6Block};
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::Ipv6Net;

use crate::cx::Cx;
use crate::ec2::resource::{named, owned};

view! {
    pub struct AssociateSubnetCidrBlock: "ec2"."AssociateSubnetCidrBlock" {
        subnet: String = "SubnetId",
        ipv6: Option<String> = "Ipv6CidrBlock",
    }
}

view! {
    pub struct DisassociateSubnetCidrBlock: "ec2"."DisassociateSubnetCidrBlock" {
        association: String = "AssociationId",
    }
}

pub fn associate(cx: &mut Cx<'_>, input: AssociateSubnetCidrBlock) -> Result<Record, ApiError> {
    let mut subnet = (*named::<Subnet>(cx, &input.subnet)?).clone();
    let vpc = named::<Vpc>(cx, subnet.vpc.as_str())?;
    let text = input
        .ipv6
        .ok_or_else(|| errors::ec2::missing_parameter("ipv6CidrBlock"))?;
    if !subnet.more.ipv6.is_empty() {
        return Err(errors::ec2::subnet_ipv6_associated(&subnet.id));
    }
    let made = block(cx, &vpc, &text)?;
    let answer = answer(&subnet, &made, "associating");
    subnet.more.ipv6.push(made);
    cx.put(subnet);
    Ok(answer)
}

pub fn disassociate(cx: &mut Cx<'_>, input: DisassociateSubnetCidrBlock) -> Result<Record, ApiError> {
    let id = &input.association;
    let has = |subnet: &Subnet| subnet.more.ipv6.iter().any(|ipv6| ipv6.association == *id);
    let found = owned::<Subnet>(cx).find(|subnet| has(subnet)).cloned();
    let mut subnet = (*found.ok_or_else(|| errors::ec2::subnet_cidr_association_not_found(id))?).clone();
    let gone = subnet
        .more
        .ipv6
        .iter()
        .find(|ipv6| ipv6.association == *id)
        .cloned();
    let gone = gone.ok_or_else(|| errors::ec2::subnet_cidr_association_not_found(id))?;
    let inside = Relation::InterfacesIn(subnet.id.clone());
    let uses = |eni: &NetworkInterface| eni.more.ipv6.iter().any(|address| gone.block.contains(address));
    if cx
        .world()
        .related::<NetworkInterface>(&inside)
        .any(|eni| uses(eni))
    {
        return Err(errors::ec2::subnet_ipv6_in_use(id));
    }
    subnet.more.ipv6.retain(|ipv6| ipv6.association != *id);
    let answer = answer(&subnet, &gone, "disassociating");
    cx.put(subnet);
    Ok(answer)
}

/// A new block of a subnet in `vpc`.
pub fn block(cx: &mut Cx<'_>, vpc: &Vpc, text: &str) -> Result<SubnetIpv6Block, ApiError> {
    let block: Ipv6Net = text
        .parse()
        .map_err(|_| errors::ec2::invalid_cidr(text, "ipv6CidrBlock"))?;
    let block = block.trunc();
    let length = block.prefix_len();
    if !(44..=64).contains(&length)
        || !length.is_multiple_of(4)
        || !vpc.ipv6().any(|known| known.contains(&block))
    {
        return Err(errors::ec2::subnet_ipv6_range(text));
    }
    let overlaps = |known: &Ipv6Net| known.contains(&block) || block.contains(known);
    let of_vpc = Relation::SubnetsIn(vpc.id.clone());
    let meets = |other: &Subnet| other.more.ipv6.iter().any(|ipv6| overlaps(&ipv6.block));
    if cx.world().related::<Subnet>(&of_vpc).any(|other| meets(other)) {
        return Err(errors::ec2::subnet_conflict(text));
    }
    Ok(SubnetIpv6Block {
        association: cx.minter.ec2("subnet-cidr-assoc-"),
        block,
        since: cx.now,
    })
}

/// `Ipv6CidrBlockAssociationSet` of a subnet.
pub fn shown(cx: &Cx<'_>, subnet: &Subnet) -> Vec<Record> {
    let state = |ipv6: &SubnetIpv6Block| {
        if cx.settled(ipv6.since) {
            "associated"
        } else {
            "associating"
        }
    };
    subnet
        .more
        .ipv6
        .iter()
        .map(|ipv6| block_shown(ipv6, state(ipv6)))
        .collect()
}

fn block_shown(ipv6: &SubnetIpv6Block, state: &str) -> Record {
    record! {
        "AssociationId" => &ipv6.association,
        "Ipv6CidrBlock" => ipv6.block.to_string(),
        "Ipv6CidrBlockState" => record! { "State" => state },
        "Ipv6AddressAttribute" => "public",
        "IpSource" => "amazon",
    }
}

fn answer(subnet: &Subnet, ipv6: &SubnetIpv6Block, state: &str) -> Record {
    record! { "SubnetId" => subnet.id.as_str(), "Ipv6CidrBlockAssociation" => block_shown(ipv6, state) }
}
