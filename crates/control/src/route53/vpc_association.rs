//! The VPCs that see a private zone.
//!
//! A VPC sees one zone of a name. A VPC of another account would need that account's authorization, which cannot be given
//! here: such an association is refused as AWS refuses one without authorization.

use adit_model::Region;
use adit_model::hosted_zone::{HostedZone, ZoneVpc};
use adit_model::id::VpcId;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::route53::{hosted_zone, record_change};

view! {
    pub struct Vpc: "route53"/"VPC" { region: Option<String> = "VPCRegion", id: Option<String> = "VPCId" }
}
view! {
    pub struct AssociateVpcWithHostedZone: "route53"."AssociateVPCWithHostedZone" {
        zone: String = "HostedZoneId",
        vpc: Vpc = "VPC",
        comment: Option<String> = "Comment",
    }
}
view! {
    pub struct DisassociateVpcFromHostedZone: "route53"."DisassociateVPCFromHostedZone" {
        zone: String = "HostedZoneId",
        vpc: Vpc = "VPC",
        comment: Option<String> = "Comment",
    }
}

pub fn associate(cx: &mut Cx<'_>, asked: AssociateVpcWithHostedZone) -> Result<Record, ApiError> {
    let mut zone = private(cx, &asked.zone)?;
    let vpc = known(cx, &asked.vpc)?;
    check_free(cx, &vpc, &zone.name)?;
    zone.vpcs.push(vpc);
    cx.put(zone);
    Ok(record! { "ChangeInfo" => record_change::note(cx, asked.comment)? })
}

pub fn disassociate(cx: &mut Cx<'_>, asked: DisassociateVpcFromHostedZone) -> Result<Record, ApiError> {
    let mut zone = private(cx, &asked.zone)?;
    // A VPC that is gone can still be taken away.
    let vpc = named(&asked.vpc)?;
    if !zone.vpcs.contains(&vpc) {
        return Err(errors::route53::vpc_association_not_found(vpc.vpc, zone.id));
    }
    if zone.vpcs.len() == 1 {
        return Err(errors::route53::last_vpc_association());
    }
    zone.vpcs.retain(|known| *known != vpc);
    cx.put(zone);
    Ok(record! { "ChangeInfo" => record_change::note(cx, asked.comment)? })
}

/// A VPC that is there and is the caller's.
pub fn known(cx: &Cx<'_>, vpc: &Vpc) -> Result<ZoneVpc, ApiError> {
    let vpc = named(vpc)?;
    let found = cx.table::<adit_model::vpc::Vpc>().get(&vpc.vpc);
    match found.filter(|found| found.owner.region == vpc.region) {
        Some(found) if found.owner.account == cx.account => Ok(vpc),
        Some(_) => Err(errors::route53::vpc_not_authorized(vpc.vpc)),
        None => Err(errors::route53::vpc_not_found(vpc.vpc)),
    }
}

/// Refuses a VPC that sees a zone of that name already.
pub fn check_free(cx: &Cx<'_>, vpc: &ZoneVpc, name: &str) -> Result<(), ApiError> {
    let mut zones = cx.table::<HostedZone>().iter();
    match zones.find(|zone| zone.name == name && zone.vpcs.contains(vpc)) {
        Some(zone) => Err(errors::route53::conflicting_domain(
            &vpc.vpc,
            &vpc.region,
            &zone.id,
        )),
        None => Ok(()),
    }
}

/// `VPC`.
pub fn show(vpc: &ZoneVpc) -> Record {
    record! { "VPCRegion" => vpc.region.as_str(), "VPCId" => vpc.vpc.as_str() }
}

/// What the caller names, whether it is there or not.
pub fn named(vpc: &Vpc) -> Result<ZoneVpc, ApiError> {
    let (Some(region), Some(id)) = (&vpc.region, &vpc.id) else {
        return Err(errors::route53::vpc_incomplete());
    };
    match (Region::parse(region), VpcId::parse(id)) {
        (Some(region), Some(vpc)) => Ok(ZoneVpc { region, vpc }),
        _ => Err(errors::route53::vpc_not_found(id)),
    }
}

fn private(cx: &Cx<'_>, zone: &str) -> Result<HostedZone, ApiError> {
    let zone = hosted_zone::find(cx, zone)?;
    match zone.private {
        true => Ok(zone),
        false => Err(errors::route53::public_zone_vpc(zone.id)),
    }
}
