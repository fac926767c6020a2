//! Network ACLs: create, describe, delete, and which subnet has which. Entries have a file of their own.
//!
//! A new ACL denies everything until it has entries; the last entry, `*` (32767), always stands and cannot be changed
//! (api F7). A subnet has exactly one ACL, so an association is replaced and never removed. The default ACL of a
//! VPC and an ACL that a subnet has cannot be deleted.

use adit_model::World;
use adit_model::id::{NetworkAclAssociationId, NetworkAclId};
use adit_model::network_acl::{NetworkAcl, NetworkAclEntry};
use adit_model::relation::Relation;
use adit_model::security_group::{Direction, IpProtocol};
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::{IpNet, Ipv4Net};

use crate::cx::Cx;
use crate::ec2::client_token;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateNetworkAcl: "ec2"."CreateNetworkAcl" {
        vpc: String = "VpcId",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeNetworkAcls: "ec2"."DescribeNetworkAcls" {
        ids: Vec<String> = "NetworkAclIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct ReplaceNetworkAclAssociation: "ec2"."ReplaceNetworkAclAssociation" {
        association: String = "AssociationId",
        acl: String = "NetworkAclId",
    }
}

view! {
    pub struct DeleteNetworkAcl: "ec2"."DeleteNetworkAcl" { acl: String = "NetworkAclId" }
}

/// The number of the last entry, as the API shows `*`.
const LAST_ENTRY: u16 = 32_767;

pub fn create(cx: &mut Cx<'_>, input: CreateNetworkAcl) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let tags = tag::on_create(&input.tag_specifications, "network-acl")?;
    let client_token = client_token::of(input.client_token.as_deref(), &input);
    let acl = match client_token::replay::<NetworkAcl>(cx, client_token.as_ref())? {
        Some(made) => made,
        None => {
            let acl = NetworkAcl {
                id: mint(cx, NetworkAclId::PREFIX, NetworkAclId::parse)?,
                owner: cx.owner(),
                vpc: vpc.id.clone(),
                is_default: false,
                entries: Vec::new(),
                client_token,
                tags,
            };
            cx.put(acl.clone());
            acl.into()
        }
    };
    Ok(record! { "NetworkAcl" => shown(cx.world(), &acl), "ClientToken" => input.client_token })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeNetworkAcls) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<NetworkAcl>(cx, FACTS)?;
    Ok(record! { "NetworkAcls" => page.shown(|acl| shown(cx.world(), acl)), "NextToken" => page.next_token })
}

pub fn replace_association(cx: &mut Cx<'_>, input: ReplaceNetworkAclAssociation) -> Result<Record, ApiError> {
    let unknown = || errors::ec2::association_not_found(&input.association);
    let association = NetworkAclAssociationId::parse(&input.association).ok_or_else(unknown)?;
    let acl = named::<NetworkAcl>(cx, &input.acl)?;
    let subnet = owned::<Subnet>(cx).find(|subnet| subnet.acl.0 == association);
    let mut subnet = (**subnet.ok_or_else(unknown)?).clone();
    if subnet.vpc != acl.vpc {
        return Err(errors::ec2::network_acl_network(&acl.id, &subnet.id));
    }
    let id = mint(
        cx,
        NetworkAclAssociationId::PREFIX,
        NetworkAclAssociationId::parse,
    )?;
    subnet.acl = (id.clone(), acl.id.clone());
    cx.put(subnet);
    Ok(record! { "NewAssociationId" => id.as_str() })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteNetworkAcl) -> Result<Record, ApiError> {
    let acl = named::<NetworkAcl>(cx, &input.acl)?;
    if acl.is_default {
        return Err(errors::ec2::network_acl_default(&acl.id));
    }
    if subnets(cx.world(), &acl).next().is_some() {
        return Err(errors::ec2::network_acl_in_use(&acl.id));
    }
    cx.delete::<NetworkAcl>(&acl.id);
    Ok(record! {})
}

fn subnets<'a>(world: &'a World, acl: &'a NetworkAcl) -> impl Iterator<Item = &'a Subnet> {
    world
        .related::<Subnet>(&Relation::SubnetsIn(acl.vpc.clone()))
        .map(|subnet| &**subnet)
        .filter(|subnet| subnet.acl.1 == acl.id)
        .collect::<Vec<_>>()
        .into_iter()
}

const FACTS: Facts<NetworkAcl> = &[
    ("association.association-id", |world, acl| {
        subnets(world, acl)
            .map(|subnet| subnet.acl.0.to_string())
            .collect()
    }),
    ("association.network-acl-id", |world, acl| {
        subnets(world, acl).map(|_| acl.id.to_string()).collect()
    }),
    ("association.subnet-id", |world, acl| {
        subnets(world, acl).map(|subnet| subnet.id.to_string()).collect()
    }),
    ("default", |_, acl| vec![acl.is_default.to_string()]),
    ("entry.cidr", |_, acl| {
        told(acl, |entry| {
            matches!(entry.cidr, IpNet::V4(_)).then(|| entry.cidr.to_string())
        })
    }),
    ("entry.egress", |_, acl| {
        told(acl, |entry| {
            Some((entry.direction == Direction::Egress).to_string())
        })
    }),
    ("entry.icmp.code", |_, acl| {
        told(acl, |entry| Some(entry.icmp?.1.to_string()))
    }),
    ("entry.icmp.type", |_, acl| {
        told(acl, |entry| Some(entry.icmp?.0.to_string()))
    }),
    ("entry.ipv6-cidr", |_, acl| {
        told(acl, |entry| {
            matches!(entry.cidr, IpNet::V6(_)).then(|| entry.cidr.to_string())
        })
    }),
    ("entry.port-range.from", |_, acl| {
        told(acl, |entry| Some(entry.ports?.from.to_string()))
    }),
    ("entry.port-range.to", |_, acl| {
        told(acl, |entry| Some(entry.ports?.to.to_string()))
    }),
    ("entry.protocol", |_, acl| {
        told(acl, |entry| Some(entry.protocol.number().to_string()))
    }),
    ("entry.rule-action", |_, acl| {
        told(acl, |entry| Some(action(entry).to_owned()))
    }),
    ("entry.rule-number", |_, acl| {
        told(acl, |entry| Some(entry.number.to_string()))
    }),
    ("network-acl-id", |_, acl| vec![acl.id.to_string()]),
    ("owner-id", |_, acl| vec![acl.owner.account.to_string()]),
    ("vpc-id", |_, acl| vec![acl.vpc.to_string()]),
];

fn told(acl: &NetworkAcl, tell: fn(&NetworkAclEntry) -> Option<String>) -> Vec<String> {
    entries(acl).iter().filter_map(tell).collect()
}

/// All entries with the last one of each direction.
fn entries(acl: &NetworkAcl) -> Vec<NetworkAclEntry> {
    let of = |direction| {
        let last = NetworkAclEntry {
            number: LAST_ENTRY,
            direction,
            protocol: IpProtocol::All,
            ports: None,
            icmp: None,
            cidr: IpNet::V4(Ipv4Net::default()),
            allow: false,
        };
        acl.entries
            .iter()
            .filter(move |entry| entry.direction == direction)
            .cloned()
            .chain([last])
    };
    of(Direction::Egress).chain(of(Direction::Ingress)).collect()
}

fn action(entry: &NetworkAclEntry) -> &'static str {
    if entry.allow { "allow" } else { "deny" }
}

fn shown(world: &World, acl: &NetworkAcl) -> Record {
    let associations = subnets(world, acl).map(|subnet| {
        record! {
            "NetworkAclAssociationId" => subnet.acl.0.as_str(),
            "NetworkAclId" => acl.id.as_str(),
            "SubnetId" => subnet.id.as_str(),
        }
    });
    record! {
        "NetworkAclId" => acl.id.as_str(),
        "VpcId" => acl.vpc.as_str(),
        "OwnerId" => acl.owner.account.as_str(),
        "IsDefault" => acl.is_default,
        "Associations" => associations.collect::<Vec<_>>(),
        "Entries" => entries(acl).iter().map(shown_entry).collect::<Vec<_>>(),
        "Tags" => tag::shown(&acl.tags),
    }
}

fn shown_entry(entry: &NetworkAclEntry) -> Record {
    let (v4, v6) = match entry.cidr {
        IpNet::V4(block) => (Some(block.to_string()), None),
        IpNet::V6(block) => (None, Some(block.to_string())),
    };
    record! {
        "RuleNumber" => entry.number,
        "Egress" => entry.direction == Direction::Egress,
        "Protocol" => entry.protocol.number().to_string(),
        "RuleAction" => action(entry),
        "CidrBlock" => v4,
        "Ipv6CidrBlock" => v6,
        "PortRange" => entry.ports.map(|ports| record! { "From" => ports.from, "To" => ports.to }),
        "IcmpTypeCode" => entry.icmp.map(|(kind, code)| record! { "Type" => kind, "Code" => code }),
    }
}
