//! How a peering connection looks to either side: who sees it for how long, its status by the clock, DescribeVpcPeeringConnections.
//!
//! A request expires after a week. Afterwards a connection stays visible for a while: expired two days, failed two
//! hours, deleted four hours to who deleted it and two to the other, rejected two days to the requester and two hours to
//! the accepter.

use std::sync::Arc;

use adit_model::World;
use adit_model::id::VpcPeeringConnectionId;
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_model::vpc_peering_connection::{PeeringSide, PeeringStatus, VpcPeeringConnection};
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::Ipv4Net;
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::tag;
use crate::ec2::vpc_peering_connection::options_shown;

view! {
    pub struct DescribeVpcPeeringConnections: "ec2"."DescribeVpcPeeringConnections" {
        ids: Vec<String> = "VpcPeeringConnectionIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

const EXPIRY: Duration = Duration::days(7);

pub fn describe(cx: &mut Cx<'_>, input: DescribeVpcPeeringConnections) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let mut found: Vec<Arc<VpcPeeringConnection>> = match input.ids.as_slice() {
        [] => cx
            .table::<VpcPeeringConnection>()
            .iter()
            .filter(|known| visible(cx, known))
            .cloned()
            .collect(),
        ids => ids.iter().map(|id| named(cx, id)).collect::<Result<_, _>>()?,
    };
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    let seen = found.into_iter().map(|known| Seen::of(cx, known)).collect();
    let page = query.items(
        cx,
        seen,
        FACTS,
        |seen| seen.known.id.to_string(),
        Some(|seen| &seen.tags),
    )?;
    Ok(record! {
        "VpcPeeringConnections" => page.shown(|seen| seen.shown(cx.world())),
        "NextToken" => page.next_token,
    })
}

/// The connection of this id, if the caller is a side of it and it is still to be seen.
pub fn named(cx: &Cx<'_>, text: &str) -> Result<Arc<VpcPeeringConnection>, ApiError> {
    let id = VpcPeeringConnectionId::parse(text).ok_or_else(|| errors::ec2::malformed_id(text, "pcx"))?;
    let found = cx
        .table::<VpcPeeringConnection>()
        .get(&id)
        .filter(|known| visible(cx, known));
    found.cloned().ok_or_else(|| errors::ec2::peering_not_found(text))
}

pub fn visible(cx: &Cx<'_>, known: &VpcPeeringConnection) -> bool {
    let requesters = cx.owns(&known.requester.owner);
    if !requesters && !cx.owns(&known.accepter.owner) {
        return false;
    }
    let (since, lasts) = match &known.status {
        PeeringStatus::Active => return true,
        PeeringStatus::PendingAcceptance => (known.created + EXPIRY, Duration::days(2)),
        PeeringStatus::Rejected if requesters => (known.changed, Duration::days(2)),
        PeeringStatus::Deleted(by) if *by == cx.account => (known.changed, Duration::hours(4)),
        PeeringStatus::Failed(_) if !requesters => return false,
        PeeringStatus::Rejected | PeeringStatus::Deleted(_) | PeeringStatus::Failed(_) => {
            (known.changed, Duration::hours(2))
        }
    };
    cx.now < since + lasts
}

/// Its status by now.
pub fn code(cx: &Cx<'_>, known: &VpcPeeringConnection) -> &'static str {
    let settled = cx.settled(known.changed);
    match &known.status {
        PeeringStatus::PendingAcceptance if cx.now >= known.created + EXPIRY => "expired",
        PeeringStatus::PendingAcceptance if !settled => "initiating-request",
        PeeringStatus::PendingAcceptance => "pending-acceptance",
        PeeringStatus::Active if !settled => "provisioning",
        PeeringStatus::Active => "active",
        PeeringStatus::Rejected => "rejected",
        PeeringStatus::Deleted(_) if !settled => "deleting",
        PeeringStatus::Deleted(_) => "deleted",
        PeeringStatus::Failed(_) => "failed",
    }
}

pub fn shown(cx: &Cx<'_>, known: &VpcPeeringConnection) -> Record {
    Seen::of(cx, Arc::new(known.clone())).shown(cx.world())
}

/// The tags that the caller gave to connections, for DescribeTags.
pub fn tagged(cx: &Cx<'_>) -> impl Iterator<Item = (String, Tags)> {
    let mine = |known: &Arc<VpcPeeringConnection>| (known.id.to_string(), tags(cx, known).clone());
    cx.table::<VpcPeeringConnection>()
        .iter()
        .filter(|known| visible(cx, known))
        .map(mine)
}

pub fn edit_tags(
    cx: &mut Cx<'_>,
    id: &str,
    edit: &dyn Fn(&mut Tags) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut known = (*named(cx, id)?).clone();
    match cx.owns(&known.requester.owner) {
        true => edit(&mut known.requester.tags)?,
        false => edit(&mut known.accepter.tags)?,
    }
    cx.put(known);
    Ok(())
}

fn tags<'k>(cx: &Cx<'_>, known: &'k VpcPeeringConnection) -> &'k Tags {
    match cx.owns(&known.requester.owner) {
        true => &known.requester.tags,
        false => &known.accepter.tags,
    }
}

/// A connection as the caller sees it now.
struct Seen {
    known: Arc<VpcPeeringConnection>,
    code: &'static str,
    tags: Tags,
}

impl Seen {
    fn of(cx: &Cx<'_>, known: Arc<VpcPeeringConnection>) -> Self {
        Self {
            code: code(cx, &known),
            tags: tags(cx, &known).clone(),
            known,
        }
    }

    fn message(&self) -> String {
        match (&self.known.status, self.code) {
            (PeeringStatus::Failed(why), _) => why.clone(),
            (PeeringStatus::Deleted(by), _) => format!("Deleted by {by}"),
            (PeeringStatus::Rejected, _) => format!("Rejected by {}", self.known.accepter.owner.account),
            (_, "initiating-request") => {
                format!("Initiating Request to {}", self.known.accepter.owner.account)
            }
            (_, "expired") => "Expired".to_owned(),
            (PeeringStatus::PendingAcceptance, _) => {
                format!("Pending Acceptance by {}", self.known.accepter.owner.account)
            }
            (PeeringStatus::Active, "active") => "Active".to_owned(),
            (PeeringStatus::Active, _) => "Provisioning".to_owned(),
        }
    }

    fn shown(&self, world: &World) -> Record {
        let known = &self.known;
        // The accepter's blocks are nobody else's business until it accepts.
        let accepted = matches!(known.status, PeeringStatus::Active | PeeringStatus::Deleted(_));
        let expires =
            matches!(known.status, PeeringStatus::PendingAcceptance).then(|| known.created + EXPIRY);
        record! {
            "VpcPeeringConnectionId" => known.id.as_str(),
            "RequesterVpcInfo" => side(world, &known.requester, true),
            "AccepterVpcInfo" => side(world, &known.accepter, accepted),
            "Status" => record! { "Code" => self.code, "Message" => self.message() },
            "ExpirationTime" => expires,
            "Tags" => tag::shown(&self.tags),
        }
    }
}

fn side(world: &World, side: &PeeringSide, whole: bool) -> Record {
    let shown = record! {
        "OwnerId" => side.owner.account.as_str(),
        "VpcId" => side.vpc.as_str(),
        "Region" => side.owner.region.as_str(),
    };
    let Some(vpc) = world.vpcs.get(&side.vpc).filter(|_| whole) else {
        return shown;
    };
    let v4 = vpc
        .ipv4()
        .map(|block| record! { "CidrBlock" => block.to_string() });
    let v6: Vec<Record> = vpc
        .ipv6()
        .map(|block| record! { "Ipv6CidrBlock" => block.to_string() })
        .collect();
    shown
        .with("CidrBlock", vpc.cidr.to_string())
        .with("CidrBlockSet", v4.collect::<Vec<_>>())
        .with("Ipv6CidrBlockSet", Some(v6).filter(|v6| !v6.is_empty()))
        .with("PeeringOptions", options_shown(side))
}

const FACTS: Facts<Seen> = &[
    ("accepter-vpc-info.cidr-block", |world, seen| {
        blocks(world, &seen.known.accepter)
    }),
    ("accepter-vpc-info.owner-id", |_, seen| {
        vec![seen.known.accepter.owner.account.to_string()]
    }),
    ("accepter-vpc-info.vpc-id", |_, seen| {
        vec![seen.known.accepter.vpc.to_string()]
    }),
    ("expiration-time", |_, seen| {
        (seen.known.created + EXPIRY)
            .format(&Rfc3339)
            .into_iter()
            .collect()
    }),
    ("requester-vpc-info.cidr-block", |world, seen| {
        blocks(world, &seen.known.requester)
    }),
    ("requester-vpc-info.owner-id", |_, seen| {
        vec![seen.known.requester.owner.account.to_string()]
    }),
    ("requester-vpc-info.vpc-id", |_, seen| {
        vec![seen.known.requester.vpc.to_string()]
    }),
    ("status-code", |_, seen| vec![seen.code.to_owned()]),
    ("status-message", |_, seen| vec![seen.message()]),
    ("vpc-peering-connection-id", |_, seen| {
        vec![seen.known.id.to_string()]
    }),
];

fn blocks(world: &World, side: &PeeringSide) -> Vec<String> {
    let vpc = world.vpcs.get(&side.vpc);
    vpc.iter()
        .flat_map(|vpc: &&Arc<Vpc>| vpc.ipv4())
        .map(|block: Ipv4Net| block.to_string())
        .collect()
}
