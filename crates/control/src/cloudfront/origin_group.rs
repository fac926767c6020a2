//! Origin groups: two origins and the answers of the first at which the second is asked (cf B10).
//!
//! Kept and read back. Requests go to the first member; failing over is not built.

use adit_model::distribution::OriginGroup;
use adit_model::origin::Origin;
use adit_wire::{ApiError, Record, errors, record, view};

use super::quantity;

/// cf G.
const MAX_GROUPS: usize = 10;
const CODES: [i64; 9] = [400, 403, 404, 416, 429, 500, 502, 503, 504];

view! {
    pub(super) struct OriginGroups: "cloudfront"/"OriginGroups" {
        quantity: i64 = "Quantity",
        items: Vec<GroupView> = "Items",
    }
}
view! {
    pub(super) struct GroupView: "cloudfront"/"OriginGroup" {
        id: String = "Id",
        failover: Failover = "FailoverCriteria",
        members: Members = "Members",
        selection: Option<String> = "SelectionCriteria",
    }
}
view! {
    pub(super) struct Failover: "cloudfront"/"OriginGroupFailoverCriteria" { codes: Codes = "StatusCodes" }
}
view! {
    pub(super) struct Codes: "cloudfront"/"StatusCodes" { quantity: i64 = "Quantity", items: Vec<i64> = "Items" }
}
view! {
    pub(super) struct Members: "cloudfront"/"OriginGroupMembers" {
        quantity: i64 = "Quantity",
        items: Vec<Member> = "Items",
    }
}
view! {
    pub(super) struct Member: "cloudfront"/"OriginGroupMember" { origin: String = "OriginId" }
}

/// The groups, and `OriginGroups` as it is kept.
pub(super) fn read(
    groups: Option<OriginGroups>,
    origins: &[Origin],
) -> Result<(Vec<OriginGroup>, Record), ApiError> {
    let views = groups.map_or_else(|| Ok(Vec::new()), |g| quantity::items(g.quantity, g.items))?;
    if views.len() > MAX_GROUPS {
        return Err(errors::cloudfront::too_many_origin_groups());
    }
    let mut read: Vec<OriginGroup> = Vec::new();
    let mut kept: Vec<Record> = Vec::new();
    for view in views {
        let taken = read.iter().any(|g| g.id == view.id) || origins.iter().any(|o| o.id == view.id);
        if view.id.is_empty() || view.id.len() > 128 || taken {
            let reason = format!("{} must be unique and have 1 to 128 characters", view.id);
            return Err(errors::cloudfront::parameter_invalid("OriginGroup Id", reason));
        }
        let (group, record) = one(view, origins)?;
        read.push(group);
        kept.push(record);
    }
    Ok((read, quantity::list(kept)))
}

fn one(view: GroupView, origins: &[Origin]) -> Result<(OriginGroup, Record), ApiError> {
    let codes = quantity::items(view.failover.codes.quantity, view.failover.codes.items)?;
    if let Some(code) = codes.iter().find(|code| !CODES.contains(code)) {
        let reason = format!("cannot contain {code}");
        return Err(errors::cloudfront::parameter_invalid("StatusCodes", reason));
    }
    let members = quantity::items(view.members.quantity, view.members.items)?;
    let [primary, secondary] = members.as_slice() else {
        let reason = "must have exactly two members";
        return Err(errors::cloudfront::parameter_invalid(
            "OriginGroupMembers",
            reason,
        ));
    };
    if primary.origin == secondary.origin {
        let reason = format!("contains {} twice", primary.origin);
        return Err(errors::cloudfront::parameter_invalid(
            "OriginGroupMembers",
            reason,
        ));
    }
    let known = |member: &Member| origins.iter().any(|origin| origin.id == member.origin);
    if !known(primary) || !known(secondary) {
        return Err(errors::cloudfront::no_such_origin());
    }
    let shown = members
        .iter()
        .map(|member| record! { "OriginId" => &member.origin });
    let kept = record! {
        "Id" => &view.id,
        "FailoverCriteria" => record! { "StatusCodes" => quantity::list(codes.clone()) },
        "Members" => quantity::list(shown.collect::<Vec<_>>()),
        "SelectionCriteria" => view.selection.clone(),
    };
    let group = OriginGroup {
        id: view.id,
        codes: codes
            .into_iter()
            .filter_map(|code| u16::try_from(code).ok())
            .collect(),
        primary: primary.origin.clone(),
        secondary: secondary.origin.clone(),
        selection: view.selection,
    };
    Ok((group, kept))
}
