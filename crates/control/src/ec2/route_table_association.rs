//! Associations of route tables: with subnets, and the one that makes a table its VPC's main table.
//!
//! A subnet without an association uses the main table. Replacing an association gives it a new id. The main
//! association can be replaced but not removed. Associations with gateways are refused.

use adit_model::id::RouteTableAssociationId;
use adit_model::route_table::RouteTable;
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::resource::{mint, named, owned};

view! {
    pub struct AssociateRouteTable: "ec2"."AssociateRouteTable" {
        table: String = "RouteTableId",
        subnet: String = "SubnetId",
    }
}

view! {
    pub struct DisassociateRouteTable: "ec2"."DisassociateRouteTable" { association: String = "AssociationId" }
}

view! {
    pub struct ReplaceRouteTableAssociation: "ec2"."ReplaceRouteTableAssociation" {
        association: String = "AssociationId",
        table: String = "RouteTableId",
    }
}

pub fn associate(cx: &mut Cx<'_>, input: AssociateRouteTable) -> Result<Record, ApiError> {
    let table = named::<RouteTable>(cx, &input.table)?;
    let mut subnet = (*named::<Subnet>(cx, &input.subnet)?).clone();
    if table.vpc != subnet.vpc {
        return Err(errors::ec2::route_table_network(&table.id, &subnet.id));
    }
    if subnet.route_table.is_some() {
        return Err(errors::ec2::route_table_associated(&table.id, &subnet.id));
    }
    let id = mint_association(cx)?;
    subnet.route_table = Some((id.clone(), table.id.clone()));
    cx.put(subnet);
    Ok(record! { "AssociationId" => id.as_str(), "AssociationState" => associated() })
}

pub fn disassociate(cx: &mut Cx<'_>, input: DisassociateRouteTable) -> Result<Record, ApiError> {
    match find(cx, &input.association)? {
        Association::Main(_) => Err(errors::ec2::main_association(&input.association)),
        Association::Subnet(mut subnet) => {
            subnet.route_table = None;
            cx.put(subnet);
            Ok(record! {})
        }
    }
}

pub fn replace(cx: &mut Cx<'_>, input: ReplaceRouteTableAssociation) -> Result<Record, ApiError> {
    let association = find(cx, &input.association)?;
    let mut table = (*named::<RouteTable>(cx, &input.table)?).clone();
    let id = mint_association(cx)?;
    match association {
        Association::Subnet(mut subnet) => {
            if table.vpc != subnet.vpc {
                return Err(errors::ec2::route_table_network(&table.id, &subnet.id));
            }
            subnet.route_table = Some((id.clone(), table.id.clone()));
            cx.put(subnet);
        }
        Association::Main(mut old) => {
            let vpc = cx.get::<Vpc>(&old.vpc).filter(|_| table.vpc == old.vpc);
            let mut vpc = vpc.ok_or_else(|| errors::ec2::route_table_network(&table.id, &old.vpc))?;
            vpc.main_route_table = table.id.clone();
            cx.put(vpc);
            if table.id != old.id {
                old.main_association = None;
                cx.put(old);
            }
            table.main_association = Some(id.clone());
            cx.put(table);
        }
    }
    Ok(record! { "NewAssociationId" => id.as_str(), "AssociationState" => associated() })
}

enum Association {
    Subnet(Subnet),
    /// The table that is main through it.
    Main(RouteTable),
}

fn find(cx: &Cx<'_>, text: &str) -> Result<Association, ApiError> {
    let unknown = || errors::ec2::association_not_found(text);
    let id = RouteTableAssociationId::parse(text).ok_or_else(unknown)?;
    let subnet =
        owned::<Subnet>(cx).find(|subnet| subnet.route_table.as_ref().is_some_and(|(known, _)| *known == id));
    if let Some(subnet) = subnet {
        return Ok(Association::Subnet((**subnet).clone()));
    }
    let table = owned::<RouteTable>(cx).find(|table| table.main_association.as_ref() == Some(&id));
    table
        .map(|table| Association::Main((**table).clone()))
        .ok_or_else(unknown)
}

fn mint_association(cx: &mut Cx<'_>) -> Result<RouteTableAssociationId, ApiError> {
    mint(
        cx,
        RouteTableAssociationId::PREFIX,
        RouteTableAssociationId::parse,
    )
}

fn associated() -> Record {
    record! { "State" => "associated" }
}
