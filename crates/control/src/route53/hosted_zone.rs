//! A hosted zone: made, shown, its comment changed, deleted.
//!
//! A zone that names a VPC is private, whatever `PrivateZone` says; one that says so must name a VPC.

use adit_model::hosted_zone::HostedZone;
use adit_model::id::{HostedZoneId, RecordSetKey};
use adit_model::record_set::RecordSet;
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, Service, errors, record, view};

use crate::cx::Cx;
use crate::route53::vpc_association::{self, Vpc};
use crate::route53::{delegation_set, domain_name, record_change};

view! {
    pub struct CreateHostedZone: "route53"."CreateHostedZone" {
        name: String = "Name",
        vpc: Option<Vpc> = "VPC",
        caller_reference: String = "CallerReference",
        config: Option<HostedZoneConfig> = "HostedZoneConfig",
        delegation_set: Option<String> = "DelegationSetId",
    }
}
view! {
    pub struct HostedZoneConfig: "route53"/"HostedZoneConfig" {
        comment: Option<String> = "Comment",
        private: Option<bool> = "PrivateZone",
    }
}
view! {
    pub struct GetHostedZone: "route53"."GetHostedZone" { id: String = "Id" }
}
view! {
    pub struct GetHostedZoneCount: "route53"."GetHostedZoneCount" {}
}
view! {
    pub struct DeleteHostedZone: "route53"."DeleteHostedZone" { id: String = "Id" }
}
view! {
    pub struct UpdateHostedZoneComment: "route53"."UpdateHostedZoneComment" {
        id: String = "Id",
        comment: Option<String> = "Comment",
    }
}

/// The default quota of an account.
const MOST: usize = 500;
/// NS and SOA.
const OWN_RECORDS: usize = 2;

pub fn create(cx: &mut Cx<'_>, asked: CreateHostedZone) -> Result<Record, ApiError> {
    let name = domain_name::normal(&asked.name).map_err(errors::route53::invalid_domain_name)?;
    let (comment, said_private) = match asked.config {
        Some(config) => (config.comment, config.private == Some(true)),
        None => (None, false),
    };
    let vpc = match &asked.vpc {
        Some(vpc) => Some(vpc_association::known(cx, vpc)?),
        None if said_private => return Err(errors::route53::private_zone_without_vpc()),
        None => None,
    };
    if let Some(id) = asked.delegation_set {
        let bare = id.rsplit('/').next().unwrap_or_default();
        return Err(errors::route53::delegation_set_not_found(bare));
    }
    if vpc.is_none() && name.matches('.').count() < 2 {
        return Err(errors::route53::top_level_domain(name));
    }
    let mut count = 0;
    for zone in mine(cx) {
        if zone.caller_reference == asked.caller_reference {
            return Err(errors::route53::hosted_zone_exists());
        }
        count += 1;
    }
    if count >= MOST {
        return Err(errors::route53::too_many_hosted_zones());
    }
    if let Some(vpc) = &vpc {
        vpc_association::check_free(cx, vpc, &name)?;
    }
    let text = format!("Z0{}", cx.minter.upper(19));
    let zone = HostedZone {
        id: HostedZoneId::parse(&text).ok_or_else(|| errors::internal_failure(Service::Route53))?,
        account: cx.account.clone(),
        name,
        caller_reference: asked.caller_reference,
        comment: comment.filter(|comment| !comment.is_empty()),
        private: vpc.is_some(),
        name_servers: delegation_set::servers(cx, vpc.is_some()),
        vpcs: vpc.into_iter().collect(),
        record_count: OWN_RECORDS as u64,
        created: cx.now,
        tags: Tags::new(),
    };
    delegation_set::records(&zone)
        .into_iter()
        .for_each(|set| cx.put(set));
    let change = record_change::note(cx, None)?;
    let answer = record! {
        "HostedZone" => show(&zone),
        "ChangeInfo" => change,
        "DelegationSet" => delegation_set::show(&zone),
        "VPC" => zone.vpcs.first().map(vpc_association::show),
        "Location" => format!("https://route53.amazonaws.com/2013-04-01/hostedzone/{}", zone.id),
    };
    cx.put(zone);
    Ok(answer)
}

pub fn get(cx: &mut Cx<'_>, asked: GetHostedZone) -> Result<Record, ApiError> {
    let zone = find(cx, &asked.id)?;
    let vpcs: Vec<Record> = zone.vpcs.iter().map(vpc_association::show).collect();
    Ok(record! {
        "HostedZone" => show(&zone),
        "DelegationSet" => (!zone.private).then(|| delegation_set::show(&zone)),
        "VPCs" => zone.private.then_some(vpcs),
    })
}

pub fn count(cx: &mut Cx<'_>, _: GetHostedZoneCount) -> Result<Record, ApiError> {
    Ok(record! { "HostedZoneCount" => mine(cx).count() })
}

pub fn update_comment(cx: &mut Cx<'_>, asked: UpdateHostedZoneComment) -> Result<Record, ApiError> {
    let mut zone = find(cx, &asked.id)?;
    zone.comment = asked.comment.filter(|comment| !comment.is_empty());
    let answer = record! { "HostedZone" => show(&zone) };
    cx.put(zone);
    Ok(answer)
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteHostedZone) -> Result<Record, ApiError> {
    let zone = find(cx, &asked.id)?;
    let sets: Vec<RecordSetKey> = records(cx, &zone)
        .take(OWN_RECORDS + 1)
        .map(|set| set.id.clone())
        .collect();
    if sets.len() > OWN_RECORDS {
        return Err(errors::route53::hosted_zone_not_empty());
    }
    sets.iter().for_each(|id| cx.delete::<RecordSet>(id));
    cx.delete::<HostedZone>(&zone.id);
    Ok(record! { "ChangeInfo" => record_change::note(cx, None)? })
}

/// The caller's zone with this id.
pub fn find(cx: &Cx<'_>, id: &str) -> Result<HostedZone, ApiError> {
    let id = id.rsplit('/').next().unwrap_or_default();
    let found = HostedZoneId::parse(id).and_then(|id| cx.get::<HostedZone>(&id));
    found
        .filter(|zone| zone.account == cx.account)
        .ok_or_else(|| errors::route53::hosted_zone_not_found(id))
}

/// The caller's zones, in order of their ids.
pub fn mine<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c HostedZone> {
    let all = cx.table::<HostedZone>().iter().map(AsRef::as_ref);
    all.filter(|zone: &&HostedZone| zone.account == cx.account)
}

/// A zone's record sets in Route 53's order.
pub fn records<'c>(cx: &'c Cx<'_>, zone: &HostedZone) -> impl Iterator<Item = &'c RecordSet> + use<'c> {
    records_from(cx, zone, RecordSetKey::first(&zone.id, ""))
}

/// Those from a key on.
pub fn records_from<'c>(
    cx: &'c Cx<'_>,
    zone: &HostedZone,
    first: RecordSetKey,
) -> impl Iterator<Item = &'c RecordSet> + use<'c> {
    let id = zone.id.clone();
    let rest = cx.table::<RecordSet>().range_from(first).map(AsRef::as_ref);
    rest.take_while(move |set: &&RecordSet| set.zone == id)
}

/// `HostedZone`.
pub fn show(zone: &HostedZone) -> Record {
    record! {
        "Id" => format!("/hostedzone/{}", zone.id),
        "Name" => &zone.name,
        "CallerReference" => &zone.caller_reference,
        "Config" => record! { "Comment" => zone.comment.as_ref(), "PrivateZone" => zone.private },
        "ResourceRecordSetCount" => zone.record_count,
    }
}
