//! VPC peering connections: request, accept, reject, delete, options. They are configuration: no traffic crosses one.
//!
//! A request is the requester's until the accepter's account, in the accepter's region, accepts it; both see it. Asking
//! again for what is pending or active gives what is there. An unknown peer of another account, or one whose blocks
//! overlap, makes a connection in state `failed`, as on AWS. Tags are each account's own.

use adit_model::Owner;
use adit_model::id::{VpcId, VpcPeeringConnectionId};
use adit_model::vpc::Vpc;
use adit_model::vpc_peering_connection::{PeeringSide, PeeringStatus, VpcPeeringConnection};
use adit_model::{AccountId, Region};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::resource::{mint, named, unsupported};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::vpc_peering_connection_shown::{code, named as peering, shown, visible};

view! {
    pub struct CreateVpcPeeringConnection: "ec2"."CreateVpcPeeringConnection" {
        vpc: String = "VpcId",
        peer_vpc: Option<String> = "PeerVpcId",
        peer_owner: Option<String> = "PeerOwnerId",
        peer_region: Option<String> = "PeerRegion",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct AcceptVpcPeeringConnection: "ec2"."AcceptVpcPeeringConnection" {
        peering: String = "VpcPeeringConnectionId",
    }
}

view! {
    pub struct RejectVpcPeeringConnection: "ec2"."RejectVpcPeeringConnection" {
        peering: String = "VpcPeeringConnectionId",
    }
}

view! {
    pub struct DeleteVpcPeeringConnection: "ec2"."DeleteVpcPeeringConnection" {
        peering: String = "VpcPeeringConnectionId",
    }
}

view! {
    pub struct PeeringOptions: "ec2"/"PeeringConnectionOptionsRequest" {
        dns_resolution: Option<bool> = "AllowDnsResolutionFromRemoteVpc",
        classic_link_out: Option<bool> = "AllowEgressFromLocalClassicLinkToRemoteVpc",
        classic_link_in: Option<bool> = "AllowEgressFromLocalVpcToRemoteClassicLink",
    }
}

view! {
    pub struct ModifyVpcPeeringConnectionOptions: "ec2"."ModifyVpcPeeringConnectionOptions" {
        peering: String = "VpcPeeringConnectionId",
        accepter: Option<PeeringOptions> = "AccepterPeeringConnectionOptions",
        requester: Option<PeeringOptions> = "RequesterPeeringConnectionOptions",
    }
}

const FAILED: &str = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range";

pub fn create(cx: &mut Cx<'_>, input: CreateVpcPeeringConnection) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let peer = input
        .peer_vpc
        .as_deref()
        .ok_or_else(|| errors::ec2::missing_parameter("peerVpcId"))?;
    let peer_id = VpcId::parse(peer).ok_or_else(|| errors::ec2::malformed_id(peer, "vpc"))?;
    let peer_owner = owner(cx, &input)?;
    let tags = tag::on_create(&input.tag_specifications, "vpc-peering-connection")?;
    let found = cx
        .table::<Vpc>()
        .get(&peer_id)
        .filter(|vpc| vpc.owner == peer_owner)
        .cloned();
    if found.is_none() && cx.owns(&peer_owner) {
        return Err(errors::ec2::vpc_not_found(peer));
    }
    let live = |known: &VpcPeeringConnection| {
        matches!(
            code(cx, known),
            "initiating-request" | "pending-acceptance" | "active" | "provisioning"
        ) && known.requester.vpc == vpc.id
            && known.accepter.vpc == peer_id
            && known.accepter.owner == peer_owner
    };
    if let Some(known) = cx
        .table::<VpcPeeringConnection>()
        .iter()
        .find(|known| live(known))
    {
        return Ok(record! { "VpcPeeringConnection" => shown(cx, known) });
    }
    let fits = found.is_some_and(|peer| peer.id != vpc.id && !overlap(&vpc, &peer));
    let side = |owner: Owner, vpc: &VpcId| PeeringSide {
        owner,
        vpc: vpc.clone(),
        dns_resolution: false,
        tags: Default::default(),
    };
    let made = VpcPeeringConnection {
        id: mint(cx, VpcPeeringConnectionId::PREFIX, VpcPeeringConnectionId::parse)?,
        requester: PeeringSide {
            tags,
            ..side(cx.owner(), &vpc.id)
        },
        accepter: side(peer_owner.clone(), &peer_id),
        status: match fits {
            true => PeeringStatus::PendingAcceptance,
            false => PeeringStatus::Failed(FAILED.to_owned()),
        },
        created: cx.now,
        changed: cx.now,
    };
    cx.put(made.clone());
    let status = record! {
        "Code" => "initiating-request",
        "Message" => format!("Initiating Request to {}", peer_owner.account),
    };
    Ok(record! { "VpcPeeringConnection" => shown(cx, &made).with("Status", status) })
}

pub fn accept(cx: &mut Cx<'_>, input: AcceptVpcPeeringConnection) -> Result<Record, ApiError> {
    let mut known = theirs(cx, &input.peering, "accept", "active")?;
    let twin = |other: &VpcPeeringConnection| {
        let sides = [&other.requester.vpc, &other.accepter.vpc];
        other.status == PeeringStatus::Active
            && sides.contains(&&known.requester.vpc)
            && sides.contains(&&known.accepter.vpc)
    };
    if cx.table::<VpcPeeringConnection>().iter().any(|other| twin(other)) {
        return Err(errors::ec2::peering_exists(&known.id));
    }
    (known.status, known.changed) = (PeeringStatus::Active, cx.now);
    cx.put(known.clone());
    let status = record! { "Code" => "provisioning", "Message" => "Provisioning" };
    Ok(record! { "VpcPeeringConnection" => shown(cx, &known).with("Status", status) })
}

pub fn reject(cx: &mut Cx<'_>, input: RejectVpcPeeringConnection) -> Result<Record, ApiError> {
    let mut known = theirs(cx, &input.peering, "reject", "rejected")?;
    (known.status, known.changed) = (PeeringStatus::Rejected, cx.now);
    cx.put(known);
    Ok(record! { "Return" => true })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteVpcPeeringConnection) -> Result<Record, ApiError> {
    let mut known = (*peering(cx, &input.peering)?).clone();
    match known.status {
        PeeringStatus::Deleted(_) => return Ok(record! { "Return" => true }),
        PeeringStatus::Active => {}
        PeeringStatus::PendingAcceptance if cx.owns(&known.requester.owner) => {}
        PeeringStatus::PendingAcceptance => {
            return Err(errors::ec2::peering_permission(&cx.account, "delete", &known.id));
        }
        PeeringStatus::Rejected | PeeringStatus::Failed(_) => {
            return Err(errors::ec2::peering_transition(
                &known.id,
                code(cx, &known),
                "deleted",
            ));
        }
    }
    (known.status, known.changed) = (PeeringStatus::Deleted(cx.account.clone()), cx.now);
    cx.put(known);
    Ok(record! { "Return" => true })
}

pub fn modify_options(cx: &mut Cx<'_>, input: ModifyVpcPeeringConnectionOptions) -> Result<Record, ApiError> {
    let mut known = (*peering(cx, &input.peering)?).clone();
    if known.status != PeeringStatus::Active {
        return Err(errors::ec2::peering_options(&known.id));
    }
    if input.requester.is_none() && input.accepter.is_none() {
        return Err(errors::ec2::missing_parameter("accepterPeeringConnectionOptions"));
    }
    // Cross-account, each sets its own side.
    let mine = [
        known.requester.owner.account == cx.account,
        known.accepter.owner.account == cx.account,
    ];
    let id = known.id.clone();
    let account = cx.account.clone();
    let set = |options: Option<&PeeringOptions>, side: &mut PeeringSide, mine: bool| match options {
        None => Ok(None),
        Some(_) if !mine => Err(errors::ec2::peering_permission(&account, "modify", &id)),
        Some(options) => {
            let classic = [options.classic_link_out, options.classic_link_in];
            if classic.contains(&Some(true)) {
                return Err(unsupported("AllowEgressFromLocalClassicLinkToRemoteVpc", "true"));
            }
            side.dns_resolution = options.dns_resolution.unwrap_or(side.dns_resolution);
            Ok(Some(options_shown(side)))
        }
    };
    let [requesters, accepters] = mine;
    let requester = set(input.requester.as_ref(), &mut known.requester, requesters)?;
    let accepter = set(input.accepter.as_ref(), &mut known.accepter, accepters)?;
    cx.put(known);
    Ok(record! {
        "RequesterPeeringConnectionOptions" => requester,
        "AccepterPeeringConnectionOptions" => accepter,
    })
}

/// As DescribeVpcPeeringConnections shows them too.
pub fn options_shown(side: &PeeringSide) -> Record {
    record! {
        "AllowDnsResolutionFromRemoteVpc" => side.dns_resolution,
        "AllowEgressFromLocalClassicLinkToRemoteVpc" => false,
        "AllowEgressFromLocalVpcToRemoteClassicLink" => false,
    }
}

/// Whether `vpc` is a side of a connection that is active or may become so.
pub fn binds(cx: &Cx<'_>, vpc: &VpcId) -> bool {
    cx.table::<VpcPeeringConnection>().iter().any(|known| {
        let alive = matches!(
            known.status,
            PeeringStatus::Active | PeeringStatus::PendingAcceptance
        );
        alive && visible(cx, known) && [&known.requester.vpc, &known.accepter.vpc].contains(&vpc)
    })
}

/// A pending request to the caller.
fn theirs(cx: &Cx<'_>, id: &str, verb: &str, to: &str) -> Result<VpcPeeringConnection, ApiError> {
    let known = (*peering(cx, id)?).clone();
    if !cx.owns(&known.accepter.owner) {
        return Err(errors::ec2::peering_permission(&cx.account, verb, &known.id));
    }
    match code(cx, &known) {
        "pending-acceptance" | "initiating-request" => Ok(known),
        from => Err(errors::ec2::peering_transition(&known.id, from, to)),
    }
}

fn owner(cx: &Cx<'_>, input: &CreateVpcPeeringConnection) -> Result<Owner, ApiError> {
    let account = match input.peer_owner.as_deref() {
        Some(text) => {
            AccountId::parse(text).ok_or_else(|| errors::ec2::invalid_value(text, "peerOwnerId", ""))?
        }
        None => cx.account.clone(),
    };
    let region = match input.peer_region.as_deref() {
        Some(text) => {
            Region::parse(text).ok_or_else(|| errors::ec2::invalid_value(text, "peerRegion", ""))?
        }
        None => cx.region.clone(),
    };
    Ok(Owner { account, region })
}

fn overlap(one: &Vpc, other: &Vpc) -> bool {
    let meet = |a: &ipnet::Ipv4Net, b: &ipnet::Ipv4Net| a.contains(b) || b.contains(a);
    one.ipv4().any(|a| other.ipv4().any(|b| meet(&a, &b)))
}
